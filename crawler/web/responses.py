"""What a page of ours is before it is written: what it tells, as plain data, and the template that shows it."""

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
"""Pages of ours run no script and load nothing from elsewhere, whatever an archived text has in it."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True, slots=True)
class PageFeed:
    """The same as an Atom feed."""

    title: str
    about: str
    entries: Sequence[FeedEntry]


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page."""

    template: str
    title: str
    data: Mapping[str, Any]
    """JSON values: what ``.json`` gives."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    feed: PageFeed | None = None


@dataclass(frozen=True, slots=True)
class RawResponse:
    """An answer that is no page of ours."""

    body: bytes
    content_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WebRequest:
    """What is asked for."""

    path: str
    parts: Mapping[str, str]
    """What the route names."""
    query: Mapping[str, str]
    query_string: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    """Scheme and host that were asked, without a final slash: what permanent addresses begin with."""

    def number(self, name: str, default: int, most: int) -> int:
        """A number of the query, within 1 and ``most``; the default where it is none."""
        written = self.query.get(name, "")
        return (
            max(1, min(most, int(written))) if written.isascii() and written.isdigit() and len(written) < 9 else default
        )

    def word(self, name: str) -> str | None:
        """A word of the query; None where it is not given or empty."""
        return self.query.get(name, "").strip() or None


def as_json(page: HtmlPage) -> RawResponse:
    """The page's data."""
    text = json.dumps(page.data, ensure_ascii=False, indent=2)
    headers = {**HEADERS, **page.headers}
    return RawResponse(text.encode("utf-8", "replace"), "application/json; charset=utf-8", page.status, headers)


def as_atom(feed: PageFeed, address: str) -> RawResponse:
    """The page's feed."""
    text = feed_of(feed.entries, title=feed.title, about=feed.about, now=datetime.now(UTC), address=address)
    return RawResponse(text.encode("utf-8", "replace"), "application/atom+xml; charset=utf-8", headers=HEADERS)
