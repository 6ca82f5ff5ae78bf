"""From bytes to text: which character set a page is really in."""

from __future__ import annotations

from collections.abc import Iterator

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from crawler.items import Headers

TOLERATED = 0.1
"""The share of a page's non-ASCII bytes that may be damaged while its declared character set is still believed."""
DECLARED_WITHIN = 4096
"""Bytes in which a ``meta`` may declare the character set: more than HTML's 1024, since real heads begin late."""

_NOT_ASCII = bytes(range(0x80, 0x100))
_ESCAPES = (b"\x00", b"\x1b")
"""In UTF-16 and ISO-2022 text, and in no other: those sets' bytes pass for UTF-8 without being it."""


def as_utf8(body: bytes, headers: Headers = (), site_encoding: str | None = None) -> bytes:
    """An HTML page's text as UTF-8, without BOM; never raises.

    A BOM decides. Bytes that are UTF-8 throughout are UTF-8, whatever is declared: no other text looks so by accident.
    Else the declared sets are tried in the order HTTP ``charset``, ``meta``, the site's, UTF-8, and the first that fits
    all but a few bytes is taken (saved pages have damaged bytes; some servers declare what the page is not). Damaged
    bytes become U+FFFD.
    """
    marked, bom = read_bom(body)
    if marked and bom:
        return _as_utf8(body[len(bom) :].decode(marked, "replace"))
    if not any(mark in body for mark in _ESCAPES):
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return body
    return _as_utf8(_decoded(body, headers, site_encoding))


def _decoded(body: bytes, headers: Headers, site_encoding: str | None) -> str:
    best, least = "", -1
    for encoding in dict.fromkeys(_declared(body, headers, site_encoding)):
        try:
            text = body.decode(encoding, "replace")
        except (LookupError, UnicodeError):
            continue
        damage = text.count("\ufffd")
        if not damage or damage <= TOLERATED * (len(body) - len(body.translate(None, _NOT_ASCII))):
            return text
        if least < 0 or damage < least:
            best, least = text, damage
    return best


def _declared(body: bytes, headers: Headers, site_encoding: str | None) -> Iterator[str]:
    for name, value in headers:
        if name.lower() == "content-type" and (declared := http_content_type_encoding(value)):
            yield declared
    if declared := html_body_declared_encoding(body[:DECLARED_WITHIN]):
        yield declared
    if site_encoding and (declared := resolve_encoding(site_encoding)):
        yield declared
    yield "utf-8"


def _as_utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
