"""A spider that requests a few pages of a ministry to check its site file; nothing is archived."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import DropItem
from scrapy.settings import Settings

from crawler.checking.doubts import CheckedRequest
from crawler.checking.report import CheckAnswers, newest
from crawler.crawl.pagination import SeedPagination, read_base
from crawler.crawl.requests import ARTICLE, FRONT, LISTING, RequestPurpose
from crawler.crawl.spider import MinistrySpider
from crawler.errors import CommuniqueError
from crawler.items import Alternate, Article, Capture, Listing
from crawler.pages.site import Seed, Site

MINUTE = 60.0
"""Seconds that a check should take at most by the site's delay; else it requests one article of each seed, not two."""
DEEPEST = 3
"""The depth to which a check follows sitemap indexes and listings of listings from one seed."""
SETTINGS = {
    "ITEM_PIPELINES": {
        "crawler.pipelines.normalize.NormalizePipeline": 100,
        "crawler.checking.spider.KeepPipeline": 200,
    },
    "DOWNLOAD_TIMEOUT": 20,
    "RETRY_TIMES": 1,
}
"""Scrapy settings of a check; with them, a host that is down is recognized after a minute."""


@dataclass(frozen=True)
class Checked:
    """The requests of a check, and the answers to them."""

    requests: tuple[CheckedRequest, ...]
    answers: CheckAnswers
    closed_with: str
    """The reason of the end: ``finished``, or ``shutdown`` where a person stopped the check."""


def check(spider_class: type[MinistrySpider], settings: Settings, *, base: str | None = None) -> Checked:
    """Request the front pages, the seeds, a second page of each kind of pagination, and the newest articles of a site.

    The check uses the downloader, robots.txt, owner guard and delay of a crawl. Runs Scrapy's reactor, so it
    can be called once in a process. ``base`` is for a private site. Raises CommuniqueError.
    """
    read_base(base, spider_class.site)
    settings = settings.copy()
    settings.setdict(SETTINGS, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(checking(spider_class))
    process.crawl(crawler, base=base)
    process.start()
    spider = crawler.spider
    if not isinstance(spider, Checking):
        raise CommuniqueError(f"{spider_class.name}: the check did not start; --verbose says why")
    return Checked(tuple(spider.requests), CheckAnswers(spider.site, spider.kept), spider.closed_with)


def checking(spider_class: type[MinistrySpider]) -> type[Checking]:
    """Make a class that reads pages as a ministry's spider does and requests only what a check needs."""
    return type("CheckingSpider", (Checking, spider_class), {})


class Checking(MinistrySpider):
    """Requests each page once, and only the pages that show whether the site file holds."""

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name, **arguments)
        self._is_probed = True  # a check needs no probe for missing pages
        self.requests: list[CheckedRequest] = []
        self.kept: dict[str, Capture] = {}
        """The last capture of each address, normalized."""
        self.closed_with = ""
        """The reason with which Scrapy closed this spider; empty until then."""
        self._seeds: dict[str, Seed] = {}
        """The seed that led to a listing, by the address of the listing."""
        self._depth: dict[str, int] = {}
        self._paged: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        """Yield a request for each front page and each seed, in the order of the site file."""
        for url, language in fronts(self.site).items():
            self._seen_urls.add(url)
            self.requests.append(CheckedRequest(what="front", url=url, language=language))
            yield self._request(url, RequestPurpose("front", language), FRONT)
        for place, seed in enumerate(self.site.seeds):
            spelled = replace(seed, url=self.site.spell(seed.url))
            self.requests.append(CheckedRequest(what="seed", url=spelled.url, seed=spelled, language=seed.language))
            yield self._request(
                spelled.url, RequestPurpose("listing", seed.language, SeedPagination(spelled)), LISTING - place
            )

    def _from_listing(self, capture: Capture, listing: Listing, purpose: RequestPurpose) -> Iterator[Request]:
        pagination = purpose.pagination
        if pagination is None or pagination.page > 1:
            return
        seed = self._seeds.get(pagination.seed.url, pagination.seed)
        articles = newest(listing, self.site)
        for found in articles[: articles_of(self.site)]:
            if self._seen_urls.has(found.url):
                continue
            self.requests.append(
                CheckedRequest(what="article", url=found.url, seed=seed, found=found, language=found.language)
            )
            yield from self._article(found.url, RequestPurpose("article", found.language, None, capture.url))
        if not articles:
            yield from self._deeper(listing, pagination.seed, seed, capture.url)
        pagination.take(listing, (), self.bounds, self.site)
        following = pagination.go_on(listing)
        kind = repr(pagination.seed.paging)
        if following is None or kind in self._paged:
            return
        self._paged.add(kind)
        url, headers = following
        self.requests.append(
            CheckedRequest(what="page", url=self.site.spell(url), seed=seed, language=purpose.language)
        )
        yield self._request(url, RequestPurpose("listing", purpose.language, pagination, capture.url), LISTING, headers)

    def _deeper(self, listing: Listing, above: Seed, seed: Seed, found_in: str) -> Iterator[Request]:
        """Yield a request for the first listing of a listing without articles, such as a sitemap index."""
        depth = self._depth.get(above.url, 0) + 1
        kinds = ("listing", "feed", "sitemap")
        inner = next((each for each in listing.found if each.kind in kinds and not each.refused), None)
        if inner is None or depth > DEEPEST or not self._seen_urls.add(inner.url):
            return
        below = Seed(inner.url, inner.kind, inner.language)
        self.requests.append(CheckedRequest(what="listing", url=below.url, seed=seed, language=inner.language))
        self._seeds[below.url], self._depth[below.url] = seed, depth
        yield self._request(
            below.url, RequestPurpose("listing", inner.language, SeedPagination(below), found_in), ARTICLE
        )

    def _variants(self, url: str, alternates: Iterable[Alternate], found_in: str | None = None) -> Iterator[Request]:
        """Yield nothing: a check counts the announced versions and does not request them."""
        return iter(())

    def closed(self, reason: str) -> None:
        """Store the reason; Scrapy calls this when the spider is closed."""
        self.closed_with = reason

    def keep(self, capture: Capture) -> None:
        """Store a capture; the last pipeline calls this."""
        self.kept[capture.url] = capture


class KeepPipeline:
    """Gives captures to the checking spider, which keeps them in memory until the check has ended."""

    def __init__(self, spider: Checking) -> None:
        self._spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a checking spider; raises TypeError for any other."""
        if not isinstance(crawler.spider, Checking):
            raise TypeError(f"{crawler.spider} is not a checking spider")
        return cls(crawler.spider)

    def process_item(self, item: Any) -> Article:
        """Return the article of a capture; raises DropItem for a capture without one."""
        if isinstance(item, Capture):
            self._spider.keep(item)
            if item.article is not None:
                return item.article
        raise DropItem("no article", log_level="DEBUG")


def fronts(site: Site) -> dict[str, str]:
    """Return the front pages on the site's main host, with the language (BCP 47) that each claims, or empty."""
    paths = {
        "/": "",
        **dict.fromkeys(site.fronts, ""),
        **{path: tag for tag, path in site.languages.items() if path},
    }
    return {site.spell(path): language for path, language in paths.items()}


def articles_of(site: Site) -> int:
    """Return how many articles of each seed are requested: two, or one where two would take longer than a minute."""
    paging = {repr(seed.paging) for seed in site.seeds if seed.paging is not None}
    pages = 1 + len(fronts(site)) + len(site.seeds) + len(paging) + 2 * len(site.seeds)
    return 2 if pages * site.delay <= MINUTE else 1
