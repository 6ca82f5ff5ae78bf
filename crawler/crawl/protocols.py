"""What the parts of a crawl know of each other: a Protocol for each thing that a component asks of a spider.

A plain Scrapy spider has none of it and is crawled all the same: the functions below say what holds for it. They alone
decide, with ``isinstance``, what a spider offers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from crawler.crawl.pagination import Bounds
from crawler.items import Capture
from crawler.pages.site import Site


class ArchiveReader(Protocol):
    """What a crawl reads from the archive."""

    def known(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses that are captured already."""
        ...

    def anchored(self, urls: Iterable[str]) -> set[str]:
        """Those of them below which no listing has anything unknown: the run that found them, or a later one, went on
        to what an earlier run knew."""
        ...

    def validators(self, urls: Iterable[str]) -> Mapping[str, tuple[str | None, str | None]]:
        """ETag and Last-Modified of each address that has either."""
        ...

    def frontier(self, site: str) -> Iterable[Mapping[str, Any]]:
        """What is known and not captured: rows with ``url kind language found_in published_raw due_at``."""
        ...

    def agenda(self, site: str, at: datetime) -> Mapping[str, Any]:
        """What is due of a site at a time (aware): ``seeds``, ``articles`` (rows of ``frontier``), ``rest_until``,
        ``rest_why``."""
        ...

    def standing(self, site: str) -> str | None:
        """The address of an article that was there at its newest capture; None where the site has none."""
        ...

    def recent(self, url: str, since: datetime) -> Capture | None:
        """The newest answer of an address where it is a robots.txt, or its absence, captured since then."""
        ...


@runtime_checkable
class SiteSpider(Protocol):
    """A spider of one ministry: it has the facts of the site."""

    site: Site


@runtime_checkable
class CapturingSpider(Protocol):
    """A spider that may make the captures itself: ``yields_captures`` says whether it does."""

    yields_captures: bool


@runtime_checkable
class IncrementalSpider(Protocol):
    """A spider whose requests depend on what the archive has."""

    bounds: Bounds

    def remember(self, archive: ArchiveReader | None, *, is_first_run: bool) -> None:
        """Called before the first request. ``archive`` is None where nothing of the site is captured."""
        ...


@runtime_checkable
class RobotsKeepingSpider(Protocol):
    """A spider that may use a robots.txt of an earlier run."""

    def kept_robots(self, url: str) -> Capture | None:
        """The answer of an earlier run, at most 24 hours old (RFC 9309, 2.4); None where it has to be requested."""
        ...


@runtime_checkable
class HostOverridingSpider(Protocol):
    """A spider of a simulated site: its hosts answer at other addresses than their names resolve to."""

    host_overrides: Mapping[str, str]
    """``address:port`` by host; empty where every host answers at its own."""


def own_site(spider: object) -> Site | None:
    """The site that a spider states; None for a plain one."""
    return spider.site if isinstance(spider, SiteSpider) and isinstance(spider.site, Site) else None


def site_of(spider: object) -> Site:
    """The site of a spider; for a plain one, a site of its name that owns its ``allowed_domains``."""
    if (site := own_site(spider)) is not None:
        return site
    name = getattr(spider, "name", None) or "generic"
    return Site(name=name, title=name, hosts=tuple(getattr(spider, "allowed_domains", None) or ()))


def yields_captures(spider: object) -> bool:
    """Whether a spider makes the captures itself; a plain one yields items, which a middleware ties to responses."""
    return isinstance(spider, CapturingSpider) and spider.yields_captures


def incremental(spider: object) -> IncrementalSpider | None:
    """The spider as one that knows the archive; None for a plain one."""
    return spider if isinstance(spider, IncrementalSpider) else None


def kept_robots(spider: object, url: str) -> Capture | None:
    """The robots.txt at an address as an earlier run got it; None where the spider keeps none."""
    return spider.kept_robots(url) if isinstance(spider, RobotsKeepingSpider) else None


def host_overrides(spider: object) -> Mapping[str, str]:
    """``address:port`` by host, for the hosts of a simulated site; empty for any other spider."""
    return spider.host_overrides if isinstance(spider, HostOverridingSpider) else {}
