"""What was measured, as tables: on a terminal and in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.quality.engines import BriSearch
from tests.quality.measuring import Answered, Found
from tests.quality.metrics import Lead, Quality
from tests.quality.phrases import DISGUISES

if TYPE_CHECKING:
    import rich.table

__all__ = ["Run", "Table", "document", "phrase_table", "question_table", "settings_table"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words and figures; the first column is of words, the others as `is_text` says."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_text: bool = False

    def markdown(self) -> str:
        """The table as GitHub's Markdown has it, under its heading.

        >>> print(Table("Ranks", ("engine", "rank"), (("a|b", "1"),)).markdown())
        ### Ranks
        <BLANKLINE>
        | engine | rank |
        |---|---:|
        | a\\|b | 1 |
        """
        others = "---|" if self.is_text else "---:|"
        lines = [self.columns, *self.rows]
        written = [
            "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines
        ]
        rule = "|---|" + others * (len(self.columns) - 1)
        return "\n".join([f"### {self.title}", "", written[0], rule, *written[1:]])

    def on_terminal(self) -> rich.table.Table:
        """The table as rich shows it, what bri-search did in bold."""
        from rich import box
        from rich.table import Table as Shown
        from rich.text import Text

        shown = Shown(
            title=self.title,
            box=box.SIMPLE_HEAD,
            title_justify="left",
            pad_edge=False,
            collapse_padding=True,
        )
        for number, column in enumerate(self.columns):
            is_right = number > 0 and not self.is_text
            style = "bold" if column == BriSearch.name else None
            shown.add_column(
                Text(column),
                justify="right" if is_right else "left",
                no_wrap=number == 0 or (is_right and " " not in column),
                min_width=max(map(len, column.split())),
                style=style,
            )
        for row in self.rows:
            shown.add_row(*map(Text, row), style="bold" if row[0] == BriSearch.name else None)
        return shown


def question_table(
    title: str, measured: Sequence[Answered], *, cross_script: bool, with_time: bool
) -> Table:
    """MRR and recall of each engine, how far bri-search leads, and perhaps the time taken."""

    def ranks(one: Answered) -> tuple[float, ...]:
        return one.cross_script if cross_script else one.same_script

    ours = next((ranks(one) for one in measured if one.engine is BriSearch), None)
    rows = []
    for one in measured:
        quality = Quality.of(ranks(one))
        lead = "" if ours is None or one.engine is BriSearch else _lead(Lead.of(ours, ranks(one)))
        figures = (quality.mrr, quality.recall_at_1, quality.recall_at_10)
        row = (one.engine.name, *(f"{figure:.3f}" for figure in figures), lead)
        time = one.seconds * 1000
        rows.append((*row, f"{time:.{1 if time < 100 else 0}f}") if with_time else row)
    columns = ("engine", "MRR@10", "Recall@1", "Recall@10", "lead")
    return Table(title, (*columns, "ms") if with_time else columns, tuple(rows))


def _lead(lead: Lead) -> str:
    return f"{lead.difference:+.3f} ± {lead.margin:.3f}"


def phrase_table(title: str, measured: Sequence[Found]) -> Table:
    """The share of the phrases found, in per cent, a row for each disguise that was asked for."""
    rows = []
    for disguise in DISGUISES:
        if any(disguise in one.phrases for one in measured):
            counts = [one.phrases[disguise] for one in measured]
            shares = (f"{100 * found / asked:.0f}" for found, asked in counts)
            rows.append((disguise, str(counts[0][1]), *shares))
    names = (one.engine.name for one in measured)
    return Table(title, ("disguise", "asked", *names), tuple(rows))


def settings_table(measured: Sequence[Answered]) -> Table:
    """What each engine was and how it was set up and asked."""
    rows = tuple(
        (
            one.engine.name,
            one.engine.versions(),
            one.engine.settings,
            one.engine.phrases or "has none",
        )
        for one in measured
    )
    return Table("Settings", ("engine", "versions", "ranking", "phrases"), rows, is_text=True)


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run: when and how it was made, on how much, and what came out."""

    date: str
    command: str
    seed: int
    documents: int
    questions: int
    asked: int
    texts: str
    answered: tuple[Answered, ...]
    found_in_files: tuple[Found, ...]
    found_in_readings: tuple[Found, ...]

    def question_tables(self, *, with_time: bool) -> tuple[Table, Table]:
        """The tables of the questions, in the script of the paragraphs and in the other."""
        return (
            question_table(
                "Questions in the script of the paragraphs",
                self.answered,
                cross_script=False,
                with_time=with_time,
            ),
            question_table(
                "Questions in the other script",
                self.answered,
                cross_script=True,
                with_time=with_time,
            ),
        )

    def phrase_tables(self) -> tuple[Table, Table]:
        """The tables of the phrases: peers over the files, and over the text as it is read."""
        return (
            phrase_table("Phrases found, per cent: the files as they are", self.found_in_files),
            phrase_table(
                "Phrases found, per cent: the peers given the text as bri-search reads it",
                self.found_in_readings,
            ),
        )


