"""Matching: where a phrase stands, by its folded characters and nothing else.

What answers is told as a set of passages for each part of the index; where in a passage something
stands is looked at for the passages that are shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from bri_search.errors import QueryError
from bri_search.index.concordance import Part, Range
from bri_search.index.documents import StoredDocument
from bri_search.index.foremost import Foremost
from bri_search.index.postings import BitMap, union
from bri_search.index.store import Store
from bri_search.search.filtering import Admitted
from bri_search.sources.document import Span
from bri_search.text.fold import Folding, is_word_character
from bri_search.text.numerals import NUMERALS

__all__ = [
    "MOST_PLACES",
    "Found",
    "Matcher",
    "Occurrence",
    "PassageSets",
    "Phrase",
    "Sought",
    "TextPlace",
    "joined",
]

MOST_PLACES = 4_000_000
"""Places that are looked at one by one for one query.

Each takes a microsecond, and ten where a digit or a comma stands beside a number.
"""

_TEXTS_KEPT = 4096
"""Folded texts of passages that are kept for one query."""

_AT_ONCE = 4096
"""Places that are looked at before the first of them is given."""

PassageSets = tuple[BitMap, ...]
"""Passages by their numbers in each part of the index."""

TextPlace = tuple[int, int, int]
"""A part, a place in its text, and how many UTF-16 units stand there."""

# A number with its commas; one beside it counts where nothing else stands between it and an edge.
_NUMBER = re.compile(r"(?:\A,+)?[0-9](?:[0-9,]*[0-9])?(?:,+\Z)?|\A,+|,+\Z")
_CUT_NUMBER = re.compile(r"\A,*\d|\d,*\Z")
_THREE = re.compile("...")
_JOINING = frozenset("/⁄-")
"""What stands between the numbers of a fraction and of a date."""
_DIGITS = frozenset("零〇一二三四五六七八九两")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as typed and as folded; `keys` are the strings to look up for it.

    What a number at an edge of the phrase folds to depends on the digits that the edge cut off
    (3,0 may be the beginning of 3,000, and 3000 that of 3,0004), so such a phrase has a key for
    either case, and what is found by it `is_checked`.
    """

    typed: str
    folded: str
    keys: tuple[str, ...]
    is_checked: bool

    @classmethod
    def of(cls, typed: str, folding: Folding) -> Phrase:
        """Fold a phrase.

        >>> from bri_search.text.variants import Variants
        >>> Phrase.of("3,0", Folding(Variants({}, frozenset(), frozenset()))).keys
        ('3,0', '30')
        """
        folded = folding.text(typed)
        # A # may be a heading's, where it begins a line.
        is_checked = not folded.isalpha() and (
            folded.startswith("#") or _CUT_NUMBER.search(folded) is not None
        )
        if not is_checked:
            return cls(typed, folded, (folded,), is_checked=False)
        keys = dict.fromkeys([folded, *_edge_readings(folded)])
        return cls(typed, folded, tuple(key for key in keys if key), is_checked=True)


def _edge_readings(folded: str) -> list[str]:
    """A folded phrase with and without the commas in the numbers at its edges."""
    pieces: list[tuple[str, ...]] = []
    position = 0
    for number in _NUMBER.finditer(folded):
        pieces.append((folded[position : number.start()],))
        text = number.group()
        if number.start() == 0 or number.end() == len(folded):
            pieces.append(tuple(dict.fromkeys(_readings(text))))
        else:
            pieces.append((text,))
        position = number.end()
    pieces.append((folded[position:],))
    return ["".join(parts) for parts in product(*pieces)]


