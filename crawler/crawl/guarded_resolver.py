"""A DNS resolver that refuses host names which resolve to a private address."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit
from urllib.request import getproxies

from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.crawl.scrapy_private import CachingThreadedResolver
from crawler.rules.url.spelling import is_private_address

logger = logging.getLogger(__name__)

PRIVATE = "private-address"
"""The reason word for a request to a private address."""


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which also refuses a name that resolves to a private address. OffsiteMiddleware installs it.

    The resolver checks the same address that is then connected to. One resolver serves all crawls of a process, so the
    middleware adds the hosts of sites that may be private to ``allowed``. A proxy that the environment names may be
    private too.
    """

    allowed: ClassVar[set[str]] = set()
    """Host names that may resolve to a private address."""
    refused: ClassVar[set[str]] = set()
    """Host names that resolved to a private address."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """Resolve a name to its IPv4 address; the Deferred fails with DNSLookupError for a private one."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found if _is_address(name) else found.addCallback(self._judged, name)

    def _judged(self, address: str, name: str) -> str:
        if not is_private_address(address) or name in self.allowed or name in _proxies():
            self.refused.discard(name)
            return address
        if name not in self.refused:
            logger.warning("%s resolves to the private address %s: no request is sent", name, address)
            self.refused.add(name)
        raise DNSLookupError(f"{name}: {PRIVATE}")


def _is_address(name: str) -> bool:
    """Whether a name is an IP address, which the middleware has checked (or a host override, which the site allows)."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _proxies() -> set[str]:
    return {urlsplit(proxy).hostname or "" for proxy in getproxies().values()}
