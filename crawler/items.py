"""Items: the data that goes from a page to the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

Headers = tuple[tuple[str, str], ...]
"""Header fields in the order of the message, with names as written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link in the main block of a page."""

    url: str
    """The absolute address, in one spelling."""
    text: str = ""
    """The words of the link, with white space folded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternate:
    """Another language version that a page announces."""

    hreflang: str
    """The tag as the site wrote it (``x-default`` too); for a switcher in words or flags, the BCP 47 tag that its words
    mean."""
    url: str
    """The absolute address, in one spelling."""
    evidence: str = "a"
    """The place of the announcement: ``link``, ``a``, ``header``, ``sitemap``, ``words`` or ``flag``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that an article links or embeds."""

    url: str
    title: str = ""
    media_type: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """A news article in one language, as one page shows it."""

    url: str
    """The address that was requested, in one spelling (the archive's ``uri_r``)."""
    title: str = ""
    body: tuple[str, ...] = ()
    """The paragraphs, without furniture (menus, footers and the like)."""
    kind: str = ""
    """The kind of article: ``news``, ``statement``, ``interview``, ...; empty if the site has one kind only."""
    language: str = ""
    """The BCP 47 tag *of the text itself*; empty before normalization and if the language is unknown."""
    language_claimed: str = ""
    """The BCP 47 tag that the page or its address claims."""
    published: str | None = None
    """``YYYY-MM-DD`` if the site shows only a date, else RFC 3339 with the offset of the site's zone."""
    published_raw: str | None = None
    """The date as the site wrote it."""
    date_source: str | None = None
    """The place of the date: ``element``, ``meta``, ``json-ld``, ``title``, ``prose``, ``dateline``, ``url``."""
    modified: str | None = None
    modified_raw: str | None = None
    canonical_url: str | None = None
    """The address in ``rel=canonical`` or ``og:url``. It is only a claim and does not identify the article."""
    links: tuple[Link, ...] = ()
    images: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    tags: tuple[str, ...] = ()
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """An address seen on a listing, a feed or a sitemap."""

    url: str
    """The absolute address, in one spelling."""
    kind: str = "article"
    """``article``, ``listing``, ``feed``, ``sitemap`` or ``file``."""
    language: str = ""
    """The BCP 47 tag that the listing or the address claims."""
    title: str = ""
    published_raw: str | None = None
    modified_raw: str | None = None
    """The ``lastmod`` of a sitemap or the ``updated`` of a feed: the last change, not the publication."""
    refused: str = ""
    """Why the address must not be requested: ``offsite``, ``excluded``, ``bad-address``; empty if it may be."""
    alternates: tuple[Alternate, ...] = ()
    """The language versions that a sitemap or feed announces for this address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """The content of a page of a listing, feed or sitemap."""

    found: tuple[Found, ...] = ()
    """The entries in the order of the page, which usually has the newest first."""
    next_url: str | None = None
    last_page: int | None = None
    """The highest page number that the pager shows."""
    token: str | None = None
    """The token that the next request to a "load more" endpoint must carry."""
    unread: int = 0
    """The number of entries that stand on the page but gave no address."""
    is_cut: bool = False
    """Whether bytes of the document were not read: its end is missing, or it is damaged."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """One HTTP exchange, its outcome, and what was read from it. Every pipeline stage takes it and returns it."""

    url: str
    """The address in one spelling (``uri_r``)."""
    captured_at: datetime
    """The time of the exchange: an aware datetime in UTC, to the millisecond."""
    site: str = ""
    method: str = "GET"
    asked: str | None = None
    """The address as requested, if it differs from ``url``."""
    request_headers: Headers = ()
    request_body_digest: str | None = None
    status: int = 0
    """The HTTP status; 0 if there was no answer or no request."""
    headers: Headers = ()
    body: bytes = b""
    """The payload, after content-decoding."""
    outcome: str = ""
    """A word of ``crawler.rules.outcome.classification.OUTCOMES``; empty before classification."""
    reason: str = ""
    """The reason word of the outcome; empty for plain success."""
    location: str | None = None
    """The target of a redirect: an absolute address in one spelling."""
    alias_of: str | None = None
    """The address of which this one is a twin (such as a print view), by the site file."""
    found_in: str | None = None
    """The address of the page that links to this one."""
    extractor: str = ""
    extractor_version: str = ""
    article: Article | None = None
    listing: Listing | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PageFailure:
    """An exception in the code of a spider, a page object or a site file while it read a capture."""

    url: str
    captured_at: datetime
    """The time of the capture: an aware datetime in UTC."""
    error: str
    """The type of the exception, such as ``KeyError``."""
    message: str = ""
    """What the exception says, in one line of at most 200 characters."""

    @property
    def cause(self) -> str:
        """Type and message in one line."""
        return f"{self.error}: {self.message}" if self.message else self.error


@dataclass(frozen=True, kw_only=True, slots=True)
class RunOutcome:
    """How a crawl ended, as its parts report it to the archive. The fields decide what a later crawl does."""

    ended: str = "finished"
    """``finished``, ``stopped`` (somebody ended it), ``blocked`` (its site refused), ``failed`` or ``died``."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Counts by name, for people to read. They decide nothing."""
    listings_cut_short: int = 0
    """The number of listings whose pagination ended before it reached entries of an earlier run: at a limit, at a bound
    in time, or at a page that could not be read."""
    listings_unread: int = 0
    """The number of listings whose first page could not be read. Entries that an earlier run left out there are still
    missing."""
    errors: int = 0
    """The number of pages and items on which our own code failed. A run with any of them is not complete."""
    failures: tuple[PageFailure, ...] = ()
    """What failed on these pages, as far as it is known."""
    is_in_cooldown: bool = False
    """Whether the site was in a cooldown, so that the run sent no request."""
    cooldown_until: datetime | None = None
    """The end of the cooldown that the site asked for, as an aware datetime."""
    cooldown_reason: str = ""
    """Why the site gets a cooldown: ``http-429``, ``http-503``, ``blocked`` or ``unreachable``; empty if it gets none.
    Without ``cooldown_until``, the archive decides its length."""

    def with_failures(self, failures: Sequence[PageFailure]) -> RunOutcome:
        """The same outcome with further failures, which count as errors."""
        return replace(self, errors=self.errors + len(failures), failures=(*self.failures, *failures))
