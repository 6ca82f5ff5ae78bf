"""Sitemaps and their indexes, plain and packed."""

from __future__ import annotations

import contextlib
import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import FieldMissing
from crawler.items import Alternate, Capture, Listing
from crawler.pages import xml_tree
from crawler.pages.site import Site
from crawler.pages.sitemap import SitemapPage

SITE = Site(name="example", title="Ministry of Examples", hosts=("ministry.example",))
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
MORE = 'xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def read(body: str | bytes) -> Listing:
    raw = body.encode() if isinstance(body, str) else body
    url = "https://ministry.example/sitemap.xml"
    item = SitemapPage(
        Capture(url=url, captured_at=datetime(2026, 11, 24, tzinfo=UTC), status=200, body=raw), SITE
    ).to_item()
    assert isinstance(item, Listing)
    return item


def urlset(*entries: str) -> str:
    return f"<urlset {XMLNS} {MORE}>{''.join(f'<url>{entry}</url>' for entry in entries)}</urlset>"


def test_addresses_come_with_their_lastmod_as_written() -> None:
    """``lastmod`` is when a page was touched: it is never taken for the day it was published."""
    (found,) = read(urlset("<loc> http://ministry.example/en/a.html </loc><lastmod>2024-03-12</lastmod>")).found
    assert (found.url, found.kind) == ("https://ministry.example/en/a.html", "article")
    assert (found.modified_raw, found.published_raw) == ("2024-03-12", None)


def test_alternates_keep_their_hreflang() -> None:
    """Each version with the tag the site wrote, ``x-default`` too; the entry's own tells its language."""
    (found,) = read(
        urlset(
            "<loc>https://ministry.example/en/a.html</loc>"
            '<xhtml:link rel="alternate" hreflang="en-GB" href="https://ministry.example/en/a.html"/>'
            '<xhtml:link rel="alternate" hreflang="be" href="/be/a.html"/>'
            '<xhtml:link rel="alternate" hreflang="x-default" href="https://ministry.example/a.html"/>'
            '<xhtml:link rel="alternate" hreflang="ru" href="javascript:void(0)"/>'
            '<xhtml:link rel="stylesheet" hreflang="de" href="/a.css"/>'
        )
    ).found
    assert found.language == "en-GB"
    assert found.alternates == (
        Alternate(hreflang="en-GB", url="https://ministry.example/en/a.html", evidence="sitemap"),
        Alternate(hreflang="be", url="https://ministry.example/be/a.html", evidence="sitemap"),
        Alternate(hreflang="x-default", url="https://ministry.example/a.html", evidence="sitemap"),
    )


def test_x_default_is_not_a_language() -> None:
    (found,) = read(
        urlset(
            "<loc>https://ministry.example/a</loc>"
            '<xhtml:link rel="alternate" hreflang="x-default" href="https://ministry.example/a"/>'
        )
    ).found
    assert found.language == ""


def test_a_news_sitemap_gives_title_date_and_language() -> None:
    (found,) = read(
        urlset(
            "<loc>https://ministry.example/a</loc><news:news><news:publication><news:name>Ministry</news:name>"
            "<news:language>be</news:language></news:publication><news:publication_date>2024-03-12T10:00+03:00"
            "</news:publication_date><news:title>Сустрэча</news:title></news:news>"
        )
    ).found
    assert (found.title, found.published_raw, found.language) == ("Сустрэча", "2024-03-12T10:00+03:00", "be")


def test_an_index_names_sitemaps() -> None:
    found = read(
        f"<sitemapindex {XMLNS}><sitemap><loc>/sitemap-1.xml.gz</loc><lastmod>2024-03</lastmod></sitemap>"
        "<sitemap><loc>/sitemap-2.xml</loc></sitemap></sitemapindex>"
    ).found
    assert [(each.url, each.kind) for each in found] == [
        ("https://ministry.example/sitemap-1.xml.gz", "sitemap"),
        ("https://ministry.example/sitemap-2.xml", "sitemap"),
    ]


