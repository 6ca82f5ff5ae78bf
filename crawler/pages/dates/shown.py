"""Dates that stand alone in an element near the headline of a page, where people look for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from crawler.pages.selectors import SILENT, text_of
from crawler.rules.dates.labels import Label, label_in
from crawler.rules.dates.parsing import every_date
from crawler.rules.text.normalization import clean

ReadDate = Callable[[str], str | None]
"""A function from a text to its first full date, as ``read_date`` gives it."""

_LONGEST = 120
"""The most characters of an element that says when: a byline, with a date in it."""
_LABEL = 40
"""The characters that a label beside a date is shorter than."""
_ALONE, _ALONE_WORDS, _LINKED_WORDS = 60, 6, 3
"""The most characters and words of an element without a mark, and the most words of a link, that is nothing but a
date. A link with more words leads to another text."""
_NEAR_AFTER, _NEAR_BEFORE = 700, 250
"""How many characters after and before the headline a marked date may stand. Half of it for one without a mark."""
_CLOSE = 200
"""How near to the headline a marked date beside the text counts, in characters."""
_UNMARKED, _BEFORE = 150, 60
"""What counts against a date without a mark, and against one before the headline, in characters of distance."""

_MOST = 800
"""How many elements of a page are looked at, those next to the headline."""
_OPENING = 3
"""How many paragraphs are the opening of a text."""
_FAR = frozenset(["dialog", "figcaption", "form", "menu", "nav", "select"])
_BESIDE = frozenset(["aside", "footer"])
_LINED = frozenset(["article", "div", "dd", "li", "main", "p", "section", "span", "td"])
"""Elements whose lines may be a date each."""
_NEVER = frozenset(("body", "h1", "html", "option"))
_HEADINGS = ("h1", "h2", "h3", "h4")
_MARK = re.compile(
    r"(?<!up)(?<!candi)(?<!vali)date(?!base)|datum|fecha|publi[sc]h?|posted|publicat|timestamp|(?<![a-z])time(?!line|r)"
    r"|byline|created|post-?meta|entry-?meta|(?<![a-z])meta(?![a-z])|erschienen|dato(?![a-z])|pubdate|dtstart",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"related|teaser|comment|recommend|popular|latest|archiv|calendar|kalender|event|copyright|navi?(?![a-z])|menu"
    r"|newsletter|trending|similar|promo|breadcrumb|pagin|ticker|weather"
    r"|(?<![a-z])(?:clock|today|next|prev|more|login|banner|cookie|carousel|slider|also)(?![a-z])",
    re.IGNORECASE,
)
"""Words in class and id of parts that belong to other texts, or to none."""
_ANOTHER = re.compile(r"comment(?!ary)|teaser|related|recommend|similar|popular|trending", re.IGNORECASE)
"""Words in class and id of parts that belong to other texts alone."""
_ASIDE = re.compile(r"sidebar|foot(?:er|note|line)|widget|social|share|(?<![a-z])rail(?![a-z])", re.IGNORECASE)
"""Words in class and id of parts beside the text, where some templates put the date of the text."""
_PURE = re.compile(
    r"\W*(?:(?:[^\W\d_]+\.?,?\s)?\d{1,2}(?:st|nd|rd|th|\.)?\s[^\W\d_]+|[^\W\d_]+\.?\s\d{1,2}),?\.?,?\s\d{4}(?!\d)"
)
"""A date in words, perhaps with the day of the week."""
_WHOLE_YEAR = re.compile(r"\d{4}|年")
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
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
    pure: bool = False
    """Whether the element holds nothing but the date."""

    @property
    def is_near(self) -> bool:
        """Whether it is so near to the headline, or so labelled, that it is likely the article's."""
        return self.label in ("published", "dated") or self.distance < _NEAR_AFTER


def shown_dates(root: etree._Element, title: str, read: ReadDate) -> list[Shown]:
    """The dates that stand alone on the page outside furniture, the likeliest publication date first.

    ``title`` is the title of the article. Dates of teasers, lists, comments and widgets do not count, and those in a
    footer or beside the text only where the markup or a label says what they are.
    """
    places = _Places(root, title)
    found: list[Shown] = []
    within: dict[etree._Element, Shown] = {}
    for element, run in places.nearest():
        shown = _shown(element, run, places, read)
        if shown is None or _says_no_more(shown, within.get(element)):
            continue
        found.append(shown)
        within.update(dict.fromkeys(element.iterancestors(), shown))
    return sorted(found, key=lambda each: (_ORDER[each.label], each.distance))


_ORDER: dict[Label, int] = {"published": 0, "dated": 0, "": 1, "modified": 2, "other": 3}


