"""Rendering: what sources say in the script of the reader, for showing it and nothing else.

Every character stays in its place, so what marks a stretch of a text marks the same stretch of the
rendering. Offsets, citations and differences are those of the original and are never rendered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from bri_search.index.store import Store
from bri_search.sources.document import Script, Source
from bri_search.text.scripts import ReaderScript, Writing

if TYPE_CHECKING:
    from bri_search.search.kwic.counting import CountedForm

__all__ = ["Rendering"]

_REGION = r"(?i)-(?:(?P<hong_kong>hk|mo)|tw)\b"
_OF_SCRIPT = {
    Script.SIMPLIFIED: Writing.SIMPLIFIED,
    Script.TRADITIONAL: Writing.TRADITIONAL,
}


class Rendering:
    """Renders texts of sources in a reader's script; made by `Library.rendering`.

    Characters are converted and words are not: `hk` has the characters of Hong Kong, `tw` those of
    Taiwan, and `original` changes nothing. How a text is written is what its source is written in,
    with the region if the `language` of its record names one (zh-HK, zh-TW); of a source in mixed
    script each character and its neighbours tell, and of one in English, or where no source is
    given, the text itself.

    >>> import bri_search
    >>> library = bri_search.open(example_index)
    >>> hit = library.search("合作伙伴", limit=1)[0]
    >>> shown = library.rendering("hk").text(hit.text, hit.source)
    >>> hit.text, shown
    ('各方与合作夥伴加强互联互通。', '各方與合作夥伴加強互聯互通。')
    >>> [shown[start:end] for start, end in hit.marked]
    ['合作夥伴']
    """

    def __init__(self, store: Store, script: ReaderScript) -> None:
        self.script = script
        self._store = store

    def __bool__(self) -> bool:
        """Whether anything is converted."""
        return self.script is not ReaderScript.ORIGINAL

    def text(self, text: str, source: Source | None = None) -> str:
        """A text of a source in the reader's script; it has the length that it had.

        >>> import bri_search
        >>> bri_search.open(example_index).rendering("tw").text("从这里到卫星")
        '從這裡到衛星'
        """
        if not self or text.isascii():
            return text
        from bri_search.text.conversion import convert  # what is shown as it is needs none of it

        variants = self._store.folding.variants
        return convert(text, self.script, self._writing(text, source), variants)

    def pieces(self, pieces: Sequence[str], source: Source | None = None) -> Iterator[str]:
        """Pieces of one text, converted as the whole that they are and parted again.

        >>> import bri_search
        >>> list(bri_search.open(example_index).rendering("hk").pieces(["头", "发"]))
        ['頭', '髮']
        """
        text = self.text("".join(pieces), source)
        ends = accumulate(map(len, pieces), initial=0)
        return (text[start:end] for start, end in pairwise(ends))

    def forms(self, forms: Iterable[CountedForm]) -> tuple[CountedForm, ...]:
        """Forms in the reader's script, most frequent first; those that become one are one.

        >>> import bri_search
        >>> forms = [bri_search.CountedForm("夥伴", 8), bri_search.CountedForm("伙伴", 7)]
        >>> bri_search.open(example_index).rendering("hans").forms(forms)
        (CountedForm(form='伙伴', count=15),)
        """
        from bri_search.search.kwic.counting import CountedForm

        counted: Counter[str] = Counter()
        for one in forms:
            counted[self.text(one.form)] += one.count
        return tuple(CountedForm(form, count) for form, count in counted.most_common())

    def _writing(self, text: str, source: Source | None) -> Writing:
        if source is not None and source.script is Script.MIXED:
            return Writing.MIXED
        known = _OF_SCRIPT.get(source.script) if source is not None else None
        if known is None:
            from bri_search.sources.describing import (
                infer_script,
            )  # a plain search needs none of it

            inferred = infer_script(text, self._store.folding.variants)
            known = _OF_SCRIPT.get(inferred, Writing.MIXED)
        region = re.search(_REGION, source.language or "") if source is not None else None
        if known is not Writing.TRADITIONAL or region is None:
            return known
        return Writing.HONG_KONG if region["hong_kong"] else Writing.TAIWAN
