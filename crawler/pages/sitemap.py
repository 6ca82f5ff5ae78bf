"""Sitemaps (sitemaps.org 0.9): lists of addresses and indexes, as XML or text, plain or gzip, with the language
versions they announce."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from lxml import etree

from crawler.errors import BadAddress, FieldMissing
from crawler.items import Alternate, Found, Listing
from crawler.pages.entries import with_scheme
from crawler.pages.feed import FEEDS, FeedPage
from crawler.pages.page import Page
from crawler.pages.xml_tree import Tree, address, children, local, parse, read_source, space, words
from crawler.rules.language.tags import hreflang_language, tag

ROOTS = ("urlset", "sitemapindex")
ENTRIES = ("url", "sitemap")
_BETWEEN = re.compile(r"[ \t]+(?=https?://)", re.IGNORECASE)
TEXT_SHARE = 0.5
"""The least share of a text's lines that must be addresses for it to be a sitemap."""


class SitemapPage(Page):
    """A ``urlset``, a ``sitemapindex``, a text with one address a line, or a feed (sitemaps.org allows all four).

    The page object reads of each ``url``: the address, ``lastmod`` (as written), the ``xhtml:link`` alternates with
    their ``hreflang``, and the title, publication date and language of a news sitemap. An entry of an index has the
    kind ``sitemap``. Entries are read wherever they stand in the document.
    """

    version: ClassVar[int] = 4

    def to_item(self) -> Listing:
        """All entries in the order of the file. Raises FieldMissing if it is none of the four."""
        source = read_source(self.capture, self.site.encoding)
        if not source.text.startswith("<") and (lines := _addresses(source.text, is_whole=source.is_whole)):
            found = [self._found(line) for line in lines]
            return Listing(found=tuple(dict.fromkeys(found)), is_cut=not source.is_whole)
        tree = parse(source, self.capture.url)
        if local(tree.root) in FEEDS and (feed := FeedPage(self.capture, self.site, self.kind).to_item()).found:
            return feed
        if not any(local(each) in ROOTS for each in tree.root.iter()):
            raise FieldMissing(self.capture.url, "entries", "urlset or sitemapindex")
        return self._from_xml(tree)

    def _from_xml(self, tree: Tree) -> Listing:
        found: list[Found] = []
        unread = tree.lost("loc")
        for element in tree.root.iter():
            name = local(element)
            if name in ENTRIES:
                entries = list(self._entries(element))
                unread += not entries
                found += entries
            elif name == "loc" and _is_bare(element):
                found += [self._found(raw) for raw in [address(element)] if raw]
        return Listing(found=tuple(dict.fromkeys(found)), unread=unread, is_cut=not tree.is_whole)

    def _entries(self, entry: etree._Element) -> Iterator[Found]:
        """The entry, once for each ``loc`` in it; nothing if it has no address."""
        parts = {local(part): part for part in reversed(entry)}
        modified = address(parts.get("lastmod")) or None
        news = parts.get("news")
        facts = {} if news is None else {local(part): part for part in news.iterdescendants()}
        locs = list(children(entry, "loc"))
        own = [loc for loc in locs if space(loc) == space(entry)]  # others name a picture or a film
        for raw in filter(None, map(address, own or locs)):
            found = self._found(raw, modified)
            if found.refused:
                yield found
            elif local(entry) == "sitemap":
                yield Found(url=found.url, kind="sitemap", modified_raw=modified)
            else:
                alternates = tuple(self._alternates(entry))
                yield Found(
                    url=found.url,
                    language=_own_language(found.url, alternates)
                    or tag(address(facts.get("language")))
                    or found.language,
                    title=words(facts.get("title")),
                    published_raw=address(facts.get("publication_date")) or None,
                    modified_raw=modified,
                    alternates=alternates,
                )

    def _found(self, raw: str, modified: str | None = None) -> Found:
        """The entry of an address as written, without what else is said of it."""
        try:
            url = self.site.spell(with_scheme(self, raw), base=self.request_url)
        except BadAddress:
            return Found(url=raw, refused="bad-address", modified_raw=modified)
        return Found(url=url, language=self.site.claimed(url), modified_raw=modified)

    def _alternates(self, entry: etree._Element) -> Iterator[Alternate]:
        """Google's extension: an entry lists every version, itself included. ``x-default`` is kept as written."""
        for link in children(entry, "link"):
            hreflang, href = link.get("hreflang", "").strip(), link.get("href", "").strip()
            if not hreflang or not href or "alternate" not in link.get("rel", "alternate").lower().split():
                continue
            try:
                yield Alternate(hreflang=hreflang, url=self.site.spell(href, base=self.request_url), evidence="sitemap")
            except BadAddress:
                continue


def _addresses(text: str, *, is_whole: bool) -> list[str]:
    """The lines of a text sitemap, which are addresses. Empty if the text is none.

    Notes and damaged lines among them are kept: they are entries that cannot be read. What stands behind a tab is
    about the address, and an address after a space is another entry. The last line of a text that is
    not whole is left out unless it has its end.
    """
    if not is_whole:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
    lines = [
        line
        for each in _BETWEEN.sub("\n", text).splitlines()
        if (line := each.partition("\t")[0].strip().strip("\ufeff\0")) and not line.startswith("#")
    ]
    good = sum(line.lower().startswith(("http://", "https://")) for line in lines)
    return lines if good and good >= TEXT_SHARE * len(lines) else []


def _is_bare(element: etree._Element) -> bool:
    """Whether a ``loc`` stands in the list itself, without an entry around it."""
    parent = element.getparent()
    return parent is not None and local(parent) in ROOTS


def _own_language(url: str, alternates: tuple[Alternate, ...]) -> str:
    """The language that the entry states for itself, if its own address is among the alternates; else empty."""
    own = (hreflang_language(alternate.hreflang) for alternate in alternates if alternate.url == url)
    return next((language for language in own if language), "")
