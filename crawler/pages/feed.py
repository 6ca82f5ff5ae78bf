"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, and JSON Feed, as lists of addresses. The text in a feed is not kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from lxml import etree

from crawler.errors import BadAddress, FieldMissing
from crawler.items import Alternate, Found, Listing
from crawler.pages.entries import usable_address, usable_date
from crawler.pages.page import Page
from crawler.pages.xml_tree import (
    XML_BASE,
    XML_LANG,
    Tree,
    address,
    children,
    local,
    parse,
    plain,
    read_source,
    space,
    words,
)
from crawler.rules.language.tags import hreflang_language, tag

ATOM = "http://www.w3.org/2005/Atom"
FAMILIAR = frozenset(
    {
        "",
        ATOM,
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0/",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/dc/terms/",
        "dc:",
        "dcterms:",
        "atom:",
    }
)
"""Namespaces (and prefixes that a document does not declare) in which the names of an entry's parts mean the entry
itself. In others they mean something in it: ``media:title`` is the name of a picture."""
ORIGINAL = "origlink"
"""The part in which a service that counts readers keeps the address it has replaced (``feedburner:origLink``)."""
_JSON = re.compile(
    r'\A\{|(?<!\S)(?<!=\s)\{(?=\s*"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org)', re.IGNORECASE
)
_XML = re.compile(r"<\?xml\s|<(?:[\w.-]+:)?(?:rss|rdf|feed)[\s>]", re.IGNORECASE)
"""Where a JSON Feed begins: at the start, or after what a server wrote before it."""
_VERSION = re.compile(r'"version"\s*:\s*"([^"]*)"')
_ITEMS = re.compile(r'"items"\s*:\s*\[\s*')
_COMMA = re.compile(r"\s*,\s*")
FEEDS = ("rss", "rdf", "feed")
"""Names of root elements."""
PUBLISHED = ("pubdate", "date", "published", "issued", "created", "available")
MODIFIED = ("updated", "modified")


class FeedPage(Page):
    """A feed of any kind. Its root element says which; names are read without case, and broken XML is repaired.

    The page object reads of each entry: the address (``link``, Atom's ``rel=alternate``, ``feedburner:origLink``, a
    ``guid`` that is a permalink, RSS 1.0's ``rdf:about``), the title, the date as written (``pubDate``, ``dc:date``,
    ``published``), ``updated`` separately, and the language: the entry's, else the feed's. Of several addresses, titles
    and dates of an entry it takes the first that is usable.
    """

    version: ClassVar[int] = 4

    def to_item(self) -> Listing:
        """All entries in the feed's order, and the next page if the feed has pages (RFC 5005).

        Raises FieldMissing if the body is no feed.
        """
        source = read_source(self.capture, self.site.encoding)
        json_start = None if _XML.match(source.text) else _JSON.search(source.text)
        if json_start is not None:
            return self._from_json(source.text[json_start.start() :])
        tree = parse(source, self.capture.url)
        if local(tree.root) not in FEEDS:
            raise FieldMissing(self.capture.url, "entries", "rss, rdf:RDF or feed")
        return self._from_xml(tree)

    def _from_xml(self, tree: Tree) -> Listing:
        # In RSS 1.0 and some 0.9x the items are siblings of the channel. A channel without items is an empty feed.
        channels = [each for each in tree.root.iter() if local(each) == "channel"] or [tree.root]
        known = FAMILIAR | {space(tree.root), *map(space, channels)}
        entries = [each for each in tree.root.iter() if local(each) in ("item", "entry") and space(each) in known]
        language, homes = _language(channels[0], tree.root), self._homes([tree.root, *channels])
        found = [self._entry(each, language, homes) for each in entries]
        return Listing(
            found=tuple(dict.fromkeys(each for each in found if each)),
            next_url=self._next([tree.root, *channels]),
            unread=found.count(None) + tree.lost("item", "entry"),
            is_cut=not tree.is_whole,
        )

    def _entry(self, entry: etree._Element, language: str, homes: frozenset[str]) -> Found | None:
        links = _alternates(entry)
        found = usable_address(self, self._addresses(entry, links), of_others=homes)
        if found is None:
            return None
        alternates = tuple(self._announced(entry, links)) if not found.refused else ()
        parts = _parts(entry)
        return Found(
            url=found.url,
            language=_own_language(entry, found.url, alternates) or language or self.site.claimed(found.url),
            title=next(filter(None, (words(part) for part in parts.get("title", ()))), ""),
            published_raw=usable_date(self, _written(parts, PUBLISHED)),
            modified_raw=usable_date(self, _written(parts, MODIFIED)),
            refused=found.refused,
            alternates=alternates if len(alternates) > 1 else (),
        )

    def _addresses(self, entry: etree._Element, links: list[etree._Element]) -> Iterator[tuple[str, str]]:
        """Every address that may be the entry's, as written, with its base; the ones that are usually right first."""
        base = self._base(entry)
        for part in children(entry, ORIGINAL):
            yield address(part), base
        for link in children(entry, "link"):
            if space(link) in FAMILIAR | {space(entry)} and not link.get("href", "").strip():
                yield address(link) or (link.tail or "").strip(), base
        for link in links:
            yield link.get("href", "").strip(), self._base(link)
        for guid in children(entry, "guid", "id"):
            text = address(guid)
            if guid.get("isPermaLink", "true").lower() != "false" and text.startswith(("http://", "https://")):
                yield text, base
        for name, value in entry.attrib.items():
            if str(name).rpartition("}")[2] == "about":
                yield str(value).strip(), base

    def _announced(self, entry: etree._Element, links: list[etree._Element]) -> Iterator[Alternate]:
        for link in links:
            hreflang = link.get("hreflang", "").strip()
            try:
                url = self.site.spell(link.get("href", "").strip(), base=self._base(entry)) if hreflang else ""
            except BadAddress:
                continue
            if url:
                yield Alternate(hreflang=hreflang, url=url, evidence="link")

    def _base(self, element: etree._Element) -> str:
        """The base of relative addresses: ``xml:base`` if there is one, else the feed's own address."""
        base: etree._Element | None = element
        while base is not None:
            if written := base.get(XML_BASE):
                return self.address(written, base=self.request_url) or self.request_url
            base = base.getparent()
        return self.request_url

    def _homes(self, channels: Iterable[etree._Element]) -> frozenset[str]:
        """The addresses of the feed and of the pages that it belongs to: no entry is there."""
        links = [link for each in channels for link in children(each, "link")]
        written = [(address(link) or link.get("href", "").strip(), self._base(link)) for link in links]
        return frozenset({self.capture.url, *(self.address(raw, base=base) for raw, base in written if raw)})

    def _next(self, channels: Iterable[etree._Element]) -> str | None:
        for channel in channels:
            for link in children(channel, "link"):
                if "next" in link.get("rel", "").lower().split() and (href := link.get("href", "").strip()):
                    url = self.address(href, base=self._base(channel))
                    if url and url != self.capture.url:
                        return url
        return None

    def _from_json(self, text: str) -> Listing:
        """A JSON Feed (jsonfeed.org, version 1 and 1.1). What follows the document is left out; of a document that was
        cut, the whole entries are read."""
        document, is_cut = _document(text)
        items = document.get("items")
        if not isinstance(items, list) or "jsonfeed.org" not in str(document.get("version", "")).lower():
            raise FieldMissing(self.capture.url, "entries", "a JSON Feed: its version, and a list of items")
        homes = frozenset(
            self.address(home) for name in ("home_page_url", "feed_url") if (home := _text(document, name))
        )
        found = [self._json_entry(each, tag(_text(document, "language")) or "", homes) for each in items]
        following = _text(document, "next_url")
        return Listing(
            found=tuple(dict.fromkeys(each for each in found if each)),
            next_url=(self.address(following, base=self.request_url) if following else "") or None,
            unread=found.count(None),
            is_cut=is_cut,
        )

    def _json_entry(self, entry: Any, language: str, homes: frozenset[str]) -> Found | None:
        if not isinstance(entry, dict):
            return None
        identity = _text(entry, "id")
        written = [_text(entry, "url"), _text(entry, "external_url"), identity if "://" in identity else ""]
        found = usable_address(self, [(each, self.request_url) for each in written], of_others=homes)
        if found is None:
            return None
        return Found(
            url=found.url,
            language=tag(_text(entry, "language")) or language or self.site.claimed(found.url),
            title=plain(_text(entry, "title")),
            published_raw=usable_date(self, [_text(entry, "date_published")]),
            modified_raw=usable_date(self, [_text(entry, "date_modified")]),
            refused=found.refused,
        )


