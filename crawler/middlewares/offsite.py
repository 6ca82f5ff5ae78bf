"""Which hosts may be asked: those the site owns, and no private address behind a public name."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Sequence
from typing import ClassVar, Self, cast
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.crawl.context import is_shell, site_of
from crawler.crawl.request_errors import Refused
from crawler.pages.site import Site
from crawler.rules.url.spelling import is_private_address, is_private_host

logger = logging.getLogger(__name__)

NOT_OWNED = "not-owned"
PRIVATE = "private-address"


class OffsiteMiddleware:
    """Refuses every request to a host that the site does not own, and to a private one unless the site file allows it.

    A spider without a site and without ``allowed_domains`` may ask any public host. It stands before robots, so that
    not even a robots.txt is asked of such a host.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._verdicts: dict[str, str] = {}
        if site.private:
            GuardedResolver.allowed |= set(site.hosts)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For the site of the spider; puts the resolver in its place, however the crawl was started.

        Off in ``scrapy shell``, where a person types each address.
        """
        if is_shell(crawler.settings):
            raise NotConfigured  # without words: Scrapy would warn of it
        if crawler.settings.getbool("TWISTED_REACTOR_ENABLED"):
            from twisted.internet import reactor  # importing it at the top would choose one

            if not isinstance(getattr(reactor, "resolver", None), GuardedResolver):
                GuardedResolver.from_crawler(crawler, cast("ReactorBase", reactor)).install_on_reactor()
        return cls(site_of(crawler.spider))

    def process_request(self, request: Request) -> None:
        """Raises Refused with outcome ``offsite``."""
        host = urlparse_cached(request).hostname or ""
        reason = self._verdicts.get(host)
        if reason is None:
            reason = self._verdicts[host] = self._judge(host, request.url)
        if not reason and host in GuardedResolver.refused and not self._site.private:
            reason = PRIVATE
        if reason:
            raise Refused("offsite", reason)

    def _judge(self, host: str, url: str) -> str:
        if is_private_host(host) and not self._site.private:
            return PRIVATE
        if self._site.hosts and not self._site.owns(url):
            return NOT_OWNED
        return ""


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which also refuses a name that resolves to a private address. The middleware installs it.

    What is checked is the very address that is connected to. One resolver serves all crawls of a process, so the hosts
    of sites that may be private are noted by the middleware. A proxy named in the environment may be private too.
    """

    allowed: ClassVar[set[str]] = set()
    refused: ClassVar[set[str]] = set()
    """Names that were found to lead to a private address."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """The IPv4 address of a name; fails with DNSLookupError for a private one."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found if _is_address(name) else found.addCallback(self._judged, name)

    def _judged(self, address: str, name: str) -> str:
        if not is_private_address(address) or name in self.allowed or name in _proxies():
            self.refused.discard(name)
            return address
        if name not in self.refused:
            logger.warning("%s leads to the private address %s: not asked", name, address)
            self.refused.add(name)
        raise DNSLookupError(f"{name}: {PRIVATE}")


def _is_address(name: str) -> bool:
    """Whether a name is an address already, which the middleware has judged (or a wire, which the site file allows)."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _proxies() -> set[str]:
    return {urlsplit(proxy).hostname or "" for proxy in getproxies().values()}
