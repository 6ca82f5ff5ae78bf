"""Digests: of bytes, of texts, of what an edit is, and of addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain

from crawler.items import Article
from crawler.rules.text.compared_links import compared_files, compared_links

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _BASE32 for second in _BASE32)


def payload_digest(body: bytes) -> str:
    """``sha256:<hex>`` of the payload, byte for byte."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def text_digest(body: Sequence[str]) -> str:
    """``sha256:<hex>`` of the paragraphs of a body, as they stand; empty where there is no body.

    Two articles are exact duplicates when it is equal. It sees where a paragraph ends, but no title, date or link.
    """
    return _digest(body) if body else ""


def content_digest(article: Article) -> str:
    """``sha256:<hex>`` of what an edit is a change in: title, paragraphs, attachments and links of the main block.

    Dates, tags, images and alternates are left out: they are written by the page's furniture as often as by an editor.
    Where a paragraph ends is mark-up: the same words, divided otherwise, are the same text. Which links count, and
    without what of their addresses, is said by ``crawler.rules.text.compared_links``.
    """
    return _digest(
        (article.title,),
        (running(article.body),),
        tuple(chain.from_iterable(compared_files(article))),
        tuple(chain.from_iterable(compared_links(article))),
    )


def running(body: Sequence[str]) -> str:
    """The paragraphs of a body as one running text."""
    return " ".join(body)


def address_id(uri_r: str) -> str:
    """The id of an address: the first 12 characters of the lower-case base32 of its sha256."""
    digest = hashlib.sha256(uri_r.encode("utf-8", "surrogatepass")).digest()
    bits = int.from_bytes(digest[:8]) >> 4  # 12 characters of five bits; base64.b32encode takes six times as long
    return "".join([_PAIRS[bits >> shift & 1023] for shift in (50, 40, 30, 20, 10, 0)])


def _digest(*groups: Sequence[str]) -> str:
    """Each group opens with its number of texts, each text with its length: ("ab", "c") and ("a", "bc") differ.

    This form is part of the archive's format: whoever changes it, or what goes into it, raises
    ``crawler.pages.normalization.VERSION``, so that no old reading is held against a new one.
    """
    told = "".join([f"{len(group)};{''.join([f'{len(text)}:{text}' for text in group])}" for group in groups])
    return "sha256:" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


MARK = 8
"""Hexadecimal digits of a payload's digest that tell captures of one address and one moment apart."""


def mark_of(digest: str) -> str:
    """The first digits of a digest that is written ``sha256:<hex>``."""
    return digest.removeprefix("sha256:")[:MARK]
