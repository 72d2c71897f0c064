"""The page of figures: each job writes its own section and leaves the rest as it is."""

from pathlib import Path

from tests.reliability import write_section


def test_a_section_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Reliability\n\nBefore.\n\n<!-- figures: Soak -->\nold\n<!-- end: Soak -->\n\nBehind.\n",
        encoding="utf-8",
    )
    write_section("Soak", "make soak", [("answers", "1,234"), ("a | b", "0")], page)
    write_section("Faults", "make faults", [("faults", "7")], page)
    write_section("Soak", "make soak", [("answers", "5")], page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Reliability\n\nBefore.\n\n<!-- figures: Soak -->\nWritten by ")
    assert text.count("| answers | 5 |") == 1
    assert "1,234" not in text
    assert "old" not in text
    assert text.index("Behind.") < text.index("| faults | 7 |")
    assert text.endswith("<!-- end: Faults -->\n")
