"""Dates that stand in the text alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.dates.text_dates import dated_by_text

ALL = ("dateline", "title", "prose")


def dated(title: str = "", *body: str, where: tuple[str, ...] = ALL, language: str = "en") -> tuple[str, str] | None:
    return dated_by_text(title, body, where=where, language=language, zone="Europe/Minsk")


@pytest.mark.parametrize(
    ("line", "language", "raw"),
    [
        ("December 6, 2021, Minsk", "en", "December 6, 2021"),
        ("December 6, 2021", "en", "December 6, 2021"),
        ("New York, 26 September 2019", "en", "26 September 2019"),
        ("г. Минск, 12 марта 2024 г.", "ru", "12 марта 2024"),
        ("12 сакавіка 2024 г., Мінск", "be", "12 сакавіка 2024"),
    ],
)
def test_a_last_line_that_is_a_date_and_a_place_is_a_dateline(line: str, language: str, raw: str) -> None:
    assert dated("T", "Text.", line, language=language) == (raw, "dateline")


@pytest.mark.parametrize(
    "line",
    [
        "The next round will take place on 12 March 2024.",
        "We fully support the agreement that both presidents signed in Geneva on May 5, 2015 after long talks.",
    ],
)
def test_a_last_sentence_that_names_a_day_is_no_dateline(line: str) -> None:
    assert dated("T", "Text.", line, where=("dateline",)) is None


def test_a_dateline_in_the_middle_is_none() -> None:
    """A speech may quote a letter with its date."""
    assert dated("T", "Minsk, 12 March 2024", "Text.", where=("dateline",)) is None


@pytest.mark.parametrize(
    ("title", "raw"),
    [
        ("Statement at the summit (May 15, 2020)", "May 15, 2020"),
        ("Statement (OSCE) at the Council (Bratislava, December 5, 2019)", "December 5, 2019"),
        ("Statement at the debate (September 26, 2019, New York)", "September 26, 2019"),
    ],
)
def test_a_date_in_brackets_in_the_title_is_the_statements(title: str, raw: str) -> None:
    assert dated(title, "Text.") == (raw, "title")


@pytest.mark.parametrize("title", ["On the treaty of May 5, 2015", "Statement (2020)", "Resolution 73/292 (GA)", ""])
def test_other_dates_and_numbers_in_a_title_are_what_it_is_about(title: str) -> None:
    assert dated(title, "Text.", where=("title",)) is None


def test_the_first_full_date_of_the_prose_counts() -> None:
    """A day without its year is not enough, and nothing is guessed."""
    body = (
        "On July 28 experts met.",
        "On July 30, 2018 the ministry hosted a briefing.",
        "It is open until August 1, 2019.",
    )
    assert dated("T", *body) == ("July 30, 2018", "prose")
    assert dated("T", body[0]) is None


def test_the_places_are_tried_in_the_order_given() -> None:
    text = ("T (May 15, 2020)", "On July 30, 2018.", "December 6, 2021, Minsk")
    assert dated(*text, where=("title", "dateline")) == ("May 15, 2020", "title")
    assert dated(*text, where=("prose", "title")) == ("July 30, 2018", "prose")
    assert dated(*text, where=()) is None


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4))
def test_the_raw_form_is_as_the_text_has_it(title: str, body: list[str]) -> None:
    """Whatever is found stands word for word in the title or the text."""
    found = dated(title, *body)
    assert found is None or any(found[0] in text for text in (title, *body))
