"""Encodings: which one is found for a text, and what becomes of bytes that are not in it."""

from __future__ import annotations

import codecs
import gzip
import marshal
import struct
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bri_search
from bri_search.errors import CatalogError, UnreadableSource
from bri_search.sources.catalog import Catalog
from bri_search.sources.readers.decoding import decode, is_known_encoding
from tests import making

SIMPLIFIED = "港口之间的航线由来已久，商船与合作伙伴往返其间，互联互通的道理人人都懂。"
TRADITIONAL = "港口之間的航線由來已久，商船與合作夥伴往返其間，互聯互通的道理人人都懂。"
HONG_KONG = "佢哋嘅船喺碼頭度，啲貨嚟咗好耐，冇人嚟攞；衞生署嘅峯會傾咗成日。"
ENGLISH = "The ports’ old routes — “sea roads” — café talk has it, cost £5 a mile."


@pytest.mark.parametrize(
    ("text", "codec", "found"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (TRADITIONAL, "utf-16-be", "utf-16-be"),
        ("\ufeff" + TRADITIONAL, "utf-16-be", "utf-16-be"),
        ("plain words\n", "utf-16-le", "utf-16-le"),
        ("plain words\n", "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED + "𠮷㐀", "gb18030", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        ("\ufeff" + SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL + "裏面、恒心，€5", "cp950", "big5"),
        (HONG_KONG, "big5hkscs", "big5-hkscs"),
        ("plain words\n", "ascii", "utf-8"),
        (ENGLISH, "cp1252", "cp1252"),
        ("目錄", "utf-16-le", "utf-16-le"),
        ("世界發展", "utf-16-be", "utf-16-be"),  # valid UTF-8 too
        ("中国", "gbk", "gb18030"),
        ("中國", "big5", "big5"),
    ],
)
def test_an_encoding_is_found(text: str, codec: str, found: str) -> None:
    decoded = decode("a.txt", text.encode(codec))
    assert decoded.encoding == found
    assert decoded.text.lstrip("\ufeff") == text.lstrip("\ufeff")
    assert decoded.notices == ()


def test_a_byte_order_mark_is_a_character_of_the_text() -> None:
    for codec, mark in (("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE)):
        assert decode("a", mark + SIMPLIFIED.encode(codec)).text == "\ufeff" + SIMPLIFIED


def test_big5_is_read_as_windows_writes_it() -> None:
    # A1E3 and A145 are other characters in Python's big5 and big5hkscs.
    assert decode("a", TRADITIONAL.encode("big5") + b"\xa1\xe3\xa1\x45").text[-2:] == "～‧"
    hkscs = decode("a", HONG_KONG.encode("big5hkscs") + b"\xa1\xe3\xa1\x45")
    assert (hkscs.encoding, hkscs.text[-2:]) == ("big5-hkscs", "～‧")
    # C6A1 is ① where Big5 was written with ETEN's extensions, as HKSCS has it.
    assert decode("a", TRADITIONAL.encode("big5") + b"\xc6\xa1").text[-1] == "①"


def test_characters_that_unicode_has_taken_in_are_no_private_use() -> None:
    # 0xA6D9 and 0xFE59 of GB 18030-2022.
    text = decode("a", SIMPLIFIED.encode("gb18030") + b"\xa6\xd9\xfe\x59").text
    assert text[-2:] == "︐龴"


PIECES = st.integers(0, len(SIMPLIFIED) - 12).flatmap(
    lambda start: st.integers(start + 12, len(SIMPLIFIED)).map(lambda end: slice(start, end))
)


@given(
    piece=PIECES,
    form=st.sampled_from(
        [(SIMPLIFIED, "gb18030"), (TRADITIONAL, "gb18030"), (TRADITIONAL, "big5")]
        + [
            (text, codec)
            for text in (SIMPLIFIED, TRADITIONAL)
            for codec in ("utf-16-le", "utf-16-be")
        ]
    ),
)
def test_twelve_characters_are_enough(piece: slice, form: tuple[str, str]) -> None:
    text, codec = form
    decoded = decode("a", text[piece].encode(codec))
    assert (decoded.text, decoded.encoding) == (text[piece], codec)


@pytest.mark.parametrize(
    "text",
    [
        "嘅嗰啲冇咗",
        "佢話唔嚟喇",
        "佢哋喺呢度食飯",
        "搭地鐵去深水埗買嘢",
        "畀返啲錢我啦",
        "你食咗飯未呀",
    ],
)
def test_a_short_text_in_cantonese_is_read(text: str) -> None:
    for codec, encoding in (
        ("utf-8", "utf-8"),
        ("big5hkscs", "big5-hkscs"),
        ("gb18030", "gb18030"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ):
        decoded = decode("a", text.encode(codec))
        assert (decoded.text, decoded.encoding) == (text, encoding)


def test_what_is_valid_utf_8_is_utf_8() -> None:
    # 目录 in GB18030: four bytes tell no more.
    assert decode("a", "目录".encode("gb18030")).text == "Ŀ¼"


@given(st.text(min_size=1), st.sampled_from(["utf-8", "utf-16-le", "gb18030"]))
def test_a_text_in_an_encoding_that_is_named_is_read_whole(text: str, codec: str) -> None:
    try:
        content = text.encode(codec)
    except UnicodeEncodeError:
        assume(False)
    assume(content.strip())
    decoded = decode("a", content, encoding=codec)
    if codec != "gb18030":
        assert decoded.text == text
    assert len(decoded.text) == len(text)


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    try:
        decoded = decode("a", content)
    except UnreadableSource as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert is_known_encoding(decoded.encoding)
        decoded.text.encode("utf-8", "surrogatepass")


# -- bytes that cannot be decoded -------------------------------------------------------------------

LONG = TRADITIONAL * 60  # 2,160 characters: two places are fewer than one in 1,000 bytes


@pytest.mark.parametrize(
    ("content", "encoding", "notice"),
    [
        (
            LONG.encode() + b"\xff" + TRADITIONAL.encode(),
            "utf-8",
            "1 byte is not utf-8 (at byte 6,480), read as U+FFFD",
        ),
        (
            LONG.encode("big5") + b"\xff\n" + TRADITIONAL.encode("big5") + b"\xff\n",
            "big5",
            "2 bytes are not big5 (the first at byte 4,320), read as U+FFFD",
        ),
        (
            LONG.encode("gb18030") + b"\xff\n",
            "gb18030",
            "1 byte is not gb18030 (at byte 4,320), read as U+FFFD",
        ),
        (
            LONG.encode("utf-16-le") + b"\x00\xdc\n\0",
            "utf-16-le",
            "1 byte is not utf-16-le (at byte 4,320), read as U+FFFD",
        ),
    ],
)
def test_a_few_undecodable_bytes_are_counted_and_located(
    content: bytes, encoding: str, notice: str
) -> None:
    assert len(LONG) == 2160
    decoded = decode("a", content)
    assert (decoded.encoding, decoded.notices) == (encoding, (notice,))
    assert "\ufffd" in decoded.text
    assert decoded.text.startswith(LONG)


def test_more_than_one_place_in_a_thousand_bytes_is_too_many() -> None:
    for length, is_read in ((331, False), (332, False), (333, True)):
        content = "港".encode() * length + b"\xff"
        assert len(content) == 3 * length + 1
        if is_read:
            assert decode("a", content).text.count("\ufffd") == 1
        else:
            with pytest.raises(
                UnreadableSource, match=r"1 byte is not utf-8 \(at byte.*1 place in 1,000 bytes"
            ):
                decode("a", content)


@pytest.mark.parametrize("wrong", [1, 6, 12])
def test_a_wrong_byte_counts_once_though_it_spoils_its_character(wrong: int) -> None:
    content = bytearray(("港口之間的航線" * 600).encode()[:12_000])
    for place in range(wrong):
        content[900 * place + 4] = 0xFF
    decoded = decode("a", bytes(content))
    [notice] = decoded.notices
    assert notice.startswith(f"{3 * wrong} bytes are not utf-8 (the first at byte 3)")


def test_noise_counts_by_its_length() -> None:
    content = "港".encode() * 4000 + b"\xff" * 60
    with pytest.raises(UnreadableSource, match="60 bytes are not utf-8"):
        decode("a", content)


def test_what_is_in_no_encoding_is_refused() -> None:
    noise = bytes(range(128, 256)) * 8
    for content in (noise, SIMPLIFIED.encode("euc_jp", "ignore") + noise, b"\x00\x01" * 50):
        with pytest.raises(UnreadableSource):
            decode("a", content)


# -- zero bytes and other control characters --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("正文\0文\n", "utf-8"),
        ("plain words,\0 plain words", "utf-8"),
        (SIMPLIFIED[:12] + "\0" + SIMPLIFIED[12:], "gb18030"),
        (TRADITIONAL[:12] + "\0" + TRADITIONAL[12:], "big5"),
        (HONG_KONG + "\0", "big5-hkscs"),
        ("a\x01b\x02", "utf-8"),
        ("港口\x07", "utf-8"),
    ],
)
def test_a_few_control_characters_are_characters_of_the_text(text: str, codec: str) -> None:
    decoded = decode("a", text.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.notices) == (text, codec, ())


def test_one_byte_in_ten_may_be_a_control_character_where_one_is_zero() -> None:
    assert decode("a", b"12345678\0" + b"0").text == "12345678\x000"
    for content in (b"1234567\0" + b"8", b"12345678901234567\x01\x02\0", b"\0", b"\0" * 50):
        with pytest.raises(UnreadableSource, match="is binary"):
            decode("a", content)


BINARY = {
    "word": making.word(),
    "pdf": making.paged(),
    "zip without zero bytes": making.word().replace(b"\0", b""),
    "gzip": gzip.compress(TRADITIONAL.encode() * 40),
    "numbers": struct.pack("<200I", *range(0, 200_000, 1000)),
    "bytecode": marshal.dumps(compile("a = [1, 'two']\nprint(a)", "a", "exec")),
}


@pytest.mark.parametrize("content", BINARY.values(), ids=BINARY.keys())
def test_what_is_binary_is_no_text(content: bytes) -> None:
    with pytest.raises(UnreadableSource):
        decode("a", content)


def test_windows_1252_has_no_control_characters() -> None:
    assert decode("a", ENGLISH.encode("cp1252")).encoding == "cp1252"
    with pytest.raises(UnreadableSource):
        decode("a", ENGLISH.encode("cp1252") + b"\x05")


# -- what the catalog says --------------------------------------------------------------------------


def test_the_catalog_overrules_what_is_found() -> None:
    content = "ÄÖÜ äöü ß".encode("latin-1")
    assert decode("a", content, encoding="latin-1").text == "ÄÖÜ äöü ß"
    with pytest.raises(UnreadableSource, match="bytes are not utf-8"):
        decode("a", content, encoding="utf-8")


def test_an_unknown_encoding_is_an_error_of_the_catalog(tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text('[[source]]\nid = "a"\nencoding = "big6"\n', encoding="utf-8")
    with pytest.raises(CatalogError, match="'big6', which is not known; write utf-8"):
        Catalog.read(path)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_a_code_point_and_no_column(codec: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    corpus.joinpath("a.txt").write_bytes("港口开放。\n港口很大。\n".encode(codec))
    library = bri_search.build(corpus, tmp_path / "index", trust=True)
    lines = library.kwic("港口")
    assert [(one.start, one.line, one.column) for one in lines] == [(1, 1, 1), (7, 2, 1)]
