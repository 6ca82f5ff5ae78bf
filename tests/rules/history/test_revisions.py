"""Revisions, the addresses of an article, what it announces now, and its duplicates: each from the set of readings."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.rules.history.duplicates import CandidateText, Duplicate, duplicates
from crawler.rules.history.identity import AddressEvidence, identify
from crawler.rules.history.revisions import Reading, revisions
from crawler.rules.stories.announcements import AnnouncedVersion, in_force


def readings(said: str) -> list[Reading[str]]:
    """Readings from words like ``1v1:x``: captured at 1, read by version v1 as text x."""
    found = []
    for word in said.split():
        when, text = word.split(":")
        at, version = when.split("v")
        found.append(Reading(int(at), f"p-{text}", "news", version, text, word))
    return found


def spans(said: str) -> list[tuple[str, str, str]]:
    return [(revision.first, revision.text, revision.last) for revision in revisions(readings(said))]


def test_the_same_text_again_is_no_revision() -> None:
    assert spans("1v1:x 2v1:x") == [("1v1:x", "1v1:x", "2v1:x")]


def test_another_text_by_the_same_extractor_is_a_revision() -> None:
    assert spans("1v1:x 2v1:y 3v1:x") == [("1v1:x",) * 3, ("2v1:y",) * 3, ("3v1:x",) * 3]


def test_another_version_of_the_extractor_is_no_edit() -> None:
    """The text that the version in use last reads is shown, under the name that the revision had."""
    assert spans("1v1:x 2v2:y") == [("1v1:x", "2v2:y", "2v2:y")]


def test_what_is_no_edit_is_shown_as_it_was_read_last() -> None:
    """A date that was put right makes no revision, and is shown all the same."""
    first = Reading(1, "p", "news", "1", "x", "first", fields=1)
    second = Reading(2, "q", "news", "1", "x", "second", fields=2)
    third = Reading(3, "q", "news", "1", "x", "third", fields=2)
    assert [each[:4] for each in revisions([third, first, second])] == [("first", "second", "third", "")]


def test_an_edit_is_seen_through_another_versions_readings() -> None:
    assert [first for first, _, _ in spans("1v1:x 2v2:y 3v1:z")] == ["1v1:x", "3v1:z"]
    assert [first for first, _, _ in spans("1v1:x 2v2:y 3v1:x 4v2:z")] == ["1v1:x", "4v2:z"]


def test_two_texts_of_one_instant_are_ordered_by_payload() -> None:
    assert [first for first, _, _ in spans("1v1:y 1v1:x")] == ["1v1:x", "1v1:y"]


many = st.lists(
    st.builds(
        lambda at, version, text: Reading(at, f"p-{text}", "news", version, text, (at, version, text)),
        st.integers(1, 6),
        st.sampled_from("12"),
        st.sampled_from("xyz"),
    ),
    unique_by=lambda reading: (reading.captured_at, reading.payload_digest),
    max_size=12,
)


@given(many, st.randoms())
def test_revisions_do_not_depend_on_arrival(found: list[Reading[Any]], random: Any) -> None:
    shuffled = found[:]
    random.shuffle(shuffled)
    assert revisions(shuffled) == revisions(found)


@given(many)
def test_each_revision_is_an_edit_that_one_version_saw(found: list[Reading[Any]]) -> None:
    """Between neighbours one version reads two texts; a single version sees exactly the changes of text."""
    by_ref = {reading.ref: reading for reading in found}
    chain = revisions(found)
    assert bool(chain) == bool(found)
    for before, after in pairwise(chain):
        new = by_ref[after.first]
        span = [r for r in found if _when(by_ref[before.first]) <= _when(r) <= _when(by_ref[before.last])]
        assert any(
            r.extractor_version == new.extractor_version and r.content_digest != new.content_digest for r in span
        )
    ones = sorted((r for r in found if r.extractor_version == "1"), key=_when)
    changes = [r.ref for i, r in enumerate(ones) if i == 0 or ones[i - 1].content_digest != r.content_digest]
    assert [revision.first for revision in revisions(ones)] == changes


def _when(reading: Reading[Any]) -> tuple[int, str, str]:
    return reading.captured_at, reading.payload_digest, reading.extractor_version


def article(uri: str, first: int, last: int | None = None, text: str = "text", **more: Any) -> AddressEvidence[str]:
    return AddressEvidence(uri, first, last or first, frozenset({(text, "Title")}), **more)


def test_a_moved_article_keeps_its_first_address() -> None:
    found = identify({"old": article("old", 1, moved_to="new"), "new": article("new", 5, text="edited")})
    assert found.called == {"old": "old", "new": "old"}
    assert found.until == {"old": None, "new": None}


def test_an_address_that_only_redirects_is_an_alias_over_several_hops() -> None:
    found = identify(
        {"a": AddressEvidence("a", moved_to="b"), "b": AddressEvidence("b", moved_to="c"), "c": article("c", 3)}
    )
    assert found.called == {"a": "c", "b": "c", "c": "c"}


def test_a_redirect_to_what_is_no_article_names_nothing() -> None:
    found = identify(
        {
            "a": AddressEvidence("a", moved_to="list"),
            "b": article("b", 1, moved_to="list"),
            "list": AddressEvidence("list"),
        }
    )
    assert found.called == {"b": "b"}
    assert found.arrives["a"] == "list"


def test_a_ring_of_redirects_leads_nowhere() -> None:
    found = identify({"a": AddressEvidence("a", moved_to="b"), "b": AddressEvidence("b", moved_to="a")})
    assert found.called == {}
    assert found.arrives == {"a": "a", "b": "b"}


def test_a_redirect_between_articles_that_stood_side_by_side_is_no_alias() -> None:
    """A removed page that is sent to another article does not become that article."""
    found = identify({"a": article("a", 1, 4, "one", moved_to="b"), "b": article("b", 2, 9, "two")})
    assert found.called == {"a": "a", "b": "b"}


def test_several_removed_articles_sent_to_one_page_stay_apart() -> None:
    found = identify(
        {
            "a": article("a", 1, 4, "one", moved_to="gone"),
            "b": article("b", 1, 4, "two", moved_to="gone"),
            "gone": article("gone", 6, text="This page was removed"),
        }
    )
    assert found.called == {"a": "a", "b": "b", "gone": "gone"}


def test_a_canonical_claim_needs_equal_text() -> None:
    claim = frozenset({("c", ("text", "Title"))})
    equal = {"a": article("a", 2, canonical=claim), "c": article("c", 1)}
    assert identify(equal).called == {"a": "c", "c": "c"}
    assert identify(equal | {"c": article("c", 1, text="other")}).called == {"a": "a", "c": "c"}


def test_an_empty_body_proves_no_canonical_claim() -> None:
    empty = article("c", 1, text="")
    found = identify({"a": article("a", 2, text="", canonical=frozenset({("c", ("", "Title"))})), "c": empty})
    assert found.called == {"a": "a", "c": "c"}


def test_equal_text_alone_is_no_alias() -> None:
    assert identify({"a": article("a", 1), "b": article("b", 2)}).called == {"a": "a", "b": "b"}


def test_a_print_twin_never_tells_its_main_pages_history() -> None:
    found = identify({"print": article("print", 1, twin_of="main"), "main": article("main", 2)})
    assert found.called == {"print": "main", "main": "main"}
    assert found.until == {"print": 0, "main": None}


def test_a_print_twin_alone_is_the_article() -> None:
    found = identify({"print": article("print", 1, twin_of="main"), "main": AddressEvidence("main")})
    assert found.called == {"print": "print"}
    assert found.until == {"print": None}


def test_a_claimants_readings_count_until_the_claimed_address_has_its_own() -> None:
    found = identify({"a": article("a", 1, canonical=frozenset({("c", ("text", "Title"))})), "c": article("c", 5)})
    assert found.called == {"a": "a", "c": "a"}
    assert found.until == {"a": 5, "c": None}


texts = st.sampled_from(["", "one", "two", "three"])


@st.composite
def sites(draw: st.DrawFn) -> dict[int, AddressEvidence[int]]:
    """Addresses that redirect, claim and twin in any way."""
    size = draw(st.integers(1, 6))
    keys = st.integers(0, size)
    found = {}
    for key in range(size):
        span = draw(st.none() | st.tuples(st.integers(0, 4), st.integers(0, 4)))
        read = draw(st.frozensets(st.tuples(texts, st.just("T")), min_size=1)) if span else frozenset()
        found[key] = AddressEvidence(
            f"u{key}",
            min(span) if span else None,
            max(span) if span else None,
            read,
            draw(st.none() | keys),
            frozenset(draw(st.lists(st.tuples(keys, st.sampled_from(sorted(read))), max_size=2)))
            if read
            else frozenset(),
            draw(st.none() | keys),
        )
    return found


@given(sites(), st.randoms())
@settings(max_examples=3 * settings().max_examples)
def test_names_do_not_depend_on_order_or_on_keys(site: dict[int, AddressEvidence[int]], random: Any) -> None:
    keys = list(range(50, 60))
    random.shuffle(keys)
    renamed = [
        (
            keys[key],
            a._replace(
                moved_to=None if a.moved_to is None else keys[a.moved_to],
                canonical=frozenset((keys[to], text) for to, text in a.canonical),
                twin_of=None if a.twin_of is None else keys[a.twin_of],
            ),
        )
        for key, a in site.items()
    ]
    random.shuffle(renamed)
    plain, again = identify(site), identify(dict(renamed))
    assert again.called == {keys[key]: keys[name] for key, name in plain.called.items()}
    assert again.until == {keys[key]: until for key, until in plain.until.items()}


@given(sites())
@settings(max_examples=3 * settings().max_examples)
def test_every_article_has_a_name_and_a_history(site: dict[int, AddressEvidence[int]]) -> None:
    """The name is the address captured first as an article; some address counts with all its readings."""
    found = identify(site)
    assert {key for key, address in site.items() if address.is_article} <= set(found.called)
    for key, name in found.called.items():
        group = [other for other, its in found.called.items() if its == name]
        assert found.called[name] == name
        mains = [other for other in group if site[other].is_article and found.until[other] != 0] or [name]
        assert site[name].first == min(first for other in mains if (first := site[other].first) is not None)
        assert any(found.until[other] is None and site[other].is_article for other in group), key


def test_a_later_word_withdraws_an_earlier_one_for_its_language_only() -> None:
    said = [
        AnnouncedVersion(1, "p", "ru", "old"),
        AnnouncedVersion(1, "p", "be", "b"),
        AnnouncedVersion(2, "p", "ru", "new"),
    ]
    assert in_force(said) == {("ru", "new"), ("be", "b")}


def test_one_reading_may_announce_two_for_a_language() -> None:
    assert in_force([AnnouncedVersion(1, "p", "ru", "x"), AnnouncedVersion(1, "p", "ru", "y")]) == {
        ("ru", "x"),
        ("ru", "y"),
    }


@given(
    st.lists(
        st.builds(
            AnnouncedVersion, st.integers(1, 3), st.sampled_from("pq"), st.sampled_from(["ru", "be"]), st.integers(1, 3)
        )
    ),
    st.randoms(),
)
def test_what_is_in_force_does_not_depend_on_arrival(said: list[AnnouncedVersion[int]], random: Any) -> None:
    shuffled = said[:]
    random.shuffle(shuffled)
    assert in_force(shuffled) == in_force(said)
    assert {word.language for word in said} == {language for language, _ in in_force(said)}


def test_duplicates_are_a_star_around_the_earliest() -> None:
    found = duplicates(
        [
            CandidateText("b", "d", 80, (2, "b")),
            CandidateText("a", "d", 80, (3, "a")),
            CandidateText("c", "d", 80, (1, "c")),
        ]
    )
    assert sorted(found) == [Duplicate("a", "c"), Duplicate("b", "c")]


def test_short_and_empty_bodies_are_no_duplicates_nor_an_article_of_itself() -> None:
    assert duplicates([CandidateText("a", "d", 79, (1, "a")), CandidateText("b", "d", 79, (2, "b"))]) == []
    assert duplicates([CandidateText("a", "", 0, (1, "a")), CandidateText("b", "", 0, (2, "b"))]) == []
    assert duplicates([CandidateText("a", "d", 80, (1, "a")), CandidateText("a", "d", 80, (1, "a"))]) == []
