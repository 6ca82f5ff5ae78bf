"""The main block of a page without selectors: where it is, and which of its links belong to the article."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from lxml import etree

from crawler.pages.attachments import attachment
from crawler.pages.selectors import SILENT, text_of
from crawler.pages.text import blocks
from crawler.rules.text.normalization import clean

_LONG = 40
"""The least length of a paragraph that is not on a page twice by chance, in characters."""
_TITLE = 50
"""The least length of a stand-alone link that is the title of another text, in characters."""

_NAMES = "aside button dialog fieldset footer form header h1 h2 h3 h4 h5 h6 menu nav select"
_FURNITURE = frozenset(_NAMES.split())
"""Elements whose links belong to the page and not to the text. A link in a heading is the title of another text."""
_PLACES = "banner complementary contentinfo dialog form menu menubar navigation search tablist toolbar"
FURNITURE_ROLES = frozenset(_PLACES.split())
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = frozenset(("dl", "ol", "table", "ul"))
_WORDS = """
    advert ads banner breadcrumb breadcrumbs button-group byline carousel comment comments cookie counter disqus footer
    follow hits lang language languages latest likes login menu meta more nav navi navigation newsletter next pager
    pagination paging popular prev previous print promo rating recommended readmore related relations seealso share
    sharing shares sidebar similar skip slider slideshow social sponsored subscribe tag tagged tags teaser teasers
    toolbar top trending views widget
