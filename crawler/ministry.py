"""The crawl of one ministry: seeds, listings, articles and their variants. What differs is in the site's facts."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urljoin

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.discovery import (
    Account,
    Bounds,
    Known,
    Walk,
    read_base,
    read_flag,
    read_limit,
    read_since,
    seconds_for_all,
)
from crawler.items import Alternate, Capture, Found, Listing
from crawler.middlewares.captures import capture_failed, capture_from
from crawler.middlewares.refusals import Refused, reason_for
from crawler.pages.site import Seed, Site
from crawler.running import Clock, clock, now

MOST_HOPS = 10
"""Redirects followed from one address."""
ARTICLE, FRONT, LISTING = 1_000_000, 500_000, 0
"""Request priorities: what a page led to is asked for before the next page, so that little waits in memory."""


@dataclass(frozen=True, slots=True)
class Way:
    """What a request is for, and how it came about."""

    kind: str
    """``article``, ``listing`` (feeds and sitemaps too) or ``front``."""
    language: str = ""
    walk: Walk | None = None
    """The seed: of a listing, and of an article that was listed there."""
    found_in: str | None = None
    hops: tuple[str, ...] = ()
    """The addresses, as asked for, that redirected here."""


class MinistrySpider(Spider):
    """Crawls a ministry by the facts of its ``site``; a spider file states those and changes what differs.

    A normal run asks for what is not captured yet, and again for what stands on the first two pages of each listing;
    it stops paging when a whole page is known already and the page after it too. The first live run of a site goes back
    ``site.first_days`` days; until one was finished, the next goes on as it would have.
    Arguments (``-a`` for ``scrapy crawl``):

    - ``since`` (YYYY-MM-DD, the site's local date): stop where listings get older;
    - ``limit``: ask for exactly so many articles, or fewer where there are not so many;
    - ``full``: to the end of every listing, and every listed article again;
    - ``base``: where the host of a ``private`` site really answers (``http://127.0.0.1:8000``).
    """

    site: ClassVar[Site]
    yields_captures: ClassVar[bool] = True
    """Tells the capture middleware that there is nothing for it to do."""

    def __init__(
        self,
        name: str | None = None,
        *,
        since: str | date | None = None,
        limit: str | int | None = None,
        full: str | bool = False,
        base: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Raises CommuniqueError, with one line to show, for an argument that cannot be meant."""
        super().__init__(name, **kwargs)
        self.bounds = Bounds(full=read_flag(full), since=read_since(since))
        self.left: float = read_limit(limit)
        """Articles that may still be asked for."""
        self.wire = read_base(base, self.site)
        self.is_first_run = False
        self.full_estimate_seconds: float | None = None
        self._account = Account()
        self._first_pages: list[tuple[Listing, Seed]] = []
        self._clock: Clock = now

    def remember(self, archive: Known | None, *, is_first_run: bool) -> None:
        """Called by the archive pipeline before the first request.

        ``archive`` is None where nothing of this site is captured; a first run is one before which none was finished.
        """
        self.is_first_run = is_first_run
        self._account.archive = archive

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The site's delay and concurrency; in a replay, where no host is bothered, saved responses without delay."""
        super().update_settings(settings)
        if settings.get("REPLAY"):
            handler = "crawler.sources.replay.ReplayDownloadHandler"
            settings.set("DOWNLOAD_HANDLERS", {"http": handler, "https": handler}, priority="spider")
            settings.set("RETRY_ENABLED", False, priority="spider")
            settings.set("DOWNLOAD_DELAY", 0, priority="spider")
            return
        settings.set("DOWNLOAD_DELAY", cls.site.delay, priority="spider")
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", cls.site.concurrency, priority="spider")
        settings.set("CONCURRENT_REQUESTS", max(16, cls.site.concurrency), priority="spider")

    @classmethod
    def handles_request(cls, request: Request) -> bool:
        """Whether ``scrapy shell URL`` takes this spider for an address."""
        return cls.site.owns(request.url)

    def _set_crawler(self, crawler: Crawler) -> None:
        super()._set_crawler(crawler)
        self._clock = clock(crawler.settings.get("COMMUNIQUE_CLOCK"))
        self._is_replay = bool(crawler.settings.get("REPLAY"))

    async def start(self) -> AsyncIterator[Any]:
        """A request for each seed."""
        if self.is_first_run:
            self.bounds = self.bounds.of_first_run(self.site, self._clock().date(), live=not self._is_replay)
            self.logger.info(
                "first run of %s: what was published since %s", self.site.name, self.bounds.since or "ever"
            )
        for seed in self.site.seeds:
            url = self.site.spell(seed.url)
            walk = Walk(replace(seed, url=url))
            yield self._request(url, Way("listing", seed.language, walk), LISTING)
        if not self._is_replay and self.left == math.inf:
            for found in self._account.left_over(self.site, self._clock().date()):
                for request in self._article(found.url, Way("article", found.language)):
                    yield request

    def parse(self, response: Response, way: Way | None = None) -> Iterator[Any]:
        """The response as a capture, read, and the requests that it leads to."""
        way = way or Way(self.site.kind(self.site.spell(response.url)))
        capture = self.site.read(capture_from(response, self.site, at=self._clock(), found_in=way.found_in))
        yield capture
        if capture.listing is not None and way.kind == "listing":
            yield from self._from_listing(capture, capture.listing, way)
        elif capture.article is not None:
            if way.walk is not None and self.bounds.since is not None:
                way.walk.note(capture.article.published_raw, self.bounds, self.site, way.language)
            yield from self._variants(capture.url, capture.article.alternates)
        elif capture.outcome == "moved":
            yield from self._redirected(capture, response, way)
        elif way.kind == "listing":
            self._unread(capture, way)

    def failed(self, failure: Failure) -> Iterator[Any]:
        """What is kept of a request that got no answer, or that robots.txt or the owner guard refused."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        error = failure.value or Refused("unreachable", "failed")
        way: Way = request.cb_kwargs.get("way") or Way("")
        capture = capture_failed(request, error, self.site, at=self._clock(), found_in=way.found_in)
        self.logger.info("%s: %s, %s", request.url, capture.outcome, capture.reason)
        if reason_for(error) == "failed":
            self.logger.warning("%s: %s: %s", request.url, type(error).__name__, error)
        if way.kind == "listing":
            self._unread(capture, way)
        yield capture

    def _from_listing(self, capture: Capture, listing: Listing, way: Way) -> Iterator[Request]:
        walk = way.walk or Walk(Seed(capture.url, language=way.language))
        for found in listing.found:
            if found.refused:
                self._drop(found.refused, found.url, capture.url)
        if walk.page == 1 and way.walk is not None:
            self._estimate(listing, walk.seed)
        known = self._account.known([found.url for found in listing.found if not found.refused])
        for found in walk.take(listing, known, self.bounds, self.site):
            yield from self._entry(found, walk, capture.url, known=found.url in known)
        if self.left <= 0:
            walk.ended = walk.ended or "limit"
        following = walk.go_on(listing)
        if following is None:
            self.logger.info("%s: page %d was the last (%s)", walk.seed.url, walk.page, walk.ended)
            self._stat(f"ended/{walk.ended}")
            return
        url, headers = following
        onward = Way("listing", way.language, walk, found_in=capture.url)
        yield self._request(url, onward, LISTING - walk.page, headers)

    def _entry(self, found: Found, walk: Walk, found_in: str, *, known: bool) -> Iterator[Request]:
        """What one entry of a listing leads to: an article and its announced versions, or another listing."""
        if found.kind in ("listing", "feed", "sitemap"):
            seed = Seed(found.url, found.kind, found.language, walk.seed.paging if found.kind == "listing" else None)
            if self._account.add(found.url, known=known):
                yield self._request(found.url, Way("listing", found.language, Walk(seed), found_in), LISTING - 1)
            return
        if found.kind == "article":
            yield from self._article(found.url, Way("article", found.language, walk, found_in), known=known)
        yield from self._variants(found.url, found.alternates, found_in)

    def _variants(self, url: str, alternates: Iterable[Alternate], found_in: str | None = None) -> Iterator[Any]:
        """Every version that a page or a sitemap announces and that is not captured yet, or why it is not asked for.

        A front page is asked for once a run: that a switcher leads only there is the evidence to refuse the tie.
        """
        targets: dict[str, str] = {}
        for target in (alternate.url for alternate in alternates):
            if target == url or target in targets:
                continue
            if not self.site.owns(target):
                self._drop("offsite", target, url)
                if self._account.add(target):
                    yield self._not_asked(target, "offsite", "variant", url)
            elif not self._account.has(target):
                targets[target] = self.site.claimed(target)
        known = self._account.known(targets) if targets else ()
        for target, language in targets.items():
            if self.site.is_front(target):
                if self._account.add(target):
                    yield self._request(target, Way("front", language, found_in=found_in or url), FRONT)
            elif target not in known and self.site.kind(target) in ("article", ""):
                yield from self._article(target, Way("article", language, None, found_in or url))

    def _article(self, url: str, way: Way, *, known: bool = False) -> Iterator[Request]:
        if self._account.has(url):
            return
        if self.left <= 0:
            self._stat("dropped/limit")
            return
        self.left -= 1
        self._account.add(url, known=known)
        yield self._request(url, way, ARTICLE)

    def _redirected(self, capture: Capture, response: Response, way: Way) -> Iterator[Any]:
        """The next hop, unless it leads off the site, in a circle, or was asked for already."""
        target = capture.location
        if target is None:
            return
        if not self.site.owns(target):
            self._drop("offsite", target, capture.url)
            yield self._not_asked(target, "offsite", "redirect", capture.url)
            return
        if target == capture.url:  # another scheme or host of the same spelling: only what was written leads on
            target = urljoin(response.url, (response.headers.get("Location") or b"").decode("latin-1").strip())
        hops = (*way.hops, response.url)
        turns = target in hops and not response.headers.getlist("Set-Cookie")
        if turns or len(hops) > MOST_HOPS:
            reason = "redirect-loop" if target in hops else "too-many-redirects"
            self._drop(reason, target, capture.url)
            yield self._not_asked(capture.url, "unreachable", reason, way.found_in)
            return
        known = bool(self._account.known((target,)))
        if way.kind != "listing" and target not in hops and not self._account.add(target, known=known):
            return
        yield self._request(target, replace(way, found_in=capture.url, hops=hops), ARTICLE + 1)

    def _not_asked(self, url: str, outcome: str, reason: str, found_in: str | None) -> Capture:
        at, site = self._clock(), self.site.name
        return Capture(url=url, captured_at=at, site=site, outcome=outcome, reason=reason, found_in=found_in)

    def _request(self, url: str, way: Way, priority: int, headers: Mapping[str, str] | None = None) -> Request:
        """``dont_filter``: this spider keeps its own account of what it asked. One cookie jar per language."""
        return Request(
            url,
            errback=self.failed,
            cb_kwargs={"way": way},
            headers=dict(headers) if headers else None,
            priority=priority,
            dont_filter=True,
            meta={"cookiejar": way.language},
        )

    def _unread(self, capture: Capture, way: Way) -> None:
        """A listing that could not be read ends its seed's walk."""
        if way.walk is None or way.walk.ended:
            return
        way.walk.ended = "end" if capture.outcome == "missing" and way.walk.page > 1 else "unread"
        level = self.logger.info if way.walk.ended == "end" else self.logger.warning
        level("%s: listing page %d: %s %s", capture.url, way.walk.page, capture.outcome, capture.reason)
        self._stat(f"ended/{way.walk.ended}")

    def _estimate(self, listing: Listing, seed: Seed) -> None:
        """What ``full`` would take, told on a first run that is bounded."""
        if not self.is_first_run or self.bounds.full or self.bounds.since is None:
            return
        self._first_pages.append((listing, seed))
        seconds = self.full_estimate_seconds = seconds_for_all(self._first_pages, self.site)
        self.crawler.stats.set_value("ministry/full_estimate_seconds", seconds)
        self.logger.info("a full run would take at least %d minutes", math.ceil(seconds / 60))

    def _drop(self, reason: str, url: str, found_in: str) -> None:
        self.logger.info("%s: %s (found in %s)", url, reason, found_in)
        self._stat(f"dropped/{reason}")

    def _stat(self, event: str) -> None:
        self.crawler.stats.inc_value(f"ministry/{event}")
