"""Whatever a spider yields is tied to the exchange it came from, and every exchange is kept."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import scrapy
from aiohttp import web
from scrapy import Request, Spider
from scrapy.http import Headers, Response

from crawler.archive import Archive
from crawler.crawl.captures import as_article, capture_from
from crawler.pages.site import Site
from tests.support.loopback import Server, crawl

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SITE = Site(name="tested", hosts=("site.localhost",), private=True, https=False)


def noon() -> datetime:
    """A clock that stands still."""
    return NOON


class PlainSpider(Spider):
    """Knows nothing of captures; subclasses say what it yields."""

    name = "plain"
    site = SITE
    paths: ClassVar[tuple[str, ...]] = ("/page",)

    def __init__(self, base: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.host_overrides = {"site.localhost": base.removeprefix("http://")}

    async def start(self) -> AsyncIterator[Any]:
        """Each path once."""
        for path in self.paths:
            yield Request(f"http://site.localhost{path}")


PAGE = "<html lang=en><title>T</title><main><h1>Heading</h1><p>Words of the page.</p></main>"


def test_a_dict_becomes_the_article_of_its_response(tmp_path: Path) -> None:
    """It is normalized and archived as any other, and handed on for a feed."""

    class Dicts(PlainSpider):
        def parse(self, response: Response) -> Iterator[Any]:
            yield {"title": " A\u00a0title ", "body": "One.\n\nTwo.", "published_raw": "2026-03-01", "mood": "good"}

    with Server({"/page": PAGE}) as server:
        crawled = crawl(
            Dicts, tmp_path / "a.db", {"COMMUNIQUE_CLOCK": "tests.crawl.test_captures.noon"}, base=server.url
        )
    (article,) = crawled.articles
    assert (article.title, article.body, article.published) == ("A title", ("One.", "Two."), "2026-03-01")
    assert article.url == "http://site.localhost/page"
    capture = crawled.captures[-1]
    assert (capture.captured_at, capture.status, capture.body) == (NOON, 200, PAGE.encode())
    assert capture.extractor == "tested.dict"
    assert crawled.stats["captures/unknown-field/mood"] == 1
    with Archive.open(tmp_path / "a.db", readonly=True) as archive:
        assert [row["title"] for row in archive.articles(site="tested")] == ["A title"]


def test_any_item_type_will_do(tmp_path: Path) -> None:
    """Scrapy's items and a user's dataclasses, through itemadapter."""

    class News(scrapy.Item):
        title = scrapy.Field()
        tags = scrapy.Field()

    @dataclass
    class Note:
        title: str
        links: list[dict[str, str]]

    class Mixed(PlainSpider):
        paths = ("/one", "/two")

        def parse(self, response: Response) -> Iterator[Any]:
            if response.url.endswith("one"):
                yield News(title="An item", tags=["a", "b"])
            else:
                yield Note("A note", [{"url": "http://site.localhost/x", "text": "x"}])

    with Server({"/one": PAGE, "/two": PAGE}) as server:
        crawled = crawl(Mixed, tmp_path / "a.db", base=server.url)
    found = {article.title: article for article in crawled.articles}
    assert found["An item"].tags == ("a", "b")
    assert found["A note"].links[0].url == "http://site.localhost/x"


def test_a_response_without_an_item_is_kept(tmp_path: Path) -> None:
    """As what the site reads it to be; a 404 too, which Scrapy would have sorted out."""

    class Nothing(PlainSpider):
        paths = ("/page", "/gone")

        def parse(self, response: Response) -> None:
            """Yields nothing."""

    with Server({"/page": PAGE}) as server:
        crawled = crawl(Nothing, tmp_path / "a.db", base=server.url)
    outcomes = crawled.outcomes()
    assert outcomes["/gone"] == ("missing", "http-404")
    assert "/page" in outcomes


def test_of_several_items_of_one_response_the_first_is_archived(tmp_path: Path) -> None:
    """A capture holds one article; the others reach the feed, and are counted."""

    class Many(PlainSpider):
        def parse(self, response: Response) -> Iterator[Any]:
            for number in range(3):
                yield {"title": f"Title {number}", "body": "Some words."}

    with Server({"/page": PAGE}) as server:
        crawled = crawl(Many, tmp_path / "a.db", base=server.url)
    assert crawled.stats["captures/another-item"] == 2
    assert len(crawled.articles) == 3
    assert [capture.outcome for capture in crawled.captures] == ["robots", "article"]


def test_a_spider_that_fails_does_not_lose_the_response(tmp_path: Path) -> None:
    """It is kept as unreadable, and can be read again when the spider is mended."""

    class Failing(PlainSpider):
        def parse(self, response: Response) -> Iterator[Any]:
            if response.url:
                raise ValueError("a bug of mine")
            yield {}

    with Server({"/page": PAGE}) as server:
        crawled = crawl(Failing, tmp_path / "a.db", base=server.url)
    assert crawled.outcomes()["/page"] == ("unreadable", "spider-error")
    assert crawled.captures[-1].body == PAGE.encode()


def test_a_request_without_an_answer_is_kept(tmp_path: Path) -> None:
    """A plain spider has no errback; what became of its request is kept all the same."""

    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    class Plain(PlainSpider):
        def parse(self, response: Response) -> Iterator[Any]:
            yield {"title": "never"}

    with Server({"/page": hang_up}) as server:
        crawled = crawl(Plain, tmp_path / "a.db", base=server.url)
    assert crawled.outcomes()["/page"] == ("unreachable", "closed")


def test_the_content_coding_that_was_undone_is_kept_in_the_headers(tmp_path: Path) -> None:
    """The payload is the decoded body; the header says how it came."""
    packed = gzip.compress(PAGE.encode())

    class Plain(PlainSpider):
        def parse(self, response: Response) -> Iterator[Any]:
            yield {"title": "Packed"}

    answer = lambda _: web.Response(body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})  # noqa: E731
    with Server({"/page": answer}) as server:
        crawled = crawl(Plain, tmp_path / "a.db", base=server.url)
    capture = crawled.captures[-1]
    assert capture.body == PAGE.encode()
    assert ("Content-Encoding", "gzip") in capture.headers


def test_a_capture_has_the_one_spelling_and_what_was_asked() -> None:
    """Header values keep every byte, as latin-1."""
    request = Request("http://site.localhost/a?utm_source=x", headers={"X-Wanted": "1"})
    response = Response(request.url, headers=Headers({"X-Odd": b"caf\xe9"}), body=b"x", request=request)
    capture = capture_from(response, SITE, at=NOON)
    assert (capture.url, capture.asked) == ("http://site.localhost/a", "http://site.localhost/a?utm_source=x")
    assert capture.headers[0][1].encode("latin-1") == b"caf\xe9"
    assert capture.request_headers == (("X-Wanted", "1"),)
    assert capture.captured_at == NOON


def test_an_item_s_own_address_does_not_replace_the_response_s() -> None:
    """The address that was asked for is the identity."""
    article, unknown = as_article({"url": "https://elsewhere.example/", "title": "T", "x": 1}, "http://a.example/")
    assert (article.url, unknown) == ("http://a.example/", ["x"])
