"""The base of all page objects: a capture, the facts of its site that a page may know, and the page parsed once."""

from __future__ import annotations

from functools import cache, cached_property
from typing import ClassVar, Protocol

from lxml import etree
from parsel import Selector

from crawler.errors import BadAddress
from crawler.items import Article, Capture, Listing
from crawler.pages.charset import as_utf8


class PageSite(Protocol):
    """The facts of a site that a page object may use. ``crawler.pages.site.Site`` has them all."""

    @property
    def zone(self) -> str:
        """The IANA time zone of the dates that the site writes."""

    @property
    def encoding(self) -> str | None:
        """The character set of pages that declare none."""

    def spell(self, url: str, base: str | None = None) -> str:
        """The address in the site's spelling; raises BadAddress."""

    def owns(self, url: str) -> bool:
        """Whether the address is on one of the site's hosts."""

    def claimed(self, url: str) -> str:
        """The BCP 47 tag that an address claims; empty if it claims none."""

    def alias(self, url: str) -> str | None:
        """The main address of a twin; None if the address is not a twin."""

    def kind(self, url: str) -> str:
        """What an address holds by the site's rules; empty if no rule matches."""

    def article_kind(self, url: str) -> str:
        """The section's word for articles at an address; empty if no rule gives one."""


class Page:
    """A page object: a saved response goes in, an item comes out. It is pure: it uses no network and no clock.

    A subclass implements :meth:`to_item`. It raises ``version`` whenever it reads the same page differently.
    """

    version: ClassVar[int] = 1
    """The version of the page object, an integer. Readings of an older version are made again by ``replay``."""

    def __init__(self, capture: Capture, site: PageSite, kind: str = "") -> None:
        """``kind`` is the article kind that the site's rule for this address gives (``news``, ``statement``, ...)."""
        self.capture = capture
        self.site = site
        self.kind = kind

    def share(self, other: Page) -> None:
        """Take over the source and the tree that another page object of the same capture has parsed."""
        for name in ("utf8", "lower", "root"):
            if name in other.__dict__:
                self.__dict__[name] = other.__dict__[name]

    @cached_property
    def root(self) -> etree._Element:
        """The root element of the document, parsed once as HTML. An empty page gives an empty document."""
        utf8 = self.utf8
        root = etree.fromstring(utf8, parser()) if utf8 else None
        return etree.fromstring(b"<html/>", parser()) if root is None else root

    def mentions(self, *words: bytes) -> bool:
        """Whether the source contains any of the words (in lower case): a quick test before a search in the tree."""
        return any(word in self.lower for word in words)

    @cached_property
    def lower(self) -> bytes:
        """The source in lower case, as far as it is ASCII."""
        return self.utf8.lower()

    @cached_property
    def utf8(self) -> bytes:
        """The source as UTF-8, without NUL characters."""
        return as_utf8(self.capture.body, self.capture.headers, self.site.encoding).replace(b"\x00", b"").strip()

    @cached_property
    def selector(self) -> Selector:
        """The same document for parsel."""
        return Selector(root=self.root, type="html")

    @cached_property
    def base(self) -> str:
        """The base of relative addresses: ``base[href]`` if the page has one, else the page's own address."""
        for element in self.root.iter("base"):
            if href := element.get("href"):
                return self.address(href, base=self.request_url) or self.request_url
        return self.request_url

    @property
    def request_url(self) -> str:
        """The address of the request, as it was written."""
        return self.capture.asked or self.capture.url

    def address(self, href: str, base: str | None = None) -> str:
        """A link's address, absolute and in the site's spelling; empty if it is not an http(s) address."""
        try:
            return self.site.spell(href, base=base or self.base)
        except BadAddress:
            return ""

    def to_item(self) -> Article | Listing:
        """The article or listing that the page holds. Raises FieldMissing if a required field is missing."""
        raise NotImplementedError


@cache
def parser() -> etree.HTMLParser:
    """The HTML parser of lxml, for UTF-8 of any size; it mends broken markup. All pages of a thread share one."""
    return etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True)
