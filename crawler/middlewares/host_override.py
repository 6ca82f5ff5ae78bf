"""Where a host really answers: one fixed address in the archive, a free port of this machine on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured


class WireMiddleware:
    """Sends requests for the hosts in the spider's ``wire`` to the ``address:port`` given there.

    The address stays as it is in request, response, archive and ``Host`` header; only the socket is opened elsewhere.
    It is done as for a proxy: an HTTP/1.1 server takes a request that names the whole address (RFC 9112, 3.2.2).
    Plain http only.
    """

    def __init__(self, wire: Mapping[str, str]) -> None:
        self.wire = dict(wire)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off for a spider without ``wire``, which is every spider of a live ministry."""
        wire = getattr(crawler.spider, "wire", None)
        if not wire:
            raise NotConfigured  # without words: Scrapy would warn of it at each crawl
        return cls(wire)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Marks the request; its order must be below that of Scrapy's HttpProxyMiddleware (750)."""
        parts = urlsplit(request.url)
        if parts.scheme == "http" and (there := self.wire.get(parts.hostname or "")):
            request.meta["proxy"] = f"http://{there}"
