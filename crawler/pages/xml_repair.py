"""Repairs the markup of a broken feed or sitemap, so that no entry is lost in another one.

A parser that recovers from a missing end tag puts what follows inside the element that was left open. Here a tag closes
what a writer of feeds can only have forgotten to close: an ``item`` ends where the next begins, and so does a field.
"""

from __future__ import annotations

import re
from collections import Counter
from html.entities import html5
from typing import NamedTuple

ENTRIES = ("item", "entry", "url", "sitemap")
"""The elements that hold one entry; none of them stands in another of its own name."""
DEEPEST = 200
"""Elements within elements; the tags of deeper ones are left out, and their text is kept. A parser of XML gives up at
256."""
_NAMES = """
    title link guid id pubdate date published updated issued modified author creator category comments description
    summary content encoded loc lastmod changefreq priority language rights source
    """
_FIELDS = frozenset(_NAMES.split())
"""Names of the parts of an entry. A part ends where the next part of the same entry begins."""
_CONTAINERS = frozenset({"source", "author", "contributor", "image", "textinput", "group", "news", "publication"})
"""Elements with parts of their own, whose names are those of an entry's parts."""
_STRUCTURE = frozenset({"channel", "rss", "rdf", "feed", "urlset", "sitemapindex"})
"""Elements that hold entries."""
_PLAIN = frozenset({"", "dc", "dcterms", "atom", "atom10", "a10", "content", "rss", "sm", "s", "ns0", "sitemap"})
"""Prefixes under which the parts have their common meaning (not ``media:title``, which names a picture)."""

_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
_LOOSE_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w.:-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_WELL_FORMED = re.compile(r"(?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?")
_SPANS = (("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>"), ("<!", ">"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_AMPERSAND = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]*;)?")


class Repaired(NamedTuple):
    """Markup in which every element is closed."""

    text: str
    tags: Counter[str]
    """How many start tags of entries and of ``loc`` the source has, by local name in lower case."""
    is_closed: bool
    """Whether the end tag of the root is in the source. If it is not, the source was cut."""


def repair(text: str) -> Repaired:
    """The markup with all elements closed in order, bare ampersands and HTML entities as character references, and
    without control characters and declarations after the first tag.

    It makes one root of several documents in a row. A text at the end whose element is not closed is left out: the
    source was cut there, and half an address is another address.
    """
    return _Repair(_CONTROL.sub("", text)).run()


