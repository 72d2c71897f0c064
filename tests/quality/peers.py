"""What one would take instead of bri-search, each set up as its documentation advises.

They are installed for `make quality` only, so each is imported where it is used.
"""

from __future__ import annotations

import sqlite3
import warnings
from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.quality.cutting import (
    document_search_words,
    document_words,
    load_jieba,
    search_words,
    simplified_bigrams,
    words,
)
from tests.quality.engines import Engine
from tests.quality.phrases import Phrase
from tests.quality.questions import Document

__all__ = ["PEERS"]


class Bm25s(Engine):
    """bm25s over tokens of some kind."""

    phrases = ""
    tokens: Callable[[str], tuple[str, ...]]
    document_tokens: Callable[[str], tuple[str, ...]]

    def index(self, documents: Sequence[Document], folder: Path) -> None:  # noqa: ARG002
        import bm25s

        self._ids = [document.id for document in documents]
        self._bm25 = bm25s.BM25()
        tokens = [list(self.document_tokens(document.text)) for document in documents]
        self._bm25.index(tokens, show_progress=False)

    def rank(self, question: str, depth: int) -> list[str]:
        known = [token for token in self.tokens(question) if token in self._bm25.vocab_dict]
        if not known:
            return []
        found, scores = self._bm25.retrieve(
            [known], k=min(depth, len(self._ids)), show_progress=False
        )
        return [
            self._ids[number]
            for number, score in zip(found[0], scores[0], strict=True)
            if score > 0
        ]

    def finds(self, phrase: Phrase) -> bool:
        raise NotImplementedError("bm25s keeps no positions: it has no phrases")


class Bm25sWords(Bm25s):
    name = "bm25s, jieba words"
    packages = ("bm25s", "jieba")
    settings = "`BM25()` as it comes: Lucene's BM25, k1 = 1.5, b = 0.75"
    tokens = staticmethod(search_words)
    document_tokens = staticmethod(document_search_words)


class Bm25sBigrams(Bm25s):
    name = "bm25s, bigrams after t2s"
    packages = ("bm25s", "OpenCC")
    settings = "the same; OpenCC's t2s for documents and questions, then pairs of characters"
    tokens = staticmethod(simplified_bigrams)
    document_tokens = tokens


class Fts5(Engine):
    """SQLite's FTS5; what matches comes in the order of its own bm25()."""

    @classmethod
    def versions(cls) -> str:
        return ", ".join(filter(None, (f"SQLite {sqlite3.sqlite_version}", super().versions())))

    def index(self, documents: Sequence[Document], folder: Path) -> None:
        self._database = self.resources.enter_context(closing(sqlite3.connect(folder / "fts5.db")))
        self.fill_tables(documents)
        self._database.commit()

    @abstractmethod
    def fill_tables(self, documents: Sequence[Document]) -> None:
        """Make the tables that are looked into, and fill them."""

    @abstractmethod
    def terms(self, question: str) -> Sequence[str]:
        """What a question is looked up by."""

    @abstractmethod
    def holding(self, phrase: str) -> list[str]:
        """The documents that hold a phrase."""

    def rank(self, question: str, depth: int) -> list[str]:
        terms = dict.fromkeys(self.terms(question))
        return self.matching("ranked", terms, depth) if terms else []

    def finds(self, phrase: Phrase) -> bool:
        return phrase.document in self.holding(phrase.typed)

    def fill(self, table: str, tokenizer: str, texts: Iterable[tuple[str, str]]) -> None:
        """A table of documents with their texts."""
        self._database.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5(id UNINDEXED, text, tokenize='{tokenizer}')"
        )
        self._database.executemany(f"INSERT INTO {table} VALUES (?, ?)", texts)

    def matching(self, table: str, strings: Iterable[str], limit: int) -> list[str]:
        """The documents of a table that hold any of some strings, best first; -1 means all."""
        any_of = " OR ".join('"' + string.replace('"', '""') + '"' for string in strings)
        rows = self._database.execute(
            f"SELECT id FROM {table} WHERE {table} MATCH ? ORDER BY rank LIMIT ?", (any_of, limit)
        )
        return [row[0] for row in rows]


class Fts5Trigram(Fts5):
    name = "FTS5, trigrams"
    settings = "`tokenize='trigram'`, `ORDER BY rank`; the OR of the question's trigrams"
    phrases = "the phrase as typed, in double quotation marks"

    def fill_tables(self, documents: Sequence[Document]) -> None:
        self.fill("ranked", "trigram", [(one.id, one.text) for one in documents])

    def terms(self, question: str) -> Sequence[str]:
        return [question[place : place + 3] for place in range(len(question) - 2)]

    def holding(self, phrase: str) -> list[str]:
        return self.matching("ranked", [phrase], -1)


