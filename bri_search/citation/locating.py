"""Where in a source a citation points: section, page and lines, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, TypeAlias

from bri_search.citation.cleaning import clean, section_labels
from bri_search.errors import UsageError
from bri_search.sources.document import MARKDOWN_SUFFIXES, PLAIN_SUFFIXES, Source

if TYPE_CHECKING:
    from bri_search.search.kwic.counting import SourceCount
    from bri_search.search.kwic.results import KwicLine
    from bri_search.search.quotation.results import Candidate
    from bri_search.search.results import Hit
    from bri_search.search.reuse.results import SharedSource, Side
    from bri_search.search.showing import ShownPassage, SourceSummary

    Place: TypeAlias = Hit | KwicLine | Candidate | Side | ShownPassage
    OfSource: TypeAlias = SourceSummary | SourceCount | SharedSource
    Found: TypeAlias = Place | OfSource | Sequence[Place]

__all__ = ["Locator", "check_locator", "locator_of", "said"]


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a source.

    `section` is the path of headings, outermost first; `page` a page of the source, counted from 1,
    and `page_label` what is printed on it, which a citation has instead; `lines` the first and the
    last line of the file, counted from 1. What is not known is empty or None.

    >>> Locator(section=("前言",), lines=(12, 14))
    Locator(section=('前言',), page=None, lines=(12, 14), page_label=None)
    >>> Locator(page=4, page_label="iv").printed_page
    'iv'
    """

    section: tuple[str, ...] = ()
    page: int | None = None
    lines: tuple[int, int] | None = None
    page_label: str | None = None

    @property
    def printed_page(self) -> str | None:
        """The page as a reader finds it: its label, else its number; None where it has neither."""
        if self.page_label is not None:
            return clean(self.page_label) or None
        return None if self.page is None else str(self.page)


def check_locator(locator: object) -> None:
    """Raise UsageError for what is no locator, or has a place of another type than it says."""
    if not isinstance(locator, Locator) or not _is_place(
        locator.section, locator.page, locator.page_label, locator.lines
    ):
        raise UsageError(
            f"{locator!r:.120} is no Locator of texts in section, whole numbers in page and lines "
            "(the first and the last), and a text in page_label",
            argument="locator",
        )


def _is_place(section: object, page: object, label: object, lines: object) -> bool:
    is_pair = isinstance(lines, (tuple, list)) and len(lines) == 2 and _are_all(lines, int)
    is_numbered = isinstance(page, int | None) and (lines is None or is_pair)
    return is_numbered and isinstance(label, str | None) and _are_all(section, str)


def _are_all(values: object, kind: type) -> bool:
    return isinstance(values, (tuple, list)) and all(isinstance(one, kind) for one in values)


def locator_of(found: Found) -> Locator:
    """The place of something found; of a hit, the lines on which its matches begin.

    Of several: the headings that all of them stand below, and if their passages follow one another
    their lines, and the page of the first. Lines are told only where they are lines of the file,
    and not of the text that was taken out of it (PDF, Word, HTML).
    """
    if isinstance(found, Sequence) and len(found) == 1:
        return locator_of(found[0])
    source = found[0].source if isinstance(found, Sequence) else found.source
    locator = _shared(found) if isinstance(found, Sequence) else _locator(found)
    is_text = source.path.suffix.lower() in (*PLAIN_SUFFIXES, *MARKDOWN_SUFFIXES)
    return locator if is_text else replace(locator, lines=None)


def _locator(found: Place | OfSource) -> Locator:
    from bri_search.search.kwic.results import KwicLine
    from bri_search.search.results import Hit

    lines = getattr(found, "lines", None)
    if isinstance(found, KwicLine):
        lines = (found.line, found.line)
    elif isinstance(found, Hit) and found.matches:
        begin = [match.line for match in found.matches]
        lines = (min(begin), max(begin))
    page, label = getattr(found, "page", None), getattr(found, "page_label", None)
    return Locator(getattr(found, "section", None) or (), page, lines, label)


def _shared(found: Sequence[Place]) -> Locator:
    first, *_, last = places = [_locator(one) for one in found]
    levels = zip(*(place.section for place in places), strict=False)
    shared = takewhile(lambda labels: len(set(labels)) == 1, levels)
    section = tuple(labels[0] for labels in shared)
    begin, end = (getattr(found[place], "passage", None) for place in (0, -1))
    if begin is None or end is None or end - begin + 1 != len(found):
        return Locator(section)
    if not (first.lines and last.lines):
        return Locator(section)
    return Locator(section, first.page, (first.lines[0], last.lines[1]), first.page_label)


def said(locator: Locator, source: Source, locale: str, *, with_page: bool) -> str:
    """A locator in the words of a locale; "" if there is nothing to say.

    A first heading that says the title of the source is left out.
    """
    parts = []
    if labels := section_labels(locator.section, source):
        path = " › ".join(labels)
        parts.append(path if locale.startswith("zh") else f"section {path}")
    if with_page and (printed := locator.printed_page) is not None:
        page = {"zh-TW": f"第{printed}頁", "zh-CN": f"第{printed}页"}
        parts.append(page.get(locale, f"p. {printed}"))
    if locator.lines is not None:
        first, last = locator.lines
        if locale.startswith("zh"):
            parts.append(f"第{first}行" if first == last else f"第{first}–{last}行")
        else:
            parts.append(f"line {first}" if first == last else f"lines {first}–{last}")
    return ", ".join(parts)
