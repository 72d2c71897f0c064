"""A file with its record becomes a source; what no record says is inferred from the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from bri_search.sources.catalog import STATED, Record
from bri_search.sources.document import Kind, Passage, Script, Source
from bri_search.sources.finding import readable_name
from bri_search.sources.headings import enumerator
from bri_search.sources.readers import Reading
from bri_search.text.reading import reading
from bri_search.text.variants import Variants

__all__ = ["describe", "infer_script", "infer_title"]

_EMPTY = {key: getattr(Record(id=""), key) for key in STATED}
_MIXED_SHARE = 0.05
_LONGEST_TITLE = 80


def describe(
    path: Path,
    sha256: str,
    content: Reading,
    passages: Sequence[Passage],
    record: Record | None,
    variants: Variants,
    *,
    source_id: str,
) -> Source:
    """Put together what is known of a document: its record, then its file, then what it shows."""
    record = record or Record(id=source_id)
    said = content.metadata
    script = Script(record.script) if record.script else infer_script(content.text, variants)
    return Source(
        id=source_id,
        title=record.title
        or said.title
        or infer_title(path, content.text, passages, content.has_markup),
        path=path,
        sha256=sha256,
        script=script,
        language=record.language or _language(said.language, script),
        encoding=content.encoding,
        has_markup=content.has_markup,
        **{key: getattr(record, key) or getattr(said, key, None) or _EMPTY[key] for key in STATED},
    )


def _language(said: str | None, script: Script) -> str:
    """The language that a file says it is in, unless its script says that it is not.

    Programs put in English where nobody says anything.

    >>> _language("zh-Hant", Script.TRADITIONAL), _language("en-US", Script.SIMPLIFIED)
    ('zh-Hant', 'zh')
    """
    other = "zh" if script is Script.LATIN else "en"
    if said is not None and said.partition("-")[0].casefold() != other:
        return said
    return "en" if script is Script.LATIN else "zh"


def infer_title(path: Path, text: str, passages: Sequence[Passage], has_markup: bool) -> str:
    """The first heading, if the document begins with one; else the name of the file.

    Below something else, a heading with a number is that of a section.
    """
    for passage in passages[:3]:
        if passage.kind is Kind.HEADING:
            label = reading([(start, text[start:end]) for start, end in passage.spans], has_markup)
            title = re.sub(r"\s+", " ", label.text).strip()
            if passage.number > 0 and enumerator(title) is not None:
                break
            return title[:_LONGEST_TITLE]
    return readable_name(path.stem)


def infer_script(text: str, variants: Variants) -> Script:
    """The script of a text, by the characters that only one script writes.

    Mixed where the rarer of the two has more than one in twenty of them.
    """
    simplified = traditional = ideographs = letters = 0
    for character in text:
        if character.isascii():
            letters += character.isalpha()
        elif "\u3400" <= character <= "\u9fff":
            ideographs += 1
            simplified += character in variants.simplified
            traditional += character in variants.traditional
    if ideographs * 10 < letters:
        return Script.LATIN
    rarer = min(simplified, traditional)
    if rarer > _MIXED_SHARE * (simplified + traditional):
        return Script.MIXED
    return Script.TRADITIONAL if traditional > simplified else Script.SIMPLIFIED
