"""A written date, its language and zone, as one form."""

from __future__ import annotations

import csv
import warnings
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsel import Selector
from warcio.archiveiterator import ArchiveIterator

from crawler.rules.dates.months import MONTHS, month_number
from crawler.rules.dates.parsing import find_date, read_date

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MINSK = "Europe/Minsk"
GENITIVES = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "be": "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    "en": "January February March April May June July August September October November December",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "se": "ođđajagemánnu guovvamánnu njukčamánnu cuoŋománnu miessemánnu geassemánnu"
    " suoidnemánnu borgemánnu čakčamánnu golggotmánnu skábmamánnu juovlamánnu",
}
FORMS = (
    "{d} {m} {y}",
    "{d:02} {m} {y}",
    "{d}. {m} {y}",
    "{m} {d}, {y}",
    "{d} {m} {y} г.",
    "– {d} {M} {y}.",
    "{d}\u00a0{m}\n{y}",
)


@given(DAYS, st.sampled_from(sorted(GENITIVES)), st.sampled_from(FORMS), st.booleans())
def test_a_date_in_words_is_read_in_each_language(day: date, language: str, form: str, told: bool) -> None:
    """Day, month in words and year, in the order and case of the site; whether or not the language is told."""
    month = GENITIVES[language].split()[day.month - 1]
    raw = form.format(d=day.day, m=month, M=month.upper(), y=day.year)
    assert read_date(raw, language=language if told else "", zone=MINSK) == day.isoformat()


@given(DAYS, st.sampled_from(sorted(MONTHS)), st.data())
def test_every_word_of_the_table_is_its_month(day: date, language: str, data: st.DataObject) -> None:
    """Nominatives and abbreviations too, with and without the dot."""
    word = data.draw(st.sampled_from([word for word, number in MONTHS[language].items() if number == day.month]))
    dot = data.draw(st.sampled_from(["", "."]))
    assert read_date(f"{day.day} {word}{dot} {day.year}", language=language) == day.isoformat()


def test_each_language_has_all_its_months() -> None:
    """No month was forgotten in the table."""
    for language, words in MONTHS.items():
        assert set(words.values()) == set(range(1, 13)), language


def test_a_word_of_another_language_counts_only_where_ours_is_in_the_table() -> None:
    """A page may carry a date in another language; but a Croat's "listopad" is October, a Pole's is November."""
    assert month_number("listopada", "pl") == month_number("listopada") == month_number("listopada", "be-BY") == 11
    assert month_number("listopada", "hr") == 0
    assert month_number("March", "hr") == month_number("март", "be") == month_number("mars", "nn") == 3
    assert month_number("смех", "be") == 0


NUMERIC = (
    "{d:02}.{m:02}.{y}",
    "{d}.{m}.{y}",
    "{d:02}/{m:02}/{y}",
    "{d:02}-{m:02}-{y}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
)


@given(DAYS, st.sampled_from([*NUMERIC, "{y}{m:02}{d:02}", "{y}年{m}月{d}日", "{d:02}. {m:02}. {y}", "({d}.{m}.{y})"]))
def test_a_date_in_numbers_is_read(day: date, form: str) -> None:
    """The day stands before the month unless the site says otherwise; a year in front is followed by month and day."""
    assert read_date(form.format(d=day.day, m=day.month, y=day.year)) == day.isoformat()


@given(DAYS)
def test_the_month_stands_first_where_the_site_says_so(day: date) -> None:
    """An American site's 03/04/2024 is the fourth of March."""
    assert read_date(f"{day.month}/{day.day}/{day.year}", day_first=False) == day.isoformat()
    assert read_date(f"{day.month}/{day.day}/{day.year}") == (
        day.isoformat() if day.day > 12 else day.replace(month=day.day, day=day.month).isoformat()
    )


