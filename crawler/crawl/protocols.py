"""The interfaces between the parts of a crawl: one Protocol for each thing that a component needs from a spider.

A plain Scrapy spider implements none of them and is crawled too; the functions below give its defaults. Only these
functions decide, with ``isinstance``, what a spider offers.
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
        """Return the addresses that are captured already."""
        ...

    def worth_retrying(self, urls: Iterable[str], at: datetime, announcer: str | None = None) -> set[str]:
        """Return the captured addresses that were never read as an article and are to be requested again.

        They are due at a time (aware), or the page ``announcer`` (None: a listing) is the first one to name them since
        their last answer.
        """
        ...

    def anchored(self, urls: Iterable[str]) -> set[str]:
        """Return the addresses below which no listing has an unknown entry.

        That holds where the run that found an address, or a later one, continued to entries that an earlier run knew.
        """
        ...

    def validators(self, urls: Iterable[str]) -> Mapping[str, tuple[str | None, str | None]]:
        """Return ETag and Last-Modified of each address that has either."""
        ...

    def frontier(self, site: str) -> Iterable[Mapping[str, Any]]:
        """Return what is known and not captured: rows ``url kind language found_in published_raw due_at``."""
        ...

    def agenda(self, site: str, at: datetime) -> Mapping[str, Any]:
        """Return what is due of a site at a time (aware): ``seeds``, ``articles`` (rows like those of ``frontier``),
        and the cooldown of the site in ``rest_until`` and ``rest_why``."""
        ...

    def standing(self, site: str) -> str | None:
        """Return the address of an article that its newest capture shows; None where the site has none."""
        ...

    def recent(self, url: str, since: datetime) -> Capture | None:
        """Return the newest capture of a robots.txt, or of its absence, since a time (aware); None without one."""
        ...


@runtime_checkable
class SiteSpider(Protocol):
    """A spider of one ministry, with the facts of its site."""

    site: Site


@runtime_checkable
class CapturingSpider(Protocol):
    """A spider that may make the captures itself; ``yields_captures`` says whether it does."""

    yields_captures: bool


@runtime_checkable
class IncrementalSpider(Protocol):
    """A spider whose requests depend on what the archive has."""

    bounds: Bounds

    def remember(self, archive: ArchiveReader | None, *, is_first_run: bool) -> None:
        """Receive the archive, before the first request. ``archive`` is None where nothing of the site is captured."""
        ...


@runtime_checkable
class RobotsKeepingSpider(Protocol):
    """A spider that may use a robots.txt of an earlier run."""

    def kept_robots(self, url: str) -> Capture | None:
        """Return the robots.txt of an earlier run, at most 24 hours old (RFC 9309, 2.4); None: it must be requested."""
        ...


@runtime_checkable
class HostOverridingSpider(Protocol):
    """A spider of a simulated site, whose hosts answer at other addresses than those that their names resolve to."""

    host_overrides: Mapping[str, str]
    """``address:port`` by host; empty where every host answers at its own address."""


def own_site(spider: object) -> Site | None:
    """Return the site that a spider states; None for a plain spider."""
    return spider.site if isinstance(spider, SiteSpider) and isinstance(spider.site, Site) else None


def site_of(spider: object) -> Site:
    """Return the site of a spider; for a plain one, a site with its name that owns its ``allowed_domains``."""
    if (site := own_site(spider)) is not None:
        return site
    name = getattr(spider, "name", None) or "generic"
    return Site(name=name, title=name, hosts=tuple(getattr(spider, "allowed_domains", None) or ()))


def yields_captures(spider: object) -> bool:
    """Whether a spider makes the captures itself; CaptureMiddleware makes them of the items of a plain spider."""
    return isinstance(spider, CapturingSpider) and spider.yields_captures


def incremental(spider: object) -> IncrementalSpider | None:
    """Return the spider where it uses the archive; None for a plain one."""
    return spider if isinstance(spider, IncrementalSpider) else None


def kept_robots(spider: object, url: str) -> Capture | None:
    """Return the robots.txt at an address that an earlier run received; None where the spider offers none."""
    return spider.kept_robots(url) if isinstance(spider, RobotsKeepingSpider) else None


def host_overrides(spider: object) -> Mapping[str, str]:
    """Return ``address:port`` by host for a simulated site; empty for any other spider."""
    return spider.host_overrides if isinstance(spider, HostOverridingSpider) else {}