def _readings(number: str) -> Iterator[str]:
    yield number
    yield number.replace(",", "")
    if "," not in number:
        # Another digit behind it, and its commas group no more: they are there to be matched.
        first = len(number) % 3 or 3
        yield ",".join([number[:first], *_THREE.findall(number[first:])])
    if number.startswith(","):
        yield ", " + number[1:]


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One place where a phrase stands: source, offsets, passages, and place in the folded text.

    `spans` are the pieces of the file that make it up; `first` and `last` are passage numbers.
    """

    serial: int
    start: int
    end: int
    first: int
    last: int
    spans: tuple[Span, ...]
    position: int
    length: int


@dataclass(frozen=True, slots=True)
class Sought:
    """A phrase that is looked for, and what may not stand beside it.

    With `whole_start` and `whole_end`, a Latin word at that edge is not part of a longer one; a
    `whole_number` is not part of another number.
    """

    phrase: Phrase
    whole_start: bool = False
    whole_end: bool = False
    whole_number: bool = False

    def __hash__(self) -> int:
        # It is looked up for every passage, and what is looked for twice is seldom typed alike.
        return hash(self.phrase.typed)

    @classmethod
    def word(cls, phrase: Phrase, *, whole_number: bool = False) -> Sought:
        """A phrase whose edges are those of words."""
        return cls(phrase, whole_start=True, whole_end=True, whole_number=whole_number)

    @property
    def is_word(self) -> bool:
        """Whether it is one word of a script that is written with spaces, and meant whole."""
        is_whole = self.whole_start and self.whole_end
        return is_whole and all(map(is_word_character, self.phrase.folded))


@dataclass(frozen=True, slots=True)
class Found:
    """The passages of a part in which something stands.

    How often it stands in each, `counts` says; where it is frequent that is not known, and the
    passages come in `layers` instead, those in which it counts most first. It is `plain` if it
    stands wherever its characters do.
    """

    passages: BitMap
    counts: Mapping[int, int] | None
    layers: tuple[BitMap, ...] = ()
    plain: bool = False


class Matcher:
    """Finds what is sought in the index that is open, in the passages that a filter admits.

    What has to be looked at place by place is looked at in at most `MOST_PLACES` places for one
    query; raises QueryError where that is not enough.
    """

    def __init__(self, store: Store, admitted: Admitted | None = None) -> None:
        self.store = store
        self.parts = store.concordance.parts
        self._admitted = admitted
        self._places_left = MOST_PLACES
        self._known: dict[tuple[Sought, int], Found] = {}
        self._ranges: dict[str, list[Range]] = {}
        self._texts: dict[tuple[int, int], str] = {}

    def ranges(self, key: str) -> list[Range]:
        """The range of a string in the suffix array of each part, looked up once."""
        known = self._ranges.get(key)
        if known is None:
            encoded = key.encode("utf-16-be")
            known = self._ranges[key] = [part.find(encoded) for part in self.parts]
        return known

    def count(self, sought: Sought) -> int:
        """How often something stands in the passages that are admitted."""
        if sought.phrase.is_checked:  # two places of its characters may be one occurrence
            return len(self.occurrences(sought))
        total = 0
        ranges = self.ranges(sought.phrase.folded)
        for number, (part, (first, last)) in enumerate(zip(self.parts, ranges, strict=True)):
            if self._admitted is None and not self._has_to_be_looked_at(sought, part):
                total += last - first
            else:
                total += len(self.places(sought, number))
        return total

    def sets(self, sought: Sought) -> PassageSets:
        """The passages in which something stands; where it runs over two, the first."""
        return tuple(self.found(sought, number).passages for number in range(len(self.parts)))

    def found(self, sought: Sought, number: int) -> Found:
        """The passages of a part, by its number, in which something stands, and how often."""
        known = self._known.get((sought, number))
        if known is None:
            known = self._known[sought, number] = self._find(sought, number)
        return known

    def may_stand_in(self, sought: Sought, number: int, passage: int) -> bool:
        """Whether something stands in a passage of a part, as far as that was looked up."""
        known = self._known.get((sought, number))
        return known is None or passage in known.passages

    def foremost(self, sought: Sought, number: int) -> Foremost | None:
        """What is noted of the passages of a part in which something stands, if that tells all.

        Of passages that score alike the first of a part are noted, which are the first of all only
        where the part has its documents in the order of sources.
        """
        part = self.parts[number]
        if self._admitted is not None or self._has_to_be_looked_at(sought, part):
            return None
        if not self.store.in_order[number]:
            return None
        first, last = self.ranges(sought.phrase.folded)[number]
        return part.foremost.of(first, last, self.store.average_length)

    def _find(self, sought: Sought, number: int) -> Found:
        part = self.parts[number]
        folded = sought.phrase.folded
        plain = not self._has_to_be_looked_at(sought, part)
        if plain or self._is_kept_as_word(sought, part):
            layers = part.postings.layers(folded, sought.is_word)
            if layers is not None:
                layers = tuple(self.admitted(number, layer) for layer in layers)
                return Found(union(layers), None, layers, plain)
        counts = Counter(part.passages_of(self.places(sought, number)))
        return Found(BitMap(counts), counts)

    def places(self, sought: Sought, number: int) -> list[int]:
        """Every place in a part where something stands, in passages that are admitted."""
        found: list[int] = []
        for key in sought.phrase.keys:
            found += self._places(sought, key, number)
        return found if len(sought.phrase.keys) == 1 else list(dict.fromkeys(found))

    def _places(self, sought: Sought, key: str, number: int) -> list[int]:
        """Every place in a part where something stands as one of its keys says."""
        first, last = self.ranges(key)[number]
        self.spend(last - first, sought)
        places = self.parts[number].places(first, last)
        if sought.phrase.is_checked:  # against the files, which are read in their order
            places.sort()
        return self.seen(sought, number, places, _units(key))

    def seen(self, sought: Sought, number: int, places: list[int], units: int) -> list[int]:
        """Of places of its characters in a part, those at which something stands, and admitted."""
        part = self.parts[number]
        if self._has_to_be_looked_at(sought, part):
            places = [one for one in places if self._stands(sought, part, one, units)]
        if self._admitted is None or not places:
            return places
        passages = part.passages_of(places)
        admitted = self._admitted.among(number, BitMap(passages))
        pairs = zip(places, passages, strict=True)
        return [place for place, passage in pairs if passage in admitted]

    def admitted(self, number: int, passages: BitMap) -> BitMap:
        """Those of some passages of a part that are admitted."""
        return passages if self._admitted is None else self._admitted.among(number, passages)

    def places_in_order(self, sought: Sought, number: int) -> Iterator[int]:
        """As `places`, in the order of what follows, of a phrase without a number at an edge.

        They are looked at as they are asked for.
        """
        part = self.parts[number]
        folded = sought.phrase.folded
        first, last = self.ranges(folded)[number]
        for begin in range(first, last, _AT_ONCE):
            places = part.places(begin, min(begin + _AT_ONCE, last))
            yield from self.seen(sought, number, places, _units(folded))

    def occurrences(self, sought: Sought) -> list[Occurrence]:
        """Every place where something stands, in the order of sources and offsets, each once."""
        found: dict[tuple[int, int, int], Occurrence] = {}
        for number, part in enumerate(self.parts):
            by_units = (
                (place, _units(key))
                for key in sought.phrase.keys
                for place in self._places(sought, key, number)
            )
            for place, units in by_units:
                one = self._occurrence(sought.phrase, part, place, units)
                if one is not None:
                    found.setdefault((one.serial, one.start, one.end), one)
        return sorted(found.values(), key=lambda one: (self.store.place(one.serial), one))

    def spend(self, places: int, sought: Sought) -> None:
        """Count places that are to be looked at; raises QueryError where they are too many."""
        self._places_left -= places
        if self._places_left < 0:
            raise QueryError(
                f"what is asked for stands in more than {MOST_PLACES:,} places",
                sought.phrase.typed,
                0,
                "ask for something longer or rarer, or for less at once",
            )

    def _has_to_be_looked_at(self, sought: Sought, part: Part) -> bool:
        """Whether a place of its characters may be none of what is sought."""
        folded = sought.phrase.folded
        return (
            sought.phrase.is_checked
            or sought.whole_number
            or (sought.whole_start and is_word_character(folded[0]))
            or (sought.whole_end and is_word_character(folded[-1]))
            or folded[0] in part.expanded
            or folded[-1] in part.expanded
        )

    def _is_kept_as_word(self, sought: Sought, part: Part) -> bool:
        """Whether the postings of whole words tell all there is to tell."""
        folded = sought.phrase.folded
        is_plain = not (sought.phrase.is_checked or sought.whole_number)
        edges_are_plain = part.expanded.isdisjoint((folded[0], folded[-1]))
        return is_plain and edges_are_plain and sought.is_word

    def _stands(self, sought: Sought, part: Part, at: int, units: int) -> bool:
        """Whether something stands at a place of its characters."""
        phrase = sought.phrase
        first, last = phrase.folded[0], phrase.folded[-1]
        if sought.whole_start and _continues(part, at - 1, first):
            return False
        if sought.whole_end and _continues(part, at + units, last):
            return False
        if sought.whole_number and not _is_whole_number(part, at, units, phrase.folded):
            return False
        # What a character folds to may be taken apart only between two that are of such.
        expanded = part.expanded
        may_be_cut = (first in expanded and part.character(at - 1) in expanded) or (
            last in expanded and part.character(at + units) in expanded
        )
        if may_be_cut or (phrase.is_checked and not _is_apart(phrase, part, at, units)):
            return self._occurrence(phrase, part, at, units) is not None
        return True

    # -- where it stands ---------------------------------------------------------------------------

    def within(self, sought: Sought, number: int, passage: int) -> list[Occurrence]:
        """Every place where something stands that begins in a passage of a part, in order."""
        part = self.parts[number]
        member = part.member_of(passage)
        found: dict[Span, Occurrence] = {}
        for place, units in self.places_within(sought, number, passage):
            one = self._occurrence_in(sought.phrase, part, member, place, units)
            if one is not None:
                found.setdefault((one.start, one.end), one)
        return [found[span] for span in sorted(found)]

    def frequency(self, sought: Sought, found: Found, number: int, passage: int) -> int:
        """How often something stands in a passage of a part in which it was found."""
        if found.counts is not None:
            return found.counts[passage]
        if found.plain:
            # Where it runs over two passages it is in the text of neither.
            return self.folded_text(number, passage).count(sought.phrase.folded) or 1
        return len(self.places_within(sought, number, passage))

    def folded_text(self, number: int, passage: int) -> str:
        """The folded text of a passage of a part, read once where not too many are."""
        known = self._texts.get((number, passage))
        if known is None:
            if len(self._texts) == _TEXTS_KEPT:
                self._texts.clear()
            known = self._texts[number, passage] = self.parts[number].folded_text(passage)
        return known

    def places_within(self, sought: Sought, number: int, passage: int) -> list[tuple[int, int]]:
        """Where in a part something stands that begins in a passage, with how many units."""
        part = self.parts[number]
        begin, end = part.stretch(passage)
        has_to_be_looked_at = self._has_to_be_looked_at(sought, part)
        found: list[tuple[int, int]] = []
        for key in sought.phrase.keys:
            encoded = key.encode("utf-16-be")
            units = len(encoded) // 2
            # It may run on into the next passage; no key runs across a wall.
            text = part.text[2 * begin : 2 * (end + units - 1)].tobytes()
            at = text.find(encoded)
            while at >= 0:
                place = begin + at // 2
                if not at % 2 and (
                    not has_to_be_looked_at or self._stands(sought, part, place, units)
                ):
                    found.append((place, units))
                at = text.find(encoded, at + 1)
        return found

    def occurrence(self, phrase: Phrase, number: int, place: int, units: int) -> Occurrence:
        """The occurrence at a place of a part where a phrase stands."""
        found = self._occurrence(phrase, self.parts[number], place, units)
        assert found is not None
        return found

    def _occurrence(self, phrase: Phrase, part: Part, at: int, units: int) -> Occurrence | None:
        return self._occurrence_in(phrase, part, part.member_at(at), at, units)

    def _occurrence_in(
        self, phrase: Phrase, part: Part, member: int, at: int, units: int
    ) -> Occurrence | None:
        """The occurrence at a place of the document that stands there."""
        document = part.document(member)
        position = at - part.starts[member]
        # Only beside such characters is one taken apart that has folded to several.
        is_plain = part.expanded.isdisjoint(phrase.folded)
        locate = document.whole_place if is_plain else document.place
        place = locate(position, position + units)
        if place is None:
            return None
        spans = document.spans(place.first)
        if place.first == place.last and len(spans) == 1:
            spans = ((place.start, place.end),)
        else:
            pieces = list(spans)
            if place.last != place.first:
                for further in document.passages_between(place.first, place.last):
                    pieces += document.spans(further)
            spans = joined(
                (max(start, place.start), min(end, place.end))
                for start, end in pieces
                if start < place.end and end > place.start
            )
        serial = part.serial_of(member)
        occurrence = Occurrence(
            serial, place.start, place.end, place.first, place.last, spans, position, units
        )
        if not phrase.is_checked:
            return occurrence
        # What stands there character by character as it is folded need not be folded again.
        is_as_it_stands = place.end - place.start == units and (
            is_plain
            or all(document.offset(position + one) == place.start + one for one in range(units))
        )
        if is_as_it_stands and "," not in phrase.folded and phrase.folded[0] != "#":
            return occurrence
        return self._checked(document, occurrence, phrase)

    def _checked(
        self, document: StoredDocument, occurrence: Occurrence, phrase: Phrase
    ) -> Occurrence | None:
        """An occurrence whose own characters, taken alone, fold to the phrase; commas taken in."""
        fold = self.store.folding.text
        first, last = occurrence.spans[0], occurrence.spans[-1]
        inner = "\n".join(document.text(*span) for span in occurrence.spans)
        # Commas of the same piece of the file: beyond its ends there may be a wall.
        begin = _piece(document, occurrence.first, first[0])[0]
        end = _piece(document, occurrence.last, last[1] - 1)[1]
        before = document.text(max(begin, first[0] - 4), first[0])
        after = document.text(last[1], min(end, last[1] + 4))
        for taken_before in range(min(len(before), 4) + 1 if phrase.folded[0] == "," else 1):
            for taken_after in range(min(len(after), 4) + 1 if phrase.folded[-1] == "," else 1):
                text = before[len(before) - taken_before :] + inner + after[:taken_after]
                if fold(text) == phrase.folded and text[:1].strip() and text[-1:].strip():
                    spans = _widened(occurrence.spans, taken_before, taken_after)
                    return Occurrence(
                        occurrence.serial,
                        spans[0][0],
                        spans[-1][1],
                        occurrence.first,
                        occurrence.last,
                        spans,
                        occurrence.position,
                        occurrence.length,
                    )
        return None


def _units(key: str) -> int:
    """How many UTF-16 units a string has."""
    return len(key.encode("utf-16-be")) // 2


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch made one: a passage that was too long is several.

    >>> joined([(0, 4), (4, 6), (8, 9)])
    ((0, 6), (8, 9))
    """
    kept: list[Span] = []
    for start, end in spans:
        if kept and kept[-1][1] == start:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return tuple(kept)


