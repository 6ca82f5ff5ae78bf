"""Obeys robots.txt by RFC 9309: requests it once per host before any other request, and stores it as a capture."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.crawl.captures import capture_failed, capture_from
from crawler.crawl.clock import clock
from crawler.crawl.protocols import kept_robots, site_of
from crawler.crawl.request_errors import NO_ANSWER, RequestRefused, reason_for
from crawler.crawl.robots_rules import Rules, read_rules
from crawler.crawl.scrapy_private import download, process_item, set_slot_delay, slot_delay, slot_key
from crawler.errors import BadAddress, NotInReplay
from crawler.items import Capture
from crawler.pages.reading import read_capture
from crawler.rules.url.spelling import spell

logger = logging.getLogger(__name__)

MOST_REDIRECTS = 5
"""Redirects that are followed (RFC 9309, 2.3.1.2); with more, the robots.txt counts as absent."""
LONGEST_DELAY = 60.0
"""Seconds; a longer ``Crawl-delay`` is cut to this."""
ROBOTS_REQUEST = "communique_robots"
"""The ``Request.meta`` key of requests for a robots.txt itself, and the name of their cookie jar."""


class RobotsMiddleware:
    """Holds every request back until the robots.txt of its host (scheme, host and port) is known.

    A forbidden request is refused with the outcome ``excluded``. Each robots.txt goes to the item pipelines as a
    capture. In a replay, which sends no request, a robots.txt that was not saved forbids nothing.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._site = site_of(crawler.spider)
        self._clock = clock(crawler.settings.get("COMMUNIQUE_CLOCK"))
        self._rules: dict[str, Rules] = {}
        self._requests: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for the spider of the crawl; no setting switches it off."""
        return cls(crawler)

    def process_request(self, request: Request) -> Awaitable[None] | None:
        """Return None where the rules of the host allow the request; a coroutine where the rules are not known yet.

        Raises RequestRefused where the rules forbid the request.
        """
        parts = urlparse_cached(request)
        if parts.scheme not in ("http", "https") or ROBOTS_REQUEST in request.meta:
            return None
        authority = f"{parts.scheme}://{parts.netloc}"
        rules = self._rules.get(authority)
        if rules is None:
            return self._wait(request, authority)
        self._judge(request, rules)
        return None

    async def _wait(self, request: Request, authority: str) -> None:
        task = self._requests.get(authority)
        if task is None:
            task = self._requests[authority] = asyncio.ensure_future(self._fetch(authority))
        rules = await asyncio.shield(task)
        self._rules[authority] = rules
        self._judge(request, rules)

    def _judge(self, request: Request, rules: Rules) -> None:
        if refusal := rules.refusal(request.url):
            raise RequestRefused("excluded", refusal)

    async def _fetch(self, authority: str) -> Rules:
        url = f"{authority}/robots.txt"
        if kept := self._kept(url):
            rules = read_rules(kept.status, kept.body)
            if rules.delay:
                self._slow_down(authority, rules.delay)
            return rules
        for _ in range(MOST_REDIRECTS + 1):
            request = Request(url, meta={ROBOTS_REQUEST: True, "cookiejar": ROBOTS_REQUEST}, dont_filter=True)
            try:
                response = await download(self._crawler, request)
            except NO_ANSWER as error:
                return await self._unanswered(request, error)
            await self._keep(read_capture(self._site, capture_from(response, self._site, at=self._clock())))
            location = response.headers.get("Location")
            if not 300 <= response.status < 400 or not location:
                return self._obey(authority, response)
            try:
                url = spell(location.decode("latin-1").strip(), base=url)
            except BadAddress:
                logger.info("%s/robots.txt: redirects to no http(s) address, so it counts as absent", authority)
                return Rules()
        logger.info("%s/robots.txt: more than %d redirects, so it counts as absent", authority, MOST_REDIRECTS)
        return Rules()

    def _kept(self, url: str) -> Capture | None:
        """Return the newest answer of an earlier run that may still be used (RFC 9309, 2.4: up to 24 hours)."""
        return kept_robots(self._crawler.spider, url)

    async def _unanswered(self, request: Request, error: Exception) -> Rules:
        if isinstance(error, NotInReplay):
            return Rules()
        await self._keep(capture_failed(request, error, self._site, at=self._clock()))
        if isinstance(error, RequestRefused):  # a redirect off the site: the host has no robots.txt of its own
            return Rules()
        reason = reason_for(error)
        logger.warning("%s: no answer (%s), so no request to this host is allowed", request.url, reason)
        return Rules(forbids="robots-unreachable")

    def _obey(self, authority: str, response: Response) -> Rules:
        rules = read_rules(response.status, response.body)
        if rules.forbids:
            logger.warning("%s: status %d, so no request to this host is allowed", response.url, response.status)
        if rules.delay:
            self._slow_down(authority, rules.delay)
        return rules

    def _slow_down(self, authority: str, crawl_delay: float) -> None:
        """Set the delay of a host's slot to the larger of its ``Crawl-delay`` and ours, in seconds."""
        key = slot_key(self._crawler, f"{authority}/")
        delay = max(slot_delay(self._crawler, key, live=False), min(crawl_delay, LONGEST_DELAY))
        set_slot_delay(self._crawler, key, delay)
        logger.info("%s: crawl-delay %g, one request every %g seconds", authority, crawl_delay, delay)

    async def _keep(self, capture: Capture) -> None:
        await process_item(self._crawler, capture)
