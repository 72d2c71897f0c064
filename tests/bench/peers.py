"""What one would take instead of bri-search; each is given the lines of the corpus in Simplified.

Some are installed for `make bench` only, so each is imported where it is used.
"""

from __future__ import annotations

import sqlite3
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from tests.bench.engines import Engine
from tests.bench.workload import Query
from tests.quality.cutting import load_jieba, search_words

__all__ = ["PEERS"]

_SHOWN = 10


class _Lines(Engine):
    """An engine that is given the lines one by one."""

    def lines(self) -> Iterator[str]:
        """The passages."""
        with self.corpus.lines.open(encoding="utf-8") as file:
            for line in file:
                yield line.rstrip("\n")


class _Fts5(_Lines):
    """SQLite's FTS5 in one table, filled in one transaction."""

    tokenizer: str

    @classmethod
    def versions(cls) -> str:
        return ", ".join(filter(None, (f"SQLite {sqlite3.sqlite_version}", super().versions())))

    def build(self) -> None:
        with closing(sqlite3.connect(self.folder / "fts5.db")) as database, database:
            database.execute(
                f"CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='{self.tokenizer}')"
            )
            rows = ((self.indexed(line),) for line in self.lines())
            database.executemany("INSERT INTO passages VALUES (?)", rows)

    def open(self) -> None:
        database = sqlite3.connect(self.folder / "fts5.db")
        self.database = self.resources.enter_context(closing(database))

    def indexed(self, line: str) -> str:
        """What of a passage is indexed."""
        return line

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        return self.database.execute(statement, values).fetchall()


class Fts5Trigram(_Fts5):
    name = "FTS5, trigrams"
    tokenizer = "trigram"
    settings = (
        "`tokenize='trigram'`; `MATCH` a phrase, of two characters `LIKE`, which reads every row; "
        "count(*), or ten rows in any order"
    )

    def count(self, query: Query) -> int:
        where, sought = self._sought(query)
        [(number,)] = self.rows(f"SELECT count(*) FROM passages WHERE {where}", sought)
        return int(number)

    def first(self, query: Query) -> int:
        where, sought = self._sought(query)
        return len(self.rows(f"SELECT text FROM passages WHERE {where} LIMIT {_SHOWN}", sought))

    def _sought(self, query: Query) -> tuple[str, str]:
        phrase = query.simplified
        if len(phrase) < 3:
            # The plus keeps the index out of it, in which SQLite would look for two characters in vain.
            return "+text LIKE ?", f"%{phrase}%"
        return "passages MATCH ?", f'"{phrase}"'


class Fts5Words(_Fts5):
    name = "FTS5, jieba words"
    packages = ("jieba",)
    tokenizer = "unicode61"
    settings = (
        "words of `cut_for_search` joined by spaces, `tokenize='unicode61'`; the OR of the words, "
        "`ORDER BY rank LIMIT 10`"
    )

    def indexed(self, line: str) -> str:
        return " ".join(search_words(line))

    def open(self) -> None:
        load_jieba()
        super().open()

    def ranked(self, query: Query) -> int:
        any_of = " OR ".join(f'"{word}"' for word in dict.fromkeys(search_words(query.simplified)))
        statement = f"SELECT text FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT {_SHOWN}"
        return len(self.rows(statement, any_of))


class Tantivy(_Lines):
    """tantivy with pairs of characters for phrases and words for ranking."""

    name = "tantivy"
    packages = ("tantivy", "jieba")
    settings = (
        "a field of the pairs of neighbouring characters for phrases, one of the words of jieba's "
        "`cut_for_search` for free text (a boolean query, each word `Should`), both joined by "
        "spaces, whitespace tokenizer; the text stored; default writer"
    )

    def build(self) -> None:
        import tantivy

        load_jieba()
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("pairs", tokenizer_name="spaces")
        schema.add_text_field("words", tokenizer_name="spaces", index_option="freq")
        index = self._prepared(tantivy.Index(schema.build(), str(self.folder)))
        writer = index.writer()
        for line in self.lines():
            writer.add_document(
                tantivy.Document(
                    text=[line],
                    pairs=[" ".join(_pairs(line))],
                    words=[" ".join(search_words(line))],
                )
            )
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        import tantivy

        load_jieba()
        index = self._prepared(tantivy.Index.open(str(self.folder)))
        self._schema = index.schema
        self._searcher = index.searcher()

    def count(self, query: Query) -> int:
        number = self._searcher.search(self._phrase(query), 1).count
        return int(number)

    def first(self, query: Query) -> int:
        return self._read(self._phrase(query))

    def ranked(self, query: Query) -> int:
        import tantivy

        terms = dict.fromkeys(search_words(query.simplified))
        any_of = [(tantivy.Occur.Should, self._term("words", term)) for term in terms]
        return self._read(tantivy.Query.boolean_query(any_of))

    def _phrase(self, query: Query) -> Any:
        import tantivy

        pairs = _pairs(query.simplified)
        if len(pairs) == 1:
            return self._term("pairs", pairs[0])
        return tantivy.Query.phrase_query(self._schema, "pairs", [*pairs])

    def _term(self, field: str, term: str) -> Any:
        import tantivy

        return tantivy.Query.term_query(self._schema, field, term)

    def _read(self, query: Any) -> int:
        hits = self._searcher.search(query, _SHOWN, count=False).hits
        return sum(bool(self._searcher.doc(address)["text"]) for _, address in hits)

    @staticmethod
    def _prepared(index: Any) -> Any:
        import tantivy

        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("spaces", analyzer)
        return index


