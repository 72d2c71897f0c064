"""Variants: which characters are one, by OpenCC's own data."""

import json
from pathlib import Path

import pytest

from bri_search.text.variants import IDEOGRAPHS, Variants
from tests import typed


def test_a_representative_stands_for_itself(variants: Variants) -> None:
    assert not set(variants.representative.values()) & variants.representative.keys()


def test_only_ideographs_have_classes(variants: Variants) -> None:
    members = variants.representative.keys() | set(variants.representative.values())
    strangers = [
        member
        for member in members
        if not any(first <= ord(member) <= last for first, last in IDEOGRAPHS)
    ]
    assert strangers == []


def test_classes_are_few_and_small(variants: Variants) -> None:
    sizes: dict[str, int] = {}
    for chosen in variants.representative.values():
        sizes[chosen] = sizes.get(chosen, 1) + 1
    assert 3_000 < len(sizes) < 6_000
    assert max(sizes.values()) < 16


@pytest.mark.parametrize(
    ("member", "chosen"),
    [
        ("國", "国"),
        ("臺", "台"),
        ("後", "后"),
        ("衞", "卫"),
        ("衛", "卫"),
        ("裡", "里"),
        ("爲", "为"),
        ("說", "说"),
    ],
)
def test_the_representative_is_the_simplified_form(
    variants: Variants, member: str, chosen: str
) -> None:
    assert variants.representative[member] == chosen


def test_scripts_know_their_characters(variants: Variants) -> None:
    assert set("国数丝绸这们") <= variants.simplified
    assert set("國數絲綢這們") <= variants.traditional
    assert not variants.simplified & set("國數絲綢的一人")
    assert not variants.traditional & set("国数丝绸的一人")


@pytest.mark.parametrize("configuration", typed.CONFIGURATIONS)
def test_every_character_is_in_the_class_of_what_opencc_makes_of_it(
    variants: Variants, configuration: str
) -> None:
    def chosen(character: str) -> str:
        return variants.representative.get(character, character)

    characters = [chr(code) for code in range(0x3400, 0xA000)]
    converted = typed.converter(configuration).convert("\n".join(characters)).split("\n")
    apart = [
        (before, after)
        for before, after in zip(characters, converted, strict=True)
        if len(after) == 1 and chosen(before) != chosen(after)
    ]
    assert apart == []


def test_what_is_written_is_read_again(variants: Variants, tmp_path: Path) -> None:
    variants.write(tmp_path / "variants.json")
    assert Variants.read(tmp_path / "variants.json") == variants
    before = (tmp_path / "variants.json").read_bytes()
    Variants.read(tmp_path / "variants.json").write(tmp_path / "variants.json")
    assert (tmp_path / "variants.json").read_bytes() == before


def test_deriving_twice_gives_the_same(variants: Variants) -> None:
    assert Variants.derive() == variants


def test_the_file_holds_classes_that_can_be_read_by_anybody(tmp_path: Path) -> None:
    few = Variants(
        {"國": "国", "臺": "台", "囯": "国"}, frozenset("国"), frozenset("國"), frozenset(["衛衞"])
    )
    few.write(tmp_path / "few.json")
    assert Variants.read(tmp_path / "few.json") == few
    record = json.loads((tmp_path / "few.json").read_text(encoding="utf-8"))
    assert record == {
        "classes": {"国": "囯國", "台": "臺"},
        "simplified": "国",
        "traditional": "國",
        "regional": ["衛衞"],
        "parts": {},
    }
