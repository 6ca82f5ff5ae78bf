"""What the parts of a crawl report of how it goes, and the outcome that the archive gets of it.

Spider, circuit breaker, back-off and pipelines report to the one ``RunLog`` of their crawl; extensions and the command
line read it. Scrapy's stats get the same numbers for people, and nothing reads them back.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from weakref import WeakKeyDictionary, proxy

from scrapy.crawler import Crawler

from crawler.crawl.context import FAILED
from crawler.items import RunOutcome

CUT_SHORT = ("limit", "cut")
"""Words of a pagination that ended before it came to what was known."""
UNREAD = "unread"
"""The word of a listing whose first page could not be read."""
ENDINGS = {
    "finished": "finished", "start_error": "failed", FAILED: "failed", "blocked": "blocked", "unreachable": "blocked",
}  # fmt: skip
"""How a run ended, by the reason that its spider was closed with; any other reason is somebody's wish: ``stopped``."""


class RunLog:
    """The reports of one crawl; ``run_log`` gives it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler: Crawler = proxy(crawler)  # ``_logs`` would keep every crawl of a process alive else
        self.run: int | None = None
        """The run in the archive; None where it never began."""
        self.failed = ""
        """One line that says why the crawl could not be made or not be kept; empty where nothing failed."""
        self.held = ""
        """The line of ``failed`` where another process holds the site; else empty."""
        self.full_estimate_seconds: float | None = None
        """How long a crawl of the whole site would take at least; None where the run gives no estimate."""
        self._counts: Counter[str] = Counter()
        self._cut_short = 0
        self._unread = 0
        self._is_in_cooldown = False
        self._mostly = ""
        self._cooldown_until: datetime | None = None
        self._cooldown_reason = ""

    def begin(self, run: int) -> None:
        """The archive has begun the run."""
        self.run = run
        self._crawler.stats.set_value("archive/run", run)

    def fail(self, line: str, *, is_held: bool = False) -> None:
        """The crawl cannot go on or cannot be kept; ``is_held`` where another process holds the site."""
        self.failed = line
        self._crawler.stats.set_value("archive/failed", line)
        if is_held:
            self.held = line
            self._crawler.stats.set_value("archive/held", line)

    def count(self, event: str) -> None:
        """Count an event under its whole name (``<stage>/<event>``)."""
        self._counts[event] += 1
        self._crawler.stats.inc_value(event)

    def listing_ended(self, word: str, *, is_bounded: bool = False) -> None:
        """The pagination of a listing has ended, and why; ``is_bounded`` where a bound in time left out what an
        earlier run did not know either."""
        self.count(f"ministry/ended/{word}")
        if is_bounded:
            self.count("ministry/ended/bounded")
        self._cut_short += is_bounded or word in CUT_SHORT
        self._unread += word == UNREAD

    def skip_for_cooldown(self) -> None:
        """The site is in a cooldown: the run sends no request."""
        self._is_in_cooldown = True
        self.count("ministry/rests")

    def estimate_full(self, seconds: float) -> None:
        """A crawl of the whole site would take at least so many seconds."""
        self.full_estimate_seconds = seconds
        self._crawler.stats.set_value("ministry/full_estimate_seconds", seconds)

    def set_mostly(self, refusal: str) -> None:
        """What most answers so far were: ``blocked``, ``unreachable``, or empty where most were good."""
        self._mostly = refusal
        self._crawler.stats.set_value("backoff/mostly", refusal)

    def ask_cooldown(self, until: datetime, reason: str) -> None:
        """The site asks to get no request until a time (aware). The latest time counts, and the last reason."""
        self._cooldown_until = max(until, self._cooldown_until or until)
        self._cooldown_reason = reason
        self._crawler.stats.set_value("backoff/rest_until", self._cooldown_until)
        self._crawler.stats.set_value("backoff/rest_why", reason)

    def outcome(self, reason: str) -> RunOutcome:
        """How the crawl ended; ``reason`` is what its spider was closed with."""
        ended = ENDINGS.get(reason, "stopped")
        refusal = reason if ended == "blocked" else self._mostly
        return RunOutcome(
            ended="blocked" if ended == "finished" and refusal else ended,
            counts=dict(self._counts),
            listings_cut_short=self._cut_short,
            listings_unread=self._unread,
            is_in_cooldown=self._is_in_cooldown,
            cooldown_until=self._cooldown_until,
            cooldown_reason=self._cooldown_reason or refusal,
        )


_logs: WeakKeyDictionary[Crawler, RunLog] = WeakKeyDictionary()


def run_log(crawler: Crawler) -> RunLog:
    """The reports of a crawl: one object for all its parts, also after its end."""
    log = _logs.get(crawler)
    if log is None:
        log = _logs[crawler] = RunLog(crawler)
    return log
