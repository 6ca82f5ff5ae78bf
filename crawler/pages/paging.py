"""Pagination of listings: pure strategies that compute the address of the next page from the page that was just
read."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from crawler.items import Listing


class SeedLike(Protocol):
    """The two facts of a seed from which a strategy makes an address."""

    @property
    def url(self) -> str:
        """The address of the first page."""

    @property
    def language(self) -> str:
        """The BCP 47 tag that the seed claims; may be empty."""


PageRequest = tuple[str, Mapping[str, str]]
"""The address of a request (a token is still in it), and the request headers that the site requires."""


class Paging(Protocol):
    """A pagination strategy: it leads to the pages of a listing after the first one."""

    def next_address(self, seed: SeedLike, listing: Listing, n: int, token: str | None = None) -> PageRequest | None:
        """The request for page ``n`` of ``seed``; None at the end. The seed itself is page 1, so the first call is for
        2.

        ``listing`` is page ``n - 1`` as it was read. ``token`` is the last token that any page of this seed gave. Some
        sites answer with the same page again after the last one, which no strategy can see. So the caller compares
        :func:`signature`.
        """


@dataclass(frozen=True, slots=True)
class NextLink:
    """The page itself links to the next one: ``rel=next``, a "next" link, or Atom's ``rel=next`` (RFC 5005). The links
    are those that the listing page's ``next`` selects."""

    def next_address(self, seed: SeedLike, listing: Listing, n: int, token: str | None = None) -> PageRequest | None:
        """See :class:`Paging`."""
        return (listing.next_url, {}) if listing.next_url else None


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The address of each page has a number. Pagination ends at a page without entries.

    The links of a pager are not followed, because a pager groups pages ("6-10") and so skips some. Its highest number
    is not the end either, unless ``trust_pager`` is set: many pagers show only the pages around the current one.
    """

    template: str = "{url}{n}"
    """The address of a page, as a format string. Its fields are ``url`` (the seed's address), ``language`` (the seed's)
    and ``n`` (the page number). Default: ``{url}{n}``. Example: ``{url}?page={n}``."""
    first: int = 2
    """The number in the address of the page after the seed. Default: 2. Some sites begin with 0, 1 or 20."""
    step: int = 1
    """The difference between the numbers of two pages. Default: 1. A site that counts entries has the entries of a page
    here. Example: ``20``."""
    trust_pager: bool = False
    """Whether the highest number in the pager is that of the last page. Default: False."""

    def next_address(self, seed: SeedLike, listing: Listing, n: int, token: str | None = None) -> PageRequest | None:
        """See :class:`Paging`."""
        if not listing.found or (self.trust_pager and listing.last_page is not None and n > listing.last_page):
            return None
        number = self.first + (n - 2) * self.step
        return self.template.format(url=seed.url, language=seed.language, n=number), {}


@dataclass(frozen=True, slots=True)
class LoadMore:
    """The endpoint of a "load more" button. It may need the token that the listing carries."""

    template: str
    """The address of a page, as a format string; required. Its fields are ``url`` (the seed's address), ``language``
    (the seed's), ``n`` (a number) and ``token``. Example: ``/api/news?lang={language}&page={n}``."""
    headers: Mapping[str, str] = field(
        default_factory=lambda: {"X-Requested-With": "XMLHttpRequest", "Referer": "{url}"}
    )
    """The request headers. Their values may have the same fields. Default: ``X-Requested-With: XMLHttpRequest`` and the
    seed's address as ``Referer``."""
    first: int = 2
    """The value of ``n`` for the page after the seed. Default: 2."""
    step: int = 1
    """The difference between the values of ``n`` of two pages. Default: 1."""

    def next_address(self, seed: SeedLike, listing: Listing, n: int, token: str | None = None) -> PageRequest | None:
        """See :class:`Paging`. None also if the template has a token and no page gave one."""
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
    """A digest of the addresses that a page lists: two pages of one seed with the same signature are the same page.

    Empty for a page without entries.
    """
    if not listing.found:
        return ""
    return hashlib.sha256("\n".join(found.url for found in listing.found).encode()).hexdigest()[:16]


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
