"""A web server on loopback for tests to write pages for, and a crawl that runs in the test's own process."""

from __future__ import annotations

import asyncio
import inspect
import ssl
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from aiohttp import web
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

from crawler.items import Article, Capture
from crawler.rules.outcome.probes import is_probe

REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
ONE_BY_ONE = {"CONCURRENT_REQUESTS": 1}
"""Settings of a crawl in which it does not depend on the machine's load what is under way when a run stops asking."""

Answer = web.StreamResponse | str | bytes
Page = Answer | Callable[[web.Request], Answer | Awaitable[Answer]]


class Server:
    """Serves ``pages`` (path and query → what to answer) on a free port, in a thread, and counts what is asked.

    A page is a text (HTML, UTF-8), bytes, a response, or a function of the request. What is not there is a 404.
    """

    def __init__(self, pages: Mapping[str, Page] | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.pages: dict[str, Page] = {"/robots.txt": web_text(""), **(pages or {})}
        self.asked: list[str] = []
        self.paths: list[str] = []
        """Both, in the order of ``times``."""
        self.probed: list[str] = []
        """Addresses that cannot exist, of which a run requests one for a language."""
        self.hits: Counter[str] = Counter()
        self.requests: list[Mapping[str, str]] = []
        """The headers of each request."""
        self.times: list[float] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a final slash."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, ssl_context=self.tls)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}  # pages that were still being answered
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.raw_path.removeprefix(f"http://{request.host}") or "/"
        self.paths.append(path)
        (self.probed if is_probe(path) else self.asked).append(path)
        self.hits[path] += 1
        self.requests.append(dict(request.headers))
        self.times.append(asyncio.get_running_loop().time())
        page: Any = self.pages.get(path)
        if inspect.isfunction(page):
            page = page(request)
        if inspect.isawaitable(page):
            page = await page
        if page is None:
            return web.Response(status=404, text="<h1>Not here</h1>", content_type="text/html")
        if isinstance(page, str):
            return web.Response(text=page, content_type="text/html")
        if isinstance(page, bytes):
            return web.Response(body=page, content_type="text/html")
        assert isinstance(page, web.StreamResponse)
        return page


def web_text(text: str) -> Callable[[web.Request], Answer]:
    """A text/plain answer, made anew for each request."""
    return lambda _: web.Response(text=text, content_type="text/plain")


def redirect(to: str, status: int = 302, **headers: str) -> Callable[[web.Request], Answer]:
    """An answer that leads elsewhere."""
    return lambda _: web.Response(status=status, headers={"Location": to, **headers})


class Keep:
    """A pipeline between ours: keeps every capture that passes."""

    kept: ClassVar[list[Any]] = []

    def process_item(self, item: Any) -> Any:
        """The item itself."""
        self.kept.append(item)
        return item


@dataclass
class Crawled:
    """What a crawl gave."""

    captures: list[Capture] = field(default_factory=list)
    """Normalized, in the order in which they came."""
    articles: list[Article] = field(default_factory=list)
    """What the last pipeline handed on."""
    stats: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    spider: Any = None

    def outcomes(self) -> dict[str, tuple[str, str]]:
        """Outcome and reason of the last capture of each path (and of whole addresses off the server)."""
        return {path_of(capture.url): (capture.outcome, capture.reason) for capture in self.captures}


def path_of(url: str) -> str:
    """Path and query where the host is a test's own, else the address."""
    for scheme in ("http://", "https://"):
        host, _, path = url.removeprefix(scheme).partition("/")
        if url.startswith(scheme) and host.partition(":")[0] in ("127.0.0.1", "site.localhost"):
            return f"/{path}"
    return url


def crawl(spider: type[Spider], archive: Path, settings: Mapping[str, Any] | None = None, **arguments: Any) -> Crawled:
    """Run a spider to its end with the project's settings and real sockets; no delay unless ``settings`` has one."""
    project = Settings()
    project.setmodule("crawler.settings", priority="project")
    project.setdict({"ARCHIVE": str(archive), "LOG_ENABLED": False, "STATS_DUMP": False}, priority="cmdline")
    project.setdict({"RETRY_TIMES": 0, "BACKOFF_MIN": 0.0}, priority="cmdline")
    project.setdict(dict(settings or {}), priority="cmdline")
    pipelines = {**project.getdict("ITEM_PIPELINES"), Keep: 250}
    project.set("ITEM_PIPELINES", pipelines, priority="cmdline")
    Keep.kept = []
    crawled = Crawled()
    loop = _loop()
    runner = AsyncCrawlerRunner(project)
    crawler = runner.create_crawler(spider)
    loop.run_until_complete(_run(runner, crawler, crawled, arguments))
    crawled.captures = [each for each in Keep.kept if isinstance(each, Capture)]
    return crawled


async def _run(runner: AsyncCrawlerRunner, crawler: Crawler, crawled: Crawled, arguments: dict[str, Any]) -> None:
    from scrapy import signals

    def scraped(item: Any) -> None:
        crawled.articles.append(item)

    def closed(spider: Spider, reason: str) -> None:
        crawled.reason = reason
        crawled.spider = spider

    crawler.signals.connect(scraped, signals.item_scraped)
    crawler.signals.connect(closed, signals.spider_closed)
    await runner.crawl(crawler, **arguments)
    crawled.stats = dict(crawler.stats.get_stats())


_started: list[asyncio.AbstractEventLoop] = []


def _loop() -> asyncio.AbstractEventLoop:
    """The loop of Twisted's reactor, started once: it cannot be started twice in a process."""
    if not _started:
        install_reactor(REACTOR)
        from twisted.internet import reactor
        from twisted.python.threadpool import ThreadPool

        daemon = partial(threading.Thread, daemon=True)
        setattr(ThreadPool, "threadFactory", staticmethod(daemon))  # noqa: B010 (mypy: a type)
        loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
        reactor.startRunning(installSignalHandlers=False)
        _started.append(loop)
    asyncio.set_event_loop(_started[0])
    return _started[0]