def _widened(spans: tuple[Span, ...], before: int, after: int) -> tuple[Span, ...]:
    if len(spans) == 1:
        return ((spans[0][0] - before, spans[0][1] + after),)
    return ((spans[0][0] - before, spans[0][1]), *spans[1:-1], (spans[-1][0], spans[-1][1] + after))


def _piece(document: StoredDocument, number: int, offset: int) -> Span:
    """The piece of a passage that an offset lies in."""
    spans = document.spans(number)
    return next((start, end) for start, end in spans if start <= offset < end)


def _continues(part: Part, place: int, edge: str) -> bool:
    """Whether the word at an edge of a match goes on at a neighbouring place."""
    if not is_word_character(edge):
        return False
    neighbour = part.character(place)
    return neighbour is not None and is_word_character(neighbour)


def _is_apart(phrase: Phrase, part: Part, at: int, units: int) -> bool:
    """Whether no digit or comma beside a place can make a number of it another one."""
    folded = phrase.folded
    if units != len(folded) or "," in folded or folded[0] == "#":
        return False
    beside = (part.character(at - 1), part.character(at + units))
    return not any(one is not None and (one.isdecimal() or one == ",") for one in beside)


def _is_whole_number(part: Part, at: int, units: int, folded: str) -> bool:
    """Whether no numeral at an edge makes another number of it: 十周年 in 二十周年."""
    before, after = part.character(at - 1), part.character(at + units)
    return not (
        _are_of_one_number(before, folded[0])
        or (folded.startswith("百分之") and before in NUMERALS)
        or _are_of_one_number(folded[-1], after)
        or (not _JOINING.isdisjoint(folded) and (before in _JOINING or after in _JOINING))
    )


def _are_of_one_number(left: str | None, right: str | None) -> bool:
    """Whether two folded neighbours may be numerals of one number: 二十, 25, 5万; not 亿2 or 2五.

    Of a table folding leaves no space between one cell and the next.
    """
    if left is None or right is None or not {left, right} <= NUMERALS:
        return False
    return right not in _DIGITS if left.isascii() else not right.isascii()
