"""Normalizes the article of each capture."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.crawl.clock import FAILED
from crawler.crawl.protocols import site_of
from crawler.crawl.run_outcome import run_log
from crawler.crawl.scrapy_private import close_spider
from crawler.errors import CommuniqueError
from crawler.items import Capture
from crawler.pages.normalization import normalize_capture

logger = logging.getLogger(__name__)


class NormalizePipeline:
    """Normalizes the article of each capture that has one; items that are not captures pass unchanged."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._site = site_of(crawler.spider)
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it with the zone, the languages and the spelling of the spider's site."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Return the capture with its article normalized.

        Raises DropItem and ends the crawl as failed where this machine lacks something that normalization needs. The
        next crawl requests the page again.
        """
        if not isinstance(item, Capture):
            return item
        try:
            return normalize_capture(item, self._site)
        except CommuniqueError as error:
            self._end(error)
            raise DropItem(str(error), log_level="DEBUG") from error

    def _end(self, error: CommuniqueError) -> None:
        """Log once why no page can be normalized, and end the crawl."""
        if self._closing is None:
            logger.error("%s", error)
            run_log(self._crawler).fail(str(error))
            self._closing = asyncio.ensure_future(close_spider(self._crawler, FAILED))