def test_a_packed_sitemap_is_known_by_its_first_bytes() -> None:
    """No name or header says gzip here, and the end is cut off: what came is read."""
    packed = gzip.compress(urlset(*(f"<loc>/{n}</loc>" for n in range(50))).encode())
    assert len(read(packed).found) == 50
    assert read(packed[:-8]).found == read(packed).found


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to more than sitemaps.org allows is refused, and never held in memory whole."""
    monkeypatch.setattr(xml_tree, "MOST_BYTES", 10_000)
    with pytest.raises(FieldMissing, match="10000 bytes"):
        read(gzip.compress(b"<urlset>" + b" " * 1_000_000 + b"</urlset>"))


def test_a_large_sitemap_is_read_whole() -> None:
    """50,000 addresses is what one sitemap may hold."""
    assert len(read(urlset(*(f"<loc>/en/press/{n}.html</loc>" for n in range(50_000)))).found) == 50_000


def test_an_address_that_is_none_is_refused_and_kept() -> None:
    found = read(urlset("<loc>javascript:void(0)</loc>", "<loc></loc>", "<loc>/a</loc>")).found
    assert [(each.url, each.refused) for each in found] == [
        ("javascript:void(0)", "bad-address"),
        ("https://ministry.example/a", ""),
    ]


@pytest.mark.parametrize("body", ["", "<html><body>404</body></html>", "<rss/>", b"\x1f\x8b\x08\x00broken"])
def test_what_is_no_sitemap_is_said_to_be_none(body: str | bytes) -> None:
    with pytest.raises(FieldMissing, match="entries"):
        read(body)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fall_over(body: bytes) -> None:
    """Any body is a listing or a missing field, packed or not."""
    for raw in (body, gzip.compress(body), b"\x1f\x8b" + body):
        with contextlib.suppress(FieldMissing):
            read(raw)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\n\n"])
@pytest.mark.parametrize("before", ["", "\ufeff", "# addresses of the ministry\n"])
def test_a_text_sitemap_has_an_address_a_line(ends: str, before: str) -> None:
    """sitemaps.org: a text in UTF-8, one address a line; packed too. Other lines are refused, and kept."""
    body = (
        before + ends.join(["https://ministry.example/a", " http://ministry.example/b ", "mailto:x@y.example"])
    ).encode()
    for raw in (body, gzip.compress(body)):
        found = read(raw).found
        assert [(each.url, each.refused) for each in found] == [
            ("https://ministry.example/a", ""),
            ("https://ministry.example/b", ""),
            ("mailto:x@y.example", "bad-address"),
        ]


@pytest.mark.parametrize(
    "body", ["We are closed.\nSee https://ministry.example/", "Error\nno\nhttps://ministry.example/a"]
)
def test_prose_is_no_text_sitemap(body: str) -> None:
    with pytest.raises(FieldMissing, match="entries"):
        read(body)


def test_a_feed_may_be_a_sitemap() -> None:
    """sitemaps.org allows RSS and Atom."""
    body = "<rss><channel><item><title>A</title><link>/a</link></item></channel></rss>"
    assert [each.url for each in read(body).found] == ["https://ministry.example/a"]


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("https://ministry.example/1\t2026-05-03\r\nhttps://ministry.example/2\t2026-05-04", ["1", "2"]),
        ("https://ministry.example/1 https://ministry.example/2", ["1", "2"]),
        (urlset("<loc>ministry.example/1</loc>", "<loc>Ministry.Example/2</loc>"), ["1", "2"]),
        (urlset("<loc>/1</loc>", "<loc>2</loc>"), ["1", "2"]),
        (
            "<urlset xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'><url>"
            "<image:loc>https://ministry.example/a.jpg</image:loc><loc>https://ministry.example/1</loc></url></urlset>",
            ["1"],
        ),
        (urlset("<photo:loc>/a.jpg</photo:loc><loc>/1</loc>"), ["1"]),
    ],
)
def test_what_stands_beside_an_address_is_no_part_of_it(body: str, paths: list[str]) -> None:
    """Columns of a table, addresses in one line or without a scheme, and those of pictures."""
    assert [found.url for found in read(body).found] == [f"https://ministry.example/{path}" for path in paths]
