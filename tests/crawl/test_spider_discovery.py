"""The ways by which a crawl finds articles: versions, next links, load-more, feeds, sitemaps."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web

from crawler.pages.paging import LoadMore, NextLink
from crawler.pages.site import Seed
from tests.support.loopback import Server, crawl
from tests.support.newsroom import HOST, article, asked, listing, pages, spider


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Where the archive will be."""
    return tmp_path / "archive.db"


def test_every_announced_version_is_followed_and_archived(archive: Path) -> None:
    """Once, from whichever page announces it; a version elsewhere is not asked for."""
    links = (
        '<a hreflang="be" href="/be/news/a1">be</a><a hreflang="en" href="/en/news/a1">en</a>'
        '<link rel="alternate" hreflang="pl" href="http://elsewhere.example/a1">'
    )
    bare = {"/en/news/": listing("a1"), "/en/news/?p=2": "<ul></ul>", "/en/news/a1": article("a1", links)}
    bare["/be/news/a1"] = article("a1", links, language="be")
    with Server(bare) as server:
        crawled = crawl(spider(), archive, base=server.url)
    assert server.hits["/be/news/a1"] == server.hits["/en/news/a1"] == 1
    assert {found.url for found in crawled.articles} == {f"{HOST}/en/news/a1", f"{HOST}/be/news/a1"}
    assert crawled.stats["ministry/dropped/offsite"] == 2, "each of the two pages announces it"


def test_a_switcher_that_leads_to_a_front_page_has_it_asked_once(archive: Path) -> None:
    """That is the evidence to refuse the tie; the front page is no article."""
    front = '<a hreflang="be" href="/be/">be</a>'
    made = pages(**{f"/en/news/a{n}": article(f"a{n}", front) for n in "123"})
    with Server({**made, "/be/": "<h1>Front</h1><p>Welcome</p>"}) as server:
        crawled = crawl(spider(), archive, base=server.url)
    assert server.hits["/be/"] == 1
    assert crawled.outcomes()["/be/"][0] == "listing"


def test_a_next_link_is_followed(archive: Path) -> None:
    """As the page has it, relative or not."""
    made = pages()
    made["/en/news/"] = listing("a1", more='<a rel="next" href="?p=3">older</a>')
    with Server(made) as server:
        crawl(spider(Seed("/en/news/", paging=NextLink())), archive, base=server.url)
    assert asked(server) == ["a1", "c1", "c2", "c3"]


def test_load_more_is_asked_with_its_token_and_the_session_s_cookie(archive: Path) -> None:
    """Token from the page, cookie from its headers, and the header that such endpoints insist on."""

    def first(_: web.Request) -> web.Response:
        text = listing("a1", more='<input id="token" value="t0">')
        return web.Response(text=text, content_type="text/html", headers={"Set-Cookie": "session=s1; Path=/"})

    def more(request: web.Request) -> web.Response:
        assert request.headers["X-Requested-With"] == "XMLHttpRequest"
        assert request.cookies["session"] == "s1"
        assert request.query["token"] == "t0"
        number = int(request.query["page"])
        names = {2: ["b1", "b2"], 3: ["c1"]}.get(number, ["c1"])
        return web.json_response({"items": [{"url": f"/en/news/{name}", "title": name} for name in names]})

    made = pages(**{"/en/news/": first})
    made |= {f"/more?page={n}&token=t0": more for n in (2, 3, 4)}
    paging = LoadMore("http://site.localhost/more?page={n}&token={token}")
    with Server(made) as server:
        crawled = crawl(spider(Seed("/en/news/", paging=paging)), archive, base=server.url)
    assert asked(server) == ["a1", "b1", "b2", "c1"]
    assert crawled.stats["ministry/ended/repeats"] == 1


def test_a_feed_and_a_sitemap_lead_to_articles(archive: Path) -> None:
    """A sitemap index leads to sitemaps, and a sitemap's alternates are followed too."""
    feed = f"<rss><channel><item><link>{HOST}/en/news/a1</link><title>x</title></item></channel></rss>"
    index = f"<sitemapindex><sitemap><loc>{HOST}/sitemap1.xml</loc></sitemap></sitemapindex>"
    entry = f'<xhtml:link rel="alternate" hreflang="be" href="{HOST}/be/news/b1"/>'
    urlset = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        f"<url><loc>{HOST}/en/news/b1</loc>{entry}</url></urlset>"
    )
    made = pages(**{"/feed": feed, "/sitemap.xml": index, "/sitemap1.xml": urlset, "/be/news/b1": article("b1")})
    seeds = (Seed("/feed", "feed"), Seed("/sitemap.xml", "sitemap"))
    with Server(made) as server:
        crawled = crawl(spider(*seeds), archive, base=server.url)
    assert sorted(server.asked[1:]) == [
        "/be/news/b1",
        "/en/news/a1",
        "/en/news/b1",
        "/feed",
        "/sitemap.xml",
        "/sitemap1.xml",
    ]
    assert len(crawled.articles) == 3


def test_a_site_is_asked_one_at_a_time_at_its_own_pace(archive: Path) -> None:
    """Its delay and its concurrency, from the site file."""
    made = {"/en/news/": listing("a1", "a2"), "/en/news/?p=2": "<ul></ul>"}
    made |= {f"/en/news/a{n}": article(f"a{n}") for n in "12"}
    with Server(made) as server:
        crawl(spider(delay=0.25), archive, base=server.url)
    gaps = [after - before for before, after in zip(server.times, server.times[1:], strict=False)]
    assert len(gaps) == 5  # the address that cannot exist is one of them
    assert (
        min(gaps) >= 0.2
    )  # what arrives may have waited a little on its way, so two may be nearer than they were sent
