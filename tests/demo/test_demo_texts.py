"""The demo's texts: the same from the same seed, the same story in three languages, each in its own alphabet."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.demo import phrases_be, phrases_en, phrases_ru
from crawler.demo.grammar import count, write_date
from crawler.demo.ministry import Ministry
from crawler.demo.pages import article_page
from crawler.demo.script import calendar
from crawler.demo.stories import languages_of, tell

NUMBER = re.compile(r"\d+")


def every_text(ministry: Ministry) -> list[tuple[int, str, str, str]]:
    """Number, language, title and body of every story of day 1."""
    rows = []
    for number in range(1, ministry.size + 1):
        for language in languages_of(number):
            text = tell(ministry.story(number), language)
            rows.append((number, language, text.title, "\n".join((*text.body, text.dateline))))
    return rows


def test_the_same_seed_makes_the_same_bytes() -> None:
    one, two = Ministry(60, seed=7).state(5), Ministry(60, seed=7).state(5)
    for number in range(1, 61):
        assert one.path(number, "ru") == two.path(number, "ru")
        assert article_page(one, number, "ru") == article_page(two, number, "ru")


def test_another_seed_makes_other_texts_at_other_addresses() -> None:
    one, two = Ministry(60, seed=1), Ministry(60, seed=2)
    assert not {one.address(n, "ru") for n in range(1, 61)} & {two.address(n, "ru") for n in range(1, 61)}
    assert [row[3] for row in every_text(one)] != [row[3] for row in every_text(two)]


def test_ids_are_sixteen_hex_digits_and_differ_between_languages() -> None:
    ministry = Ministry(200)
    names = [path.rpartition("/")[2] for path in ministry.paths]
    assert all(re.fullmatch(r"[a-f][0-9a-f]{15}\.html", name) for name in names)
    assert len(set(names)) == len(names)


def test_phrases_have_the_same_shape_in_every_language() -> None:
    for kind in ("NEWS", "STATEMENTS"):
        shapes = [
            [[len(paragraph) for paragraph in paragraphs] for _, paragraphs in getattr(phrases, kind)]
            for phrases in (phrases_ru, phrases_be, phrases_en)
        ]
        assert shapes[0] == shapes[1] == shapes[2]
    assert len({len(phrases.SHARED) for phrases in (phrases_ru, phrases_be, phrases_en)}) == 1


def test_every_slot_is_filled_in_every_phrase() -> None:
    """Drawing many stories uses each phrase; a slot that nothing fills would raise."""
    ministry = Ministry(400)
    used = {(row[1], row[0] % 5 in (1, 3), ministry.story(row[0]).pattern) for row in every_text(ministry)}
    assert len(used) == 3 * (len(phrases_ru.NEWS) + len(phrases_ru.STATEMENTS))
    slots = {name for _, name, _, _ in Formatter().parse(phrases_ru.LINKED[0]) if name}
    assert slots == {"a_news", "z_news"}


@pytest.mark.parametrize("skin", ["old", "new"])
def test_numbers_translate_consistently(skin: str) -> None:
    """Each number of a text stands in all its translations: counts, sums, days and years."""
    ministry = Ministry(120)
    for number in range(1, 121):
        story = ministry.story(number)
        if story.skin == skin:
            texts = [tell(story, language) for language in story.languages]
            numbers = [sorted(NUMBER.findall("\n".join((*text.body, text.dateline)))) for text in texts]
            assert all(row == numbers[0] for row in numbers), texts


def test_each_language_keeps_to_its_alphabet() -> None:
    wrong = {
        "ru": re.compile("[іўІЎ]|[a-z]{2}"),
        "be": re.compile("[ищъИЩЪ]|[a-z]{2}"),
        "en": re.compile("[а-яё]", re.IGNORECASE),
    }
    for _, language, title, body in every_text(Ministry(200)):
        found = wrong[language].search(f"{title}\n{body}".replace("PDF", ""))
        assert found is None, (found, title, body)


def test_no_two_stories_say_the_same() -> None:
    bodies = [row[3] for row in every_text(Ministry(3000))]
    assert len(set(bodies)) == len(bodies)


def test_some_stories_are_never_translated() -> None:
    told = [languages_of(number) for number in range(1, 2001)]
    assert sum("be" not in languages for languages in told) / 2000 == pytest.approx(0.15, abs=0.01)
    assert 0.03 < sum("en" not in languages for languages in told) / 2000 < 0.1
    assert all("ru" in languages for languages in told)


def test_sixty_stories_are_spread_over_two_years_in_both_skins() -> None:
    ministry = Ministry()
    days = [ministry.story(number).published for number in range(1, 61)]
    assert days == sorted(days)
    assert days[-1] == calendar(1)
    assert 680 < (days[-1] - days[0]).days < 730
    assert [ministry.story(number).skin for number in (1, 30, 31, 60)] == ["old", "old", "new", "new"]


def test_nouns_follow_their_numbers() -> None:
    forms = ("год", "года", "лет")
    assert [count(number, *forms) for number in (1, 2, 5, 11, 12, 21, 22, 25, 111, 101)] == [
        *("1 год", "2 года", "5 лет", "11 лет", "12 лет", "21 год", "22 года", "25 лет", "111 лет", "101 год")
    ]


def test_dates_are_written_as_the_real_site_writes_them() -> None:
    day = calendar(1)
    assert write_date(day, "ru") == "2 марта 2026"
    assert write_date(day, "be") == "2 сакавіка 2026"
    assert write_date(day, "en") == "2 March 2026"
    assert write_date(day, "en", american=True) == "March 2, 2026"


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), number=st.integers(1, 5000))
def test_a_story_does_not_depend_on_how_it_is_reached(seed: int, number: int) -> None:
    ministry = Ministry(5000, seed)
    first = ministry.story(number)
    ministry.story(5001 - number)
    assert Ministry(5000, seed).story(number) == first
