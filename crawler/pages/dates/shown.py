"""Dates that stand alone in an element near the headline of a page, where people look for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from crawler.pages.blocks import SILENT
from crawler.pages.selectors import text_of
from crawler.rules.dates.labels import Label, label_in
from crawler.rules.text.normalization import clean

Read = Callable[[str], str | None]
"""A function from a text to its first full date, as ``read_date`` gives it."""

_LONGEST = 120
"""The most characters of an element that says when: a byline, with a date in it."""
_ALONE, _ALONE_WORDS = 60, 6
"""The most characters and words of an element without a mark that is nothing but a date."""
_NEAR_AFTER, _NEAR_BEFORE = 700, 250
"""How many characters after and before the headline a marked date may stand. Half of it for one without a mark."""
_UNMARKED, _BEFORE = 150, 60
"""What counts against a date without a mark, and against one before the headline, in characters of distance."""

_FAR = frozenset("aside dialog figcaption footer form menu nav select".split())
_HEADINGS = ("h1", "h2", "h3", "h4")
_MARK = re.compile(
    r"(?<!up)(?<!candi)(?<!vali)date(?!base)|datum|fecha|publi[sc]h?|posted|publicat|timestamp|(?<![a-z])time(?!line|r)"
    r"|byline|created|post-?meta|entry-?meta|(?<![a-z])meta(?![a-z])|erschienen|dato(?![a-z])|pubdate|dtstart",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"related|teaser|sidebar|foot(?:er|note)|comment|widget|recommend|popular|latest|archiv|calendar|kalender"
    r"|event|copyright|navi?(?![a-z])|menu|social|newsletter|trending|similar|promo|breadcrumb|pagin|ticker|weather"
    r"|(?<![a-z])(?:clock|today|next|prev|more|login|banner|cookie|rail|carousel|slider|also)(?![a-z])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"[\d\u3007\u4e00-\u4e5d]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A date that a page shows."""

    raw: str
    """As written: the words of the element, or its ``datetime``."""
    published: str
    """``YYYY-MM-DD`` or RFC 3339."""
    label: Label
    """What the words beside it say."""
    marked: bool
    """Whether the markup says that it is a date."""
    after: bool
    """Whether it stands after the headline, or in the same part of the page as the headline."""
    distance: int
    """How far it is from the headline, in characters, with what counts against it."""


def shown_dates(root: etree._Element, title: str, read: Read) -> list[Shown]:
    """The dates that stand alone on the page outside furniture, the likeliest publication date first.

    ``title`` is the title of the article. A date that is labelled as the publication date counts wherever it stands, any
    other one only near the headline. Dates of teasers, lists, comments, footers and widgets do not count.
    """
    places = _Places(root, title)
    found = [shown for element in places.candidates() if (shown := _shown(element, places, read))]
    near = [each for each in found if each.label == "published" or each.distance < _NEAR_AFTER]
    return sorted(near, key=lambda each: (_ORDER[each.label], each.distance))


_ORDER: dict[Label, int] = {"published": 0, "": 1, "modified": 2, "other": 3}


