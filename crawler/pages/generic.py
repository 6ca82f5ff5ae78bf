"""The generic page: it reads pages of sites without a spider, by their metadata and by the main text that trafilatura
finds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlsplit

from lxml import etree, html

from crawler.errors import FieldMissing
from crawler.items import Alternate, Article, Attachment, Capture, Link
from crawler.pages.attachments import attachment
from crawler.pages.dates.chosen import PageDate
from crawler.pages.languages.alternates import announced
from crawler.pages.metadata import Metadata
from crawler.pages.page import Page, PageSite
from crawler.pages.selectors import compiled, text_of
from crawler.pages.text import blocks
from crawler.pages.text.host_template import NO_TEMPLATE, HostTemplate
from crawler.pages.text.main_block import MainBlock, name_words
from crawler.pages.text.main_text import HEADINGS, MainText
from crawler.pages.text.media import FRAMES, source
from crawler.rules.language.tags import tag
from crawler.rules.outcome.missing_sentences import ALL_THAT_IS_SAID, says_missing
from crawler.rules.outcome.page_type import PageEvidence, is_article, weight
from crawler.rules.text.normalization import clean
from crawler.rules.text.titles import Heading, TitleEvidence, title_of, unescaped
from crawler.rules.text.visit_counters import is_counter

_HEADLINES = compiled(
    "descendant::*[self::h1 or self::h2 or self::h3 or self::h4 or @itemprop='headline' or self::td[@class"
    " and contains(@class, 'heading')]][not(ancestor::nav or ancestor::aside or ancestor::footer)]"
)
_MARKED = compiled("descendant::article[descendant::h1 or descendant::h2]")
_LOGO = frozenset(("brand", "logo", "logotype", "masthead", "sitename", "sitetitle"))
_SITE_META = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher")
_ARTICLE_TYPES = re.compile(r"(?:article|posting|pressrelease)\Z", re.IGNORECASE)
_DATE_LINE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d\d|\d年")
_DATE_LENGTH, _LEAST_TITLE = 40, 12
"""The most characters of a date beside a title; the fewest of a part of a title that is recognized."""
_FRONT = re.compile(r"/?(?P<language>[a-z]{2}(?:[-_][a-z]{2,4})?)?/?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?", re.I)
"""The path of a front page, perhaps of one language."""
_DAYS = 2
"""The most dates in lines of their own on a page of one article: of publication and of change. A list has more."""
_NAMES = {"head": "h2", "item": "li", "list": "ul", "quote": "blockquote", "cell": "td", "row": "tr", "lb": "br"}
"""trafilatura's element names (TEI) → the HTML names of the same elements."""

_UNSEEN = ("script", "style", "noscript", "template", "iframe", "svg", "wbr")


