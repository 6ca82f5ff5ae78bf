"""Whether two pages are one body: a key of what a reader sees, without what such pages vary from answer to answer."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from urllib.parse import unquote

from lxml import etree

MOST = 262_144
"""Bytes beyond which a page is no error page."""
_SILENT = ("script", "style", "noscript", "template", "svg")
_PLAIN = re.compile(r"[^\W\d]+(?:[.,:;'’_-]+[^\W\d]+)*\Z")
_HEX = re.compile(r"[0-9a-f]{8,}\Z")
_EDGES = ".,:;!?…\"'«»“”„()[]{}<>|*#–—-"
_NO_PAGE = (b"{", b"[", b"<rss", b"<feed", b"<urlset", b"<sitemapindex", b"<rdf")
_PARTS = re.compile(r"[/?&=:#]+")
_ID = re.compile(r"\d")
_LONG_ID = 6
"""A word of a title with so many characters, one of them a digit, is an id or a time."""
_LONG = 16
"""A word of so many letters in mixed or upper case is an id."""
_HALVES = frozenset(("am", "pm"))


def likeness(body: bytes, url: str = "") -> str:
    """A key that is equal for pages that say the same; empty where nothing can be said.

    Left out are numbers, times, addresses, whatever is of the page's own ``url``, and words that can only be ids: an
    error page that names the address, the moment and an incident is the same page under any address. Titles and
    headings count as they are, ids aside: "Bulletin 1" and "Bulletin 2" are two pages, whatever they say. Nothing can
    be said of an empty page, of data (JSON, feeds, sitemaps), and of what is too large to be an error page.
    """
    if not body or len(body) > MOST or _is_data(body):
        return ""
    heads, text = _texts(body)
    own = {part.lower() for part in _PARTS.split(unquote(url))}
    kept = " ".join(word for word in _words(text) if word not in own)
    if not kept:
        return ""
    told = "\n".join([*map(title_key, heads), kept])
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:24]


def title_key(title: str) -> str:
    """A title by which pages that may be one are found: without long numbers and ids."""
    return " ".join(word for word in title.lower().split() if not (len(word) >= _LONG_ID and _ID.search(word)))


def _words(text: str) -> list[str]:
    kept = []
    for written in text.split():
        word = written.strip(_EDGES)
        small = word.lower()
        if not (word.isalpha() or _PLAIN.match(word)) or _HEX.match(small) or small in _HALVES:
            continue
        if len(word) < _LONG or word[1:] == small[1:]:
            kept.append(small)
    return kept


def _is_data(body: bytes) -> bool:
    head = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<?xml"):
        return b"<html" not in head
    return head.startswith(_NO_PAGE)


def _texts(body: bytes) -> tuple[list[str], str]:
    """The title and first headings, and all that a reader sees."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("latin-1")  # only to be compared: any reading of the bytes will do
    root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace").strip() or b"<p/>", _parser())
    if root is None:
        return [], ""
    etree.strip_elements(root, etree.Comment, *_SILENT, with_tail=False)
    heads = [" ".join(head.itertext()) for head in root.iter("title", "h1")]
    return heads, " ".join(root.itertext())


@cache
def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", recover=True)