@given(st.integers(1990, 2100), st.integers(0, 99), st.integers(0, 99), st.sampled_from(["{d}.{m}.{y}", "{y}-{m}-{d}"]))
def test_a_day_that_does_not_exist_is_no_date(year: int, month: int, day: int, form: str) -> None:
    """Neither 31 February nor a thirteenth month is bent into another day."""
    try:
        expected = date(year, month, day).isoformat()
    except ValueError:
        expected = None
    assert read_date(form.format(d=day, m=month, y=year)) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "31 февраля 2021",
        "2021-13-01",
        "30.02.2020",
        "February 29, 2023",
        "0 мая 2020",
        "32 мая 2020",
        "2020-00-10",
        "май 2020",
        "12 мая",
        "2020",
        "12.05",
        "May 2020",
        "",
        "today",
        "3 days ago",
        "12 foo 2020",
        "12 мая 1890",
        "1.2.3.2020",
        "192.168.10.2020",
        "2024-03-123",
        "12 мая 3020",
        "20241301",
        "99.99.99",
        "12.05.77",
        "© 2007-2020",
    ],
)
def test_what_is_no_full_date_gives_none(raw: str) -> None:
    """Nothing is guessed: not the day, not the month, not the century."""
    assert read_date(raw, language="ru", zone=MINSK) is None


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("Uppdaterad: 2009-09-02", "sv", "2009-09-02"),
        ("Опубликовано: 1 сентября 2020 года", "ru", "2020-09-01"),
        ("12-га сакавіка 2024", "be", "2024-03-12"),
        ("1er mars 2024", "fr", "2024-03-01"),
        ("12 de marzo de 2024", "es", "2024-03-12"),
        ("the 3rd of May, 2024", "en", "2024-05-03"),
        ("Sept. 5, 2020", "en", "2020-09-05"),
        ("den 12:e mars 2024", "sv", "2024-03-12"),
        ("Maŋimuš ođasmahttojuvvon: 28.11.2011", "se", "2011-11-28"),
        ("guovvamánu 6. b. 2009", "se", "2009-02-06"),
        ("juovlamánu 24. beaivvi 2009", "se", "2009-12-24"),
        ("12-Mar-2024", "en", "2024-03-12"),
        ("Brussels, 5 March 2024 - 10 items", "en", "2024-03-05"),
        ("12 марта 2024", "be", "2024-03-12"),
        ("12 martie 2024", "ro", "2024-03-12"),
        ("2024. március 12.", "hu", "2024-03-12"),
        ("١٢ مارس ٢٠٢٤", "ar", "2024-03-12"),
        ("12 नवंबर 2024", "hi", "2024-11-12"),
        ("12. listopada 2024.", "hr", "2024-10-12"),
        ("12 martie 2024", "xx", None),
        ("martie 2024", "ro", None),
        ("acum 3 zile 2024", "ro", None),
    ],
)
def test_forms_of_many_languages_are_read(raw: str, language: str, expected: str | None) -> None:
    """Labels, ordinals, articles; other languages by dateparser, never with a guessed part, never with a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_date(raw, language=language, zone=MINSK) == expected


@given(st.text())
def test_any_text_gives_a_date_or_none(text: str) -> None:
    """Never an error, and a date is always one that exists."""
    for found in (read_date(text), (find_date(text, language="", zone="UTC") or (None,))[0]):
        assert found is None or datetime.fromisoformat(found)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("On July 30, 2018 the Ministry held a briefing in 2018.", "en", ("2018-07-30", "July 30, 2018")),
        ("Done in December 2020.\nDecember 6, 2021, Minsk", "en", ("2021-12-06", "December 6, 2021")),
        ("«12 марта 2024 года состоялась встреча»", "ru", ("2024-03-12", "12 марта 2024")),
        ("12\u00a0сакавіка\n2024 г. адбылася", "be", ("2024-03-12", "12\u00a0сакавіка\n2024")),
        ("(September 26 2019 New York)", "en", ("2019-09-26", "September 26 2019")),
        ("(Bratislava, December 5, 2019)", "en", ("2019-12-05", "December 5, 2019")),
        ("C 12 по 14 марта 2024 года", "ru", ("2024-03-14", "14 марта 2024")),
        ("Born on May 15, 1960, he came on 3 June 2001.", "en", ("2001-06-03", "3 June 2001")),
        ("31 февраля 2021 года, затем 1 марта 2021 года", "ru", ("2021-03-01", "1 марта 2021")),
        ("Резолюция 73/195 от 19.12.2018", "ru", ("2018-12-19", "19.12.2018")),
        ("in the 12 months 2020 had", "en", None),
        ("12.03.24", "ru", None),
        ("At 10:00 on 5 May 2020 at 12:30", "en", ("2020-05-05", "5 May 2020")),
        ("", "en", None),
    ],
)
def test_the_first_full_date_of_prose_is_found_as_written(
    text: str, language: str, expected: tuple[str, str] | None
) -> None:
    """A month without a day, a year alone, a day that does not exist are passed over; a time in prose is not taken."""
    assert find_date(text, language=language, zone=MINSK) == expected


@given(DAYS, st.sampled_from(sorted(GENITIVES)), st.text(st.characters(exclude_categories=["N", "L"])))
def test_a_date_found_in_prose_stands_there_and_reads_as_itself(day: date, language: str, around: str) -> None:
    """The raw form is a piece of the text, and reading it again gives the same date."""
    text = f"{around} {day.day} {GENITIVES[language].split()[day.month - 1]} {day.year} {around}"
    found = find_date(text, language=language, zone=MINSK)
    assert found is not None
    assert found[1] in text
    assert found[0] == day.isoformat() == read_date(found[1], language=language, zone=MINSK)


def test_the_dates_of_real_pages_are_read(corpus: Path) -> None:
    """176 pages of the Sámi Parliament carry "Uppdaterad:"; what is read is what the labels say."""
    folder = corpus / "se_sametinget"
    with (folder / "labels.tsv").open(encoding="utf-8", newline="") as labels:
        updated = {row["file"]: row["updated_footer"] for row in csv.DictReader(labels, delimiter="\t")}
    right = 0
    with (folder / "pages.warc.gz").open("rb") as warc:
        for record in ArchiveIterator(warc):
            if record.rec_type != "response":
                continue
            page = Selector(body=record.content_stream().read(), encoding="utf-8")
            raw = page.xpath("//text()[contains(., 'Uppdaterad')]").getall()[-1:] or [""]
            name = record.rec_headers.get_header("WARC-Target-URI").rpartition("/")[2]
            right += read_date(raw[0], language="sv", zone="Europe/Stockholm") == (updated[name] or None)
    assert right == 176


def test_the_briefing_of_2018_has_its_date_in_its_prose(corpus: Path) -> None:
    """The older skin of the seed ministry prints the date nowhere else."""
    text = (corpus / "by_mfa" / "briefing-2018-07-30.en.txt").read_text("utf-8")
    assert find_date(text, language="en", zone=MINSK) == ("2018-07-30", "July 30, 2018")
