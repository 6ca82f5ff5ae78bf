"""What all page objects share: the capture, its site, and the page parsed once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from lxml import etree
from parsel import Selector

from crawler.errors import BadAddress
from crawler.items import Article, Capture, Listing
from crawler.pages.charset import decode

if TYPE_CHECKING:
    from crawler.pages.site import Site


class Page:
    """A saved response in, an item out: pure, without network and without clock.

    Subclasses give :meth:`to_item`, and raise ``version`` whenever they read the same page differently.
    """

    version: ClassVar[int] = 1

    def __init__(self, capture: Capture, site: Site, kind: str = "") -> None:
        """``kind`` is the article kind that the site's rule for this address gives (``news``, ``statement``, ...)."""
        self.capture = capture
        self.site = site
        self.kind = kind

    @cached_property
    def selector(self) -> Selector:
        """The page parsed as HTML: the one parse of this capture. An empty page is an empty document."""
        text, _ = decode(self.capture.body, self.capture.headers, self.site.encoding)
        return Selector(body=text.encode("utf-8", "replace"), encoding="utf-8", type="html")

    @cached_property
    def root(self) -> etree._Element:
        """The document's root element."""
        root: etree._Element = self.selector.root
        return root

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
