"""Feeds of every age, whole and broken."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import FieldMissing
from crawler.items import Alternate, Capture, Found, Listing
from crawler.pages.feed import FeedPage
from crawler.pages.site import Site

SITE = Site(name="example", title="Ministry of Examples", hosts=("ministry.example",), encoding="windows-1251")
FEED = "https://ministry.example/rss/get/ru_news_mfa.rss"


def read(body: str | bytes, url: str = FEED, content_type: str = "application/rss+xml") -> Listing:
    raw = body.encode() if isinstance(body, str) else body
    headers = (("Content-Type", content_type),)
    item = FeedPage(
        Capture(url=url, captured_at=datetime(2026, 11, 24, tzinfo=UTC), status=200, headers=headers, body=raw), SITE
    ).to_item()
    assert isinstance(item, Listing)
    return item


def rss(*items: str, channel: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}{"".join(items)}</channel></rss>'


def test_rss_gives_addresses_titles_and_dates_as_written() -> None:
    listing = read(
        rss(
            "<item><title> О встрече\n Министра</title><link>http://ministry.example/press/a1.html</link>"
            "<pubDate>Mon, 06 Aug 2018 16:10:00 +0300</pubDate></item>",
            channel="<title>x</title><link>http://ministry.example/</link><language>ru-RU</language>",
        )
    )
    (found,) = listing.found
    assert found.url == "https://ministry.example/press/a1.html"
    assert found.title == "О встрече Министра"
    assert found.published_raw == "Mon, 06 Aug 2018 16:10:00 +0300"
    assert found.language == "ru-RU"
    assert (found.kind, found.refused) == ("article", "")


def test_rss_0_91_without_dates_is_a_list_all_the_same() -> None:
    listing = read(
        '<rss version="0.91"><channel><title>x</title><item><title>A</title><link>/a</link></item>'
        "<item><title>B</title><link>/b</link></item></channel></rss>"
    )
    assert [(found.url, found.published_raw) for found in listing.found] == [
        ("https://ministry.example/a", None),
        ("https://ministry.example/b", None),
    ]


def test_rss_1_0_has_its_items_beside_the_channel() -> None:
    """RDF: items are the channel's siblings, dates and language are Dublin Core, ``rdf:about`` names the address."""
    listing = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><dc:language>be</dc:language>'
        '<items><rdf:Seq><rdf:li resource="/a"/></rdf:Seq></items></channel>'
        '<item rdf:about="/a"><title>A</title><dc:date>2024-03-12</dc:date></item>'
        '<item rdf:about="/b"><title>B</title><link>/b2</link><dc:language>en</dc:language></item></rdf:RDF>'
    )
    assert [(found.url, found.published_raw, found.language) for found in listing.found] == [
        ("https://ministry.example/a", "2024-03-12", "be"),
        ("https://ministry.example/b2", None, "en"),
    ]


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="http://ministry.example/en/">
<link rel="self" href="feed.atom"/><link rel="next" href="feed.atom?page=2"/>
<entry><title type="html">Talks &amp;amp; &lt;b&gt;agreements&lt;/b&gt;</title>
  <link rel="enclosure" href="talks.pdf"/><link rel="alternate" hreflang="en" href="press/talks.html"/>
  <link hreflang="be" href="/be/press/razmovy.html"/>
  <published>2024-03-12T10:00:00+03:00</published><updated>2024-03-13T10:00:00+03:00</updated></entry>
<entry xml:lang="ru"><id>http://ministry.example/press/tolko-id.html</id><updated>2024-03-11</updated><title>T</title></entry>
</feed>"""


def test_atom_gives_the_alternate_link_not_the_enclosure() -> None:
    first, second = read(ATOM).found
    assert first.url == "https://ministry.example/en/press/talks.html"
    assert first.title == "Talks & agreements"
    assert (first.published_raw, first.modified_raw) == ("2024-03-12T10:00:00+03:00", "2024-03-13T10:00:00+03:00")
    assert second.url == "https://ministry.example/press/tolko-id.html"
    assert (second.published_raw, second.modified_raw) == (None, "2024-03-11")


def test_atom_versions_keep_their_hreflang() -> None:
    """Several ``rel=alternate`` links of one entry are its language versions; the entry's own tells its language."""
    first, second = read(ATOM).found
    assert first.language == "en"
    assert first.alternates == (
        Alternate(hreflang="en", url="https://ministry.example/en/press/talks.html", evidence="link"),
        Alternate(hreflang="be", url="https://ministry.example/be/press/razmovy.html", evidence="link"),
    )
    assert (second.language, second.alternates) == ("ru", ())


