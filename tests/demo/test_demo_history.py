"""The demo's history: each kind of event is there, and shows on the site when the truth says so."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsel import Selector

from crawler.demo.answers import Answers
from crawler.demo.ministry import Ministry
from crawler.demo.reply import Reply
from crawler.demo.script import LAST_DAY, ROLES, moment
from tests.demo.test_demo_pages import get, plain, read

MINISTRY = Ministry()
LAST = MINISTRY.truth(LAST_DAY)


def events(kind: str, **wanted: Any) -> list[dict[str, Any]]:
    return [
        e for e in LAST["events"] if e["kind"] == kind and all(e.get(key) == value for key, value in wanted.items())
    ]


def around(event: dict[str, Any]) -> tuple[Reply, Reply]:
    """What the event's address answers a minute before, and at the time of it."""
    return tuple(get(Answers(MINISTRY, day=event["at"] - ago), event["url"]) for ago in (0.0007, 0.0))  # type: ignore[return-value]


def article(event: dict[str, Any], day: float) -> dict[str, Any]:
    return next(a for a in MINISTRY.truth(day)["articles"] if a["url"] == event.get("to", event["url"]))


def test_a_day_has_two_to_four_new_stories() -> None:
    for day in range(2, LAST_DAY + 1):
        fresh = {e["story"] for e in LAST["events"] if e["kind"] == "appeared" and not e["late"] and e["day"] == day}
        assert 2 <= len(fresh) <= 4


def test_what_appears_is_there_and_was_not_before() -> None:
    for event in events("appeared"):
        before, after = around(event)
        assert before.status == 404
        if not Answers(MINISTRY, day=event["at"]).state.down:
            assert after.status == 200


@pytest.mark.parametrize(
    "what", ["number", "name", "date", "sentence", "link", "title", "file", "paragraph", "much", "back"]
)
def test_a_silent_edit_changes_the_text_and_keeps_the_address(what: str) -> None:
    fields = {"link": ["links"], "file": ["attachments"], "title": ["title"], "much": ["title", "body"]}
    assert events("edited", what=what)
    for event in events("edited", what=what):
        before, after = article(event, event["at"] - 0.0007), article(event, event["at"])
        changed = [name for name in ("title", "body", "links", "attachments") if before[name] != after[name]]
        assert changed == event["fields"] == fields.get(what, ["body"])
        assert before["published_raw"] == after["published_raw"]
        one, two = around(event)
        assert one.headers["ETag"] != two.headers["ETag"]


def test_an_edit_may_be_taken_back() -> None:
    """The text before the first edit and the one after the second are the same: three revisions, two texts."""
    first, second = events("edited", what="number")[0], events("edited", what="back")[0]
    assert first["url"] == second["url"]
    assert article(first, first["at"] - 0.0007)["body"] == article(second, second["at"])["body"]


def test_an_edit_may_touch_one_language_or_all() -> None:
    edited = {(e["what"], e["language"]) for e in events("edited")}
    assert ("name", "en") in edited
    assert ("name", "ru") not in edited
    assert {("date", "ru"), ("date", "be"), ("date", "en")} <= edited


@pytest.mark.parametrize("part", ["carousel", "promo", "missions", "footer"])
def test_furniture_changes_the_bytes_of_pages_and_no_text(part: str) -> None:
    at = events("furniture", part=part)[0]["at"]
    dressed = {(event["skin"], event["language"]) for event in events("furniture", part=part)}
    before, after = Answers(MINISTRY, day=at - 0.0007), Answers(MINISTRY, day=at)
    for row in MINISTRY.truth(at)["articles"]:
        pages = [get(answers, row["url"]) for answers in (before, after)]
        changed = (row["skin"], row["language"]) in dressed
        assert (pages[0].headers["ETag"] != pages[1].headers["ETag"]) is changed
        if changed:
            texts = [read(Selector(page.body.decode("windows-1251")), row["skin"]) for page in pages]
            assert texts[0] == texts[1]


def test_markup_may_change_where_the_text_does_not() -> None:
    for event in events("markup"):
        before, after = around(event)
        texts = [read(Selector(page.body.decode("windows-1251")), "new") for page in (before, after)]
        assert texts[0] == texts[1]
        assert before.body != after.body


