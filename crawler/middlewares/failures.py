"""Stores a page on which a spider's code or a pipeline fails, so that no evidence is lost, and counts it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler.crawl.captures import capture_from
from crawler.crawl.clock import clock
from crawler.crawl.protocols import site_of, yields_captures
from crawler.crawl.run_outcome import run_log
from crawler.crawl.scrapy_private import process_item
from crawler.items import Capture
from crawler.pages.guarded_reading import failure_of

logger = logging.getLogger(__name__)

SPIDER, PIPELINE = "spider-error", "pipeline-error"
"""Reason words of captures that are ``unreadable`` because our own code failed on them."""


class FailureMiddleware:
    """Stores a page on which a ministry's spider or a pipeline failed as ``unreadable``.

    One log line names the error; at INFO (``--verbose``) the traceback follows. The stored capture can be read again
    when the code is repaired. CaptureMiddleware does the same for plain spiders.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._site = site_of(crawler.spider)
        self._clock = clock(crawler.settings.get("COMMUNIQUE_CLOCK"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off for spiders that do not make the captures themselves."""
        if not yields_captures(crawler.spider):
            raise NotConfigured  # without a message: Scrapy would log it at each crawl
        made = cls(crawler)
        crawler.signals.connect(made.item_failed, signals.item_error)
        crawler.signals.connect(run_log(crawler).spider_failed, signals.spider_error)
        return made

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Capture]:
        """Return the response as a capture; the archive recognizes it where the spider had yielded it already."""
        kept = capture_from(response, self._site, at=self._clock())
        self._log_failure(kept, SPIDER, exception)
        return (replace(kept, outcome="unreadable", reason=SPIDER),)

    async def item_failed(self, item: Any, failure: Any) -> None:
        """Send the capture through the pipelines again, without its article and listing."""
        if not isinstance(item, Capture) or item.reason == PIPELINE:
            run_log(self._crawler).count_error(PIPELINE)
            return
        self._log_failure(item, PIPELINE, failure.value)
        kept = replace(item, article=None, listing=None, outcome="unreadable", reason=PIPELINE)
        await process_item(self._crawler, kept)

    def _log_failure(self, capture: Capture, reason: str, error: BaseException) -> None:
        failure = failure_of(capture, error)
        logger.error("%s: stored, but not read (%s: %s)", capture.url, reason, failure.cause)
        logger.info("%s: traceback of the failure", capture.url, exc_info=error)
        run_log(self._crawler).count_error(reason, failure)
