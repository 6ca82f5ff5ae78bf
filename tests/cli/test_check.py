"""What a check requests, and what it finds about articles and the whole site."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.checking.doubts import FAILS, HOLDS, NOT_REQUESTED, PARTLY, VERDICTS, CheckedRequest
from crawler.checking.report import CheckAnswers, findings
from crawler.checking.spider import articles_of
from crawler.cli.site_lookup import spider as spider_of
from crawler.items import Capture, Found, Listing
from crawler.pages.generic import GenericPage
from crawler.pages.site import PageRule, Seed
from crawler.rules.outcome.classification import OUTCOMES
from tests.cli.checks import FRONTS, checked, status
from tests.support.captures import at
from tests.support.loopback import Page, redirect, web_text
from tests.support.newsroom import ARTICLES, HOST, LISTED, News, article, listing, spider


def test_what_fits_holds(tmp_path: Path) -> None:
    """Each line has what was seen; each page is requested once, and two articles of a listing are enough."""
    found = checked(tmp_path)
    assert {each.verdict for each in found.rows} == {HOLDS}
    assert sorted(found.server.asked) == sorted(
        ["/robots.txt", *FRONTS, "/en/news/", "/en/news/?p=2", "/en/news/a1", "/en/news/a2"]
    )
    assert [each.what for each in found.rows] == [
        "robots",
        "front",
        "front",
        "front",
        "seed",
        "article",
        "article",
        "page",
    ]
    seed = found["/en/news/"].row()
    assert (seed["entries"], seed["articles"], seed["dated"], seed["next"], seed["token"]) == (3, 3, 0, True, False)
    read = found["/en/news/a1"].row()
    assert (read["title"], read["paragraphs"], read["language"], read["language_claimed"]) == (
        "Title of a1",
        1,
        "en",
        "en",
    )


def test_nothing_is_archived(tmp_path: Path) -> None:
    """Not even an empty file is created."""
    checked(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_title_that_the_selector_no_longer_finds(tmp_path: Path) -> None:
    """The line names the page and the selector."""
    found = checked(tmp_path, {"/en/news/a1": "<html><main><h2>Title</h2><p>Text.</p></main></html>"})
    assert (found["/en/news/a1"].verdict, found["/en/news/a2"].verdict) == (FAILS, HOLDS)
    assert found["/en/news/a1"].detail == "unreadable no-title (looked for h1)"


def test_a_page_that_only_the_generic_page_can_read_does_not_hold(tmp_path: Path) -> None:
    """A crawl keeps its article, so only a check shows that the selectors do not fit."""
    text = "".join(
        f"<p>The minister received the ambassador for the {n}. time and spoke of trade.</p>" for n in range(9)
    )
    body = f"<html><head><title>A visit</title></head><article><h2>A visit</h2>{text}</article></html>"
    rules = (LISTED, ARTICLES, PageRule(ARTICLES.pattern, GenericPage))
    found = checked(tmp_path, {"/en/news/a1": body}, rules=rules)
    assert found["/en/news/a1"].outcome == "article"
    assert found["/en/news/a1"].verdict == FAILS
    assert found["/en/news/a1"].reasons == ("no title (looked for h1), so read by GenericPage, not by News",)


def test_a_page_in_another_skin_than_that_of_today_holds_in_part(tmp_path: Path) -> None:
    class Older(News):
        block, title = "body", "h2"

    rules = (LISTED, ARTICLES, PageRule(ARTICLES.pattern, Older))
    found = checked(tmp_path, {"/en/news/a1": "<body><h2>Title</h2><p>Text.</p>"}, rules=rules)
    assert (found["/en/news/a1"].verdict, found["/en/news/a2"].verdict) == (PARTLY, HOLDS)


@pytest.mark.parametrize(
    ("day", "verdict"), [("2026-03-02", HOLDS), ("the day of the fair", FAILS), ("31.02.2026", FAILS)]
)
def test_a_date_that_is_not_read(tmp_path: Path, day: str, verdict: str) -> None:
    """The raw form is shown beside the parsed one."""
    found = checked(tmp_path, {"/en/news/a1": article("a1", day=day)})
    assert found["/en/news/a1"].verdict == verdict
    assert repr(day) in found["/en/news/a1"].detail


@pytest.mark.parametrize(("shown", "verdict"), [("2026-03-02", HOLDS), ("2026-02-03", PARTLY), ("", PARTLY)])
def test_an_article_is_held_against_the_date_in_its_listing(tmp_path: Path, shown: str, verdict: str) -> None:
    """A swap of day and month is still a date: only the listing shows the mistake."""
    changed: dict[str, Page] = {"/en/news/": listing("a1@2026-03-02"), "/en/news/a1": article("a1", day=shown)}
    assert checked(tmp_path, changed)["/en/news/a1"].verdict == verdict


def test_a_page_without_text_does_not_hold(tmp_path: Path) -> None:
    found = checked(tmp_path, {"/en/news/a1": "<html lang=en><main><h1>Title of a1</h1></main></html>"})
    assert (found["/en/news/a1"].verdict, found["/en/news/a1"].reasons) == (FAILS, ("no text",))


def test_a_text_in_another_language_holds_in_part(tmp_path: Path) -> None:
    """An untranslated page and a wrong main part look the same, so a person must look."""
    body = "<main><h1>Дзяржаўны візіт</h1><p>Міністр сустрэўся з паслом і абмеркаваў гандаль.</p></main>"
    row = checked(tmp_path, {"/en/news/a1": f"<html lang=en>{body}</html>"})["/en/news/a1"]
    assert row.verdict == PARTLY
    assert row.row()["language"] != row.row()["language_claimed"] == "en"


def test_what_robots_forbids_is_not_asked_and_fails_nothing(tmp_path: Path) -> None:
    """The server gets no request."""
    found = checked(tmp_path, {"/robots.txt": web_text("User-agent: *\nDisallow: /en/news/a")})
    assert "/en/news/a1" not in found.server.asked
    assert (found["/en/news/a1"].verdict, found["/en/news/a1"].detail) == (NOT_REQUESTED, "excluded robots")
    assert found.worst() == NOT_REQUESTED
    assert found.answers.nothing() == ""


def test_the_site_s_delay_and_its_wish_are_kept_to(tmp_path: Path) -> None:
    """A check is as polite as a crawl."""
    robots = web_text("User-agent: *\nCrawl-delay: 0.2\n")
    found = checked(tmp_path, {"/robots.txt": robots, "/en/news/": "<ul></ul>"})
    gaps = [after - before for before, after in zip(found.server.times[1:], found.server.times[2:], strict=False)]
    assert gaps
    assert min(gaps) > 0.15  # without the wish there would be none
    assert "crawl-delay 0.2 s" in found["/robots.txt"].detail


@pytest.mark.parametrize(
    ("robots", "said"),
    [
        (
            web_text("User-agent: *\nDisallow: /"),
            f"tested: {HOST}/robots.txt forbids every page that the site file needs",
        ),
        (status(503, ""), f"tested cannot be reached: {HOST}/robots.txt: status 503"),
    ],
)
def test_a_site_that_forbids_everything_cannot_be_checked(tmp_path: Path, robots: Page, said: str) -> None:
    """One line reports that."""
    found = checked(tmp_path, {"/robots.txt": robots})
    assert found.server.asked == ["/robots.txt"]
    assert found.answers.nothing() == said


@pytest.mark.parametrize(
    ("page", "verdict", "reason"),
    [
        (redirect("/en/news/b1"), PARTLY, f"moved to {HOST}/en/news/b1"),
        (redirect("https://elsewhere.example/x"), FAILS, "it leads off the site, to https://elsewhere.example/x"),
        (redirect("/en/"), FAILS, "missing redirect-to-front"),
        (status(403, ""), FAILS, "blocked http-403"),
        (status(500, ""), FAILS, "unreachable http-500"),
    ],
)
def test_why_an_article_is_not_there(tmp_path: Path, page: Page, verdict: str, reason: str) -> None:
    row = checked(tmp_path, {"/en/news/a1": page})["/en/news/a1"]
    assert (row.verdict, row.reasons[0]) == (verdict, reason)


def test_slow_sites_are_asked_for_one_article_a_listing() -> None:
    """A check takes about a minute: ``by_mfa`` has twelve seeds and a delay of two seconds."""
    assert articles_of(spider_of("by_mfa").site) == 1
    assert articles_of(spider_of("demo").site) == 2


answers = st.builds(
    lambda outcome, reason, status, found: Capture(
        url=f"{HOST}/en/news/a1",
        captured_at=at(1),
        outcome=outcome,
        reason=reason,
        status=status,
        listing=Listing(found=tuple(found)) if outcome in ("listing", "feed", "sitemap") else None,
    ),
    st.sampled_from(OUTCOMES),
    st.sampled_from(["", "robots", "timeout", "no-title", "http-404", "not-in-replay"]),
    st.sampled_from([0, 200, 301, 404, 503]),
    st.lists(
        st.builds(
            Found, url=st.sampled_from([f"{HOST}/en/news/a2", "mailto:x"]), refused=st.sampled_from(["", "offsite"])
        )
    ),
)


@given(answers, st.sampled_from(["front", "seed", "listing", "page", "article"]))
def test_whatever_is_answered_has_a_verdict_and_a_reason(capture: Capture, what: str) -> None:
    """No response ends the check, and an unexpected one never gets "holds"."""
    site = spider().site
    asked = CheckedRequest(what=what, url=capture.url, seed=Seed(capture.url))
    seed = CheckedRequest(what="seed", url=capture.url, seed=Seed(capture.url))
    for row in findings(
        [asked] if what in ("front", "seed") else [seed, asked], CheckAnswers(site, {capture.url: capture})
    ):
        assert row.verdict in VERDICTS
        assert row.reasons or row.verdict == HOLDS
        if row.what not in ("front", "robots") and capture.listing is None:
            assert row.verdict != HOLDS
