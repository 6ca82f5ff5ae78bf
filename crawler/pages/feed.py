"""Feeds: RSS 0.9x, 1.0 and 2.0, and Atom, as lists of addresses. The text in a feed is not kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from lxml import etree

from crawler.errors import BadAddress, FieldMissing
from crawler.items import Alternate, Found, Listing
from crawler.pages.page import Page
from crawler.pages.xml_tree import XML_BASE, XML_LANG, address, children, local, parse, words
from crawler.rules.language.tags import hreflang_language, tag


class FeedPage(Page):
    """A feed of any kind. Its root element says which; names are read without namespace and case, and broken XML is
    repaired.

    The page object reads of each entry: the address (``link``, Atom's ``rel=alternate``, a ``guid`` that is a
    permalink, RSS 1.0's ``rdf:about``), the title, the date as written (``pubDate``, ``dc:date``, ``published``),
    ``updated`` separately, and the language: the entry's, else the feed's.
    """

    version: ClassVar[int] = 1

    def to_item(self) -> Listing:
        """All entries in the feed's order, and the next page if the feed has pages (RFC 5005).

        Raises FieldMissing if the root is not that of a feed.
        """
        root = parse(self.capture, self.site.encoding)
        if local(root) not in ("rss", "rdf", "feed"):
            raise FieldMissing(self.capture.url, "entries", "rss, rdf:RDF or feed")
        channel = next(children(root, "channel"), root)
        # In RSS 1.0 and some 0.9x the items are siblings of the channel. A channel without items is an empty feed.
        entries = [*children(channel, "item", "entry"), *(children(root, "item") if channel is not root else ())]
        language = _language(channel, root)
        found = dict.fromkeys(entry for each in entries if (entry := self._entry(each, language)))
        return Listing(found=tuple(found), next_url=self._next(channel))

    def _entry(self, entry: etree._Element, language: str) -> Found | None:
        href, alternates = self._addresses(entry)
        if not href:
            return None
        facts = {local(part): part for part in reversed(entry)}
        published = next((facts[name] for name in ("pubdate", "date", "published", "issued") if name in facts), None)
        modified = next((facts[name] for name in ("updated", "modified") if name in facts), None)
        try:
            url, refused = self.site.spell(href, base=self._base(entry)), ""
        except BadAddress:
            url, refused = href, "bad-address"
        return Found(
            url=url,
            language=self._own_language(entry, url, alternates) or language or self.site.claimed(url),
            title=words(facts.get("title")),
            published_raw=address(published) or None,
            modified_raw=address(modified) or None,
            refused=refused,
            alternates=alternates if len(alternates) > 1 else (),
        )

    def _addresses(self, entry: etree._Element) -> tuple[str, tuple[Alternate, ...]]:
        """The entry's address as written, and its versions with a stated language."""
        plain, href, alternates = "", "", []
        for link in children(entry, "link"):
            target = link.get("href", "").strip()
            if not target:
                plain = plain or address(link)
            elif link.get("rel", "alternate").strip().lower() == "alternate":
                href = href or target
                if hreflang := link.get("hreflang", "").strip():
                    alternates.append((hreflang, target))
        href = plain or href or _permalink(entry)
        return href, tuple(self._announced(entry, alternates))

    def _announced(self, entry: etree._Element, alternates: list[tuple[str, str]]) -> Iterator[Alternate]:
        for hreflang, target in alternates:
            try:
                yield Alternate(hreflang=hreflang, url=self.site.spell(target, base=self._base(entry)), evidence="link")
            except BadAddress:
                continue

    def _own_language(self, entry: etree._Element, url: str, alternates: tuple[Alternate, ...]) -> str:
        claims = [alternate.hreflang for alternate in alternates if alternate.url == url]
        claims += [address(part) for part in children(entry, "language")]
        claims += [entry.get(XML_LANG, "")]
        return next((language for claim in claims if (language := hreflang_language(claim))), "")

    def _base(self, element: etree._Element) -> str:
        """The base of relative addresses: ``xml:base`` if there is one, else the feed's own address."""
        base: etree._Element | None = element
        while base is not None:
            if written := base.get(XML_BASE):
                try:
                    return self.site.spell(written, base=self.request_url)
                except BadAddress:
                    break
            base = base.getparent()
        return self.request_url

    def _next(self, channel: etree._Element) -> str | None:
        for link in children(channel, "link"):
            if link.get("rel", "").lower() == "next" and link.get("href"):
                try:
                    return self.site.spell(link.get("href", ""), base=self._base(channel))
                except BadAddress:
                    return None
        return None


def _permalink(entry: etree._Element) -> str:
    """The address of an entry without ``link``: a ``guid`` that is not marked as no permalink, an ``id``, or RSS 1.0's
    ``rdf:about``."""
    for guid in children(entry, "guid", "id"):
        text = address(guid)
        if guid.get("isPermaLink", "true").lower() != "false" and text.startswith(("http://", "https://")):
            return text
    about = [value for name, value in entry.attrib.items() if name.rpartition("}")[2] == "about"]
    return about[0].strip() if about else ""


def _language(channel: etree._Element, root: etree._Element) -> str:
    """The language that the feed claims: ``language`` or ``dc:language``, else ``xml:lang``; empty if it claims
    none."""
    claims = [address(part) for part in children(channel, "language")]
    claims += [channel.get(XML_LANG, ""), root.get(XML_LANG, "")]
    return next((language for claim in claims if (language := tag(claim))), "")
