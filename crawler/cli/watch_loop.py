"""The loop of ``communique watch``: several sites side by side in one process, each crawled when something is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawler.cli.archive_location import Place
from crawler.cli.crawl_process import DUE, Ended, ended
from crawler.cli.tables import say, short_time
from crawler.cli.watch_status import Sight, brought, see
from crawler.crawl.context import Clock, clock
from crawler.crawl.scrapy_private import is_running
from crawler.crawl.spider import MinistrySpider
from crawler.crawl.throttle import throttle_of
from crawler.errors import CommuniqueError
from crawler.rules.schedule.watch_intervals import PAUSE, back_off, next_run

logger = logging.getLogger(__name__)

LOOK_EVERY = 30.0
"""Seconds: the archive is looked at as often as this, since others may crawl into it, and clocks may jump."""


@dataclass(kw_only=True)
class Watched:
    """A site, and how its crawls by this process went."""

    spider: type[MinistrySpider]
    crawl: asyncio.Task[None] | None = None
    """While one runs."""
    tried: datetime | None = None
    """When the newest crawl of this process ended."""
    failures: int = 0
    """Tries in a row that failed."""
    error: str = ""
    """Why the newest failed."""
    is_held: bool = False
    """Another process was crawling the site when this one wanted to."""
    next: datetime | None = None
    """When the next may begin; None: at once."""
    sight: Sight = field(default_factory=Sight)
    """What the archive said of it last."""

    @property
    def name(self) -> str:
        """The site's."""
        return self.spider.name


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What one call of ``watch`` asks for."""

    names: Sequence[str] = ()
    """The sites; none: all that the archive has a live run of."""
    jobs: int = 4
    """Crawls side by side, at most."""
    once: bool = False
    """Every site once, then end."""
    quiet: bool = False
    """Say only what is wrong."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """Of every spider, beside ``due``."""
    advance: Callable[[], None] | None = None
    """Called after each run that worked: it moves a simulated site to its next state."""


class Watch:
    """Crawls what is due, until it is told to stop.

    A crawl that fails is one line, and is tried again after a pause that doubles. ``spiders`` are all there are, by
    name; ``sites`` holds what is known of those watched, for ``/healthz``.
    """

    def __init__(
        self, process: AsyncCrawlerProcess, place: Place, spiders: Mapping[str, type[MinistrySpider]], wishes: Wishes
    ) -> None:
        self._process = process
        self._place = place
        self._spiders = spiders
        self._wishes = wishes
        self._clock: Clock = clock(process.settings.get("COMMUNIQUE_CLOCK"))
        self._wake = asyncio.Event()
        self._blind = 0
        self._crawls: set[asyncio.Task[None]] = set()
        self.stopping = ""
        """What stops it; empty while it goes on."""
        self.since = self._clock()
        self.sites: dict[str, Watched] = {}

    def stop(self, why: str) -> None:
        """End: running crawls are ended cleanly, none is begun."""
        self.stopping = self.stopping or why
        self._wake.set()

    async def run(self) -> None:
        """Watch, until ``stop`` is called; with ``once``, until every site had its turn.

        Raises ArchiveError, with ``once``, where the archive cannot be read.
        """
        while not self.stopping:
            self._wake.clear()
            seconds = await self._look()
            if self._wishes.once and not self._crawls:
                return
            if not self.stopping:
                await self._sleep(seconds)
        await self._end_crawls()

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    async def _look(self) -> float:
        """Begin what is due; gives the seconds until it is worth looking again."""
        try:
            seen = await asyncio.get_running_loop().run_in_executor(None, self._see)
        except CommuniqueError as error:
            if self._wishes.once:
                raise
            self._blind += 1
            pause = back_off(self._blind, timedelta(seconds=LOOK_EVERY)).total_seconds()
            say(f"{error}; looked at again in {pause:.0f} seconds")
            return pause
        self._blind = 0
        self._note(seen)
        for site in [] if self.stopping else self._ready()[: self._wishes.jobs - len(self._crawls)]:
            self._begin(site)
        waits = [self._seconds_to(site) for site in self.sites.values() if site.crawl is None]
        return min([LOOK_EVERY, *(seconds for seconds in waits if seconds > 0)])

    def _see(self) -> dict[str, Sight]:
        """In a thread."""
        known = {name: site.sight for name, site in list(self.sites.items())}
        return see(self._place, self._wishes.names, self._spiders, known)

    def _note(self, seen: Mapping[str, Sight]) -> None:
        """Keep what was seen, and say when each site is due."""
        for name, sight in seen.items():
            if name not in self.sites:
                self.sites[name] = Watched(spider=self._spiders[name])
            site = self.sites[name]
            if site.crawl is not None:
                continue
            site.sight = sight
            is_first_look = site.next is None and site.tried is None
            if site.is_held and sight.last is not None and site.tried is not None and sight.last >= site.tried:
                site.is_held = False  # the other run has ended
            site.next = next_run(
                last=max(filter(None, (sight.last, site.tried)), default=None),
                due=sight.due,
                rest_until=sight.rest_until,
                failures=site.failures or int(site.is_held),
                pause=timedelta(0) if self._wishes.once else PAUSE,
            )
            if is_first_look and self._seconds_to(site) > 0 and not self._wishes.quiet:
                say(f"{name}: nothing is due before {_minute(site.next)}")

    def _ready(self) -> list[Watched]:
        """Sites whose time has come, the one that waited longest first."""
        ready = [site for site in self.sites.values() if site.crawl is None and self._seconds_to(site) <= 0]
        if self._wishes.once:
            ready = [site for site in ready if site.tried is None]
        return sorted(ready, key=lambda site: site.next.timestamp() if site.next else 0.0)

    def _seconds_to(self, site: Watched) -> float:
        return (site.next - self._clock()).total_seconds() if site.next else 0.0

    def _begin(self, site: Watched) -> None:
        site.crawl = asyncio.get_running_loop().create_task(self._crawl(site))
        self._crawls.add(site.crawl)
        site.crawl.add_done_callback(lambda task: self._over(site, task))

    def _over(self, site: Watched, task: asyncio.Task[None]) -> None:
        self._crawls.discard(task)
        site.crawl = None
        if error := task.exception():
            say(f"{site.name}: {_told(error)}")
            site.failures += 1
            site.tried = self._clock()
        self._wake.set()

    async def _crawl(self, site: Watched) -> None:
        """One crawl, from its making to the line about it."""
        made: list[Crawler] = []

        async def crawl() -> None:
            made.append(self._process.create_crawler(site.spider))
            await self._process.crawl(made[0], **DUE, **self._wishes.arguments)

        crawling = asyncio.ensure_future(crawl())
        await asyncio.wait([crawling])
        error = crawling.exception()
        if error is not None:
            logger.info("%s: where it failed", site.name, exc_info=error)
        done = ended(made[0], error) if made else Ended(failed=_told(error))
        if self._wishes.advance is not None and not done.failed:
            await asyncio.get_running_loop().run_in_executor(None, self._wishes.advance)
        seen = await asyncio.get_running_loop().run_in_executor(None, self._see)
        self._account(site, seen.get(site.name, Sight()), done)

    def _account(self, site: Watched, sight: Sight, done: Ended) -> None:
        """What became of a crawl, in one line, and when the next one is."""
        run = sight.run if sight.run is not None and sight.run["id"] == done.run else None
        site.error = done.failed or ("the crawl failed: the log says why" if run and run["how"] == "failed" else "")
        is_news = not (done.is_held and (site.is_held or self._wishes.quiet))
        site.is_held, site.tried, site.crawl = done.is_held, self._clock(), None
        site.failures = site.failures + 1 if site.error and not done.is_held else 0
        self._note({site.name: sight})
        then = "" if self._wishes.once or self.stopping else f"; next at {_minute(site.next)}"
        if site.error:
            if is_news:
                say(f"{site.name}: {site.error.removeprefix(f'{site.name} ')}{then}")
        elif run is not None and not (self._wishes.quiet and run["healthy"] is not False):
            say(f"{site.name}: {brought(run)}{then}")

    async def _end_crawls(self) -> None:
        """End each crawl as one that came to its end; one that only begins cannot be ended before it has begun."""
        while self._crawls:
            for crawler in self._process.crawlers:
                if is_running(crawler):
                    throttle_of(crawler).end("shutdown", f"{self.stopping}, so the crawl ends")
            await asyncio.wait(self._crawls, timeout=0.2)


def _told(error: BaseException | None) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def _minute(moment: datetime | None) -> str | None:
    return short_time(moment.isoformat()) if moment else None
