"""Reading in a process of its own, with bounded memory and time.

What a file unpacks to is not told by its size: a PDF of a megabyte may take gigabytes inside
PDFium, or make it crash, and a few megabytes of tags or bullets a gigabyte of tree. Neither may end
a build: what happens in that process is at worst one file not read. Where the system knows no limit
of memory (Windows), time alone is bounded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress

from bri_search.errors import UnreadableSource
from bri_search.sources.document import Kind
from bri_search.sources.marks import Mark, PageStart
from bri_search.sources.printing import PrintedLines
from bri_search.sources.readers.reading import Metadata, Reading, one_line

__all__ = ["MOST_MEMORY", "MOST_SECONDS", "read_confined"]

MOST_MEMORY = 768 * 1024 * 1024
"""Bytes of address space that reading may take, beside twice the size of the file."""
MOST_SECONDS = 600


def read_confined(name: str, suffix: str, content: bytes, encoding: str | None) -> Reading:
    """Read a file by the reader for its suffix, in a process of its own.

    Raises UnreadableSource also where that process ends badly.
    """
    search = os.pathsep.join(path for path in sys.path if path)
    most = str(MOST_MEMORY + 2 * len(content))
    command = [sys.executable, "-P", "-m", __name__, most, suffix, encoding or ""]
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
            env={**os.environ, "PYTHONPATH": search},
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableSource(
            name, f"takes longer than {MOST_SECONDS} seconds to read; divide it or save it anew"
        ) from error
    if done.returncode != 0:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        what = one_line(last) or f"exit status {done.returncode}"
        raise UnreadableSource(
            name,
            f"takes more than {MOST_MEMORY >> 20} MB to read, or makes its reader fail ({what}); "
            "divide it or save it anew",
        )
    answer = json.loads(done.stdout)
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
            Mark((start, end), None if kind is None else Kind(kind), level, what)
            for start, end, kind, level, what in answer["structure"]
        ),
        Metadata(metadata[0], tuple(metadata[1]), *metadata[2:]),
        tuple(answer["notices"]),
    )


def _as_json(reading: Reading) -> dict[str, object]:
    said = reading.metadata
    return {
        "text": reading.text,
        "encoding": reading.encoding,
        "has markup": reading.has_markup,
        "pages": [(page.offset, page.label, page.lines.numbers) for page in reading.pages],
        "structure": [(*mark.span, mark.kind, mark.level, mark.what) for mark in reading.structure],
        "metadata": (said.title, said.creator, said.issued, said.publisher, said.language),
        "notices": reading.notices,
    }


def _main() -> None:
    """Read what is on standard input, within the memory named, and write it as JSON."""
    from bri_search.sources.readers import read_here

    with suppress(ImportError):
        import resource

        most = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        reading = read_here("", sys.argv[2], sys.stdin.buffer.read(), sys.argv[3] or None)
        answer = _as_json(reading)
    except UnreadableSource as error:
        answer = {"reason": error.reason}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main()
