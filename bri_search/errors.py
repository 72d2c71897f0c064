"""Every exception of bri-search, one tree, drawn here.

    BriSearchError                 anything a caller may want to catch at once
    ├── UsageError                 an argument that cannot be used
    │   └── QueryError             a query that cannot be read, with the place
    ├── CorpusError                something about the documents
    │   ├── UnreadableSource       one file that cannot be read, with the reason
    │   ├── CatalogError           a catalog that cannot be read, with the line
    │   └── UnknownSource          no such source in the index
    └── LibraryError               something about an index directory
        ├── IndexMissing           there is no index
        ├── IndexForeign           the directory holds something else
        ├── IndexDamaged           part of the index is missing or does not fit
        ├── IndexOutdated          made by another version: has to be built again
        └── IndexUntrusted         somebody else could have written it

`str()` of each is one line: what happened, where, and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

__all__ = [
    "BriSearchError",
    "CatalogError",
    "CorpusError",
    "IndexDamaged",
    "IndexForeign",
    "IndexMissing",
    "IndexOutdated",
    "IndexUntrusted",
    "LibraryError",
    "QueryError",
    "UnknownSource",
    "UnreadableSource",
    "UsageError",
]


class BriSearchError(Exception):
    """The root of the tree; never raised itself."""


class UsageError(BriSearchError):
    """An argument that cannot be used, such as a negative limit.

    `argument` is its name, which the line begins with; empty where what is amiss says it itself.

    >>> str(UsageError("-1 is negative; give 0 or more", argument="limit"))
    'limit: -1 is negative; give 0 or more'
    """

    def __init__(self, problem: str, *, argument: str = "") -> None:
        super().__init__(f"{argument}: {problem}" if argument else problem)
        self.problem = problem
        self.argument = argument


class QueryError(UsageError):
    """A query that cannot be read.

    `position` is a code point offset into `query`: the place a caret goes under.

    >>> str(QueryError("nothing after OR", "a OR", 2, "type a word after it"))
    'nothing after OR; type a word after it'
    """

    def __init__(self, problem: str, query: str, position: int, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.query = query
        self.position = position
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[QueryError], tuple[str, str, int, str]]:
        return type(self), (self.problem, self.query, self.position, self.remedy)


class CorpusError(BriSearchError):
    """Something about the documents."""


class UnreadableSource(CorpusError):
    """One file that cannot be read; `path` and `reason` say which and why.

    >>> str(UnreadableSource("a.txt", "is empty"))
    'a.txt: is empty'
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[type[UnreadableSource], tuple[str, str]]:
        return type(self), (self.path, self.reason)


class CatalogError(CorpusError):
    """A catalog that cannot be read."""


class UnknownSource(CorpusError):
    """No source of that name is in the index."""


class LibraryError(BriSearchError):
    """Something about an index directory."""


class IndexMissing(LibraryError):
    """There is no index in the directory."""


class IndexForeign(LibraryError):
    """The directory holds something that bri-search did not write."""


class IndexDamaged(LibraryError):
    """Part of the index is missing, cut short, or belongs to another build."""

    @classmethod
    def at(cls, path: Path, reason: str, mend: str = "index --rebuild") -> Self:
        """What is wrong with a file or folder of the index, and the command that mends it.

        >>> from pathlib import Path
        >>> str(IndexDamaged.at(Path("sources"), "cut short"))
        'sources: cut short; run bri-search index --rebuild'
        """
        return cls(f"{path}: {reason}; run bri-search {mend}")


class IndexOutdated(LibraryError):
    """The index was made by another version and has to be built again."""


class IndexUntrusted(LibraryError):
    """Somebody other than the user could have written the index, and trust was not given."""
