"""How `bri-search kwic --by` shows where a phrase stands: bars on a terminal, a table in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from bri_search.cli.cells import cells, cut, harmless, pad, section_cell, whole, wrap
from bri_search.cli.charts import bar
from bri_search.cli.columns import Column
from bri_search.cli.output import Page
from bri_search.cli.tables import show_columns

if TYPE_CHECKING:
    from bri_search.search.kwic.distribution import Distribution, GroupCount
    from bri_search.search.rendering import Rendering
    from bri_search.sources.document import Source

__all__ = ["columns", "show_distribution"]

_GAP = 2
_WIDEST_BAR = 40
_LEAST_BAR = 4
_LEAST_LABEL = 8
_UNDATED = "undated"

_NUMBERS: Final[tuple[Column[GroupCount], ...]] = (
    Column("count", lambda group: group.count),
    Column("characters", lambda group: group.characters),
    Column("per_10000", lambda group: group.per_10000),
)
_SOURCE: Final[tuple[Column[GroupCount], ...]] = (
    Column("source", lambda group: group.source.id if group.source else None),
    Column(
        "title",
        lambda group: group.source.title if group.source else None,
        source=lambda group: group.source,
    ),
)
_SECTION: Final[tuple[Column[GroupCount], ...]] = (
    _SOURCE[0],
    Column(
        "section",
        lambda group: section_cell(group.section or ()),
        source=lambda group: group.source,
    ),
)


def columns(by: str, undated: str | None = None) -> tuple[Column[GroupCount], ...]:
    """What is said of each group: which it is, or that it is `undated`, and its numbers."""
    if by == "source":
        return (*_SOURCE, *_NUMBERS)
    if by == "section":
        return (*_SECTION, *_NUMBERS)
    return (Column(by, lambda group: group.date or undated), *_NUMBERS)


def show_distribution(found: Distribution, rendering: Rendering) -> None:
    """The bars show the count per 10,000 characters, so that long and short can be compared."""
    page = Page(rendering)
    explained = ""
    if page.width is None:
        show_columns(page, found, columns(found.by, undated=_UNDATED))
    else:
        _show_bars(page, page.width, found)
        explained = "; the bars are per 10,000 characters"
    page.gap()
    closing = [(f"{found.total:,}", "number"), (" in all", ""), (explained, "aside")]
    for line in wrap(closing, page.width or 0):
        page.line(*line)


def _show_bars(page: Page, width: int, found: Distribution) -> None:
    rows = [(harmless(label), group) for label, group in _labelled(found, page.shown)]
    numbers = [
        ("", "") if group is None else (f"{group.count:,}", f"{group.per_10000:,.1f}")
        for _, group in rows
    ]
    head = (found.by, ("count", "per 10000"))
    taken = [max(map(cells, column)) for column in zip(head[1], *numbers, strict=True)]
    free = width - sum(taken) - 3 * _GAP
    longest = max(cells(label) for label in (head[0], *(label for label, _ in rows)))
    label_width = min(longest, max(free * 2 // 3, _LEAST_LABEL))
    bar_width = min(free - label_width, _WIDEST_BAR)
    most = max(group.per_10000 for group in found)
    gap = " " * _GAP

    def line(label: str, shown: tuple[str, str], blocks: str, style: str) -> None:
        texts = [pad(text, size, right=True) for text, size in zip(shown, taken, strict=True)]
        is_name = found.by == "source"
        place, *more = whole(label, label_width) if is_name else [cut(label, label_width)]
        page.line((gap.join([pad(place, label_width), *texts, ""]), style), (blocks, "section"))
        for further in more:
            page.line((further, style))

    line(*head, "", "aside")
    for (label, group), shown in zip(rows, numbers, strict=True):
        if group is None:
            page.line((cut(label, width), "aside"))
        else:
            share = group.per_10000 / most
            line(label, shown, bar(share, bar_width) if bar_width >= _LEAST_BAR else "", "")


def _labelled(
    found: Distribution, show: Callable[[str, Source | None], str]
) -> Iterator[tuple[str, GroupCount | None]]:
    """What stands at the beginning of each line; without a group, it is a heading above some."""
    if found.by != "section":
        for group in found:
            yield (group.source.id if group.source else group.date or _UNDATED), group
        return
    for source, groups in groupby(found, key=lambda group: group.source):
        yield (source.id if source else ""), None
        shown: tuple[str, ...] = ()
        for group in groups:
            labels = (show(label, source) for label in group.section or ())
            path = tuple(labels) or ("(no heading)",)
            for depth, label in enumerate(path, 1):
                is_group = depth == len(path)
                if is_group or shown[:depth] != path[:depth]:
                    yield "  " * depth + label, group if is_group else None
            shown = path
