"""docs/json.md: every object that a command writes is as the page describes it."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.program import run, run_shell

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ bri-search (.*)\n((?:.*\n)*?)```", PAGE)
CHECKOUT = "/path/to/bri-search"
"""Where the examples have the checkout."""

BASIC: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer", "minimum": 0},
    "number": {"type": "number"},
    "true or false": {"type": "boolean"},
    "object": {"type": "object"},
    "null": {"type": "null"},
}


def schema_of(typed: str) -> dict[str, Any]:
    """The schema of a type as the page writes it.

    >>> schema_of("list of string or null")["anyOf"][0]
    {'type': 'array', 'items': {'type': 'string'}}
    """
    if typed in BASIC:
        return BASIC[typed]
    if typed.endswith(" or null"):
        return {"anyOf": [schema_of(typed.removesuffix(" or null").rstrip(",")), BASIC["null"]]}
    if typed.startswith("list of "):
        return {"type": "array", "items": schema_of(typed.removeprefix("list of "))}
    if typed.startswith("one of "):
        return {"enum": re.findall(r"`([^`]+)`", typed)}
    if pair := re.fullmatch(r"\[(.+), (.+)\]", typed):
        items = [schema_of(pair[1]), schema_of(pair[2])]
        return {"type": "array", "prefixItems": items, "minItems": 2, "maxItems": 2}
    named = re.fullmatch(r"`(\w+)`", typed)
    assert named, f"{typed!r} is no type"
    return {"$ref": f"#/$defs/{named[1]}"}


def tables() -> dict[str, list[tuple[str, str]]]:
    """The first two cells of the rows of each table, by the heading above it."""
    return {
        name: re.findall(r"^\| (?!key )([^|]+) \| ([^|]*)\|", table, re.MULTILINE)
        for name, table in re.findall(r"^### `(\w+)`\n((?:(?!#).*\n)*)", PAGE, re.MULTILINE)
    }


def objects() -> dict[str, dict[str, Any]]:
    """The schema of every object of the page, by its name; none may have other keys."""
    rows = tables()

    def keys(name: str) -> dict[str, tuple[dict[str, Any], bool]]:
        found: dict[str, tuple[dict[str, Any], bool]] = {}
        for cell, typed in rows[name]:
            is_always_there = "(only " not in cell
            if taken := re.match(r"the keys of `(\w+)`", cell):
                for key, (schema, _) in keys(taken[1]).items():
                    found[key] = schema, is_always_there
            else:
                found[cell.split("`")[1]] = schema_of(typed.strip()), is_always_there
        return found

    return {
        name: {
            "type": "object",
            "properties": {key: schema for key, (schema, _) in keys(name).items()},
            "required": [
                key for key, (_, is_always_there) in keys(name).items() if is_always_there
            ],
            "additionalProperties": False,
        }
        for name in rows
    }


OBJECTS = objects()

COMMANDS = {
    "search 互联互通": ("SearchResult", "Hit"),
    "search 互联互通 --explain": ("SearchResult", "Hit"),
    "search '3000亿美元 connectivity' --explain --limit 3": ("SearchResult", "Hit"),
    "search --exact 合作夥伴 --cite gb7714": ("SearchResult", "Hit"),
    "kwic 合作夥伴": ("KwicResult", "KwicLine"),
    "kwic 合作夥伴 --sample 3": ("KwicResult", "KwicLine"),
    "kwic 合作夥伴 --count": ("Count", "SourceCount"),
    "kwic 合作 --by source": ("Distribution", "GroupCount"),
    "kwic 合作 --by section": ("Distribution", "GroupCount"),
    "kwic 合作 --by date": ("Distribution", "GroupCount"),
    "kwic 合作 --collocates": ("Collocates", "Collocate"),
    "quote 三者有先后，却没有轻重": ("QuotationResult", "Candidate"),
    "quote 三者有先後，却没有快慢 --cite apa": ("QuotationResult", "Candidate"),
    "quote '一个项目好不好，当地人说了算。路最终要交给年轻人。'": ("QuotationResult", "Candidate"),
    "parallels": ("Parallels", "Parallel"),
    "parallels --summary": ("Shares", "Share"),
    "show specimen-report": ("Shown", "ShownPassage"),
    "show specimen-report --line 10 --cite plain": ("Shown", "ShownPassage"),
    "sources": ("Sources", "SourceSummary"),
}
NOTHING = {
    "search --exact 互连互通": "SearchResult",
    "kwic 互连互通": "KwicResult",
    "kwic 互连互通 --count": "Count",
    "kwic 互连互通 --by date": "Distribution",
    "kwic 互连互通 --collocates": "Collocates",
    "quote 上善若水，水善利万物而不争": "QuotationResult",
}


def validate(found: Any, name: str) -> None:
    Draft202012Validator({"$defs": OBJECTS, "$ref": f"#/$defs/{name}"}).validate(found)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_finds_is_as_described(command: str, folder: Path) -> None:
    whole, one_of_it = COMMANDS[command]
    typed = shlex.split(command)
    validate(json.loads(run(*typed, "--json", cwd=folder).out), whole)
    lines = run(*typed, "--jsonl", cwd=folder).lines
    assert lines
    for line in lines:
        validate(json.loads(line), one_of_it)


@pytest.mark.parametrize("command", NOTHING)
def test_what_it_writes_where_it_finds_nothing_is_as_described(command: str, folder: Path) -> None:
    ran = run(*shlex.split(command), "--json", cwd=folder)
    assert ran.status == 1
    validate(json.loads(ran.out), NOTHING[command])


def test_what_a_check_writes_is_as_described(folder: Path) -> None:
    long = "路" * 10_001
    draft = f"「三者有先後，却没有快慢」 “一个项目好不好，当地人说了算” 「{long}」 “没有"
    (folder / "draft.txt").write_text(draft, encoding="utf-8")
    whole = json.loads(run_shell("$bri check draft.txt --json", folder).out)
    validate(whole, "CheckResult")
    assert whole["unbalanced"]
    assert whole["quotations"][-1]["problem"]
    for line in run_shell("$bri check draft.txt --jsonl", folder).lines:
        validate(json.loads(line), "CheckedQuotation")


def test_what_a_build_and_a_verification_write_is_as_described(
    tmp_path: Path, folder: Path
) -> None:
    validate(json.loads(run("verify", "--json", cwd=folder).out), "Verification")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "one.txt").write_text("各方与合作伙伴加强互联互通。\n", encoding="utf-8")
    (corpus / "none.txt").write_bytes(b"")
    (corpus / "picture.png").write_bytes(b"\x89PNG")
    built = json.loads(run("index", "corpus", "--json", cwd=tmp_path).out)
    validate(built, "BuildReport")
    assert built["failed"]
    assert built["skipped"]


def test_every_object_of_the_page_is_named_by_a_command_or_another_object() -> None:
    known = set(re.findall(r"`(\w+)`", PAGE.partition("| command |")[2].partition("\n## ")[0]))
    for rows in tables().values():
        for cells in rows:
            known |= set(re.findall(r"`([A-Z]\w+)`", " ".join(cells)))
    assert set(OBJECTS) <= known


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_an_example_is_what_the_program_prints(command: str, shown: str, folder: Path) -> None:
    assert run(*shlex.split(command), cwd=folder).out.replace(str(ROOT), CHECKOUT) == shown
