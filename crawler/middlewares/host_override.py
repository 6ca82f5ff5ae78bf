"""Sends the requests to the hosts of a simulated site to another socket; the address in the archive stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.crawl.protocols import host_overrides


class HostOverrideMiddleware:
    """Sends requests for the hosts in the spider's ``host_overrides`` to the ``address:port`` given there.

    The address stays the same in request, response, archive and ``Host`` header; only the socket is opened elsewhere.
    The middleware uses the host as a proxy: an HTTP/1.1 server accepts a request in absolute form (RFC 9112, 3.2.2).
    Only plain http is supported.
    """

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self.addresses = dict(addresses)
        """``address:port`` by host."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off for a spider without ``host_overrides``, which is every spider of a live ministry."""
        addresses = host_overrides(crawler.spider)
        if not addresses:
            raise NotConfigured  # without a message: Scrapy would log it at each crawl
        return cls(addresses)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Set the proxy of the request; the order of this middleware must be below HttpProxyMiddleware's (750)."""
        parts = urlsplit(request.url)
        if parts.scheme == "http" and (there := self.addresses.get(parts.hostname or "")):
            request.meta["proxy"] = f"http://{there}"