def test_the_ways_of_vanishing() -> None:
    """404, 410, an error text under status 200, a redirect to the front page; the listings drop it too."""
    assert {event["how"] for event in events("vanished")} == {"404", "410", "soft", "front"}
    for event in events("vanished"):
        before, after = around(event)
        assert before.status == 200
        assert after.status == {"404": 404, "410": 410, "soft": 200, "front": 302}[event["how"]]
        missing = get(Answers(MINISTRY), "/be/nothing" if event["language"] == "be" else "/nothing")
        if event["how"] == "soft" and event["language"] != "en":
            assert after.body == missing.body
        if event["how"] == "front":
            assert after.headers["Location"] in ("/", "/be/", "/en/")
        truth = MINISTRY.truth(event["at"])
        assert event["url"] in truth["removed"]
        assert event["url"] not in {a["url"] for a in truth["articles"]}


def test_a_removal_may_be_in_one_language_or_in_all() -> None:
    by_story: dict[tuple[int, float], int] = {}
    for event in events("vanished"):
        by_story[event["story"], event["at"]] = by_story.get((event["story"], event["at"]), 0) + 1
    assert {1, 3} <= set(by_story.values())


def test_what_is_restored_is_the_same_article() -> None:
    gone = {event["url"]: event["at"] for event in events("vanished")}
    assert len({event["story"] for event in events("restored")}) == 3
    for event in events("restored"):
        was = article(event, gone[event["url"]] - 0.0007)
        assert article(event, event["at"]) == was


def test_a_blip_is_over_before_it_could_be_confirmed() -> None:
    ends = {event["url"]: event["at"] for event in events("restored")}
    spans = [ends[event["url"]] - event["at"] for event in events("vanished") if event["url"] in ends]
    assert min(spans) <= 0.5
    assert max(spans) >= 3


def test_a_moved_article_is_found_behind_a_redirect() -> None:
    assert len({event["story"] for event in events("moved")}) == 2
    for event in events("moved"):
        before, after = around(event)
        assert (before.status, after.status) == (200, 301)
        assert after.headers["Location"] == event["to"] != event["url"]
        assert MINISTRY.truth(event["at"])["moved"][event["url"]] == event["to"]
        assert get(Answers(MINISTRY, day=event["at"]), event["to"]).status == 200


def test_the_site_is_down_in_three_ways_and_only_then() -> None:
    spans = {kind: (events(kind)[0]["at"], events(kind)[0]["until"]) for kind in ("outage", "firewall", "closed")}
    for kind, (since, until) in spans.items():
        assert MINISTRY.state(since - 0.001).down == "" == MINISTRY.state(until).down
        assert MINISTRY.state(since).down == kind == MINISTRY.state(until - 0.001).down
        assert not [e for e in LAST["events"] if since < e["at"] < until], "nothing happens unseen"
    assert get(Answers(MINISTRY, day=9), "/robots.txt").status == 503
    wall = get(Answers(MINISTRY, day=14), "/press/news_mfa/")
    assert (wall.status, wall.body) == (200, get(Answers(MINISTRY, day=14.5), "/robots.txt").body)
    assert [MINISTRY.state(day).down for day in (9, 14, 21)] == ["outage", "firewall", "closed"]
    assert spans["firewall"][1] - spans["firewall"][0] == pytest.approx(1)


def test_a_late_translation_comes_after_three_days_and_its_siblings_then_link_it() -> None:
    late = [event for event in events("appeared", late=True) if event["story"] > 60]
    assert {MINISTRY.story(event["story"]).skin for event in late} == {"old", "new"}
    for event in late:
        first = min(e["day"] for e in events("appeared", story=event["story"]))
        assert event["day"] - first == 3
        siblings = [a for a in MINISTRY.truth(event["at"])["articles"] if a["story"] == event["story"]]
        earlier = [a for a in MINISTRY.truth(event["at"] - 0.001)["articles"] if a["story"] == event["story"]]
        assert all(event["url"] not in sibling["announces"].values() for sibling in earlier)
        if MINISTRY.story(event["story"]).skin == "old":
            others = [a for a in siblings if a["url"] != event["url"]]
            assert all(event["url"] in other["announces"].values() for other in others)
            assert {e["url"] for e in events("switcher", story=event["story"])} == {a["url"] for a in others}


