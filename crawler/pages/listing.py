"""Listing pages: they name articles, as HTML or as the JSON that a "load more" button fetches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

from lxml import etree

from crawler.errors import FieldMissing
from crawler.items import Found, Listing
from crawler.pages.charset import as_utf8
from crawler.pages.entries import usable_address, usable_date
from crawler.pages.page import Page
from crawler.pages.selectors import elements, first_word, matches, text_of
from crawler.pages.xml_tree import plain
from crawler.rules.text.normalization import clean

NUMBER = re.compile(r"\d{1,6}")
TEXTS = etree.XPath("descendant::text()")
TEXT = etree.XPath("string()")
HEADLINES = etree.XPath("descendant-or-self::*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]")
PICTURES = etree.XPath("@title | @aria-label | descendant::img/@alt")
ANY_LINK = "a[href]"
"""The selector of all links of a page. Not all of them are entries, so none that leads nowhere is counted as unread."""
LAST_NUMBER = re.compile(r"(\d{1,6})\D*$")


class ListingPage(Page):
    """An HTML listing, read by CSS or XPath selectors. The selectors of an entry's parts search within the entry.

    HTML comments are not part of the page. Entries with offsite addresses are listed too: the site judges them.
    """

    version: ClassVar[int] = 3
    container: ClassVar[str] = ""
    """The element that every page of this listing has, even one without entries. A page without it is ``unreadable``.
    Empty (the default): no element is required. Example: ``div.news-list``."""
    item: ClassVar[str] = ANY_LINK
    """The entries. Default: ``a[href]``, every link. Example: ``div.news-item``."""
    link: ClassVar[str] = ""
    """The link within an entry. Empty (the default): the entry itself if it is a link, else the first usable link in
    it: one that leads to an article of the site by its rules, else to another address of the site, else anywhere; never
    one into the listing itself (``#``). Example: ``h3 a``."""
    title: ClassVar[str] = ""
    """The title within an entry. Empty (the default): the words of its link, else its headline, else what the picture
    in its link is called. Example: ``h3``."""
    date: ClassVar[str] = ""
    """The date within an entry. Empty (the default): the entries have none. Example: ``.date``."""
    next: ClassVar[str] = "link[rel=next], a[rel=next]"
    """The link to the next page. Default: ``link[rel=next], a[rel=next]``. Example: ``.pager a.next``."""
    pager: ClassVar[str] = ""
    """The links and labels of the pager, whose numbers are page numbers. Empty (the default): the page has no pager.
    Example: ``.pagination a``."""
    token: ClassVar[str] = ""
    """The element with the token for a "load more" endpoint, in its ``value`` or ``content``. Empty (the default): no
    token. Example: ``input[name=token]``."""
    entry_kind: ClassVar[str] = "article"
    """What the entries are: ``article`` (the default), or ``listing`` for a listing of listings."""

    def to_item(self) -> Listing:
        """The entries in the order of the page, each once. Raises FieldMissing for a page without the container."""
        root = self.root
        if self.container and not elements(self.container, root):
            raise FieldMissing(self.capture.url, "entries", self.container)
        pictured: dict[str, str] = {}
        entries = list(self._entries(root, pictured))
        found = _once(entry for entry in entries if entry is not None)
        return Listing(
            found=tuple(each if each.title else replace(each, title=pictured.get(each.url, "")) for each in found),
            next_url=self._next(root),
            last_page=self._last_page(root),
            token=self._token(root),
            unread=entries.count(None),
        )

    def _entries(self, root: etree._Element, pictured: dict[str, str]) -> Iterator[Found | None]:
        """The entries; None for one that shows a title or a date, but no address. Any other is decoration.

        What the pictures in their links are called is added to ``pictured``, by address.
        """
        claimed = self.site.claimed(self.capture.url)
        for card in elements(self.item, root):
            links = list(self._links(card))
            hrefs = [link.get("href", "").strip() for link in links]
            found = usable_address(self, [(href, self.base) for href in hrefs], kind=self.entry_kind)
            title, date = first_word(self.title, card), self._date(card)
            if found is None:
                if self.item != ANY_LINK and (title or date or (not self.title and self._has_words(card))):
                    yield None
                continue
            if picture := self._picture(found.url, links):
                pictured.setdefault(found.url, picture)
            yield Found(
                url=found.url,
                kind=self.entry_kind,
                language=("" if found.refused else self.site.claimed(found.url)) or claimed,
                title=title or self._words(found.url, links, card),
                published_raw=date or None,
                refused=found.refused,
            )

    def _links(self, card: etree._Element) -> Iterator[etree._Element]:
        """The links that may be the entry's, in the order of the page."""
        for each in elements(self.link, card) if self.link else [card]:
            around = () if each.get("href") else each.iterancestors("a")
            inside = () if each.get("href") else each.iterdescendants("a")
            links = [each] if each.get("href") else [link for link in inside if link.get("href")]
            yield from links or [link for link in around if link.get("href")][:1]

    def _words(self, url: str, links: list[etree._Element], card: etree._Element) -> str:
        """The title of an entry: the words of its links, or a headline in it."""
        texts = [TEXT(link) for link in self._own(url, links)]
        texts += [TEXT(headline) for headline in HEADLINES(card)] if not self.title else []
        return next(filter(None, map(clean, texts)), "")

    def _has_words(self, card: etree._Element) -> bool:
        """Whether a card has a headline, a link with words, or a picture with a name in a link: it may be an entry."""
        links = card.iter("a")
        return any(clean(TEXT(each)) for each in (*links, *HEADLINES(card))) or any(
            clean(value) for link in card.iter("a") for value in PICTURES(link)
        )

    def _picture(self, url: str, links: list[etree._Element]) -> str:
        """What the links of an entry say to those who see no pictures."""
        texts = (value for link in self._own(url, links) for value in PICTURES(link))
        return next(filter(None, map(clean, texts)), "")

    def _own(self, url: str, links: list[etree._Element]) -> list[etree._Element]:
        return [link for link in links if self.address(link.get("href", "").strip()) == url]

    def _date(self, card: etree._Element) -> str:
        return usable_date(self, (clean(text_of(value)) for value in matches(self.date, card))) or ""

    def _next(self, root: etree._Element) -> str | None:
        for link in elements(self.next, root):
            href = link.get("href", "").strip()
            if not href or href.startswith("#"):
                continue
            if (address := self.address(href)) and address != self.capture.url:
                return address
        return None

    def _last_page(self, root: etree._Element) -> int | None:
        """The highest number in the pager: in its words ("6-10" counts as 10), or at the end of its addresses."""
        numbers: list[int] = []
        for element in elements(self.pager, root):
            numbers += (int(number) for words in TEXTS(element) for number in NUMBER.findall(words))
            for link in (element, *element.iterdescendants("a")):
                if match := LAST_NUMBER.search(link.get("href", "").partition("#")[0]):
                    numbers.append(int(match[1]))
        return max(numbers, default=None)

    def _token(self, root: etree._Element) -> str | None:
        for element in elements(self.token, root):
            if value := (element.get("value") or element.get("content") or "").strip():
                return value
        return None


class JsonListingPage(Page):
    """A JSON listing: a document with a list of entries, each an object. Bytes that are not UTF-8 have the site's
    encoding."""

    version: ClassVar[int] = 2
    items: ClassVar[str] = "items"
    """The key of the list of entries. Keys of nested objects are joined by dots. Empty: the list is the whole document.
    Default: ``items``. Example: ``data.news``."""
    link: ClassVar[str] = "url"
    """The key of an entry's address. Default: ``url``."""
    title: ClassVar[str] = "title"
    """The key of an entry's title. Markup and entities in it are decoded. Default: ``title``."""
    date: ClassVar[str] = "date"
    """The key of an entry's date. Default: ``date``."""
    token: ClassVar[str] = ""
    """The key of the token for the next page; keys of nested objects are joined by dots. Empty (the default): no token.
    Example: ``paging.next``."""
    entry_kind: ClassVar[str] = "article"
    """What the entries are: ``article`` (the default), or ``listing`` for a listing of listings."""

    def to_item(self) -> Listing:
        """The entries, each once; there may be none. Raises FieldMissing if the body is not such a document."""
        document = self._document()
        entries = _reach(document, self.items)
        if not isinstance(entries, list):
            raise FieldMissing(self.capture.url, "entries", f"a JSON list at {self.items!r}")
        token = _reach(document, self.token) if self.token else None
        found = list(self._entries(entries))
        return Listing(
            found=tuple(_once(entry for entry in found if entry is not None)),
            token=str(token) if token else None,
            unread=found.count(None),
        )

    def _entries(self, entries: list[Any]) -> Iterator[Found | None]:
        """The entries; None for one without an address."""
        claimed = self.site.claimed(self.capture.url)
        for entry in entries:
            href = entry.get(self.link) if isinstance(entry, dict) else None
            written = [(href.strip(), self.request_url)] if isinstance(href, str) else []
            address = usable_address(self, written, kind=self.entry_kind)
            if address is None:
                yield None
                continue
            yield Found(
                url=address.url,
                kind=self.entry_kind,
                language=("" if address.refused else self.site.claimed(address.url)) or claimed,
                title=_plain(entry.get(self.title)),
                published_raw=_plain(entry.get(self.date)) or None,
                refused=address.refused,
            )

    def _document(self) -> Any:
        try:
            return json.loads(as_utf8(self.capture.body, self.capture.headers, self.site.encoding))
        except ValueError as error:
            raise FieldMissing(self.capture.url, "entries", f"a JSON document ({error})") from error


def _once(entries: Iterable[Found]) -> Iterator[Found]:
    """Each address once, in the order of its first entry, with the first title and date that any of its entries
    shows."""
    kept: dict[str, Found] = {}
    for entry in entries:
        first = kept.get(entry.url)
        if first is None or (entry.title and not first.title):
            kept[entry.url] = entry
    yield from kept.values()


def _reach(document: Any, path: str) -> Any:
    for key in filter(None, path.split(".")):
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _plain(value: Any) -> str:
    """A JSON value as text. Markup and entities in it are decoded."""
    if not isinstance(value, (str, int, float)):
        return ""
    return plain(str(value))
