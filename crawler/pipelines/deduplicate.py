"""Drops repeated captures of a run: the same bytes from the same address are stored once."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.crawl.run_outcome import RunLog, run_log
from crawler.items import Capture

logger = logging.getLogger(__name__)


class DeduplicatePipeline:
    """Drops a capture whose address, outcome and payload were captured in this run already.

    The archive recognizes repetitions across runs (revisits) and across addresses (duplicates); they are not dropped
    here. Items that are not captures pass unchanged.
    """

    def __init__(self, log: RunLog) -> None:
        self._log = log
        self._seen: set[int] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it with the run log of the crawl."""
        return cls(run_log(crawler))

    def process_item(self, item: Any) -> Any:
        """Return the item; raises DropItem for a repeated capture."""
        if not isinstance(item, Capture):
            return item
        key = hash((item.url, item.asked, item.status, item.outcome, item.reason, item.body))
        if key in self._seen:
            self._log.count("deduplicate/twin")
            logger.info("%s: the same %s was captured in this run already", item.url, item.outcome)
            raise DropItem("twin", log_level="DEBUG")
        self._seen.add(key)
        return item
