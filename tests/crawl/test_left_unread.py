"""What a crawl does not read of what it was sent is a finding; errors of our own code make it incomplete."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from scrapy.http import Response

from crawler.archive import Archive
from crawler.crawl.spider import MinistrySpider
from crawler.pages.site import Seed
from tests.support.loopback import Page, Server, crawl, redirect
from tests.support.newsroom import HOST, article, asked, listing, pages, spider

ENTRY = f"<url><loc>{HOST}/en/news/a1</loc></url>"


def run_of(archive: Path) -> dict[str, Any]:
    """The newest run, as ``runs --json`` shows it."""
    with Archive.open(archive, readonly=True) as opened:
        return dict(opened.runs()[0])


def failing(where: str, in_errback: bool = False) -> type[MinistrySpider]:
    """A spider whose code fails on one address."""
    base = spider()

    class FailingSpider(base):  # type: ignore[misc, valid-type]
        """Fails on one address."""

        def parse(self, response: Response, purpose: Any = None) -> Iterator[Any]:
            if not in_errback and where in response.url:
                raise ValueError("a bug of mine")
            yield from super().parse(response, purpose)

        def failed(self, failure: Any) -> Iterator[Any]:
            if in_errback and where in failure.request.url:
                raise ValueError("a bug of mine")
            yield from super().failed(failure)

    return FailingSpider


@pytest.mark.parametrize("where", ["/news/b1", "?p=2"])
def test_an_exception_of_the_spider_is_a_finding_and_the_run_is_not_complete(tmp_path: Path, where: str) -> None:
    """On an article or on a listing; the page is kept."""
    with Server(pages()) as server:
        crawl(failing(where), tmp_path / "a.db", base=server.url)
    run = run_of(tmp_path / "a.db")
    finding = next(each for each in run["findings"] if each["field"] == "error")
    assert (finding["count"], where in finding["url"]) == (1, True)
    assert (run["complete"], run["healthy"]) == (False, False)
    assert run["counts"]["captures/spider-error"] == 1


def test_an_exception_of_an_errback_counts_too(tmp_path: Path) -> None:
    """No response stands for it, so the run itself is the only evidence."""
    with Server(pages()) as server:
        del server.pages["/en/news/?p=4"]
        server.pages["/robots.txt"] = web_robots
        crawl(failing("?p=4", in_errback=True), tmp_path / "a.db", base=server.url)
    run = run_of(tmp_path / "a.db")
    assert [each["field"] for each in run["findings"]] == ["error"]
    assert run["complete"] is False


def web_robots(_: web.Request) -> web.Response:
    """A robots.txt that forbids one page of the listing."""
    return web.Response(text="User-agent: *\nDisallow: /en/news/?p=4\n", content_type="text/plain")


def test_a_run_without_errors_is_complete_and_has_no_finding(tmp_path: Path) -> None:
    with Server(pages()) as server:
        crawl(spider(), tmp_path / "a.db", base=server.url)
    run = run_of(tmp_path / "a.db")
    assert (run["findings"], run["complete"], run["healthy"]) == ([], True, True)


@pytest.mark.parametrize(
    ("path", "kind", "body", "says"),
    [
        ("/feed", "feed", f"<rss><channel><item><title>A</title></item><item><link>{HOST}/en/news/a1</link></item>"
         "</channel></rss>", "1 entries"),
        ("/sitemap", "sitemap", f"<urlset>{ENTRY}<url><loc/></url></urlset>", "1 entries"),
        ("/sitemap", "sitemap", f"<urlset>{ENTRY}", "cut short"),
        ("/en/news/", "listing", "<ul><li><a href='#'>A</a><li><a href='/en/news/a1'>B</a></ul>", "1 entries"),
        ("/more", "listing", '{"items": [{"title": "A"}, {"url": "/en/news/a1"}]}', "1 entries"),
    ],
)  # fmt: skip
def test_what_of_a_listing_is_not_read_is_a_finding(tmp_path: Path, path: str, kind: str, body: str, says: str) -> None:
    """Entries without an address, documents without an end; what can be read is read, and the run is complete."""
    with Server({path: body, "/en/news/a1": article("a1")}) as server:
        crawled = crawl(spider(Seed(path, kind, "en")), tmp_path / "a.db", base=server.url)
    run = run_of(tmp_path / "a.db")
    assert asked(server) == ["a1"]
    assert [(each["field"], says in each["what"], each["url"]) for each in run["findings"]] == [
        ("listing", True, f"{HOST}{path}")
    ]
    assert run["complete"] is True
    assert any(name.startswith("ministry/listing/") for name in crawled.stats)


def test_an_entry_without_an_address_is_a_finding_once(tmp_path: Path) -> None:
    """It stays as it is: later runs are healthy, until a listing has another one."""
    news, sub = "/en/news/", "<li><a href='#'>{}</a>"
    listing = "<ul><li><a href='/en/news/a1'>B</a>{}</ul>"
    judged = []
    for number, added in enumerate((1, 1, 0, 1, 2, 2)):
        with Server({news: listing.format(sub.format(number) * added), "/en/news/a1": article("a1")}) as server:
            crawl(spider(Seed(news, "listing", "en")), tmp_path / "a.db", base=server.url)
        run = run_of(tmp_path / "a.db")
        judged.append((run["healthy"], [(each["field"], each["now"], each["usual"]) for each in run["findings"]]))
    quiet: tuple[bool, list[tuple[str, int, int]]] = (True, [])
    assert judged == [(False, [("listing", 1, 0)]), quiet, quiet, quiet, (False, [("listing", 2, 1)]), quiet]


@pytest.mark.parametrize("banner", [False, True])
def test_a_tail_that_is_shuffled_ends(tmp_path: Path, banner: bool) -> None:
    """Past the end the last page comes in another order, and with another banner each time."""
    chance = random.Random(7)

    def last(_: web.Request) -> str:
        names = ["c1", "c2", "c3", *(f"c{n}" for n in range(4, 9))]
        chance.shuffle(names)
        return listing(*names, *([f"x{chance.randrange(10**6)}"] if banner else []))

    with Server(pages()) as server:
        server.pages |= {f"/en/news/?p={n}": last for n in range(3, 99)}
        crawled = crawl(spider(), tmp_path / "a.db", base=server.url, full=True)
    assert crawled.stats["ministry/ended/repeats"] == 1
    assert sum("?p=" in path for path in server.asked) <= 12
    assert {"a1", "b2", "c1", "c8"} <= set(asked(server))


def test_a_site_with_sessions_in_its_paths_is_read_once(tmp_path: Path) -> None:
    """Each answer has new sessions in its links, and a page without one leads to itself with one."""
    chance = random.Random(7)

    def page(name: str) -> Page:
        return lambda request: article(name, f"<a href='/en/news/b{session()}'>more</a>")

    def session() -> str:
        return f";jsessionid={chance.randrange(10**9):X}.node1"

    def listed(_: web.Request) -> str:
        return "<ul>" + "".join(f"<li><a href='/en/news/{name}{session()}'>{name}</a></li>" for name in "abc") + "</ul>"

    with Server({"/en/news/": listed, "/en/news/a": page("a"), "/en/news/b": page("b")}) as server:
        server.pages |= {"/en/news/c": redirect("/en/news/c;jsessionid=7"), "/en/news/c;jsessionid=7": page("c")}
        for _ in range(2):
            crawl(spider(Seed("/en/news/", language="en")), tmp_path / "a.db", base=server.url)
    with Archive.open(tmp_path / "a.db", readonly=True) as opened:
        assert sorted(row["url"] for row in opened.articles()) == [f"{HOST}/en/news/{name}" for name in "abc"]
