"""What a check finds about listings, their pagination, and sitemaps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crawler.checking.doubts import FAILS, HOLDS, PARTLY
from crawler.pages.paging import LoadMore, NextLink, PageNumber
from crawler.pages.site import Seed
from tests.cli.checks import checked, status
from tests.support.loopback import Page
from tests.support.newsroom import HOST, listing


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<ul></ul>", "no entries (looked for li)"),
        ("<p>Under construction</p>", "unreadable no-entries (looked for ul)"),
        ('<ul><li><a href="https://elsewhere.example/1">x</a></ul>', "no entry is an address of this site"),
        ('<ul><li><a href="/en/novelties/1">x</a></ul>', f"no rule reads 1 ({HOST}/en/novelties/1)"),
        ('<ul><li><a href="/en/news/a1">x</a><time>today</time></ul>', "1 dates not read ('today')"),
    ],
)
def test_a_listing_that_fits_no_more(tmp_path: Path, page: str, reason: str) -> None:
    """It has no entries or no container, or addresses or dates that cannot be read."""
    row = checked(tmp_path, {"/en/news/": page})["/en/news/"]
    assert (row.verdict, row.reasons[0]) == (FAILS, reason)


@pytest.mark.parametrize(
    ("second", "paging", "verdict"),
    [
        (listing("b1"), PageNumber("{url}?p={n}"), HOLDS),
        ("<ul></ul>", PageNumber("{url}?p={n}"), PARTLY),
        (status(404, "gone"), PageNumber("{url}?p={n}"), PARTLY),
        (listing("a1"), PageNumber("{url}?p={n}"), PARTLY),
        (listing("a1"), LoadMore("{url}?p={n}"), FAILS),
        (listing("a1"), NextLink(), FAILS),
        ("<p>nothing</p>", PageNumber("{url}?p={n}"), FAILS),
    ],
)
def test_a_second_page_tells_whether_paging_works(tmp_path: Path, second: Page, paging: Any, verdict: str) -> None:
    """A listing may have one page only; one that announces more must give them."""
    seed = Seed("/en/news/", language="en", paging=paging)
    more = '<a rel=next href="?p=2">more</a>' if isinstance(paging, NextLink) else ""
    found = checked(tmp_path, {"/en/news/": listing("a1", more=more), "/en/news/?p=2": second}, seed)
    assert found["/en/news/?p=2"].verdict == verdict


@pytest.mark.parametrize(("more", "verdict"), [("<input id=token value=t1>", HOLDS), ("", FAILS)])
def test_load_more_needs_its_token(tmp_path: Path, more: str, verdict: str) -> None:
    """Without the token a crawl would see only the first page."""
    seed = Seed("/en/news/", language="en", paging=LoadMore("{url}?p={n}&token={token}"))
    pages_: dict[str, Page] = {"/en/news/": listing("a1", more=more), "/en/news/?p=2&token=t1": listing("b1")}
    found = checked(tmp_path, pages_, seed)
    assert (found["/en/news/"].verdict, found["/en/news/"].row()["token"]) == (verdict, bool(more))
    assert found["/en/news/"].reasons == (() if more else ("no token (looked for #token)",))


def test_one_seed_of_each_way_of_paging_is_asked_for_more(tmp_path: Path) -> None:
    """Of listings with the same pagination, the second page of one that answers is requested."""
    seeds = [Seed(path, language="en", paging=PageNumber("{url}?p={n}")) for path in ("/en/news/", "/be/news/")]
    found = checked(tmp_path, {"/be/news/": listing("a3")}, *seeds)
    assert len([each.url for each in found.rows if each.what == "page"]) == 1
    assert len([path for path in found.server.asked if "?p=" in path]) == 1
    assert [each.what for each in found.rows if each.url.endswith("/a3")] == ["article"]


def test_a_sitemap_s_index_is_followed_to_articles(tmp_path: Path) -> None:
    """The newest entries by ``lastmod`` are taken, not the first."""
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    entries = "".join(f"<url><loc>{HOST}/en/news/a{n}</loc><lastmod>2026-01-0{n}</lastmod></url>" for n in (1, 3, 2))
    index = f"<sitemapindex {space}><sitemap><loc>{HOST}/sitemap-1.xml</loc></sitemap></sitemapindex>"
    made: dict[str, Page] = {"/sitemap.xml": index, "/sitemap-1.xml": f"<urlset {space}>{entries}</urlset>"}
    found = checked(tmp_path, made, Seed("/sitemap.xml", "sitemap"))
    assert {each.what: each.verdict for each in found.rows}["listing"] == HOLDS
    assert [each.url[-2:] for each in found.rows if each.what == "article"] == ["a3", "a2"]
