"""Where answers are written: a page in colour on a terminal, plain lines in a pipe, or JSON."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bri_search.cli.cells import Fragment, cut, harmless, wrap
from bri_search.cli.scripts import converted_note

if TYPE_CHECKING:
    from rich.console import Console

    from bri_search.search.rendering import Rendering
    from bri_search.sources.document import Source

__all__ = [
    "Page",
    "counted",
    "location",
    "named",
    "page_of",
    "part_shown",
    "say",
    "write_in_utf8",
    "write_json",
    "write_jsonl",
]

_STYLES: Final = {
    "title": "bold",
    "heading": "bold",
    "match": "bold red",
    "section": "cyan",
    "place": "green",
    "number": "bold",
    "aside": "dim",
    "ok": "green",
    "warning": "yellow",
}
"""The style of everything that is shown; without colour what is bold or dim remains so."""

# What JSON need not escape: DEL and C1 controls, line separators, marks that turn the direction of
# writing, surrogates that nothing can encode.
_HARMFUL: Final = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
_PIECES_AT_ONCE: Final = 10_000
_LONGEST_MESSAGE: Final = 10_000
"""Characters: more than any path has."""
_WIDEST_PROSE: Final = 124
"""Longer lines are hard to read."""


class Page:
    """A page on standard output.

    `width` is that of the terminal in cells and `prose` that of running text; both are None in a
    pipe, where nothing is coloured, wrapped or cut to a width. NO_COLOR and FORCE_COLOR are heeded
    as rich heeds them. Texts of sources are shown in the script of `rendering`; where it converts
    them, the first line says so.
    """

    def __init__(self, rendering: Rendering | None = None) -> None:
        self._rendering = rendering or None
        self._has_begun = False
        self._console = _console() if _may_be_terminal() else None
        self.width = self._console.width if self._console else None
        self.prose = min(self.width, _WIDEST_PROSE) if self.width else None

    def line(self, *fragments: Fragment) -> None:
        """Write one line; control characters in it are made harmless."""
        if self._rendering and not self._has_begun:
            self._has_begun = True
            for note in wrap([(converted_note(self._rendering.script), "aside")], self.prose or 0):
                self.line(*note)
        pieces = [(harmless(text), style) for text, style in fragments if text]
        if self._console is None:
            sys.stdout.write("".join(text for text, _ in pieces).rstrip() + "\n")
            return
        from rich.text import Text

        line = Text(end="\n")
        for text, style in pieces:
            line.append(text, _STYLES.get(style))
        line.rstrip()
        self._console.print(line, soft_wrap=True)

    def shown(self, text: str, source: Source | None = None) -> str:
        """A text of a source, or of no single one, as this page shows it."""
        return self._rendering.text(text, source) if self._rendering else text

    def short(self, text: str, most: int) -> str:
        """A text in at most so many cells; whole in a pipe."""
        return text if self.width is None else cut(text, most)

    def gap(self) -> None:
        """Write an empty line."""
        self.line()


def _may_be_terminal() -> bool:
    """Whether rich, which takes long to load, is worth asking."""
    asked = ("FORCE_COLOR", "TTY_COMPATIBLE")
    return sys.stdout.isatty() or any(os.environ.get(name) for name in asked)


def _console() -> Console | None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    return console if console.is_terminal else None


def say(message: str) -> None:
    """Write one line to standard error, with the name of the program before it.

    What was typed may be in it, however long; then its middle is left out.
    """
    if len(message) > _LONGEST_MESSAGE:
        half = _LONGEST_MESSAGE // 2
        message = f"{message[:half]} … {message[-half:]}"
    sys.stderr.write(f"bri-search: {harmless(message)}\n")


def write_json(value: Any) -> None:
    """Write one JSON object over several lines.

    In pieces: of more than 2 GB at once an unbuffered output would lose the rest.
    """
    import json

    pieces = json.JSONEncoder(ensure_ascii=not _is_utf8(), indent=2).iterencode(value)
    while some := "".join(islice(pieces, _PIECES_AT_ONCE)):
        sys.stdout.write(_harmless_json(some))
    sys.stdout.write("\n")


def write_jsonl(values: Iterable[Any]) -> None:
    """Write JSON objects, each on a line of its own."""
    import json

    ensure_ascii = not _is_utf8()
    for value in values:
        written = json.dumps(value, ensure_ascii=ensure_ascii)
        sys.stdout.write(_harmless_json(written) + "\n")


def _harmless_json(written: str) -> str:
    """JSON in which all that could do something to a terminal is escaped."""
    return re.sub(_HARMFUL, lambda found: f"\\u{ord(found.group()):04x}", written)


def _is_utf8() -> bool:
    return sys.stdout.encoding.lower().replace("-", "") == "utf8"


def write_in_utf8() -> None:
    """Write what follows in UTF-8, whatever the locale is, without a byte order mark.

    Line ends are left as they are written.
    """
    # A surrogate cannot be encoded and never gets here; the handler is the one of all output.
    sys.stdout.reconfigure(  # type: ignore[union-attr]
        encoding="utf-8", errors="backslashreplace", newline=""
    )


def counted(number: int, noun: str) -> str:
    """A number with what is counted.

    >>> counted(1, "source"), counted(2300, "source")
    ('1 source', '2,300 sources')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def part_shown(total: int, noun: str, offset: int, shown: int) -> list[Fragment]:
    """How many there are, which of them are shown where not all are, and how to see more.

    >>> "".join(text for text, _ in part_shown(54, "occurrence", 10, 2))
    '54 occurrences, 11–12 shown; --offset 12 shows more'
    """
    last = offset + shown
    fragments = [(counted(total, noun), "title")]
    if shown < total:
        numbers = f"{offset + 1:,}–{last:,}" if shown > 1 else f"{last:,}"
        fragments.append((f", {numbers} shown", ""))
    if last < total:
        fragments.append((f"; --offset {last} shows more", "aside"))
    return fragments


def page_of(page: int | None, label: str | None) -> str:
    """A page by what is printed on it, else by its number; empty where there is none.

    >>> page_of(4, "iv"), page_of(4, None), page_of(None, None)
    ('page iv', 'page 4', '')
    """
    return "" if page is None else f"page {label or page}"


def location(path: Path) -> str:
    """A path as it is best typed: below the current folder, below home as ~, or absolute.

    One that cannot be shown as it is comes as `named` has it.
    """
    with suppress(OSError):  # the current folder may have been deleted
        here = Path.cwd()
        if path.is_relative_to(here):
            return named(path.relative_to(here))
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.expanduser raises without a home
    if path.is_relative_to(home) and home != Path("/"):
        shown = str("~" / path.relative_to(home))
        return shown if named(shown) == shown else named(path)  # in quotes, ~ is no home
    return named(path)


def named(path: str | Path) -> str:
    r"""A path as it is, or quoted as a shell reads it where it holds what cannot be shown.

    So two names are never shown alike, and what is shown can be typed.

    >>> named("一带.txt"), named("a\nb.txt"), named("\udcff.txt")
    ('一带.txt', "$'a\\nb.txt'", "$'\\xff.txt'")
    """
    text = str(path)
    if harmless(text) == text and not text.startswith("$'"):
        return text
    return f"$'{''.join(map(_quoted, text))}'"


def _quoted(character: str) -> str:
    if character in "\\'":
        return f"\\{character}"
    if harmless(character) == character:
        return character
    if character == "\n":
        return "\\n"
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(character))
