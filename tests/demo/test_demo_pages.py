"""The demo's pages hold what its truth says, in the structure of the real site, traps included."""

from __future__ import annotations

import json
from typing import Any

import pytest
from parsel import Selector

from crawler.demo.answers import Answers
from crawler.demo.listings import pager, token_of
from crawler.demo.ministry import Ministry
from crawler.demo.reply import Reply

HOST = "127.0.0.1:8000"


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers(Ministry())


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return Ministry().truth(1)


def get(answers: Answers, path: str, **headers: str) -> Reply:
    """Ask for a path as a client on loopback does."""
    name, _, query = path.partition("?")
    pairs = dict(pair.split("=") for pair in query.split("&")) if query else {}
    return answers.reply(name, pairs, {"Host": HOST, **{key.replace("_", "-"): text for key, text in headers.items()}})


def select(reply: Reply) -> Selector:
    return Selector(reply.body.decode("windows-1251"))


def plain(node: Selector) -> str:
    return " ".join("".join(node.xpath(".//text()").getall()).split())


def only_links(node: Selector) -> bool:
    """A paragraph of nothing but links: the switcher, the way to the print twin."""
    linked = "".join(node.xpath(".//a//text()").getall())
    return bool(linked) and linked.replace(" ", "") == plain(node).replace(" ", "")


def read(page: Selector, skin: str) -> tuple[str, list[str]]:
    """Title and paragraphs of an article page, by the markers of the fact sheet."""
    if skin == "old":
        title, nodes = page.css("#content > h1")[0], page.css("div.h-ugc > p")
    else:
        title, nodes = page.css("section.content-page > h1:not([class])")[0], page.css("section.content-page > p")
    return plain(title), [plain(node) for node in nodes if plain(node) and not only_links(node)]


def test_every_article_of_day_1_reads_as_the_truth_says(answers: Answers, truth: dict[str, Any]) -> None:
    assert len(truth["articles"]) > 160
    for article in truth["articles"]:
        page = select(get(answers, article["url"]))
        assert read(page, article["skin"]) == (article["title"], article["body"]), article["url"]
        block = page.css("div.h-ugc, section.content-page")
        assert block.css("img::attr(src)").getall() == article["images"]
        assert block.css("a[href$='.pdf']::attr(href)").getall() == article["attachments"]


def test_dates_stand_where_the_truth_says(answers: Answers, truth: dict[str, Any]) -> None:
    sources = {article["date_source"] for article in truth["articles"]}
    assert sources == {"element", "prose", "dateline", None}
    for article in truth["articles"]:
        page = select(get(answers, article["url"]))
        assert page.css("span.date._big::text").getall() == (
            [article["published_raw"]] if article["date_source"] == "element" else []
        )
        if article["date_source"] == "prose":
            assert article["published_raw"] in article["body"][0]
        if article["date_source"] == "dateline":
            assert page.css("p[style*=right]::text").get("").startswith(article["published_raw"])


def test_new_pages_have_six_h1_and_a_switcher_that_leads_to_the_fronts(answers: Answers, truth: dict[str, Any]) -> None:
    for article in truth["articles"]:
        if article["skin"] == "new":
            page = select(get(answers, article["url"]))
            assert len(page.css("h1")) == 6
            assert len(page.css("h1:not([class])")) == 1
            assert page.css("select.header_menu-lang option::attr(value)").getall() == ["/", "/be/", "/en/"]
            assert not article["announces"]
            assert page.css("noindex .dipmiss, section.dipmiss noindex")
            assert page.css(".bottom-video .slick-cloned")


def test_old_pages_have_a_promotional_line_and_a_switcher_in_words(answers: Answers, truth: dict[str, Any]) -> None:
    for article in truth["articles"]:
        if article["skin"] == "old":
            page = select(get(answers, article["url"]))
            assert page.css(".promo + .path + h1")
            assert page.css(".missions option")
            assert len(page.css(".video-line li")) > len(set(page.css(".video-line li a::attr(href)").getall()))
            last = page.css("div.h-ugc > p")[-1]
            links = last.css("a::attr(href)").getall() if article["announces"] else []
            assert links == list(article["announces"].values())
            assert (
                set(last.css("a::text").getall())
                <= {
                    *("русская версия", "беларуская версія", "english version"),
                }
                or not article["announces"]
            )


