"""Forms in which sites write dates and that tables of locale data do not have."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.dates.cldr import day_periods
from crawler.rules.dates.parsing import read_date
from crawler.rules.dates.times import time_after

DAYS = st.dates(date(1990, 1, 1), date(2049, 12, 31))
FORMS = {
    "km": "ថ្ងៃទី{d} ខែ{word} ឆ្នាំ{y}",
    "my": "{y} ခုနှစ်၊ {word}လ {d} ရက်",
    "lv": "{y}. gada {d}. {word}",
    "vi": "Đà Nẵng, ngày {d:02} tháng {m:02} năm {y}",
    "si": "{y} {word} මස {d:02} වන දින",
    "crh": "{d} {word} {y}",
    "cv": "{y} ҫулхи {word} {d}-мӗшӗ",
}
WORDS = {
    "km": "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "my": "ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
    "lv": "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī",
    "si": "ජනවාරි පෙබරවාරි මාර්තු අප්‍රේල් මැයි ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර් නොවැම්බර් දෙසැම්බර්",
    "crh": "yanvar fevral mart aprel mayıs iyün iyül avgust sentâbr oktâbr noyabr dekabr",
    "cv": "январӗн февралӗн мартӑн апрелӗн майӑн июнӗн июлӗн августӑн сентябрӗн октябрӗн ноябрӗн декабрӗн",
}


@given(DAYS, st.sampled_from(list(FORMS)))
def test_each_form_is_the_day_that_it_writes(day: date, language: str) -> None:
    word = WORDS[language].split()[day.month - 1] if language in WORDS else ""  # Vietnamese counts its months
    raw = FORMS[language].format(d=day.day, m=day.month, y=day.year, word=word)
    assert read_date(raw, language=language) == day.isoformat(), raw


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("« 9 » октября 2023 г.", "ru", "2023-10-09"),
        ("2023 թ․ հոկտեմբերի 9", "hy", "2023-10-09"),
        ("9 تشرين الأول (أكتوبر) 2023", "ar", "2023-10-09"),
        ("9 أكتوبر من عام 2023", "ar", "2023-10-09"),
        ("۹ اکتوبر، ۲۰۲۳ء", "ur", "2023-10-09"),
        ("9ی ئاداری 2023", "ckb", "2023-03-09"),
        ("9 Adar 2023", "ku", "2023-03-09"),
        ("৯ই অক্টোবর, ২০২৩", "bn", "2023-10-09"),
        ("2023 оны арван нэгдүгээр сарын 9", "mn", "2023-11-09"),
        ("주체112(2023)년 10월 9일", "ko", "2023-10-09"),
        ("'23.10.9.", "ko", "2023-10-09"),
        ("2023（令和5）年10月9日", "ja", "2023-10-09"),
        ("令和5(2023)年10月9日", "ja", "2023-10-09"),
        ("R5.3.9", "ja", "2023-03-09"),
        ("令5.3.9", "ja", "2023-03-09"),
        ("9 Oct 2566", "th", "2023-10-09"),
        ("9 Oct 2566", "en", None),
        ("२०८०-०६-२२", "ne", None),
        ("२०२३-१०-०९", "ne", "2023-10-09"),
    ],
)
def test_words_and_marks_around_a_day(raw: str, language: str, expected: str | None) -> None:
    """Spaces in quotes, dots and commas of other scripts, a second name of the month, a year in brackets."""
    assert read_date(raw, language=language) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "7-9 October 2023",
        "7 – 9 October 2023",
        "30 September – 2 October 2023",
        "vom 7. bis 9. Oktober 2023",
        "du 7 au 9 octobre 2023",
        "с 7 по 9 октября 2023 года",
        "Release 9.10.2023.4",
        "№ 9/10/2023-14",
    ],
)
def test_days_of_an_event_and_numbers_of_documents_are_no_date(raw: str) -> None:
    """The last of several days is the end of an event, and what goes on after the year is a number."""
    assert read_date(raw) is None


@pytest.mark.parametrize(
    "raw",
    ["Press release 7 – 9 October 2023", "No. 12/2023 - 9 October 2023", "Brussels, 9 October 2023", "09.10.2023."],
)
def test_a_number_before_a_date_is_no_range(raw: str) -> None:
    assert read_date(raw, language="en") == "2023-10-09"


@pytest.mark.parametrize(
    ("raw", "language", "clock"),
    [
        ("9 octobre 2023 à 17 h 40", "fr", "17:40"),
        ("9 octobre 2023 à 17h", "fr", "17:00"),
        ("2023 m. spalio 9 d. 17 val. 40 min.", "lt", "17:40"),
        ("9. října 2023 v 17:40 hodin", "cs", "17:40"),
        ("9 ต.ค. 2566 เวลา 17:40 น.", "th", "17:40"),
        ("9-oktyabr 2023-yil, 17:40", "uz", "17:40"),
        ("9 October 2023, 5 pm", "en", "17:00"),
        ("৯ অক্টোবর ২০২৩, ০৫:৪০ পিএম", "bn", "17:40"),
        ("9 अक्टूबर 2023 05:40 अपराह्न", "hi", "17:40"),
        ("9 أكتوبر 2023 - الساعة 5:40 عصرا", "ar", "17:40"),
        ("۱۷ مهر ۱۴۰۲ ۵:۴۰ بعد از ظهر", "fa", "17:40"),
        ("9 октомври 2023 г., 5:40 сл.об.", "bg", "17:40"),
        ("9 Tetor 2023 5:40 MD", "sq", "17:40"),
        ("오후 5:40, 2023-10-09", "ko", "17:40"),
        ("៩ តុលា ២០២៣ ម៉ោង ៥:៤០ ល្ងាច", "km", "17:40"),
    ],
)
def test_clocks_as_languages_write_them(raw: str, language: str, clock: str) -> None:
    """Full hours, words of the language before and after the clock; never twelve hours off."""
    assert read_date(raw, language=language) == f"2023-10-09T{clock}:00+00:00"


@given(st.sampled_from(["sq", "es", "el", "bg", "hu", "fa", "mt", "ms", "vi"]), st.data())
def test_no_spelling_of_a_half_of_the_day_stops_the_reading(language: str, data: st.DataObject) -> None:
    """The dots and spaces of an abbreviation may be left out, in any of its places."""
    word = data.draw(st.sampled_from(sorted(day_periods(language))))
    written = "".join(sign for sign in word if sign not in ". " or data.draw(st.booleans()))
    found = time_after(f" 5:40 {written}", language)
    assert found is not None
    assert found.hour % 12 == 5
    assert re.sub(r"[. ]", "", written)
