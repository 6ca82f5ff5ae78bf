"""What a capture is read to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Capture, Found, Listing
from crawler.pages.site import GENERIC
from tests.pages.test_site import NEWS, SITE

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OLD = "<html><body><div class='old'><h1>Old title</h1><p>Old text</p></div></body></html>"
NEW = "<html><body><main><h1>New title</h1><p>New text</p></main></body></html>"


def capture(
    url: str = NEWS, body: str | bytes = NEW, *, status: int = 200, at: datetime = AT, **headers: str
) -> Capture:
    raw = body.encode() if isinstance(body, str) else body
    named = {"content_type": "text/html; charset=utf-8", **headers}
    written = tuple((name.replace("_", "-").title(), value) for name, value in named.items())
    return Capture(url=url, captured_at=at, status=status, headers=written, body=raw)


def test_an_article_is_read() -> None:
    """With the names of what read it."""
    read = SITE.read(capture())
    assert read.article is not None
    assert (read.outcome, read.reason, read.article.title, read.article.kind) == ("article", "", "New title", "news")
    assert (read.extractor, read.extractor_version) == ("example.News", "3")


def test_a_page_in_the_other_skin_is_read_by_the_other_version() -> None:
    """A redesign leaves pages behind: the page has the last word over the day."""
    read = SITE.read(capture(body=OLD))
    assert read.article is not None
    assert (read.article.title, read.extractor) == ("Old title", "example.OldNews")
    assert SITE.read(capture(at=datetime(2019, 1, 1, tzinfo=UTC))).extractor == "example.News"


@pytest.mark.parametrize(
    ("body", "reason"),
    [("<main><p>Text</p></main>", "no-title"), ("<p>x</p>", "no-title"), ("<h1>Title</h1>", "no-block")],
)
def test_a_page_that_should_be_an_article_and_is_not_is_unreadable(body: str, reason: str) -> None:
    """The reason names the field that the version in force missed; the extractor is named, so that it can be mended."""
    read = SITE.read(capture(body=body))
    assert (read.outcome, read.reason, read.article) == ("unreadable", reason, None)
    assert read.extractor == "example.News"


def test_a_listing_tells_what_is_not_the_sites_own() -> None:
    """Another host is offsite, a private one too; what is no address is counted, not dropped."""
    body = (
        "<ul class='cards'><li><a href='/en/news/1.html'>One</a><li><a href='http://localhost/2.html'>Two</a>"
        "<li><a href='https://other.example/'>Three</a><li><a href='mailto:a@b.example'>Four</a></ul>"
    )
    read = SITE.read(capture("https://ministry.example/en/news/", body))
    assert read.listing is not None
    assert [(found.url, found.refused) for found in read.listing.found] == [
        (NEWS, ""),
        ("http://localhost/2.html", "offsite"),
        ("https://other.example/", "offsite"),
        ("mailto:a@b.example", "bad-address"),
    ]
    assert read.outcome == "listing"


def test_a_listing_that_is_none_is_unreadable() -> None:
    """A redesign is not an empty listing."""
    read = SITE.read(capture("https://ministry.example/en/news/", NEW))
    assert (read.outcome, read.reason) == ("unreadable", "no-entries")


def test_a_judged_listing_keeps_what_it_knew() -> None:
    """Only the refusal is added, and an earlier one stands."""
    found = (Found(url="https://other.example/"), Found(url="x", refused="bad-address"), Found(url=NEWS, title="One"))
    judged = SITE.judged(Listing(found=found, token="t", last_page=4))
    assert [each.refused for each in judged.found] == ["offsite", "bad-address", ""]
    assert (judged.token, judged.last_page, judged.found[2].title) == ("t", 4, "One")


def test_a_front_page_is_a_listing() -> None:
    """Its reason says which; it is no article, whatever stands on it."""
    read = SITE.read(capture("https://ministry.example/"))
    assert (read.outcome, read.reason, read.listing) == ("listing", "front", Listing())


def test_a_print_view_is_an_alias() -> None:
    """It keeps its address and names the main one; it is read as what its own rule says."""
    read = SITE.read(capture("https://ministry.example/print/en/news/1.html"))
    assert read.alias_of == NEWS
    assert read.url == "https://ministry.example/print/en/news/1.html"
    assert SITE.read(capture()).alias_of is None
    assert SITE.read(capture("https://ministry.example/print/en/news/1.html", status=404)).alias_of == NEWS


def test_a_page_that_no_rule_knows_is_read_by_the_generic_page() -> None:
    """An article where it has a title and a text of substance; else a listing whose reason says that no rule fits."""
    text = "".join(
        f"<p>The ministers of both countries met for the {n}th time and spoke of trade.</p>" for n in range(9)
    )
    page = f"<head><title>Meeting</title></head><body><article><h1>A meeting</h1>{text}</article></body>"
    read = SITE.read(capture("https://ministry.example/about", page))
    assert (read.outcome, read.extractor) == ("article", "example.GenericPage")
    menu = SITE.read(capture("https://ministry.example/about", "<title>Menu</title><a href='/'>Home</a>"))
    assert (menu.outcome, menu.reason, menu.listing) == ("listing", "no-rule", Listing())


def test_a_robots_file_is_robots() -> None:
    """With whatever content."""
    read = SITE.read(capture("https://ministry.example/robots.txt", "User-agent: *", content_type="text/plain"))
    assert read.outcome == "robots"


@pytest.mark.parametrize(
    ("url", "location", "verdict"),
    [
        (NEWS, "/en/news/", ("missing", "redirect-to-listing")),
        (NEWS, "https://press.ministry.example/news/?page=2", ("missing", "redirect-to-listing")),
        (NEWS, "/index.html", ("missing", "redirect-to-front")),
        (NEWS, "/en/news/2.html", ("moved", "http-302")),
        (NEWS, "/en/about", ("moved", "http-302")),
        (NEWS, "https://other.example/en/news/", ("moved", "http-302")),
        ("https://ministry.example/news/?page=99", "/news/", ("moved", "http-302")),
        ("https://ministry.example/en/about", "/news/", ("moved", "http-302")),
    ],
)
def test_an_article_that_leads_to_a_listing_is_missing(url: str, location: str, verdict: tuple[str, str]) -> None:
    """A site that has no better place to send a reader to has no such article. A listing past its end, or an address
    that nothing is known of, may lead to one."""
    read = SITE.read(capture(url, status=302, body="", location=location))
    assert (read.outcome, read.reason) == verdict


def test_a_redirect_has_a_location_in_the_sites_spelling() -> None:
    """And one to a front page, in any of its spellings, is a page that is gone."""
    moved = SITE.read(capture(status=301, body="", location="http://www.ministry.example/en/news/2.html#x"))
    assert (moved.outcome, moved.location) == ("moved", "https://ministry.example/en/news/2.html")
    gone = SITE.read(capture(status=302, body="", location="http://www.ministry.example/be"))
    assert (gone.outcome, gone.location) == ("missing", "https://ministry.example/be")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(404, "missing"), (410, "missing"), (403, "blocked"), (503, "unreachable"), (304, "unchanged")],
)
def test_the_status_comes_before_the_content(status: int, outcome: str) -> None:
    """An error page with a title is no article."""
    read = SITE.read(capture(status=status))
    assert (read.outcome, read.article) == (outcome, None)


def test_a_file_at_an_articles_address_is_a_file() -> None:
    """A PDF is kept, not read."""
    read = SITE.read(capture(body=b"%PDF-1.7 ...", content_type="application/pdf"))
    assert (read.outcome, read.article) == ("file", None)


def test_the_generic_site_owns_nothing() -> None:
    """Until it gets the host that it stands for."""
    assert not GENERIC.owns(NEWS)
    host = replace(GENERIC, name="ministry.example", hosts=("ministry.example",))
    assert host.owns(NEWS)
    assert host.read(capture("https://ministry.example/")).reason == "front"


@given(
    st.binary(max_size=400), st.sampled_from([NEWS, "https://ministry.example/en/news/", "https://ministry.example/be"])
)
def test_reading_never_fails(body: bytes, url: str) -> None:
    """Whatever the bytes are, there is an outcome, and the capture's own facts stay."""
    taken = capture(url, body)
    read = SITE.read(taken)
    assert read.outcome
    assert (read.url, read.body, read.headers, read.status) == (taken.url, body, taken.headers, 200)
