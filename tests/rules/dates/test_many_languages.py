"""Dates as the languages of the world write them: orders, endings, digits, calendars, halves of the day."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date, format_time
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from crawler.rules.dates.cldr import Period, day_periods, is_month_first, month_words
from crawler.rules.dates.folding import folded
from crawler.rules.dates.parsing import every_date, find_date, is_ambiguous, read_date

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
SPOKEN = """
    af am ar ar-DZ ar-LB ar-MA az be bg bn bs ca cs cy da de el en en-GB es et eu fa fi fil fr ga gl gu he hi hr hu hy
    id is it ka kk km kn ko ky lb lo lt lv mk ml mn mr ms mt my nb ne nl pa pl pt ro ru sk sl sq sr sr-Latn sv sw ta te
    tg tk tr uk ur uz uz-Cyrl vi
    """.split()  # noqa: SIM905
HALVES = "ar bn el en-US es-MX fil gu hi ko ms mr sq ta ur zh zh-Hant-TW".split()  # noqa: SIM905
"""Languages with clocks of twelve hours by CLDR."""


@given(DAYS, st.sampled_from(SPOKEN), st.sampled_from(["long", "full", "medium"]))
def test_each_language_reads_its_own_dates(day: date, language: str, width: str) -> None:
    """CLDR writes a date in a language; what is read is that day. A short form may not be known; it is never another
    day."""
    text = format_date(day, width, Locale.parse(language.replace("-", "_")))
    found = read_date(text, language=language)
    assert found == day.isoformat() or (found is None and width == "medium"), text


@given(DAYS, st.integers(0, 23), st.integers(0, 59), st.sampled_from(HALVES))
def test_a_clock_of_twelve_hours_is_never_twelve_hours_wrong(day: date, hour: int, minute: int, language: str) -> None:
    """A time that cannot be read is left out."""
    locale = Locale.parse(language.replace("-", "_"))
    text = f"{format_date(day, 'long', locale)}, {format_time(time(hour, minute), 'short', locale=locale)}"
    found = read_date(text, language=language)
    assert found is not None
    if len(found) > 10:
        assert datetime.fromisoformat(found).replace(tzinfo=None) == datetime.combine(day, time(hour, minute)), text
    else:
        assert found == day.isoformat()


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("«3» февраля 2025 г.", "ru", "2025-02-03"),
        ("„3“ лютага 2025 года", "be", "2025-02-03"),
        ('"9" жовтня 2023 року', "uk", "2023-10-09"),
        ("2023 m. spalio 9 d. 14:05", "lt", "2023-10-09T14:05:00+00:00"),
        ("2023 m. spalio mėn. 9 d.", "lt", "2023-10-09"),
        ("2023. gada 9. oktobris plkst. 14:05", "lv", "2023-10-09T14:05:00+00:00"),
        ("2023 жылғы 9 қазан", "kk", "2023-10-09"),
        ("9 қазан, 2023 жыл", "kk", "2023-10-09"),
        ("2023-жылдын 9-октябры", "ky", "2023-10-09"),
        ("2023-yil 9-oktyabr", "uz", "2023-10-09"),
        ("2023-nji ýylyň 9-njy oktýabry", "tk", "2023-10-09"),
        ("2023 оны 10 дугаар сарын 9", "mn", "2023-10-09"),
        ("9. oktobra 2023. 14:05", "sr-Latn", "2023-10-09T14:05:00+00:00"),
        ("9. октобар 2023.", "sr", "2023-10-09"),
        ("9. listopada 2023.", "hr", "2023-10-09"),
        ("9. oktobra 2023 ob 14.05", "sl", "2023-10-09T14:05:00+00:00"),
        ("9 ΟΚΤΩΒΡΙΟΥ 2023", "el", "2023-10-09"),
        ("9 באוקטובר 2023 בשעה 14:05", "he", "2023-10-09T14:05:00+00:00"),
        ("2023 წლის 9 ოქტომბერი", "ka", "2023-10-09"),
        ("2023 թ. հոկտեմբերի 9", "hy", "2023-10-09"),
        ("9 oktyabr 2023-cü il", "az", "2023-10-09"),
        ("9 EKİM 2023", "tr", "2023-10-09"),
        ("Ngày 9 tháng 10 năm 2023", "vi", "2023-10-09"),
        ("Senin, 9 Oktober 2023 14:05 WIB", "id", "2023-10-09T14:05:00+07:00"),
        ("৯ অক্টোবর ২০২৩", "bn", "2023-10-09"),
        ("९ अक्टूबर २०२३", "hi", "2023-10-09"),
        ("2023. október 9., hétfő 14:05", "hu", "2023-10-09T14:05:00+00:00"),
        ("2023. 10. 9.", "ko", "2023-10-09"),
        ("23.10.09", "ko", "2023-10-09"),
        ("9 d'octubre del 2023", "ca", "2023-10-09"),
        ("17 كانون الثاني 2024", "ar", "2024-01-17"),
        ("9 تشرين الأول/أكتوبر 2023", "ar-LB", "2023-10-09"),
        ("9 غشت 2023", "ar-MA", "2023-08-09"),
        ("9 جويلية 2023", "ar-TN", "2023-07-09"),
        ("8 ትቅምቲ 2016", "am", None),
        ("2024 foo 9 bar", "lv", None),
        ("31. februāris 2024", "lv", None),
    ],
)
def test_orders_quotes_and_endings(raw: str, language: str, expected: str | None) -> None:
    """The year first, quotes around the day, endings on numbers and months; what no table has is no date."""
    zone = "" if expected and "T" in expected else "UTC"
    assert read_date(raw, language=language, zone=zone) == expected


@pytest.mark.parametrize(
    ("raw", "language", "hour"),
    [
        ("2023/10/09 11:40 م", "ar", 23),
        ("2023/10/09 11:40 ص", "ar", 11),
        ("9 أكتوبر 2023 الساعة 5:40 مساءً", "ar", 17),
        ("05:40 م - 2023/10/09", "ar", 17),
        ("9/10/2023 5:40 πμ", "el", 5),
        ("9/10/2023 12:40 μ.μ.", "el", 12),
        ("2023年10月9日 晚上8:40", "zh", 20),
        ("2023年10月9日 凌晨1:40", "zh", 1),
        ("2023年10月9日 午後8時40分", "ja", 20),
        ("2023년 10월 9일 오후 8시 40분", "ko", 20),
        ("2023. 10. 9. 오전 12:40", "ko", 0),
        ("9 de octubre de 2023, 8:40 p. m.", "es", 20),
        ("9 अक्टूबर 2023, 6:40 शाम", "hi", 18),
        ("October 9, 2023 8:40 P.M.", "en", 20),
        ("2023. október 9. du. 8:40", "hu", 20),
        ("۱۴۰۲/۷/۱۷ ۵:۴۰ ب.ظ", "fa", 17),
        ("9 October 2023 14:40", "en", 14),
    ],
)
def test_halves_of_the_day(raw: str, language: str, hour: int) -> None:
    """Before the clock or after it, in signs or words, with dots or without."""
    found = read_date(raw, language=language)
    assert found is not None
    assert found == f"2023-10-09T{hour:02}:40:00+00:00"


@given(st.integers(1, 12), st.integers(0, 23), st.integers(1, 24))
def test_a_part_of_the_day_gives_one_of_two_hours(written: int, since: int, length: int) -> None:
    """The hour stays the same on the dial, and it is in the period wherever one of the two is."""
    hour = Period(since, (since + length) % 24 or 24).hour(written)
    assert hour % 12 == written % 12
    inside = {(since + step) % 24 for step in range(length)}
    assert hour in inside or inside.isdisjoint({written % 12, written % 12 + 12})


@given(DAYS, st.sampled_from(["{y}/{m:02}/{d:02}", "{d} {word} {y}", "{d:02}/{m:02}/{y}"]), st.booleans())
def test_jalali_dates_are_the_days_of_the_library(day: date, form: str, foreign: bool) -> None:
    """In Persian digits or ASCII ones, with names of months or numbers."""
    words = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
    jalali = JalaliDate(day)  # type: ignore[no-untyped-call]
    raw = form.format(y=jalali.year, m=jalali.month, d=jalali.day, word=words[jalali.month - 1])
    raw = raw.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) if foreign else raw
    assert read_date(raw, language="fa", zone="Asia/Tehran") == day.isoformat()


@given(st.dates(date(1990, 1, 1), date(2076, 1, 1)))
def test_hijri_dates_count_where_umm_al_qura_is_the_calendar(day: date) -> None:
    """Elsewhere the month begins with the sighting of the moon, so the day is not certain."""
    hijri = Gregorian.fromdate(day).to_hijri()
    raw = f"{hijri.day} {hijri.month_name('ar')} {hijri.year} هـ"
    assert read_date(raw, language="ar", zone="Asia/Riyadh") == day.isoformat()
    assert read_date(raw, language="ar", zone="Africa/Cairo") is None


@given(
    st.dates(date(1990, 1, 1), date(2098, 12, 31)),
    st.sampled_from(["{d}/{m}/{y}", "{d} {word} {y}", "{d} {word} พ.ศ. {y}"]),
)
def test_thai_years_are_543_ahead(day: date, form: str) -> None:
    word = Locale.parse("th").months["format"]["wide"][day.month]
    raw = form.format(d=day.day, m=day.month, word=word, y=day.year + 543)
    assert read_date(raw, language="th", zone="Asia/Bangkok") == day.isoformat()


@given(st.dates(date(1990, 1, 1), date(2018, 12, 31)))
def test_minguo_years_need_their_name_or_taiwan(day: date) -> None:
    raw = f"{day.year - 1911}年{day.month}月{day.day}日"
    assert read_date(f"中華民國{raw}", language="zh") == day.isoformat()
    assert read_date(raw, language="zh-TW") == read_date(raw, language="zh-Hant") == day.isoformat()
    assert read_date(raw, language="zh-CN") is None


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("平成31年4月30日", "ja", "2019-04-30"),
        ("令和元年5月1日", "ja", "2019-05-01"),
        ("令和元年4月30日", "ja", None),
        ("令和５年１０月９日", "ja", "2023-10-09"),
        ("令和5年(2023年)10月9日", "ja", "2023-10-09"),
        ("2023年(令和5年)10月9日", "ja", "2023-10-09"),
        ("R5.10.9", "ja", "2023-10-09"),
        ("R5.10.9", "en", None),
        ("二〇二三年十月九日", "zh", "2023-10-09"),
        ("二○二三年十二月三十一日", "zh", "2023-12-31"),
        ("民國一百一十二年十月九日", "zh-TW", "2023-10-09"),
        ("112/10/09", "zh-TW", "2023-10-09"),
        ("112/10/09", "en", None),
        ("17 Mehr 1402", "en", None),
        ("24 Shahrivar 1402", "en", "2023-09-15"),
        ("۱۷ میزان ۱۴۰۲", "ps", "2023-10-09"),
        ("1402/07/17", "en", None),
    ],
)
def test_eras_and_numerals_of_asia(raw: str, language: str, expected: str | None) -> None:
    """An era has a first day; a number without its calendar is no year."""
    assert read_date(raw, language=language) == expected


@pytest.mark.parametrize(
    ("language", "day_first", "expected"),
    [
        ("en-US", None, "2026-05-03"),
        ("fil-PH", None, "2026-05-03"),
        ("en", None, "2026-03-05"),
        ("en-GB", None, "2026-03-05"),
        ("de-AT", None, "2026-03-05"),
        ("en-US", True, "2026-03-05"),
        ("de", False, "2026-05-03"),
    ],
)
def test_the_order_of_day_and_month(language: str, day_first: bool | None, expected: str) -> None:
    """The site's word first, then the region of the page's language; dots are always with the day first."""
    assert read_date("05/03/2026", language=language, day_first=day_first) == expected
    assert read_date("05.03.2026", language=language) == "2026-03-05"


def test_what_is_ambiguous() -> None:
    """A numeric date with slashes in a language that has no such order, and two numbers that may be months."""
    assert is_ambiguous("05/03/2026 10:00", "de")
    assert is_ambiguous("05/03/2026", "en")
    assert not is_ambiguous("05/03/2026", "en-US")
    assert not is_ambiguous("05/03/2026", "fr")
    assert not is_ambiguous("13/03/2026", "de")
    assert not is_ambiguous("05.03.2026", "de")


def test_prose_has_them_as_written() -> None:
    """What is found is a piece of the text, in the order of the text."""
    text = "Sastanak je održan 9. listopada 2023. u Zagrebu, a sljedeći je 1. studenoga 2023. godine."
    assert find_date(text, language="hr", zone="") == ("2023-10-09", "9. listopada 2023")
    assert [value for value, _, _ in every_date(text, language="hr")] == ["2023-10-09", "2023-11-01"]
    assert find_date("دیدار در ۱۷ مهر ۱۴۰۲ انجام شد", language="fa", zone="") == ("2023-10-09", "۱۷ مهر ۱۴۰۲")


@given(st.text(max_size=60))
def test_folding_knows_where_each_character_was(text: str) -> None:
    short = folded(text)
    assert len(short.places) == len(short.text) + 1
    assert list(short.places) == sorted(short.places)


def test_tables_of_cldr() -> None:
    """All regions of a language count; a language that nobody knows has no months."""
    assert {month_words("ar")[word] for word in ("ايار", "مايو", "ماي")} == {5}
    assert month_words("xx") == {}
    assert day_periods("xx").keys() == {"am", "pm", "a.m", "p.m"}
    assert not is_month_first("xx-US")


def test_the_dates_of_the_shared_cases_are_right(shared_cases: Path) -> None:
    """A table of raw dates that once came out wrong."""
    wrong = []
    with (shared_cases / "dates.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            raw = row["raw"].partition(" (page says")[0]
            found = read_date(raw, language=row["language"], zone=row["zone"])
            if found != row["right"]:
                wrong.append((raw, found, row["right"]))
    assert not wrong


@given(DAYS, st.integers(1, 86399), st.sampled_from(["+09:00", "-05:00", "+05:30", "Z"]))
def test_a_site_without_a_zone_keeps_the_written_offset(day: date, second: int, offset: str) -> None:
    """So the day is the one that the site wrote."""
    at = datetime.combine(day, time()) + timedelta(seconds=second)
    found = read_date(f"{at.isoformat()}{offset}", zone="")
    assert found == f"{at.isoformat()}{offset.replace('Z', '+00:00')}"
