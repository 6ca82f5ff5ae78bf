"""How fast a crawl asks each host: as the site file says, slower after refusals, not at all for a while, or no more."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from time import monotonic
from weakref import WeakKeyDictionary, proxy

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.crawl.own_settings import read_number
from crawler.crawl.scrapy_private import (
    close_spider,
    drop_waiting,
    hold_slot,
    open_spider,
    set_slot_delay,
    slot_delay,
    slot_key,
)

logger = logging.getLogger(__name__)

MOMENT = 0.001
"""Seconds: a slot without any delay cannot be told to wait."""


@dataclass(slots=True)
class _Slowed:
    """A host that is asked more slowly than usual."""

    usual: float
    """Seconds between requests before."""
    delay: float
    since: float


class Throttle:
    """The pace of one crawl; ask ``throttle_of`` for it.

    A refusal doubles the time between two requests to its host, from at least ``BACKOFF_MIN`` seconds up to
    ``BACKOFF_MAX``; each good answer halves it again, until it is what it was.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler: Crawler = proxy(crawler)  # ``_throttles`` would keep every crawl of a process alive else
        self.min_delay = read_number(crawler.settings, "BACKOFF_MIN")
        self.max_delay = read_number(crawler.settings, "BACKOFF_MAX")
        self._slowed: dict[str, _Slowed] = {}
        self._closing: asyncio.Future[None] | None = None

    @property
    def ended(self) -> bool:
        """Whether the crawl was told to end."""
        return self._closing is not None

    def slower(self, url: str) -> None:
        """The host of an address refused. Answers to what was asked before the last slowing count with it."""
        key, now = self._key(url), monotonic()
        held = self._slowed.get(key)
        if held is None:
            usual = self._delay(key)
            held = self._slowed[key] = _Slowed(usual, max(usual, min(max(self.min_delay, usual), self.max_delay)), now)
        elif now - held.since < held.delay:
            return
        else:
            held.delay, held.since = max(held.usual, min(2 * held.delay, self.max_delay)), now
        self._set(key, held.delay)
        self._crawler.stats.inc_value("backoff/slower")
        logger.info("%s refuses: a request every %g seconds", key, held.delay)

    def faster(self, url: str) -> None:
        """The host of an address gave a good answer."""
        held = self._slowed.get(self._key(url)) if self._slowed else None
        if held is None:
            return
        held.delay /= 2
        if held.delay < max(self.min_delay, held.usual):
            held.delay = held.usual
            del self._slowed[self._key(url)]
        self._set(self._key(url), held.delay)

    def pause(self, url: str, seconds: float) -> None:
        """Ask the host of an address nothing for so many seconds, and slowly after that."""
        self.slower(url)
        key = self._key(url)
        if self._delay(key) <= 0:
            self._set(key, MOMENT)
        hold_slot(self._crawler, key, seconds)
        logger.info("%s is asked nothing for %g seconds", key, seconds)

    def end(self, reason: str, line: str) -> None:
        """End the crawl, once: nothing more is asked, and what waits stays known for the next one."""
        if self._closing is not None or (spider := open_spider(self._crawler)) is None:
            return
        logger.warning("%s: %s", spider.name, line)
        self._closing = asyncio.ensure_future(close_spider(self._crawler, reason))
        asyncio.get_running_loop().call_soon(self._drop_waiting)

    def _drop_waiting(self) -> None:
        """Let go of requests that wait for their turn: each would be sent at the slow pace before the crawl ends."""
        drop_waiting(self._crawler, lambda: IgnoreRequest("the crawl has ended"))

    def _key(self, url: str) -> str:
        return slot_key(self._crawler, url)

    def _delay(self, key: str) -> float:
        return slot_delay(self._crawler, key)

    def _set(self, key: str, delay: float) -> None:
        set_slot_delay(self._crawler, key, delay)


_throttles: WeakKeyDictionary[Crawler, Throttle] = WeakKeyDictionary()


def throttle_of(crawler: Crawler) -> Throttle:
    """The pace of a crawl, the same for all its parts."""
    throttle = _throttles.get(crawler)
    if throttle is None:
        throttle = _throttles[crawler] = Throttle(crawler)
    return throttle
