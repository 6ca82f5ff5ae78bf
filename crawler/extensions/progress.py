"""Shows the progress of a crawl: a bar on a terminal, a plain line every ten seconds elsewhere."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import ClassVar, Self

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.crawl.run_outcome import run_log
from crawler.crawl.scrapy_private import CrawlCounts, crawl_counts

logger = logging.getLogger(__name__)

EVERY = 0.5
"""Seconds between two reads of the counts; there is no work for each page."""
LINE_EVERY = 10.0
"""Seconds between two plain lines."""


class Progress:
    """Shows for each crawl of the process the requests answered, the requests waiting, and the articles, on stderr.

    The total is not known before the end, so the end of the bar moves while pages lead to further pages.
    """

    _bar: ClassVar[Bar | None] = None
    _running: ClassVar[int] = 0

    def __init__(self, crawler: Crawler, console: Console | None = None) -> None:
        self._crawler = crawler
        self._console = console or Console(stderr=True, highlight=False)
        self._task: TaskID | None = None
        self._loop: asyncio.Task[None] | None = None
        self._last_line = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off unless ``PROGRESS_ENABLED`` is set."""
        if not crawler.settings.getbool("PROGRESS_ENABLED"):
            raise NotConfigured  # without a message: Scrapy would log it at each crawl
        made = cls(crawler)
        crawler.signals.connect(made.spider_opened, signals.spider_opened)
        crawler.signals.connect(made.spider_closed, signals.spider_closed)
        return made

    def spider_opened(self, spider: Spider) -> None:
        """Begin to show the progress."""
        if self._console.is_terminal:
            self._task = self._shared_bar().add_task(spider.name, total=None, counts="")
        Progress._running += 1
        self._loop = asyncio.get_running_loop().create_task(self._watch(spider.name))

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Show the result, and remove the bar when no crawl of the process is left."""
        if self._loop is not None:
            self._loop.cancel()
        done, _, articles = self._counts()
        if run_log(self._crawler).held:
            reason = "not started"
        if self._task is not None and Progress._bar is not None:
            Progress._bar.update(self._task, completed=done, total=done, counts=f"{articles} articles, {reason}")
        else:
            self._line(spider.name, done, 0, articles, reason)
        Progress._running -= 1
        if Progress._running == 0 and Progress._bar is not None:
            Progress._bar.stop()
            Progress._bar = None

    async def _watch(self, name: str) -> None:
        while True:
            await asyncio.sleep(EVERY)
            done, waiting, articles = self._counts()
            if self._task is not None and Progress._bar is not None:
                counts = f"{articles} articles, {waiting} waiting"
                Progress._bar.update(self._task, completed=done, total=done + waiting, counts=counts)
            elif time.monotonic() - self._last_line >= LINE_EVERY:
                self._last_line = time.monotonic()
                self._line(name, done, waiting, articles, "")

    def _counts(self) -> CrawlCounts:
        return crawl_counts(self._crawler.stats)

    def _line(self, name: str, done: int, waiting: int, articles: int, reason: str) -> None:
        rest = reason or f"{waiting} waiting"
        self._console.print(f"{name}: {done} requests, {articles} articles, {rest}", soft_wrap=True)

    def _shared_bar(self) -> Bar:
        if Progress._bar is None:
            Progress._bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.completed} requests, {task.fields[counts]}"),
                TimeElapsedColumn(),
                console=self._console,
            )
            Progress._bar.start()
        return Progress._bar
