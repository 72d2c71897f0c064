"""What results of several kinds have alike in JSON; docs/json.md describes all of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Protocol

    from bri_search.search.suggestions import Suggestion
    from bri_search.sources.document import Source

    class Placed(Protocol):
        """Something with its place in a source."""

        @property
        def source(self) -> Source: ...
        @property
        def section(self) -> tuple[str, ...]: ...
        @property
        def passage(self) -> int: ...
        @property
        def page(self) -> int | None: ...
        @property
        def page_label(self) -> str | None: ...
        @property
        def start(self) -> int: ...
        @property
        def end(self) -> int: ...
        @property
        def line(self) -> int: ...
        @property
        def column(self) -> int: ...


__all__ = ["Json", "place_json", "source_json", "suggestions_json"]

Json = dict[str, Any]


def source_json(source: Source) -> Json:
    """The `source` object, the same wherever one stands in JSON."""
    return {
        "id": source.id,
        "title": source.title,
        "creator": list(source.creator),
        "issued": source.issued,
        "publisher": source.publisher,
        "path": str(source.path),
        "script": source.script.value,
    }


def place_json(one: Placed) -> Json:
    """Where something stands that is no whole passage: the keys that such objects begin with."""
    return {
        "source": source_json(one.source),
        "section": list(one.section),
        "passage": one.passage,
        "page": one.page,
        "page_label": one.page_label,
        "start": one.start,
        "end": one.end,
        "line": one.line,
        "column": one.column,
    }


def suggestions_json(suggestions: Iterable[Suggestion]) -> Json:
    """The `suggestions` of an object in JSON, which has them only where there are some."""
    objects = [suggestion.as_json() for suggestion in suggestions]
    return {"suggestions": objects} if objects else {}
