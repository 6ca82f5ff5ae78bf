"""From Scrapy's responses and failures to captures, and whatever a plain spider yields tied to its response."""

from __future__ import annotations

import logging
import zlib
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured, ResponseDataLossError
from scrapy.http import Headers, Response
from twisted.python.failure import Failure

from crawler.crawl.context import Clock, clock, now, site_of
from crawler.crawl.request_errors import Refused, reason_for
from crawler.errors import BadAddress, NotInReplay
from crawler.items import Alternate, Article, Attachment, Capture, Link
from crawler.items import Headers as Fields
from crawler.pages.site import Site

logger = logging.getLogger(__name__)

ARTICLE_FIELDS = {field.name for field in fields(Article)}
NESTED = {"links": Link, "attachments": Attachment, "alternates": Alternate}
WORDS = ("images", "tags")
GZIP = (b"gzip", b"x-gzip")
STEP = 1 << 20
"""Bytes undone at a time."""
MOST_STEPS = 64
"""A longer body is refused for its size."""


def capture_from(response: Response, site: Site, *, at: datetime | None = None, found_in: str | None = None) -> Capture:
    """A response as a capture that is not yet read.

    ``at`` (aware, UTC) stands in where neither the download nor a replay noted the time. Header fields are in the order
    in which Scrapy hands them, the ``Content-Encoding`` that was undone among them.
    """
    request = response.request
    meta: Mapping[str, Any] = request.meta if request is not None else {}
    url = response.url
    try:
        spelled = site.spell(url)
    except BadAddress:
        spelled = url
    headers = _fields(response.headers)
    if coding := meta.get("content_encoding"):
        headers += (("Content-Encoding", coding),)
    return Capture(
        url=spelled,
        captured_at=meta.get("captured_at") or at or now(),
        site=site.name,
        method=request.method if request is not None else "GET",
        asked=None if url == spelled else url,
        request_headers=_fields(request.headers) if request is not None else (),
        status=response.status,
        headers=headers,
        body=response.body,
        found_in=found_in,
    )


def capture_failed(
    request: Request, error: BaseException, site: Site, *, at: datetime, found_in: str | None = None
) -> Capture:
    """What is kept of a request that got no answer, or that was not sent: its outcome and reason, and no bytes.

    ``at`` (aware, UTC) is when; a replay stands still at a time of its own.
    """
    try:
        spelled = site.spell(request.url)
    except BadAddress:
        spelled = request.url
    refused = isinstance(error, Refused)
    return Capture(
        url=spelled,
        captured_at=request.meta.get("captured_at") or at if isinstance(error, NotInReplay) else at,
        site=site.name,
        method=request.method,
        asked=None if request.url == spelled else request.url,
        outcome=error.outcome if isinstance(error, Refused) else "unreachable",
        reason=reason_for(error),
        request_headers=() if refused else _fields(request.headers),
        found_in=found_in,
    )


def as_article(item: Any, url: str) -> tuple[Article, list[str]]:
    """Any item as an article at an address, and the names of fields that an article has no place for.

    A ``body`` of one string is split into its lines; nested parts may be dicts.
    """
    adapter = ItemAdapter(item)
    given: dict[str, Any] = {}
    unknown: list[str] = []
    for name, value in adapter.items():
        if name not in ARTICLE_FIELDS:
            unknown.append(name)
        elif value is not None and name != "url":
            given[name] = _shaped(name, value)
    return Article(url=url, **given), unknown