def test_a_feed_with_pages_names_the_next() -> None:
    """RFC 5005: ``rel=next``, relative to ``xml:base``."""
    assert read(ATOM).next_url == "https://ministry.example/en/feed.atom?page=2"
    assert read(rss("<item><link>/a</link></item>")).next_url is None


@pytest.mark.parametrize(
    ("guid", "url"),
    [
        ("<guid>https://ministry.example/a</guid>", "https://ministry.example/a"),
        ('<guid isPermaLink="true">https://ministry.example/a</guid>', "https://ministry.example/a"),
        ('<guid isPermaLink="false">https://ministry.example/a</guid>', None),
        ("<guid>tag:ministry.example,2024:1</guid>", None),
    ],
)
def test_a_guid_is_an_address_only_where_it_may_be_one(guid: str, url: str | None) -> None:
    assert [found.url for found in read(rss(f"<item><title>A</title>{guid}</item>")).found] == ([url] if url else [])


def test_a_bare_ampersand_breaks_neither_address_nor_the_rest() -> None:
    """The commonest fault of feeds; after it libxml2 would drop every ``&amp;`` that follows."""
    listing = read(
        rss(
            "<item><title>A & B</title><link>/a?x=1&y=2</link></item>",
            "<item><title>C &amp; D&nbsp;&laquo;E&raquo;</title><link>/b?x=1&amp;y=2</link></item>",
            "<item><title><![CDATA[F & G &amp; <i>H</i>]]></title><link><![CDATA[/c?x=1&y=2]]></link></item>",
        )
    )
    assert [(found.title, found.url) for found in listing.found] == [
        ("A & B", "https://ministry.example/a?x=1&y=2"),
        ("C & D «E»", "https://ministry.example/b?x=1&y=2"),
        ("F & G & H", "https://ministry.example/c?x=1&y=2"),
    ]


