"""One body under many addresses: what is a wall, what is an error page, and what is the site's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Alternate, Article
from crawler.rules.outcome.shared_body import BLOCKED, MISSING, Answer, one_body, own_words

A = Answer[int, int]
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def known(address: int, key: str = "", before: str = "", **told: Any) -> A:
    """An answer of an address that was read before, with a text of its own where nothing else is said."""
    before = before or f"text {address}"
    return new(address, key or before, before=before, is_known=True, stood=True, **told)


def new(address: int, key: str = "", **told: Any) -> A:
    """An answer of an address that nothing is known of."""
    return Answer(address, address, address, key or f"text {address}")._replace(**told)


def probe(key: str, at: int = 0) -> A:
    """The answer at the address that cannot exist."""
    return Answer(-1, at, -1, key, is_probe=True)


def told(*answers: A) -> dict[int, tuple[str, str]]:
    return one_body(answers)


ANSWERS = st.lists(
    st.builds(
        lambda address, at, ref, key, before, stood, listing, own: Answer(
            address, at, ref, key, before, bool(before) or stood, stood, is_listing=listing, own=own
        ),
        st.integers(0, 12),
        st.integers(0, 5),
        st.integers(0, 10_000),
        st.sampled_from(["", "a", "b", "c"]),
        st.sampled_from(["", "a", "b", "d", "e", "f"]),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "", "1 May"]),
    ),
    max_size=20,
    unique_by=lambda answer: answer.ref,
)


@given(ANSWERS, st.booleans(), st.randoms())
def test_the_order_of_arrival_does_not_matter(answers: list[A], has_probe: bool, random: object) -> None:
    """Like all judgements it is one of the set."""
    every = [*answers, probe("a")] if has_probe else answers
    other = every[:]
    random.shuffle(other)  # type: ignore[attr-defined]
    assert one_body(every) == one_body(other)


@given(ANSWERS, st.booleans())
def test_what_answers_as_it_always_did_is_left_alone(answers: list[A], has_probe: bool) -> None:
    """And so is what says nothing, or was not looked at."""
    every = [*answers, probe("a")] if has_probe else answers
    found = one_body(every)
    assert set(found.values()) <= {BLOCKED, MISSING}
    for answer in answers:
        if answer.ref in found:
            assert answer.key
            assert answer.before != answer.key


@given(st.lists(st.integers(0, 40), unique=True, max_size=40), st.integers(0, 40))
def test_texts_of_their_own_are_never_a_wall(addresses: list[int], first_known: int) -> None:
    """However many pages are new or edited, each says something else."""
    answers = [new(n) if n < first_known else known(n, f"edited {n}") for n in addresses]
    assert told(*answers, probe("nowhere")) == {}


@given(st.integers(1, 4), st.integers(1, 30), st.booleans())
def test_copies_of_a_text_are_never_a_wall(copies: int, others: int, are_known: bool) -> None:
    """One text in each language, under the print view and a second address: with other pages around it is no wall,
    whether the copies are new or one text that all of them had was edited in all of them."""
    alike = [known(n, "copy", before="old copy") if are_known else new(n, "copy") for n in range(copies)]
    assert told(*alike, *(known(100 + n) for n in range(others))) == {}


def test_notices_that_differ_in_their_date_are_no_wall() -> None:
    """Numbers are not compared; the dates that the pages carry are."""
    assert told(*(new(n, "the briefing is at", own=f"2026-05-{n:02}") for n in range(1, 20))) == {}


def test_versions_that_announce_each_other_are_no_wall() -> None:
    """Twenty languages, one untranslated text: each page has others to point to."""
    article = Article(url="https://a.example/1", alternates=(Alternate(hreflang="de", url="https://a.example/2"),))
    words = [own_words(replace(article, url=f"https://a.example/{n}"), NOW) for n in range(20)]
    assert len(set(words)) == 20
    assert told(*(new(n, "untranslated", own=own) for n, own in enumerate(words))) == {}


def test_a_date_is_a_pages_own_unless_it_says_what_time_it_is() -> None:
    """Walls name the moment, in whatever zone; news of the day has other marks of its own."""
    article = Article(url="https://a.example/1")
    assert own_words(article, NOW) == ""
    assert own_words(replace(article, published="2026-04-29"), NOW) == "2026-04-29"
    for near in ("2026-04-30", "2026-05-01T23:59:00+03:00", "2026-05-02"):
        assert own_words(replace(article, published=near), NOW) == ""


def test_one_release_in_many_sections_is_no_wall() -> None:
    """The same text under eight addresses, with its date."""
    assert told(*(new(n, "release", own="2026-04-02") for n in range(8))) == {}


@given(st.integers(3, 30), st.integers(0, 30))
def test_one_body_where_different_texts_stood_is_a_wall(fallen: int, others: int) -> None:
    """Three texts that have nothing in common do not become one by an editor's hand."""
    answers = [*(known(n, "wall") for n in range(fallen)), *(known(100 + n) for n in range(others))]
    assert told(*answers, probe("nowhere")) == dict.fromkeys(range(fallen), BLOCKED)


