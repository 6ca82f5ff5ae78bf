"""Selectors of page objects: CSS or XPath, each compiled once."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from parsel.csstranslator import HTMLTranslator

from crawler.rules.text.normalization import clean

_SILENT = """
    audio base button canvas datalist embed head iframe input link map math meta noembed noframes noscript object param
    script select source style svg template textarea track video
"""
SILENT = frozenset(_SILENT.split())
"""Elements whose content is not text of the page."""

_XPATH = re.compile(r"\(|\.?/|[a-z-]+\(|(?:ancestor|child|descendant|following|parent|preceding|self)[a-z-]*::")
"""The beginning of an XPath, which no CSS selector has: a path, a call or an axis."""


_BY_ID = re.compile(r"(^|\| )descendant-or-self::(\*|\w+)\[@id = '([^']*)'\]")


@lru_cache(maxsize=2048)
def compiled(selector: str) -> etree.XPath:
    """A CSS or XPath selector, compiled; it is called with an element. CSS may end in ``::attr(name)`` or ``::text``.

    A CSS selector that begins with an id looks the id up in the whole document; its first element counts. That is fifty
    times faster than a search.
    """
    if _XPATH.match(selector):
        return etree.XPath(selector)
    return etree.XPath(_BY_ID.sub(_looked_up, HTMLTranslator().css_to_xpath(selector)))


def _looked_up(match: re.Match[str]) -> str:
    before, tag, name = match.groups()
    return f"{before}id('{name}')" + (f"[self::{tag}]" if tag != "*" else "")


def matches(selector: str, root: etree._Element) -> list[etree._Element | str]:
    """All values of a selector under an element, in the order of the page: elements, or texts and attributes."""
    if not selector:
        return []
    found = compiled(selector)(root)
    return found if isinstance(found, list) else [str(found)]


def elements(selector: str, root: etree._Element) -> list[etree._Element]:
    """All elements that match; none for an empty selector."""
    return [each for each in matches(selector, root) if not isinstance(each, str)]


def first(selectors: tuple[str, ...], root: etree._Element) -> etree._Element | None:
    """The first match of the first selector that matches at all."""
    for selector in selectors:
        if found := elements(selector, root):
            return found[0]
    return None


def text_of(value: etree._Element | str) -> str:
    """The visible text of an element (without its scripts and comments), or the text itself."""
    if isinstance(value, str):
        return value
    if not len(value):
        return value.text or ""
    if not any(each.tag in SILENT or not isinstance(each.tag, str) for each in value.iterdescendants()):
        return "".join(value.itertext())
    parts = [value.text or ""]
    events = etree.iterwalk(value, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if element is value:
            continue
        if event == "start" and element.tag not in SILENT:
            parts.append(element.text or "")
        elif event == "start":
            events.skip_subtree()
        else:
            parts.append(element.tail or "")
    return "".join(parts)


def word(selector: str, root: etree._Element) -> str:
    """The first value as text; empty if there is none."""
    return next((text_of(value) for value in matches(selector, root)), "")


def first_word(selector: str, root: etree._Element) -> str:
    """The first value whose text is not empty, cleaned; empty if there is none."""
    return next(filter(None, (clean(text_of(value)) for value in matches(selector, root))), "")
