"""Listings in HTML and JSON."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import FieldMissing
from crawler.items import Capture, Found, Listing
from crawler.pages.article import ArticlePage
from crawler.pages.listing import JsonListingPage, ListingPage
from crawler.pages.page import Page
from crawler.pages.site import PageRule, Site

SITE = Site(
    name="example",
    title="Ministry of Examples",
    hosts=("ministry.example",),
    languages={"ru": "/", "be": "/be/", "en": "/en/"},
    encoding="windows-1251",
)
LISTING = "https://ministry.example/en/press/news/"


class Cards(ListingPage):
    container: ClassVar[str] = "div.tabs"
    item: ClassVar[str] = "a.card, div.card"
    title: ClassVar[str] = "h2"
    date: ClassVar[str] = "span.date"
    pager: ClassVar[str] = "ul.pages"
    token: ClassVar[str] = "#ggtoken"


class News(JsonListingPage):
    items: ClassVar[str] = "news"


def capture(body: str | bytes, url: str = LISTING, content_type: str = "text/html; charset=utf-8") -> Capture:
    raw = body.encode() if isinstance(body, str) else body
    headers = (("Content-Type", content_type),)
    return Capture(url=url, captured_at=datetime(2026, 11, 24, tzinfo=UTC), status=200, headers=headers, body=raw)


def read(page: type[Page], body: str | bytes, url: str = LISTING, site: Site = SITE) -> Listing:
    item = page(capture(body, url), site).to_item()
    assert isinstance(item, Listing)
    return item


def cards(*inside: str, after: str = "") -> str:
    return f"<html><body><div class='tabs'>{''.join(inside)}</div>{after}</body></html>"


def card(href: str, title: str = "A", date: str = "") -> str:
    return f"<a class=card href='{href}'><h2>{title}</h2><span class=date>{date}</span></a>"


def test_a_card_is_the_link_and_holds_title_and_date() -> None:
    (found,) = read(Cards, cards(card("a.html", "On\n talks", " 12 March  2024 "))).found
    assert found == Found(
        url="https://ministry.example/en/press/news/a.html",
        language="en",
        title="On talks",
        published_raw="12 March 2024",
    )


def test_a_card_around_a_link_is_read_too() -> None:
    (found,) = read(
        Cards, cards("<div class=card><h2>A</h2><p><a href='/en/a'>more</a> <a href='/b'>b</a></div>")
    ).found
    assert (found.url, found.title) == ("https://ministry.example/en/a", "A")


def test_an_empty_date_is_no_date() -> None:
    """Statements of by_mfa have the element, but nothing in it."""
    assert read(Cards, cards(card("/a", date="&nbsp;"))).found[0].published_raw is None


def test_the_title_is_the_words_of_the_link_where_no_other_is_named() -> None:
    class Plain(ListingPage):
        item: ClassVar[str] = "li"

    (found,) = read(Plain, "<ul><li>12.03 <a href='/a'>On <b>talks</b></a></li><li>no link</li></ul>").found
    assert found.title == "On talks"


def test_cards_in_a_comment_are_not_on_the_page() -> None:
    """The saved listing of by_mfa has fifteen of them."""
    body = cards(card("/en/a"), "<!-- </a>" + card("/en/b") + " -->", card("/en/c"))
    assert [found.url[-5:] for found in read(Cards, body).found] == ["/en/a", "/en/c"]


def test_an_address_listed_twice_is_found_once_with_its_title() -> None:
    """The picture and the headline of a card often link the same page."""
    body = cards("<a class=card href='/a'><img></a>", card("/b", "B"), card("/a#top", "A", "1.2.2024"))
    assert [(found.url[-2:], found.title) for found in read(Cards, body).found] == [("/a", "A"), ("/b", "B")]


@pytest.mark.parametrize("href", ["javascript:void(0)", "mailto:press@ministry.example", "tel:+37517", "http://"])
def test_an_href_that_is_no_address_is_refused_and_kept(href: str) -> None:
    found = read(Cards, cards(card(href), card("/a"))).found
    assert [(each.url, each.refused) for each in found] == [
        (href, "bad-address"),
        ("https://ministry.example/a", ""),
    ]


def test_an_entry_without_address_is_none() -> None:
    assert read(Cards, cards("<a class=card><h2>A</h2></a>", card(""), card("#top"))).found == ()


@pytest.mark.parametrize(
    ("decoration", "unread"),
    [
        ("<li><a href='#'></a></li>", 0),
        ("<li><a href='#'><img src='/line.png' alt=''></a></li>", 0),
        ("<li><a name='top'></a></li>", 0),
        ("<li class='divider'>***</li>", 0),
        ("<li><a href='#'>Переговоры</a></li>", 1),
        ("<li><a href='#'><img src='/hall.jpg' alt='The hall'></a></li>", 1),
        ("<li><h3>Переговоры</h3><a href='#'>→</a></li>", 1),
        ("<li><span class='d'>12.03.2026</span><a href='#'></a></li>", 1),
    ],
)
def test_a_card_without_address_title_and_date_is_decoration(decoration: str, unread: int) -> None:
    """One with any of them may be an entry that was not read."""

    class Rows(ListingPage):
        item, date = "li", "span.d"

    class Titled(Rows):
        title = "h3"

    body = f"<ul><li><h3><a href='/a'>A</a></h3></li>{decoration}</ul>"
    assert read(Rows, body).unread == unread
    assert read(Titled, body).unread == (unread if "<h3>" in decoration or "<span" in decoration else 0)
    assert [each.url for each in read(Rows, body).found] == ["https://ministry.example/a"]


def test_entries_on_another_host_are_kept_for_the_site_to_judge() -> None:
    assert [found.url for found in read(Cards, cards(card("https://other.example/a"))).found] == [
        "https://other.example/a"
    ]


def test_an_entry_claims_the_language_of_its_own_address() -> None:
    """A Russian article in an English listing is Russian; an address that says nothing is the listing's."""
    site = Site(name="x", title="X", hosts=("ministry.example",), languages={"be": "/be/", "en": "/en/"})
    found = read(Cards, cards(card("/be/a"), card("/a")), site=site).found
    assert [each.language for each in found] == ["be", "en"]


