"""Sanitizes a stored page for display: its text and its styles stay, without anything that runs or loads."""

from __future__ import annotations

import re

from lxml import etree, html
from w3lib.encoding import html_to_unicode

_ACTIVE = (
    "script",
    "base",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "noscript",
    "template",
    "portal",
    "set",  # set and animate of SVG could set the address of a link again
    "animate",
)
_LOADING = ("src", "srcset", "background", "poster", "data", "action", "formaction", "ping", "manifest", "imagesrcset")
_CUT = b"<p><strong>Only the beginning of this page can be shown here. The whole page can be downloaded.</strong></p>"
_TAG = re.compile("<(?=[a-z/!?])", re.IGNORECASE)
MAX_PAGE = 4_000_000
"""Bytes of a page that is shown; a larger one can only be downloaded."""
_HTML = ("text/html", "application/xhtml+xml")


def is_page(content_type: str, body: bytes) -> bool:
    """Whether a response is HTML that is neither empty nor too large to be shown."""
    kind = content_type.partition(";")[0].strip().lower()
    if len(body) > MAX_PAGE:
        return False
    return bool(body.strip()) and (kind in _HTML or (not kind and b"<" in body[:1000]))


def rendition(body: bytes, content_type: str, url: str) -> bytes:
    """The page in UTF-8, without scripts, frames, plug-ins, redirects, and anything that a browser loads by itself.

    The Content-Security-Policy forbids these too, except for what it cannot govern: hints to connect ahead (``<link
    rel=preconnect>``) and a character set that changes the meaning of the rest. Addresses of links stay as tooltips.
    """
    text = _text(body, content_type)
    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        tree = html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return b"<!doctype html><meta charset=utf-8><p>This page has no text.</p>"
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):  # a comment: parsers disagree on its end
            element.drop_tree()
            continue
        if element.tag in _ACTIVE or element.tag == "link" or _is_directive(element):
            element.drop_tree() if element.getparent() is not None else element.clear()
            continue
        kept = {name: value for name, value in element.attrib.items() if _is_kept(name.lower(), value)}
        if len(kept) < len(element.attrib):
            element.attrib.clear()
            element.attrib.update(kept)
        if (
            element.tag == "style"
        ):  # within SVG its text is parsed as markup; "< p" is not a tag, and means the same in CSS
            element.text = _TAG.sub("< ", element.text or "")
        _unlink(element, url)
    shown: bytes = etree.tostring(tree, encoding="utf-8", method="html")
    is_cut = any("depth" in error.message for error in parser.error_log)
    return b"<!doctype html><meta charset=utf-8>" + (_CUT if is_cut else b"") + shown


def _text(body: bytes, content_type: str) -> str:
    """The decoded page; UTF-8 if the declared encoding is unknown, or is UTF-16 although the page is not."""
    try:
        encoding, text = html_to_unicode(content_type, body)
    except (LookupError, UnicodeError, ValueError):
        return body.decode("utf-8", "replace")
    is_wide = encoding.lower().startswith(("utf-16", "utf-32"))
    return body.decode("utf-8", "replace") if is_wide and b"<html" in body[:2_000].lower() else str(text)


def _unlink(element: etree._Element, url: str) -> None:
    """Replace the address of a link by a tooltip: a click would request the live site."""
    if (target := element.attrib.pop("href", None)) is not None:
        element.set("title", target)
    for name in [name for name in element.attrib if name.lower().endswith("href")]:  # xlink:href
        del element.attrib[name]


def _is_kept(name: str, value: str) -> bool:
    """Whether an attribute neither runs nor loads anything; an image in a data: URL loads nothing."""
    if name == "src" and value.strip().lower().startswith("data:image/"):
        return True
    return not name.startswith("on") and name not in _LOADING


def _is_directive(element: etree._Element) -> bool:
    """Whether an element is a ``<meta>`` that stands for an HTTP header or declares an encoding."""
    return element.tag == "meta" and (element.get("http-equiv") is not None or not element.get("name"))
