"""The corpora that are measured: parts of an archive of texts, or all of it with changed copies."""

from __future__ import annotations

import random
import tarfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

__all__ = ["changed", "simplified", "texts_in", "unpack", "write_corpus", "write_lines"]

SHARE_CHANGED = 0.1
"""Of the ideographs of a copy: phrases of eight characters then survive in less than half of them."""


def unpack(archive: Path, folder: Path) -> list[Path]:
    """Unpack an archive of texts; the texts in it."""
    with tarfile.open(archive) as opened:
        # Python 3.11.3 and before have no filters; those that do may leave none by themselves.
        opened.extraction_filter = getattr(tarfile, "data_filter", None)
        opened.extractall(folder)
    return texts_in(folder)


def texts_in(folder: Path) -> list[Path]:
    """The text and Markdown files below a folder, by their paths."""
    return sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md"))


def write_corpus(texts: Sequence[Path], size: int, folder: Path, seed: int) -> int:
    """Write so many bytes of texts, or just more; how many.

    Each folder of the texts has the share that it has in all of them. Where the texts end before
    the size is reached, changed copies of them follow. The same seed writes the same corpus.
    """
    folder.mkdir(parents=True)
    written = 0
    for number, (copy, path) in enumerate(_mixed(texts, seed)):
        text = path.read_text(encoding="utf-8-sig")
        if copy:
            text = changed(text, (seed, copy, number))
        data = text.encode()
        folder.joinpath(f"{number:06}{path.suffix}").write_bytes(data)
        written += len(data)
        if written >= size:
            return written
    raise AssertionError("copies have no end")


def _mixed(texts: Sequence[Path], seed: int) -> Iterator[tuple[int, Path]]:
    """The texts in an order drawn by a seed, folder beside folder, with the number of the copy."""
    folders: dict[Path, list[Path]] = {}
    for path in texts:
        folders.setdefault(path.parent, []).append(path)
    sizes = {path: path.stat().st_size for path in texts}
    totals = {folder: sum(sizes[path] for path in paths) for folder, paths in folders.items()}
    for copy in count():
        left = {folder: list(paths) for folder, paths in folders.items()}
        for name, paths in left.items():
            random.Random(f"{seed} {copy} {name.name}").shuffle(paths)
        taken = dict.fromkeys(folders, 0)
        while left:
            behind = min(left, key=lambda folder: (taken[folder] + 1) / (totals[folder] + 1))
            path = left[behind].pop()
            taken[behind] += sizes[path]
            if not left[behind]:
                del left[behind]
            yield copy, path


def changed(text: str, seed: Sequence[int]) -> str:
    """A text in which a tenth of the ideographs became others, each drawn from the same text.

    >>> once = changed("天地玄黃，宇宙洪荒。" * 100, (0, 1))
    >>> len(once), once.count("，"), once == changed("天地玄黃，宇宙洪荒。" * 100, (0, 1))
    (1000, 100, True)
    >>> once == changed("天地玄黃，宇宙洪荒。" * 100, (0, 2))
    False
    """
    import numpy

    chance = numpy.random.default_rng(list(seed))
    characters = numpy.frombuffer(text.encode("utf-32-le"), numpy.uint32).copy()
    ideographs = numpy.flatnonzero((characters >= 0x3400) & (characters <= 0x9FFF))
    if not len(ideographs):
        return text
    places = ideographs[chance.random(len(ideographs)) < SHARE_CHANGED]
    characters[places] = characters[chance.choice(ideographs, len(places))]
    return characters.tobytes().decode("utf-32-le")


def write_lines(corpus: Path, path: Path) -> int:
    """Write the lines of a corpus that are not blank, in Simplified, one after another; how many.

    These are the passages of the peers.
    """
    convert = simplified()
    number = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for text in texts_in(corpus):
            lines = convert(text.read_text(encoding="utf-8")).splitlines()
            kept = [line.strip() for line in lines if line.strip()]
            number += len(kept)
            file.writelines(f"{line}\n" for line in kept)
    return number


def simplified() -> Any:
    """What puts a text into Simplified: OpenCC's t2s."""
    import opencc

    return opencc.OpenCC("t2s").convert
