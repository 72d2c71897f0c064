"""What results of several kinds have alike in JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bri_search.search.suggestions import Suggestion
    from bri_search.sources.document import Source

__all__ = ["Json", "source_json", "suggestions_json"]

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


def suggestions_json(suggestions: Iterable[Suggestion]) -> Json:
    """The `suggestions` of an object in JSON, which has them only where there are some."""
    objects = [suggestion.as_json() for suggestion in suggestions]
    return {"suggestions": objects} if objects else {}