def document(run: Run) -> str:
    """The report of a run of all engines, in Markdown, with nothing of the machine in it."""
    same, cross = run.question_tables(with_time=False)
    files, readings = run.phrase_tables()
    ours = next(one.seconds for one in run.answered if one.engine is BriSearch)
    slowest = max(
        (one for one in run.answered if one.engine is not BriSearch), key=lambda one: one.seconds
    )
    return f"""\
# Quality

Written by `{run.command}` on {run.date}; every figure on this page is from that run. How it
measures stands in `tests/quality/`; with the same seed the same questions and phrases are drawn.

## Which paragraph answers a question?

DRCD, the Delta Reading Comprehension Dataset (arXiv:1806.00920, CC BY-SA 3.0), has
{run.documents:,} paragraphs in its development and test parts, in Traditional Chinese, and
{run.questions:,} questions, each of which one paragraph answers. {run.asked:,} of the questions were
asked (seed {run.seed}), as they are and put into Simplified by OpenCC. Each engine was given the
text of the paragraphs, without their titles, each as one document. Nobody learnt from the answers;
documents that score alike stand in the order of the engine.

MRR@10 is the mean of one over the rank of the answer, 0 where it is not among the first ten.
Recall@1 and Recall@10 are the share of questions whose answer is the first and among the first ten.
The lead is by how much the MRR@10 of bri-search is above that of the engine, with its 95 %
confidence interval: where the second figure is the larger one, the difference may be chance.

{same.markdown()}

{cross.markdown()}

Time depends on the machine and is shown by the run only; in this one a question took bri-search
{ours / slowest.seconds:.1f} times as long as the slowest of the others ({slowest.engine.name}). It
looks for every place of every word and gives the places back; the others give names of documents.

## Is a phrase found, however it was typed?

For each disguise phrases of 8 to 20 characters were drawn (seed {run.seed}) from
{run.texts}, each beginning and ending where jieba sees a word begin and end, and asked for as an exact phrase.
A disguise changes every phrase that is asked for in it. The peers have found a phrase if they name
the document that it was drawn from; bri-search only if it marks the place as well.

{files.markdown()}

{readings.markdown()}

The first table is what one gets who gives an engine the files. In the second the peers were given
what bri-search made of the files, without the page's line breaks, so that what is lost there is lost
to the disguise alone. bri-search reads the files in both.

## How was each set up?

{settings_table(run.answered).markdown()}

Words are jieba's with the dictionary that it comes with, in lower case and without punctuation: for
ranking those of `cut_for_search`, as its documentation advises for search engines; for phrases those
of `cut`, since the others overlap.

## What the peers are not made for

- None of them claims to bridge scripts, regions, widths, spacing or markup. Whoever uses them can
  put OpenCC and a normalisation of their own in front, as was done here for the bigrams; whoever
  does so for the words as well will lose less in the other script than the tables say.
- bm25s ranks and does nothing else: it keeps no positions and has no phrases.
- FTS5 trigrams find any three characters or more exactly as they stand, and that is all a trigram
  is for; where a file breaks a line, so does the trigram.
- Words make a phrase only if jieba cuts it alike alone and in its sentence. The phrases here begin
  and end at jieba's own words, which is the best case. Punctuation is no word, so quotation marks
  do not matter to them.
- ChineseAnalyzer counts positions in characters and emits words inside words, so that phrases come
  out as near misses however they are set up.
- jieba's documentation names a larger dictionary for Traditional text, which its package does not
  contain; with it the words would be cut better.
- DRCD's questions were written by people who had the paragraph before them. They share words with
  it, more than what people ask who have not read it.
"""
