"""Whatever a plain spider yields, tied to its response as a capture."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.crawl.captures import as_article, capture_failed, capture_from
from crawler.crawl.context import clock
from crawler.crawl.protocols import site_of, yields_captures
from crawler.crawl.request_errors import RequestRefused
from crawler.crawl.run_outcome import run_log
from crawler.items import Capture
from crawler.pages.reading import read_capture

logger = logging.getLogger(__name__)


class CaptureMiddleware:
    """Ties whatever a plain spider yields (a dict, any item type) to its response as a capture.

    The first item of a response becomes the article of its capture; further ones are handed on as they are, since a
    capture holds one article. A response without an item is kept all the same, as what the site reads it to be, and so
    is a request that got no answer. A ministry's spider makes its own captures: for it this is off.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._log = run_log(crawler)
        self._warned: set[str] = set()
        self._site = site_of(crawler.spider)
        self._clock = clock(crawler.settings.get("COMMUNIQUE_CLOCK"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off for spiders that say they yield captures."""
        if yields_captures(crawler.spider):
            raise NotConfigured  # without words: Scrapy would warn of it at each crawl
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Watches each first request."""
        async for each in start:
            yield self._watched(each) if isinstance(each, Request) else each

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Requests watched, one capture per response, further items as they are."""
        async for each in result:
            if isinstance(each, Request):
                yield self._watched(each)
            elif isinstance(each, Capture) or response.meta.get("captured"):
                if not isinstance(each, Capture):
                    self._count("captures/another-item", "more than one item from %s: archived is the first", response)
                response.meta["captured"] = True
                yield each
            else:
                response.meta["captured"] = True
                yield self._tied(response, each)
        if not response.meta.get("captured"):
            yield read_capture(self._site, capture_from(response, self._site, at=self._clock()))

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Capture] | None:
        """Keeps the response that a spider failed on, as ``unreadable``."""
        if response.meta.get("captured"):
            return None
        logger.error("%s: the spider failed on it", response.url, exc_info=exception)
        self._count("captures/spider-error")
        kept = capture_from(response, self._site, at=self._clock())
        return (replace(kept, outcome="unreadable", reason="spider-error"),)

    def _tied(self, response: Response, item: Any) -> Capture:
        capture = capture_from(response, self._site, at=self._clock())
        article, unknown = as_article(item, capture.url)
        for name in unknown:
            self._count(
                f"captures/unknown-field/{name}", f"an article has no field {name}: not archived (%s)", response
            )
        extractor = f"{self._site.name}.{type(item).__name__}"
        return replace(capture, outcome="article", article=article, extractor=extractor, extractor_version="1")

    def _watched(self, request: Request) -> Request:
        if request.errback is None:
            request.errback = self.failed
        return request

    def failed(self, failure: Failure) -> Iterable[Capture]:
        """What is kept of a request that got no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        capture = capture_failed(request, failure.value or RequestRefused("", ""), self._site, at=self._clock())
        logger.info("%s: %s, %s", request.url, capture.outcome, capture.reason)
        return (capture,)

    def _count(self, stat: str, line: str = "", response: Response | None = None) -> None:
        if line and stat not in self._warned:
            self._warned.add(stat)
            logger.warning(line, response.url if response else "")
        self._log.count(stat)