class Fts5Words(Fts5):
    name = "FTS5, jieba words"
    packages = ("jieba",)
    settings = (
        "words joined by spaces, `tokenize='unicode61'`, `ORDER BY rank`; the OR of the words"
    )
    phrases = "the words of the phrase in double quotation marks, on a table of such words"

    def fill_tables(self, documents: Sequence[Document]) -> None:
        for table, cut in (("ranked", document_search_words), ("phrases", document_words)):
            texts = [(one.id, " ".join(cut(one.text))) for one in documents]
            self.fill(table, "unicode61", texts)

    def terms(self, question: str) -> Sequence[str]:
        return search_words(question)

    def holding(self, phrase: str) -> list[str]:
        return self.matching("phrases", [" ".join(words(phrase))], -1)


class Tantivy(Engine):
    """tantivy, with the words of `cut_for_search` in one field and those of `cut` in another."""

    name = "tantivy, jieba words"
    packages = ("tantivy", "jieba")
    settings = "words joined by spaces, whitespace tokenizer; a boolean query, each word `Should`"
    phrases = "a phrase query of the words of the phrase, on a field of such words"

    def index(self, documents: Sequence[Document], folder: Path) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        for field in ("ranked", "phrases"):
            schema.add_text_field(field, tokenizer_name="words")
        self._schema = schema.build()
        index = tantivy.Index(self._schema, str(folder))
        index.register_tokenizer(
            "words", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        )
        writer = index.writer(num_threads=1)
        for one in documents:
            writer.add_document(
                tantivy.Document(
                    id=[one.id],
                    ranked=[" ".join(document_search_words(one.text))],
                    phrases=[" ".join(document_words(one.text))],
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def rank(self, question: str, depth: int) -> list[str]:
        import tantivy

        terms = dict.fromkeys(search_words(question))
        any_of = [(tantivy.Occur.Should, self._term("ranked", term)) for term in terms]
        return self._found(tantivy.Query.boolean_query(any_of), depth)

    def finds(self, phrase: Phrase) -> bool:
        import tantivy

        terms = words(phrase.typed)
        if not terms:
            return False
        if len(terms) > 1:
            query = tantivy.Query.phrase_query(self._schema, "phrases", [*terms])
        else:
            query = self._term("phrases", terms[0])
        return phrase.document in self._found(query, self._searcher.num_docs)

    def _term(self, field: str, term: str) -> Any:
        import tantivy

        return tantivy.Query.term_query(self._schema, field, term)

    def _found(self, query: Any, depth: int) -> list[str]:
        hits = self._searcher.search(query, depth).hits
        return [self._searcher.doc(address)["id"][0] for _, address in hits]


class Whoosh(Engine):
    """Whoosh with the analyzer that jieba ships for it."""

    name = "Whoosh, jieba analyzer"
    packages = ("Whoosh", "jieba")
    settings = "jieba's ChineseAnalyzer as it comes for both sides, BM25F; the OR of the words"
    phrases = "a phrase of the analyzer's words with a slop of 6"

    def index(self, documents: Sequence[Document], folder: Path) -> None:
        load_jieba()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # jieba leaves a file open
            from jieba.analyse.analyzer import ChineseAnalyzer
        from whoosh import fields, index

        self._analyzer = ChineseAnalyzer()
        schema = fields.Schema(id=fields.ID(stored=True), text=fields.TEXT(self._analyzer))
        created = index.create_in(folder, schema)
        with created.writer() as writer:
            for document in documents:
                writer.add_document(id=document.id, text=document.text)
        self._searcher = self.resources.enter_context(created.searcher())

    def rank(self, question: str, depth: int) -> list[str]:
        from whoosh import query

        terms = dict.fromkeys(token.text for token in self._analyzer(question))
        any_of = query.Or([query.Term("text", term) for term in terms])
        return [hit["id"] for hit in self._searcher.search(any_of, limit=depth)]

    def finds(self, phrase: Phrase) -> bool:
        from whoosh import query

        # The analyzer counts positions in characters: neighbours stand a word's length apart.
        terms = [token.text for token in self._analyzer(phrase.typed)]
        if not terms:
            return False
        found = self._searcher.search(query.Phrase("text", terms, slop=6), limit=None)
        return any(hit["id"] == phrase.document for hit in found)


PEERS: tuple[type[Engine], ...] = (
    Bm25sWords,
    Bm25sBigrams,
    Fts5Trigram,
    Fts5Words,
    Tantivy,
    Whoosh,
)
