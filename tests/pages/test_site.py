"""The facts of a site: spelling, ownership, languages, rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import BadAddress
from crawler.pages.article import ArticlePage
from crawler.pages.listing import ListingPage
from crawler.pages.site import PageRule, Seed, Site


class News(ArticlePage):
    block = "main"
    version: ClassVar[int] = 3


class OldNews(ArticlePage):
    block = "div.old"


class Cards(ListingPage):
    container = "ul.cards"
    item = "ul.cards a"


SITE = Site(
    name="example",
    title="Ministry of Examples",
    hosts=("ministry.example", "press.ministry.example"),
    languages={"ru": "/", "en": "/en/", "be": "/be", "se": ""},
    fronts=("/index.html",),
    seeds=(Seed("/en/news/", language="en"),),
    rules=(
        PageRule(r"^/(?:en/|be/)?news/\d+\.html$", News, since=date(2020, 1, 1), article_kind="news"),
        PageRule(r"^/(?:en/|be/)?news/\d+\.html$", OldNews, article_kind="news"),
        PageRule(r"^/(?:en/)?news/$|^/en/$", Cards, kind="listing"),
        PageRule(r"\?page=\d+$", Cards, kind="listing"),
    ),
    aliases=((r"^/print(/.*)$", r"\1"),),
    drop=frozenset({"session"}),
)
DEMO = Site(name="demo", hosts=("127.0.0.1", "demo.test"), private=True, https=False)
NEWS = "https://ministry.example/en/news/1.html"


@pytest.mark.parametrize(
    "written",
    [
        "http://ministry.example/en/news/1.html",
        "https://www.ministry.example:443/en/news/1.html#text",
        "HTTP://WWW.Ministry.Example/en/./news/../news/1.html?utm_source=x&session=9",
        "/en/news/1.html",
        "http://fr.consul@ministry.example/en/news/1.html",
    ],
)
def test_all_spellings_of_an_address_are_one(written: str) -> None:
    """Scheme, ``www.``, fragment, dot segments, tracking and session parameters tell no resources apart."""
    assert SITE.spell(written) == NEWS


def test_each_host_keeps_its_own_name() -> None:
    """Other hosts of the site, and hosts of others, are not folded into the first."""
    assert SITE.spell("http://www.press.ministry.example/1") == "https://press.ministry.example/1"
    assert SITE.spell("http://www.other.example/1") == "http://www.other.example/1"


def test_a_www_host_that_is_named_beside_its_twin_is_kept_apart() -> None:
    """For archives whose pages stand under either."""
    both = Site(name="both", hosts=("a.example", "www.a.example"), languages={"en": "/en/"})
    assert both.spell("http://www.a.example/x") == "https://www.a.example/x"
    assert both.claimed("https://www.a.example/en/x") == "en"
    assert both.is_front("https://www.a.example/en/")


def test_a_port_and_its_scheme_stay() -> None:
    """The demo ministry answers on any free port."""
    assert DEMO.spell("/x", base="http://127.0.0.1:8123/y") == "http://127.0.0.1:8123/x"
    assert DEMO.owns("http://127.0.0.1:8123/x")
    assert DEMO.spell("https://demo.test/x") == "http://demo.test/x"


@pytest.mark.parametrize("written", ["javascript:void(0)", "mailto:a@b.example", "http://", "http://[bad/"])
def test_what_is_no_address_is_refused(written: str) -> None:
    """Whoever asks decides what to do about it."""
    with pytest.raises(BadAddress):
        SITE.spell(written)


@given(st.sampled_from(["http", "https"]), st.sampled_from(["", "www."]), st.text("abc/.?=&%20é", max_size=20))
def test_spelling_twice_changes_nothing(scheme: str, www: str, path: str) -> None:
    """An address that is spelled right stays."""
    once = SITE.spell(f"{scheme}://{www}ministry.example/{path}")
    assert SITE.spell(once) == once


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        (NEWS, True),
        ("https://www.press.ministry.example/", True),
        ("https://embassy.ministry.example/", False),
        ("https://ministry.example.evil.example/", False),
        ("http://localhost/1.html", False),
        ("http://127.0.0.1/", False),
    ],
)
def test_a_site_owns_its_hosts_and_no_others(url: str, owned: bool) -> None:
    """Nothing else may be asked."""
    assert SITE.owns(url) is owned


def test_a_private_host_is_owned_only_where_the_site_file_says_so() -> None:
    """Naming it as a host is not enough."""
    assert not replace(DEMO, private=False).owns("http://127.0.0.1/")


@pytest.mark.parametrize(
    ("path", "tag"),
    [
        ("/en/news/1.html", "en"),
        ("/be/news/1.html", "be"),
        ("/be", "be"),
        ("/be.html", "be"),
        ("/berlin/", "ru"),
        ("/news/1.html", "ru"),
    ],
)
def test_the_longest_prefix_claims_the_language(path: str, tag: str) -> None:
    """A prefix ends where a path segment or its ending begins."""
    assert SITE.claimed(f"https://ministry.example{path}") == tag


def test_an_address_elsewhere_claims_no_language() -> None:
    """Another site's ``/en/`` says nothing."""
    assert SITE.claimed("https://other.example/en/") == ""


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (NEWS, "article"),
        ("https://ministry.example/en/news/", "listing"),
        ("https://ministry.example/en/", "listing"),
        ("https://ministry.example/be", "front"),
        ("https://ministry.example/", "front"),
        ("https://press.ministry.example/", "front"),
        ("https://ministry.example/index.html", "front"),
        ("https://ministry.example/robots.txt", "robots"),
        ("https://ministry.example/about", ""),
    ],
)
def test_an_address_tells_what_stands_there(url: str, kind: str) -> None:
    """A listing that is a front page too is a listing."""
    assert SITE.kind(url) == kind


def test_the_rule_in_force_is_chosen_by_the_day_of_the_capture() -> None:
    """The first that matches and whose day has come."""
    old, new = SITE.rule(NEWS, datetime(2019, 12, 31, tzinfo=UTC)), SITE.rule(NEWS, datetime(2020, 1, 1, tzinfo=UTC))
    assert (old and old.page, new and new.page) == (OldNews, News)


def test_a_site_is_a_value() -> None:
    """It may be a key, and two of the same facts are equal."""
    assert {SITE: 1}[replace(SITE)] == 1
