"""Segmentation: the words of folded text, by which answers are ranked.

jieba cuts, but not with its own dictionary: loading that takes most of a second, and it knows 显著
where folded text has 显着. A lexicon holds jieba's words folded as the text is folded, in a file
that is mapped into memory, so the first word costs no more than the thousandth.
"""

from __future__ import annotations

import mmap
import re
import struct
import warnings
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial
from itertools import pairwise
from math import exp, log
from pathlib import Path
from typing import Any

from bri_search.errors import IndexDamaged
from bri_search.text.importing import deferred, importing_without
from bri_search.text.unknown_words import unknown_words

__all__ = ["Segmenter", "build_lexicon", "dictionary_words"]

# A lexicon file: this header, a weight for each word in the order of its number in the trie, the
# trie. The header is what the file is, how many words, the length of the longest in characters,
# the sum of their frequencies, and the size of the trie in bytes.
_HEADER = struct.Struct("=8sIIQQ")
_MAGIC = b"bri-lex1"

# Ideographs that jieba's dictionary and model know, and marks that a letter may bear.
_HAN = "\u4e00-\u9fd5"
_MARKS = "\u0300-\u036f"
# Ideographs alone, or all that stands together without punctuation or white space. A full stop or
# a hyphen between digits is no punctuation. Possessive, for no part ever has to yield; but not the
# groups, which Python 3.11.4 and before repeat wrongly so.
_PIECE = re.compile(
    rf"(?P<han>[{_HAN}]++(?!\w))"
    rf"|[^\W_](?:[^\W_]++|[{_MARKS}]++|(?<=[0-9])[.\-](?=[0-9]))*"
)
_LONGEST_PIECE = 1000
"""Characters without a mark or a space; jieba's model takes squares of what it is given."""
_SHORT, _KEPT = 64, 1024
"""Characters of a text whose words are kept, and how many texts."""
_MUCH = 300_000
"""Characters that are cut in about the time in which rjieba takes in the lexicon."""


def build_lexicon(path: Path, fold: Callable[[str], str]) -> None:
    """Write the lexicon of jieba's dictionary, folded, to a file.

    Words that fold alike become one, with the sum of their frequencies; a word that folds to
    nothing, or to more than one word, cannot occur in folded text and is left out. The file
    appears whole or not at all, and is for machines of the same byte order.

    Args:
        path: The file, made or replaced.
        fold: What is done to every text before it is segmented.
    """
    import marisa_trie

    frequencies = _folded_frequencies(fold)
    total = sum(frequencies.values())
    trie = marisa_trie.Trie(frequencies)
    weights = array("d", bytes(8 * len(frequencies)))
    log_total = log(total)
    for word, frequency in frequencies.items():
        weights[trie.key_id(word)] = log(frequency) - log_total
    stored = trie.tobytes()
    longest = max(map(len, frequencies))
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        file.write(_HEADER.pack(_MAGIC, len(weights), longest, total, len(stored)))
        file.write(weights)
        file.write(stored)
    new.replace(path)


class Segmenter:
    """Cuts folded text into words, with the lexicon in a file.

    The words of Chinese text are those of a `jieba.Tokenizer` that has loaded the same folded
    dictionary. Words of letters and digits are whole where jieba would take them apart, unless
    the dictionary has them with a character beside them (A股). Where no mark and no space comes
    for a thousand characters, each thousand is cut by itself. There is no punctuation and no
    white space; of kana, and of ideographs that jieba does not know, each is a word.

    Where rjieba is installed, a jieba in Rust, it looks the words up when much was cut; they are
    the same.

    Args:
        path: What `build_lexicon` wrote.

    Raises:
        IndexDamaged: The file is missing, cut short, or something else.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     build_lexicon(Path(directory, "lexicon"), str.casefold)
    ...     segmenter = Segmenter(Path(directory, "lexicon"))
    >>> segmenter.cut("建设数字丝绸之路，增长45.4%。a股2013-2023年")
    ['建设', '数字', '丝绸之路', '增长', '45.4', 'a股', '2013-2023', '年']
    >>> segmenter.spans("建设数字丝绸之路，增长")
    [(0, 2), (2, 4), (4, 8), (9, 11)]
    """

    __slots__ = ("_lexicon", "_of_short", "_tokenizer")

    def __init__(self, path: Path) -> None:
        self._lexicon = _Lexicon(path)
        self._tokenizer = _tokenizer(self._lexicon)
        # One query asks for the words of the same few characters again and again.
        self._of_short = lru_cache(maxsize=_KEPT)(partial(_words, self._tokenizer))

    def cut(self, folded: str) -> list[str]:
        """The words of folded text in order, none overlapping: what a query is cut into."""
        return list(self._cut(folded))

    def _cut(self, folded: str) -> tuple[str, ...]:
        is_short = len(folded) <= _SHORT
        return self._of_short(folded) if is_short else _words(self._tokenizer, folded)

    def spans(self, folded: str) -> list[tuple[int, int]]:
        """Where each word of folded text begins and ends, in order."""
        spans: list[tuple[int, int]] = []
        end = 0
        for word in self._cut(folded):
            start = folded.index(word, end)
            end = start + len(word)
            spans.append((start, end))
        return spans

    def commonness(self, folded: str) -> float:
        """How common a folded word is: the logarithm of its share of all words.

        A word that the lexicon lacks is as common as one that was counted once.
        """
        weight = self._lexicon.get(folded)
        return self._lexicon.unknown if weight is None else weight


