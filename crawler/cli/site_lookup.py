"""Lookups: the spider with a name, and the site that an address belongs to."""

from __future__ import annotations

import difflib
import functools
from typing import Any

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.crawl.spider import MinistrySpider
from crawler.errors import SiteUnknown
from crawler.pages.site import Site
from crawler.rules.url.spelling import host_of


def project_settings(**changes: Any) -> Settings:
    """The project's Scrapy settings, from any working directory, with ``changes`` applied."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(changes, priority="cmdline")
    return settings


@functools.cache
def spiders() -> dict[str, type[MinistrySpider]]:
    """All spiders of ministries, by name."""
    loader = SpiderLoader.from_settings(project_settings())
    found: dict[str, type[MinistrySpider]] = {}
    for name in sorted(loader.list()):
        spider = loader.load(name)
        if issubclass(spider, MinistrySpider):
            found[name] = spider
    return found


def spider(name: str) -> type[MinistrySpider]:
    """The spider of that name; raises SiteUnknown, whose message suggests the nearest name."""
    found = spiders()
    if name in found:
        return found[name]
    near = difflib.get_close_matches(name, found, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else "communique sites lists them"
    raise SiteUnknown(f"no site is called {name!r}: {hint}")


def site_for(url: str) -> Site | None:
    """The site that an address belongs to by its host; None if no spider has that host."""
    return _by_host().get(host_of(url))


@functools.cache
def _by_host() -> dict[str, Site]:
    return {host: found.site for found in spiders().values() for host in found.site.hosts}
