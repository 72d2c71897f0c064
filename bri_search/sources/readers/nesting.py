"""How deep the elements of a page nest, told before it is parsed.

A parser of HTML looks for what a tag closes among all elements that are open, writes formatting
that was never closed anew in each block, and compares the attributes of a tag with each other: the
time of each grows with the square of what a page holds of it, and nothing interrupts a parser. So
the tags are gone through first, as far as the HTML standard's rules for open elements (section
13.2.6) decide how many there are: what ends by itself (`p`, `li`, `td`) is no depth.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from bri_search.errors import UnreadableSource
from bri_search.sources.readers.elements import tags

__all__ = ["check_nesting"]

_MOST_DEEP = 1_000
"""Elements inside each other; Chromium draws no more than 512."""
_MOST_WRITTEN_ANEW = 500_000
"""Elements that come of formatting which is left open, block after block."""
_MOST_ATTRIBUTES = 1_000
_MOST_OPTIONS = 20_000
_SAME_FORMATTING = 3
"""So many elements of formatting that are alike are written anew, as HTML has it."""

_SPACE = " \t\n\f\r"
_ATTRIBUTE = rf"""[^{_SPACE}/>][^{_SPACE}/>=]*(?:[{_SPACE}]*=[{_SPACE}]*(?:
    "[^"]*(?:"|\Z) | '[^']*(?:'|\Z) | [^{_SPACE}>"'][^{_SPACE}>]* | ))?"""
_ATTRIBUTES = re.compile(_ATTRIBUTE, re.VERBOSE)
_TAG = re.compile(
    rf"""<!--(?: -?> | .*?(?:--!?>|\Z))
    | <(?P<end>/?)(?P<name>[A-Za-z][^{_SPACE}/>]*)
      (?P<attributes>(?: [{_SPACE}/]+ | {_ATTRIBUTE})*+)(?:>|\Z)
    | <[!?/][^>]*(?:>|\Z)""",
    re.VERBOSE | re.DOTALL,
)
_LONG_TAG = 2 * _MOST_ATTRIBUTES
"""Characters; a shorter tag has no more attributes than it may."""


_EMPTY = tags(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param "
    "source track wbr html head body"
)
"""Elements that hold nothing, and those of which a page has one, however often it opens them."""
_GATHERED = tags("body html")
"""Elements of which a page has one, with the attributes of all tags that open it."""
_RAW = tags("iframe noembed noframes plaintext script style textarea title xmp")
"""Elements in which no tag counts but their own end."""
_CELL_PARTS = tags("caption col colgroup tbody td tfoot th thead tr")
_ABOVE_ROW = tags("table template tbody thead tfoot")
_ABOVE = {
    **dict.fromkeys(_CELL_PARTS, tags("table template")),
    "tr": _ABOVE_ROW,
    "td": _ABOVE_ROW | {"tr"},
    "th": _ABOVE_ROW | {"tr"},
}
"""Down to which element a part of a table closes what is open."""
_AROUND_TABLE = tags("caption table td template th")
"""A table that stands in another, and in no cell of it, ends it."""
_HEADINGS = tags("h1 h2 h3 h4 h5 h6")
_RUBY = tags("rb rp rt rtc")
_FORMATTING = tags("a b big code em font i nobr s small strike strong tt u")
_CLOSE_PARAGRAPH = _HEADINGS | tags(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form header hgroup li listing main menu nav ol p pre search section summary ul"
)
_BACK_IN_HTML = frozenset(
    [f"svg {name}" for name in ("desc", "foreignobject", "title")]
    + [f"math {name}" for name in ("mi", "mn", "mo", "ms", "mtext", "annotation-xml with html")]
)
"""Of drawings and formulas, the elements in which HTML's rules hold again."""
_WALLS = (
    tags("applet caption marquee object table td template th")
    | _BACK_IN_HTML
    | {"math annotation-xml"}
)
"""Elements that no end tag inside them reaches beyond."""
_PARAGRAPH_WALLS = _WALLS | {"button"}
_LIST_WALLS = _WALLS | {"ol", "ul"}
_HEADING_WALLS = _WALLS | _HEADINGS
_TABLE_WALLS = tags("table template")
_SPECIAL = (
    _CLOSE_PARAGRAPH
    | _WALLS
    | _CELL_PARTS
    | tags("button noscript select iframe noembed plaintext textarea")
) - {"dialog"}
_ENDS_ITEMS = _SPECIAL - tags("address div p")
_FOREIGN = tags("math svg")
_CLOSED_AT_ONCE = re.compile(r"(?:\A|[\s\"'])/\Z")
"""A stroke that ends a tag and is of no value, as that of a=b/ is."""
_HOLDS_HTML = re.compile(r"(?i)encoding[^=]*=[^=]*html")
"""Of an `annotation-xml`."""
_LEAVE_FOREIGN = _HEADINGS | tags(
    "b big blockquote body br center code dd div dl dt em embed head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
)


def check_nesting(name: str, page: str) -> None:
    """Raise UnreadableSource for a page that takes a parser of HTML beyond measure.

    Takes time in proportion to the page.

    >>> check_nesting("a.html", "<ul>" + "<li>一<p>二<br>" * 5000)
    >>> check_nesting("a.html", "<div>" * 5000)
    Traceback (most recent call last):
    ...
    bri_search.errors.UnreadableSource: a.html: nests more than 1,000 elements; save it as text
    """
    problem = _Open().problem_of(page)
    if problem:
        raise UnreadableSource(name, f"{problem}; save it as text")


class _Open:
    """The elements that are open at a place of a page, outermost first.

    Those of a drawing or a formula go by both names: `svg text`.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.counts: Counter[str] = Counter()
        self.formatting: dict[str, list[str]] = {}
        self.formats = 0
        self.written_anew = 0
        self.options = 0
        self.gathered = 0

    def problem_of(self, page: str) -> str:
        """What is beyond measure; empty where nothing is."""
        position = 0
        while (tag := _TAG.search(page, position)) is not None:
            position = tag.end()
            name = (tag["name"] or "").lower()
            if not name:
                continue
            if tag["end"]:
                self._close(name)
                continue
            attributes = tag["attributes"]
            if len(attributes) > _LONG_TAG and _count_attributes(attributes) > _MOST_ATTRIBUTES:
                return f"has a tag with more than {_MOST_ATTRIBUTES:,} attributes"
            if name in _GATHERED and attributes:
                self.gathered += _count_attributes(attributes)
            if self.gathered > _MOST_ATTRIBUTES:
                return f"has a tag with more than {_MOST_ATTRIBUTES:,} attributes"
            if name in _RAW and not self._in_foreign():
                end = re.compile(rf"(?i)</{name}[{_SPACE}/>]").search(page, position)
                position = len(page) if end is None else end.start()
                continue
            self._open(name, attributes)
            if len(self.names) > _MOST_DEEP:
                return f"nests more than {_MOST_DEEP:,} elements"
            if self.options > _MOST_OPTIONS:
                return f"has more than {_MOST_OPTIONS:,} options to choose from"
            if self.written_anew > _MOST_WRITTEN_ANEW:
                return f"leaves formatting open over more than {_MOST_WRITTEN_ANEW:,} elements"
        return ""

    # -- start tags --------------------------------------------------------------------------------

    def _open(self, name: str, attributes: str) -> None:
        if self._in_foreign() and name in _LEAVE_FOREIGN:
            while self._in_foreign():
                self._cut(len(self.names) - 1)
        foreign = self._in_foreign()
        if foreign or name in _FOREIGN:
            if _CLOSED_AT_ONCE.search(attributes):
                return
        elif name in _EMPTY or not self._make_room(name):
            return
        elif name in _FORMATTING:
            self._format(name, attributes)
        if foreign or name in _FOREIGN:
            name = f"{foreign or name} {name}"
            if name == "math annotation-xml" and _HOLDS_HTML.search(attributes):
                name += " with html"
        self.names.append(name)
        self.counts[name] += 1

    def _in_foreign(self) -> str:
        """The drawing or formula (`svg`, `math`) in which what comes next is not read as HTML."""
        top = self.names[-1] if self.names else ""
        return top.partition(" ")[0] if " " in top and top not in _BACK_IN_HTML else ""

    def _make_room(self, name: str) -> bool:
        """Close what a start tag closes; False where HTML passes over the tag."""
        top = self.names[-1] if self.names else ""
        if name in _CELL_PARTS:
            above = self._nearest(_ABOVE[name])
            if above is None:
                return False
            self._cut(above + 1)
            return True
        if name == "table":
            around = self._nearest(_AROUND_TABLE)
            if around is not None and self.names[around] == "table":
                self._cut(around)
        elif name in _CLOSE_PARAGRAPH:
            self.written_anew += self.formats
            if name == "li":
                self._end_item(frozenset({"li"}))
            elif name in ("dd", "dt"):
                self._end_item(frozenset({"dd", "dt"}))
            self._close_through("p", _PARAGRAPH_WALLS)
            if name == "form" and self.counts["form"] and not self.counts["template"]:
                return False
            if name in _HEADINGS and top in _HEADINGS and self.names and self.names[-1] == top:
                self._cut(len(self.names) - 1)
        elif name == "button":
            self._close_through("button", _WALLS)
        elif name == "select" and self.counts["select"]:
            self._close_through("select", _WALLS)
            return False
        elif name in ("option", "optgroup"):
            self.options += 1
            if top == "option":
                self._cut(len(self.names) - 1)
        elif name in _RUBY and top in _RUBY:
            self._cut(len(self.names) - 1)
        return True

    def _end_item(self, items: frozenset[str]) -> None:
        if any(self.counts[item] for item in items):
            for place in range(len(self.names) - 1, -1, -1):
                if self.names[place] in items:
                    self._cut(place)
                    return
                if self.names[place] in _ENDS_ITEMS:
                    return

    def _format(self, name: str, attributes: str) -> None:
        """Note formatting that is open until it is closed, whatever closes around it."""
        if name in ("a", "nobr") and self.formatting.get(name):
            self._close(name)
        alike = self.formatting.setdefault(name, [])
        if alike.count(attributes) < _SAME_FORMATTING:
            alike.append(attributes)
            self.formats += 1

    # -- end tags ----------------------------------------------------------------------------------

    def _close(self, name: str) -> None:
        if self._closes_foreign(name):
            return
        if name in _FORMATTING:
            if self.formatting.get(name):
                self.formatting[name].pop()
                self.formats -= 1
            self._close_formatting(name)
        elif name in _CELL_PARTS or name in _TABLE_WALLS:
            self._close_through(name, _TABLE_WALLS)
        elif name in _HEADINGS:
            place = self._nearest(_HEADING_WALLS)
            if place is not None and self.names[place] in _HEADINGS:
                self._cut(place)
        elif name == "p":
            self._close_through(name, _PARAGRAPH_WALLS)
        elif name == "li":
            self._close_through(name, _LIST_WALLS)
        elif name in _SPECIAL:
            self._close_through(name, _WALLS)
        else:
            self._close_through(name, _SPECIAL)

    def _closes_foreign(self, name: str) -> bool:
        """Close an element of a drawing or a formula, if one is open with no HTML inside it."""
        for place in range(len(self.names) - 1, -1, -1):
            _, _, foreign = self.names[place].partition(" ")
            if not foreign:
                return False
            if foreign.partition(" ")[0] == name:
                self._cut(place)
                return True
        return False

    def _close_formatting(self, name: str) -> None:
        """Blocks that formatting was opened before stay open behind it."""
        if not self.counts[name]:
            return
        place = self._nearest(_WALLS, name)
        if place is None or self.names[place] != name:
            return
        if any(inner in _SPECIAL for inner in self.names[place + 1 :]):
            del self.names[place]
            self.counts[name] -= 1
        else:
            self._cut(place)

    def _close_through(self, name: str, walls: frozenset[str]) -> None:
        if self.counts[name]:
            place = self._nearest(walls, name)
            if place is not None and self.names[place] == name:
                self._cut(place)

    def _nearest(self, names: frozenset[str], or_name: str = "") -> int | None:
        for place in range(len(self.names) - 1, -1, -1):
            if self.names[place] in names or self.names[place] == or_name:
                return place
        return None

    def _cut(self, length: int) -> None:
        self.counts.subtract(self.names[length:])
        del self.names[length:]


def _count_attributes(attributes: str) -> int:
    """How many attributes a tag has, or one more than it may have."""
    found = _ATTRIBUTES.finditer(attributes)
    return sum(1 for _ in islice(found, _MOST_ATTRIBUTES + 1))
