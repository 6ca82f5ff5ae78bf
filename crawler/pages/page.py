"""The base of all page objects: a capture, the facts of its site that a page may know, and the page parsed once."""

from __future__ import annotations

from functools import cache, cached_property
from typing import ClassVar, Protocol

from lxml import etree
from parsel import Selector

from crawler.errors import BadAddress
from crawler.items import Article, Capture, Listing
from crawler.pages.charset import as_utf8

_VOID = ("bgsound", "command", "embed", "keygen", "source", "track", "wbr")
"""Elements that have no content by HTML 13.1.2, and that libxml2 takes for containers of what follows them."""
_VOID_TAGS = tuple(f"<{name}".encode() for name in _VOID)


_UNREAD = frozenset(("noscript", "script", "style", "svg", "template", "textarea"))


class PageSite(Protocol):
    """The facts of a site that a page object may use. ``crawler.pages.site.Site`` has them all."""

    @property
    def zone(self) -> str:
        """The IANA time zone of the dates that the site writes; empty if it is not known."""

    @property
    def day_first(self) -> bool | None:
        """Whether the site writes the day before the month in numbers; None: the language of the page decides."""

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

    @property
    def reader_version(self) -> str:
        """The version under which a reading by this object is kept: that of its class, and of what else it reads by."""
        return str(self.version)

    def share(self, other: Page) -> None:
        """Take over the source and the tree that another page object of the same capture has parsed."""
        for name in ("utf8", "lower", "root"):
            if name in other.__dict__:
                self.__dict__[name] = other.__dict__[name]

    @cached_property
    def root(self) -> etree._Element:
        """The root element of the document, parsed once as HTML. An empty page gives an empty document."""
        return self.parse()

    def parse(self, by: etree.HTMLParser | None = None) -> etree._Element:
        """The root element of a tree of its own, which may be changed; ``by`` is another parser of the same kind.

        Void elements hold nothing; ``noscript`` elements that hold most of the page, and templates of shadow roots, are
        ordinary ones.
        """
        by = by or parser()
        utf8 = self.utf8
        root = etree.fromstring(utf8, by) if utf8 else None
        if root is None:
            return etree.fromstring(b"<html/>", by)
        if self.mentions(*_VOID_TAGS):
            _empty_void_elements(root)
        if self.mentions(b"shadowrootmode"):
            _show_shadow_roots(root)
        if self.mentions(b"<noscript"):
            _show_noscript(root)
        return root

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


def _empty_void_elements(root: etree._Element) -> None:
    """Move what the parser put into a void element behind it: the ``img`` of a ``picture``, the words after a ``wbr``.

    The innermost elements come first, because void elements in a row are parsed as nested ones.
    """
    for void in reversed(list(root.iter(*_VOID))):
        parent = void.getparent()
        if parent is None or not (void.text or len(void)):
            continue
        inside, tail = list(void), void.tail or ""
        if inside:
            void.tail = void.text
            inside[-1].tail = (inside[-1].tail or "") + tail
            place = parent.index(void) + 1
            parent[place:place] = inside
        else:
            void.tail = (void.text or "") + tail
        void.text = None


def _show_shadow_roots(root: etree._Element) -> None:
    """Make ordinary elements of the templates that a browser shows at once (declarative shadow roots, HTML 4.12.3)."""
    for template in root.iter("template"):
        if (template.get("shadowrootmode") or "").lower() in ("open", "closed"):
            template.tag = "div"


def _show_noscript(root: etree._Element) -> None:
    """Make ``noscript`` elements of the body ordinary ones if they hold more text than the rest of the body.

    Some pages hold all of their text there: they show it by a script, or never close the element of a pixel.
    """
    body = root.find("body")
    hidden = [] if body is None else list(body.iter("noscript"))
    if not hidden or body is None:
        return
    inside = sum(_letters(each) for each in hidden if not any(up.tag == "noscript" for up in each.iterancestors()))
    if inside > _letters(body):
        for element in hidden:
            element.tag = "div"


def _letters(element: etree._Element) -> int:
    """The number of letters in an element, without those of elements in it that show none."""
    amount = sum(map(len, (element.text or "").split()))
    events = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, each in events:
        if each is element:
            continue
        if event == "start" and each.tag in _UNREAD:
            events.skip_subtree()
        elif event == "start":
            amount += sum(map(len, (each.text or "").split()))
        else:
            amount += sum(map(len, (each.tail or "").split()))
    return amount
