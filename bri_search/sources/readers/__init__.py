"""Readers: a file becomes text and what its format says of it, or the reason why it cannot.

What a file holds is other people's, and so are the libraries that take it apart: whatever goes
wrong in them ends here, as one line on one file.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from bri_search.errors import UnreadableSource
from bri_search.sources.document import MARKDOWN_SUFFIXES, PLAIN_SUFFIXES
from bri_search.sources.readers import docx, epub, html, markdown, pdf, plain
from bri_search.sources.readers.archives import unpacked_size
from bri_search.sources.readers.confined import MOST_MEMORY, read_confined
from bri_search.sources.readers.reading import MOST_CHARACTERS, Metadata, Reading, one_line

__all__ = [
    "MOST_CHARACTERS",
    "READABLE_SUFFIXES",
    "Metadata",
    "Reading",
    "read_bytes",
    "read_here",
]

_MOST_MARKS = 1_000_000
"""Passages that a format may name in one file; each is an object while it is read."""


@dataclass(frozen=True, slots=True)
class _Format:
    """A format: what it is called, its reader, and the extra that has the reader's library.

    A file of which there are more than `most_here` bytes to take apart, as `weigh` tells, is read
    in a process of its own, since that takes many times the memory.
    """

    name: str
    read: Callable[[str, bytes, str | None], Reading]
    extra: str = ""
    most_here: float = math.inf
    weigh: Callable[[bytes], int] = len


_TEXT = _Format("text", plain.read)
_MARKDOWN = _Format("Markdown", markdown.read, most_here=500_000)
_HTML = _Format("HTML", html.read, "html", most_here=2_000_000)
_FORMATS = {
    **dict.fromkeys(PLAIN_SUFFIXES, _TEXT),
    **dict.fromkeys(MARKDOWN_SUFFIXES, _MARKDOWN),
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": replace(_HTML, read=html.read_xhtml),
    ".pdf": _Format("PDF", pdf.read, "pdf", most_here=0),
    ".docx": _Format("DOCX", docx.read, most_here=8_000_000, weigh=unpacked_size),
    ".epub": _Format("EPUB", epub.read, "epub", most_here=8_000_000, weigh=unpacked_size),
}
READABLE_SUFFIXES = frozenset(_FORMATS)


def read_bytes(
    name: str,
    suffix: str,
    content: bytes,
    encoding: str | None = None,
    *,
    memory: int = MOST_MEMORY,
) -> Reading:
    """Read a file's bytes by the reader for its suffix.

    `encoding` is what the catalog says of it, for text, Markdown and HTML. Raises UnreadableSource
    for whatever reason it cannot be read: a reader knows most of them by name, and what its library
    raises beyond what it documents is told with the name of the exception. What is read in a
    process of its own may take `memory` bytes there; with fewer than the most, raises ShortOfMemory
    where more may help.

    >>> read_bytes("a.txt", ".txt", "一带一路".encode()).text
    '一带一路'
    >>> read_bytes("a.pdf", ".pdf", b"no PDF")
    Traceback (most recent call last):
    ...
    bri_search.errors.UnreadableSource: a.pdf: is not a PDF, whatever its name says; rename it
    """
    form = _FORMATS.get(suffix.lower())
    if form is not None and form.weigh(content) > form.most_here:
        reading = read_confined(name, suffix, content, encoding, memory)
    else:
        reading = read_here(name, suffix, content, encoding)
    if not reading.text.strip():
        raise UnreadableSource(name, "holds no text; leave it out")
    if len(reading.text) > MOST_CHARACTERS:
        raise UnreadableSource(
            name,
            f"has {len(reading.text):,} characters and may have {MOST_CHARACTERS:,}; divide it",
        )
    if len(reading.structure) > _MOST_MARKS:
        raise UnreadableSource(
            name, f"has more than {_MOST_MARKS:,} paragraphs, headings and items; divide it"
        )
    return replace(reading, metadata=reading.metadata.tidied())


def read_here(name: str, suffix: str, content: bytes, encoding: str | None) -> Reading:
    """What `read_bytes` reads, in this process and without bounds of memory and time.

    >>> read_here("a.pdf", ".pdf", b"no PDF", None)
    Traceback (most recent call last):
    ...
    bri_search.errors.UnreadableSource: a.pdf: is not a PDF, whatever its name says; rename it
    """
    form = _FORMATS.get(suffix.lower())
    if form is None:
        known = ", ".join(sorted(READABLE_SUFFIXES))
        raise UnreadableSource(name, f"no reader for {suffix or 'a file without suffix'} ({known})")
    try:
        return form.read(name, content, encoding)
    except UnreadableSource:
        raise
    except ModuleNotFoundError as error:
        if not form.extra:
            raise
        raise UnreadableSource(
            name,
            f"{form.name} is read with {error.name}, which is not installed; "
            f"pip install 'bri-search[{form.extra}]'",
        ) from error
    except ImportError as error:
        package = f"bri-search[{form.extra}]" if form.extra else "bri-search"
        raise UnreadableSource(
            name,
            f"{form.name} is read with a library that cannot be loaded ({one_line(str(error))}); "
            f"pip install --force-reinstall '{package}'",
        ) from error
    except MemoryError as error:
        raise UnreadableSource(
            name, "takes more memory to read than there is for a file; divide it"
        ) from error
    # A corpus of 1,000 files must not fail for one of them, whatever a library raises for it.
    except Exception as error:
        what = one_line(f"{type(error).__name__}: {error}")
        raise UnreadableSource(
            name, f"the reader of {form.name} failed ({what}); save it anew, or as another format"
        ) from error