def test_no_page_names_its_language_to_machines(answers: Answers, truth: dict[str, Any]) -> None:
    for article in truth["articles"][:40]:
        page = select(get(answers, article["url"]))
        assert not page.css("[hreflang], html[lang], link[rel=canonical], meta[property]")


def test_pages_are_windows_1251_and_some_do_not_say_so_in_the_header(answers: Answers, truth: dict[str, Any]) -> None:
    types = {get(answers, article["url"]).content_type for article in truth["articles"]}
    assert types == {"text/html", "text/html; charset=windows-1251"}
    body = get(answers, truth["articles"][0]["url"]).body
    assert truth["articles"][0]["title"].encode("windows-1251") in body
    assert b"windows-1251" in body


def test_print_twins_hold_the_same_text_and_name_their_source(answers: Answers, truth: dict[str, Any]) -> None:
    for article in truth["articles"]:
        page = select(get(answers, truth["print"][article["url"]]))
        assert plain(page.css("h1")[0]) == article["title"]
        assert [plain(node) for node in page.css("p")][-len(article["body"]) :] == article["body"]
        assert page.css("small a::attr(href)").get() == article["url"]


def listed(answers: Answers, language: str) -> list[str]:
    """Every address on the listings of a language, by counting pages upward and by asking for more."""
    prefix = "" if language == "ru" else f"/{language}"
    found: list[str] = []
    page = 1
    while cards := select(get(answers, f"{prefix}/press/statements/{page if page > 1 else ''}")).css(
        ".tabs-content__item"
    ):
        found += cards.css("::attr(href)").re(r"^.*\.html")
        page += 1
    first = select(get(answers, f"{prefix}/press/news_mfa/"))
    token = first.css("#ggtoken::attr(value)").get()
    seen: list[str] = []
    for number in range(1, 100):
        query = f"get_more_news=&lang={language}&tid={language}_news_mfa&page={number}&ggtoken={token}"
        reply = get(answers, f"/press/news_mfa/json/?{query}", Cookie="PHPSESSID=x", X_Requested_With="XMLHttpRequest")
        rows = [row["url"] for row in json.loads(reply.body)["news"]]
        if rows == seen:
            break
        seen = rows
        found += rows
    return found


@pytest.mark.parametrize("language", ["ru", "be", "en"])
def test_listings_hold_every_article_once(answers: Answers, truth: dict[str, Any], language: str) -> None:
    expected = [a["url"] for a in truth["articles"] if a["language"] == language and a["listed"]]
    assert sorted(listed(answers, language)) == sorted(expected)


def test_the_pager_of_statements_skips_pages(answers: Answers) -> None:
    page = select(get(answers, "/press/statements/"))
    assert page.css(".paging-list__item.active::text").getall() == ["1"]
    assert page.css(".paging-list__item a::text").getall() == ["2", "3", "4", "5", "6-8"]
    assert page.css(".paging-list__item a::attr(href)").getall()[-2:] == ["/press/statements/5", "/press/statements/8"]
    assert not page.css("#ggtoken")
    assert not any(page.css(".date._small::text").getall())


def test_a_long_pager_is_grouped_as_on_the_real_site() -> None:
    links = Selector(pager("/en/press/statements/", 1, 13)).css("a::attr(href)").getall()
    assert links == [f"/en/press/statements/{number}" for number in (2, 3, 4, 5, 9, 13)]


def test_a_page_of_statements_past_the_end_has_no_cards(answers: Answers) -> None:
    page = select(get(answers, "/press/statements/9"))
    assert not page.css(".tabs-content__item")


