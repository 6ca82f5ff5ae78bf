"""Notes when a response arrived and how it was encoded, before Scrapy decodes it."""

from __future__ import annotations

import zlib
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from crawler.crawl.clock import Clock, clock

GZIP = (b"gzip", b"x-gzip")
STEP = 1 << 20
"""Bytes that are decompressed at a time."""
MOST_STEPS = 64
"""Steps after which the check stops; Scrapy refuses a longer body because of its size."""


class ReceiptMiddleware:
    """Notes when a downloaded response arrived, and its content-coding before Scrapy undoes it.

    Gzip data that ends early is a body that was cut short. Scrapy would pass on the part that it has, and half a page
    looks like an edit; so the middleware raises an error.
    """

    def __init__(self, time: Clock) -> None:
        self._clock = time

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it with the clock that the settings name."""
        return cls(clock(crawler.settings.get("COMMUNIQUE_CLOCK")))

    def process_response(self, request: Request, response: Response) -> Response:
        """Set ``captured_at`` (aware, UTC) and ``content_encoding`` in ``request.meta``; return the response.

        A replayed response already has the time of its capture. Raises ResponseDataLossError for a body that is cut
        short.
        """
        meta = request.meta
        if "replay" not in response.flags:
            meta["captured_at"] = self._clock()
        codings = response.headers.getlist("Content-Encoding")
        if codings:
            if codings[-1].strip().lower() in GZIP and _is_cut_short(response.body):
                raise ResponseDataLossError(f"{request.url}: the gzip data is cut short")
            meta["content_encoding"] = b", ".join(codings).decode("latin-1")
        else:
            meta.pop("content_encoding", None)
        return response


def _is_cut_short(body: bytes) -> bool:
    """Whether gzip data ends before its first member does. The decompressed data is not kept, so memory stays small."""
    inflate, rest = zlib.decompressobj(zlib.MAX_WBITS | 16), body
    try:
        for _ in range(MOST_STEPS):
            undone = inflate.decompress(rest, STEP)
            rest = inflate.unconsumed_tail
            if not rest and len(undone) < STEP:
                return bool(body) and not inflate.eof
    except zlib.error:
        pass  # not gzip data at all: HttpCompression reports it
    return False
