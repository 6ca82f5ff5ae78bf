"""The nouns: what travels from a page to the archive, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Headers = tuple[tuple[str, str], ...]
"""Header fields in the order received, names as written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link in the main block of a page."""

    url: str
    """Absolute, in one spelling."""
    text: str = ""
    """Its words, white space folded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternate:
    """Another language version that a page announces."""

    hreflang: str
    """As the site wrote it (``x-default`` too); for a switcher in words or flags, the BCP 47 tag its words mean."""
    url: str
    """Absolute, in one spelling."""
    evidence: str = "a"
    """Where it was announced: ``link``, ``a``, ``header``, ``sitemap``, ``words`` or ``flag``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that an article carries."""

    url: str
    title: str = ""
    media_type: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """A piece of news in one language, as one page gave it."""

    url: str
    """The address that was asked for, in one spelling (the archive's ``uri_r``)."""
    title: str = ""
    body: tuple[str, ...] = ()
    """Paragraphs, free of furniture."""
    kind: str = ""
    """The section's word: ``news``, ``statement``, ``interview``, ... ; empty where the site has one kind."""
    language: str = ""
    """BCP 47 tag *of the text itself*; empty until normalized, or where nothing can be said."""
    language_claimed: str = ""
    """BCP 47 tag that the page or its address claims."""
    published: str | None = None
    """``YYYY-MM-DD`` where the site gave only a date, else RFC 3339 with the offset of the site's zone."""
    published_raw: str | None = None
    """The date as the site wrote it."""
    date_source: str | None = None
    """Where it was read: ``element``, ``meta``, ``json-ld``, ``title``, ``prose``, ``dateline``, ``url``."""
    modified: str | None = None
    modified_raw: str | None = None
    canonical_url: str | None = None
    """What ``rel=canonical`` or ``og:url`` claims: a claim, never the identity."""
    links: tuple[Link, ...] = ()
    images: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    tags: tuple[str, ...] = ()
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """An address seen on a listing, a feed or a sitemap."""

    url: str
    """Absolute, in one spelling."""
    kind: str = "article"
    """``article``, ``listing``, ``feed``, ``sitemap`` or ``file``."""
    language: str = ""
    """BCP 47 tag that the listing or the address claims."""
    title: str = ""
    published_raw: str | None = None
    modified_raw: str | None = None
    """A sitemap's ``lastmod`` or a feed's ``updated``: when it was last touched, which is not when it was published."""
    refused: str = ""
    """Why it is not to be asked for: ``offsite``, ``excluded``, ``bad-address``; empty where it may be."""
    alternates: tuple[Alternate, ...] = ()
    """What a sitemap or feed announces for this address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """What a listing, feed or sitemap page said."""

    found: tuple[Found, ...] = ()
    """In the order of the page, newest first as the site has it."""
    next_url: str | None = None
    last_page: int | None = None
    """The highest page number that the pager shows."""
    token: str | None = None
    """What a "load more" endpoint wants back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """One HTTP exchange, and what it was read to be. The one shape that travels the pipe."""

    url: str
    """The address in one spelling (``uri_r``)."""
    captured_at: datetime
    """Aware, UTC, to the millisecond."""
    site: str = ""
    method: str = "GET"
    asked: str | None = None
    """The address as asked for, where it differs from ``url``."""
    request_headers: Headers = ()
    request_body_digest: str | None = None
    status: int = 0
    """HTTP status; 0 where there was no answer or nothing was asked."""
    headers: Headers = ()
    body: bytes = b""
    """The payload, after content-decoding."""
    outcome: str = ""
    """A word of ``crawler.rules.outcome.classification.OUTCOMES``; empty until read."""
    reason: str = ""
    """One word that says why, for every outcome that is not plain success."""
    location: str | None = None
    """Where a redirect leads, absolute, in one spelling."""
    alias_of: str | None = None
    """The address that the site file says this one is a twin of (a print view)."""
    found_in: str | None = None
    """The address of the page that led here."""
    extractor: str = ""
    extractor_version: str = ""
    article: Article | None = None
    listing: Listing | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RunOutcome:
    """How a crawl ended, as its parts report it to the archive. What a later crawl does is decided by its fields."""

    ended: str = "finished"
    """``finished``, ``stopped`` (somebody ended it), ``blocked`` (its site refused), ``failed`` or ``died``."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What was counted, by name, for people to read. Nothing is decided by a name."""
    listings_cut_short: int = 0
    """Listings whose pagination ended before it came to what an earlier run knew: at a limit, at a bound in time, or at
    a page that could not be read."""
    listings_unread: int = 0
    """Listings whose first page could not be read: what an earlier run left out there is still left out."""
    is_in_cooldown: bool = False
    """The site was in a cooldown, so the run sent no request."""
    cooldown_until: datetime | None = None
    """Until when (aware) the site asked to get no request."""
    cooldown_reason: str = ""
    """Why the site gets a cooldown: ``http-429``, ``http-503``, ``blocked``, ``unreachable``; empty: it gets none.
    Without ``cooldown_until`` the archive says how long it is."""
