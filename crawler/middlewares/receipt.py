"""When a response came and how it was encoded, noted before Scrapy decodes it."""

from __future__ import annotations

import zlib
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from crawler.crawl.context import Clock, clock

GZIP = (b"gzip", b"x-gzip")
STEP = 1 << 20
"""Bytes undone at a time."""
MOST_STEPS = 64
"""A longer body is refused for its size."""


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
