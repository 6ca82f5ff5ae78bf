"""Many scheduled crawls of the demo ministry in one process, the clock set to the demo's own history.

Called as a program: ``python -m tests.support.simulation ARCHIVE FIRST LAST STEP [STORIES]``; days as the demo counts
them. What each run asked for goes to stdout, one JSON object a line.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.reactor import install_reactor

from crawler.cli.site_lookup import project_settings
from crawler.crawl.run_outcome import run_log
from crawler.demo.script import moment
from crawler.demo.server import DemoServer
from crawler.spiders.demo import DemoSpider

_now: list[Any] = [datetime(2026, 3, 2, 15, tzinfo=UTC), 0.0]
STORIES = 60


def now() -> datetime:
    """The time of the demo's history: it goes on while a crawl lasts, as a clock does."""
    at: datetime = _now[0] + timedelta(seconds=time.monotonic() - _now[1])
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def set_day(day: float) -> None:
    """Put the clock to a day of the history."""
    _now[:] = [moment(day), time.monotonic()]


def days(first: float, last: float, step: float) -> list[float]:
    """The days on which a crawl begins."""
    return [first + number * step for number in range(round((last - first) / step) + 1)]


async def crawl(runner: AsyncCrawlerRunner, server: DemoServer, day: float, **arguments: Any) -> dict[str, Any]:
    """One crawl on a day; how often each path was asked for."""
    server.set_day(day)
    server.clear_hits()
    set_day(day)
    crawler = runner.create_crawler(DemoSpider)
    began = time.monotonic()
    await runner.crawl(crawler, base=server.url, **arguments)
    return {
        "day": day,
        "run": run_log(crawler).run,
        "hits": server.hits,
        "seconds": round(time.monotonic() - began, 2),
    }


async def crawls(archive: str, when: Sequence[float], stories: int) -> None:
    """All of them, one after the other."""
    settings = project_settings(
        ARCHIVE=archive,
        LOG_LEVEL="ERROR",
        COMMUNIQUE_CLOCK="tests.support.simulation.now",
        RETRY_TIMES=0,
        BACKOFF_MIN=0.0,
        BACKOFF_MAX=0.0,
    )
    runner = AsyncCrawlerRunner(settings)
    with DemoServer(stories=stories) as server:
        for day in when:
            print(json.dumps(await crawl(runner, server, day, due=True)), flush=True)  # noqa: T201


def main(archive: str, first: str, last: str, step: str, stories: str = str(STORIES)) -> None:
    """Run the program."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as installed

    reactor: Any = installed
    failed: list[BaseException] = []

    async def all_of_them() -> None:
        try:
            await crawls(archive, days(float(first), float(last), float(step)), int(stories))
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            reactor.stop()

    reactor.callWhenRunning(lambda: asyncio.ensure_future(all_of_them()))
    reactor.run()
    if failed:
        raise failed[0]


if __name__ == "__main__":
    sys.modules["tests.support.simulation"] = sys.modules["__main__"]  # the clock that a setting names is this one
    main(*sys.argv[1:])
