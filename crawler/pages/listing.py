"""Listing pages: they name articles, as HTML or as the JSON that a "load more" button fetches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from lxml import etree, html

from crawler.errors import BadAddress, FieldMissing
from crawler.items import Found, Listing
from crawler.pages.charset import as_utf8
from crawler.pages.page import Page
from crawler.pages.selectors import elements, word
from crawler.rules.text.normalization import clean

NUMBER = re.compile(r"\d{1,6}")
TEXTS = etree.XPath("descendant::text()")
TEXT = etree.XPath("string()")
LAST_NUMBER = re.compile(r"(\d{1,6})\D*$")


class ListingPage(Page):
    """An HTML listing, read by CSS or XPath selectors. The selectors of an entry's parts search within the entry.

    HTML comments are not part of the page. Entries with offsite addresses are listed too: the site judges them.
    """

    version: ClassVar[int] = 1
    container: ClassVar[str] = ""
    """The element that every page of this listing has, even one without entries. A page without it is ``unreadable``.
    Empty (the default): no element is required. Example: ``div.news-list``."""
    item: ClassVar[str] = "a[href]"
    """The entries. Default: ``a[href]``, every link. Example: ``div.news-item``."""
    link: ClassVar[str] = ""
    """The link within an entry. Empty (the default): the entry itself if it is a link, else the first link in it.
    Example: ``h3 a``."""
    title: ClassVar[str] = ""
    """The title within an entry. Empty (the default): the words of its link. Example: ``h3``."""
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
        return Listing(
            found=tuple(_once(self._entries(root))),
            next_url=self._next(root),
            last_page=self._last_page(root),
            token=self._token(root),
        )

    def _entries(self, root: etree._Element) -> Iterator[Found]:
        claimed = self.site.claimed(self.capture.url)
        for card in elements(self.item, root):
            link = self._link(card)
            href = "" if link is None else link.get("href", "").strip()
            if not href or href.startswith("#"):
                continue
            title = clean(word(self.title, card))
            yield found(
                self,
                href,
                base=self.base,
                title=title or _words(link),
                date=clean(word(self.date, card)),
                kind=self.entry_kind,
                language=claimed,
            )

    def _link(self, card: etree._Element) -> etree._Element | None:
        if self.link:
            return next(iter(elements(self.link, card)), None)
        if card.tag == "a":
            return card
        return next(card.iterdescendants("a"), None)

    def _next(self, root: etree._Element) -> str | None:
        for link in elements(self.next, root):
            if (href := link.get("href", "").strip()) and (address := self.address(href)):
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

    version: ClassVar[int] = 1
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
        return Listing(found=tuple(_once(self._entries(entries))), token=str(token) if token else None)

    def _entries(self, entries: list[Any]) -> Iterator[Found]:
        claimed = self.site.claimed(self.capture.url)
        for entry in entries:
            href = entry.get(self.link) if isinstance(entry, dict) else None
            if isinstance(href, str) and href.strip():
                yield found(
                    self,
                    href.strip(),
                    base=self.request_url,
                    title=_plain(entry.get(self.title)),
                    date=_plain(entry.get(self.date)),
                    kind=self.entry_kind,
                    language=claimed,
                )

    def _document(self) -> Any:
        try:
            return json.loads(as_utf8(self.capture.body, self.capture.headers, self.site.encoding))
        except ValueError as error:
            raise FieldMissing(self.capture.url, "entries", f"a JSON document ({error})") from error


def found(page: Page, href: str, *, base: str, title: str, date: str, kind: str, language: str) -> Found:
    """One entry. An ``href`` that is not an http(s) address (``mailto:``) is kept as written and refused as
    ``bad-address``.

    The language is the one that the entry's own address claims, else ``language``, the listing's.
    """
    try:
        url, refused = page.site.spell(href, base=base), ""
    except BadAddress:
        url, refused = href, "bad-address"
    claimed = "" if refused else page.site.claimed(url)
    return Found(
        url=url, kind=kind, language=claimed or language, title=title, published_raw=date or None, refused=refused
    )


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
    raw = str(value)
    if "<" in raw or "&" in raw:
        raw = html.fromstring(f"<div>{raw}</div>").text_content()
    return clean(raw)


def _words(element: etree._Element | None) -> str:
    return "" if element is None else clean(TEXT(element))