def test_two_texts_that_became_one_are_a_wall_only_where_nothing_else_stands() -> None:
    """A correction may take the place of two articles."""
    assert told(known(1, "wall"), known(2, "wall"), known(3)) == {}
    assert told(known(1, "wall"), known(2, "wall"), new(3)) == {1: BLOCKED, 2: BLOCKED}


@given(st.integers(5, 30), st.integers(0, 20))
def test_new_pages_that_are_one_in_a_row_are_a_wall(count: int, before: int) -> None:
    """A first crawl that runs into a wall knows none of the pages behind it."""
    answers = [*(new(n) for n in range(before)), *(new(100 + n, "wall") for n in range(count))]
    assert told(*answers) == {100 + n: BLOCKED for n in range(count)}


def test_new_pages_that_are_alike_here_and_there_are_no_wall() -> None:
    """Between walls nothing else comes through."""
    answers = [new(n, "notice" if n % 3 == 0 else "") for n in range(30)]
    assert told(*answers) == {}


@pytest.mark.parametrize("count", [3, 8])
def test_a_run_that_reads_one_body_alone_met_a_wall(count: int) -> None:
    """Listings too: nothing else was read, so there is nothing to spoil."""
    assert told(*(new(n, "wall", is_listing=True) for n in range(count))) == dict.fromkeys(range(count), BLOCKED)
    assert told(*(new(n, "wall", is_listing=True) for n in range(2))) == {}


def test_empty_listings_are_alike_and_no_wall() -> None:
    """The ends of eight listings look the same."""
    answers = [new(n, "nothing more", is_listing=True) for n in range(8)]
    assert told(*answers, *(known(100 + n) for n in range(3))) == {}


@given(st.integers(1, 12), st.integers(1, 12))
def test_what_is_like_the_address_that_cannot_exist_is_missing(gone: int, standing: int) -> None:
    """While at least as many known pages stand, and go on to stand: the site is well, and those pages are gone."""
    standers = [known(100 + n) for n in range(max(gone, standing))]
    found = told(probe("nowhere"), *(known(n + 1, "nowhere") for n in range(gone)), *standers)
    assert found == {n + 1: MISSING for n in range(gone)}


def test_one_missing_page_is_missing_whatever_else_was_asked() -> None:
    """A new address that leads nowhere too."""
    assert told(probe("nowhere"), known(1, "nowhere"), new(2, "nowhere"), known(3)) == {1: MISSING, 2: MISSING}


@pytest.mark.parametrize(
    "answers",
    [
        [known(1, "wall"), known(2, "wall")],
        [known(1, "wall"), known(2, "wall"), known(3, "wall"), known(4), known(5)],
        [known(1), known(2), known(3), known(4), *(known(n, "wall") for n in (6, 7, 8))],
        [new(n, "wall") for n in range(5)],
        [known(1, "wall")],
    ],
    ids=["all", "most", "all-from-then-on", "nothing-else", "the-only-one"],
)
def test_a_wall_hides_the_address_that_cannot_exist_too(answers: Sequence[A]) -> None:
    """Most known pages gone at once, or all from some moment on, is the sign of a wall, not of removals."""
    found = told(probe("wall"), *answers)
    assert set(found.values()) == {BLOCKED}
    assert set(found) == {-1, *(answer.ref for answer in answers if answer.key == "wall")}


def test_removals_that_were_seen_before_are_no_wall() -> None:
    """A run that looks again only at what is suspected to be gone finds nothing but error pages, and rightly."""
    seen = [known(n, "nowhere")._replace(stood=False) for n in range(1, 8)]
    assert told(probe("nowhere"), *seen, known(100)) == {answer.ref: MISSING for answer in seen}
