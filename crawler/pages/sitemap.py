"""Sitemaps (sitemaps.org 0.9): lists of addresses and indexes, plain or gzip, with the language versions they
announce."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from lxml import etree

from crawler.errors import BadAddress, FieldMissing
from crawler.items import Alternate, Found, Listing
from crawler.pages.page import Page
from crawler.pages.xml_tree import address, children, local, parse, words
from crawler.rules.language.tags import hreflang_language, tag


class SitemapPage(Page):
    """A ``urlset`` or a ``sitemapindex``. Its root element says which.

    The page object reads of each ``url``: the address, ``lastmod`` (as written), the ``xhtml:link`` alternates with
    their ``hreflang``, and the title, publication date and language of a news sitemap. An entry of an index has the
    kind ``sitemap``.
    """

    version: ClassVar[int] = 1

    def to_item(self) -> Listing:
        """All entries in the order of the file. Raises FieldMissing if the root is neither of the two."""
        root = parse(self.capture, self.site.encoding)
        if local(root) not in ("urlset", "sitemapindex"):
            raise FieldMissing(self.capture.url, "entries", "urlset or sitemapindex")
        return Listing(found=tuple(dict.fromkeys(self._entries(root))))

    def _entries(self, root: etree._Element) -> Iterator[Found]:
        for entry in children(root, "url", "sitemap"):
            parts = {local(part): part for part in reversed(entry)}
            raw = address(parts.get("loc"))
            if not raw:
                continue
            modified = address(parts.get("lastmod")) or None
            try:
                url = self.site.spell(raw, base=self.request_url)
            except BadAddress:
                yield Found(url=raw, refused="bad-address", modified_raw=modified)
                continue
            if local(entry) == "sitemap":
                yield Found(url=url, kind="sitemap", modified_raw=modified)
                continue
            alternates = tuple(self._alternates(entry))
            news = parts.get("news")
            facts = {} if news is None else {local(part): part for part in news.iterdescendants()}
            yield Found(
                url=url,
                language=_own_language(url, alternates)
                or tag(address(facts.get("language")))
                or self.site.claimed(url),
                title=words(facts.get("title")),
                published_raw=address(facts.get("publication_date")) or None,
                modified_raw=modified,
                alternates=alternates,
            )

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


def _own_language(url: str, alternates: tuple[Alternate, ...]) -> str:
    """The language that the entry states for itself, if its own address is among the alternates; else empty."""
    own = (hreflang_language(alternate.hreflang) for alternate in alternates if alternate.url == url)
    return next((language for language in own if language), "")
