"""Character sets: the one that a page is really in, even if it declares another one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from crawler.items import Headers

TOLERATED = 0.1
"""The largest share of a page's non-ASCII bytes that may be damaged if its declared character set is to be used."""
DECLARED_WITHIN = 4096
"""The number of bytes in which a ``meta`` may declare the character set. HTML says 1024, but real heads begin late."""

_NOT_ASCII = bytes(range(0x80, 0x100))
_ASCII = bytes(range(0x80))
_NOT_SMALL, _NOT_CAPITAL = bytes(range(0xE0)), bytes({*range(0x100)} - {*range(0xC0, 0xE0)})
_LETTERS = 0.8
"""The least share of letters among the non-ASCII bytes. One-byte sets have letters from 0xC0 on; half of the bytes of
UTF-8 are below."""
_RUN = re.compile(rb"[\x80-\xff]+")
_LONG_RUNS = 2.5
"""The least average length of a run of such bytes that makes Cyrillic words."""
_ENOUGH = 5
"""The least number of letters that is evidence."""
_ESCAPES = (b"\x00", b"\x1b")
"""Bytes of UTF-16 and ISO-2022 text and of no other: such text can look like UTF-8."""


def as_utf8(body: bytes, headers: Headers = (), site_encoding: str | None = None) -> bytes:
    """The text of an HTML page as UTF-8, without BOM. Never raises.

    A BOM decides. Bytes that are valid UTF-8 are UTF-8, even if the page declares another set: no other text is valid
    UTF-8 by accident. Otherwise the declared sets are tried in this order: HTTP ``charset``, ``meta``, the site's,
    UTF-8. The first one that fits all but a few bytes is used, because saved pages have damaged bytes and some servers
    declare a wrong set. If none fits, the set is guessed from the bytes. Damaged bytes become U+FFFD.
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
    guessed = _guessed(body)
    return body.decode(guessed, "replace") if guessed else best


def _guessed(body: bytes) -> str:
    """The one-byte character set of text like these bytes; empty if they are like none.

    Cyrillic words are runs of letters, mostly small ones. In KOI8-R those have the bytes that are capitals in other
    sets. In Western text single letters stand among ASCII.
    """
    high = body.translate(None, _ASCII)
    small, capital = len(high.translate(None, _NOT_SMALL)), len(high.translate(None, _NOT_CAPITAL))
    if small + capital < max(_ENOUGH, _LETTERS * len(high)):
        return ""
    if len(high) > _LONG_RUNS * len(_RUN.findall(body)):
        return "windows-1251" if small > capital else "koi8-r"
    return "windows-1252"


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