def test_relative_addresses_follow_the_base_element() -> None:
    body = "<head><base href='/be/'></head>" + cards(card("a.html"))
    assert read(Cards, body).found[0].url == "https://ministry.example/be/a.html"


def test_the_pager_counts_to_its_highest_number() -> None:
    """Links to 2, 3, "6-10" (at 9) and "11-13" (at 13); 2024 in an address is no page number, its last number is."""
    pager = "".join(f"<li><a href='/2024/news/{n}'>{words}</a></li>" for n, words in ((2, "2"), (9, "6-10"), (13, "»")))
    assert read(Cards, cards(card("/a"), after=f"<ul class=pages><li>1</li>{pager}</ul>")).last_page == 13
    assert (
        read(Cards, cards(card("/a"), after="<ul class=pages><li>1</li><li><a href='/2'>6-10</a></ul>")).last_page == 10
    )
    assert read(Cards, cards(card("/a"))).last_page is None


def test_the_next_page_is_the_one_the_page_names() -> None:
    body = cards(
        card("/a"), after="<a rel='next nofollow' href='javascript:x()'>x</a><a rel=next href='?page=3&amp;k=1'>»</a>"
    )
    assert read(Cards, body).next_url == "https://ministry.example/en/press/news/?page=3&k=1"
    assert read(Cards, cards(card("/a"))).next_url is None


def test_a_token_is_the_value_of_its_element() -> None:
    assert read(Cards, cards(after="<input type=hidden id=ggtoken value=' 0a1b '>")).token == "0a1b"
    assert read(Cards, cards(after="<input type=hidden id=ggtoken>")).token is None


def test_a_page_without_the_container_is_no_listing() -> None:
    """A firewall's page or another skin: said, not taken for an empty listing."""
    with pytest.raises(FieldMissing, match=r"div\.tabs"):
        read(Cards, "<html><body>Access denied</body></html>")


def test_a_page_past_the_end_is_an_empty_listing() -> None:
    assert read(Cards, cards()).found == ()


def test_damaged_bytes_do_not_hide_the_entries() -> None:
    """UTF-8 cut in the middle of a letter, under a meta that says windows-1251 and a header that says utf-8."""
    body = cards(card("/a", "Мінск"), card("/b", "Брэст")).replace("<html>", "<meta charset=windows-1251>")
    raw = body.encode()
    damaged = raw.replace("н".encode(), "н".encode()[:1], 1)
    found = read(Cards, damaged).found
    assert [each.url[-2:] for each in found] == ["/a", "/b"]
    assert found[1].title == "Брэст"


JSON = "https://ministry.example/be/press/news/json/?get_more_news&page=2"


def as_json(entries: Any) -> str:
    return json.dumps({"news": entries}, ensure_ascii=False)


