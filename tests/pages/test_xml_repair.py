"""Broken feeds and sitemaps: no entry is lost in another, and what cannot be read is counted."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.items import Listing
from crawler.pages.xml_repair import repair
from tests.pages.test_feed import read as read_feed
from tests.pages.test_feed import rss
from tests.pages.test_sitemap import read as read_sitemap

HOST = "https://ministry.example"
JUNK = [
    "<p>x<br>",
    "<ul><li>a<li>b",
    "<b>",
    "</b>",
    "</p></div>",
    "<img src=a.png>",
    "<a href='/x'>y",
    "1 < 2",
    "a & b",
    "<i",
    "]]>",
]
broken = st.lists(st.sampled_from(JUNK), max_size=4).map("".join)


def urls(listing: Listing) -> list[str]:
    """The addresses, without their host."""
    return [found.url.removeprefix(HOST) for found in listing.found]


@given(st.lists(broken, min_size=1, max_size=8), st.booleans())
def test_markup_in_a_description_swallows_no_entry(descriptions: list[str], is_first: bool) -> None:
    """Whatever a text leaves open, wherever it stands among the parts."""
    parts = [f"<title>T{n}</title><link>/{n}</link>" for n in range(len(descriptions))]
    items = [
        f"<item>{'' if is_first else part}<description>{text}</description>{part if is_first else ''}</item>"
        for part, text in zip(parts, descriptions, strict=True)
    ]
    listing = read_feed(rss(*items))
    assert urls(listing) == [f"/{n}" for n in range(len(descriptions))]
    assert [found.title for found in listing.found] == [f"T{n}" for n in range(len(descriptions))]
    assert (listing.unread, listing.is_cut) == (0, False)


@pytest.mark.parametrize(
    "body",
    [
        # the end of an item, of a title, of a link is forgotten
        "<rss><channel><item><title>A</title><link>/a</link><item><title>B</title><link>/b</link></item></channel></rss>",
        "<rss><channel><item><title>A<link>/a</link></item><item><title>B</title><link>/b</link></item></channel></rss>",
        "<rss><channel><item><link>/a<title>A</title></item><item><title>B</title><link>/b</link></item></channel></rss>",
        # the description of the channel is left open
        "<rss><channel><description><b>News<item><title>A</title><link>/a</link></item>"
        "<item><title>B</title><link>/b</link></item></channel></rss>",
        # Atom
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title><link href='/a'/><summary>x<br></summary>"
        "<entry><title>B</title><link href=/b></entry></feed>",
        # a CDATA section and a comment that never end
        "<rss><channel><item><title><![CDATA[A</title><link>/a</link></item><!-- <item><title>B</title><link>/b</link>"
        "</item></channel></rss>",
        # two documents in one file
        "<rss><channel><item><title>A</title><link>/a</link></item></channel></rss>\n<?xml version='1.0'?><rss>"
        "<channel><item><title>B</title><link>/b</link></item></channel></rss>",
        # two channels
        "<rss><channel><item><title>A</title><link>/a</link></item></channel><channel><item><title>B</title>"
        "<link>/b</link></item></channel></rss>",
        # what a server says before the document
        "<br /><b>Warning</b>: mysql_connect() in <b>/rss.php</b><rss><channel><item><title>A</title><link>/a</link>"
        "</item><item><title>B</title><link>/b</link></item></channel></rss>",
    ],
)
def test_every_entry_of_a_broken_feed_is_read(body: str) -> None:
    listing = read_feed(body)
    assert [(found.title, found.url) for found in listing.found] == [("A", f"{HOST}/a"), ("B", f"{HOST}/b")]
    assert (listing.unread, listing.is_cut) == (0, False)


@pytest.mark.parametrize(
    "body",
    [
        "<urlset><urlset><url><loc>/a</loc></url><url><loc>/b</loc></url></urlset></urlset>",
        "<root><urlset><url><loc>/a</loc></url></urlset><urlset><url><loc>/b</loc></url></urlset></root>",
        "<urlset><url><loc>/a</loc><url><loc>/b</loc></url></urlset>",
        "<urlset><url><loc>/a<lastmod>2024-01-01</lastmod></url><url><loc>/b</loc></url></urlset>",
        "<urlset><loc>/a</loc><loc>/b</loc></urlset>",
        "<urlset><url><loc>/a</loc><loc>/b</loc></url></urlset>",
        "<urlset><url><loc>/a</loc></url></urlset><urlset><url><loc>/b</loc></url></urlset>",
        "<sm:urlset><sm:url><sm:loc>/a</sm:loc></sm:url><sm:url><sm:loc>/b</sm:loc></sm:urlset>",
        "Notice: Undefined variable\n<?xml version='1.0' encoding='utf-8'?><urlset><url><loc>/a</loc></url>"
        "<url><loc>/b</loc></url></urlset>",
        "<!-- cached --><?xml version='1.0'?><urlset><url><loc>/a?x=1&y</loc></url></urlset>",
    ],
)
def test_every_entry_of_a_broken_sitemap_is_read(body: str) -> None:
    listing = read_sitemap(body)
    assert urls(listing) in (["/a", "/b"], ["/a?x=1&y"])
    assert (listing.unread, listing.is_cut) == (0, False)


@pytest.mark.parametrize(
    ("body", "unread", "is_cut"),
    [
        ("<urlset><url><loc>/a</loc></url><url><loc></loc></url><url/></urlset>", 2, False),
        ("<urlset><url><loc>/a</loc></url><url><loc>/b</loc>", 0, True),
        ("<urlset><url><image:image><image:loc>/i.png</image:loc></image:image><loc>/a</loc></url></urlset>", 0, False),
        (f"{HOST}/a\n{HOST}/b\n", 0, False),
    ],
)
def test_what_of_a_sitemap_is_not_read_is_counted(body: str, unread: int, is_cut: bool) -> None:
    listing = read_sitemap(body)
    assert urls(listing)[0] == "/a"
    assert (listing.unread, listing.is_cut) == (unread, is_cut)


@pytest.mark.parametrize(
    ("body", "unread", "is_cut"),
    [
        (rss("<item><title>A</title></item>", "<item><link>/a</link></item>"), 1, False),
        (rss("<item><link>#</link></item>", "<item><link>/a</link></item>"), 1, False),
        (rss("<item><link>/a</link></item>", "<item><title>B</title>").partition("</title></channel>")[0], 1, True),
        (rss("<item><link>/a</link></item>")[:-20], 0, True),
        ('{"version": "https://jsonfeed.org/version/1", "items": [{"id": "7"}, {"url": "/a"}, 3]}', 2, False),
    ],
)
def test_what_of_a_feed_is_not_read_is_counted(body: str, unread: int, is_cut: bool) -> None:
    listing = read_feed(body)
    assert urls(listing) == ["/a"]
    assert listing.unread >= unread
    assert listing.is_cut is is_cut


def test_packed_bytes_that_are_not_read_are_noticed() -> None:
    """A second member counts; a damaged one, a cut one, and bytes of another kind after it are noticed."""
    one, two = b"<urlset><url><loc>/a</loc></url>", b"<url><loc>/b</loc></url></urlset>"
    packed = gzip.compress(one) + gzip.compress(two)
    assert urls(read_sitemap(packed)) == ["/a", "/b"]
    assert not read_sitemap(packed + bytes(512)).is_cut
    damaged = bytearray(packed)
    damaged[-20] ^= 0xFF
    for body in (packed[:-4], bytes(damaged), packed + b"<url><loc>/c</loc></url>"):
        listing = read_sitemap(body)
        assert urls(listing)[0] == "/a"
        assert listing.is_cut


def test_elements_that_are_never_closed_cost_no_entry() -> None:
    """However many there are: a parser of XML gives up at some depth."""
    items = [
        f"<item><link>/{n}</link><description>{'<p>' * 5000}{'</b>' * 5000}</description></item>" for n in range(3)
    ]
    assert urls(read_feed(rss(*items))) == ["/0", "/1", "/2"]


@given(st.text(alphabet="<>/!?-[]CDATAitemlk'\"= &;\n", max_size=200))
def test_repaired_markup_is_well_formed_enough(source: str) -> None:
    """It has one root, and each element in it is closed; to repair it again changes nothing of its elements."""
    repaired = repair(f"<rss>{source}</rss>")
    root = etree.fromstring(repaired.text.encode(), etree.XMLParser(recover=True, encoding="utf-8"))
    assert root.tag == "rss"
    assert repair(repaired.text).is_closed


@pytest.mark.parametrize("cut", [*range(1, 30)])
def test_half_an_address_is_no_address(cut: int) -> None:
    """Wherever a document ends: the entries are some of those that the whole one has, and the cut is noticed."""
    whole = "<urlset><url><loc>/news/11</loc></url><url><loc>/news/12</loc></url></urlset>"
    listing = read_sitemap(whole[:-cut])
    assert urls(listing) in (["/news/11"], ["/news/11", "/news/12"])
    assert listing.is_cut
    feed = rss("<item><link>/news/11</link></item>", "<item><guid>/news/12</guid></item>")
    assert urls(read_feed(feed[:-cut])) in (["/news/11"], ["/news/11", "/news/12"])


def test_half_a_line_of_a_text_is_no_address() -> None:
    """A packed text that was cut ends within a line; a whole one may lack its last line break."""
    packed = gzip.compress(f"{HOST}/news/11\n{HOST}/news/12".encode(), 0)
    assert urls(read_sitemap(packed)) == ["/news/11", "/news/12"]
    cut = read_sitemap(packed[:-10])
    assert (urls(cut), cut.is_cut) == (["/news/11"], True)


def test_a_file_may_be_packed_twice() -> None:
    """By the site, and once more by its server."""
    once = gzip.compress(b"<urlset><url><loc>/a</loc></url></urlset>")
    assert urls(read_sitemap(gzip.compress(once))) == ["/a"]
