"""Revisions of captures that several readers have read: what one of them saw, no later one unsees."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.history.revisions import PARSER_CHANGED, Reading, Told, revisions
from tests.rules.history.test_revisions import many

retold = st.lists(
    st.dictionaries(st.sampled_from("123456"), st.sampled_from("xyz"), min_size=6), min_size=12, max_size=12
)


@given(many, retold, st.integers(0, 3))
def test_reading_again_neither_adds_nor_withdraws_an_edit(
    found: list[Reading[Any]], later: list[dict[str, str]], times: int
) -> None:
    """Whatever later versions read out of captures that one version has read, its edits stand, and no other is seen."""
    found = [reading._replace(extractor_version="1") for reading in found]
    again = [
        reading._replace(
            extractor_version=f"v{times}" if times else "1",
            content_digest=said[str(times)] if times else reading.content_digest,
            told=(reading.own, *(Told("news", f"v{place}", said[str(place)]) for place in range(1, times + 1))),
        )
        for reading, said in zip(found, later, strict=False)
    ]
    assert [(span.first, span.last) for span in revisions(again)] == [
        (span.first, span.last) for span in revisions(found)
    ]


@given(many, retold, st.randoms())
def test_revisions_of_what_many_have_read_do_not_depend_on_arrival(
    found: list[Reading[Any]], later: list[dict[str, str]], random: Any
) -> None:
    again = [
        reading._replace(told=(reading.own, Told("news", "3", said["3"])))
        for reading, said in zip(found, later, strict=False)
    ]
    shuffled = again[:]
    random.shuffle(shuffled)
    assert revisions(shuffled) == revisions(again)


def test_the_first_reader_of_both_has_the_word() -> None:
    """One that came later may tell two texts apart, or not: that was judged before."""
    first = Reading(1, "p", "news", "2", "b1", "one", told=(Told("news", "1", "a"), Told("news", "2", "b1")))
    second = Reading(2, "q", "news", "2", "b2", "two", told=(Told("news", "1", "a"), Told("news", "2", "b2")))
    third = Reading(3, "r", "news", "2", "b2", "three")
    assert [revision.first for revision in revisions([first, second, third])] == ["one"]
    assert [revision.first for revision in revisions([first, third])] == ["one", "three"]


def test_a_text_in_the_words_of_another_reader_says_why() -> None:
    plain = [Reading(1, "p", "news", "1", "a", "one"), Reading(2, "q", "news", "2", "b", "two")]
    assert [revision.reason for revision in revisions(plain)] == [PARSER_CHANGED]
    same = plain[1]._replace(content_digest="a")
    assert [revision.reason for revision in revisions([plain[0], same])] == [""]


def test_a_date_in_the_words_of_another_reader_says_why() -> None:
    """The same text with another date: the page did not change, what reads it did."""
    told = (Told("news", "1", "a", "old"), Told("news", "2", "a", "new"))
    reading = Reading(1, "p", "news", "2", "a", "one", told=told)
    assert [revision.reason for revision in revisions([reading])] == [PARSER_CHANGED]
    assert [revision.reason for revision in revisions([reading._replace(extractor_version="1")])] == [""]
