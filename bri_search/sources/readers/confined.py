"""A reader in a process of its own, with bounded memory and time.

PDFium is a large library in C++, and a PDF of a megabyte may unpack to gigabytes inside it, or make
it crash. Neither may end a build: what happens in that process is at worst one file not read. Where
the system knows no limit of memory (Windows), time alone is bounded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict

from bri_search.errors import UnreadableSource
from bri_search.sources.document import PageStart
from bri_search.sources.readers.reading import Metadata, Reading, one_line

__all__ = ["MOST_MEMORY", "MOST_SECONDS", "read_confined"]

MOST_MEMORY = 768 * 1024 * 1024
"""Bytes of address space that reading may take, beside twice the size of the file."""
MOST_SECONDS = 600


def read_confined(name: str, content: bytes) -> Reading:
    """Read a PDF in a process of its own; raises UnreadableSource also where that ends badly."""
    search = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-P", "-m", __name__, str(MOST_MEMORY + 2 * len(content))]
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
            name, f"takes longer than {MOST_SECONDS} seconds to read; save it anew"
        ) from error
    if done.returncode != 0:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        what = one_line(last) or f"exit status {done.returncode}"
        raise UnreadableSource(
            name,
            f"takes more than {MOST_MEMORY >> 20} MB to read, or makes PDFium fail ({what}); "
            "save it anew",
        )
    answer = json.loads(done.stdout)
    if "reason" in answer:
        raise UnreadableSource(name, answer["reason"])
    said = answer["metadata"]
    return Reading(
        answer["text"],
        pages=tuple(PageStart(page["offset"], page["label"]) for page in answer["pages"]),
        metadata=Metadata(said["title"], tuple(said["creator"])),
        notices=tuple(answer["notices"]),
    )


def _main() -> None:
    """Read what is on standard input, within the memory named, and write it as JSON."""
    from bri_search.sources.readers import pdf

    with suppress(ImportError):
        import resource

        most = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = asdict(pdf.read_pages("", sys.stdin.buffer.read()))
    except UnreadableSource as error:
        answer = {"reason": error.reason}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main()
