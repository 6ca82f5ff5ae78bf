"""What Scrapy writes about each page: nothing, unless someone reads it."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult

from crawler.crawl.scrapy_private import ITEM_LOGGER, PAGE_LOGGER


class QuietFormatter(LogFormatter):
    """Scrapy's lines about pages and items are made only where the level is DEBUG: otherwise they are never shown, and
    making them takes a tenth of the time that a page takes.

    A capture that is no article leaves the last pipeline as a dropped item, which is how a pipeline ends an item's way
    and no news.
    """

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """A line at DEBUG."""
        return super().crawled(request, response, spider) if _is_read(PAGE_LOGGER) else None

    def scraped(self, item: Any, response: Any, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """A line at DEBUG."""
        return super().scraped(item, response, spider) if _is_read(ITEM_LOGGER) else None

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """A line at the level that the drop asks for."""
        if getattr(exception, "log_level", None) == "DEBUG" and not _is_read(ITEM_LOGGER):
            return None
        return super().dropped(item, exception, response, spider)


def _is_read(name: str) -> bool:
    return logging.getLogger(name).isEnabledFor(logging.DEBUG)