class GenericPage(Page):
    """A page of any site. An article needs a title and a text; ``page_type`` says how short that may be.

    trafilatura says where the text is, and ``MainText`` reads it there. The links are those of the main block in the
    page itself, each resolved against the page. ``crawler.pages.dates`` chooses the date; htmldate runs only if the
    page says none, and such a date has the ``date_source`` ``guess``. Both libraries are imported when the first such
    page comes.
    """

    version: ClassVar[int] = 4
    substance: ClassVar[int] = 200
    """The least weight of the text of an article without further evidence, in Latin characters. Default: 200."""

    def __init__(self, capture: Capture, site: PageSite, kind: str = "", template: HostTemplate = NO_TEMPLATE) -> None:
        """``template`` has what the pages of the host share, where that is known."""
        super().__init__(capture, site, kind)
        self.template = template
        self._main_texts: dict[str, MainText] = {}

    @property
    def reader_version(self) -> str:
        """The version with the mark of the template: two templates are two readers."""
        return f"{self.version}{self.template.mark}"

    def to_item(self) -> Article:
        """The article. Raises FieldMissing for a page without title, or one that is no article for lack of text."""
        title = self.headline
        if not title:
            raise FieldMissing(self.capture.url, "title", "h1, og:title or title")
        language, modified = self.metadata.language, self.metadata.modified
        canonical, image = self.metadata.canonical_url, self.metadata.image
        alternates: tuple[Alternate, ...] = tuple(announced(self, find_switchers=True))
        raw, source = self.dated() or (None, None)
        modified = modified or self.date.modified_shown()
        main = self._main_text(title)
        body = tuple(line.text for line in main.chosen if not is_counter(line.text))
        links, attachments = self._references(body or (title,), main.telling)
        attachments = (*attachments, *self._framed(main, {each.url for each in attachments}))
        if not is_article(self._evidence(title, main, len(attachments)), self.substance):
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

    def says_missing(self) -> bool:
        """Whether all that the page says under its title is that its article does not exist."""
        lines = [line.text for line in self._main_text(self.headline).chosen]
        return 0 < len(lines) <= 2 and says_missing(lines[0]) in ALL_THAT_IS_SAID

    @cached_property
    def metadata(self) -> Metadata:
        """The metadata of the page."""
        return Metadata(self)

    def dated(self) -> tuple[str, str] | None:
        """The publication date as written, and its ``date_source``; None if the page has none."""
        return self.date.published(self._tree)

    @cached_property
    def date(self) -> PageDate:
        """The dates of the page."""
        language = self.metadata.language or self.site.claimed(self.capture.url)
        return PageDate(self, self.metadata, title=self.headline, language=language)

    @cached_property
    def headline(self) -> str:
        """The title, by headings, metadata, address and what names the site (see ``rules.text.titles``)."""
        evidence = TitleEvidence(
            url=self.capture.url,
            headings=self.headings,
            claims=self.claims,
            site_names=frozenset(map(unescaped, self._site_names())),
            text=clean(text_of(self.root)) if not self.metadata.titles else "",
        )
        return title_of(evidence)

    @cached_property
    def claims(self) -> tuple[str, ...]:
        """The titles that the metadata claims, the best first."""
        return tuple(dict.fromkeys(map(unescaped, self.metadata.titles)))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings outside menus and footers. One in a ``header`` outside ``article`` and ``main`` is a banner."""
        found = []
        for element in _HEADLINES(self.root):
            words = unescaped(clean(text_of(element)))
            if words:
                level = int(element.tag[1]) if element.tag in HEADINGS else 0
                if element.get("itemprop") == "headline" or level == 0:
                    level = 1 if level == 1 else 0
                found.append(Heading(words, level, self._is_banner(element)))
        return tuple(found)

    def _is_banner(self, element: etree._Element) -> bool:
        """Whether a heading belongs to the page's banner: in its header, in its logo, or a link to the front page."""
        up = [element, *element.iterancestors()]
        inside = any(each.tag in ("article", "main") or each.get("role") == "main" for each in up)
        for each in up[:-2]:
            if each.tag in ("article", "main"):
                break
            if (each.tag == "header" and not inside) or each.get("role") == "banner":
                return True
            if not _LOGO.isdisjoint(name_words(each)):
                return True
        return any(self._is_front(anchor.get("href", "")) for anchor in element.iter("a"))

    def _is_front(self, href: str) -> bool:
        there, here = urlsplit(self.address(href) if href else ""), urlsplit(self.capture.url)
        same = bool(there.hostname) and there.hostname == here.hostname and not there.query
        found = _FRONT.fullmatch(there.path) if same else None
        return found is not None and (not found["language"] or tag(found["language"]) is not None)

    def _site_names(self) -> Iterator[str]:
        """What the page calls its site: in its metadata, and in the links to the front page."""
        yield from self.template.site_names
        yield from filter(None, (clean(self.metadata.meta.get(name, "")) for name in _SITE_META))
        yield from self.metadata.site_names
        for anchor in self.root.iter("a"):
            if self._is_front(anchor.get("href", "")):
                written = [
                    text_of(anchor),
                    anchor.get("title", ""),
                    *(each.get("alt", "") for each in anchor.iter("img")),
                ]
                yield from filter(None, map(clean, written))

    @cached_property
    def _tree(self) -> etree._Element:
        """A tree for trafilatura, which may change it."""
        return self.parse(html.HTMLParser(encoding="utf-8", huge_tree=True))

    def _main_text(self, title: str) -> MainText:
        """The paragraphs of the text under a title; read once, since trafilatura changes its tree."""
        if title not in self._main_texts:
            self._main_texts[title] = self._read_main_text(title)
        return self._main_texts[title]

    def _read_main_text(self, title: str) -> MainText:
        from trafilatura import bare_extraction

        _plain(self._tree)
        document: Any = bare_extraction(self._tree, url=self.capture.url, include_comments=False)
        main: etree._Element | None = None if document is None else document.body
        kept: list[str] = []
        if main is not None:
            for element in main.iter("*"):
                element.tag = _NAMES.get(element.tag, element.tag)
            kept = [line for paragraph in blocks.paragraphs(main) if (line := clean(paragraph))]
        meta = self.metadata.meta
        description = meta.get("og:description") or meta.get("description") or ""
        return MainText(self.root, kept, title, description, self.template)

    def _evidence(self, title: str, main: MainText, files: int) -> PageEvidence:
        """What the page shows of its type."""
        marked = _MARKED(self.root)
        lines = [line for line in main.chosen if not is_counter(line.text)]
        inside = set(marked[0].iter("*")) if len(marked) == 1 else set()
        days = [line.place for line in main.lines if len(line.text) < 40 and _DATE_LINE.search(line.text)]
        near = main.places_after(title)[:4]
        return PageEvidence(
            weight=sum(weight(line.text) for line in lines),
            declared=self.metadata.is_article,
            marked=bool(lines) and all(line.holder in inside for line in lines),
            dated=self.metadata.published is not None or (len(days) <= _DAYS and not set(near).isdisjoint(days)),
            prose=any(line.is_sentence for line in lines),
            files=files,
            headed=any(heading.text == title for heading in self.headings)
            or any(not line.linked and _is_headline(line.text, title) for line in main.lines),
            media=len(main.media),
            is_scant=main.is_scant,
            is_list=main.is_list,
        )

    def _references(
        self, body: tuple[str, ...], telling: tuple[str, ...]
    ) -> tuple[tuple[Link, ...], tuple[Attachment, ...]]:
        """The links and files of the main block in the order of the page."""
        links: dict[Link, None] = {}
        files: dict[str, Attachment] = {}
        for anchor, words in MainBlock(self.root, body, telling).links():
            href = anchor.get("href", "").strip()
            url = "" if href.startswith("#") else self.address(href)
            if not url or url in (self.capture.url, self.request_url):
                continue
            if file := attachment(url, words):
                files.setdefault(url, file)
            else:
                links[Link(url=url, text=words)] = None
        return tuple(links), tuple(files.values())

    def _framed(self, main: MainText, known: Collection[str]) -> Iterator[Attachment]:
        """The files that the page shows within itself, below the headline."""
        for element in main.media:
            url = self.address(source(element)) if element.tag in FRAMES else ""
            if url and url not in known and (file := attachment(url, clean(element.get("title", "")) or main.title)):
                yield file


def _is_headline(line: str, title: str) -> bool:
    """Whether a paragraph is the title, or most of it, perhaps with a date in the same paragraph."""
    if line == title:
        return True
    if len(line) > len(title) + _DATE_LENGTH:
        return False
    bare = line[: found.start()].rstrip(" ,|–—-(") if (found := _DATE_LINE.search(line)) else line
    return len(bare) >= _LEAST_TITLE and 2 * len(bare) >= len(title) and bare in title


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
