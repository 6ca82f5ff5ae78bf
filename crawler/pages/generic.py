"""Pages of sites that nobody wrote a spider for: their metadata, and the main text as trafilatura finds it."""

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
"""trafilatura's names (TEI) of what HTML has its own for."""

_UNSEEN = ("script", "style", "noscript", "template", "iframe", "svg", "wbr")


class GenericPage(Page):
    """Any page. An article needs a title and a text of substance; both are guesses, good ones.

    trafilatura is asked for precision; the links are the main block's, found in the page itself, since it drops those
    that stand outside of paragraphs ("View this dataset"). htmldate is asked only where the metadata have no date, and
    its answer says so (``date_source`` is ``guess``). Both are imported when the first such page comes.
    """

    version: ClassVar[int] = 2
    substance: ClassVar[int] = 200
    """Characters of text that make a page an article."""

    def to_item(self) -> Article:
        """The article. Raises FieldMissing for a page without title, or whose text is shorter than ``substance``."""
        title = self.headline
        if not title:
            raise FieldMissing(self.capture.url, "title", "h1, og:title or title")
        language, published, modified = self.metadata.language, self.metadata.published, self.metadata.modified
        canonical, image = self.metadata.canonical_url, self.metadata.image
        alternates: tuple[Alternate, ...] = tuple(announced(self))
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
        """What the page says of itself to machines."""
        return Metadata(self)

    @property
    def headline(self) -> str:
        """The page's one ``h1``, else the metadata's title without the name of the site behind it."""
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
        """A tree of the kind that trafilatura wants, and may take apart."""
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
        """The links and files of the main block, in the order of the page; then what else trafilatura kept."""
        found = [(anchor.get("href", ""), words) for anchor, words in MainBlock(self.root, body).links()]
        links: dict[Link, None] = {}
        files: dict[str, Attachment] = {}
        for href, words in (*found, *written):
            url = "" if href.lstrip().startswith("#") else self.address(href)
            if not url or url in (self.capture.url, self.asked):
                continue
            if file := attachment(url, words):
                files.setdefault(url, file)
            else:
                links[Link(url=url, text=words)] = None
        return tuple(links), tuple(files.values())

    def _guessed_date(self) -> tuple[str, str] | None:
        """htmldate's guess; not the day of the capture nor the one before it, which may be a clock in the page."""
        from htmldate import find_date

        latest = (self.capture.captured_at - timedelta(days=2)).date().isoformat()
        guess = find_date(self._tree, original_date=True, extensive_search=False, url=self.capture.url, max_date=latest)
        return (guess, "guess") if guess else None


def _plain(tree: etree._Element) -> None:
    """Take out of a tree what no reader sees, in place: unseen elements and comments, spans, all white space but one.

    trafilatura drops some of these with the words in or behind them, and counts the characters of every run of white
    space when it weighs what is text and what is links: a template that was indented anew gave another text.
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
    """Cleaned, but with the space at either end that parts it from a neighbour."""
    return clean(f"|{text}|")[1:-1]
