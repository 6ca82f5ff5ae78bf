"""Media of a page without selectors: pictures, films and documents that stand below the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from crawler.pages.attachments import attachment
from crawler.pages.text.main_block import FURNITURE_ROLES, calls_itself_furniture

_SHOWN = frozenset(("audio", "embed", "iframe", "img", "object", "video"))
FRAMES = frozenset(("embed", "iframe", "object"))
"""Elements that show another document within the page."""
_FURNITURE = frozenset(("aside", "button", "footer", "form", "menu", "nav"))
_TINY = re.compile(r"\s*(?:\d|[1-5]\d)(?:px)?\s*\Z")
"""A width or height of less than sixty pixels: an icon, a pixel that counts visits."""


def media_below(block: etree._Element, headline: etree._Element) -> Iterator[etree._Element]:
    """The media elements of a block after its headline.

    Those in menus, forms and asides, icons, and pictures that are links to other pages are left out: they belong to the
    page and not to the article.
    """
    begun = False
    for element in block.iter("*"):
        begun = begun or element is headline
        if begun and element.tag in _SHOWN and source(element) and not _is_aside(element, block):
            yield element


def source(element: etree._Element) -> str:
    """The address that a media element shows, as written; empty if it has none."""
    written = element.get("src") or element.get("data") or element.get("data-src") or ""
    inner = next((each.get("src") or each.get("srcset") or "" for each in element.iter("source")), "")
    return (written or inner).strip()


def _is_aside(element: etree._Element, block: etree._Element) -> bool:
    if any(_TINY.match(element.get(side) or "") for side in ("width", "height")):
        return True
    for up in (element, *element.iterancestors()):
        if up is block:
            return False
        if up.tag in _FURNITURE or (up.get("role") or "").lower() in FURNITURE_ROLES or calls_itself_furniture(up):
            return True
        if "hidden" in up.attrib or "display:none" in (up.get("style") or "").replace(" ", ""):
            return True
        if up.tag == "a" and (href := up.get("href")) and not _is_picture(href):
            return True
    return False


def _is_picture(href: str) -> bool:
    path = href.partition("?")[0].lower()
    return path.endswith((".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")) or attachment(href, "") is not None