def test_switchers_lie_from_the_first_day_and_a_lie_ties_nothing() -> None:
    truth = MINISTRY.truth(1)
    assert {lie["reason"] for lie in truth["refused"]} == {"wrong-story", "front-page", "listing"}
    assert sum(lie["reason"] == "wrong-story" for lie in truth["refused"]) == 2
    answers = Answers(MINISTRY)
    story = {a["url"]: a["story"] for a in truth["articles"]}
    for lie in truth["refused"]:
        page = Selector(get(answers, lie["from"]).body.decode("windows-1251"))
        assert lie["to"] in page.css("div.h-ugc > p:last-child a::attr(href)").getall()
    for group in truth["announced_stories"]:
        assert len({story[url] for url in group}) == 1


def test_announced_stories_are_all_that_old_pages_tie() -> None:
    for day in (1, LAST_DAY):
        truth = MINISTRY.truth(day)
        skin = {a["url"]: a["skin"] for a in truth["articles"]}
        groups = {tuple(sorted(group)) for group in truth["announced_stories"]}
        for group in truth["stories"]:
            if skin[group[0]] == "old":
                assert tuple(sorted(group)) in groups
            else:
                assert all((url,) in groups for url in group)


def test_a_story_that_falls_off_the_listings_still_stands() -> None:
    event = events("unlisted")[0]
    assert article(event, event["at"])["listed"] is False
    before, after = around(event)
    assert before.body == after.body
    listing = get(Answers(MINISTRY, day=event["at"]), "/press/news_mfa/")
    links = Selector(listing.body.decode("windows-1251")).css(".tabs-content__item")
    assert event["url"] not in [link.attrib["href"] for link in links]
    assert all(plain(link) for link in links)


def test_the_clock_of_the_history() -> None:
    """An integer day is the evening of its date; a quarter of a day is six hours."""
    assert moment(1).isoformat() == "2026-03-02T15:00:00+00:00"
    assert moment(2.25).isoformat() == "2026-03-03T21:00:00+00:00"
    times = [event["at"] for event in LAST["events"]]
    assert times == sorted(times)


def test_events_only_grow() -> None:
    for one, two in pairwise(MINISTRY.truth(day)["events"] for day in (1, 5, 12.5, 20, 30, 40)):
        assert two[: len(one)] == one
    assert MINISTRY.truth(1)["events"] == []


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(60, 400))
def test_every_role_is_cast_in_a_ministry_of_sixty_and_more(seed: int, size: int) -> None:
    parts = Ministry(size, seed).parts
    assert set(parts) == {role for role, _ in ROLES}
    assert len(set(parts.values())) == len(parts)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(1, 80))
def test_things_happen_only_to_what_is_there(seed: int, size: int) -> None:
    """What is edited, moved, restyled, unlisted or removed stood just before; what is restored did not."""
    ministry = Ministry(size, seed)
    for event in ministry.truth(LAST_DAY)["events"]:
        if "story" in event and event["kind"] != "switcher":
            state = ministry.state(event["at"] - 0.0007)
            stood = state.exists(event["story"], event["language"]) and not state.gone(
                event["story"], event["language"]
            )
            assert stood is (event["kind"] not in ("appeared", "restored")), event


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(1, 80), day=st.floats(1, 35))
def test_the_truth_agrees_with_itself_at_any_size_and_time(seed: int, size: int, day: float) -> None:
    ministry = Ministry(size, seed)
    truth = ministry.truth(day)
    urls = [a["url"] for a in truth["articles"]]
    assert len(set(urls)) == len(urls)
    assert sorted(url for group in truth["stories"] for url in group) == sorted(urls)
    assert sorted(url for group in truth["announced_stories"] for url in group) == sorted(urls)
    assert not set(truth["removed"]) & set(urls)
    answers = Answers(ministry, day=day)
    if not truth["down"]:
        assert all(get(answers, url).status == 200 for url in urls)
