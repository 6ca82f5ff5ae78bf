"""The demo ministry for the length of one crawl: started on a free port, one day older each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from crawler.cli.archive_location import Place
from crawler.demo.server import DemoServer

STORIES = 60
LAST_DAY = 30


@dataclass(frozen=True, kw_only=True)
class Running:
    """A demo that is there to be crawled."""

    line: str = ""
    """What to tell the user of it."""
    arguments: dict[str, Any] = field(default_factory=dict)
    """What the spider must be told."""
    older: Callable[[], None] | None = None
    """Makes a demo that was started here a day older, up to its last day."""


@contextmanager
def demo_running(place: Place | None, *, wanted: bool, base: str | None) -> Iterator[Running]:
    """Yield how to reach the demo: the one at ``base``, or one started here and ended with the crawl.

    Without a ``place`` nothing is archived, and a demo started here is on its first day.
    """
    if not wanted:
        yield Running()
    elif base is not None:
        doing = "Crawling" if place is not None else "Asking"
        yield Running(line=f"{doing} the demo ministry at {base}.", arguments={"base": base})
    else:
        day = 1 if place is None else _next_day(place)
        kept = "nothing is archived" if place is None else f"archive: {place.path}"
        with DemoServer(stories=STORIES, day=day) as server:
            line = f"The demo ministry runs at {server.url}, on day {day} of its history; {kept}"
            days = iter(range(day + 1, LAST_DAY + 1))
            yield Running(line=line, arguments={"base": server.url}, older=lambda: server.set_day(next(days, LAST_DAY)))


def _next_day(place: Place) -> int:
    with place.read() as archive:
        crawled = sum(1 for run in archive.runs(site="demo", limit=LAST_DAY) if run["mode"] == "live" and run["ended"])
    return min(crawled + 1, LAST_DAY)