class _Repair:
    """One pass over a source."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._out: list[str] = []
        self._open: list[tuple[str, str]] = []
        """The open elements, outermost first: name in lower case, and name as written."""
        self._tags: Counter[str] = Counter()
        self._is_closed = False
        self._spans: dict[str, tuple[int, int]] = {}
        """For each opening of a span, where its end was last looked for, and where it was."""

    def run(self) -> Repaired:
        source, at = self._source, 0
        while (start := source.find("<", at)) >= 0:
            self._text(source[at:start])
            at = self._markup(start)
        if not self._open:
            self._text(source[at:])  # else the source ends within an element, and its text is not whole
        self._close_down_to(0)
        return Repaired("".join(self._out), self._tags, self._is_closed)

    def _text(self, text: str) -> None:
        if self._open:
            self._out.append(_numbers(text))

    def _markup(self, start: int) -> int:
        """Copy what begins with ``<`` at ``start``, and return where it ends."""
        source = self._source
        for opening, closing in _SPANS:
            if source.startswith(opening, start):
                end = self._end_of_span(opening, closing, start + len(opening))
                is_text = opening == "<![CDATA["
                if end < 0 or (is_text and source.find(opening, start + 1, end) >= 0):
                    return start + len(opening)  # it was never closed: its content is read as markup
                end += len(closing)
                if is_text and self._open:
                    self._out.append(source[start:end])
                return end
        tag = _TAG.match(source, start) or _LOOSE_TAG.match(source, start)
        if tag is None:
            if self._end_of_span("<", ">", start) < 0:
                return len(source)  # the source was cut within a tag
            self._text("<")
            return start + 1
        closes, name, rest = tag.groups()
        if closes:
            self._end(name)
        else:
            self._begin(name, rest)
        return tag.end()

    def _end_of_span(self, opening: str, closing: str, start: int) -> int:
        """Where a span ends, at or after ``start``; -1 if nowhere. The last answer is kept, so that a source full of
        openings is not searched to its end for each of them."""
        before, end = self._spans.get(opening, (-1, -2))
        if end == -1 or before <= start <= end:
            return end
        end = self._source.find(closing, start)
        self._spans[opening] = (start, end)
        return end

    def _begin(self, name: str, rest: str) -> None:
        key = name.lower()
        prefix, _, local = key.rpartition(":")
        if local in ENTRIES or local == "loc":
            self._tags[local] += 1
        if self._open and (prefix in _PLAIN or prefix == self._open[0][0].rpartition(":")[0]):
            self._close_forgotten(key, local)
        if len(self._open) >= DEEPEST:
            return
        is_empty = rest.rstrip().endswith("/")
        self._out.append(f"<{name}{_attributes(rest)}{'/' if is_empty and self._open else ''}>")
        if not is_empty or not self._open:
            self._open.append((key, name))
            self._is_closed = self._is_closed or is_empty

    def _close_forgotten(self, key: str, local: str) -> None:
        """Close the parts and the entry that a new part or entry ends."""
        if local in ENTRIES and (before := self._find(key, within_entry=False)):
            self._close_down_to(before)
        if local not in _FIELDS and local not in ENTRIES:
            return
        part = 0
        for place in range(len(self._open) - 1, 0, -1):
            prefix, _, name = self._open[place][0].rpartition(":")
            if name in ENTRIES or name in _STRUCTURE or (name in _CONTAINERS and local not in ENTRIES):
                break
            if name in _FIELDS and (prefix in _PLAIN or prefix == self._open[0][0].rpartition(":")[0]):
                part = place
        if part:
            self._close_down_to(part)

    def _end(self, name: str) -> None:
        key = name.lower()
        if not self._open:
            return
        local = key.rpartition(":")[2]
        place = self._find(key, within_entry=local not in _STRUCTURE and local not in ENTRIES)
        if place:
            self._close_down_to(place)
        elif place == 0:
            self._is_closed = True
            self._close_down_to(1)  # the root is closed at the very end: another document may follow

    def _find(self, key: str, *, within_entry: bool) -> int | None:
        """The place of the innermost open element of that name; None if there is none (in the same entry)."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == key:
                return place
            if within_entry and self._open[place][0].rpartition(":")[2] in ENTRIES:
                return None
        return None

    def _close_down_to(self, place: int) -> None:
        while len(self._open) > place:
            self._out.append(f"</{self._open.pop()[1]}>")


def _attributes(rest: str) -> str:
    """The attributes of a start tag, each once and with quotes."""
    if _WELL_FORMED.fullmatch(rest):
        return _numbers(rest.rstrip().removesuffix("/").rstrip())
    kept: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(rest.rstrip().removesuffix("/")):
        kept.setdefault(name, next(filter(None, values), ""))
    return "".join(f' {name}="{_numbers(value).replace(chr(34), "&#34;")}"' for name, value in kept.items())


def _numbers(text: str) -> str:
    """The text with bare ampersands and HTML entities as numbers, because libxml2 drops ``&amp;`` after its first error
    but still reads ``&#38;``."""
    return _AMPERSAND.sub(_number, text).replace("<", "&#60;") if "&" in text or "<" in text else text


def _number(match: re.Match[str]) -> str:
    reference = match[1]
    if reference is None:
        return "&#38;"
    if reference in html5:
        return "".join(f"&#{ord(character)};" for character in html5[reference])
    return match[0] if reference.startswith("#") else "&#38;" + reference
