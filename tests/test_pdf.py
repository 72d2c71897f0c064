"""PDF: pages, columns, and files that lie."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from bri_search.errors import UnreadableSource
from bri_search.sources.readers import read_bytes
from bri_search.sources.readers.confined import MOST_MEMORY
from bri_search.sources.sections import divide
from tests import making
from tests.building import LibraryOf
from tests.samples import SAMPLES, read, refused, words


def test_pages_have_numbers_and_labels_and_running_heads_are_furniture() -> None:
    reading = read(SAMPLES["pdf"])
    assert [page.label for page in reading.pages] == ["iii", "1", "2", "3"]
    assert reading.notices == ("page 4 without text (scanned?); the rest is indexed",)
    passages, furniture = divide(reading.text, False, (), reading.pages)
    found = {
        reading.text[slice(*one.span)]: one.what for one in furniture if one.what != "white space"
    }
    assert found == {
        "沿海航線年度說明 第1頁": "running head",
        "沿海航線年度說明 第2頁": "running head",
        "1": "page number",
        "2": "page number",
    }
    [crossing] = [one for one in passages if making.FIRST[:10] in words(reading, one)]
    assert making.FIRST in words(reading, crossing).replace("\n", "")
    assert crossing.page == 2


def test_a_pdf_of_pictures_is_refused_and_says_why() -> None:
    assert "OCR" in refused(".pdf", making.pdf([(), ()], pictures=[1, 2]))


def test_pages_without_text_are_listed_as_ranges() -> None:
    content = making.pdf([["甲乙"], (), (), ["丙丁"], ()], pictures=[2, 3])
    reading = read_bytes("a.pdf", ".pdf", content)
    assert reading.notices == ("pages 2–3 without text (scanned?); the rest is indexed",)
    assert len(reading.pages) == 5


RAISED = {
    "note": (
        [(40, 500, 12, "港口在過去"), (100, 504, 7, "1"), (104, 500, 12, "十年")],
        "過去¹十年",
    ),
    "two digits": (
        [(40, 500, 12, "港口在過去"), (100, 504, 7, "12"), (107, 500, 12, "十")],
        "去¹²十",
    ),
    "end": ([(40, 500, 12, "港口在過去。"), (112, 505, 6, "3")], "過去。³"),
    "beginning": ([(40, 503, 5, "4"), (43, 500, 9, "見縣志所載")], "⁴見縣志"),
    "several": (
        [(40, 500, 12, "港口在過去"), (100, 504, 7, "1,3–5"), (124, 500, 12, "十年")],
        "過去¹,³–⁵ 十年",
    ),
    "unit": ([(40, 500, 12, "三萬km"), (80, 504, 7, "2"), (84, 500, 12, "的地")], "km² 的地"),
    "power": ([(40, 500, 12, "每年10"), (76, 504, 7, "6"), (80, 500, 12, "噸的")], "10⁶ 噸"),
    "negative power": (
        [(40, 500, 12, "每年10"), (76, 504, 7, "-6"), (82, 500, 12, "的")],
        "10⁻⁶的",
    ),
    "below": ([(40, 500, 12, "排放CO"), (82, 497, 7, "2"), (86, 500, 12, "的量")], "CO2 的"),
    "fraction": (
        [
            (40, 500, 12, "港口總共有"),
            (100, 503, 6, "1"),
            (103, 500, 12, "/"),
            (106, 498, 6, "2"),
            (110, 500, 12, "以上"),
        ],
        "有1/2以上",
    ),
    "numerator": (
        [
            (40, 500, 12, "港口總共有"),
            (100, 504, 6, "1"),
            (100, 498, 6, "2"),
            (110, 500, 12, "以上"),
        ],
        "有12以上",
    ),
    "hardly smaller": (
        [(40, 500, 12, "港口在過去"), (100, 504, 10, "8"), (106, 500, 12, "年")],
        "去8年",
    ),
    "hardly raised": (
        [(40, 500, 12, "港口在過去"), (100, 501, 7, "8"), (104, 500, 12, "年")],
        "去8年",
    ),
    "raised word": (
        [(40, 500, 12, "港口在過去"), (100, 504, 7, "8年"), (114, 500, 12, "間")],
        "去8年間",
    ),
    "large initial": ([(40, 500, 30, "從"), (72, 508, 12, "1842年以來港口的航線")], "從1842年"),
    "cell": ([(40, 500, 12, "港口的泊位"), (160, 504, 7, "12")], "泊位 12"),
}


@pytest.mark.parametrize(("line", "text"), RAISED.values(), ids=RAISED)
def test_raised_digits_are_superscripts(
    line: list[tuple[float, float, float, str]], text: str
) -> None:
    read = read_bytes("a.pdf", ".pdf", making.printed([line])).text
    assert text.replace(" ", "") in "".join(read.split())


def test_prices_whose_cents_are_raised_are_no_superscripts() -> None:
    rows = range(40, 560, 20)
    lines = [one for row in rows for one in ((40, row, 12, "港口19"), (76, row + 4, 7, "95"))]
    text = read_bytes("a.pdf", ".pdf", making.printed([lines])).text
    assert text.count("港口1995") == len(rows)


@pytest.mark.parametrize(("number", "read"), [("1", "¹"), ("1,2", "¹,²")])
def test_a_phrase_is_found_over_a_raised_number_and_quoted_without_it(
    number: str, read: str, library_of: LibraryOf
) -> None:
    line = [(40, 500, 12, "航線在過去"), (100, 504, 7, number)]
    line += [(101 + 3 * len(number), 500, 12, "十年之間改道多次。")]
    library = library_of({"a.pdf": making.printed([line])})
    [hit] = library.search("在過去十年", exact=True)
    assert [match.text for match in hit.matches] == [f"在過去{read}十年"]
    assert library.quote("航線在過去十年之間改道多次").verdict == "verbatim"


@pytest.mark.parametrize("markers", [["1. ", "2. "], ["• ", "• "], ["a) ", "b) "]])
def test_markers_that_a_page_has_behind_all_text_stand_before_their_items(
    markers: list[str],
) -> None:
    lines = [
        "港口之間的航線由來已久。",
        "商船往返其間，互聯互通",
        "的道理人人都懂。",
        "沿岸的人家。",
    ]
    page = [(40 + 20 * (row > 0), 500 - 18 * row, 12, line) for row, line in enumerate(lines)]
    page += [(44, 482, 12, markers[0]), (44, 446, 12, markers[1]), (200, 40, 9, "17")]
    one, two = markers
    assert read_bytes("a.pdf", ".pdf", making.printed([page])).text == (
        f"{lines[0]}\n{one}{lines[1]}\n{lines[2]}\n{two}{lines[3]}\n17\n"
    )


def test_no_marker_beside_another_is_lost() -> None:
    page = [(80, 500, 12, "港口之間的航線由來已久。"), (64, 500, 12, "a) "), (44, 500, 12, "1. ")]
    page += [(80, 482, 12, "商船往返其間。")]
    page = [page[0], page[3], page[2], page[1]]
    text = read_bytes("a.pdf", ".pdf", making.printed([page])).text
    assert sorted("".join(text.split())) == sorted("".join("".join(one[3].split()) for one in page))


def test_what_stands_beside_nothing_near_is_no_marker() -> None:
    lines = ["港口之間的航線由來已久。", "商船往返其間。"]
    page = [(150, 500 - 18 * row, 12, line) for row, line in enumerate(lines)]
    page += [(40, 500, 12, "1. "), (300, 482, 12, "2. "), (150, 440, 12, "3. ")]
    text = read_bytes("a.pdf", ".pdf", making.printed([page])).text
    assert text.startswith("\n".join(lines))


@pytest.mark.parametrize(
    ("initial", "left", "lines", "place"),
    [
        ("T", 64, ["he harbour was", "built again in", "the same", "autumn by its owners."], 0),
        ("T", 64, ["he harbour was", "built again in", "the same", "autumn by its owners."], 4),
        ("港", 84, ["口之間的航線", "由來已久，商船", "往返其間", "的道理人人都懂。"], 0),
    ],
)
def test_large_initials_stand_before_the_rest_of_their_word(
    initial: str, left: int, lines: list[str], place: int
) -> None:
    page = [(left if row < 3 else 40, 500 - 14 * row, 12, one) for row, one in enumerate(lines)]
    page.insert(place, (40, 472, 42, initial))
    page.insert(0, (40, 540, 12, "Chapter 1"))
    text = read_bytes("a.pdf", ".pdf", making.printed([page])).text
    assert text == f"Chapter 1\n{initial}" + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "page",
    [
        [(40, 500, 24, "B"), (40, 470, 12, "battery"), (40, 456, 12, "boiler")],
        [(40, 500, 12, "B"), (52, 500.5, 12, "battery")],
        [(40, 500, 24, "A"), (64, 505, 12, "harbour was built")],
    ],
    ids=["above its entries", "of one size", "a word"],
)
def test_other_single_letters_are_no_initials(page: list[tuple[float, float, float, str]]) -> None:
    words = read_bytes("a.pdf", ".pdf", making.printed([page])).text.split()
    assert words == " ".join(line for *_, line in page).split()


COLUMN = [(200 - 30 * place, 500, 12, line) for place, line in enumerate(["港口之間", "的航線"])]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        # A glyph by itself, in a font that is not in the file.
        (making.pdf([["甲乙", "丙"], ["丁"]]), "甲乙\n丙\n丁\n"),
        (making.printed([COLUMN[:1]], upright=[1]), "港口之間\n"),
        (making.printed([[(40, 500, 12, "甲乙")], COLUMN[1:]], upright=[2]), "甲乙\n的航線\n"),
        (
            making.printed(
                [[(200, 500 - 14 * row, 12, one) for row, one in enumerate("港口航線")]]
            ),
            "港口航線\n",
        ),
    ],
    ids=["single", "upright", "upright beside level", "upright by glyphs"],
)
def test_text_in_a_font_that_is_not_there_is_read(content: bytes, text: str) -> None:
    reading = read_bytes("a.pdf", ".pdf", content)
    assert (reading.text, reading.notices) == (text, ())


def test_lines_of_the_same_text_are_all_read() -> None:
    """The font is not there; what is drawn twice to look bold is one line all the same."""
    line = "商船在海上往來，沿岸的人家以此為生"
    assert read_bytes("a.pdf", ".pdf", making.pdf([(line, "港口。", line, line)])).text == (
        f"{line}\n港口。\n{line}\n{line}\n"
    )
    bold = making.printed([[(40, 500, 12, line), (40.3, 500, 12, line), (40, 480, 12, line)]])
    assert read_bytes("a.pdf", ".pdf", bold).text == f"{line}\n{line}\n"


def test_upright_columns_are_read_from_right_to_left() -> None:
    first = ["港口之間", "的航線", "由來已久", "。"]
    second = ["商船往返", "其間。"]
    columns = [(300 - 30 * place, 500, line) for place, line in enumerate(first)]
    columns += [(300 - 30 * place, 200, line) for place, line in enumerate(second)]
    for page in (columns, [*reversed(columns[:4]), *columns[4:]]):
        bare = making.printed([[(left, head, 12, line) for left, head, line in page]], upright=[1])
        for content in (bare, making.upright_with_font(page)):
            reading = read_bytes("a.pdf", ".pdf", content)
            assert reading.text == "\n".join([*first, *second]) + "\n"


def test_upright_text_on_a_form_is_read() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.beginForm("stamp")
    canvas.setFont("upright", 12)
    canvas.drawString(200, 500, "港口之間")
    canvas.endForm()
    canvas.doForm("stamp")
    canvas.save()
    assert read_bytes("a.pdf", ".pdf", file.getvalue()).text == "港口之間\n"


def test_columns_are_read_one_after_the_other() -> None:
    left = [(40, 500 - 18 * row, 12, line) for row, line in enumerate(["港口之間的", "航線由來"])]
    right = [(240, 500 - 18 * row, 12, line) for row, line in enumerate(["已久，商船", "往返。"])]
    reading = read_bytes("a.pdf", ".pdf", making.printed([left + right]))
    assert reading.text == "港口之間的\n航線由來\n已久，商船\n往返。\n"


def test_comments_and_filled_in_forms_of_a_pdf_are_counted() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in (1, 2):
        canvas.drawString(40, 700, "Harbour")
        canvas.textAnnotation(f"remark {page}", Rect=(10, 10, 50, 50))
        canvas.linkURL("https://example.org", (10, 60, 50, 80))
        canvas.acroForm.textfield(name=f"empty {page}", y=100)
        canvas.showPage()
    canvas.drawString(40, 700, "Harbour")
    canvas.acroForm.textfield(name="filled", value="1842", y=200)
    canvas.showPage()
    canvas.save()
    reading = read_bytes("a.pdf", ".pdf", file.getvalue())
    assert reading.notices == ("2 comments not read", "1 form field filled in not read")


def test_a_page_label_beyond_measure_is_none() -> None:
    content = making.pdf([["Harbour"]], roman=1).replace(b"/St 3", b"/St 2147483647")
    assert b"2147483647" in content
    assert [page.label for page in read_bytes("a.pdf", ".pdf", content).pages] == [None]
    book = making.book(f"<p>甲</p><span epub:type='pagebreak' title='{'m' * 99}'/><p>乙</p>")
    assert [page.label for page in read_bytes("a.epub", ".epub", book).pages] == [None]


def test_an_encrypted_pdf_says_so() -> None:
    content = making.pdf([["甲"]], encrypt="secret")
    assert refused(".pdf", content) == "is encrypted; save it without a password"


def test_a_word_broken_by_a_page_is_whole_again() -> None:
    reading = read_bytes("a.pdf", ".pdf", making.pdf([["The sea roads inter-", "connected them."]]))
    assert reading.text == "The sea roads inter-\nconnected them.\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Count 4", b"/Count 999999999"),
        (b"/Count 4", b"/Count -4"),
        (b"/Length ", b"/Length 9"),
        (b"/Kids [", b"/Kids [ 1 0 R "),
        (b"startxref", b"startxref\n99999999"),
    ],
)
def test_a_pdf_that_lies_is_read_or_refused(old: bytes, new: bytes) -> None:
    content = making.paged()
    assert old in content
    try:
        reading = read_bytes("a.pdf", ".pdf", content.replace(old, new))
    except UnreadableSource as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert len(reading.text) < 1000


def test_a_pdf_that_unpacks_to_gigabytes_takes_bounded_memory(tmp_path: Path) -> None:
    small = making.streamed(zlib.compress(b"BT /F1 12 Tf 20 20 Td (Harbour) Tj ET"))
    assert read_bytes("a.pdf", ".pdf", small).text == "Harbour\n"
    packer = zlib.compressobj(1)
    stream = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1500)) + packer.flush()
    assert len(stream) < 10_000_000
    (tmp_path / "a.pdf").write_bytes(making.streamed(stream))
    # In a process of its own: what it says of its children is of no other test's.
    said = subprocess.run(
        [sys.executable, "-c", READ_PDF, str(tmp_path / "a.pdf")],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert int(said) * 1024 < MOST_MEMORY + 50_000_000


READ_PDF = """
import resource, sys
from pathlib import Path
from bri_search.errors import UnreadableSource
from bri_search.sources.readers import read_bytes
try:
    read_bytes("a.pdf", ".pdf", Path(sys.argv[1]).read_bytes())
except UnreadableSource:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