def days_of_others(root: etree._Element, title: str, read: ReadDate) -> tuple[set[str], set[str]]:
    """The days in short elements: those that belong to comments, teasers and events alone, and all others."""
    places = _Places(root, title)
    foreign: set[str] = set()
    neutral: set[str] = set()
    for element, run in places.nearest():
        words = run or (element.get("datetime") if element.tag == "time" else "") or clean(text_of(element))
        if day := read(words):
            (foreign if label_in(words, "") == "other" or _is_of_another(element) else neutral).add(day[:10])
        elif _DIGIT.search(words):
            foreign |= {day for day, _, _ in every_date(words, language="")}
    return foreign - neutral, neutral


def _is_of_another(element: etree._Element) -> bool:
    """Whether an element stands in a part that its class or id calls one of comments or teasers."""
    names = (f"{up.get('class') or ''} {up.get('id') or ''}" for up in (element, *element.iterancestors()))
    return any(_ANOTHER.search(name) for name in names)


def opening_paragraphs(root: etree._Element, title: str) -> list[str]:
    """The first long paragraphs after the headline outside furniture, cleaned."""
    places = _Places(root, title)
    found: list[str] = []
    for element in places.paragraphs():
        found.append(clean(text_of(element)))
        if len(found) == _OPENING:
            break
    return found


def _says_no_more(shown: Shown, inner: Shown | None) -> bool:
    """Whether an element says nothing about its date that an element within it does not say."""
    if inner is None or inner.published[:10] != shown.published[:10]:
        return False
    return len(inner.published) >= len(shown.published) and (shown.label in ("", inner.label))


