"""Digests of payloads, texts, compared contents and addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain

from crawler.items import Article
from crawler.rules.text.compared_links import compared_files, compared_links

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _BASE32 for second in _BASE32)


def payload_digest(body: bytes) -> str:
    """``sha256:<hex>`` of the bytes of a payload."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def text_digest(body: Sequence[str]) -> str:
    """``sha256:<hex>`` of the paragraphs of a body; empty if there is no body.

    Articles with equal digests are exact duplicates. The digest depends on paragraph breaks, but not on title, dates or
    links.
    """
    return _digest(body) if body else ""


def content_digest(article: Article) -> str:
    """``sha256:<hex>`` of everything whose change is an edit: title, paragraphs, attachments and links of the main
    block.

    Dates, tags, images and alternates are left out, because page furniture writes them as often as editors do.
    Paragraph breaks are markup: the same words in other paragraphs are the same text.
    ``crawler.rules.text.compared_links`` says which links count, and without which parts of their addresses.
    """
    return _digest(
        (article.title,),
        (running(article.body),),
        tuple(chain.from_iterable(compared_files(article))),
        tuple(chain.from_iterable(compared_links(article))),
    )


def running(body: Sequence[str]) -> str:
    """The paragraphs of a body as one line of text."""
    return " ".join(body)


def address_id(uri_r: str) -> str:
    """The id of an address: the first 12 characters of the lower-case base32 of its sha256."""
    digest = hashlib.sha256(uri_r.encode("utf-8", "surrogatepass")).digest()
    bits = int.from_bytes(digest[:8]) >> 4  # 12 characters of five bits; base64.b32encode takes six times as long
    return "".join([_PAIRS[bits >> shift & 1023] for shift in (50, 40, 30, 20, 10, 0)])


def _digest(*groups: Sequence[str]) -> str:
    """The digest of groups of texts. Each group begins with its number of texts, each text with its length: ("ab", "c")
    and ("a", "bc") differ.

    The form is part of the archive's format. A change of it, or of its input, must raise
    ``crawler.pages.normalization.VERSION``, so that readings by the old and the new form are never compared.
    """
    framed = "".join([f"{len(group)};{''.join([f'{len(text)}:{text}' for text in group])}" for group in groups])
    return "sha256:" + hashlib.sha256(framed.encode("utf-8", "surrogatepass")).hexdigest()


MARK = 8
"""The number of hexadecimal digits of a payload digest that separate captures of one address at one time."""


def mark_of(digest: str) -> str:
    """The first digits of a digest in the form ``sha256:<hex>``."""
    return digest.removeprefix("sha256:")[:MARK]
