"""The reference page of the commands, written from the program's own help.

python -m bri_search.cli.reference > docs/commands.md
"""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from io import StringIO

from typer.main import get_command

from bri_search.cli.commands import SUMMARIES
from bri_search.cli.program import NAME, app

__all__ = ["reference"]

_WIDTH = 80

_HEAD = """\
# Commands

<!-- Written by `make docs` from the program's own help; change that and not this page. -->

## What all commands share

**Exit status**, as grep's: 0 something was found, 1 nothing was found, 2 an error, of which one
line on standard error says what to do. A command that was stopped with Ctrl-C leaves with 130.

**On a terminal** answers are coloured, cut around their matches and fitted to its width; a table
for which it is too narrow leaves out its last columns. **In a pipe** nothing is coloured, wrapped,
left out or cut to a width, and an answer is a line: `search` writes `file:line: text` below a line
with the title, section and score, `kwic` a line an occurrence in columns two spaces apart, `show` a
line a passage. Line ends inside a passage are taken out, and control characters shown as pictures
(␛), so that no document can do anything to a terminal; a file name with such characters, or that is
no UTF-8, is quoted as a shell reads it (`$'a\\nb.txt'`), in CSV and TSV too. JSON has them as they
are.

**`--json`** writes one object, **`--jsonl`** an object a line: hits, occurrences, candidates,
quotations, parallels, passages or sources; with `kwic --count`, sources with their counts. Each
has the source that it is from. **`--csv`** and **`--tsv`** write a table below a row of column
names, in UTF-8; a text that begins as a formula does has an apostrophe before it. Where nothing is
found, none of them says so on standard error: `total` is 0, and the exit status 1. `text` and
everything else from a file is what stands there, so `--show-as` does not go with them, and its
variable has no say in them.

**`--cite bibtex`** and **`--cite csl-json`** write in a pipe a file that Zotero and other programs
import, and nothing else: entries of BibTeX, or one array of CSL-JSON. Each source is in it once,
with all places that were found in its note; what the catalog does not say of it stands on standard
error. On a terminal each entry stands below what it cites. In JSON and in tables, `citation` is
that of one place: with `csl-json` one item, as text (`jq '[.hits[].citation | fromjson]'`).

**Where nothing or little is found**, one line on standard error asks what was meant, with how often
that stands and why it is near: it sounds alike (互连互通, 互联互通), or one or two characters
differ, or two are swapped. Where nothing is near, it names the longest parts that stand somewhere.
In JSON, `suggestions` has the same.

**`--show-as`** converts what is shown of a source into the script that you read: `hans` and `hant`,
or `hk` and `tw` with the characters of the region. The first line says so. Characters are converted
and words are not (软件 becomes 軟件, never 軟體); each stays in its place, so matches are marked
where they stand. Citations, and in `quote` and `check` the differences, are in the original
characters.

| variable | does |
|---|---|
| `BRI_SEARCH_INDEX` | names the index where `--index` is not given |
| `BRI_SEARCH_SHOW_AS` | names the script that texts are shown in where `--show-as` is not given |
| `BRI_SEARCH_TRUST` | 1 opens an index that others could have written, as `--trust` does |
| `NO_COLOR` | takes out the colours; matches stay bold |
| `FORCE_COLOR` | writes to a pipe as to a terminal, `COLUMNS` cells wide |
| `BRI_SEARCH_DEBUG` | shows the traceback of an error |

`bri-search --install-completion` makes the shell complete commands, options and the ids of sources.
"""


def reference() -> str:
    """The page, in Markdown."""
    return _HEAD + "".join(map(_section, ["", *SUMMARIES]))


def _section(name: str) -> str:
    heading = f"{NAME} {name}".rstrip()
    lines = (line.rstrip() for line in _help(name).splitlines())
    return "\n".join([f"\n## {heading}\n", "```text", *lines, "```\n"])


def _help(name: str) -> str:
    """What a command writes when it is asked for its help."""
    written = StringIO()
    with redirect_stdout(written):
        get_command(app).main(
            [*name.split(), "--help"],
            prog_name=NAME,
            standalone_mode=False,
            terminal_width=_WIDTH,
        )
    return written.getvalue()


if __name__ == "__main__":
    sys.stdout.write(reference())
