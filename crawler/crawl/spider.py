"""The spider of a ministry: it crawls seeds, listings, articles and their language versions by the facts of a site."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.crawl.captures import capture_failed, capture_from
from crawler.crawl.clock import clock
from crawler.crawl.pagination import (
    Bounds,
    SeedPagination,
    read_base,
    read_flag,
    read_limit,
    read_since,
    seconds_for_all,
)
from crawler.crawl.protocols import ArchiveReader
from crawler.crawl.request_errors import RequestRefused, reason_for
from crawler.crawl.requests import ARTICLE, LISTING, FollowingSpider, RequestPurpose
from crawler.crawl.seen_urls import Agenda
from crawler.crawl.simulator import SiteSimulator
from crawler.errors import CommuniqueError
from crawler.items import Capture, Found, Listing
from crawler.pages.reading import read_capture
from crawler.pages.site import Seed, Site
from crawler.rules.outcome.probes import probe_address

MOST_PROBES = 4
"""Addresses that cannot exist, one for each language, that a run requests."""


class MinistrySpider(FollowingSpider):
    """Crawls a ministry by the facts of its ``site``. A spider file states these facts and overrides what differs.

    A normal run requests the articles that are not captured yet, and requests again those on the first two pages of
    each listing. Its pagination stops after two pages in a row on which every entry is known. The first live run of a
    site goes back ``site.first_days`` days, and so do the following ones until a run of the site has finished.
    Arguments (``-a`` for ``scrapy crawl``):

    - ``since`` (YYYY-MM-DD, the site's local date): stop where the entries of a listing are older;
    - ``limit``: request exactly this many articles, or all of them where there are fewer;
    - ``full``: read every listing to its end and request every listed article again;
    - ``due``: request only the listings and articles that are due, within the budget of the day, and new articles;
      the pagination of a listing stops at the first page whose last entries are known;
    - ``base``: the URL where the host of a ``private`` site answers (``http://127.0.0.1:8000``).
    """

    site: ClassVar[Site]
    yields_captures: ClassVar[bool] = True
    """Switches CaptureMiddleware off, because this spider makes its own captures."""
    simulator: ClassVar[SiteSimulator | None] = None
    """Starts the site for the length of a crawl where it is a simulated one; None for a site on the live web."""

    def __init__(
        self,
        name: str | None = None,
        *,
        since: str | date | None = None,
        limit: str | int | None = None,
        full: str | bool = False,
        due: str | bool = False,
        base: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Raises CommuniqueError, with one line for the user, for an invalid argument."""
        super().__init__(name, **kwargs)
        self.bounds = Bounds(full=read_flag(full), since=read_since(since), due=read_flag(due))
        if self.bounds.due and (self.bounds.full or self.bounds.since):
            raise CommuniqueError("due requests only what is due: leave out full and since")
        self.left = read_limit(limit)
        self._seen_urls.site = self.site.name
        self.host_overrides = read_base(base, self.site)
        self.is_first_run = False
        self._probed: set[str] = set()
        self._is_replay = False
        self._uses_kept_robots = False
        self._first_pages: list[tuple[Listing, Seed]] = []

    def remember(self, archive: ArchiveReader | None, *, is_first_run: bool) -> None:
        """Receive the archive; the archive pipeline calls this before the first request.

        ``archive`` is None where nothing of this site is captured. A run is a first run while none has finished.
        """
        self.is_first_run = is_first_run
        self._seen_urls.archive = archive
        self._uses_kept_robots = self.bounds.due and not is_first_run

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Set the delay and concurrency of the site; in a replay, set its download handler and no delay."""
        super().update_settings(settings)
        if settings.get("REPLAY"):
            handler = "crawler.sources.replay_handler.ReplayDownloadHandler"
            settings.set("DOWNLOAD_HANDLERS", {"http": handler, "https": handler}, priority="spider")
            settings.set("RETRY_ENABLED", False, priority="spider")
            settings.set("DOWNLOAD_DELAY", 0, priority="spider")
            return
        settings.set("DOWNLOAD_DELAY", cls.site.delay, priority="spider")
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", cls.site.concurrency, priority="spider")
        settings.set("CONCURRENT_REQUESTS", max(16, cls.site.concurrency), priority="spider")

    @classmethod
    def handles_request(cls, request: Request) -> bool:
        """Whether ``scrapy shell URL`` uses this spider for a request."""
        return cls.site.owns(request.url)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Make the spider of a crawl, with the clock that the settings name."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._clock = clock(crawler.settings.get("COMMUNIQUE_CLOCK"))
        spider._is_replay = bool(crawler.settings.get("REPLAY"))
        return spider

    def kept_robots(self, url: str) -> Capture | None:
        """Return a robots.txt of the last 24 hours, for a run of what is due; None: it must be requested."""
        if not self._uses_kept_robots:
            return None
        return self._seen_urls.recent(self.site.spell(url), self._clock() - timedelta(hours=24))

    async def start(self) -> AsyncIterator[Any]:
        """Yield the first requests: seeds, articles not captured yet, articles that are due, a probe."""
        if self.is_first_run:
            self.bounds = self.bounds.of_first_run(self.site, self._clock().date(), live=not self._is_replay)
            self.logger.info(
                "first run of %s: articles published since %s", self.site.name, self.bounds.since or "the beginning"
            )
        agenda = self._agenda()
        if agenda is not None and agenda.rests:
            self.logger.warning("%s is in a cooldown until %s: %s", self.site.name, *agenda.rests)
            self._log.skip_for_cooldown()
            return
        for seed in self.site.seeds:
            url = self.site.spell(seed.url)
            if agenda is None or url in agenda.seeds:
                pagination = SeedPagination(replace(seed, url=url))
                yield self._request(url, RequestPurpose("listing", seed.language, pagination), LISTING)
        if self._is_replay or (self.left != math.inf and agenda is None):
            return
        for found in self._seen_urls.left_over(self.site, self._clock()):
            for request in self._article(found.url, RequestPurpose("article", found.language)):
                yield request
        for found in agenda.articles if agenda else ():
            for request in self._article(found.url, RequestPurpose("article", found.language), known=True):
                yield request
        if good := self._seen_urls.good():
            for request in self._probe(good, known=agenda is not None and not agenda.articles):
                yield request

    def _agenda(self) -> Agenda | None:
        """Return what is due for a run with ``due``; None for any other run, and for a first run outside a cooldown."""
        if not self.bounds.due:
            return None
        agenda = self._seen_urls.agenda(self.site, self._clock())
        return agenda if agenda.rests or not self.is_first_run else None

    def _probe(self, good: str, language: str = "", *, known: bool = False) -> Iterator[Request]:
        """Yield a request for an address that cannot exist, made from the address of an article.

        The answer shows what the site sends for missing pages. Error pages differ between languages, so each language
        in which a run requests a known article again gets a request, up to ``MOST_PROBES`` in a run. With ``known``,
        the article is requested too.
        """
        language = self.site.claimed(good) or language
        if self._is_replay or language in self._probed or len(self._probed) >= MOST_PROBES:
            return
        if self._probed and not self._seen_urls.is_revisit(good):
            return
        self._probed.add(language)
        yield self._request(probe_address(good), RequestPurpose("probe"), ARTICLE)
        if known:
            yield from self._article(good, RequestPurpose("article"), known=True)

    def parse(self, response: Response, purpose: RequestPurpose | None = None) -> Iterator[Any]:
        """Yield the response as a capture that is read, and the requests to which it leads."""
        purpose = purpose or RequestPurpose(self.site.kind(self.site.spell(response.url)))
        capture = read_capture(
            self.site, capture_from(response, self.site, at=self._clock(), found_in=purpose.found_in)
        )
        if capture.article is not None and purpose.pagination is not None and self.bounds.since is not None:
            # This comes before the yield, because the next page of the listing may be read in the meantime.
            purpose.pagination.note(capture.article.published_raw, self.bounds, self.site, purpose.language)
        yield capture
        if capture.listing is not None and purpose.kind == "listing":
            yield from self._from_listing(capture, capture.listing, purpose)
        elif capture.article is not None:
            yield from self._variants(capture.url, capture.article.alternates)
            yield from self._probe(capture.url, purpose.language)
        elif purpose.kind == "article" and capture.outcome in ("listing", "unreadable"):
            yield from self._probe(capture.url, purpose.language)
        elif capture.outcome == "moved" and purpose.kind != "probe":
            yield from self._redirected(capture, response, purpose)
        elif purpose.kind == "listing":
            self._unread(capture, purpose)

    def failed(self, failure: Failure) -> Iterator[Any]:
        """Yield the capture of a request that got no answer, or that a middleware refused (robots.txt, offsite)."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        error = failure.value or RequestRefused("unreachable", "failed")
        purpose: RequestPurpose = request.cb_kwargs.get("purpose") or RequestPurpose("")
        capture = capture_failed(request, error, self.site, at=self._clock(), found_in=purpose.found_in)
        self.logger.info("%s: %s, %s", request.url, capture.outcome, capture.reason)
        if reason_for(error) == "failed":
            self.logger.warning("%s: %s: %s", request.url, type(error).__name__, error)
        if purpose.kind == "listing":
            self._unread(capture, purpose)
        yield capture

    def _from_listing(self, capture: Capture, listing: Listing, purpose: RequestPurpose) -> Iterator[Request]:
        pagination = purpose.pagination or SeedPagination(Seed(capture.url, language=purpose.language))
        for found in listing.found:
            if found.refused:
                self._drop(found.refused, found.url, capture.url)
        if listing.unread or listing.is_cut:
            rest = ", and it was not read to its end" if listing.is_cut else ""
            self.logger.warning("%s: %d entries without an address%s", capture.url, listing.unread, rest)
            self._log.listing_left_out(listing.unread, is_cut=listing.is_cut)
        if pagination.page == 1 and purpose.pagination is not None:
            self._estimate(listing, pagination.seed)
        owned = [found.url for found in listing.found if not found.refused]
        known = self._seen_urls.known(owned, self._clock())
        for found in pagination.take(listing, known, self.bounds, self.site, self._seen_urls.anchored(owned)):
            yield from self._entry(found, pagination, capture.url, known=found.url in known)
        if self.left <= 0:
            pagination.ended = pagination.ended or "limit"
        following = pagination.go_on(listing)
        if following is None:
            self.logger.info(
                "%s: pagination ended at page %d (%s)", pagination.seed.url, pagination.page, pagination.ended
            )
            self._end(purpose, pagination.ended)
            return
        url, headers = following
        onward = RequestPurpose("listing", purpose.language, pagination, found_in=capture.url)
        yield self._request(url, onward, LISTING - pagination.page, headers)

    def _entry(self, found: Found, pagination: SeedPagination, found_in: str, *, known: bool) -> Iterator[Request]:
        """Yield the requests for one entry of a listing: an article and its announced versions, or another listing."""
        if found.kind in ("listing", "feed", "sitemap"):
            seed = Seed(
                found.url, found.kind, found.language, pagination.seed.paging if found.kind == "listing" else None
            )
            if self._seen_urls.add(found.url, known=known):
                yield self._request(
                    found.url, RequestPurpose("listing", found.language, SeedPagination(seed), found_in), LISTING - 1
                )
            return
        if found.kind == "article":
            yield from self._article(
                found.url, RequestPurpose("article", found.language, pagination, found_in), known=known
            )
        yield from self._variants(found.url, found.alternates, found_in)

    def _unread(self, capture: Capture, purpose: RequestPurpose) -> None:
        """End the pagination of a seed whose listing could not be read."""
        if purpose.pagination is None or purpose.pagination.ended:
            return
        gone, unread = ("absent", "unread") if purpose.pagination.page == 1 else ("end", "cut")
        ended = gone if capture.outcome == "missing" else unread
        level = self.logger.info if ended == "end" else self.logger.warning
        level("%s: listing page %d: %s %s", capture.url, purpose.pagination.page, capture.outcome, capture.reason)
        self._end(purpose, ended)

    def _end(self, purpose: RequestPurpose, ended: str) -> None:
        """Note that a pagination has ended, in the purpose and in the run log."""
        if purpose.pagination is not None:
            purpose.pagination.ended = ended
        self._log.listing_ended(ended, is_bounded=ended == "since" and not self.is_first_run)

    def _estimate(self, listing: Listing, seed: Seed) -> None:
        """Log how long a run with ``full`` would take; only a bounded first run does this."""
        if not self.is_first_run or self.bounds.full or self.bounds.since is None:
            return
        self._first_pages.append((listing, seed))
        seconds = seconds_for_all(self._first_pages, self.site)
        self._log.estimate_full(seconds)
        self.logger.info("a full run would take at least %d minutes", math.ceil(seconds / 60))
