"""Digests: of bytes, of texts, of what an edit is, and of addresses."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence

from crawler.items import Article


def payload_digest(body: bytes) -> str:
    """``sha256:<hex>`` of the payload, byte for byte."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def text_digest(body: Sequence[str]) -> str:
    """``sha256:<hex>`` of the paragraphs of a body, as they stand; empty where there is no body.

    Two articles are exact duplicates when it is equal. It sees no title, date or link, and it sees where a paragraph ends.
    """
    return _digest(list(body)) if body else ""


def content_digest(article: Article) -> str:
    """``sha256:<hex>`` of what an edit is a change in: title, paragraphs, attachments, links of the main block, in order.

    Dates, tags, images and alternates are left out: they are written by the page's furniture as often as by an editor.
    """
    return _digest(
        [
            article.title,
            article.body,
            [(item.url, item.title) for item in article.attachments],
            [(link.url, link.text) for link in article.links],
        ]
    )


def address_id(uri_r: str) -> str:
    """The id of an address: the first 12 characters of the lower-case base32 of its sha256."""
    return base64.b32encode(hashlib.sha256(uri_r.encode("utf-8", "surrogatepass")).digest()[:10]).decode("ascii")[:12].lower()


def _digest(content: object) -> str:
    """JSON is the canonical form: it quotes and nests, so that ("ab", "c") and ("a", "bc") differ.

    The form is part of the archive's format: another one would make every article look edited.
    """
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