def test_json_entries_are_read_with_their_words() -> None:
    body = as_json(
        [{"url": "/be/a.html", "date": "9 сакавіка, 2024", "title": "Пра &laquo;сустрэчу&raquo; <b>у</b> Мінску"}]
    )
    assert read(News, body, JSON).found == (
        Found(
            url="https://ministry.example/be/a.html",
            language="be",
            title="Пра «сустрэчу» у Мінску",
            published_raw="9 сакавіка, 2024",
        ),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251"])
def test_json_is_utf_8_or_the_sites_encoding(encoding: str) -> None:
    body = as_json([{"url": "/be/a", "title": "Сустрэча"}]).encode(encoding)
    assert read(News, body, JSON).found[0].title == "Сустрэча"


def test_an_empty_json_list_is_an_empty_listing() -> None:
    assert read(News, as_json([]), JSON) == Listing()


@pytest.mark.parametrize(
    "body", ["", "<html></html>", '{"news": [{"url": "/a"', "[]", '{"items": []}', '{"news": null}']
)
def test_json_that_is_damaged_or_another_is_no_listing(body: str) -> None:
    with pytest.raises(FieldMissing, match="entries"):
        read(News, body, JSON)


def test_json_entries_that_are_none_are_passed_over() -> None:
    body = as_json([None, 3, "x", {}, {"url": None}, {"url": "/be/a", "title": None, "date": 2024}])
    (found,) = read(News, body, JSON).found
    assert (found.url, found.title, found.published_raw) == ("https://ministry.example/be/a", "", "2024")


def test_a_deeper_list_and_a_new_token_are_reached_by_dots() -> None:
    class Deep(JsonListingPage):
        items: ClassVar[str] = "data.rows"
        link: ClassVar[str] = "href"
        token: ClassVar[str] = "data.next"

    listing = read(Deep, json.dumps({"data": {"rows": [{"href": "/en/a"}], "next": 17}}))
    assert (listing.found[0].url, listing.token) == ("https://ministry.example/en/a", "17")


@given(st.binary(max_size=300))
def test_no_bytes_make_the_readers_fall_over(body: bytes) -> None:
    """Any body is a listing or a missing field, never another error."""
    for page in (ListingPage, Cards, News):
        with contextlib.suppress(FieldMissing):
            read(page, body)


def test_real_listings_of_press_offices_are_read(corpus: Path) -> None:
    """Ten listings of 2013 by the default selectors: each names some pages and none breaks the reader."""
    pages = sorted((corpus / "listings").glob("*.html"))
    assert len(pages) == 10
    for path in pages:
        listing = read(ListingPage, path.read_bytes(), "https://office.example/press/")
        assert len([found for found in listing.found if not found.refused and found.title]) > 20


class Items(ListingPage):
    item: ClassVar[str] = "li"
    date: ClassVar[str] = "time"


RULES = Site(
    name="example",
    hosts=("ministry.example",),
    rules=(PageRule(r"^/en/news/\d+$", ArticlePage), PageRule(r"^/en/topics/", ListingPage, kind="listing")),
)


@pytest.mark.parametrize(
    "inside",
    [
        "<a href='#'>1 May</a> <a href='/en/news/7'>Talks</a>",
        "<a href='javascript:void(0)'>Share</a> <a href='/en/news/7'>Talks</a>",
        "<a href='mailto:press@ministry.example'>Press</a><h3><a href='/en/news/7'>Talks</a></h3>",
        "<a href='https://social.example/share?u=7'>Share</a><a href='/en/news/7'>Talks</a>",
        "<a name='top'></a><a href=''> </a><a href='/en/press/news/#list'>List</a><a href='/en/news/7'>Talks</a>",
        "<a href='/en/topics/trade'>Trade</a> <a href='/en/news/7'>Talks</a>",
        "<a href='/en/news/7'><img src=x.jpg alt='Minister'></a><h3><a href='/en/news/7'>Talks</a></h3>",
        "<a href='/en/news/7'><img src=x.jpg></a><h3>Talks</h3>",
        "<a href='/en/news/7'><img src=x.jpg alt='Talks'></a>",
    ],
)
def test_the_first_usable_link_of_a_card_counts(inside: str) -> None:
    listing = read(Items, f"<ul><li>{inside}</li></ul>", site=RULES)
    assert [(found.url, found.title) for found in listing.found] == [("https://ministry.example/en/news/7", "Talks")]
    assert listing.unread == 0


def test_a_link_around_a_card_is_its_link() -> None:
    body = "<a href='/en/news/7'><ul><li><h3>Talks</h3></li></ul></a>"
    assert [found.url for found in read(Items, body, site=RULES).found] == ["https://ministry.example/en/news/7"]


def test_a_card_without_an_address_is_counted() -> None:
    """A card shows a link, a title or a date; a divider shows none of them, and a menu of all links is no list."""
    body = (
        "<ul><li><a href='#'>Talks</a></li><li><a>B</a></li><li><time>1 May</time></li><li>2024</li><li></li>"
        "<li><a href='/en/news/7'>C</a></li></ul>"
    )
    listing = read(Items, body, site=RULES)
    assert (len(listing.found), listing.unread) == (1, 3)
    assert read(ListingPage, body, site=RULES).unread == 0


def test_a_json_entry_without_an_address_is_counted() -> None:
    listing = read(News, json.dumps({"news": [{"url": "/a"}, {"title": "B"}, {"url": ""}, 5]}))
    assert (len(listing.found), listing.unread) == (1, 3)


def test_a_next_link_into_the_page_itself_leads_nowhere() -> None:
    body = "<a rel=next href='#'>more</a><a rel=next href='/en/press/news/'>1</a><a rel=next href='?p=2'>2</a>"
    assert read(Items, body).next_url == f"{LISTING}?p=2"


@pytest.mark.parametrize("first", ["", " ", "<time></time>", "<time>soon</time>"])
def test_the_first_date_of_a_card_that_can_be_read_counts(first: str) -> None:
    (found,) = read(Items, f"<li>{first}<time>1 May 2026</time><a href='/en/news/7'>Talks</a></li>").found
    assert found.published_raw == "1 May 2026"
