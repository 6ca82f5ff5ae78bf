"""The main text of a page without selectors: which of its paragraphs belong to the article, in the order of the page.

trafilatura says where the text is. The paragraphs themselves are read from the page's own tree, so none is joined to
its neighbour, cut or moved. What trafilatura leaves out is taken back where the page gives evidence for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from lxml import etree

from crawler.pages.selectors import compiled
from crawler.pages.text import blocks
from crawler.pages.text.host_template import NO_TEMPLATE, HostTemplate
from crawler.pages.text.lines import Line, key, lines_of
from crawler.pages.text.main_block import FURNITURE_ROLES, block_around, calls_itself_furniture, name_words
from crawler.pages.text.media import media_below
from crawler.rules.outcome.page_type import weight

_FURNITURE = frozenset(["aside", "button", "dialog", "fieldset", "footer", "form", "menu", "nav", "select"])
_HARD_WORDS = """
    ads advert breadcrumb breadcrumbs comment comments cookie disqus login nav navigation newsletter pager pagination
    paging popular promo readmore related seealso share sharing skip social sponsored subscribe
"""
_HARD = frozenset(_HARD_WORDS.split())
"""Words in ``class`` and ``id`` that never name a part of a text. Others, such as ``teaser``, name its lead too."""
_CELLS = frozenset(("dd", "dt", "li", "td", "th"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
"""The elements of headings."""
_COPYRIGHT = re.compile(r"\W*(?:©|copyright\b|\(c\)\s)", re.IGNORECASE)

_NAMED = (
    compiled("descendant::*[@itemprop='articleBody']"),
    compiled("descendant::article[descendant::h1]"),
    compiled("descendant::article"),
    compiled("descendant-or-self::*[self::main or @role='main']"),
)
"""What a page calls its text, the narrowest first. Each counts only where there is one."""

_PART = 25
"""The least length of a key that may be found within a longer one."""
_LONG = 40
"""The least length of the key of a paragraph that shows where the text is."""
_LABEL = 100
"""The most weight of the line above a list that says what it is ("News of the ministry since 2010.")."""
_LITTLE = 200
"""The weight of a text below which the page's own structure may have more of it (see ``page_type.weight``)."""


