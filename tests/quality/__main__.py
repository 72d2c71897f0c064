"""The program behind `make quality`: measures, shows tables, and writes the report of a whole run."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from bri_search.errors import BriSearchError
from tests.quality.engines import BriSearch, Engine
from tests.quality.measuring import Answered, Found, PhraseSet, ask, look_up
from tests.quality.peers import PEERS
from tests.quality.questions import Missing, QuestionSet, drawn
from tests.quality.report import Run, document

ROOT = Path(__file__).resolve().parents[2]
ENGINES: tuple[type[Engine], ...] = (BriSearch, *PEERS)
QUESTIONS = 2000
PHRASES = 100
SEED = 0

_Item = TypeVar("_Item")
_progress = Console(stderr=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the arguments ask for; 0 where that was done, 2 where something is missing."""
    options = _options(arguments)
    try:
        return _measure(options)
    except (Missing, BriSearchError) as error:
        message = str(error)
    except ModuleNotFoundError as error:
        message = f"{error.name} is not installed; make quality installs what it compares with"
    _progress.print(f"quality: {message}", markup=False, highlight=False, soft_wrap=True)
    return 2


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("--drcd", type=Path, default=ROOT.parent / "shared" / "data" / "drcd")
    parser.add_argument("--reference", type=Path, help="folder of texts to draw phrases from")
    parser.add_argument(
        "--questions", type=_number_of_questions, default=QUESTIONS, help="how many; 0 means all"
    )
    parser.add_argument("--phrases", type=int, default=PHRASES, help="how many for each disguise")
    parser.add_argument("--seed", type=int, default=SEED, help="of all that is drawn")
    parser.add_argument("--engine", action="append", default=[], help="part of a name; repeatable")
    parser.add_argument("--only", choices=("questions", "phrases"), help="leave out the other part")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "quality.md")
    return parser.parse_args(arguments)


def _number_of_questions(typed: str) -> int:
    number = int(typed)
    if number < 0 or number == 1:
        raise argparse.ArgumentTypeError("0, which means all, or at least 2, which have a spread")
    return number


def _measure(options: argparse.Namespace) -> int:
    engines = _chosen(options.engine)
    given = QuestionSet.read(options.drcd) if options.only != "phrases" else QuestionSet((), ())
    asked = drawn(given.questions, options.questions, options.seed)
    texts = options.reference or ROOT.parent / "shared" / "reference"
    if options.reference is None and not texts.is_dir():
        texts = ROOT / "corpus"
    answered: list[Answered] = []
    if options.only != "phrases":
        answered = [ask(one, given.documents, asked, _followed) for one in engines]
    in_files: list[Found] = []
    in_readings: list[Found] = []
    described = ""
    phrases = [one for one in engines if one.phrases]
    if options.only != "questions" and phrases:
        with tempfile.TemporaryDirectory() as index:
            drawn_phrases = PhraseSet.draw(texts, Path(index), options.phrases, options.seed)
            described = _described(texts, drawn_phrases)
            for one in _followed(phrases, "phrases"):
                in_files.append(look_up(one, drawn_phrases, drawn_phrases.as_files))
                in_readings.append(look_up(one, drawn_phrases, drawn_phrases.as_read))
    run = Run(
        datetime.datetime.now(datetime.UTC).date().isoformat(),
        _command(options),
        options.seed,
        len(given.documents),
        len(given.questions),
        len(asked),
        described,
        tuple(answered),
        tuple(in_files),
        tuple(in_readings),
    )
    console = Console()
    if answered:
        for table in run.question_tables(with_time=True):
            console.print(table.on_terminal())
        console.print("lead: by how much the MRR@10 of bri-search is higher, ± 95 % confidence\n")
    if in_files:
        console.print(f"Phrases are from {described}.\n", markup=False, highlight=False)
        for table in run.phrase_tables():
            console.print(table.on_terminal())
    if engines == ENGINES and options.only is None:
        options.output.write_text(document(run), encoding="utf-8")
        console.print(f"written: {os.path.relpath(options.output)}", highlight=False)
    return 0


def _chosen(wanted: list[str]) -> tuple[type[Engine], ...]:
    """The engines that have one of the names or a part of it, bri-search first."""
    chosen = tuple(
        one
        for one in ENGINES
        if not wanted or any(part.casefold() in one.name.casefold() for part in wanted)
    )
    if not chosen:
        names = "; ".join(one.name for one in ENGINES)
        raise Missing(f"no engine is named {' or '.join(wanted)}; there are {names}")
    return chosen


def _followed(items: Sequence[_Item], heading: str) -> Iterable[_Item]:
    """The items one by one, with a bar on a terminal and a line at the end anywhere else."""
    if not _progress.is_terminal:
        _progress.print(heading, markup=False, highlight=False)
        return items
    return track(items, f"{heading:<24}", console=_progress)


def _command(options: argparse.Namespace) -> str:
    variables = (("QUESTIONS", options.questions, QUESTIONS), ("SEED", options.seed, SEED))
    changed = [f"{name}={value}" for name, value, usual in variables if value != usual]
    return " ".join(["make quality", *changed])


def _described(texts: Path, given: PhraseSet) -> str:
    """What the phrases were drawn from, without a path."""
    characters = sum(len(one.text) for one in given.as_files)
    return f"the {len(given.as_files)} texts in `{texts.name}/` ({characters:,} characters)"


if __name__ == "__main__":
    sys.exit(main())