"""
_SAYS_SO = frozenset(_WORDS.split())
"""Words in ``class`` and ``id`` with which authors mark parts that are not the text."""
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_ONWARD = re.compile(
    r"[\s«‹<←»›>→]*"
    r"(?:(?:next|prev|previous|older|newer|read more|more|back|print|share|"
    r"далее|назад|ещ[её]|печать|далей|яшчэ|друк)\b|"
    r"следующ|предыдущ|подробнее|версия для печати|поделиться|"
    r"наступн|папярэдн|падрабязней|версія для друку|падзяліцца)",
    re.IGNORECASE,
)
"""The first words of links to other pages, back, or to a print version. Their targets change with each new text."""
_ARROW = re.compile(r"[\s«‹<←»›>→\d.…]*")
_COUNT = re.compile(r"\s*[(\[]\s*\d[\d\s.,]*[)\]]\Z|\s+\d[\d.,]*\Z")
"""A number at the end of a link outside the text: the count of comments, views or pages."""


class MainBlock:
    """The main block, found by the paragraphs of the text that trafilatura kept.

    It is the nearest ``main`` around them, else the outermost ``article``, else the smallest element that contains them
    all. The amount of text does not matter, so page furniture that grows or shrinks does not move the block.
    """

    def __init__(self, root: etree._Element, kept: Collection[str], telling: Collection[str] | None = None) -> None:
        """``root`` is the page's own tree; ``kept`` holds the cleaned paragraphs of the text, and ``telling`` those of
        them that show where it is (the default: all)."""
        read = blocks.read(root)
        lines = list(map(clean, read.paragraphs))
        found: dict[str, list[etree._Element]] = {line: [] for line in kept}
        for line, holder in zip(lines, read.holders, strict=True):
            if line in found:
                found[line].append(holder)
        found = {line: holders for line, holders in found.items() if holders}
        sure = {line: places for line, places in found.items() if telling is None or line in telling}
        around = block_around(_telling(sure or found))
        self.element = around.getparent() if around is not None and around.tag in _HEADINGS else around
        """The element; None if no paragraph was found in the tree."""
        self._held = {holder for holders in found.values() for holder in holders}
        self._own = {
            anchor
            for anchor, place in zip(read.anchors, read.places, strict=True)
            if place < len(lines) and lines[place] in found
        }
        self._around: set[etree._Element] = {up for each in self._held for up in each.iterancestors()}
        self._judged: dict[etree._Element, bool] = {}
        self._sums: dict[etree._Element, tuple[int, int, int]] = {}

    def links(self) -> Iterator[tuple[etree._Element, str]]:
        """Each ``a[href]`` that belongs to the article, in the order of the page, with its words (never empty).

        All links in the kept paragraphs belong to it. So do links to files elsewhere in the block, and stand-alone
        links after the first of these paragraphs: a button below the text, a line of its own. Lists of links do not
        belong to it, nor does a part whose class or id says so, nor a link long enough to be the title of another text.
        """
        begun = False
        for element in () if self.element is None else self.element.iter("*"):
            begun = begun or element in self._held
            if element.tag != "a" or "href" not in element.attrib or not (words := clean(text_of(element))):
                continue
            if element in self._own:
                yield element, words
            elif not self._belongs(element, words):
                continue
            elif attachment(element.get("href"), ""):
                yield element, words
            elif begun and len(words) < _TITLE:
                yield element, _COUNT.sub("", words) or words

    def _belongs(self, anchor: etree._Element, words: str) -> bool:
        """Whether a link outside the paragraphs may belong to the article."""
        if _ONWARD.match(words) or _ARROW.fullmatch(words) or "http" in anchor.get("href", "").partition("?")[2]:
            return False  # an address within an address is that of a button to share the page
        if not {"next", "prev", "tag"}.isdisjoint((anchor.get("rel") or "").lower().split()):
            return False
        if calls_itself_furniture(anchor) or any(child.tag in blocks.BLOCKS for child in anchor.iter("*")):
            return False  # a link around blocks is a card for another text
        for up in anchor.iterancestors():
            if up is self.element or up in self._around:
                return True
            if up not in self._judged:
                self._judged[up] = self._is_furniture(up)
            if self._judged[up]:
                return False
        return True

    def _is_furniture(self, element: etree._Element) -> bool:
        """Whether an element outside the text is page furniture, by its name, its role, its class and id, or its
        links."""
        tag = element.tag
        if tag in _FURNITURE or tag == "article" or (element.get("role") or "").lower() in FURNITURE_ROLES:
            return True  # an ``article`` element outside the text is another article
        if calls_itself_furniture(element):
            return True
        links, linked, letters = self._sum(element)
        return 2 * linked > letters if links > 2 or (links and tag in _LISTS) else False

    def _sum(self, element: etree._Element) -> tuple[int, int, int]:
        """The number of links to pages in an element, the number of letters in them, and the number of all its
        letters."""
        if not self._sums and self.element is not None:
            for each in reversed(list(self.element.iter())):
                spoken = isinstance(each.tag, str) and each.tag not in SILENT
                links, linked, letters = 0, 0, _letters(each.text) if spoken else 0
                for child in each if spoken else ():
                    below = self._sums[child]
                    links, linked = links + below[0], linked + below[1]
                    letters += below[2] + _letters(child.tail)
                if each.tag == "a" and not attachment(each.get("href", ""), ""):
                    links, linked = links + 1, letters
                self._sums[each] = links, linked, letters
        return self._sums[element]


def _letters(text: str | None) -> int:
    return sum(map(len, text.split())) if text else 0


def _telling(found: Mapping[str, list[etree._Element]]) -> list[etree._Element]:
    """The elements that show where the text is: those of long paragraphs that are on the page once, or the next
    best."""
    once = {line: places[0] for line, places in found.items() if len(places) == 1}
    long = [place for line, place in once.items() if len(line) >= _LONG]
    return long or list(once.values()) or [places[0] for places in found.values()]


def block_around(places: Sequence[etree._Element]) -> etree._Element | None:
    """The block around some elements; None if there are none."""
    common: list[etree._Element] = []
    for each in places:
        chain = [each, *each.iterancestors()]
        if not common:
            common = chain
            continue
        shared = set(common)
        meeting = next(element for element in chain if element in shared)
        common = common[common.index(meeting) :]
    for element in common:
        if element.tag == "main" or (element.get("role") or "").lower() == "main":
            return element
    articles = [element for element in common if element.tag == "article"]
    return (articles[-1:] or common[:1] or [None])[0]


def calls_itself_furniture(element: etree._Element) -> bool:
    """Whether a word in the class or id of an element marks a part that is not the text."""
    return not _SAYS_SO.isdisjoint(name_words(element))


def name_words(element: etree._Element) -> frozenset[str]:
    """The words in the class and id of an element, in lower case: ``mostReadMore`` has three."""
    return _words_of(element.get("class") or "") | _words_of(element.get("id") or "")


@lru_cache(maxsize=4096)
def _words_of(names: str) -> frozenset[str]:
    return frozenset(part.lower() for part in _NAME.findall(names))