class MainText:
    """The paragraphs of the article.

    ``kept`` holds the paragraphs that trafilatura kept; ``title`` and ``description`` are the page's own claims. Of
    what is not in ``kept`` these paragraphs count: what the description quotes; prose between headline and text; prose
    in the same kind of place as the text; amid the text its neighbours, and list items and cells without links. Of
    what is in ``kept`` these do not: stand-alone links to other pages, copyright lines, what is outside the block, the
    host's furniture.
    """

    def __init__(
        self,
        root: etree._Element,
        kept: Iterable[str],
        title: str = "",
        description: str = "",
        template: HostTemplate = NO_TEMPLATE,
    ) -> None:
        self.title = title
        self._template = template
        self._quoted = key(description)
        self._judged: dict[etree._Element, tuple[bool, bool]] = {}
        body = root.find("body")
        self.root = root if body is None else body
        self.lines = lines_of(self.root)
        """All paragraphs of the page."""
        matched = self._matched([line for paragraph in kept if (line := key(paragraph))])
        self._core = self._after_headline([line for line in matched if not self._is_shared(line)])
        self._telling = [line for line in self._core if len(line.key) >= _LONG] or self._core
        self.element = block_around([line.holder for line in self._telling])
        """The block around the text; None if nothing of ``kept`` is on the page."""
        self._inside = set() if self.element is None else set(self.element.iter("*"))
        self._holders = {line.holder for line in self._telling} | {line.holder.getparent() for line in self._telling}
        self._around = {up for line in self._telling for up in (line.holder, *line.holder.iterancestors())}

    @cached_property
    def chosen(self) -> tuple[Line, ...]:
        """The paragraphs of the article, without its title."""
        own = {self._placed(line) for line in self._telling}
        core = {line.place for line in self._core if self._is_text(line)}
        first = min((line.place for line in self._telling), default=0)
        last = max((line.place for line in self._telling), default=-1)
        begun = self._headline(first)
        self._held = {line.holder for line in self._telling}
        self._listed = {up for line in self._telling if (up := _list_of(line.holder)) is not None}
        found: list[Line] = []
        texts: set[str] = set()
        for line in self.lines:
            if line.place in core or (
                line.text not in texts
                and not self._is_shared(line)
                and not _COPYRIGHT.match(line.text)
                and (
                    self._is_quoted(line)
                    or (begun < line.place < first and self._is_lead(line))
                    or (begun < line.place < last and (self._is_cell(line) or self._is_among(line)))
                    or (first < line.place and self._is_joined(line, last))
                    or (last < line.place and self._is_listed(line) and self._is_cell(line))
                    or (line.is_prose and self._placed(line) in own and not self._is_furniture(line, hard=True))
                )
            ):
                found.append(line)
                texts.add(line.text)
        return self._without_title(self._or_own(found))

    @property
    def telling(self) -> tuple[str, ...]:
        """The paragraphs that show where the text is."""
        return tuple(line.text for line in self._telling) or tuple(line.text for line in self.chosen)

    @cached_property
    def media(self) -> tuple[etree._Element, ...]:
        """The pictures, films and framed documents below the headline, in the block that the page calls its text."""
        headline = next((line.holder for line in reversed(self.lines) if line.text == self.title), None)
        if headline is None:
            return ()
        block = _named_block(self.root)
        if headline not in set(block.iter("*")) or block is self.root:
            up = headline.getparent()
            block = headline if up is None else up
        return tuple(media_below(block, headline))

    @property
    def is_scant(self) -> bool:
        """Whether the text is no more than short sentences or cells below the headline: trafilatura found none."""
        core = {line.place for line in self._core}
        return not any(line.is_prose or line.place in core for line in self.chosen)

    @property
    def is_list(self) -> bool:
        """Whether nearly all prose stands below headings that are links: a page of teasers of other pages.

        Fewer than three teasers make a list where none of their headings is the title of the page, nothing else is
        prose, and the page does not describe itself with their words. Four and more may have a line above them that
        says what the list is.
        """
        prose = {line.place: weight(line.text) for line in self.chosen if line.is_sentence}
        cards, fresh, first = 0, False, -1
        for line in self.lines:
            if line.holder.tag in HEADINGS:
                fresh = line.is_link and (key(line.text) != key(self.title))
                first = line.place if fresh and first < 0 else first
            elif line.place in prose and fresh:
                cards, fresh = cards + 1, False
        above = [amount for place, amount in prose.items() if place < first]
        if cards >= 4 and len(above) == 1 and above[0] <= _LABEL:
            return 10 * cards >= 9 * (len(prose) - 1)
        if cards >= 3:
            return 10 * cards >= 9 * len(prose)
        return 0 < cards == len(prose) and not any(self._is_quoted(line) for line in self.chosen)

    def places_after(self, title: str) -> Sequence[int]:
        """The places of the paragraphs after the last one that is the title; none if there is none."""
        places = [line.place for line in self.lines if line.text == title]
        return range(places[-1] + 1, len(self.lines)) if places else ()

    def _matched(self, kept: Sequence[str]) -> list[Line]:
        """The lines that trafilatura kept, each as often as it kept it."""
        whole, joined = Counter(kept), "\n".join(kept)
        long = [line for line in kept if len(line) >= _PART]
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            if line.key in whole or (len(line.key) >= _PART and line.key in joined) or _is_mostly(line.key, long):
                found.setdefault(line.key, []).append(line)
        block = block_around([lines[0].holder for text, lines in found.items() if len(text) >= _LONG == len(lines)])
        inside = set() if block is None else set(block.iter("*"))
        matched: list[Line] = []
        for text, lines in found.items():
            lines.sort(key=lambda line: (line.holder not in inside, line.place))
            matched += lines[: max(1, whole[text])]
        return sorted(matched, key=lambda line: line.place)

    def _after_headline(self, matched: list[Line]) -> list[Line]:
        """The lines without those that stand before the headline, if there is a text after it."""
        own = key(self.title)
        headline = next((line.place for line in self.lines if line.key == own and line.holder.tag == "h1"), -1)
        after = [line for line in matched if line.place > headline]
        return after if sum(weight(line.text) for line in after) >= _LITTLE else matched

    def _headline(self, first: int) -> int:
        """The place of the last heading before the text that is the title; else just before the text."""
        headline = key(self.title)
        places = [
            line.place
            for line in self.lines[:first]
            if line.key and line.key == headline and line.holder.tag in HEADINGS
        ]
        return places[-1] if places else first

    def _is_text(self, line: Line) -> bool:
        """Whether a paragraph that trafilatura kept is text."""
        if line.is_link or _COPYRIGHT.match(line.text):
            return False
        return line.holder in self._inside

    def _is_shared(self, line: Line) -> bool:
        """Whether a paragraph is the host's and no article's. What the description quotes is the article's."""
        known = self._template.lines
        return bool(known) and self._template.is_furniture(line.placed) and not self._is_quoted(line)

    def _is_quoted(self, line: Line) -> bool:
        """Whether the page's description of itself is this paragraph, or begins as it does."""
        if len(line.key) < _LONG or line.linked >= 0.4 or not self._quoted:
            return False
        return line.key in self._quoted or line.key[:60] == self._quoted[:60]

    def _is_lead(self, line: Line) -> bool:
        return line.is_prose and line.holder.tag != "figcaption" and not self._is_furniture(line, hard=True, tags=True)

    def _is_cell(self, line: Line) -> bool:
        if line.linked or line.holder.tag not in _CELLS or line.holder not in self._inside:
            return False
        return not self._is_furniture(line)

    def _is_joined(self, line: Line, last: int) -> bool:
        """Whether line breaks alone part a paragraph from the text: both stand in one element."""
        return (
            line.holder in self._held
            and bool(line.key)
            and line.linked < 0.4
            and (line.is_sentence or line.place < last)
            and not self._is_furniture(line)
        )

    def _is_listed(self, line: Line) -> bool:
        """Whether the list of a cell has text in it, or follows the text without anything between them."""
        up = _list_of(line.holder)
        if up is None:
            return False
        before = up.getprevious()
        return up in self._listed or (before is not None and before in self._held and before.tag == "p")

    def _is_among(self, line: Line) -> bool:
        """Whether a heading or paragraph is a neighbour of the text's paragraphs, whatever inline elements are
        around it."""
        if line.linked >= 0.4 or not (line.is_sentence or line.holder.tag in HEADINGS):
            return False
        if line.holder.tag == "figcaption" or self._is_furniture(line):
            return False
        up = line.holder.getparent()
        while up is not None and up.tag not in blocks.BLOCKS:
            up = up.getparent()
        return line.holder in self._holders or up in self._holders

    def _is_furniture(self, line: Line, *, hard: bool = False, tags: bool = False) -> bool:
        """Whether an element between a paragraph and the text is furniture: by its words, or also by its name."""
        if self._is_shared(line):
            return True
        for up in (line.holder, *line.holder.iterancestors()):
            if up is self.root or up is self.element:
                return False
            if up in self._around:
                continue
            if up not in self._judged:
                named = up.tag in _FURNITURE or (up.get("role") or "").lower() in FURNITURE_ROLES
                self._judged[up] = not _HARD.isdisjoint(name_words(up)), named
            worded, named = self._judged[up]
            if worded or (named and (tags or not hard)) or (not hard and calls_itself_furniture(up)):
                return True
        return False

    def _or_own(self, found: list[Line]) -> list[Line]:
        """The paragraphs found, or those of the page's own structure if that has far more prose."""
        amount = sum(weight(line.text) for line in found)
        if amount >= _LITTLE:
            return found
        block = _named_block(self.root)
        self._around, self._judged = {block, *block.iterancestors()}, {}
        inside = set(block.iter("*"))
        own = [
            line
            for line in self.lines
            if line.holder in inside and not line.is_link and not self._is_furniture(line, tags=True)
        ]
        if block is self.root:
            prose = [line.place for line in own if line.is_prose] or [0]
            own = [line for line in own if line.is_prose or prose[0] <= line.place <= prose[-1]]
        if sum(weight(line.text) for line in own if line.is_prose) > sum(weight(x.text) for x in found if x.is_prose):
            return [line for line in own if not _COPYRIGHT.match(line.text)]
        if found:
            return found
        return self._scant(block)

    def _scant(self, block: etree._Element) -> list[Line]:
        """The sentences and cells below the headline: in the block that the page calls its text, else in the smallest
        one around the headline that has a sentence."""
        below = self.places_after(self.title)
        if not below:
            return []
        own = [
            line
            for line in self.lines[below[0] :]
            if (line.is_sentence or line.holder.tag in _CELLS)
            and not (line.linked or _COPYRIGHT.match(line.text) or self._is_furniture(line, tags=True))
        ]
        if block is self.root:
            spoken = {up for line in own if line.is_sentence for up in (line.holder, *line.holder.iterancestors())}
            headline = self.lines[below[0] - 1].holder
            block = next((up for up in headline.iterancestors() if up in spoken), self.root)
        inside = set(block.iter("*"))
        return [line for line in own if line.holder in inside]

    def _without_title(self, found: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(line for line in found if line.text != self.title)

    @staticmethod
    def _placed(line: Line) -> tuple[tuple[str, str], ...]:
        """The kind of place of a paragraph: names and classes of the elements around it."""
        chain = [line.holder]
        for up in line.holder.iterancestors():
            if len(chain) == 4:
                break
            chain.append(up)
        return tuple((each.tag, each.get("class") or "") for each in chain)


def _list_of(holder: etree._Element) -> etree._Element | None:
    """The list or table that a cell stands in; None for what is no cell."""
    if holder.tag not in _CELLS:
        return None
    return next((up for up in holder.iterancestors("dl", "ol", "table", "ul")), None)


def _is_mostly(text: str, kept: Collection[str]) -> bool:
    """Whether half of a long paragraph was kept: trafilatura loses words in some inline elements."""
    return len(text) >= _LONG and 2 * sum(len(each) for each in kept if each in text) >= len(text)


def _named_block(body: etree._Element) -> etree._Element:
    """The element that the page itself calls its text; the whole body if there is none."""
    return next((found[0] for places in _NAMED if len(found := places(body)) == 1), body)
