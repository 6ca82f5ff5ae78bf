"""The facts of the first site, on pages written in its structure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.items import Article, Capture, Listing
from crawler.pages.paging import LoadMore, PageNumber
from crawler.pages.site import Seed
from crawler.sources import fixtures
from crawler.spiders.by_mfa import ByMfaSpider, NewSkin, OldSkin
from crawler.spiders.demo import DemoSpider
from tests.conftest import ROOT

SITE = ByMfaSpider.site
SAVED = ROOT / "tests" / "fixtures" / "by_mfa"
NEWS = "https://mfa.gov.by/en/press/news_mfa/a3a1c2d3e4f50007.html"


def saved(name: str) -> Capture:
    return fixtures.load(SAVED / name)


def article(capture: Capture) -> Article:
    read = fixtures.replay(capture, SITE)
    assert read.article is not None, (read.outcome, read.reason)
    return read.article


def changed(capture: Capture, old: str, new: str) -> Capture:
    """The capture with a part of its page changed."""
    body = capture.body.decode("windows-1251")
    assert old in body
    return replace(capture, body=body.replace(old, new).encode("windows-1251"))


@pytest.mark.parametrize(
    "written",
    [
        "http://mfa.gov.by/en/press/news_mfa/a3a1c2d3e4f50007.html",
        "https://www.mfa.gov.by/en/press/news_mfa/a3a1c2d3e4f50007.html",
        "http://www.mfa.gov.by:80/en/press/news_mfa/a3a1c2d3e4f50007.html#top",
        "https://fr.consul@mfa.gov.by/en/press/news_mfa/a3a1c2d3e4f50007.html",
        "/en/press/news_mfa/a3a1c2d3e4f50007.html?utm_source=front&fbclid=x",
    ],
)
def test_one_page_has_one_spelling(written: str) -> None:
    """Scheme, ``www``, userinfo and tracking make no other page."""
    assert SITE.spell(written) == NEWS


@pytest.mark.parametrize("host", ["georgia.mfa.gov.by", "president.gov.by", "localhost", "mfa.gov.by.example"])
def test_embassies_and_others_are_not_this_site(host: str) -> None:
    assert not SITE.owns(f"https://{host}/en/press/news_mfa/a3a1c2d3e4f50007.html")


@pytest.mark.parametrize(
    ("path", "language"),
    [("/press/statements/", "ru"), ("/be/press/statements/", "be"), ("/en/", "en"), ("/energy/", "ru")],
)
def test_the_address_claims_the_language(path: str, language: str) -> None:
    """Russian has no prefix."""
    assert SITE.claimed(SITE.spell(path)) == language


@pytest.mark.parametrize("printed", ["/print/en/press/news_mfa/", "/en/print/press/news_mfa/"])
def test_a_print_view_is_a_twin_of_its_page(printed: str) -> None:
    """By the site file's word: it never becomes an article of its own."""
    assert SITE.alias(SITE.spell(f"{printed}a3a1c2d3e4f50007.html")) == NEWS
    assert SITE.alias(NEWS) is None


def test_a_print_view_gives_the_text_of_its_page() -> None:
    """Title, date and paragraphs are the same; nothing of the line that says where it comes from."""
    page, twin = article(saved("news-six-headings")), article(saved("print-twin"))
    assert (twin.title, twin.body, twin.published) == (page.title, page.body, page.published)
    assert fixtures.replay(saved("print-twin"), SITE).alias_of == page.url


def test_every_section_and_the_feed_is_a_seed_in_every_language() -> None:
    """News by "load more", statements and interviews by number, a feed: three languages of each."""
    kinds = {(seed.language, seed.kind, SITE.kind(SITE.spell(seed.url)), type(seed.paging)) for seed in SITE.seeds}
    assert kinds == {
        (language, *rest)
        for language in ("ru", "be", "en")
        for rest in (
            ("listing", "listing", LoadMore),
            ("listing", "listing", PageNumber),
            ("feed", "feed", type(None)),
        )
    }
    assert len(SITE.seeds) == 12


def seed_of(path: str) -> Seed:
    (found,) = [seed for seed in SITE.seeds if seed.url == path]
    return replace(found, url=SITE.spell(found.url))


