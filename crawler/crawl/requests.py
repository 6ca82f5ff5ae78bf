"""Makes the requests of a spider: their purpose, and how redirects and language versions are followed."""

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

from crawler.crawl.clock import Clock, now
from crawler.crawl.pagination import SeedPagination
from crawler.crawl.run_outcome import RunLog, run_log
from crawler.crawl.seen_urls import SeenUrls
from crawler.items import Alternate, Capture
from crawler.pages.site import Site

MOST_HOPS = 10
"""Redirects that are followed from one address."""
ARTICLE, FRONT, LISTING = 1_000_000, 500_000, 0
"""Request priorities: the articles of a page come before the next page, so that few requests wait in memory."""


@dataclass(frozen=True, slots=True)
class RequestPurpose:
    """The purpose of a request, and where its address was found."""

    kind: str
    """``article``, ``listing`` (feeds and sitemaps too), ``front``, or ``probe``."""
    language: str = ""
    pagination: SeedPagination | None = None
    """The pagination of the seed, for a listing and for an article that it lists."""
    found_in: str | None = None
    """The address of the page that led here; None for a seed."""
    hops: tuple[str, ...] = ()
    """The requested addresses that redirected here, in order."""


class FollowingSpider(Spider):
    """A spider of one site that requests each address once in a run, and follows redirects and language versions."""

    site: ClassVar[Site]

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.left: float = math.inf
        """The number of articles that may still be requested."""
        self._seen_urls = SeenUrls()
        self._clock: Clock = now

    def failed(self, failure: Failure) -> Iterator[Any]:
        """Yield the capture of a request that got no answer or was refused."""
        raise NotImplementedError

    def _variants(self, url: str, alternates: Iterable[Alternate], found_in: str | None = None) -> Iterator[Any]:
        """Yield a request for each announced version that is not captured yet, and a capture for each one off the site.

        A front page is requested once in a run: a language switcher that leads only to a front page is the evidence
        against that link.
        """
        targets: dict[str, str] = {}
        for target in (alternate.url for alternate in alternates):
            if target == url or target in targets:
                continue
            if not self.site.owns(target):
                self._drop("offsite", target, url)
                if self._seen_urls.add(target):
                    yield self._not_requested(target, "offsite", "variant", url)
            elif not self._seen_urls.has(target):
                targets[target] = self.site.claimed(target)
        known = self._seen_urls.known(targets, self._clock(), url) if targets else ()
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
        """Yield a request for the next hop, unless it leads off the site, into a loop, or was requested already."""
        target = capture.location
        if target is None:
            return
        if not self.site.owns(target):
            self._drop("offsite", target, capture.url)
            yield self._not_requested(target, "offsite", "redirect", capture.url)
            return
        if target == capture.url:  # scheme or host differ, the spelling does not: only the written address leads on
            target = urljoin(response.url, (response.headers.get("Location") or b"").decode("latin-1").strip())
        hops = (*purpose.hops, response.url)
        turns = target in hops and not response.headers.getlist("Set-Cookie")
        if turns or len(hops) > MOST_HOPS:
            reason = "redirect-loop" if target in hops else "too-many-redirects"
            self._drop(reason, target, capture.url)
            refusal = self._not_requested(capture.url, "unreachable", reason, purpose.found_in)
            # The refusal must be newer than the redirect, even by a wrong clock, to be the address's newest capture.
            after = capture.captured_at + timedelta(milliseconds=1)
            yield replace(refusal, captured_at=max(refusal.captured_at, after))
            return
        known = bool(self._seen_urls.known((target,), self._clock(), capture.url))
        if purpose.kind != "listing" and target not in hops and not self._seen_urls.add(target, known=known):
            return
        yield self._request(target, replace(purpose, found_in=capture.url, hops=hops), ARTICLE + 1)

    def _not_requested(self, url: str, outcome: str, reason: str, found_in: str | None) -> Capture:
        at, site = self._clock(), self.site.name
        return Capture(url=url, captured_at=at, site=site, outcome=outcome, reason=reason, found_in=found_in)

    def _request(
        self, url: str, purpose: RequestPurpose, priority: int, headers: Mapping[str, str] | None = None
    ) -> Request:
        """Make a request; ``SeenUrls`` filters duplicates, so ``dont_filter`` is set. Each language has a cookie jar.

        A request for an address that was captured before carries its validators (RFC 9110, 13), so that the server need
        not send an unchanged page again.
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
        """Return the header fields that make a request conditional (``If-None-Match``, ``If-Modified-Since``)."""
        if purpose.kind == "listing":  # an unchanged page may lead to later pages that an unfinished run did not reach
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
