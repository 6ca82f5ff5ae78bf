"""Collects the reports of the parts of a crawl, and makes the outcome of the run that the archive stores.

Spider, circuit breaker, back-off and pipelines report to the one ``RunLog`` of their crawl; extensions and the command
line read it. Scrapy's stats get the same numbers for people; no code reads them back.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from weakref import WeakKeyDictionary, proxy

from scrapy.crawler import Crawler

from crawler.crawl.clock import FAILED
from crawler.items import PageFailure, RunOutcome

CUT_SHORT = ("limit", "cut")
"""Reason words of a pagination that ended before it reached known entries."""
UNREAD = "unread"
"""The reason word of a listing whose first page could not be read."""
KEPT_FAILURES = 100
"""The number of failures that are kept with their causes; all are counted."""
ENDINGS = {
    "finished": "finished", "start_error": "failed", FAILED: "failed", "blocked": "blocked", "unreachable": "blocked",
}  # fmt: skip
"""How a run ended, by the reason with which its spider was closed. Any other reason means ``stopped`` by a person."""


class RunLog:
    """The reports of one crawl; ``run_log`` returns it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler: Crawler = proxy(crawler)  # a strong reference from ``_logs`` would keep every crawl alive
        self.run: int | None = None
        """The number of the run in the archive; None where it never began."""
        self.failed = ""
        """One line that says why the crawl or its storing failed; empty where nothing failed."""
        self.held = ""
        """The same line as ``failed`` where another process holds the site; else empty."""
        self.full_estimate_seconds: float | None = None
        """The least duration of a crawl of the whole site; None where the run made no estimate."""
        self._counts: Counter[str] = Counter()
        self._cut_short = 0
        self._unread = 0
        self._errors = 0
        self._failures: list[PageFailure] = []
        self._is_in_cooldown = False
        self._mostly = ""
        self._cooldown_until: datetime | None = None
        self._cooldown_reason = ""

    def begin(self, run: int) -> None:
        """Note that the archive has begun a run with this number."""
        self.run = run
        self._crawler.stats.set_value("archive/run", run)

    def fail(self, line: str, *, is_held: bool = False) -> None:
        """Note why the crawl cannot continue or cannot be stored; ``is_held`` where another process holds the site."""
        self.failed = line
        self._crawler.stats.set_value("archive/failed", line)
        if is_held:
            self.held = line
            self._crawler.stats.set_value("archive/held", line)

    def count(self, event: str, number: int = 1) -> None:
        """Count an event under its full name (``<stage>/<event>``), once or as often as ``number`` says."""
        self._counts[event] += number
        self._crawler.stats.inc_value(event, number)

    def count_error(self, reason: str = "spider-error", failure: PageFailure | None = None) -> None:
        """Count a page or an item on which our own code failed, under its reason word. The run is not complete then.

        ``failure`` says where and why, as far as it is known.
        """
        self._errors += 1
        if failure is not None and len(self._failures) < KEPT_FAILURES:
            self._failures.append(failure)
        self.count(f"captures/{reason}")

    def spider_failed(self) -> None:
        """Count an error of a spider's code that no middleware made a capture of (Scrapy's ``spider_error``)."""
        self.count_error()

    def item_failed(self) -> None:
        """Count an item on which a pipeline failed (Scrapy's ``item_error``)."""
        self.count_error("pipeline-error")

    def listing_left_out(self, unread: int, *, is_cut: bool) -> None:
        """Note how many entries of a listing gave no address, and whether it was not read to its end."""
        if unread:
            self.count("ministry/listing/unread", unread)
        if is_cut:
            self.count("ministry/listing/is-cut")

    def listing_ended(self, word: str, *, is_bounded: bool = False) -> None:
        """Note that the pagination of a listing has ended, and the reason word.

        ``is_bounded`` means that ``since`` ended it before it reached entries that an earlier run knew.
        """
        self.count(f"ministry/ended/{word}")
        if is_bounded:
            self.count("ministry/ended/bounded")
        self._cut_short += is_bounded or word in CUT_SHORT
        self._unread += word == UNREAD

    def skip_for_cooldown(self) -> None:
        """Note that the site is in a cooldown and the run sends no request."""
        self._is_in_cooldown = True
        self.count("ministry/rests")

    def estimate_full(self, seconds: float) -> None:
        """Note the least duration of a crawl of the whole site, in seconds."""
        self.full_estimate_seconds = seconds
        self._crawler.stats.set_value("ministry/full_estimate_seconds", seconds)

    def set_mostly(self, refusal: str) -> None:
        """Note what most answers so far were: ``blocked``, ``unreachable``, or empty where most were good."""
        self._mostly = refusal
        self._crawler.stats.set_value("backoff/mostly", refusal)

    def ask_cooldown(self, until: datetime, reason: str) -> None:
        """Note that the site requests a cooldown until a time (aware). The latest time counts, and the last reason."""
        self._cooldown_until = max(until, self._cooldown_until or until)
        self._cooldown_reason = reason
        self._crawler.stats.set_value("backoff/rest_until", self._cooldown_until)
        self._crawler.stats.set_value("backoff/rest_why", reason)

    def outcome(self, reason: str) -> RunOutcome:
        """Return the outcome of the run; ``reason`` is the word with which its spider was closed."""
        ended = ENDINGS.get(reason, "stopped")
        refusal = reason if ended == "blocked" else self._mostly
        return RunOutcome(
            ended="blocked" if ended == "finished" and refusal else ended,
            counts=dict(self._counts),
            listings_cut_short=self._cut_short,
            listings_unread=self._unread,
            errors=self._errors,
            failures=tuple(self._failures),
            is_in_cooldown=self._is_in_cooldown,
            cooldown_until=self._cooldown_until,
            cooldown_reason=self._cooldown_reason or refusal,
        )


_logs: WeakKeyDictionary[Crawler, RunLog] = WeakKeyDictionary()


def run_log(crawler: Crawler) -> RunLog:
    """Return the reports of a crawl: one object for all its parts, also after its end."""
    log = _logs.get(crawler)
    if log is None:
        log = _logs[crawler] = RunLog(crawler)
    return log
