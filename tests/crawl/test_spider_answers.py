"""What a crawl makes of answers that are no article: each a counted outcome, and the crawl goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from crawler.archive import Archive
from tests.support.loopback import Page, Server, crawl, redirect
from tests.support.newsroom import HOST, article, pages, spider


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Where the archive will be."""
    return tmp_path / "archive.db"


def test_each_hop_of_a_redirect_is_kept(archive: Path) -> None:
    """And the article is archived at the address where it answered."""
    made = pages(**{"/en/news/a1": redirect("/en/news/x1", 301), "/en/news/x1": redirect("/en/news/x2")})
    made["/en/news/x2"] = article("x2")
    with Server(made) as server:
        crawled = crawl(spider(), archive, base=server.url)
    outcomes = crawled.outcomes()
    assert (outcomes["/en/news/a1"][0], outcomes["/en/news/x1"][0]) == ("moved", "moved")
    assert outcomes["/en/news/x2"][0] == "article"


@pytest.mark.parametrize(
    ("hops", "reason"),
    [
        ({"/en/news/a1": redirect("/en/news/a1")}, "redirect-loop"),
        ({"/en/news/a1": redirect("/en/news/y"), "/en/news/y": redirect("/en/news/a1")}, "redirect-loop"),
        (
            {
                f"/en/news/{name}": redirect(f"/en/news/h{n}")
                for n, name in enumerate(["a1", *[f"h{n}" for n in range(30)]])
            },
            "too-many-redirects",
        ),
    ],
    ids=["itself", "circle", "endless"],
)
def test_a_redirect_loop_ends_as_unreachable(archive: Path, hops: Mapping[str, Page], reason: str) -> None:
    """Counted, with the reason, and the crawl goes on."""
    with Server({**pages(), **hops}) as server:
        crawled = crawl(spider(), archive, base=server.url)
    assert ("unreachable", reason) in {(capture.outcome, capture.reason) for capture in crawled.captures}
    assert len(server.asked) < 40
    assert len(crawled.articles) == 8


def test_a_redirect_to_itself_that_sets_a_cookie_is_followed(archive: Path) -> None:
    """Sites that insist on cookies do that; the second answer is the page."""

    def guarded(request: web.Request) -> web.Response:
        if "seen" in request.cookies:
            return web.Response(text=article("a1"), content_type="text/html")
        return web.Response(status=302, headers={"Location": "/en/news/a1", "Set-Cookie": "seen=1; Path=/"})

    with Server(pages(**{"/en/news/a1": guarded})) as server:
        crawled = crawl(spider(), archive, base=server.url)
    assert len(crawled.articles) == 9


async def cut(request: web.Request) -> web.StreamResponse:
    """Promises more than it sends."""
    response = web.StreamResponse(headers={"Content-Length": "5000", "Content-Type": "text/html"})
    await response.prepare(request)
    await response.write(b"<html><main><h1>Half a")
    assert request.transport is not None
    request.transport.close()
    return response


async def endless(request: web.Request) -> web.StreamResponse:
    """Sixty megabytes, a piece at a time."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    try:
        for _ in range(60):
            await response.write(b"x" * 1024 * 1024)
    except ConnectionError:
        pass
    return response


async def sleepy(request: web.Request) -> web.Response:
    """Too late."""

    await asyncio.sleep(2)
    return web.Response(text="late")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (cut, ("unreachable", "cut-short")),
        (endless, ("unreachable", "too-large")),
        (sleepy, ("unreachable", "timeout")),
        (lambda _: web.Response(body=b"%PDF-1.7 ...", content_type="application/pdf"), ("file", "")),
        (lambda _: web.Response(status=404, text="gone"), ("missing", "http-404")),
        (lambda _: web.Response(status=503, text="down"), ("unreachable", "http-503")),
        (lambda _: web.Response(status=403, text="no"), ("blocked", "http-403")),
        (
            lambda _: web.Response(body=b"no gzip data at all", headers={"Content-Encoding": "gzip"}),
            ("unreachable", "undecoded"),
        ),
    ],
    ids=["cut-short", "60-megabytes", "timeout", "pdf", "404", "503", "403", "wrong-coding"],
)
def test_what_is_no_article_is_a_counted_outcome(
    archive: Path, page: Callable[[web.Request], Any], expected: tuple[str, str]
) -> None:
    """The crawl goes on, nothing is lost, and the archive says what it was."""
    with Server(pages(**{"/en/news/a1": page})) as server:
        crawled = crawl(spider(), archive, {"DOWNLOAD_TIMEOUT": 0.7}, base=server.url)
    outcome, reason = crawled.outcomes()["/en/news/a1"]
    assert outcome == expected[0]
    assert reason == expected[1] or expected[0] == "file"
    assert len(crawled.articles) == 8
    assert crawled.stats[f"outcome/{outcome}"] == 1 + (outcome == "missing")  # so is the one that cannot exist
    with Archive.open(archive, readonly=True) as opened:
        assert opened.timemap(f"{HOST}/en/news/a1")[-1]["outcome"] == outcome


def test_a_page_without_content_type_is_read(archive: Path) -> None:
    """By what is in it."""

    async def bare(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        body = article("a1").encode()
        request.transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body
        )
        request.transport.close()
        return web.Response()

    with Server(pages(**{"/en/news/a1": bare})) as server:
        crawled = crawl(spider(), archive, base=server.url)
    assert len(crawled.articles) == 9


def test_a_failing_host_is_asked_again_twice_and_the_last_answer_kept(archive: Path) -> None:
    """A 503 that passes costs nothing but time; 429 is not asked again."""
    answers = iter([503, 503, 200])

    def shaky(_: web.Request) -> web.Response:
        return web.Response(status=next(answers), text=article("a1"), content_type="text/html")

    busy = lambda _: web.Response(status=429)  # noqa: E731
    with Server(pages(**{"/en/news/a1": shaky, "/en/news/a2": busy})) as server:
        crawled = crawl(spider(), archive, {"RETRY_TIMES": 2}, base=server.url)
    assert server.hits["/en/news/a1"] == 3
    assert server.hits["/en/news/a2"] == 1
    assert crawled.outcomes()["/en/news/a1"][0] == "article"
    assert crawled.outcomes()["/en/news/a2"] == ("blocked", "http-429")