@pytest.mark.parametrize(
    ("token", "cookie", "header"),
    [("0" * 32, "PHPSESSID=x", "XMLHttpRequest"), (None, "", "XMLHttpRequest"), (None, "PHPSESSID=x", "")],
)
def test_more_news_wants_token_cookie_and_header(answers: Answers, token: str | None, cookie: str, header: str) -> None:
    token = token or token_of(answers.state, "ru")
    query = f"get_more_news=&lang=ru&tid=ru_news_mfa&page=2&ggtoken={token}"
    reply = get(answers, f"/press/news_mfa/json/?{query}", Cookie=cookie, X_Requested_With=header)
    assert reply.status == 200
    assert not select(reply).css(".tabs-content__item")


def test_the_news_listing_sets_a_session_once(answers: Answers) -> None:
    assert "PHPSESSID=" in get(answers, "/press/news_mfa/").headers["Set-Cookie"]
    assert "Set-Cookie" not in get(answers, "/press/news_mfa/", Cookie="PHPSESSID=x").headers


def test_the_news_listing_has_addresses_as_people_write_them(answers: Answers, truth: dict[str, Any]) -> None:
    """Tracking, userinfo, another host, and a path that robots.txt forbids."""
    links = select(get(answers, "/press/news_mfa/")).css(".tabs-content__item::attr(href)").getall()
    assert any(link.endswith(".html?utm_source=front&utm_medium=card") for link in links)
    assert set(truth["offsite"]) <= set(links)
    assert set(truth["excluded"]) <= set(links)
    english = select(get(answers, "/en/press/news_mfa/")).css(".tabs-content__item::attr(href)").getall()
    assert any(link.startswith(f"http://press.office@{HOST}/en/") for link in english)


def test_robots_forbids_what_the_truth_calls_excluded(answers: Answers, truth: dict[str, Any]) -> None:
    rows = get(answers, "/robots.txt").body.decode().split()
    assert "/press/accreditation/" in rows
    assert "Crawl-delay:" not in rows
    assert all(path.startswith("/press/accreditation/") for path in truth["excluded"])
    assert get(answers, truth["excluded"][0]).status == 200
    assert b"Crawl-delay: 0.5" in get(Answers(Ministry(), crawl_delay=0.5), "/robots.txt").body


def test_the_feed_has_the_newest_twenty(answers: Answers, truth: dict[str, Any]) -> None:
    feed = Selector(body=get(answers, "/rss/get/ru_news_mfa.rss").body, type="xml", encoding="windows-1251")
    links = feed.xpath("//item/link/text()").getall()
    assert len(links) == 20
    newest = [a["url"] for a in truth["articles"] if a["language"] == "ru" and a["kind"] == "news"][-1]
    assert links[0] == f"http://{HOST}{newest}"
    assert feed.xpath("//item/title/text()").get() == truth["articles"][-3]["title"]


def test_bodies_hold_links_that_are_no_addresses_and_relative_ones(answers: Answers, truth: dict[str, Any]) -> None:
    blocks = "div.h-ugc a::attr(href), section.content-page > p a::attr(href)"
    links = [link for a in truth["articles"] for link in select(get(answers, a["url"])).css(blocks).getall()]
    assert any(link.startswith("javascript:") for link in links)
    assert any(link.startswith("mailto:") for link in links)
    assert any("/" not in link and link.endswith(".html") for link in links)
    assert get(answers, next(link for link in links if link.endswith(".pdf"))).body.startswith(b"%PDF-1.4")


def test_a_page_is_not_sent_twice_to_one_who_has_it(answers: Answers, truth: dict[str, Any]) -> None:
    path = truth["articles"][0]["url"]
    first = get(answers, path)
    assert get(answers, path, If_None_Match=first.headers["ETag"]).status == 304
    assert get(answers, path, If_Modified_Since=first.headers["Last-Modified"]).status == 304
    assert get(answers, path, If_None_Match='"other"', If_Modified_Since=first.headers["Last-Modified"]).status == 200
    assert get(answers, path, If_Modified_Since="no date at all").status == 200


@pytest.mark.parametrize(
    "path", ["/press/news_mfa/a000000000000000.html", "/nothing", "/press/statements/x", "/en/no/"]
)
def test_what_is_not_there_is_missing(answers: Answers, path: str) -> None:
    assert get(answers, path).status == 404
