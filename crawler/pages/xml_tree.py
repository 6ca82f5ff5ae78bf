"""XML from the web: unpacked within a limit, decoded, repaired, and without access to anything outside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree, html

from crawler.errors import FieldMissing
from crawler.items import Capture
from crawler.pages.charset import as_utf8
from crawler.pages.decompression import GZIP_START, TooLarge, gunzip_all
from crawler.pages.xml_repair import repair
from crawler.rules.text.normalization import clean

MOST_BYTES = 50 * 1024 * 1024
"""The largest sitemap that sitemaps.org allows, unpacked. A file that unpacks to more is a gzip bomb."""

_LAYERS = 2
"""How often a body is unpacked: a server may pack a packed file once more."""

DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
START = re.compile(rb"<\?xml\s|<(?:[\w.-]+:)?(?:urlset|sitemapindex|rss|rdf|feed)[\s>]", re.IGNORECASE)
"""Where a feed or a sitemap begins."""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a capture's body, unpacked and decoded."""

    text: str
    is_whole: bool
    """Whether all bytes of a packed body could be unpacked."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The elements of an XML document, and how much of the source they are."""

    root: etree._Element
    is_whole: bool
    """Whether the source was unpacked to its end and has the end tag of its root."""
    tags: Mapping[str, int] | None = None
    """If the source was repaired: how many start tags of entries and ``loc`` it has, by local name; else None."""

    def lost(self, *names: str) -> int:
        """How many elements of these local names stand in the source and not in the tree."""
        if self.tags is None:
            return 0
        there = sum(1 for element in self.root.iter() if local(element) in names)
        return max(0, sum(self.tags[name] for name in names) - there)


def read_source(capture: Capture, encoding: str | None = None) -> Source:
    """The body as text: unpacked if its first bytes are those of gzip (a name or a header is not enough), and without
    what a server wrote before the beginning of the document, such as a notice of PHP.

    ``encoding`` is the site's character set, for bytes that declare none and are not UTF-8. Raises FieldMissing if the
    body unpacks to more than MOST_BYTES.
    """
    body, is_whole = capture.body, True
    for _ in range(_LAYERS):
        if not body.startswith(GZIP_START):
            break
        try:
            body, is_all = gunzip_all(body, MOST_BYTES)
            is_whole = is_whole and is_all
        except TooLarge:
            raise FieldMissing(capture.url, "entries", f"at most {MOST_BYTES} bytes unpacked") from None
    if b"\0" not in body[:64] and (start := START.search(body)):
        body = body[start.start() :]
    text = as_utf8(body, capture.headers, encoding).decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    return Source(text, is_whole)


def parse(source: Source, url: str) -> Tree:
    """The elements of the source's XML, repaired if it is broken. Nothing is fetched, and entities of the document are
    not expanded. Raises FieldMissing, with ``url`` as the page's address, if there is no element."""
    text = DOCTYPE.sub("", source.text, count=1)
    try:
        return Tree(etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=False)), source.is_whole)
    except etree.XMLSyntaxError:
        repaired = repair(text)
    root = _recovered(repaired.text)
    if root is None:
        raise FieldMissing(url, "entries", "an XML element")
    return Tree(root, source.is_whole and repaired.is_closed, repaired.tags)


def local(element: etree._Element) -> str:
    """The element's name without namespace and prefix, in lower case (some feeds write ``pubdate``); empty for a node
    that is not an element."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def space(element: etree._Element) -> str:
    """The element's namespace; the prefix, with a colon, if the document does not declare it; empty without either."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    namespace, _, name = tag.rpartition("}")
    return namespace[1:] or "".join(name.rpartition(":")[:2]).lower()


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The child elements with those local names, in the order of the document."""
    return (child for child in element if local(child) in names)


def words(element: etree._Element | None) -> str:
    """All text in the element, cleaned. Escaped markup and HTML entities in it are decoded."""
    if element is None:
        return ""
    return plain("".join(element.itertext()))


def plain(raw: str) -> str:
    """A text cleaned; markup and HTML entities in it are decoded."""
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
        return etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=True))
    except etree.XMLSyntaxError:
        return None
