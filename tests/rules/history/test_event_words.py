"""The ledger in words: one sentence an event, in which suspected and confirmed cannot be mixed up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.history.event_words import changed, duration, evidence, what

AT = "2026-11-20T10:00:00.000Z"


def capture(status: int, outcome: str) -> dict[str, Any]:
    return {"status": status, "outcome": outcome}


def event(kind: str, *captures: dict[str, Any], confirmed: str | None = AT, **summary: Any) -> dict[str, Any]:
    return {"kind": kind, "confirmed": confirmed, "captures": list(captures), "summary": summary}


GONE = capture(404, "missing")


def test_an_edit_is_told_by_its_fields_its_size_and_what_matters() -> None:
    """A number that changed is what a silent edit changes: it is said."""
    edited = event("edited", fields=["title", "body"], added=12, removed=3, changed=["number", "date", "name"])
    assert changed(edited) == "title, body: 12 words added, 3 removed; a number, a date and a name changed"
    assert changed(event("edited", fields=["links"], added=0, removed=3, changed=[])) == "links: 3 words removed"


def test_a_suspected_removal_is_told_from_a_confirmed_one() -> None:
    """In the kind and in the sentence."""
    suspected = event("vanished", capture(200, "article"), GONE, confirmed=None, how="http-404")
    confirmed = event("vanished", capture(200, "article"), GONE, GONE, GONE, how="http-404")
    assert (what(suspected), what(confirmed)) == ("vanished?", "vanished")
    assert changed(suspected) == "missing in 1 capture (http-404), suspected only"
    assert changed(confirmed) == "missing in 3 captures (http-404), confirmed"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (event("appeared"), ""),
        (event("moved", to="https://mfa.example/2"), "to https://mfa.example/2"),
        (event("restored", gone_ms=3 * 86_400_000), "is back after 3 days"),
        (event("restored"), "is back"),
    ],
)
def test_each_kind_has_its_sentence(told: dict[str, Any], words: str) -> None:
    """What appeared has nothing to be held against."""
    assert changed(told) == words
    assert what(told) == told["kind"]


def test_evidence_is_the_answers_in_the_order_of_time() -> None:
    """Equal neighbours are counted; a status that would mislead gives way to the outcome."""
    page, soft, silence = capture(200, "article"), capture(200, "missing"), capture(0, "unreachable")
    assert evidence(event("vanished", page, GONE, GONE, GONE)) == "200 -> 404 x3"
    assert evidence(event("vanished", page, soft, silence, GONE)) == "200 -> missing -> unreachable -> 404"
    assert evidence(event("vanished", page, capture(302, "missing"))) == "200 -> missing"
    assert evidence(event("appeared")) == ""


@given(st.integers(0, 10**12))
def test_a_duration_is_never_longer_than_what_it_tells(milliseconds: int) -> None:
    """Rounded down, and never by a whole unit or more."""
    number, unit = duration(milliseconds).split()
    size = {"day": 86_400_000, "hour": 3_600_000, "minute": 60_000, "second": 1_000}[unit.rstrip("s")]
    assert int(number) * size <= milliseconds < (int(number) + 1) * size
    assert unit.endswith("s") == (number != "1")