class _Places:
    """Where the elements of a page stand, in characters from its beginning, and where its headline is."""

    def __init__(self, root: etree._Element, title: str) -> None:
        self._start: dict[etree._Element, int] = {}
        self._end: dict[etree._Element, int] = {}
        self._measure(root)
        self.headline = self._headline(root, clean(title).casefold())
        up = () if self.headline is None else (self.headline, *self.headline.iterancestors())
        self.around = set(up)
        self._apart: dict[etree._Element, int] = {}

    def nearest(self) -> list[tuple[etree._Element, str]]:
        """The candidates, without the farthest ones of a page that has very many: a table of days."""
        found = list(self.candidates())
        if len(found) <= _MOST:
            return found
        far = [(self.distance(element) or (True, 0))[1] for element, _ in found]
        limit = sorted(far)[_MOST]
        return [each for each, distance in zip(found, far, strict=True) if distance <= limit][: 2 * _MOST]

    def candidates(self) -> Iterator[tuple[etree._Element, str]]:
        """The short elements with a number in them, the inner ones before the outer ones that hold them; then single
        lines of longer ones, as (the element, the line)."""
        for element in reversed(self._start):
            if element in self.around and element is not self.headline and self.length(element) > _LONGEST:
                yield from self._lines(element)
            elif element is self.headline or element.tag in _NEVER or self._only_wraps(element):
                continue
            elif element.tag == "time" or 5 < self.length(element) <= _LONGEST:
                yield element, ""
            elif element.tag in _LINED:
                yield from self._lines(element)

    def _only_wraps(self, element: etree._Element) -> bool:
        """Whether an element has nothing but one other element in it, which then stands for both."""
        return len(element) == 1 and element[0] in self._end and self.length(element) == self.length(element[0])

    def paragraphs(self) -> Iterator[etree._Element]:
        """The innermost long blocks after the headline, in order, up to some distance from it."""
        for element in self._start:
            where = self.distance(element) if element.tag in _LINED and self.length(element) > _ALONE else None
            if where is None or not where[0] or element in self.around:
                continue
            if where[1] > 2 * _NEAR_AFTER:
                return
            inner = any(child.tag in ("p", "div", "li", "section", "article") for child in element.iterdescendants())
            if not inner and not self.apartness(element):
                yield element

    def _lines(self, element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        """The runs of text directly in an element that are short and hold a number."""
        for run in (element.text, *(child.tail for child in element)):
            if run and 5 < len(run := clean(run)) <= _ALONE and _DIGIT.search(run):
                yield element, run

    def length(self, element: etree._Element) -> int:
        """The number of visible characters of an element."""
        return self._end[element] - self._start[element]

    def is_short(self, element: etree._Element) -> bool:
        """Whether an element is visible and may be no more than a label."""
        return element in self._end and self.length(element) < _LABEL

    def distance(self, element: etree._Element) -> tuple[bool, int] | None:
        """Whether an element stands after the headline, and how far from it; None if the page has no headline."""
        if self.headline is None:
            return None
        since = self._start[element] - self._end[self.headline]
        return (
            (True, max(since, 0))
            if since >= 0 or element in self.around
            else (False, max(self._start[self.headline] - self._end[element], 0))
        )

    def apartness(self, element: etree._Element) -> int:
        """2 for an element in another part of the page than the headline (furniture, a teaser), 1 for one in a part
        beside the text, 0 for others."""
        passed = []
        apart = 0
        for up in (element, *element.iterancestors()):
            if up in self.around or up.tag in ("body", "html"):
                break
            if up in self._apart:
                apart = max(apart, self._apart[up])
                break
            passed.append(up)
            apart = max(apart, self._furniture(up, element))
        self._apart.update(dict.fromkeys(passed[:1], apart))
        return apart

    def _furniture(self, up: etree._Element, element: etree._Element) -> int:
        role, names = up.get("role") or "", f"{up.get('class') or ''} {up.get('id') or ''}"
        if up.tag in _FAR or role == "navigation" or _names_furniture(names):
            return 2
        if up.tag == "a" and self.length(up) > self.length(element) + 15:
            return 2
        beside = up.tag in _BESIDE or role in ("complementary", "contentinfo") or _names_aside(names)
        of_other_texts = up.tag in ("article", "aside", "li") and self.headline is not None
        return 2 if of_other_texts and next(up.iter(*_HEADINGS), None) is not None else int(beside)

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
        """The heading of the highest level that is the title, else one that is like it, else the first ``h1``."""
        same: list[etree._Element] = []
        alike: list[etree._Element] = []
        first: list[etree._Element] = []
        for element in root.iter(*_HEADINGS):
            words = clean(text_of(element)).casefold()
            if not words or _is_hidden(element):
                continue
            if words == title:
                same.append(element)
            elif len(words) > 15 and title and (words in title or title in words):
                alike.append(element)
            elif element.tag == "h1" and not any(up.tag in _FAR for up in element.iterancestors()):
                first.append(element)
        same.sort(key=lambda element: _HEADINGS.index(element.tag))
        return next(iter([*same, *alike, *first]), None)


def _shown(element: etree._Element, run: str, places: _Places, read: ReadDate) -> Shown | None:
    """The date in an element or a run of its text; None if it has none, if it is more than a date, or if it belongs to
    furniture."""
    stamp = (element.get("datetime") or "").strip() if element.tag == "time" else ""
    words = run or clean(text_of(element))
    if not stamp and not _DIGIT.search(words):
        return None
    raw = next((each for each in (stamp, words) if each and read(each)), "")
    if not raw or (apart := places.apartness(element)) == 2:
        return None
    label = label_in(words, "") or _label(element, places)
    marked = element.tag == "time" or _is_marked(element, places)
    most = _LINKED_WORDS if element.tag == "a" else _ALONE_WORDS
    if not (marked and element.tag != "a") and (len(words) > _ALONE or len(_WORD.findall(words)) > most):
        return None
    count = len(_WORD.findall(words))
    pure = not count or (count <= 2 and _PURE.match(words) is not None)
    if not marked and count and not _WHOLE_YEAR.search(words):
        return None  # "Version 4.8.12"
    if apart and not marked and not pure and label not in ("published", "modified"):
        return None
    shown = replace(_placed(element, places, raw, read(raw) or "", marked, label), pure=pure)
    beside = _NEAR_AFTER - (_CLOSE if marked else 0)
    return replace(shown, distance=shown.distance + beside) if apart else shown


def _placed(element: etree._Element, places: _Places, raw: str, published: str, marked: bool, label: Label) -> Shown:
    where = places.distance(element)
    after, distance = where or (True, 0 if marked else _NEAR_AFTER)
    if not after and distance > _NEAR_BEFORE:
        distance += _NEAR_AFTER
    distance = (distance if marked else 2 * distance + _UNMARKED) + (0 if after else _BEFORE)
    return Shown(raw, published, label, marked, after, distance)


def _is_hidden(element: etree._Element) -> bool:
    """Whether the markup hides an element: the head of a print version, say."""
    chain = (element, *element.iterancestors())
    return any("hidden" in up.attrib or _NOT_SHOWN.search(up.get("style") or "") for up in chain)


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
        beside = clean(text_of(before)) if before is not None and places.is_short(before) else ""
        if beside and not _DIGIT.search(beside) and (found := label_in(beside, "")):
            return found
    return ""


@lru_cache(maxsize=4096)
def _names_furniture(names: str) -> bool:
    return _FURNITURE.search(names) is not None


@lru_cache(maxsize=4096)
def _names_aside(names: str) -> bool:
    return _ASIDE.search(names) is not None


@lru_cache(maxsize=4096)
def _mark(names: str) -> bool:
    return _MARK.search(names) is not None
