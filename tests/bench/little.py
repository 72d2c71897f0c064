"""Texts to try the measurements on: two of them, or as many as a corpus can be drawn from."""

import random
from pathlib import Path

from tests.bench.corpora import write_lines
from tests.bench.engines import Corpus

__all__ = ["archive", "poem_and_law"]

POEM = "數字絲綢之路穩步推進。\n\n電子商務合作不斷拓展，合作共贏。\n"
LAW = "# 条例\n\n为了推进合作，制定本条例。\n\n合作应当遵守规定。\n"


def archive(folder: Path) -> Path:
    """Poems and laws, in a folder each; a text is some lines of one or two dozen characters."""
    chance = random.Random(0)
    for kind, suffix, number, seed in (("poems", ".txt", 8, POEM), ("laws", ".md", 24, LAW)):
        (folder / kind).mkdir(parents=True)
        characters = [one for one in seed if "\u3400" <= one <= "\u9fff"]
        for name in range(number):
            lines = ("".join(chance.choices(characters, k=30)) for _ in range(10))
            text = seed + "".join(f"\n{line}。\n" for line in lines)
            (folder / kind / f"{name}{suffix}").write_text(text, encoding="utf-8")
    return folder


def poem_and_law(folder: Path) -> Corpus:
    """A poem and a law, with the lines of both in Simplified."""
    given = Corpus(folder)
    given.texts.mkdir(parents=True)
    (given.texts / "poem.txt").write_text(POEM, encoding="utf-8")
    (given.texts / "law.md").write_text(LAW, encoding="utf-8")
    write_lines(given.texts, given.lines)
    return given
