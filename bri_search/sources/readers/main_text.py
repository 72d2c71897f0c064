"""Which passages of a page are its main text: what it says of them, weighed against what is left.

A page may say that all it has to tell is beside its main text: hidden until a script has run,
outside of the one card that is an article. So what would be set aside is weighed by its running
text, and where this is much it is main text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bri_search.sources.document import FurnitureKind, Kind

__all__ = ["PagePassage", "choose_main_text"]

_SAYS_SOMETHING = re.compile(r"[，。；：、！？,.;:!?\t]")
"""What running text has, and rows of tables; labels, and entries of menus, have none."""
_LEAST_SHARE = 0.5
"""Of what is main text: what is set aside for one reason and is more is main text as well."""
_LEAST_SHARE_TOLD = 0.25
"""Of what is main text: where more is set aside for all reasons together, a notice says so."""
_NEARLY_ALL = 0.9
"""Of the characters of a passage."""
_LONGEST_LINK = 30
"""Characters of an entry in a list of links; the title of an article may be longer."""
_FEWEST_LINKS = 3
_LEVELS_OF_TITLES = (1, 2)


@dataclass(slots=True)
class PagePassage:
    """A passage of a page, and what it is if it is not main text: empty where it is.

    `in_links` and `in_controls` are how many of its characters lead elsewhere, or name what is to
    be filled in and sent; `pages` are where in it pages begin, and their labels; `quotation` is the
    number of the block quotation that it is of, or 0.
    """

    text: str
    kind: Kind
    level: int
    what: FurnitureKind
    in_links: int = 0
    in_controls: int = 0
    pages: tuple[tuple[int, str], ...] = ()
    quotation: int = 0

    @property
    def weight(self) -> int:
        """Characters outside of links where it is running text, or a row of a table."""
        if not _SAYS_SOMETHING.search(self.text):
            return 0
        return max(0, len(self.text) - self.in_links)


def choose_main_text(
    passages: Sequence[PagePassage], *, of_book: bool, names_main: bool
) -> tuple[str, ...]:
    """Settle what is main text; gives a notice where much is not. What is left out is named.

    Of a book's page, all is main text but what it says is not; a page that `names_main` has no need
    for guesses.
    """
    if not of_book:
        _set_controls_aside(passages)
        _take_titles_and_asides(passages)
        if not names_main:
            _set_links_aside(passages)
    _take_what_outweighs(passages)
    if all(one.what for one in passages):
        for one in passages:
            one.what = FurnitureKind.NONE
    return tuple(_notices(passages))


def _set_controls_aside(passages: Sequence[PagePassage]) -> None:
    """A passage of nothing but labels and buttons of a form says nothing."""
    for one in passages:
        if _may_be_furniture(one) and one.in_controls >= len(_bare(one.text)) * _NEARLY_ALL:
            one.what = FurnitureKind.FORM


def _take_titles_and_asides(passages: Sequence[PagePassage]) -> None:
    """A header with a title is the text's, and an aside that does not lead away a note to it.

    As a note it cuts no sentence apart and heads no section.
    """
    for what, group in groupby(passages, key=lambda one: one.what):
        run = list(group)
        if what is FurnitureKind.HEADER and any(one.level in _LEVELS_OF_TITLES for one in run):
            taken = [one for one in run if not _is_in_links(one)]
        elif what is FurnitureKind.ASIDE and not _is_mostly_links(run):
            taken = run
            for one in run:
                if one.kind.is_running_text or one.kind is Kind.HEADING:
                    one.kind = Kind.NOTE
        else:
            continue
        for one in taken:
            one.what = FurnitureKind.NONE


def _set_links_aside(passages: Sequence[PagePassage]) -> None:
    """Runs of short passages that are nothing but links lead away from the page."""
    for run in _runs_of_links(passages):
        if len(run) >= _FEWEST_LINKS:
            for one in run:
                one.what = FurnitureKind.NAVIGATION


def _runs_of_links(passages: Sequence[PagePassage]) -> Iterator[list[PagePassage]]:
    run: list[PagePassage] = []
    for one in passages:
        text = one.text.strip()
        if _may_be_furniture(one) and len(text) <= _LONGEST_LINK and _is_in_links(one):
            run.append(one)
        else:
            yield run
            run = []
    yield run


def _take_what_outweighs(passages: Sequence[PagePassage]) -> None:
    """What was set aside for one reason and is much beside what is left is main text."""
    left = sum(one.weight for one in passages if not one.what)
    for what, weight in _set_aside(passages).most_common():
        if weight > left * _LEAST_SHARE:
            left += weight
            for one in passages:
                if one.what == what:
                    one.what = FurnitureKind.NONE


def _notices(passages: Sequence[PagePassage]) -> Iterator[str]:
    set_aside = _set_aside(passages)
    left = sum(one.weight for one in passages if not one.what)
    if set_aside.total() > left * _LEAST_SHARE_TOLD:
        reasons = ", ".join(sorted(set_aside))
        yield f"{set_aside.total():,} characters beside its main text are not searched ({reasons})"


def _set_aside(passages: Sequence[PagePassage]) -> Counter[FurnitureKind]:
    """How much of what says something is set aside, by reasons."""
    weights: Counter[FurnitureKind] = Counter()
    for one in passages:
        if one.what and one.weight:
            weights[one.what] += one.weight
    return weights


def _may_be_furniture(one: PagePassage) -> bool:
    return not one.what and one.kind in (Kind.PARAGRAPH, Kind.ITEM)


def _is_mostly_links(run: list[PagePassage]) -> bool:
    return sum(one.in_links for one in run) * 2 >= sum(len(one.text) for one in run)


def _is_in_links(one: PagePassage) -> bool:
    return one.in_links >= len(_bare(one.text)) * _NEARLY_ALL


def _bare(text: str) -> str:
    return text.replace(" ", "")
