"""From one address of a site to the next: what a request is for, and how redirects and variants are followed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urljoin

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.crawl.context import Clock, now
from crawler.crawl.pagination import SeedPagination
from crawler.crawl.run_outcome import RunLog, run_log
from crawler.crawl.seen_urls import SeenUrls
from crawler.items import Alternate, Capture
from crawler.pages.site import Site

MOST_HOPS = 10
"""Redirects followed from one address."""
ARTICLE, FRONT, LISTING = 1_000_000, 500_000, 0
"""Request priorities: what a page led to is asked for before the next page, so that little waits in memory."""


@dataclass(frozen=True, slots=True)
class RequestPurpose:
    """What a request is for, and how it came about."""

    kind: str
    """``article``, ``listing`` (feeds and sitemaps too), ``front``, or ``probe``."""
    language: str = ""
    pagination: SeedPagination | None = None
    """The seed: of a listing, and of an article that was listed there."""
    found_in: str | None = None
    hops: tuple[str, ...] = ()
    """The addresses, as asked for, that redirected here."""


class FollowingSpider(Spider):
    """A spider of one site that asks for each address once in a run, and follows what leads on."""

    site: ClassVar[Site]

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.left: float = math.inf
        """Articles that may still be asked for."""
        self._seen_urls = SeenUrls()
        self._clock: Clock = now

    def failed(self, failure: Failure) -> Iterator[Any]:
        """What is kept of a request that got no answer."""
        raise NotImplementedError

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
                if self._seen_urls.add(target):
                    yield self._not_asked(target, "offsite", "variant", url)
            elif not self._seen_urls.has(target):
                targets[target] = self.site.claimed(target)
        known = self._seen_urls.known(targets) if targets else ()
        for target, language in targets.items():
            if self.site.is_front(target):
                if self._seen_urls.add(target):
                    yield self._request(target, RequestPurpose("front", language, found_in=found_in or url), FRONT)
            elif target not in known and self.site.kind(target) in ("article", ""):
                yield from self._article(target, RequestPurpose("article", language, None, found_in or url))

    def _article(self, url: str, purpose: RequestPurpose, *, known: bool = False) -> Iterator[Request]:
        if self._seen_urls.has(url):
            return
        if self.left <= 0:
            self._stat("dropped/limit")
            return
        self.left -= 1
        self._seen_urls.add(url, known=known)
        yield self._request(url, purpose, ARTICLE)

    def _redirected(self, capture: Capture, response: Response, purpose: RequestPurpose) -> Iterator[Any]:
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
        hops = (*purpose.hops, response.url)
        turns = target in hops and not response.headers.getlist("Set-Cookie")
        if turns or len(hops) > MOST_HOPS:
            reason = "redirect-loop" if target in hops else "too-many-redirects"
            self._drop(reason, target, capture.url)
            told = self._not_asked(capture.url, "unreachable", reason, purpose.found_in)
            # Later than the redirect that showed it, whatever the clock says: it is the last word of the address.
            yield replace(told, captured_at=max(told.captured_at, capture.captured_at + timedelta(milliseconds=1)))
            return
        known = bool(self._seen_urls.known((target,)))
        if purpose.kind != "listing" and target not in hops and not self._seen_urls.add(target, known=known):
            return
        yield self._request(target, replace(purpose, found_in=capture.url, hops=hops), ARTICLE + 1)

    def _not_asked(self, url: str, outcome: str, reason: str, found_in: str | None) -> Capture:
        at, site = self._clock(), self.site.name
        return Capture(url=url, captured_at=at, site=site, outcome=outcome, reason=reason, found_in=found_in)

    def _request(
        self, url: str, purpose: RequestPurpose, priority: int, headers: Mapping[str, str] | None = None
    ) -> Request:
        """``dont_filter``: this spider keeps its own account of what it asked. One cookie jar per language.

        What was captured before is asked for with its validators (RFC 9110, 13), so that nothing is sent again that is
        as it was.
        """
        headers = {**(headers or {}), **self._conditions(url, purpose)}
        return Request(
            url,
            errback=self.failed,
            cb_kwargs={"purpose": purpose},
            headers=dict(headers) if headers else None,
            priority=priority,
            dont_filter=True,
            meta={"cookiejar": purpose.language},
        )

    def _conditions(self, url: str, purpose: RequestPurpose) -> dict[str, str]:
        """The header fields that ask for an address only if it has changed."""
        if purpose.kind == "listing":  # what an unfinished pagination left behind an unchanged page must be reached
            return {}
        return self._seen_urls.conditions(self.site.spell(url))

    def _drop(self, reason: str, url: str, found_in: str) -> None:
        self.logger.info("%s: %s (found in %s)", url, reason, found_in)
        self._stat(f"dropped/{reason}")

    def _stat(self, event: str) -> None:
        self._log.count(f"ministry/{event}")

    @property
    def _log(self) -> RunLog:
        return run_log(self.crawler)
