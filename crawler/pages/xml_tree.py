"""XML from the web: unpacked within a limit, decoded, repaired, and without access to anything outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree, html

from crawler.errors import FieldMissing
from crawler.items import Capture
from crawler.pages.charset import as_utf8
from crawler.pages.decompression import GZIP_START, TooLarge, gunzip
from crawler.rules.text.normalization import clean

MOST_BYTES = 50 * 1024 * 1024
"""The largest sitemap that sitemaps.org allows, unpacked. A file that unpacks to more is a gzip bomb."""

DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
AMPERSAND = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]*;)?")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def unpack(capture: Capture) -> bytes:
    """The body, unpacked if its first bytes are those of gzip (a name or a header is not enough). Its end may be
    missing.

    Raises FieldMissing if it unpacks to more than MOST_BYTES.
    """
    if not capture.body.startswith(GZIP_START):
        return capture.body
    try:
        return gunzip(capture.body, MOST_BYTES)[0]
    except TooLarge:
        raise FieldMissing(capture.url, "entries", f"at most {MOST_BYTES} bytes unpacked") from None


def parse(capture: Capture, encoding: str | None = None) -> etree._Element:
    """The root of the body's XML, repaired if it is broken. Nothing is fetched, and entities of the document are not
    expanded.

    ``encoding`` is the site's character set, for bytes that declare none and are not UTF-8. Raises FieldMissing if
    there is no element.
    """
    text = as_utf8(unpack(capture), capture.headers, encoding).decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    text = DOCTYPE.sub("", text, count=1)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=False))
    except etree.XMLSyntaxError:
        root = _recovered(text)
    if root is None:
        raise FieldMissing(capture.url, "entries", "an XML element")
    return root


def local(element: etree._Element) -> str:
    """The element's name without namespace, in lower case (some feeds write ``pubdate``); empty for a node that is not
    an element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The child elements with those local names, in the order of the document."""
    return (child for child in element if local(child) in names)


def words(element: etree._Element | None) -> str:
    """All text in the element, cleaned. Escaped markup and HTML entities in it are decoded."""
    if element is None:
        return ""
    raw = "".join(element.itertext())
    if "<" in raw or "&" in raw:
        raw = html.fromstring(f"<div>{raw}</div>").text_content()
    return clean(raw)


def address(element: etree._Element | None) -> str:
    """The text of an element that holds an address, as written; empty for None."""
    return "" if element is None else "".join(element.itertext()).strip()


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, encoding="utf-8"
    )


def _recovered(text: str) -> etree._Element | None:
    try:
        return etree.fromstring(_mend(text).encode("utf-8", "replace"), _parser(recover=True))
    except etree.XMLSyntaxError:
        return None


def _mend(text: str) -> str:
    """Make bare ampersands, HTML entities and control characters harmless outside CDATA.

    All references become numbers, because libxml2 drops ``&amp;`` after its first error but still reads ``&#38;``.
    """
    parts = CDATA.split(CONTROL.sub("", text))
    parts[::2] = [AMPERSAND.sub(_number, part) for part in parts[::2]]
    return "".join(parts)


def _number(match: re.Match[str]) -> str:
    reference = match[1]
    if reference is None:
        return "&#38;"
    if reference in html5:
        return "".join(f"&#{ord(character)};" for character in html5[reference])
    return match[0]
