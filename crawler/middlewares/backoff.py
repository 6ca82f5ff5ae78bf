"""Honours ``Retry-After``, and stops retries while a host is in trouble."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler.crawl.clock import clock
from crawler.crawl.request_errors import NO_ANSWER, RequestRefused
from crawler.crawl.run_outcome import run_log
from crawler.crawl.throttle import throttle_of
from crawler.rules.schedule.backoff import retry_after

WAITING = "communique_waited"
"""The ``Request.meta`` key of a request that is sent again after the wait that its host requested."""


class BackoffMiddleware:
    """Honours ``Retry-After`` of 429 and 503, and stops retries that would treble the requests to a host in trouble.

    After a wait of at most ``BACKOFF_MAX`` seconds the request is sent once more. A longer wait ends the run, and the
    archive stores it as the cooldown of the site. After ``RETRY_TIMES`` + 1 failed requests in a row, no request is
    retried until one succeeds. Responses pass this middleware just before Scrapy's RetryMiddleware.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._throttle = throttle_of(crawler)
        self._clock = clock(crawler.settings.get("COMMUNIQUE_CLOCK"))
        self._retries = crawler.settings.getint("RETRY_TIMES")
        self._codes = {int(code) for code in crawler.settings.getlist("RETRY_HTTP_CODES")}
        self._failed = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off in a replay, which sends no request."""
        if crawler.settings.get("REPLAY"):
            raise NotConfigured  # without a message: Scrapy would log it at each crawl
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the response, or the request to send again after the wait that its host requested."""
        if response.status in (429, 503) and (seconds := self._requested_wait(response)) is not None:
            request.meta["dont_retry"] = True
            if seconds > self._throttle.max_delay:
                self._end_run(response, seconds)
            elif WAITING not in request.meta and not self._throttle.ended:
                self._throttle.pause(request.url, seconds)
                self._crawler.stats.inc_value("backoff/waited")
                again = request.copy()
                again.meta.update({WAITING: True, "dont_retry": False})
                again.dont_filter = True
                return again
        elif response.status in self._codes:
            self._note_failure(request)
        else:
            self._failed = 0
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a request that got no answer."""
        if isinstance(exception, NO_ANSWER) and not isinstance(exception, RequestRefused):
            self._note_failure(request)

    def _note_failure(self, request: Request) -> None:
        self._failed += 1
        self._throttle.slower(request.url)
        if self._failed > self._retries or self._throttle.ended:
            request.meta["dont_retry"] = True

    def _requested_wait(self, response: Response) -> float | None:
        value = (response.headers.get("Retry-After") or b"").decode("latin-1")
        date = (response.headers.get("Date") or b"").decode("latin-1")
        return retry_after(value, now=self._clock(), date=date) if value else None

    def _end_run(self, response: Response, seconds: float) -> None:
        """End the run, and note the cooldown that the site requested, for the archive."""
        until = self._clock() + timedelta(seconds=seconds)
        run_log(self._crawler).ask_cooldown(until, f"http-{response.status}")
        reason = "blocked" if response.status == 429 else "unreachable"
        when = until.isoformat(timespec="seconds")
        self._throttle.end(reason, f"status {response.status} requests a cooldown until {when}: the run ends")
