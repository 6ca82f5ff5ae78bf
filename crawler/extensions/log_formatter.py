"""Skips Scrapy's log lines about pages and items where nothing shows them."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult

from crawler.crawl.scrapy_private import ITEM_LOGGER, PAGE_LOGGER


class QuietFormatter(LogFormatter):
    """Formats Scrapy's lines about pages and items only at the level DEBUG.

    At other levels they are never shown, and formatting them takes a tenth of the time of a page. A capture without an
    article leaves the last pipeline as a dropped item; that is normal, so its line is a DEBUG line too.
    """

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """Return a line where the level is DEBUG; else None."""
        return super().crawled(request, response, spider) if _is_shown(PAGE_LOGGER) else None

    def scraped(self, item: Any, response: Any, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """Return a line where the level is DEBUG; else None."""
        return super().scraped(item, response, spider) if _is_shown(ITEM_LOGGER) else None

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """Return a line at the level that the exception states; None for DEBUG where that is not shown."""
        if getattr(exception, "log_level", None) == "DEBUG" and not _is_shown(ITEM_LOGGER):
            return None
        return super().dropped(item, exception, response, spider)


def _is_shown(name: str) -> bool:
    return logging.getLogger(name).isEnabledFor(logging.DEBUG)
