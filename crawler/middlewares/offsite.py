"""Limits requests to the hosts that the site owns, and refuses private addresses behind public names."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.httpobj import urlparse_cached

from crawler.crawl.guarded_resolver import PRIVATE, GuardedResolver
from crawler.crawl.protocols import site_of
from crawler.crawl.request_errors import RequestRefused
from crawler.crawl.scrapy_private import install_resolver, is_shell
from crawler.pages.site import Site
from crawler.rules.url.spelling import is_private_host

NOT_OWNED = "not-owned"
"""The reason word for a request to a host that the site does not own."""


class OffsiteMiddleware:
    """Refuses every request to a host that the site does not own, and to a private one unless the site file allows it.

    A spider without a site and without ``allowed_domains`` may send requests to any public host. This middleware runs
    before RobotsMiddleware, so that a refused host does not even get a request for its robots.txt.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._verdicts: dict[str, str] = {}
        if site.private:
            GuardedResolver.allowed |= set(site.hosts)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for the site of the spider, and install the resolver, however the crawl was started.

        Off in ``scrapy shell``, where a person types each address.
        """
        if is_shell(crawler.settings):
            raise NotConfigured  # without a message: Scrapy would log it
        if crawler.settings.getbool("TWISTED_REACTOR_ENABLED"):
            install_resolver(crawler, GuardedResolver)
        return cls(site_of(crawler.spider))

    def process_request(self, request: Request) -> None:
        """Raise RequestRefused with the outcome ``offsite`` for a request that is not allowed."""
        host = urlparse_cached(request).hostname or ""
        reason = self._verdicts.get(host)
        if reason is None:
            reason = self._verdicts[host] = self._judge(host, request.url)
        if not reason and host in GuardedResolver.refused and not self._site.private:
            reason = PRIVATE
        if reason:
            raise RequestRefused("offsite", reason)

    def _judge(self, host: str, url: str) -> str:
        if is_private_host(host) and not self._site.private:
            return PRIVATE
        if self._site.hosts and not self._site.owns(url):
            return NOT_OWNED
        return ""
