"""Stores captures in the archive and returns their articles to Scrapy; the last pipeline."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self, TypeVar

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem, NotConfigured

from crawler.archive import Archive
from crawler.crawl.clock import FAILED, clock
from crawler.crawl.edit_confirmation import confirm
from crawler.crawl.protocols import incremental, site_of, yields_captures
from crawler.crawl.renamed_settings import read_number
from crawler.crawl.run_outcome import run_log
from crawler.crawl.scrapy_private import close_spider, is_shell, open_spider
from crawler.errors import ArchiveError, SiteHeld
from crawler.items import Article, Capture, RunOutcome
from crawler.rules.history.removals import CAPTURES, HOURS

logger = logging.getLogger(__name__)

T = TypeVar("T")

AT_LEAST_EVERY = 1.0
"""Seconds between two stores of the captures that wait."""
MOST_BATCHES = 2
"""The number of batches that may wait for the archive; beyond it the crawl waits, so that memory stays small."""


class ArchivePipeline:
    """Stores captures in batches, each in one transaction, and returns their articles.

    A separate thread writes the archive, because compression and SQLite release Python's lock for the crawl. Where the
    archive can no longer be written (a full disk), the last batch is stored whole or not at all, one line gives the
    reason, and the crawl ends. Items that are not captures pass unchanged. A capture without an article is stored and
    then dropped without a log line.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._log = run_log(crawler)
        self._path = Path(crawler.settings["ARCHIVE"])
        self._most = int(read_number(crawler.settings, "ARCHIVE_BATCH_SIZE", 100))
        self._mode = "replay" if crawler.settings.get("REPLAY") else "live"
        self._clock = clock(crawler.settings.get("COMMUNIQUE_CLOCK"))
        self._site = site_of(crawler.spider)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._archive: Archive | None = None
        self._reader: Archive | None = None
        self._run = 0
        self._waiting: list[Capture] = []
        self._stores: deque[asyncio.Future[list[str]]] = deque()
        self._ticking: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off in ``scrapy shell``, which archives nothing."""
        if is_shell(crawler.settings):
            raise NotConfigured  # without a message: Scrapy would log it
        made = cls(crawler)
        crawler.signals.connect(made.spider_closed, signals.spider_closed)
        return made

    async def open_spider(self) -> None:
        """Open the archive and begin a run; raises CloseSpider where the archive cannot be opened or written."""
        spider = incremental(self._crawler.spider)
        try:
            is_empty, is_first_run = await self._in_thread(self._begin)
            if spider is not None:
                # A run of what is due reads the cooldown of the site even where nothing of it is archived.
                is_needed = not is_empty or spider.bounds.due
                self._reader = Archive.open(self._path, readonly=True) if is_needed else None
                spider.remember(self._reader, is_first_run=is_first_run)
        except (ArchiveError, SiteHeld) as error:
            self._fail(error)
            raise CloseSpider(FAILED) from error
        self._log.begin(self._run)
        self._ticking = asyncio.get_running_loop().create_task(self._tick())

    def process_item(self, item: Any) -> Article | Any | Awaitable[Article | Any]:
        """Return the article of a capture; raises DropItem for a capture without one."""
        if not isinstance(item, Capture):
            return item
        self._waiting.append(item)
        self._log.count(f"outcome/{item.outcome}")
        if len(self._waiting) >= self._most:
            self._store()
            if len(self._stores) > MOST_BATCHES:
                return self._wait_for_archive(item)
        return _article_of(item)

    async def _wait_for_archive(self, item: Capture) -> Article:
        while len(self._stores) > MOST_BATCHES:
            await asyncio.wait([self._stores[0]])
        return _article_of(item)

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        """Store the captures that wait, end the run (which derives from its captures), and close the archive."""
        if self._ticking is not None:
            self._ticking.cancel()
        self._store()
        while self._stores:
            await asyncio.wait([self._stores[0]])
        if self._reader is not None:
            self._reader.close()  # before the writer: the last connection to close removes the WAL file
        if self._archive is not None:
            outcome = self._log.outcome(reason)
            ending = asyncio.ensure_future(self._in_thread(lambda: self._end(outcome)))
            await asyncio.wait([ending])
            if error := ending.exception():
                self._fail(error)
        self._thread.shutdown(wait=False)

    def _begin(self) -> tuple[bool, bool]:
        """Begin the run, in the thread.

        Returns whether nothing of the site is archived yet, and whether no crawl of it has finished.
        """
        archive, name = Archive.open(self._path), self._site.name
        self._archive = archive
        settings = self._crawler.settings
        archive.add_site(
            name,
            self._site.title or name,
            tuple(self._site.languages),
            fronts=self._site.front_pages,
            seeds=self._site.seed_facts,
            budget=settings.getint("DAILY_REVISITS") or self._site.daily_revisits,
            removal=(settings.getint("REMOVAL_CAPTURES", CAPTURES), settings.getfloat("REMOVAL_HOURS", HOURS)),
        )
        is_empty = next(iter(archive.articles(site=name, limit=1)), None) is None
        finished = not is_empty and archive.runs.has_finished_crawl(name)
        spider = incremental(self._crawler.spider)
        what = "" if spider is None else "due" if spider.bounds.due else "full" if spider.bounds.full else ""
        self._run = archive.start_run(name, mode=self._mode, at=self._clock(), what=what)
        return is_empty, not finished

    def _end(self, outcome: RunOutcome) -> None:
        """End the run, in the thread. The archive is closed even where that fails; the next run derives from it."""
        if self._archive is None:
            return
        try:
            if not self._failed:
                if yields_captures(self._crawler.spider):
                    failures = confirm(self._archive, self._run, self._site)
                    for failure in failures:
                        logger.error("%s: an earlier capture cannot be read again (%s)", failure.url, failure.cause)
                    outcome = outcome.with_failures(failures)
                self._archive.runs.end(self._run, outcome, at=self._clock())
        finally:
            self._archive.close()
            self._archive = None

    def _store(self) -> None:
        batch, self._waiting = self._waiting, []
        if not batch or self._failed or self._archive is None:
            return
        archive, run = self._archive, self._run
        storing = asyncio.get_running_loop().run_in_executor(self._thread, lambda: archive.store(run, batch))
        self._stores.append(storing)
        storing.add_done_callback(self._stored)

    def _stored(self, storing: asyncio.Future[list[str]]) -> None:
        self._stores.remove(storing)
        if error := storing.exception():
            self._fail(error)
            return
        for what in storing.result():
            self._log.count(f"archive/{what}")

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(AT_LEAST_EVERY)
            self._store()

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def _fail(self, error: BaseException) -> None:
        """Log once why nothing more can be stored, and end the crawl, so that no batch is lost without a message."""
        if self._failed:
            return
        self._failed = True
        line = str(error)
        if not isinstance(error, (ArchiveError, SiteHeld)):
            line = f"{self._path}: a batch could not be stored ({type(error).__name__}: {error}); --verbose shows where"
            logger.info("traceback of the failure", exc_info=error)
        if not isinstance(error, SiteHeld):
            logger.error("%s", line)
        self._log.fail(line, is_held=isinstance(error, SiteHeld))
        if open_spider(self._crawler) is not None and self._run and self._closing is None:
            self._closing = asyncio.ensure_future(close_spider(self._crawler, FAILED))


def _article_of(capture: Capture) -> Article:
    if capture.article is None:
        raise DropItem(capture.outcome, log_level="DEBUG")
    return capture.article