class ReceiptMiddleware:
    """Notes when a response came, and the content-coding it came in, before that is undone: for downloads.

    Gzip data that ends early is a body cut short, which Scrapy would hand on as far as it goes: half a page looks like
    an edit.
    """

    def __init__(self, tell: Clock) -> None:
        self._tell = tell

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With the clock that the settings name."""
        return cls(clock(crawler.settings.get("COMMUNIQUE_CLOCK")))

    def process_response(self, request: Request, response: Response) -> Response:
        """Notes both in ``request.meta``; a replayed response has the time of its capture already.

        Raises ResponseDataLossError.
        """
        meta = request.meta
        if "replay" not in response.flags:
            meta["captured_at"] = self._tell()
        codings = response.headers.getlist("Content-Encoding")
        if codings:
            if codings[-1].strip().lower() in GZIP and _is_cut_short(response.body):
                raise ResponseDataLossError(f"{request.url}: the gzip data is cut short")
            meta["content_encoding"] = b", ".join(codings).decode("latin-1")
        else:
            meta.pop("content_encoding", None)
        return response


class CaptureMiddleware:
    """Ties whatever a plain spider yields (a dict, any item type) to its response as a capture.

    The first item of a response becomes the article of its capture; further ones are handed on as they are, since a
    capture holds one article. A response without an item is kept all the same, as what the site reads it to be, and so
    is a request that got no answer. A ministry's spider makes its own captures: for it this is off.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._site = site_of(crawler.spider)
        self._clock = clock(crawler.settings.get("COMMUNIQUE_CLOCK"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off for spiders that say they yield captures."""
        if getattr(crawler.spider, "yields_captures", False):
            raise NotConfigured  # without words: Scrapy would warn of it at each crawl
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Watches each first request."""
        async for each in start:
            yield self._watched(each) if isinstance(each, Request) else each

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Requests watched, one capture per response, further items as they are."""
        async for each in result:
            if isinstance(each, Request):
                yield self._watched(each)
            elif isinstance(each, Capture) or response.meta.get("captured"):
                if not isinstance(each, Capture):
                    self._count("captures/another-item", "more than one item from %s: archived is the first", response)
                response.meta["captured"] = True
                yield each
            else:
                response.meta["captured"] = True
                yield self._tied(response, each)
        if not response.meta.get("captured"):
            yield self._site.read(capture_from(response, self._site, at=self._clock()))

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Capture] | None:
        """Keeps the response that a spider failed on, as ``unreadable``."""
        if response.meta.get("captured"):
            return None
        logger.error("%s: the spider failed on it", response.url, exc_info=exception)
        self._count("captures/spider-error")
        kept = capture_from(response, self._site, at=self._clock())
        return (replace(kept, outcome="unreadable", reason="spider-error"),)

    def _tied(self, response: Response, item: Any) -> Capture:
        capture = capture_from(response, self._site, at=self._clock())
        article, unknown = as_article(item, capture.url)
        for name in unknown:
            self._count(
                f"captures/unknown-field/{name}", f"an article has no field {name}: not archived (%s)", response
            )
        extractor = f"{self._site.name}.{type(item).__name__}"
        return replace(capture, outcome="article", article=article, extractor=extractor, extractor_version="1")

    def _watched(self, request: Request) -> Request:
        if request.errback is None:
            request.errback = self.failed
        return request

    def failed(self, failure: Failure) -> Iterable[Capture]:
        """What is kept of a request that got no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        capture = capture_failed(request, failure.value or Refused("", ""), self._site, at=self._clock())
        logger.info("%s: %s, %s", request.url, capture.outcome, capture.reason)
        return (capture,)

    def _count(self, stat: str, line: str = "", response: Response | None = None) -> None:
        stats = self._crawler.stats
        if line and not stats.get_value(stat):
            logger.warning(line, response.url if response else "")
        stats.inc_value(stat)


def _is_cut_short(body: bytes) -> bool:
    """Whether gzip data ends before its first member does. Nothing is kept of what is in it, however much that is."""
    inflate, rest = zlib.decompressobj(zlib.MAX_WBITS | 16), body
    try:
        for _ in range(MOST_STEPS):
            undone = inflate.decompress(rest, STEP)
            rest = inflate.unconsumed_tail
            if not rest and len(undone) < STEP:
                return bool(body) and not inflate.eof
    except zlib.error:
        pass  # no gzip data at all: the next to undo it says so
    return False


def _fields(headers: Headers) -> Fields:
    """Bytes as latin-1, which gives every byte back."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in dict.items(headers) for value in values
    )


def _shaped(name: str, value: Any) -> Any:
    if name == "body":
        return tuple(value.splitlines()) if isinstance(value, str) else tuple(value)
    if kind := NESTED.get(name):
        return tuple(each if isinstance(each, kind) else kind(**ItemAdapter(each)) for each in value)
    if name in WORDS:
        return (value,) if isinstance(value, str) else tuple(value)
    return str(value)
