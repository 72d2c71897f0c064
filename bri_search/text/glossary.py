"""The glossary: terms that no library has, in the words of each region and in English.

One table with tabs, kept by hand: the project's own is `glossary.tsv` beside this module, a user's
lies beside the documents, in the same format. A cell may hold several renderings parted by `|`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bri_search.text.files import read_regular

__all__ = [
    "COLUMNS",
    "GLOSSARY_NAME",
    "MOST_BYTES",
    "PROJECT_GLOSSARY",
    "GlossaryRow",
    "read_glossary",
]

GLOSSARY_NAME = "glossary.tsv"
PROJECT_GLOSSARY = Path(__file__).with_name(GLOSSARY_NAME)
COLUMNS = ("zh-Hans", "zh-Hant-HK", "zh-Hant-TW", "en", "source")
MOST_BYTES = 4 * 1024 * 1024
"""Bytes of a glossary; a vocabulary takes sixty times as much memory to be gathered."""
_HEADER = "\t".join(COLUMNS)


@dataclass(frozen=True, slots=True)
class GlossaryRow:
    """One term: its renderings in the order of the columns, and who renders it so."""

    renderings: tuple[tuple[str, ...], ...]
    source: str

    @property
    def forms(self) -> tuple[str, ...]:
        """All renderings of all columns, each once."""
        return tuple(dict.fromkeys(form for cell in self.renderings for form in cell))


def read_glossary(path: Path) -> tuple[tuple[GlossaryRow, ...], tuple[str, ...]]:
    r"""The rows of a glossary that can be used, and a line on each that cannot.

    A heading line is passed over, as are empty lines and those that begin with `#`. A row is
    refused that has not five cells, has an empty one, or has the zh-Hans of a row before it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "glossary.tsv")
    ...     _ = path.write_text("网络\t網絡\t網路\tnetwork\tusage\n软件\t軟件\n", encoding="utf-8")
    ...     rows, problems = read_glossary(path)
    >>> rows[0].forms
    ('网络', '網絡', '網路', 'network')
    >>> problems[0].partition(";")[0].partition("glossary.tsv: ")[2]
    'line 2 has 2 columns'
    """
    try:
        lines = read_regular(path, MOST_BYTES).decode("utf-8-sig").splitlines()
    except OSError as error:
        return (), (f"{path}: cannot be read ({error.strerror}); check what it is",)
    except UnicodeDecodeError as error:
        return (), (f"{path}: is not UTF-8 (at byte {error.start}); save it as UTF-8",)
    rows: list[GlossaryRow] = []
    problems: list[str] = []
    had: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#") or line == _HEADER:
            continue
        problem = _problem(line, had)
        if problem:
            problems.append(f"{path}: line {number} {problem}")
            continue
        *cells, source = (cell.strip() for cell in line.split("\t"))
        had[cells[0]] = number
        renderings = tuple(tuple(form.strip() for form in cell.split("|")) for cell in cells)
        rows.append(GlossaryRow(renderings, source))
    return tuple(rows), tuple(problems)


def _problem(line: str, had: dict[str, int]) -> str | None:
    """What is wrong with a row and how to mend it; None where nothing is."""
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(COLUMNS):
        columns = f"{len(cells)} column" + "s" * (len(cells) != 1)
        return f"has {columns}; give it {len(COLUMNS)} with tabs between them: {' '.join(COLUMNS)}"
    for name, cell in zip(COLUMNS, cells, strict=True):
        parts = [cell] if name == "source" else cell.split("|")
        if not all(part.strip() for part in parts):
            what = f"an empty rendering in {name}" if cell else f"nothing in {name}"
            return f"has {what}; write the term there, or take the row out"
    if cells[0] in had:
        return (
            f"has {cells[0]} again, which is on line {had[cells[0]]}; put further renderings "
            "there, parted by |"
        )
    return None