def _words(tokenizer: Any, folded: str) -> tuple[str, ...]:
    return tuple(_cut(tokenizer, folded))


def _cut(tokenizer: Any, folded: str) -> Iterator[str]:
    for piece in _PIECE.finditer(folded):
        for first in range(piece.start(), piece.end(), _LONGEST_PIECE):
            text = folded[first : min(first + _LONGEST_PIECE, piece.end())]
            if len(text) == 1:
                yield text
            elif piece.lastgroup == "han":
                words = tokenizer.calc.words(text)
                yield from tokenizer.cut(text) if words is None else words
            elif text.isascii():
                yield text
            else:
                yield from _mend(text, tokenizer.cut(text))


class _Lexicon:
    """The words of a lexicon file and their weights, and jieba's choice among them.

    A weight is the logarithm of a word's share of all frequencies; `unknown` is that of a word
    which is not there.
    """

    __slots__ = ("_buffer", "_longest", "_prefixes", "_trie", "_weights", "unknown")

    def __init__(self, path: Path) -> None:
        import marisa_trie

        damaged = f"{path}: is not a lexicon of this version; run bri-search index --rebuild"
        try:
            with path.open("rb") as file:
                buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
            raise IndexDamaged(f"{path}: cannot be read; run bri-search index --rebuild") from error
        if len(buffer) < _HEADER.size:
            raise IndexDamaged(damaged)
        magic, count, longest, total, stored = _HEADER.unpack_from(buffer)
        trie_start = _HEADER.size + 8 * count
        if magic != _MAGIC or trie_start + stored != len(buffer):
            raise IndexDamaged(damaged)
        # Held for as long as the trie is: marisa reads from the buffer and does not keep it.
        self._buffer = memoryview(buffer)
        self._weights = self._buffer[_HEADER.size : trie_start].cast("d")
        self._trie: Any = marisa_trie.Trie()
        self._trie.map(self._buffer[trie_start:])
        self._prefixes: Callable[[str], Iterable[tuple[str, int]]]
        self._prefixes = self._trie.iter_prefixes_with_ids
        self._longest = longest
        self.unknown = -log(total)

    def __contains__(self, word: str) -> bool:
        return word in self._trie

    def get(self, word: str) -> float | None:
        """The weight of a word, or None; never 0, for jieba asks only whether there is one."""
        number = self._trie.get(word)
        return None if number is None else self._weights[number]

    def frequencies(self) -> Iterator[tuple[str, int]]:
        """Each word, and how often it was counted."""
        for word, number in self._trie.iteritems():
            yield word, round(exp(self._weights[number] - self.unknown))

    def choose(self, sentence: str, _dag: None, route: dict[int, tuple[float, int]]) -> None:
        """Find the most likely words of a sentence, as `jieba.Tokenizer.calc` does.

        jieba looks each beginning of each rest of the sentence up, and for that needs beginnings
        of words in its dictionary, with frequency 0. The trie gives all words that a text begins
        with at once, so it holds words only, and is faster here than a dict.

        Args:
            sentence: The text.
            _dag: Unused: the words are looked up here, where they are needed.
            route: Filled, for each offset from which jieba may go on, with the weight of the
                rest and the offset of the last character of its first word.
        """
        weights, prefixes = self._weights, self._prefixes
        longest, unknown = self._longest, self.unknown
        end = len(sentence)
        rest = [0.0] * (end + 1)
        for start in range(end - 1, -1, -1):
            best, last = None, start
            for word, number in prefixes(sentence[start : start + longest]):
                after = start + len(word)
                weight = weights[number] + rest[after]
                # Of equals jieba takes the longest, and they come shortest first.
                if best is None or weight >= best:
                    best, last = weight, after - 1
            if best is None:
                best = unknown + rest[start + 1]
            rest[start] = best
            route[start] = best, last