def test_a_feed_cut_short_gives_what_came() -> None:
    whole = rss("<item><title>A</title><link>/a</link></item>", "<item><title>B</title><link>/b</link></item>")
    assert [found.url for found in read(whole[: whole.index("<title>B")]).found] == ["https://ministry.example/a"]


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    """A feed can name a file of ours or swell to gigabytes: neither is looked at."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 30))
    listing = read(
        f'<!DOCTYPE rss [<!ENTITY b0 "boom"><!ENTITY f SYSTEM "{secret.as_uri()}">{bomb}]><rss><channel>'
        "<item><title>A &f; &b29;</title><link>/a</link></item></channel></rss>"
    )
    assert [found.url for found in listing.found] == ["https://ministry.example/a"]
    assert "secret words" not in listing.found[0].title
    assert "boom" not in listing.found[0].title


@pytest.mark.parametrize(
    ("declared", "content_type"),
    [
        ('<?xml version="1.0" encoding="windows-1251"?>', "text/xml"),
        ("", "application/rss+xml; charset=windows-1251"),
        ('<?xml version="1.0" encoding="utf-8"?>', "text/xml; charset=utf-8"),
        ("", "text/xml"),
    ],
)
def test_the_bytes_decide_where_the_charset_lies(declared: str, content_type: str) -> None:
    """windows-1251 is read whether the declaration, the header, or only the site file says so."""
    body = declared + "<rss><channel><item><title>Беларусь</title><link>/a</link></item></channel></rss>"
    assert read(body.encode("cp1251"), content_type=content_type).found[0].title == "Беларусь"


def test_an_address_that_is_none_is_refused_and_kept() -> None:
    """``mailto:`` is counted, not followed, and breaks nothing."""
    found = read(rss("<item><link>mailto:press@ministry.example</link></item>", "<item><link>/a</link></item>")).found
    assert [each.refused for each in found] == ["bad-address", ""]


@pytest.mark.parametrize("body", ["", "   ", "<html><body>No feed</body></html>", "just words", "<urlset/>"])
def test_what_is_no_feed_is_said_to_be_none(body: str) -> None:
    with pytest.raises(FieldMissing, match="entries"):
        read(body)


def test_an_empty_feed_is_an_empty_list() -> None:
    assert read(rss()).found == ()


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fall_over(body: bytes) -> None:
    """Any body is a listing or a missing field, never another error."""
    with contextlib.suppress(FieldMissing):
        read(body)


@given(st.text(alphabet="<>&;/abilnkrstemu![]CDAT-?\"'=x#0 ", max_size=200))
def test_no_soup_makes_the_reader_fall_over(soup: str) -> None:
    with contextlib.suppress(FieldMissing):
        read(rss(f"<item><title>{soup}</title><link>/a</link></item>"))


def test_real_feeds_are_read(corpus: Path) -> None:
    """Three press offices' feeds of 2013: relative links, lower-case ``pubdate``, ``xml:base``, no date at all."""
    for name, dated in (("culberson_rss", False), ("richard_burr", True), ("ruiz_rss", True)):
        body = (corpus / "listings" / f"{name}.xml").read_bytes()
        found = read(body, url="http://www.burr.senate.gov/public/index.cfm?FuseAction=RSS.Feed").found
        assert len(found) == body.count(b"<item>") > 0
        assert all(each.title and each.url.startswith("http") and not each.refused for each in found)
        assert all(bool(each.published_raw) is dated for each in found)


def item(inside: str, namespaces: str = "") -> Found:
    """The only entry of a feed."""
    body = f"<rss {namespaces}><channel><link>https://ministry.example/</link><item>{inside}</item></channel></rss>"
    (found,) = read(body).found
    return found


MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'


@pytest.mark.parametrize(
    "inside",
    [
        "<media:title>Photo</media:title><title>Talks</title>",
        "<title/><title>Talks</title>",
        "<itunes:title>Episode 7</itunes:title><media:content><media:title>Photo</media:title></media:content>"
        "<title> Talks </title>",
        "<title></title><media:title>Talks</media:title>",
    ],
)
@pytest.mark.parametrize("namespaces", [MEDIA, ""])
def test_the_title_is_the_entrys_own(inside: str, namespaces: str) -> None:
    """The name of a picture is a title only where there is no other."""
    assert item(f"{inside}<link>/a</link>", namespaces).title == "Talks"


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ("<pubDate></pubDate><dc:date>2024-01-02</dc:date>", "2024-01-02"),
        ("<pubDate> </pubDate><published>2024-01-02</published>", "2024-01-02"),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate><dc:date>2024-01-02</dc:date>", "2024-01-02"),
        ("<pubDate>0000-00-00</pubDate><dc:date>2024-01-02</dc:date>", "2024-01-02"),
        ("<pubDate>soon</pubDate>", "soon"),
        (
            "<pubDate>Tue, 02 Jan 2024 10:00:00 GMT</pubDate><dc:date>2024-01-05</dc:date>",
            "Tue, 02 Jan 2024 10:00:00 GMT",
        ),
    ],
)
def test_the_first_date_that_can_be_read_counts(dates: str, published: str) -> None:
    found = item(f"<link>/a</link>{dates}", 'xmlns:dc="http://purl.org/dc/elements/1.1/"')
    assert found.published_raw == published


