"""The end of an HTML page: whether its bytes stop in the middle of the document."""

from __future__ import annotations

import re

_HEAD = 4096
_CLOSERS = (b"</html", b"</body")
_CONTAINERS = (b"article", b"aside", b"div", b"footer", b"main", b"section", b"table", b"ul")
"""Elements whose end tags may not be omitted (HTML, 13.1.2.4). A page that ends within one of them lacks its end."""
_RAW = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<!--", b"-->"), (b"<textarea", b"</textarea"))
_CODE = re.compile(rb"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_SPACE = b" \t\r\n\x0c\x00"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_AFTER_NAME = b" \t\r\n\x0c/>"


def is_cut_html(body: bytes) -> bool:
    """Whether a page stops in mid-element: the connection broke, a program failed, or a saved copy is not whole.

    Such a page has neither ``</body>`` nor ``</html>``, and stops within a tag, a comment, a script, or an element that
    must be closed. Pages without these end tags that close everything else are whole: HTML allows it.
    """
    lower = _bytes_of(body).lower()
    if not any(mark in lower[:_HEAD] for mark in (b"<html", b"<!doctype html")):
        return False
    if not any(closer in lower for closer in _CLOSERS):
        return _stops(lower)
    if lower.rfind(b"</") > max(map(lower.rfind, _CLOSERS)) or not lower.rstrip(_SPACE).endswith(b">"):
        shown = _CODE.sub(b"", lower)  # the end tags may stand in a comment or a script
        return not any(closer in shown for closer in _CLOSERS) and _stops(shown)
    return False


def _stops(lower: bytes) -> bool:
    end = lower.rstrip(_SPACE)
    last = end.rfind(b"<")
    if (
        last > end.rfind(b">")
        and last + 1 < len(end)
        and (end[last + 1 : last + 2].isalpha() or end[last + 1] in b"/!")
    ):
        return True
    if any(lower.rfind(begin) > lower.rfind(finish) for begin, finish in _RAW):
        return True
    shown = _CODE.sub(b"", lower)
    return any(_opened(shown, name) > shown.count(b"</" + name) for name in _CONTAINERS)


def _bytes_of(body: bytes) -> bytes:
    """The bytes in an encoding whose ASCII letters are one byte each."""
    return body.decode("utf-16", "replace").encode() if body.startswith(_WIDE) else body


def _opened(lower: bytes, name: bytes) -> int:
    """How often an element of that name begins."""
    return sum(lower.count(b"<" + name + after.to_bytes()) for after in _AFTER_NAME)
