"""Six days of crawls of a small site, two a day, in the test's own process; the clock is the history's."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy import Spider

from crawler.archive import Archive
from tests.sites.script import RUNS, moment
from tests.sites.server import Newsroom, SiteServer
from tests.support.loopback import crawl

ENDLESS = 400
"""So many answers end a crawl that does not end by itself; the largest that is needed takes a third of it."""
DRIFT = timedelta(minutes=3)
"""Each crawl begins so much later in its half day than the one before."""


class HistoryClock:
    """Gives the time of the history: set for each crawl, it goes on while the crawl lasts."""

    def __init__(self) -> None:
        self._at = moment(1)
        self._set = time.monotonic()

    def set_run(self, number: int) -> None:
        """Put the clock to the beginning of a crawl."""
        self._at, self._set = moment(RUNS[number]) + number * DRIFT, time.monotonic()

    def __call__(self) -> datetime:
        """The time, in whole milliseconds."""
        at = self._at + timedelta(seconds=time.monotonic() - self._set)
        return at.replace(microsecond=at.microsecond // 1000 * 1000)


@dataclass
class SixDays:
    """What six days left in an archive, and the truth of the site."""

    path: Path
    host: str
    truth: dict[str, Any]
    is_due: bool = False
    """Whether the crawls were of what is due."""
    ended: list[str] = field(default_factory=list)
    """The reason with which each crawl ended."""
    requests: list[int] = field(default_factory=list)
    """How many requests each crawl made."""
    named: dict[str, str] = field(default_factory=dict)
    """The path of each address of an article → the path of the address that the article is called by."""

    def name(self, path: str) -> str:
        """The path by which the archive calls the article at a path."""
        return self.named.get(path, path)

    def local(self, url: str) -> str:
        """The path of an address of the site."""
        return url.removeprefix(f"http://{self.host}")

    def changes(self, kind: str) -> list[dict[str, Any]]:
        """Events of the archive's ledger, the oldest first, each with its path as ``path``."""
        with Archive.open(self.path, readonly=True) as archive:
            rows = list(archive.changes(kind=kind))
        return [{**row, "path": self.local(row["url"])} for row in reversed(rows)]

    def is_asked_for(self, path: str, since: float) -> bool:
        """Whether the article at a path was requested on a day or later."""
        with Archive.open(self.path, readonly=True) as archive:
            rows = archive.timemap(f"http://{self.host}{path}")
        return any(datetime.fromisoformat(row["captured_at"]) >= moment(since) for row in rows)

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """Events of the truth."""
        return [each for each in self.truth["events"] if each["kind"] in kinds]

    def names(self, paths: Iterable[str]) -> set[str]:
        """The names of the articles at paths."""
        return {self.name(path) for path in paths}


def simulate(newsroom: Newsroom, spider: type[Spider], path: Path, *, due: bool) -> SixDays:
    """Twelve crawls of a site into an archive at ``path``: plain ones, or of what is due."""
    clock = HistoryClock()
    (host,) = spider.site.hosts  # type: ignore[attr-defined]
    six = SixDays(path, host, newsroom.truth(), is_due=due)
    settings = {"COMMUNIQUE_CLOCK": clock, "BACKOFF_MAX": 0.0, "CLOSESPIDER_PAGECOUNT": ENDLESS}
    with SiteServer(newsroom) as server:
        for number, day in enumerate(RUNS):
            server.day = day
            before = server.hits.total()
            clock.set_run(number)
            crawled = crawl(spider, path, settings, due=due, base=server.url)
            six.ended.append(crawled.reason)
            six.requests.append(server.hits.total() - before)
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute(
            """SELECT r.uri_r, n.uri_r FROM resource r JOIN article a ON a.id = r.article
            JOIN resource n ON n.id = a.resource"""
        )
        six.named = {six.local(url): six.local(name) for url, name in rows}
    return six
