"""Selectors as page objects state them, CSS or XPath, compiled once."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree
from parsel.csstranslator import HTMLTranslator

_XPATH = ("/", "./", "(", "descendant", "following", "preceding", "self::", "string(", "normalize-space(", "concat(")


@lru_cache(maxsize=2048)
def compiled(selector: str) -> etree.XPath:
    """A CSS or XPath selector, ready to be called with an element; CSS may end in ``::attr(name)`` or ``::text``."""
    return etree.XPath(selector if selector.startswith(_XPATH) else HTMLTranslator().css_to_xpath(selector))


def elements(selector: str, root: etree._Element) -> list[etree._Element]:
    """All that match under an element, in the order of the page; none for an empty selector."""
    if not selector:
        return []
    found = compiled(selector)(root)
    return [each for each in found if isinstance(each, etree._Element)] if isinstance(found, list) else []


def first(selectors: tuple[str, ...], root: etree._Element) -> etree._Element | None:
    """The first match of the first selector that matches at all."""
    for selector in selectors:
        if found := elements(selector, root):
            return found[0]
    return None


def word(selector: str, root: etree._Element) -> str:
    """The first value as text: an attribute, or all the text within an element; empty where there is none."""
    if not selector:
        return ""
    found = compiled(selector)(root)
    if isinstance(found, list):
        found = found[0] if found else ""
    return "".join(found.itertext()) if isinstance(found, etree._Element) else str(found)
