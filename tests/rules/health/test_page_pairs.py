"""Pages held against themselves: what every kind of damage looks like, and what is no damage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.health.page_pairs import Pair, compare
from crawler.rules.health.run_health import Finding, judge
from tests.support.damages import DAMAGE, cut, healthy, measures, page

LANGUAGES = st.sampled_from(["ru", "be", "en"])


def paired(pairs: list[Pair]) -> list[Finding]:
    """What a run finds that read just these pages, the second in the life of the site."""
    told = {name: [len(tally.hit), tally.of, int(tally.is_alarming)] for name, tally in compare(pairs).items()}
    return judge(measures(paired=told, new={}), healthy(1))


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("count", [3, 40])
def test_damage_on_every_page_is_found_by_the_pages_own_past(name: str, count: int) -> None:
    """Three pages of one language suffice, in the second run of a site; the finding names the field."""
    field, damage = DAMAGE[name]
    pairs = [Pair(page(number, "be"), damage(page(number, "be"))) for number in range(count)]
    assert field in [finding.field for finding in paired(pairs)]


@pytest.mark.parametrize("name", DAMAGE)
def test_one_story_changed_in_all_its_languages_is_no_damage(name: str) -> None:
    """Ministries do edit a story, in three languages at once."""
    _, damage = DAMAGE[name]
    pairs = [Pair(page(1, tag), damage(page(1, tag))) for tag in ("ru", "be", "en")]
    assert paired(pairs) == []


@given(
    st.lists(st.tuples(st.integers(0, 50), LANGUAGES), max_size=30), st.sampled_from(sorted(DAMAGE)), st.integers(0, 2)
)
def test_two_damaged_pages_never_alarm(pages: list[tuple[int, str]], name: str, count: int) -> None:
    """Whatever else a run read."""
    _, damage = DAMAGE[name]
    pairs = [
        Pair(page(*each), damage(page(*each)) if place < count else page(*each)) for place, each in enumerate(pages)
    ]
    assert not any(tally.is_alarming for tally in compare(pairs).values())


def test_stories_of_different_days_are_different_stories() -> None:
    """Three pages in three languages may be one story, but not where they were published on different days."""
    ages = {"ru": "2026-03-01", "be": "2026-02-02", "en": "2026-02-02"}
    well = [page(number, tag, published=day) for number, (tag, day) in enumerate(ages.items())]
    assert [finding.field for finding in paired([Pair(seen, cut(seen)) for seen in well])] == ["body"]
    same = [replace(seen, published="2026-03-01") for seen in well]
    assert paired([Pair(seen, cut(seen)) for seen in same]) == []


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_in_one_language_alone_is_found(name: str) -> None:
    """Each language may have a template of its own: three of its pages suffice, however many others are well."""
    field, damage = DAMAGE[name]
    well = [Pair(page(number, tag), page(number, tag)) for number in range(20) for tag in ("ru", "en")]
    ill = [Pair(page(number, "be"), damage(page(number, "be"))) for number in range(4)]
    assert field in [finding.field for finding in paired(well + ill)]


@given(st.lists(st.tuples(st.integers(0, 50), LANGUAGES), max_size=30))
def test_pages_that_stayed_as_they_were_show_nothing(pages: list[tuple[int, str]]) -> None:
    """However many, and whatever they have in common."""
    assert compare([Pair(page(*each), page(*each)) for each in pages]) == {}


@given(st.sets(st.integers(0, 200), min_size=3, max_size=30), st.integers(0, 4))
def test_a_paragraph_edited_on_every_page_is_no_damage(numbers: set[int], place: int) -> None:
    """A day of many edits is news, not an illness."""
    pairs = []
    for number in numbers:
        before = page(number)
        body = list(before.paragraphs)
        body[place] = f"the ministry corrects what it said of {number} and of story{number} yesterday"
        pairs.append(Pair(before, replace(before, paragraphs=tuple(body), characters=sum(map(len, body)))))
    assert not any(tally.is_alarming for tally in compare(pairs).values())


@given(st.permutations([(number, name) for number in range(6) for name in sorted(DAMAGE)[:4]]))
def test_the_order_of_pages_does_not_matter(order: list[tuple[int, str]]) -> None:
    """A crawl answers in any order."""
    pairs = [Pair(page(number), DAMAGE[name][1](page(number))) for number, name in sorted(order)]
    shuffled = [Pair(page(number), DAMAGE[name][1](page(number))) for number, name in order]
    counts = {name: (len(tally.hit), tally.of) for name, tally in compare(pairs).items()}
    assert {name: (len(tally.hit), tally.of) for name, tally in compare(shuffled).items()} == counts


def test_a_page_object_that_reads_otherwise_is_no_damage() -> None:
    """A new version of ours may read less; what it reads otherwise is told by a replay."""
    pairs = [Pair(page(number), cut(page(number, version="2+1"))) for number in range(9)]
    assert paired(pairs) == []


def test_a_section_that_was_always_read_by_a_guess_is_usual() -> None:
    """Only what is lost alarms, not what was never there."""
    guessed = [page(number, reason="no-title", extractor="x.Generic") for number in range(9)]
    assert paired([Pair(seen, seen) for seen in guessed]) == []


def test_what_one_finding_says_is_not_said_again() -> None:
    """A switcher stands at the end of many texts: where these are cut, it is cut with them."""
    ill = [replace(cut(page(number)), announced=frozenset()) for number in range(9)]
    pairs = [Pair(page(number), each) for number, each in enumerate(ill)]
    assert [finding.field for finding in paired(pairs)] == ["body"]
