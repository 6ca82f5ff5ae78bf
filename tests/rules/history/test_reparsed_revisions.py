"""Revisions of captures that several readers have read: no later one adds an edit, and the newest may withdraw one."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.history.revisions import PARSER_CHANGED, WITHDRAWN, ReaderText, Reading, in_order, revisions
from tests.rules.history.test_revisions import many

retold = st.lists(
    st.dictionaries(st.sampled_from("123456"), st.sampled_from("xyz"), min_size=6), min_size=12, max_size=12
)


@given(many, retold, st.integers(0, 3))
def test_reading_again_adds_no_edit_and_withdraws_only_what_the_newest_reads_equal(
    found: list[Reading[Any]], later: list[dict[str, str]], times: int
) -> None:
    """An edit stands exactly where the first and the newest version both read two different texts."""
    found = [reading._replace(extractor_version="1") for reading in found]
    again = [
        reading._replace(
            extractor_version=f"v{times}" if times else "1",
            content_digest=said[str(times)] if times else reading.content_digest,
            reader_texts=(
                reading.own,
                *(ReaderText("news", f"v{place}", said[str(place)]) for place in range(1, times + 1)),
            ),
        )
        for reading, said in zip(found, later, strict=False)
    ]
    newest = {reading.ref: reading.all[-1].content_digest for reading in again}
    ordered = [reading.ref for reading in in_order(again)]
    earlier = dict(zip(ordered[1:], ordered, strict=False))
    was = [span.first for span in revisions(found)]
    now = revisions(again)
    assert [span.first for span in now] == [
        ref for ref in was if ref not in earlier or newest[ref] != newest[earlier[ref]]
    ]
    withdrawn = {after for span in now for _, after, why in span.joined if why == WITHDRAWN}
    assert withdrawn == set(was) - {span.first for span in now}


@given(many, retold, st.randoms())
def test_revisions_of_what_many_have_read_do_not_depend_on_arrival(
    found: list[Reading[Any]], later: list[dict[str, str]], random: Any
) -> None:
    again = [
        reading._replace(reader_texts=(reading.own, ReaderText("news", "3", said["3"])))
        for reading, said in zip(found, later, strict=False)
    ]
    shuffled = again[:]
    random.shuffle(shuffled)
    assert revisions(shuffled) == revisions(again)


def test_the_first_reader_of_both_has_the_word() -> None:
    """One that came later may tell two texts apart, or not: that was judged before."""
    first = Reading(
        1, "p", "news", "2", "b1", "one", reader_texts=(ReaderText("news", "1", "a"), ReaderText("news", "2", "b1"))
    )
    second = Reading(
        2, "q", "news", "2", "b2", "two", reader_texts=(ReaderText("news", "1", "a"), ReaderText("news", "2", "b2"))
    )
    third = Reading(3, "r", "news", "2", "b2", "three")
    assert [revision.first for revision in revisions([first, second, third])] == ["one"]
    assert [revision.first for revision in revisions([first, third])] == ["one", "three"]


def test_an_edit_that_the_newest_reader_does_not_see_is_withdrawn() -> None:
    """A counter in the text made it; the reader that drops the counter reads both alike. The reason is kept."""
    first, second = (
        Reading(
            at, f"p{at}", "news", "2", "same", name,
            reader_texts=(ReaderText("news", "1", f"views {at}"), ReaderText("news", "2", "same")),
        )
        for at, name in ((1, "one"), (2, "two"))
    )  # fmt: skip
    (revision,) = revisions([second, first])
    assert revision[:3] == ("one", "one", "two")
    assert revision.joined == (("one", "two", WITHDRAWN),)


def test_a_text_in_the_words_of_another_reader_says_why() -> None:
    plain = [Reading(1, "p", "news", "1", "a", "one"), Reading(2, "q", "news", "2", "b", "two")]
    assert [revision.reason for revision in revisions(plain)] == [PARSER_CHANGED]
    same = plain[1]._replace(content_digest="a")
    assert [revision.reason for revision in revisions([plain[0], same])] == [""]


def test_a_date_in_the_words_of_another_reader_says_why() -> None:
    """The same text with another date: the page did not change, what reads it did."""
    told = (ReaderText("news", "1", "a", "old"), ReaderText("news", "2", "a", "new"))
    reading = Reading(1, "p", "news", "2", "a", "one", reader_texts=told)
    assert [revision.reason for revision in revisions([reading])] == [PARSER_CHANGED]
    assert [revision.reason for revision in revisions([reading._replace(extractor_version="1")])] == [""]
