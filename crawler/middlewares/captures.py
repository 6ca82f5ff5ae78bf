"""Makes captures of the items that a plain spider yields."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.crawl.captures import as_article, capture_failed, capture_from
from crawler.crawl.clock import clock
from crawler.crawl.protocols import site_of, yields_captures
from crawler.crawl.request_errors import RequestRefused
from crawler.crawl.run_outcome import run_log
from crawler.items import Capture
from crawler.pages.reading import read_capture

logger = logging.getLogger(__name__)


class CaptureMiddleware:
    """Makes a capture of each response of a plain spider, with the item (a dict or any item type) that it yields.

    The first item of a response becomes the article of its capture. Further items pass unchanged, because a capture
    holds one article. A response without an item is stored too, with the outcome that the site gives it, and so is a
    request that got no answer. The middleware is off for a ministry's spider, which makes its own captures.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._log = run_log(crawler)
        self._warned: set[str] = set()
        self._site = site_of(crawler.spider)
        self._clock = clock(crawler.settings.get("COMMUNIQUE_CLOCK"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off for spiders whose ``yields_captures`` is true."""
        if yields_captures(crawler.spider):
            raise NotConfigured  # without a message: Scrapy would log it at each crawl
        log = run_log(crawler)
        crawler.signals.connect(log.spider_failed, signals.spider_error)
        crawler.signals.connect(log.item_failed, signals.item_error)
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Add the errback to each first request."""
        async for each in start:
            yield self._with_errback(each) if isinstance(each, Request) else each

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Yield requests with the errback, one capture per response, and further items unchanged."""
        async for each in result:
            if isinstance(each, Request):
                yield self._with_errback(each)
            elif isinstance(each, Capture) or response.meta.get("captured"):
                if not isinstance(each, Capture):
                    self._count(
                        "captures/another-item", "more than one item from %s: only the first is archived", response
                    )
                response.meta["captured"] = True
                yield each
            else:
                response.meta["captured"] = True
                yield self._with_item(response, each)
        if not response.meta.get("captured"):
            yield read_capture(self._site, capture_from(response, self._site, at=self._clock()))

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Capture] | None:
        """Return a response on which the spider failed as a capture with the outcome ``unreadable``."""
        if response.meta.get("captured"):
            return None
        logger.error("%s: the spider failed on this page", response.url, exc_info=exception)
        self._log.count_error()
        kept = capture_from(response, self._site, at=self._clock())
        return (replace(kept, outcome="unreadable", reason="spider-error"),)

    def _with_item(self, response: Response, item: Any) -> Capture:
        capture = capture_from(response, self._site, at=self._clock())
        article, unknown = as_article(item, capture.url)
        for name in unknown:
            self._count(
                f"captures/unknown-field/{name}",
                f"the field {name} is not archived, because an article has no such field (%s)",
                response,
            )
        extractor = f"{self._site.name}.{type(item).__name__}"
        return replace(capture, outcome="article", article=article, extractor=extractor, extractor_version="1")

    def _with_errback(self, request: Request) -> Request:
        if request.errback is None:
            request.errback = self.failed
        return request

    def failed(self, failure: Failure) -> Iterable[Capture]:
        """Return the capture of a request that got no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        capture = capture_failed(request, failure.value or RequestRefused("", ""), self._site, at=self._clock())
        logger.info("%s: %s, %s", request.url, capture.outcome, capture.reason)
        return (capture,)

    def _count(self, stat: str, line: str = "", response: Response | None = None) -> None:
        if line and stat not in self._warned:
            self._warned.add(stat)
            logger.warning(line, response.url if response else "")
        self._log.count(stat)
