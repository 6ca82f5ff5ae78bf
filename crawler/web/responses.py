"""Requests and responses: a page as plain data with its template, and its forms as HTML, JSON and Atom."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from crawler.interchange.atom import FeedEntry, feed_of

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The policy of this package's pages: they run no script and load nothing from other hosts."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True, slots=True)
class PageFeed:
    """The content of a page as an Atom feed; ``about`` makes the id of the feed."""

    title: str
    about: str
    entries: Sequence[FeedEntry]


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page: its data, and the template that shows it."""

    template: str
    title: str
    data: Mapping[str, Any]
    """JSON values; the address with ``.json`` serves them."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    feed: PageFeed | None = None


@dataclass(frozen=True, slots=True)
class RawResponse:
    """A response with its body."""

    body: bytes
    content_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WebRequest:
    """The request for a page."""

    path: str
    parts: Mapping[str, str]
    """The named groups of the route."""
    query: Mapping[str, str]
    query_string: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    """Scheme and host of the server, without a final slash; permanent addresses begin with it."""

    def number(self, name: str, default: int, largest: int) -> int:
        """A number in the query string, limited to 1 to ``largest``; the default if it is not a number."""
        written = self.query.get(name, "")
        return (
            max(1, min(largest, int(written)))
            if written.isascii() and written.isdigit() and len(written) < 9
            else default
        )

    def word(self, name: str) -> str | None:
        """A value in the query string; None if it is missing or empty."""
        return self.query.get(name, "").strip() or None


def as_json(page: HtmlPage) -> RawResponse:
    """The data of a page as JSON."""
    text = json.dumps(page.data, ensure_ascii=False, indent=2)
    headers = {**HEADERS, **page.headers}
    return RawResponse(text.encode("utf-8", "replace"), "application/json; charset=utf-8", page.status, headers)


def as_atom(feed: PageFeed, address: str) -> RawResponse:
    """The feed of a page; ``address`` is its own URL."""
    text = feed_of(feed.entries, title=feed.title, about=feed.about, now=datetime.now(UTC), address=address)
    return RawResponse(text.encode("utf-8", "replace"), "application/atom+xml; charset=utf-8", headers=HEADERS)