class _Choice:
    """Chooses the words of sentences with a lexicon; of many with rjieba, if it is installed.

    rjieba chooses as jieba does, to the last bit of a weight. Its model does not: of equals it may
    take others, so what stands in no word is left to jieba. Nor does it part other characters from
    ideographs in the same places.
    """

    __slots__ = ("_chosen", "_cut", "_lexicon")

    def __init__(self, lexicon: _Lexicon) -> None:
        self._lexicon = lexicon
        self._chosen = 0
        self._cut: Callable[[str, bool], list[str]] | None = None

    def words(self, ideographs: str) -> list[str] | None:
        """What jieba would cut ideographs into; None where little was cut, which is left to it."""
        if self._cut is None:
            return None
        found: list[str] = []
        singles = ""
        for word in self._cut(ideographs, False):
            if len(word) == 1:
                singles += word
                continue
            if singles:
                found += self._in_no_word(singles)
                singles = ""
            found.append(word)
        if singles:
            found += self._in_no_word(singles)
        return found

    def _in_no_word(self, singles: str) -> Iterable[str]:
        """The words of ideographs that the lexicon leaves single, one beside the other."""
        if len(singles) == 1 or singles in self._lexicon:
            return singles
        return unknown_words(singles)

    def __call__(self, sentence: str, dag: None, route: dict[int, tuple[float, int]]) -> None:
        """Fill a route as `_Lexicon.choose`, at least where it leads, which is all jieba reads."""
        if self._cut is None or not _ideographs().fullmatch(sentence):
            self._lexicon.choose(sentence, dag, route)
            before, self._chosen = self._chosen, self._chosen + len(sentence)
            if before < _MUCH <= self._chosen:
                self._cut = _rjieba_cut(self._lexicon)
            return
        start = 0
        for word in self._cut(sentence, False):
            end = start + len(word)
            route[start] = 0.0, end - 1
            start = end


def _rjieba_cut(lexicon: _Lexicon) -> Callable[[str, bool], list[str]] | None:
    """What cuts ideographs into the words of a lexicon; None where it is not installed."""
    try:
        import rjieba
    except ImportError:
        return None
    tokenizer = rjieba.Jieba.empty()  # type: ignore[no-untyped-call]
    for word, frequency in lexicon.frequencies():
        tokenizer.add_word(word, frequency, None)
    cut: Callable[[str, bool], list[str]] = tokenizer.cut
    return cut


@cache
def _ideographs() -> re.Pattern[str]:
    """Compiled where much is cut."""
    return re.compile(rf"[{_HAN}]+")


@cache
def _spaced_word() -> re.Pattern[str]:
    """In such a piece, a word of a script written with spaces; Hangul is one, as in folding.

    Compiled where it is needed: so large a set of characters takes longer than to cut a query.
    """
    return re.compile(
        rf"(?=\w)(?:[^\W_\u2e80-\U0010ffff]++|[{_MARKS}\u3131-\u318e\uac00-\ud7a3]++|[.\-])+"
    )


def _mend(text: str, words: Iterable[str]) -> list[str]:
    """Put together again what jieba took apart in a piece: letters, digits, Hangul.

    jieba has 1号店, and finds it in 11号店; such a word is no longer one.

    >>> _mend("第1.4.1节", ["第", "1.4", ".", "1", "节"])
    ['第', '1.4.1', '节']
    >>> _mend("a股11号店", ["a股", "1", "1号店"])
    ['a股', '11', '号店']
    """
    bounds = {0}
    position = 0
    for word in words:
        position += len(word)
        bounds.add(position)
    for match in _spaced_word().finditer(text):
        start, end = match.span()
        inner = bounds.intersection(range(start + 1, end))
        if inner:
            bounds -= inner
            bounds |= {start, end}
    ordered = sorted(bounds)
    # What begins with a mark that no letter bears is no word.
    return [text[start:end] for start, end in pairwise(ordered) if text[start].isalnum()]


def _folded_frequencies(fold: Callable[[str], str]) -> dict[str, int]:
    """The words of jieba's dictionary, folded, and how often each was counted."""
    frequencies: dict[str, int] = {}
    for word, frequency in dictionary_words():
        folded = fold(word)
        if folded.split() == [folded] and frequency:
            frequencies[folded] = frequencies.get(folded, 0) + frequency
    return frequencies


def dictionary_words() -> Iterator[tuple[str, int]]:
    """The words of jieba's dictionary, in Simplified Chinese, and how often each was counted."""
    with Path(_jieba().__file__).with_name("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency = line.split(" ")[:2]
            yield word, int(frequency)


def _tokenizer(lexicon: _Lexicon) -> Any:
    """A tokenizer of jieba's that asks the lexicon.

    Only its own `get_DAG` would make it load a dictionary and write that to a cache.
    """
    tokenizer = _jieba().Tokenizer()
    tokenizer.FREQ = lexicon
    tokenizer.get_DAG = lambda _: None
    tokenizer.calc = _Choice(lexicon)
    return tokenizer


def _jieba() -> Any:
    """Import jieba, without what it does not need yet and what it would warn of.

    jieba tries pkg_resources first, which takes four times as long to import as all of jieba,
    warns of its own deprecation, and serves only to find files; without it jieba opens files as
    files. Its model, which takes as long as the rest, is asked only for characters that stand in
    no word. Compiled for the first time, jieba also warns of escapes in its string literals.
    """
    model = deferred("jieba.finalseg", "cut", "add_force_split")
    with (
        importing_without({"pkg_resources": None, "jieba.finalseg": model}),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        import jieba
    return jieba
