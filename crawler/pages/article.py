"""Article pages: a subclass states the selectors, and the page object reads the article by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import ClassVar

from lxml import etree

from crawler.errors import FieldMissing
from crawler.items import Alternate, Article, Attachment, Capture, Link
from crawler.pages.attachments import attachment
from crawler.pages.languages import alternates
from crawler.pages.languages.switchers_in_text import without_switcher
from crawler.pages.metadata import Metadata
from crawler.pages.page import Page, PageSite
from crawler.pages.selectors import elements, first, matches, text_of, word
from crawler.pages.text import blocks
from crawler.rules.text.normalization import clean
from crawler.rules.text.visit_counters import is_counter

Selectors = str | tuple[str, ...]
"""One CSS or XPath selector, or several in order of preference: the first one that matches counts."""


class ArticlePage(Page):
    """One article. A subclass states selectors. If a site needs more, it overrides one of the small methods.

    Selectors search the whole page; those of ``drop`` and ``stop`` search within the main block. The dates stay as the
    site wrote them: normalization parses them.
    """

    version: ClassVar[int] = 4
    block: ClassVar[Selectors] = ("article", "main", "body")
    """The main block, which holds the title, the text and their links and images. Default: ``article``, else ``main``,
    else ``body``. Example: ``div.news-detail``."""
    title: ClassVar[Selectors] = "h1"
    """The title; required. Default: ``h1``. Example: ``("h1.title", "h2")``."""
    start: ClassVar[Selectors] = ""
    """The element after which the body begins. Empty (the default): after the title, if that is in the block. Example:
    ``div.share-buttons``."""
    body: ClassVar[Selectors] = ""
    """The elements that hold the body: all matches of the selector. Empty (the default): the whole block. Example:
    ``div.text``."""
    drop: ClassVar[str] = ""
    """Parts of the block that are not text of the article. Empty (the default): none. Example: ``.share, .related``."""
    stop: ClassVar[str] = ""
    """The body ends before the first match. Empty (the default): at the end of the block. Example: ``.see-also``."""
    boilerplate: ClassVar[tuple[str, ...]] = ()
    """Regular expressions for whole paragraphs that belong to the page and not to the text. Empty (the default): none.
    Example: ``("Share:.*",)``."""
    published: ClassVar[Selectors] = ""
    """The publication date, as the site writes it. Empty (the default): the page shows none. Example: ``time.date``."""
    published_source: ClassVar[str] = "element"
    """The ``date_source`` of the date that ``published`` finds. Default: ``element``. Example: ``meta`` for a selector
    of a meta element."""
    published_metadata: ClassVar[bool] = False
    """Whether the page's metadata give the publication date if ``published`` does not find one. Default: False."""
    modified: ClassVar[Selectors] = ""
    """The date of the last change. Empty (the default): the page shows none. Example: ``.updated time``."""
    language: ClassVar[Selectors] = "/html/@lang"
    """The language that the page claims. If it claims none, the address decides. Default: the ``lang`` of the ``html``
    element. Example: ``meta[name=language]::attr(content)``."""
    tags: ClassVar[str] = ""
    """The tags of the article, one element each; they are not part of its text. Empty (the default): the page has none.
    Example: ``.tags a``."""
    images: ClassVar[str] = ""
    """Images outside the body. Empty (the default): only those in the body. Example: ``.lead img``."""
    attachments: ClassVar[str] = ""
    """Links to files outside the body. Empty (the default): only those in the body. Example: ``.documents a``."""
    hreflang: ClassVar[str] = alternates.HREFLANG
    """The elements whose ``hreflang`` announces a language version of this page. Default: every ``link`` with
    ``hreflang``, and every ``a`` with ``hreflang`` that is a choice of language. Of a selector of your own, every match
    counts. Example: ``head > link[hreflang]``."""
    switcher: ClassVar[str] = ""
    """The containers of the language switcher. The words of their links, flags and options name the languages. Empty
    (the default): the page has none. Example: ``.languages``."""
    flags: ClassVar[Mapping[str, str]] = {}
    """The words in the file names of flags: word → BCP 47 tag. Empty (the default): none. Example: ``{"by": "be"}``."""

    def to_item(self) -> Article:
        """The article; its dates are as the site wrote them. Raises FieldMissing for a page without block or title. A
        body may be empty."""
        headline, changed = self.headline, self.changed()
        found = self.content
        body, announced = self.text(found)
        announced = (*self.announced(), *announced)
        switches = {alternate.url for alternate in announced}
        raw, source = self.dated(headline, body) or (None, None)
        links, attachments = self._links(found.anchors, switches)
        return Article(
            url=self.capture.url,
            title=headline,
            body=body,
            kind=self.kind,
            language_claimed=self.claim() or self.site.claimed(self.capture.url),
            published_raw=raw,
            date_source=source,
            modified_raw=changed,
            canonical_url=self.metadata.canonical_url,
            links=links,
            images=tuple(self._images(found.images)),
            attachments=attachments,
            tags=tuple(filter(None, (clean(text_of(each)) for each in elements(self.tags, self.root)))),
            alternates=tuple(dict.fromkeys(announced)),
        )

    def __init__(self, capture: Capture, site: PageSite, kind: str = "") -> None:
        """See :class:`Page`."""
        super().__init__(capture, site, kind)
        self._fields: dict[str, tuple[str, etree._Element | None]] = {}

    @cached_property
    def metadata(self) -> Metadata:
        """The metadata of the page."""
        return Metadata(self)

    @cached_property
    def main(self) -> etree._Element:
        """The main block."""
        block = first(_options(self.block), self.root)
        if block is None:
            raise FieldMissing(self.capture.url, "block", " or ".join(_options(self.block)))
        return block

    @property
    def headline(self) -> str:
        """The title, cleaned. Raises FieldMissing if no selector finds words."""
        if title := self.value("title"):
            return title
        raise FieldMissing(self.capture.url, "title", " or ".join(_options(self.title)))

    @cached_property
    def content(self) -> blocks.Block:
        """Raw paragraphs, links and images of the body."""
        fields = [taken for name in ("title", "published", "modified") if (taken := self._field(name)[1]) is not None]
        drop = {*elements(self.drop, self.main), *elements(self.tags, self.main), *fields}
        stop = next(iter(elements(self.stop, self.main)), None)
        if not self.body:
            start = first(_options(self.start), self.main) if self.start else self._field("title")[1]
            return blocks.read(self.main, drop, stop, start)
        joined = blocks.Block()
        for node in self._holders():
            part = blocks.read(node, drop, stop)
            joined.paragraphs += part.paragraphs
            joined.anchors += part.anchors
            joined.images += part.images
        return joined

    def text(self, found: blocks.Block) -> tuple[tuple[str, ...], tuple[Alternate, ...]]:
        """The paragraphs of the text, and the language versions that a switcher at its end announces.

        The paragraphs are without boilerplate, visit counters and that switcher.
        """
        kept, announced = without_switcher(self, found)
        cleaned = (clean(paragraph) for paragraph in kept)
        furniture = _furniture_lines(self.boilerplate)
        body = (line for line in cleaned if line and not (furniture and furniture.fullmatch(line)))
        return tuple(line for line in body if not is_counter(line)), announced

    def claim(self) -> str:
        """The BCP 47 tag that the page itself claims; empty if it claims none."""
        return self.metadata.claimed(word(each, self.root) for each in _options(self.language))

    def dated(self, title: str, body: Sequence[str]) -> tuple[str, str] | None:
        """The publication date as written, and its ``date_source``; None if the page has none."""
        if raw := self.value("published"):
            return raw, self.published_source
        return self.metadata.published if self.published_metadata else None

    def changed(self) -> str | None:
        """The date of the last change as written."""
        return self.value("modified") or None

    def value(self, field: str) -> str:
        """The words that the selectors of a field find, cleaned; empty if they find none."""
        return self._field(field)[0]

    def _field(self, name: str) -> tuple[str, etree._Element | None]:
        """The words of a field, and their element, which is then not part of the text."""
        if name not in self._fields:
            self._fields[name] = ("", None)
            for selector in _options(getattr(self, name)):
                found = next(iter(matches(selector, self.root)), "")
                if words := clean(text_of(found)):
                    self._fields[name] = (words, None if isinstance(found, str) else found)
                    break
        return self._fields[name]

    def announced(self) -> tuple[Alternate, ...]:
        """The language versions that the page announces outside its text."""
        return tuple(alternates.announced(self, hreflang=self.hreflang, switcher=self.switcher, flags=self.flags))

    def _holders(self) -> Iterator[etree._Element]:
        """The elements that hold the body. None of them is inside another."""
        for selector in _options(self.body):
            taken: set[etree._Element] = set()
            for node in elements(selector, self.root):
                if taken.isdisjoint(node.iterancestors()):
                    taken.add(node)
                    yield node
            if taken:
                return

    def _links(
        self, anchors: Sequence[etree._Element], switches: set[str]
    ) -> tuple[tuple[Link, ...], tuple[Attachment, ...]]:
        links: dict[Link, None] = {}
        files: dict[str, Attachment] = {}
        for anchor in (*anchors, *elements(self.attachments, self.root)):
            href = anchor.get("href", "").strip()
            url = "" if href.startswith("#") else self.address(href)
            if not url or url in switches:
                continue
            text = clean(text_of(anchor))
            if file := attachment(url, text):
                files.setdefault(url, file)
            else:
                links[Link(url=url, text=text)] = None
        return tuple(links), tuple(files.values())

    def _images(self, found: Sequence[etree._Element]) -> Iterator[str]:
        seen: set[str] = set()
        for image in (*elements(self.images, self.root), *found):
            src = image.get("data-src") or image.get("src") or ""
            url = self.address(src) if src and not src.startswith("data:") else ""
            if url and url not in seen:
                seen.add(url)
                yield url


def _options(selectors: Selectors) -> tuple[str, ...]:
    if isinstance(selectors, tuple):
        return selectors
    return (selectors,) if selectors else ()


@lru_cache(maxsize=256)
def _furniture_lines(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None
