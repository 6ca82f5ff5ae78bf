"""The generic page: it reads pages of sites without a spider, by their metadata and by the main text that trafilatura
finds."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from lxml import etree, html

from crawler.errors import FieldMissing
from crawler.items import Alternate, Article, Attachment, Link
from crawler.pages import blocks
from crawler.pages.alternates import announced
from crawler.pages.attachments import attachment
from crawler.pages.main_block import MainBlock
from crawler.pages.metadata import Metadata
from crawler.pages.page import Page
from crawler.pages.selectors import compiled, text_of
from crawler.rules.text.normalization import clean
from crawler.rules.text.visit_counters import is_counter

_HEADLINES = compiled("//h1[not(ancestor::header or ancestor::nav or ancestor::footer)]")
_SITE_NAME = (" | ", " - ", " – ", " — ", " :: ", " · ")
_NAMES = {"head": "h2", "item": "li", "list": "ul", "quote": "blockquote", "cell": "td", "row": "tr", "lb": "br"}
"""trafilatura's element names (TEI) → the HTML names of the same elements."""

_UNSEEN = ("script", "style", "noscript", "template", "iframe", "svg", "wbr")


class GenericPage(Page):
    """A page of any site. An article needs a title and a text of some length. Both are guesses, mostly good ones.

    trafilatura runs in its precision mode. The links are those of the main block in the page itself, because
    trafilatura drops links outside paragraphs ("View this dataset"). htmldate runs only if the metadata have no date;
    such a date has the ``date_source`` ``guess``. Both libraries are imported when the first such page comes.
    """

    version: ClassVar[int] = 3
    substance: ClassVar[int] = 200
    """The least length of the text of an article, in characters. Default: 200."""

    def to_item(self) -> Article:
        """The article. Raises FieldMissing for a page without title, or with a text shorter than ``substance``."""
        title = self.headline
        if not title:
            raise FieldMissing(self.capture.url, "title", "h1, og:title or title")
        language, published, modified = self.metadata.language, self.metadata.published, self.metadata.modified
        canonical, image = self.metadata.canonical_url, self.metadata.image
        alternates: tuple[Alternate, ...] = tuple(announced(self, find_switchers=True))
        raw, source = published or self._guessed_date() or (None, None)
        body, links, attachments = self._text(title)
        if sum(map(len, body)) < self.substance:
            raise FieldMissing(self.capture.url, "text", f"{self.substance} characters of main text")
        return Article(
            url=self.capture.url,
            title=title,
            body=body,
            kind=self.kind,
            language_claimed=language or self.site.claimed(self.capture.url),
            published_raw=raw,
            date_source=source,
            modified_raw=modified,
            canonical_url=canonical,
            links=links,
            images=(image,) if image else (),
            attachments=attachments,
            alternates=alternates,
        )

    @cached_property
    def metadata(self) -> Metadata:
        """The metadata of the page."""
        return Metadata(self)

    @property
    def headline(self) -> str:
        """The ``h1`` if the page has exactly one, else the title in the metadata without the name of the site after
        it."""
        shown = [words for each in _HEADLINES(self.root) if (words := clean(text_of(each)))]
        title = self.metadata.title
        if len(shown) == 1 or (shown and title.startswith(shown[0])):
            return shown[0]
        for mark in _SITE_NAME:
            head, found, _ = title.rpartition(mark)
            if found and head:
                return head.strip()
        return title

    @cached_property
    def _tree(self) -> etree._Element:
        """A tree for trafilatura, which may change it."""
        return etree.fromstring(self.utf8 or b"<html/>", html.HTMLParser(encoding="utf-8", huge_tree=True))

    def _text(self, title: str) -> tuple[tuple[str, ...], tuple[Link, ...], tuple[Attachment, ...]]:
        from trafilatura import bare_extraction

        _plain(self._tree)
        document: Any = bare_extraction(
            self._tree, url=self.capture.url, favor_precision=True, include_comments=False, include_links=True
        )
        main: etree._Element | None = None if document is None else document.body
        if main is None:
            return (), (), ()
        for element in main.iter("*"):
            element.tag = _NAMES.get(element.tag, element.tag)
        lines = [clean(paragraph) for paragraph in blocks.paragraphs(main)]
        body = tuple(line for line in lines if line and line != title and not is_counter(line))
        written = [(each.get("target", ""), clean(text_of(each))) for each in main.iter("ref")]
        return body, *self._references(body, written)

    def _references(
        self, body: tuple[str, ...], written: list[tuple[str, str]]
    ) -> tuple[tuple[Link, ...], tuple[Attachment, ...]]:
        """The links and files of the main block in the order of the page, then the others that trafilatura kept."""
        found = [(anchor.get("href", ""), words) for anchor, words in MainBlock(self.root, body).links()]
        links: dict[Link, None] = {}
        files: dict[str, Attachment] = {}
        for href, words in (*found, *written):
            url = "" if href.lstrip().startswith("#") else self.address(href)
            if not url or url in (self.capture.url, self.request_url):
                continue
            if file := attachment(url, words):
                files.setdefault(url, file)
            else:
                links[Link(url=url, text=words)] = None
        return tuple(links), tuple(files.values())

    def _guessed_date(self) -> tuple[str, str] | None:
        """The date that htmldate guesses. The day of the capture and the day before do not count: they may be a clock
        in the page."""
        from htmldate import find_date

        latest = (self.capture.captured_at - timedelta(days=2)).date().isoformat()
        guess = find_date(self._tree, original_date=True, extensive_search=False, url=self.capture.url, max_date=latest)
        return (guess, "guess") if guess else None


def _plain(tree: etree._Element) -> None:
    """Remove everything invisible from a tree, in place: hidden elements and comments, spans, and repeated white space.

    trafilatura drops some of these together with the words in them or after them. It also counts white space when it
    decides what is text and what is links, so a template with other indentation would give another text.
    """
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *_UNSEEN, with_tail=False)
    for paragraph in tree.iter("p", "li", "blockquote"):
        etree.strip_tags(paragraph, "span", "font")
    for element in tree.iter():
        if element.text:
            element.text = _folded(element.text)
        if element.tail:
            element.tail = _folded(element.tail)


def _folded(text: str) -> str:
    """The text cleaned, but with the space at either end that separates it from its neighbours."""
    return clean(f"|{text}|")[1:-1]
