"""What all page objects share: the capture, its site, and the page parsed once."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, ClassVar

from lxml import etree
from parsel import Selector

from crawler.errors import BadAddress
from crawler.items import Article, Capture, Listing
from crawler.pages.charset import as_utf8

if TYPE_CHECKING:
    from crawler.pages.site import Site


class Page:
    """A saved response in, an item out: pure, without network and without clock.

    Subclasses give :meth:`to_item`, and raise ``version`` whenever they read the same page differently.
    """

    version: ClassVar[int] = 1
    """Raised whenever the same page is read differently than before."""

    def __init__(self, capture: Capture, site: Site, kind: str = "") -> None:
        """``kind`` is the article kind that the site's rule for this address gives (``news``, ``statement``, ...)."""
        self.capture = capture
        self.site = site
        self.kind = kind

    def share(self, other: Page) -> None:
        """Take over what another page object of the same capture has parsed already."""
        for name in ("utf8", "lower", "root"):
            if name in other.__dict__:
                self.__dict__[name] = other.__dict__[name]

    @cached_property
    def root(self) -> etree._Element:
        """The document's root element: the one parse of this capture, as HTML. An empty page is an empty document."""
        utf8 = self.utf8
        root = etree.fromstring(utf8, parser()) if utf8 else None
        return etree.fromstring(b"<html/>", parser()) if root is None else root

    def mentions(self, *words: bytes) -> bool:
        """Whether any of some lower-case words is anywhere in the source: a quick way to know what is not there."""
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
        """What relative addresses are relative to: ``base[href]`` where the page has one, else its own address."""
        for element in self.root.iter("base"):
            if href := element.get("href"):
                return self.address(href, base=self.asked) or self.asked
        return self.asked

    @property
    def asked(self) -> str:
        """The address as it was asked for."""
        return self.capture.asked or self.capture.url

    def address(self, href: str, base: str | None = None) -> str:
        """An address on this page, absolute and in the site's spelling; empty for what is none (``javascript:``)."""
        try:
            return self.site.spell(href, base=base or self.base)
        except BadAddress:
            return ""

    def to_item(self) -> Article | Listing:
        """What the page says; raises FieldMissing where a required field is not on it."""
        raise NotImplementedError


@cache
def parser() -> etree.HTMLParser:
    """lxml's HTML parser, for UTF-8 of any size; what is broken is mended. One serves all pages (of this thread)."""
    return etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True)