class _Places:
    """Where the elements of a page stand, in characters from its beginning, and where its headline is."""

    def __init__(self, root: etree._Element, title: str) -> None:
        self._start: dict[etree._Element, int] = {}
        self._end: dict[etree._Element, int] = {}
        self._measure(root)
        self.headline = self._headline(root, clean(title).casefold())
        up = () if self.headline is None else (self.headline, *self.headline.iterancestors())
        self.around = set(up)
        self._apart: dict[etree._Element, bool] = {}

    def candidates(self) -> Iterator[etree._Element]:
        """The short elements with a number in them, the inner ones before the outer ones that hold them."""
        for element in reversed(self._start):
            length = self.length(element)
            if element.tag == "time" or (5 < length <= _LONGEST and element.tag not in ("html", "body")):
                yield element

    def length(self, element: etree._Element) -> int:
        """The number of visible characters of an element."""
        return self._end[element] - self._start[element]

    def distance(self, element: etree._Element) -> tuple[bool, int] | None:
        """Whether an element stands after the headline, and how far from it; None if the page has no headline."""
        if self.headline is None:
            return None
        since = self._start[element] - self._end[self.headline]
        return (True, max(since, 0)) if since >= 0 or element in self.around else (
            False, max(self._start[self.headline] - self._end[element], 0)
        )

    def is_apart(self, element: etree._Element) -> bool:
        """Whether an element belongs to another part of the page than the headline: furniture, a teaser."""
        passed = []
        apart = False
        for up in (element, *element.iterancestors()):
            if up in self.around or up.tag in ("body", "html"):
                break
            if up in self._apart:
                apart = self._apart[up]
                break
            passed.append(up)
            if self._is_furniture(up, element):
                apart = True
                break
        self._apart.update(dict.fromkeys(passed, apart))
        return apart

    def _is_furniture(self, up: etree._Element, element: etree._Element) -> bool:
        if up.tag in _FAR or (up.get("role") or "") in ("navigation", "complementary", "contentinfo"):
            return True
        if up.tag == "a" and self.length(up) > self.length(element) + 15:
            return True
        names = f"{up.get('class') or ''} {up.get('id') or ''}"
        if _furniture(names):
            return True
        return up.tag in ("article", "li") and self.headline is not None and any(True for _ in up.iter(*_HEADINGS))

    def _measure(self, root: etree._Element) -> None:
        at = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                self._start[element] = at
                if element.tag not in SILENT:
                    at += len((element.text or "").strip())
            else:
                self._end[element] = at
                at += len((element.tail or "").strip())

    def _headline(self, root: etree._Element, title: str) -> etree._Element | None:
        """The heading that is the title, else the first one that the title begins with, else the first ``h1``."""
        alike: list[etree._Element] = []
        first: list[etree._Element] = []
        for element in root.iter(*_HEADINGS):
            words = clean(text_of(element)).casefold()
            if words and words == title:
                return element
            if len(words) > 15 and (words in title or title in words) and title:
                alike.append(element)
            if words and element.tag == "h1" and not any(up.tag in _FAR for up in element.iterancestors()):
                first.append(element)
        return next(iter([*alike, *first]), None)


def _shown(element: etree._Element, places: _Places, read: Read) -> Shown | None:
    """The date in an element; None if it has none, if it is more than a date, or if it belongs to furniture."""
    stamp = (element.get("datetime") or "").strip() if element.tag == "time" else ""
    words = clean(text_of(element))
    if not stamp and not _DIGIT.search(words):
        return None
    raw = next((each for each in (stamp, words) if each and (found := read(each))), "")
    if not raw or places.is_apart(element):
        return None
    marked = element.tag == "time" or _is_marked(element, places)
    count = len(_WORD.findall(words))
    if not marked and (len(words) > _ALONE or count > _ALONE_WORDS):
        return None
    return _placed(element, places, raw, read(raw) or "", marked)


def _placed(element: etree._Element, places: _Places, raw: str, published: str, marked: bool) -> Shown | None:
    label = _label(element, places)
    where = places.distance(element)
    after, distance = where or (True, 0 if marked else _NEAR_AFTER)
    if not after and distance > _NEAR_BEFORE:
        distance += _NEAR_AFTER
    distance = (distance if marked else 2 * distance + _UNMARKED) + (0 if after else _BEFORE)
    return Shown(raw, published, label, marked, after, distance)


def _is_marked(element: etree._Element, places: _Places) -> bool:
    """Whether the element or a short one around it says in its markup that it is a date."""
    for up in (element, *element.iterancestors()):
        if places.length(up) > 2 * _LONGEST or up in places.around:
            return False
        if up.tag == "time" or any(_mark(up.get(name) or "") for name in ("class", "id", "itemprop", "property")):
            return True
    return False


def _label(element: etree._Element, places: _Places) -> Label:
    """What the markup and the words before the date say it is."""
    for up in (element, element.getparent()):
        if up is None or places.length(up) > _LONGEST:
            break
        names = " ".join(up.get(name) or "" for name in ("class", "id", "itemprop", "property"))
        if "datepublished" in names.lower():
            return "published"
        if found := label_in(clean(text_of(up)), names):
            return found
        before = up.getprevious()
        if before is not None and before in places._end and places.length(before) < 40:
            if found := label_in(clean(text_of(before)), ""):
                return found
    return ""


@lru_cache(maxsize=4096)
def _furniture(names: str) -> bool:
    return _FURNITURE.search(names) is not None


@lru_cache(maxsize=4096)
def _mark(names: str) -> bool:
    return _MARK.search(names) is not None
