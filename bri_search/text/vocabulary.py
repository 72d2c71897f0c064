"""The vocabulary: for each term its counterparts in other regions and languages, in one file.

What libraries and glossaries know is gathered when an index is built and written to a file that is
mapped into memory, so the first look-up costs no more than the thousandth.
"""

from __future__ import annotations

import mmap
import re
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bri_search.errors import IndexDamaged

__all__ = ["LONGEST_TERM", "Terms", "Vocabulary", "build_vocabulary", "term_key"]

LONGEST_TERM = 8
"""The most words of a script with spaces that a term is looked for in."""

# A vocabulary file: this header; where the counterparts of each term begin, by its number in the
# trie; of each counterpart the number of its form, and that of its origin; where each form begins;
# all forms; all origins, a line each; the trie. The header is what the file is, the length of the
# longest term in characters, how many terms, counterparts and forms, and the sizes in bytes of the
# forms, the origins and the trie.
_HEADER = struct.Struct("=8sIIIIQQQ")
_MAGIC = b"bri-voc1"
_ARTICLE = re.compile(r"\Athe (?=\S)")
_SPACED_LETTER = re.compile(r"(?=[\0-\u2e7f])[^\W\d_]")
"""A letter of a script that is written with spaces."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Forms that say the same thing, each the counterpart of all others, and who says so."""

    forms: tuple[str, ...]
    origin: str


def term_key(folded: str) -> str:
    """What a folded term is looked up by: for words of Latin letters, without what inflects them.

    An article before them, hyphens and the ending of a plural do not count; `&` is `and`.

    >>> term_key("数字经济"), term_key("the sustainable development goals")
    ('数字经济', 'sustainable development goal')
    >>> term_key("digital technologies") == term_key("digital technology")
    True
    >>> term_key("china-europe railway express")
    'china europe railway express'
    """
    if not _SPACED_LETTER.search(folded):
        return folded
    words = _ARTICLE.sub("", folded, count=1)
    *first, last = words.replace("&", " and ").replace("-", " ").split() or [""]
    return " ".join([*first, _singular(last)])


def _singular(word: str) -> str:
    """An English noun without the ending of its plural, as the S-stemmer takes it off.

    Rules: Harman, How Effective is Suffixing? (1991).
    """
    if not word.isascii() or len(word) <= 3 or word.endswith(("us", "ss")):
        return word
    if word.endswith("ies"):
        return word if word.endswith(("eies", "aies")) else word[:-3] + "y"
    if word.endswith("es"):
        return word if word.endswith(("aes", "ees", "oes")) else word[:-1]
    return word.removesuffix("s")


def build_vocabulary(path: Path, terms: Iterable[Terms], fold: Callable[[str], str]) -> None:
    """Write the vocabulary of some terms to a file.

    Of terms that are looked up by the same key the counterparts are put together, those that came
    first before the others. The file appears whole or not at all, and is for machines of the same
    byte order.

    Args:
        path: The file, made or replaced.
        terms: Terms that are counterparts of one another.
        fold: What is done to every text before it is compared.
    """
    import marisa_trie

    @cache  # the same words come again and again
    def read(form: str) -> tuple[str, str]:
        folded = fold(form)
        return folded, term_key(folded)

    forms: dict[str, int] = {}
    origins: dict[str, int] = {}
    counterparts: dict[str, dict[str, tuple[int, int]]] = {}
    for entry in terms:
        origin = origins.setdefault(entry.origin, len(origins))
        known = [(form, *read(form)) for form in dict.fromkeys(entry.forms)]
        known = [one for one in known if one[1]]
        for _, _, key in known:
            for other, folded, other_key in known:
                if other_key != key:
                    number = forms.setdefault(other, len(forms))
                    counterparts.setdefault(key, {}).setdefault(folded, (number, origin))
    trie = marisa_trie.Trie(counterparts)
    by_number = sorted(counterparts, key=trie.key_id)
    starts, numbers, origin_numbers = array("I", [0]), array("I"), array("I")
    for key in by_number:
        for number, origin in counterparts[key].values():
            numbers.append(number)
            origin_numbers.append(origin)
        starts.append(len(numbers))
    form_starts, blob = array("I", [0]), bytearray()
    for form in forms:
        blob += form.encode()
        form_starts.append(len(blob))
    named = "\n".join(" ".join(origin.split()) for origin in origins).encode()
    stored = trie.tobytes()
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        sizes = (len(by_number), len(numbers), len(forms), len(blob), len(named), len(stored))
        file.write(_HEADER.pack(_MAGIC, max(map(len, by_number), default=0), *sizes))
        for piece in (starts, numbers, origin_numbers, form_starts, blob, named, stored):
            file.write(piece)
    new.replace(path)


class Vocabulary:
    """The terms in a vocabulary file; looked up by folded text.

    Raises:
        IndexDamaged: The file is missing, cut short, or something else.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     path = Path(directory, "vocabulary")
    ...     build_vocabulary(path, [Terms(("网络", "網路", "network"), "usage")], str.casefold)
    ...     vocabulary = Vocabulary(path)
    >>> list(vocabulary.counterparts("networks"))
    [('网络', 'usage'), ('網路', 'usage')]
    >>> "网络" in vocabulary, "网" in vocabulary
    (True, False)
    """

    def __init__(self, path: Path) -> None:
        import marisa_trie

        try:
            with path.open("rb") as file:
                buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
            raise IndexDamaged(f"{path}: cannot be read; run bri-search index --rebuild") from error
        damaged = f"{path}: is not a vocabulary of this version; run bri-search index --rebuild"
        if len(buffer) < _HEADER.size:
            raise IndexDamaged(damaged)
        magic, longest, terms, counterparts, forms, blob, origins, trie = _HEADER.unpack_from(
            buffer
        )
        sizes = (4 * (terms + 1), 4 * counterparts, 4 * counterparts, 4 * (forms + 1))
        if magic != _MAGIC or _HEADER.size + sum(sizes) + blob + origins + trie != len(buffer):
            raise IndexDamaged(damaged)
        # Held for as long as the trie is: marisa reads from the buffer and does not keep it.
        self._buffer = memoryview(buffer)
        self._longest = longest
        pieces = _pieces(self._buffer[_HEADER.size :], (*sizes, blob, origins, trie))
        self._starts = next(pieces).cast("I")
        self._numbers = next(pieces).cast("I")
        self._origin_numbers = next(pieces).cast("I")
        self._form_starts = next(pieces).cast("I")
        self._forms = next(pieces)
        self._origins = str(next(pieces), "utf-8").split("\n")
        self._trie: Any = marisa_trie.Trie()
        self._trie.map(next(pieces))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __contains__(self, folded: str) -> bool:
        return term_key(folded) in self._trie

    def counterparts(self, folded: str) -> Iterator[tuple[str, str]]:
        """The counterparts of a folded term with the origin of each, most certain first."""
        number = self._trie.get(term_key(folded))
        if number is None:
            return
        for place in range(self._starts[number], self._starts[number + 1]):
            form = self._numbers[place]
            text = self._forms[self._form_starts[form] : self._form_starts[form + 1]]
            yield str(text, "utf-8"), self._origins[self._origin_numbers[place]]

    def beginning(self, folded: str, start: int = 0) -> list[str]:
        """The terms that begin at an offset of a folded text, longest first."""
        found: list[str] = self._trie.prefixes(folded[start : start + self._longest])
        return sorted(found, key=len, reverse=True)


def _pieces(buffer: memoryview, sizes: Iterable[int]) -> Iterator[memoryview]:
    start = 0
    for size in sizes:
        yield buffer[start : start + size]
        start += size
