"""How far a crawl is: a bar on a terminal, a plain line now and then elsewhere."""

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
"""Seconds between two looks at the counts, so that watching costs nothing by the page."""
LINE_EVERY = 10.0
"""Seconds between two plain lines."""


class Progress:
    """Shows, for each crawl of the process, requests answered, requests waiting, and articles so far.

    How much there is in all is not known before the end: the bar's end moves as pages lead to others. Goes to stderr.
    """

    _bar: ClassVar[Bar | None] = None
    _running: ClassVar[int] = 0

    def __init__(self, crawler: Crawler, console: Console | None = None) -> None:
        self._crawler = crawler
        self._console = console or Console(stderr=True, highlight=False)
        self._task: TaskID | None = None
        self._loop: asyncio.Task[None] | None = None
        self._said = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off unless ``PROGRESS_ENABLED`` is set."""
        if not crawler.settings.getbool("PROGRESS_ENABLED"):
            raise NotConfigured  # without words: Scrapy would warn of it at each crawl
        made = cls(crawler)
        crawler.signals.connect(made.spider_opened, signals.spider_opened)
        crawler.signals.connect(made.spider_closed, signals.spider_closed)
        return made

    def spider_opened(self, spider: Spider) -> None:
        """Begin to watch."""
        if self._console.is_terminal:
            self._task = self._shared_bar().add_task(spider.name, total=None, counts="")
        Progress._running += 1
        self._loop = asyncio.get_running_loop().create_task(self._watch(spider.name))

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """The last word, and the bar away when no crawl of the process is left."""
        if self._loop is not None:
            self._loop.cancel()
        done, _, articles = self._look()
        if run_log(self._crawler).held:
            reason = "not begun"
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
            done, waiting, articles = self._look()
            if self._task is not None and Progress._bar is not None:
                counts = f"{articles} articles, {waiting} to ask"
                Progress._bar.update(self._task, completed=done, total=done + waiting, counts=counts)
            elif time.monotonic() - self._said >= LINE_EVERY:
                self._said = time.monotonic()
                self._line(name, done, waiting, articles, "")

    def _look(self) -> CrawlCounts:
        return crawl_counts(self._crawler.stats)

    def _line(self, name: str, done: int, waiting: int, articles: int, reason: str) -> None:
        rest = reason or f"{waiting} to ask"
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