class Whoosh(_Lines):
    """Whoosh with the analyzer that jieba ships for it."""

    name = "Whoosh, jieba analyzer"
    packages = ("Whoosh", "jieba")
    settings = (
        "jieba's ChineseAnalyzer as it comes, the text stored, default writer; a phrase of the "
        "analyzer's words with a slop of 6, or the OR of them, BM25F"
    )

    def build(self) -> None:
        from whoosh import fields, index

        schema = fields.Schema(text=fields.TEXT(self._analyzer(), stored=True))
        with index.create_in(self.folder, schema).writer() as writer:
            for line in self.lines():
                writer.add_document(text=line)

    def open(self) -> None:
        from whoosh import index

        self._analyze = self._analyzer()
        opened = index.open_dir(self.folder)
        self._searcher = self.resources.enter_context(opened.searcher())

    def count(self, query: Query) -> int:
        return sum(1 for _ in self._searcher.docs_for_query(self._phrase(query)))

    def first(self, query: Query) -> int:
        return self._read(self._phrase(query))

    def ranked(self, query: Query) -> int:
        from whoosh.query import Or, Term

        terms = dict.fromkeys(token.text for token in self._analyze(query.simplified))
        return self._read(Or([Term("text", term) for term in terms]))

    def _phrase(self, query: Query) -> Any:
        from whoosh.query import NullQuery, Phrase

        terms = [token.text for token in self._analyze(query.simplified)]
        # The analyzer counts positions in characters: neighbours stand a word's length apart.
        return (
            Phrase("text", terms, slop=6) if terms else NullQuery
        )  # it leaves out 的 and the like

    def _read(self, query: Any) -> int:
        return sum(bool(hit["text"]) for hit in self._searcher.search(query, limit=_SHOWN))

    @staticmethod
    def _analyzer() -> Any:
        load_jieba()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # jieba leaves a file open
            from jieba.analyse import ChineseAnalyzer
        return ChineseAnalyzer()


class MemoryScan(_Lines):
    """The lines in memory, read from end to end for every query."""

    name = "memory scan"
    settings = "the lines as one `bytes`; `count`, or `find` until there are ten"
    has_index = False

    def open(self) -> None:
        self._text = self.corpus.lines.read_bytes()

    def count(self, query: Query) -> int:
        return self._text.count(query.simplified.encode())

    def first(self, query: Query) -> int:
        phrase = query.simplified.encode()
        shown: list[str] = []
        end = 0
        while len(shown) < _SHOWN and (place := self._text.find(phrase, end)) >= 0:
            start, end = self._text.rfind(b"\n", 0, place) + 1, self._text.index(b"\n", place)
            shown.append(self._text[start:end].decode())
        return len(shown)


class Grep(Engine):
    """grep over the file of the lines, a process for every query."""

    name = "grep"
    settings = (
        "`LC_ALL=C grep -cF` and `grep -m 10 -F` over the file of the lines, which is in memory"
    )
    has_index = False

    def count(self, query: Query) -> int:
        return int(self._run("-cF", query))

    def first(self, query: Query) -> int:
        return self._run("-Fm10", query).count(b"\n")

    def _run(self, options: str, query: Query) -> bytes:
        command = ["grep", options, "--", query.simplified, str(self.corpus.lines)]
        done = subprocess.run(command, capture_output=True, env={"LC_ALL": "C"}, check=False)
        if done.returncode > 1:  # 1 means that nothing was found
            done.check_returncode()
        return done.stdout


class Rapidfuzz(Engine):
    """rapidfuzz's best partial match, text by text."""

    name = "rapidfuzz"
    packages = ("rapidfuzz",)
    settings = "`partial_ratio_alignment` of the quotation with each text in Simplified, in memory"
    has_index = False

    def open(self) -> None:
        from tests.bench.corpora import simplified, texts_in

        convert = simplified()
        texts = (path.read_text(encoding="utf-8") for path in texts_in(self.corpus.texts))
        self._texts = ["".join(convert(text).split()) for text in texts]

    def quoted(self, query: Query) -> int:
        from rapidfuzz.fuzz import partial_ratio_alignment

        best = 0.0
        for text in self._texts:
            found = partial_ratio_alignment(query.simplified, text, score_cutoff=best)
            best = max(best, found.score if found is not None else 0.0)
        return int(best > 90)


def _pairs(text: str) -> list[str]:
    """The pairs of neighbouring characters, without white space, which parts the tokens."""
    solid = "".join(text.split())
    return [solid[place : place + 2] for place in range(max(len(solid) - 1, 1))]


PEERS: tuple[type[Engine], ...] = (
    Fts5Trigram,
    Fts5Words,
    Tantivy,
    Whoosh,
    MemoryScan,
    Grep,
    Rapidfuzz,
)
