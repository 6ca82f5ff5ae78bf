"""Body similarity: a key of a page's visible text, without the parts that error pages vary from answer to answer."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from urllib.parse import unquote

from lxml import etree

MOST = 262_144
"""The largest error page, in bytes."""
_SILENT = ("script", "style", "noscript", "template", "svg")
_PLAIN = re.compile(r"[^\W\d]+(?:[.,:;'’_-]+[^\W\d]+)*\Z")
_HEX = re.compile(r"[0-9a-f]{8,}\Z")
_EDGES = ".,:;!?…\"'«»“”„()[]{}<>|*#–—-"
_NO_PAGE = (b"{", b"[", b"<rss", b"<feed", b"<urlset", b"<sitemapindex", b"<rdf")
_PARTS = re.compile(r"[/?&=:#]+")
_ID = re.compile(r"\d")
_LONG_ID = 6
"""The least length of a word in a title that is an id or a time: one of its characters must be a digit."""
_LONG = 16
"""The least length of a word in mixed or upper case that is an id."""
_HALVES = frozenset(("am", "pm"))


def similarity_key(body: bytes, url: str = "") -> str:
    """A key that is equal for pages with the same visible text; empty if the page has none that can be compared.

    The key leaves out numbers, times, addresses, the name in the page's own ``url``, and words that can only be ids. So
    an error page that names the address, the time and an incident has one key under every address. Titles and headings
    count as they are, without ids: "Bulletin 1" and "Bulletin 2" are two pages, even if their texts are equal. An
    empty page, data (JSON, feeds, sitemaps) and a page too large for an error page have no key.
    """
    if not body or len(body) > MOST or _is_data(body):
        return ""
    heads, text = _texts(body)
    own = _own_words(url)
    kept = " ".join(word for word in _words(text) if word not in own)
    if not kept:
        return ""
    text = "\n".join([*map(title_key, heads), kept])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]


def _own_words(url: str) -> set[str]:
    """The words of an address that no other page has: those of its last name and its query.

    Its folders are words of other pages too, and of menus: "News" stands on the error page under every address.
    """
    path, _, query = url.partition("?")
    name = path.rstrip("/").rpartition("/")[2]
    return {part.lower() for part in _PARTS.split(unquote(f"{name}?{query}"))}


def title_key(title: str) -> str:
    """The title without long numbers and ids. It finds pages that may have the same body."""
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
    """The title and first headings, and all visible text."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("latin-1")  # the text is only compared, so any decoding will do
    root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace").strip() or b"<p/>", _parser())
    if root is None:
        return [], ""
    etree.strip_elements(root, etree.Comment, *_SILENT, with_tail=False)
    heads = [" ".join(head.itertext()) for head in root.iter("title", "h1")]
    return heads, " ".join(root.itertext())


@cache
def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", recover=True)
