"""What the README shows is what the program does."""

import re
import shlex
from pathlib import Path

import pytest

import bri_search
from tests.program import plain, run_on_terminal

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURES = re.findall(r"```console\n\$ bri-search (.*)\n((?:.*\n)*?)```", README)


def test_the_readme_has_pictures():
    assert len(PICTURES) == 3


@pytest.mark.parametrize(("command", "shown"), PICTURES)
def test_pictures_are_real(command: str, shown: str, corpus_library: bri_search.Library):
    ran = run_on_terminal(
        *shlex.split(command),
        columns=80,
        cwd=ROOT,
        BRI_SEARCH_INDEX=corpus_library._store.index,
        NO_COLOR="1",
    )
    lines = [line.rstrip() for line in plain(ran.out).splitlines()]
    assert "\n".join(lines).strip() == shown.strip()
