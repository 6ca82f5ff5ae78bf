"""The undocumented parts of Scrapy and Twisted that this project uses.

No other module uses them. ``tests/crawl/test_scrapy_private.py`` has a test for each, which fails when the part has
moved. A new minor version of Scrapy may move any of them: ``pyproject.toml`` has the upper bound, which is raised when
these tests pass with the new version. Documented parts (settings, signals, components) are used directly.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from time import monotonic
from typing import Any, NamedTuple, cast

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import cookies
from scrapy.http import Headers, Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector
from twisted.internet.base import ReactorBase
from twisted.web._newclient import ParseError, ResponseFailed, ResponseNeverReceived
from twisted.web.http import _DataLoss as DataLoss

__all__ = [
    "ITEM_LOGGER",
    "PAGE_LOGGER",
    "CachingThreadedResolver",
    "CrawlCounts",
    "DataLoss",
    "ParseError",
    "ResponseFailed",
    "ResponseNeverReceived",
    "close_spider",
    "crawl_counts",
    "download",
    "drop_waiting",
    "header_fields",
    "hold_slot",
    "install_resolver",
    "is_running",
    "is_shell",
    "open_spider",
    "process_item",
    "response_class",
    "set_slot_delay",
    "slot_delay",
    "slot_key",
    "split_domains_with",
]

PAGE_LOGGER, ITEM_LOGGER = "scrapy.core.engine", "scrapy.core.scraper"
"""The loggers with which Scrapy writes a line about each page, and about each item."""


# The downloader: it has one slot for each host, which delays the requests.


def slot_key(crawler: Crawler, url: str) -> str:
    """Return the name of the slot in which a request for an address waits (``Downloader.get_slot_key``)."""
    return str(crawler.engine.downloader.get_slot_key(Request(url)))


def slot_delay(crawler: Crawler, key: str, *, live: bool = True) -> float:
    """Return the seconds between two requests of a slot (``Downloader.slots``, ``Slot.delay``, ``per_slot_settings``).

    This is the delay of the existing slot, else the delay that a new slot gets. With ``live=False`` it is always the
    delay of a new slot.
    """
    downloader = crawler.engine.downloader
    if live and (slot := downloader.slots.get(key)):
        return float(slot.delay)
    default = crawler.settings.getfloat("DOWNLOAD_DELAY")
    return float(downloader.per_slot_settings.get(key, {}).get("delay", default))


def set_slot_delay(crawler: Crawler, key: str, delay: float) -> None:
    """Change the delay of a slot, in seconds: of the existing slot, and of the one that replaces it when it was idle.

    ``DOWNLOAD_SLOTS`` is the documented setting, but it is read once, before the crawl begins.
    """
    downloader = crawler.engine.downloader
    downloader.per_slot_settings[key] = {**downloader.per_slot_settings.get(key, {}), "delay": delay}
    if slot := downloader.slots.get(key):
        slot.delay = delay


def hold_slot(crawler: Crawler, key: str, seconds: float) -> None:
    """Send no request from a slot for this many seconds (``Slot.lastseen``, a time of the monotonic clock).

    The slot must have a delay, because a slot without one ignores the time of its last request.
    """
    if slot := crawler.engine.downloader.slots.get(key):
        slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay)


def drop_waiting(crawler: Crawler, error: Callable[[], Exception]) -> None:
    """End every request that waits in a slot with an error, without sending it (``Slot.queue``: requests, Deferreds).

    ``close_spider_async`` would send each of them, at the delay of its slot, before the crawl ends.
    """
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            request, waiting = slot.queue.popleft()
            request.errback = None
            waiting.errback(error())


# The engine and the scraper.


async def download(crawler: Crawler, request: Request) -> Response:
    """Send a request past the scheduler and the spider (``ExecutionEngine.download_async``).

    Raises what the downloader middlewares and the download handler raise.
    """
    return await crawler.engine.download_async(request)


async def process_item(crawler: Crawler, item: Any) -> None:
    """Send an item that no callback yielded through the item pipelines (``Scraper.start_itemproc_async``)."""
    await crawler.engine.scraper.start_itemproc_async(item, response=None)


def is_running(crawler: Crawler) -> bool:
    """Whether a crawl has begun and has not ended (``ExecutionEngine.running``)."""
    with suppress(RuntimeError):
        return bool(crawler.engine.running)
    return False


def open_spider(crawler: Crawler) -> Spider | None:
    """Return the spider that is open and can be closed (``ExecutionEngine.spider``); None where there is none.

    Raises RuntimeError before the crawl has an engine.
    """
    return crawler.engine.spider


def close_spider(crawler: Crawler, reason: str) -> Coroutine[Any, Any, None]:
    """End a crawl from outside a callback of its spider (``ExecutionEngine.close_spider_async``).

    The documented exception CloseSpider can only be raised in a callback of the spider.
    """
    return crawler.engine.close_spider_async(reason=reason)


class CrawlCounts(NamedTuple):
    """The progress of a crawl."""

    answered: int
    """Requests sent by the downloader."""
    waiting: int
    """Requests in the scheduler."""
    items: int
    """Items that left the last pipeline."""


def crawl_counts(stats: StatsCollector) -> CrawlCounts:
    """Return the progress of a crawl (from Scrapy's own stats, whose names are not documented)."""
    waiting = stats.get_value("scheduler/enqueued", 0) - stats.get_value("scheduler/dequeued", 0)
    return CrawlCounts(
        int(stats.get_value("downloader/request_count", 0)),
        max(0, int(waiting)),
        int(stats.get_value("item_scraped_count", 0)),
    )


# Requests, responses, settings.


def header_fields(headers: Headers) -> Iterable[tuple[bytes, list[bytes]]]:
    """Return names and their values in the order of arrival (``Headers`` is a dict of lists; its ``items`` copies)."""
    return dict.items(headers)


def response_class(headers: Headers, url: str, body: bytes) -> type[Response]:
    """Return the class that Scrapy's download handlers would give a response (``scrapy.responsetypes``)."""
    return responsetypes.from_args(headers=headers, url=url, body=body)


def is_shell(settings: BaseSettings) -> bool:
    """Whether ``scrapy shell`` runs: no setting says so, but this command sets its own duplicate filter."""
    return bool(settings.get("DUPEFILTER_CLASS") == "scrapy.dupefilters.BaseDupeFilter")


def split_domains_with(split: Callable[[str], Any]) -> None:
    """Set how the cookies middleware splits domains (``scrapy.downloadermiddlewares.cookies._split_domain``).

    Scrapy's own function requests the list of public suffixes from two hosts at the first cookie.
    """
    cookies._split_domain = cast("Any", split)


def install_resolver(crawler: Crawler, kind: type[CachingThreadedResolver]) -> None:
    """Resolve host names with a subclass of Scrapy's resolver (``reactor.resolver``, ``install_on_reactor``).

    ``DNS_RESOLVER`` is the documented setting, but it is read only where Scrapy makes the reactor.
    """
    from twisted.internet import reactor  # a top-level import would install the default reactor

    if not isinstance(getattr(reactor, "resolver", None), kind):
        kind.from_crawler(crawler, cast("ReactorBase", reactor)).install_on_reactor()