@pytest.mark.parametrize(("path", "language"), [("/press/news_mfa/", "ru"), ("/be/press/news_mfa/", "be")])
def test_more_news_is_asked_for_in_the_language_of_the_listing(path: str, language: str) -> None:
    """With the listing's token, which is no part of what the page is."""
    seed = seed_of(path)
    assert seed.paging is not None
    listing = replace(fixtures.replay(saved("listing-with-token"), SITE).listing or Listing(), token="t0")
    asked = seed.paging.next_address(seed, listing, 2)
    assert asked is not None
    url, headers = asked
    spelled = f"https://mfa.gov.by{path}json/?get_more_news&lang={language}&tid={language}_news_mfa&page=2"
    assert url == f"{spelled}&ggtoken=t0"
    assert SITE.spell(url) == spelled
    assert SITE.kind(spelled) == "listing"
    assert headers == {"X-Requested-With": "XMLHttpRequest", "Referer": f"https://mfa.gov.by{path}"}


@pytest.mark.parametrize(
    ("day", "page"),
    [("2019-12-31", OldSkin), ("2020-01-01", NewSkin), ("2026-11-24", NewSkin), ("2018-08-06", OldSkin)],
)
def test_the_skin_in_force_is_chosen_by_the_day_of_the_capture(day: str, page: type) -> None:
    rule = SITE.rule(NEWS, datetime.fromisoformat(day).replace(tzinfo=UTC))
    assert rule is not None
    assert rule.page is page


def test_a_page_left_in_the_old_skin_is_read_by_it_today() -> None:
    """A redesign leaves pages behind: what the page lacks for the version in force sends it to the other."""
    then, today = saved("briefing-old-skin"), saved("briefing-old-skin-captured-late")
    assert article(then) == article(today)
    assert fixtures.replay(today, SITE).extractor == "by_mfa.OldSkin"
    early = replace(saved("news-day-first"), captured_at=then.captured_at)
    assert fixtures.replay(early, SITE).extractor == "by_mfa.NewSkin"


def test_nothing_around_the_text_is_text() -> None:
    """Breadcrumbs, mission selector, carousel, contacts, footer, print link and share buttons."""
    for name in ("statement-no-date", "news-six-headings", "news-belarusian-month", "interview"):
        read = article(saved(name))
        words = " ".join((read.title, *read.body))
        assert not re.search(r"2007|375 17|Telegram|Тбилиси|Home|Главная|Галоўная|Печат|друку$|Print version", words)
        assert not [link for link in read.links if "/video/" in link.url or "t.example" in link.url]


def test_the_first_heading_without_class_is_the_title() -> None:
    """The page has six ``h1``."""
    capture = saved("news-day-first")
    assert capture.body.count(b"<h1") == 6
    assert article(capture).title == "On six headings of the first level"
    moved = changed(capture, "<h1>On six", '<h1 class="h1">Video</h1><h1>On six')
    assert article(moved).title == "On six headings of the first level"


def test_a_date_in_the_middle_of_a_statement_is_not_its_date() -> None:
    """A statement tells of other days: only a line of its own, or brackets in the title, is its own."""
    capture = changed(saved("statement-no-date"), "A link in the text", "On 5 May 2015 a link in the text")
    assert article(capture).published is None
    assert article(capture).date_source is None
    titled = changed(saved("statement-no-date"), "Statement without a date", "Statement on the treaty of May 5, 2015")
    assert article(titled).published is None


def test_a_date_that_does_not_exist_is_no_date() -> None:
    """The raw form stays, so that anyone can see what the page says."""
    read = article(changed(saved("news-day-first"), "12 March 2024", "31 February 2024"))
    assert (read.published, read.published_raw) == (None, "31 February 2024")


def test_the_stale_year_of_the_footer_is_never_a_date() -> None:
    read = article(changed(saved("statement-no-date"), "(c) 2007-2020", "(c) 12.03.2020"))
    assert read.published is None


def test_a_page_without_its_title_is_unreadable_not_an_article() -> None:
    """Of no version of the site, and without substance: kept, reported, and read again by a mended page object."""
    read = fixtures.replay(saved("news-no-title"), SITE)
    assert (read.outcome, read.reason, read.article) == ("unreadable", "no-title", None)


def test_the_demo_is_read_by_the_same_page_objects() -> None:
    """On a host that never changes and that only this machine answers for."""
    demo = DemoSpider.site
    assert demo.rules == SITE.rules
    assert demo.spell("/en/press/news_mfa/?utm_source=x") == "http://demo.localhost/en/press/news_mfa/"
    assert demo.owns("http://demo.localhost/en/")
    assert not demo.owns("http://127.0.0.1/en/")
    assert not demo.owns("http://localhost/en/")
    assert DemoSpider(base="http://127.0.0.1:8642/").host_overrides == {"demo.localhost": "127.0.0.1:8642"}
