"""Numbers: which are read, which are left alone, and how else they may be written."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bri_search.text.fold import Folding
from bri_search.text.numbers import numbers_in
from bri_search.text.numeral_values import in_full, small_number, value_of, ways_in_numerals


def forms(text: str) -> set[str]:
    """A text of at most one number in all ways that are offered, its own included."""
    found = numbers_in(text)
    if not found:
        return {text}
    assert len(found) == 1, found
    rest = text[found[0].end :]
    return {text, *(text[: found[0].start] + form + rest for form in found[0].forms)}


@pytest.mark.parametrize(
    "alike",
    [
        {"10周年", "十周年"},
        {"3000亿", "三千亿", "0.3万亿", "3千亿"},
        {"2.11万亿", "二点一一万亿", "21100亿", "二万一千一百亿"},
        {"45.4%", "百分之四十五点四"},
        {"150个国家", "一百五十个国家"},
        {"两千亿", "二千亿", "2000亿"},
        {"21世纪", "二十一世纪"},
        {"500万人", "五百万人", "5百万人", "5000000人"},
        {"10年", "十年"},
        {"0.5%", "百分之零点五"},
        {"74000", "七万四千", "7.4万"},
        {"第3届", "第三届"},
        {"第14个", "第十四个"},
        {"第12条", "第十二条"},
        {"第3号", "第三号"},
        {"1/3", "三分之一"},
        {"3/10", "十分之三"},
        {"5‰", "千分之五"},
        {"2013年9月7日", "二〇一三年九月七日", "二零一三年九月七日", "2013-09-07"},
        {"2021年12月3日", "二〇二一年十二月三日"},
        {"2000年2月29日", "二〇〇〇年二月二十九日"},
        {"2023年10月", "二〇二三年十月"},
        {"2023年", "二〇二三年", "二零二三年"},
        {"10月10日", "十月十日"},
        {"12月", "十二月"},
        {"2023年1月5日", "2023年01月05日", "二〇二三年一月五日", "2023-01-05"},
        {"9月3日", "09月03日", "九月三日"},
        {"2023年09月", "2023年9月"},
        {"5000年", "五千年"},
        {"2000万人", "二千万人", "2千万人", "20000000人"},
        {"2000年", "二千年", "两千年"},
        {"1200年", "一千二百年"},
        {"6.2亿吨", "620000000吨", "六亿二千万吨"},
        {"35亿元", "3500000000元", "三十五亿元"},
        {"12万亿美元", "12000000000000美元"},
        {"25年", "二十五年", "廿五年"},
        {"30周年", "三十周年", "卅周年"},
        {"第21届", "第二十一届", "第廿一届"},
        {"10月25日", "十月二十五日"},
        {"1公里", "一公里"},
        {"2小时", "二小时", "两小时"},
        {"48.6亿", "四十八点六亿", "486000万", "4860000000"},
        {"48.6亿美元", "486000万美元", "4860000000美元"},
        {"80年代", "八十年代"},
        {"上世纪90年代", "上世纪九十年代"},
        {"1980年代", "一九八〇年代", "一九八零年代"},
    ],
)
def test_ways_to_write_a_number(alike: set[str]) -> None:
    offered = {text: forms(text) for text in alike}
    assert all(alike <= found for found in offered.values()), offered


def test_contracted_numerals_are_part_of_their_number() -> None:
    assert {"十月廿五日", "10月25日", "十月二十五日"} <= forms("十月廿五日")
    assert "25周年" in forms("廿五周年")
    assert forms("廿") == {"廿"}
    assert forms("卅") == {"卅"}


@pytest.mark.parametrize(
    "text",
    [
        "第3,5,7条",
        "第一",
        "第一时间",
        "3,5,7",
        "13月",
        "二月三十日",
        "13日",
        "三五一日",
        "廿三五日",
        "2023-13-01",
        "2023-10-181",
        "12023-10-18",
        "1/3/2020",
        "3/1",
        "1/1",
        "三分之五",
        "2010、2013年",
        "85年代",
        "60,70年代",
        "五六十年代",
        "1985年代",
        "年代",
        "2013-2023年",
        "2013～2023年",
        "1.4.1",
        "10:30",
        "5g",
        "g20",
        "covid-19",
        "1亿5000万",
        "一带一路",
        "三明",
        "十分",
        "万一",
        "一些",
        "一个",
        "两国",
        "百万",
        "千万",
        "三五",
        "一百八",
        "九亿九",
        "五一",
        "十三五",
        "万分之一",
        "统一",
        "2023",
        "12",
        "30",
        "三十",
        "十",
        "",
        "9" * 5000,
        "千" * 5000,
    ],
)
def test_left_alone(text: str) -> None:
    assert numbers_in(text) == []


@pytest.mark.parametrize("typed", ["10周年", "十周年", "１０週年", "10 周年", "十週年"])
def test_a_number_is_blind_to_script_and_width(folding: Folding, typed: str) -> None:
    assert forms(folding.text(typed)) == {"10周年", "十周年"}


@pytest.mark.parametrize("typed", ["3000亿", "3,000億", "三千億", "３０００ 亿"])
def test_a_large_number_too(folding: Folding, typed: str) -> None:
    assert {"3000亿", "三千亿"} <= forms(folding.text(typed))


@given(st.integers(1, 10**15).filter(lambda number: number > 10))
def test_what_is_written_is_read_again(number: int) -> None:
    text = f"{number}个"
    for form in forms(text):
        assert text in forms(form), form


@given(st.decimals(Decimal("1.01"), Decimal(9999), places=2), st.sampled_from(["万", "亿", "万亿"]))
def test_a_number_with_a_unit_comes_back(number: Decimal, unit: str) -> None:
    text = f"{number.normalize():f}{unit}"
    for form in forms(text) - {text}:
        # Each reading of a reading is another way to write the same number.
        assert forms(form) & forms(text) - {form}, form


@given(st.decimals(Decimal("0.01"), Decimal(999), places=2))
def test_a_percentage_comes_back(number: Decimal) -> None:
    text = f"{number.normalize():f}%"
    (other,) = forms(text) - {text}
    assert forms(other) == {text, other}


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_comes_back(day: date) -> None:
    text = f"{day.year}年{day.month}月{day.day}日"
    every = forms(text)
    assert day.isoformat() in every
    assert all(forms(form) == every for form in every), every


@given(st.integers(1, 9999), st.sampled_from("届条章个次期"))
def test_an_ordinal_comes_back(number: int, measure: str) -> None:
    every = forms(f"第{number}{measure}")
    is_contracted = 20 <= number < 40
    assert len(every) == 2 + is_contracted
    assert all(forms(form) == every for form in every), every


@given(st.integers(2, 999), st.data())
def test_a_fraction_comes_back(below: int, data: st.DataObject) -> None:
    text = f"{data.draw(st.integers(1, below - 1))}/{below}"
    every = forms(text)
    assert all(forms(form) == every for form in every), every


@given(st.integers(10_000, 99_999_999))
def test_a_large_bare_number_comes_back(number: int) -> None:
    numerals = max(forms(str(number)), key=lambda form: form[0] in "一二三四五六七八九十")
    assert str(number) in forms(numerals)


@given(st.integers(1, 9999))
def test_small_numbers_are_worth_what_they_are_in_full(number: int) -> None:
    digits = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    for written in (str(number), digits, *ways_in_numerals(Decimal(number))):
        assert small_number(in_full(written)) == number
    for written in ways_in_numerals(Decimal(number)):
        assert value_of(written) == small_number(in_full(written))


@pytest.mark.parametrize(
    ("written", "value"),
    [("二〇", 20), ("一〇三", 103), ("一百〇三", 103), ("百十八", 118), ("二零一三", 2013)],
)
def test_small_numbers_that_are_not_written_in_full(written: str, value: int) -> None:
    assert small_number(written) == value


@given(
    st.text(
        "0123456789零一二三四五六七八九十百千万亿两点.,%-第年月日个周百分之届‰/⁄ a", max_size=12
    )
)
def test_any_text_is_read_without_complaint(text: str) -> None:
    for number in numbers_in(text):
        assert 0 <= number.start < number.end <= len(text)
        assert text[number.start : number.end] not in number.forms
        assert len(number.forms) == len(set(number.forms)) > 0
