"""Documents and parts of an index, made without building one."""

from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path

from bri_search.index.columns import COLUMNS
from bri_search.index.concordance import Part
from bri_search.index.documents import StoredDocument
from bri_search.index.parts import PartWriter
from bri_search.index.preparing import PreparedDocument, prepare
from bri_search.sources.document import Passage
from bri_search.sources.marks import PageStart
from bri_search.sources.passages import Furniture
from bri_search.text.fold import Folding


def stored(
    text: str,
    passages: Iterable[Passage],
    folding: Folding,
    furniture: Iterable[Furniture] = (),
    pages: tuple[PageStart, ...] = (),
) -> StoredDocument:
    """A document as the index gives it back."""
    return StoredDocument.of(prepare(text, passages, furniture, folding, pages))


def written(folder: Path, number: int, texts: Mapping[int, str]) -> Part:
    """A part that holds folded texts, walls included, each as one passage of its source."""
    path = folder / f"part-{number}"
    path.unlink(missing_ok=True)  # what is mapped must not be written over
    writer = PartWriter()
    for serial, text in texts.items():
        writer.add(serial, folded_alone(text))
    return Part(path, writer.write(path))


def folded_alone(folded: str) -> PreparedDocument:
    """A document of which nothing is known but its folded text."""
    columns = {name: b"" if kind == "B" else array(kind) for name, kind in COLUMNS.items()}
    units = folded.encode("utf-16-be", "surrogatepass")
    one = array("I", [0] if units else [])
    columns |= {
        "folded": units,
        "starts": one,
        "kinds": bytes(len(one)),
        "section starts": one,
        "sections": one,
        "span starts": one,
        "span ends": array("I", [len(folded)] if units else []),
        "length": array("I", [len(folded)]),
    }
    return PreparedDocument(columns)
