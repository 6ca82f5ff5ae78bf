"""Character sets: the one that a page is really in, even if it declares another one."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from crawler.items import Headers
from crawler.pages.charset_guess import guessed

TOLERATED = 0.1
"""The largest share of a page's non-ASCII bytes that may be damaged if its declared character set is to be used."""
DECLARED_WITHIN = 4096
"""The number of bytes in which a ``meta`` may declare the character set. HTML says 1024, but real heads begin late."""

_NOT_ASCII = bytes(range(0x80, 0x100))
_FITS_ALL = frozenset({"latin-1", "iso8859-1", "cp1252", "iso8859-15", "ascii"})
"""Sets in which nearly every byte is a letter or a sign. Servers declare them for anything, so that a text fits one is
no evidence."""
_LANG = re.compile(
    rb"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z]{2,3})|content-language[\"']?\s+content=[\"']([A-Za-z]{2,3})", re.I
)
_SHIFT = re.compile(rb"\x1b\$[@B][!-~]{2,}?.*?\x1b\([BJ]", re.DOTALL)
_HEAD, _ZEROS = 64, 0.4
"""The bytes at the beginning that show UTF-16, and the least share of zeros among every second of them."""
_NO_TEXT = re.compile(rb"[\xfe\xff]")
"""What windows-1252 shows as thorn and y with diaeresis: letters that hardly any text but an Icelandic one has."""
_ESCAPES = (b"\x00", b"\x1b")
"""Bytes of UTF-16 and ISO-2022 text and of no other: such text can look like UTF-8."""


def as_utf8(body: bytes, headers: Headers = (), site_encoding: str | None = None) -> bytes:
    """The text of an HTML page as UTF-8, without BOM. Never raises.

    A BOM decides. Bytes that are valid UTF-8 are UTF-8, even if the page declares another set: no other text is valid
    UTF-8 by accident. Otherwise the declared sets are tried in this order: HTTP ``charset``, ``meta``, the site's,
    UTF-8. The first one that fits all but a few bytes is used, because saved pages have damaged bytes and some servers
    declare a wrong set. A set that fits every byte (Latin-1, windows-1252) comes after the other declared sets, and it
    is not used where the bytes are clearly the text of another one. If none fits, the set is guessed from the bytes,
    from the page's ``lang``, and from the script of the text that results. Damaged bytes become U+FFFD.
    """
    marked, bom = read_bom(body)
    if marked and bom:
        return _as_utf8(body[len(bom) :].decode(marked, "replace"))
    if marked := _marked_by_bytes(body):
        return _as_utf8(body.decode(marked, "replace"))
    if not any(mark in body for mark in _ESCAPES):
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return body
    return _as_utf8(_decoded(body, headers, site_encoding))


def _marked_by_bytes(body: bytes) -> str:
    """The set that the bytes themselves show: UTF-16 without BOM, where every second byte of the markup is zero, and
    ISO-2022-JP by its escape sequences; empty for others."""
    head = body[:_HEAD]
    if b"\x00" in head and len(head) > 8:
        odd, even = head[1::2].count(0) / len(head[1::2]), head[0::2].count(0) / len(head[0::2])
        if max(odd, even) > _ZEROS and min(odd, even) < 1 - _ZEROS * 2 + 0.1:
            return "utf-16-le" if odd > even else "utf-16-be"
    return "iso2022_jp_2" if _SHIFT.search(body) and body.isascii() else ""


def _decoded(body: bytes, headers: Headers, site_encoding: str | None) -> str:
    best, least = "", -1
    declared = list(dict.fromkeys(_declared(body, headers, site_encoding)))
    weak = [encoding for encoding in declared if _is_weak(encoding)]
    for encoding in (*(each for each in declared if each not in weak), *weak):
        try:
            text = body.decode(encoding, "replace")
        except (LookupError, UnicodeError):
            continue
        damage = text.count("\ufffd")
        if not damage or damage <= TOLERATED * (len(body) - len(body.translate(None, _NOT_ASCII))):
            other = guessed(body, _language(body), sure=True) if encoding in weak else ""
            return body.decode(other, "replace") if other else text
        if least < 0 or damage < least:
            best, least = text, damage
    language = _language(body)
    found = guessed(body, language)
    if found == "windows-1252" and language != "is" and _NO_TEXT.search(body):
        return best  # bytes that no encoding of text has here: the page is damaged, and its set is as it says
    return body.decode(found, "replace") if found else best


def _is_weak(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name in _FITS_ALL
    except LookupError:
        return False


def _language(body: bytes) -> str:
    """The primary subtag that the page declares; empty if it declares none."""
    found = _LANG.search(body[:DECLARED_WITHIN])
    return next((each.decode("ascii").lower() for each in found.groups() if each), "") if found else ""


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