@pytest.mark.parametrize(
    "links",
    [
        "<link>http://feedproxy.example/~r/x/1</link><feedburner:origLink>/a</feedburner:origLink>",
        "<link>http://feeds.example/x/1</link><guid>https://ministry.example/a</guid>",
        "<link>#</link><link>/a</link>",
        "<link>https://ministry.example/</link><guid isPermaLink='true'>https://ministry.example/a</guid>",
        "<link>https://ministry.example/rss/get/ru_news_mfa.rss#top</link><link>/a</link>",
        "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' href='https://social.example/share'/><link>/a</link>",
        "<link/>https://ministry.example/a",
        "<link>/a</link><pheedo:origLink>https://ads.example/x</pheedo:origLink>",
    ],
)
def test_the_first_usable_address_counts(links: str) -> None:
    """An address of the site before one of a service that counts readers, and never the feed or its home itself."""
    found = item(f"<title>A</title>{links}", "")
    assert (found.url, found.refused) == ("https://ministry.example/a", "")


def test_a_web_page_comes_before_other_files() -> None:
    """Atom: of two alternates the one that is a page."""
    (found,) = read(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link type='application/pdf' href='/a.pdf'/>"
        "<link type='text/html' href='/a'/></entry></feed>"
    ).found
    assert found.url == "https://ministry.example/a"


def test_a_json_feed_is_a_feed() -> None:
    """Version 1.1 of jsonfeed.org: address, title, dates, language, next page."""
    listing = read(
        '\ufeff{"version": "https://jsonfeed.org/version/1.1", "language": "be", "next_url": "/feed.json?page=2",'
        '"home_page_url": "https://ministry.example/", "items": ['
        '{"id": "1", "url": "/a", "title": "A &amp; <b>B</b>", "date_published": "2024-01-02T10:00:00Z"},'
        '{"id": "https://ministry.example/b", "language": "en", "date_modified": "2024-01-03"},'
        '{"id": 3, "url": "https://ministry.example/", "external_url": "https://elsewhere.example/c"}]}'
    )
    first, second, third = listing.found
    assert (first.url, first.title, first.language) == ("https://ministry.example/a", "A & B", "be")
    assert (first.published_raw, first.modified_raw) == ("2024-01-02T10:00:00Z", None)
    assert (second.url, second.language, second.modified_raw) == ("https://ministry.example/b", "en", "2024-01-03")
    assert third.url in ("https://ministry.example/", "https://elsewhere.example/c")
    assert listing.next_url == "https://ministry.example/feed.json?page=2"
    assert listing.unread == 0


@pytest.mark.parametrize(
    "body", ['{"items": [{"url": "/a"}]}', '{"version": "https://jsonfeed.org/version/1"}', "{oops"]
)
def test_other_json_is_no_feed(body: str) -> None:
    with pytest.raises(FieldMissing, match="entries"):
        read(body)


JSON_FEED = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "/a"}, {"url": "/b"}]}'


@pytest.mark.parametrize(
    ("body", "paths", "is_cut"),
    [
        (f"<br />\n<b>Notice</b>: a &amp; b in <b>/f.php</b><br />\n{JSON_FEED}", ["a", "b"], False),
        (f"{JSON_FEED}\n<!-- made in 0.2 s -->", ["a", "b"], False),
        (JSON_FEED[:-4], ["a"], True),
        (JSON_FEED[:-2], ["a", "b"], True),
        (JSON_FEED[:-1], ["a", "b"], True),
        (rss(f"<item><link>/a</link><description>{JSON_FEED}</description></item>"), ["a"], False),
        (rss("<item><link>ministry.example/a</link></item>", "<item><link>/b</link></item>"), ["a", "b"], False),
    ],
)
def test_a_json_feed_is_found_among_other_text(body: str, paths: list[str], is_cut: bool) -> None:
    """Notices before it, remarks after it, and a missing end; not the one that an entry of another feed quotes."""
    listing = read(body, "https://ministry.example/feed.json", "application/feed+json")
    assert [found.url for found in listing.found] == [f"https://ministry.example/{path}" for path in paths]
    assert listing.is_cut is is_cut


@given(st.integers(1, len(JSON_FEED)))
def test_a_cut_json_feed_has_no_entry_that_the_whole_one_has_not(length: int) -> None:
    """The entries of a part are the first ones of the whole, or the part is no feed."""
    whole = read(JSON_FEED).found
    with contextlib.suppress(FieldMissing):
        part = read(JSON_FEED[:length]).found
        assert part == whole[: len(part)]
