"""Probes: addresses that cannot exist. The site's answer to one shows what it answers for any missing page."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

PROBE_MARK = "-communique-no-such-page"
"""The mark in an address that no page has."""


def probe_address(url: str) -> str:
    """An address of the same form as an article's (absolute), at which no page can be.

    The mark is added to the last name of the path, before its ending. The query is left out.
    """
    parts = urlsplit(url)
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    stem, dot, ending = name.partition(".")
    slash = "/" if parts.path.endswith("/") else ""
    return urlunsplit(
        (parts.scheme, parts.netloc, f"{folder}/{stem or 'page'}{PROBE_MARK}{dot}{ending}{slash}", "", "")
    )


def probe_source(url: str) -> str:
    """The address from which a probe was made, without its query; the address itself if it is no probe."""
    return url.replace(PROBE_MARK, "", 1)


def is_probe(url: str) -> bool:
    """Whether an address is a probe."""
    return PROBE_MARK in urlsplit(url).path
