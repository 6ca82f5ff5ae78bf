"""How a listing goes on: pure strategies from the page just read to the address of the one after it."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from crawler.items import Listing


class SeedLike(Protocol):
    """The two facts of a seed that an address is made of."""

    @property
    def url(self) -> str:
        """The address of the first page."""

    @property
    def language(self) -> str:
        """BCP 47 tag that the listing claims; may be empty."""


PageRequest = tuple[str, Mapping[str, str]]
"""An address as it goes over the wire (a token is still in it), and the request headers that the site insists on."""


class Paging(Protocol):
    """A way to the pages of a listing after its first."""

    def next_address(self, seed: SeedLike, listing: Listing, n: int, token: str | None = None) -> PageRequest | None:
        """What to ask for as page ``n`` of ``seed`` (itself page 1, so the first call is for 2), or None at the end.

        ``listing`` is page ``n - 1`` as read; ``token`` the last one that any page of this seed gave.
        A strategy cannot know an end that repeats itself: whoever calls compares :func:`signature`.
        """


@dataclass(frozen=True, slots=True)
class NextLink:
    """The page names its successor itself (``rel=next``, a "next" link, Atom's ``rel=next`` of RFC 5005)."""

    def next_address(self, seed: SeedLike, listing: Listing, n: int, token: str | None = None) -> PageRequest | None:
        """See :class:`Paging`."""
        return (listing.next_url, {}) if listing.next_url else None


@dataclass(frozen=True, slots=True)
class PageNumber:
    """Addresses are counted upward; the end is a page without an entry.

    A pager's links are not followed: pagers group ("6-10") and so skip pages. Nor is its highest number taken for the
    end, unless ``trust_pager``: many pagers show only the pages around the current one.
    """

    template: str = "{url}{n}"
    """Fields: ``url`` (the seed's), ``language``, ``n``."""
    first: int = 2
    """The number that the page after the seed has in its address (0, 1 and 20 are met too)."""
    step: int = 1
    """How far the number goes on from page to page (for offsets: the entries a page)."""
    trust_pager: bool = False
    """Whether the highest number in the pager is the last page."""

    def next_address(self, seed: SeedLike, listing: Listing, n: int, token: str | None = None) -> PageRequest | None:
        """See :class:`Paging`."""
        if not listing.found or (self.trust_pager and listing.last_page is not None and n > listing.last_page):
            return None
        number = self.first + (n - 2) * self.step
        return self.template.format(url=seed.url, language=seed.language, n=number), {}


@dataclass(frozen=True, slots=True)
class LoadMore:
    """A "load more" button's endpoint, asked with the token that the listing carries."""

    template: str
    """Fields: ``url`` (the seed's), ``language``, ``n``, ``token``."""
    headers: Mapping[str, str] = field(
        default_factory=lambda: {"X-Requested-With": "XMLHttpRequest", "Referer": "{url}"}
    )
    """Request headers; the same fields may be used in their values."""
    first: int = 2
    """The value of ``n`` for the page after the seed."""
    step: int = 1
    """How far ``n`` goes on from page to page."""

    def next_address(self, seed: SeedLike, listing: Listing, n: int, token: str | None = None) -> PageRequest | None:
        """See :class:`Paging`; None too where the endpoint wants a token and no page gave one."""
        token = listing.token or token
        if not listing.found or (token is None and "token" in _fields(self.template)):
            return None
        values = {
            "url": seed.url,
            "language": seed.language,
            "n": self.first + (n - 2) * self.step,
            "token": token or "",
        }
        headers = {name: value.format(**values) for name, value in self.headers.items()}
        return self.template.format(**values), headers


def signature(listing: Listing) -> str:
    """What a page lists, as one short word: two pages of one seed with the same signature are the same page again.

    Empty for a page without entries.
    """
    if not listing.found:
        return ""
    return hashlib.sha256("\n".join(found.url for found in listing.found).encode()).hexdigest()[:16]


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