def _alternates(entry: etree._Element) -> list[etree._Element]:
    """Atom's links to the entry itself and to its versions; web pages before other files."""
    links = [
        link
        for link in children(entry, "link")
        if link.get("href", "").strip() and link.get("rel", "alternate").strip().lower() == "alternate"
    ]
    return sorted(links, key=lambda link: "html" not in link.get("type", "html").lower())


def _parts(entry: etree._Element) -> dict[str, list[etree._Element]]:
    """The parts of an entry by local name: those of the entry's own namespace first, then of familiar ones, then of
    others."""
    own = space(entry)
    parts: dict[str, list[etree._Element]] = {}
    for part in sorted(entry, key=lambda part: 0 if space(part) == own else 1 if space(part) in FAMILIAR else 2):
        parts.setdefault(local(part), []).append(part)
    return parts


def _written(parts: Mapping[str, list[etree._Element]], names: Iterable[str]) -> Iterator[str]:
    return (address(part) for name in names for part in parts.get(name, ()))


def _own_language(entry: etree._Element, url: str, alternates: tuple[Alternate, ...]) -> str:
    claims = [alternate.hreflang for alternate in alternates if alternate.url == url]
    claims += [address(part) for part in children(entry, "language")]
    claims += [entry.get(XML_LANG, "")]
    return next((language for claim in claims if (language := hreflang_language(claim))), "")


def _language(channel: etree._Element, root: etree._Element) -> str:
    """The language that the feed claims: ``language`` or ``dc:language``, else ``xml:lang``; empty if it claims
    none."""
    claims = [address(part) for part in children(channel, "language")]
    claims += [channel.get(XML_LANG, ""), root.get(XML_LANG, "")]
    return next((language for claim in claims if (language := tag(claim))), "")


def _document(text: str) -> tuple[dict[str, Any], bool]:
    """The JSON object at the start of a text, and whether it was cut; of a cut one, its version and its whole items."""
    decoder = json.JSONDecoder()
    try:
        return decoder.raw_decode(text)[0], False
    except (ValueError, RecursionError):
        items: list[Any] = []
    version, start = _VERSION.search(text), _ITEMS.search(text)
    while start:
        try:
            item, end = decoder.raw_decode(text, start.end())
        except (ValueError, RecursionError):
            break
        items.append(item)
        start = _COMMA.match(text, end)
    return ({"version": version[1], "items": items} if version and items else {}), True


def _text(document: Mapping[str, Any], name: str) -> str:
    """A string of a JSON object; a number as digits; else empty."""
    value = document.get(name)
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
