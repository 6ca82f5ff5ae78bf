"""Addresses that cannot exist: what a site answers there is what it answers to anything that is not."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

PROBE_MARK = "-communique-no-such-page"
"""What makes an address one that nobody ever gave to a page."""


def probe_address(url: str) -> str:
    """An address beside that of an article (absolute), of the same form, at which nothing can be.

    The mark goes to the end of the last name of the path, before its ending; a query is left out.
    """
    parts = urlsplit(url)
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    stem, dot, ending = name.partition(".")
    slash = "/" if parts.path.endswith("/") else ""
    return urlunsplit(
        (parts.scheme, parts.netloc, f"{folder}/{stem or 'page'}{PROBE_MARK}{dot}{ending}{slash}", "", "")
    )


def is_probe(url: str) -> bool:
    """Whether an address is one of these."""
    return PROBE_MARK in urlsplit(url).path
