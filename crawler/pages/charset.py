"""From bytes to text: which character set a page is really in."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from crawler.items import Headers

TOLERATED = 0.1
"""The share of a page's non-ASCII bytes that may be damaged while its declared character set is still believed."""

_NOT_ASCII = bytes(range(0x80, 0x100))
_SEVEN_BIT = ("iso2022", "hz", "utf_7", "utf_16", "utf_32")
"""Character sets whose bytes may pass for UTF-8 without being it."""


def decode(body: bytes, headers: Headers = (), site_encoding: str | None = None) -> tuple[str, str]:
    """The text of an HTML page, and the character set it was read in; never raises.

    A BOM decides. Bytes that are UTF-8 throughout are UTF-8, whatever is declared: no other text looks so by accident.
    Else the declared sets are tried in the order HTTP ``charset``, ``meta``, the site's, UTF-8, and the first that fits
    all but a few bytes is taken (saved pages have damaged bytes; some servers declare what the page is not). Damaged
    bytes become U+FFFD.
    """
    marked, bom = read_bom(body)
    if marked and bom:
        return _replaced(body[len(bom) :], marked), marked
    tried = list(dict.fromkeys(_declared(body, headers, site_encoding)))
    if not tried[0].startswith(_SEVEN_BIT):
        try:
            return body.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    doubtful = max(1, len(body) - len(body.translate(None, _NOT_ASCII)))
    best: tuple[int, str, str] | None = None
    for encoding in tried:
        text = _replaced(body, encoding)
        damage = text.count("\ufffd")
        if damage <= doubtful * TOLERATED:
            return text, encoding
        if best is None or damage < best[0]:
            best = (damage, text, encoding)
    return ("", "utf-8") if best is None else best[1:]


def _declared(body: bytes, headers: Headers, site_encoding: str | None) -> Iterator[str]:
    for name, value in headers:
        if name.lower() == "content-type" and (declared := http_content_type_encoding(value)):
            yield declared
    if declared := html_body_declared_encoding(body[:4096]):
        yield declared
    if site_encoding and (declared := resolve_encoding(site_encoding)):
        yield declared
    yield "utf-8"


def _replaced(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return codecs.decode(body, "utf-8", "replace")
