"""Reading in a process of its own, with bounded memory and time.

What a file unpacks to is not told by its size: a PDF of a megabyte may take gigabytes inside
PDFium, or make it crash, and a few megabytes of tags or bullets a gigabyte of tree. Neither may end
a build: what happens in that process is at worst one file not read. Where the system knows no limit
of memory (macOS), time alone is bounded.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from contextlib import suppress

from bri_search.errors import UnreadableSource
from bri_search.sources.document import FurnitureKind, Kind
from bri_search.sources.helping import helper_process
from bri_search.sources.marks import Mark, PageStart
from bri_search.sources.printing import PrintedLines
from bri_search.sources.readers.reading import Metadata, Reading, one_line

__all__ = [
    "MOST_MEMORY",
    "MOST_SECONDS",
    "SHARED_MEMORY",
    "ShortOfMemory",
    "read_confined",
    "serve",
]

MOST_MEMORY = 512 * 1024 * 1024
"""Bytes of address space that reading a file may take while no other is read."""
SHARED_MEMORY = 192 * 1024 * 1024
"""Bytes of address space that reading a file may take while others are read."""
MOST_SECONDS = 600


class ShortOfMemory(UnreadableSource):
    """A file that cannot be read, or not whole, in less than the most memory; more may help.

    >>> isinstance(ShortOfMemory("a.pdf", "takes more than 192 MB to read"), UnreadableSource)
    True
    """


def read_confined(
    name: str, suffix: str, content: bytes, encoding: str | None, memory: int
) -> Reading:
    """Read a file by the reader for its suffix, in a process of its own with so many bytes.

    Raises UnreadableSource also where that process ends badly. What a library makes of too little
    memory may be a page that seems damaged: whatever is amiss raises ShortOfMemory where `memory`
    is not MOST_MEMORY.
    """
    command, environment = helper_process(__name__, str(memory), suffix, encoding or "")
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableSource(
            name, f"takes longer than {MOST_SECONDS} seconds to read; divide it or save it anew"
        ) from error
    answer = {} if done.returncode else json.loads(done.stdout)
    if memory < MOST_MEMORY and ("text" not in answer or answer["notices"]):
        raise ShortOfMemory(name, f"takes more than {memory >> 20} MB to read, or is damaged")
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        what = one_line(last) or _ended(done.returncode)
        raise UnreadableSource(
            name,
            f"takes more than {memory >> 20} MB to read, or makes its reader fail ({what}); "
            "divide it or save it anew",
        )
    if "reason" in answer:
        raise UnreadableSource(name, answer["reason"])
    metadata = answer["metadata"]
    return Reading(
        answer["text"],
        answer["encoding"],
        answer["has markup"],
        tuple(
            PageStart(offset, label, PrintedLines(lines))
            for offset, label, lines in answer["pages"]
        ),
        tuple(
            Mark(
                (start, end),
                None if kind is None else Kind(kind),
                level,
                FurnitureKind(what),
                quotation,
            )
            for start, end, kind, level, what, quotation in answer["structure"]
        ),
        Metadata(metadata[0], tuple(metadata[1]), *metadata[2:]),
        tuple(answer["notices"]),
    )


def _ended(status: int) -> str:
    """How a process ended, by its exit status.

    >>> _ended(1), _ended(-11)
    ('exit status 1', 'Segmentation fault')
    """
    return (
        f"exit status {status}" if status > 0 else signal.strsignal(-status) or f"signal {-status}"
    )


def _as_json(reading: Reading) -> dict[str, object]:
    said = reading.metadata
    return {
        "text": reading.text,
        "encoding": reading.encoding,
        "has markup": reading.has_markup,
        "pages": [(page.offset, page.label, page.lines.numbers) for page in reading.pages],
        "structure": [
            (*mark.span, mark.kind, mark.level, mark.what, mark.quotation)
            for mark in reading.structure
        ],
        "metadata": (said.title, said.creator, said.issued, said.publisher, said.language),
        "notices": reading.notices,
    }


def serve() -> None:
    """Read what is on standard input, within the memory named, and write it as JSON."""
    from bri_search.sources.readers import read_here

    most = int(sys.argv[1])
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        reading = read_here("", sys.argv[2], sys.stdin.buffer.read(), sys.argv[3] or None)
        answer = _as_json(reading)
    except UnreadableSource as error:
        answer = {"reason": error.reason}
    written = json.dumps(answer, ensure_ascii=False)
    sys.stdout.buffer.write(written.encode("utf-8", "surrogatepass"))
