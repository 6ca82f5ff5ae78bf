"""The loop of ``communique watch``: it crawls several sites at once in one process, each when something is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawler.cli.archive_location import ArchiveLocation
from crawler.cli.crawl_process import DUE, CrawlResult, crawl_result
from crawler.cli.tables import print_message, short_time
from crawler.cli.watch_status import SiteStatus, run_summary, site_statuses
from crawler.crawl.clock import Clock, clock
from crawler.crawl.scrapy_private import is_running
from crawler.crawl.spider import MinistrySpider
from crawler.crawl.throttle import throttle_of
from crawler.errors import CommuniqueError
from crawler.rules.schedule.watch_intervals import PAUSE, back_off, next_run

logger = logging.getLogger(__name__)

POLL_EVERY = 30.0
"""Seconds between two reads of the archive: other processes may crawl into it, and the clock may jump."""


@dataclass(kw_only=True)
class WatchedSite:
    """A site, and the state of its crawls by this process."""

    spider: type[MinistrySpider]
    crawl: asyncio.Task[None] | None = None
    """The crawl that is running; None if none is."""
    tried: datetime | None = None
    """When the newest crawl of this process ended."""
    failures: int = 0
    """The number of failed crawls in a row."""
    error: str = ""
    """Why the newest crawl failed; empty if it did not."""
    is_held: bool = False
    """Whether another process was crawling the site when this one was to start."""
    next: datetime | None = None
    """When the next crawl may begin; None for at once."""
    status: SiteStatus = field(default_factory=SiteStatus)
    """The status that was read from the archive last."""

    @property
    def name(self) -> str:
        """The name of the site."""
        return self.spider.name


@dataclass(frozen=True, kw_only=True)
class WatchOptions:
    """The options of one call of ``watch``."""

    names: Sequence[str] = ()
    """The names of the sites; empty for every site that the archive has a live run of."""
    jobs: int = 4
    """The largest number of crawls at once."""
    once: bool = False
    """Whether to crawl every site once and then end."""
    quiet: bool = False
    """Whether to print problems only."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """The arguments of every spider, in addition to ``due``."""
    advance: Callable[[], None] | None = None
    """A function called after each run that did not fail; it moves a simulated site to its next state."""


class Watch:
    """Crawls what is due until ``stop`` is called.

    A crawl that fails prints one line and is tried again after a pause, which doubles each time. ``spiders`` are all
    spiders by name. ``sites`` holds the state of each watched site, for ``/healthz``.
    """

    def __init__(
        self,
        process: AsyncCrawlerProcess,
        location: ArchiveLocation,
        spiders: Mapping[str, type[MinistrySpider]],
        options: WatchOptions,
    ) -> None:
        self._process = process
        self._location = location
        self._spiders = spiders
        self._options = options
        self._clock: Clock = clock(process.settings.get("COMMUNIQUE_CLOCK"))
        self._wake = asyncio.Event()
        self._failed_reads = 0
        self._crawls: set[asyncio.Task[None]] = set()
        self.stopping = ""
        """The reason why the watch ends; empty while it goes on."""
        self.since = self._clock()
        self.sites: dict[str, WatchedSite] = {}

    def stop(self, reason: str) -> None:
        """End the watch: running crawls end cleanly, and no crawl begins."""
        self.stopping = self.stopping or reason
        self._wake.set()

    async def run(self) -> None:
        """Watch until ``stop`` is called; with ``once``, until each site was crawled once.

        With ``once``, raises ArchiveError if the archive cannot be read.
        """
        while not self.stopping:
            self._wake.clear()
            seconds = await self._poll()
            if self._options.once and not self._crawls:
                return
            if not self.stopping:
                await self._sleep(seconds)
        await self._end_crawls()

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    async def _poll(self) -> float:
        """Begin the crawls that are due; return the seconds until the next poll."""
        try:
            statuses = await asyncio.get_running_loop().run_in_executor(None, self._read)
        except CommuniqueError as error:
            if self._options.once:
                raise
            self._failed_reads += 1
            pause = back_off(self._failed_reads, timedelta(seconds=POLL_EVERY)).total_seconds()
            print_message(f"{error}; the archive is read again in {pause:.0f} seconds")
            return pause
        self._failed_reads = 0
        self._update(statuses)
        for site in [] if self.stopping else self._ready()[: self._options.jobs - len(self._crawls)]:
            self._begin(site)
        waits = [self._seconds_to(site) for site in self.sites.values() if site.crawl is None]
        return min([POLL_EVERY, *(seconds for seconds in waits if seconds > 0)])

    def _read(self) -> dict[str, SiteStatus]:
        """The status of each site in the archive; called in a thread."""
        known = {name: site.status for name, site in list(self.sites.items())}
        return site_statuses(self._location, self._options.names, self._spiders, known)

    def _update(self, statuses: Mapping[str, SiteStatus]) -> None:
        """Keep the status of each site, and compute when its next crawl may begin."""
        for name, status in statuses.items():
            if name not in self.sites:
                self.sites[name] = WatchedSite(spider=self._spiders[name])
            site = self.sites[name]
            if site.crawl is not None:
                continue
            site.status = status
            is_first = site.next is None and site.tried is None
            if site.is_held and status.last is not None and site.tried is not None and status.last >= site.tried:
                site.is_held = False  # the other run has ended
            site.next = next_run(
                last=max(filter(None, (status.last, site.tried)), default=None),
                due=status.due,
                rest_until=status.rest_until,
                failures=site.failures or int(site.is_held),
                pause=timedelta(0) if self._options.once else PAUSE,
            )
            if is_first and self._seconds_to(site) > 0 and not self._options.quiet:
                print_message(f"{name}: nothing is due before {_minute(site.next)}")

    def _ready(self) -> list[WatchedSite]:
        """The sites that are due, the one that is due longest first."""
        ready = [site for site in self.sites.values() if site.crawl is None and self._seconds_to(site) <= 0]
        if self._options.once:
            ready = [site for site in ready if site.tried is None]
        return sorted(ready, key=lambda site: site.next.timestamp() if site.next else 0.0)

    def _seconds_to(self, site: WatchedSite) -> float:
        return (site.next - self._clock()).total_seconds() if site.next else 0.0

    def _begin(self, site: WatchedSite) -> None:
        site.crawl = asyncio.get_running_loop().create_task(self._crawl(site))
        self._crawls.add(site.crawl)
        site.crawl.add_done_callback(lambda task: self._over(site, task))

    def _over(self, site: WatchedSite, task: asyncio.Task[None]) -> None:
        self._crawls.discard(task)
        site.crawl = None
        if error := task.exception():
            print_message(f"{site.name}: {_one_line(error)}")
            site.failures += 1
            site.tried = self._clock()
        self._wake.set()

    async def _crawl(self, site: WatchedSite) -> None:
        """Crawl a site once and print the line about it."""
        made: list[Crawler] = []

        async def crawl() -> None:
            made.append(self._process.create_crawler(site.spider))
            await self._process.crawl(made[0], **DUE, **self._options.arguments)

        crawling = asyncio.ensure_future(crawl())
        await asyncio.wait([crawling])
        error = crawling.exception()
        if error is not None:
            logger.info("%s: the crawl failed", site.name, exc_info=error)
        done = crawl_result(made[0], error) if made else CrawlResult(failed=_one_line(error))
        if self._options.advance is not None and not done.failed:
            await asyncio.get_running_loop().run_in_executor(None, self._options.advance)
        statuses = await asyncio.get_running_loop().run_in_executor(None, self._read)
        self._report(site, statuses.get(site.name, SiteStatus()), done)

    def _report(self, site: WatchedSite, status: SiteStatus, done: CrawlResult) -> None:
        """Print the result of a crawl in one line, and keep when the next one may begin."""
        run = status.run if status.run is not None and status.run["id"] == done.run else None
        site.error = done.failed or ("the crawl failed: the log says why" if run and run["how"] == "failed" else "")
        is_printed = not (done.is_held and (site.is_held or self._options.quiet))
        site.is_held, site.tried, site.crawl = done.is_held, self._clock(), None
        site.failures = site.failures + 1 if site.error and not done.is_held else 0
        self._update({site.name: status})
        then = "" if self._options.once or self.stopping else f"; next at {_minute(site.next)}"
        if site.error:
            if is_printed:
                print_message(f"{site.name}: {site.error.removeprefix(f'{site.name} ')}{then}")
        elif run is not None and not (self._options.quiet and run["healthy"] is not False):
            print_message(f"{site.name}: {run_summary(run)}{then}")

    async def _end_crawls(self) -> None:
        """End every running crawl cleanly; one that is starting is ended once it has begun."""
        while self._crawls:
            for crawler in self._process.crawlers:
                if is_running(crawler):
                    throttle_of(crawler).end("shutdown", f"{self.stopping}, so the crawl ends")
            await asyncio.wait(self._crawls, timeout=0.2)


def _one_line(error: BaseException | None) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def _minute(moment: datetime | None) -> str | None:
    return short_time(moment.isoformat()) if moment else None
