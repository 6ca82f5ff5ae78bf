"""The end of an HTML page: whether its bytes stop in the middle of the document."""

from __future__ import annotations

_HEAD = 4096
_CLOSERS = (b"</html", b"</body")
_CONTAINERS = (b"article", b"aside", b"div", b"footer", b"main", b"section", b"table", b"ul")
"""Elements whose end tags may not be omitted (HTML, 13.1.2.4). A page that ends within one of them lacks its end."""
_RAW = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<!--", b"-->"), (b"<textarea", b"</textarea"))
_SPACE = b" \t\r\n\x0c\x00"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_AFTER_NAME = b" \t\r\n\x0c/>"


def is_cut_html(body: bytes) -> bool:
    """Whether a page stops in mid-element: the connection broke, or a saved copy is not whole.

    Such a page has neither ``</body>`` nor ``</html>``, and stops within a tag, a comment, a script, or the text of
    an element that must be closed. Pages without these end tags that close everything else are whole: HTML allows it.
    """
    head = body[:_HEAD].lower()
    if body.startswith(_WIDE) or not (b"<html" in head or b"<!doctype html" in head):
        return False
    lower = body.lower()
    if any(closer in lower for closer in _CLOSERS):
        return False
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
    if end.endswith(b">"):
        return False  # whether a page stops between two elements cannot be seen
    return any(_opened(lower, name) > lower.count(b"</" + name) for name in _CONTAINERS)


def _opened(lower: bytes, name: bytes) -> int:
    """How often an element of that name begins."""
    return sum(lower.count(b"<" + name + after.to_bytes()) for after in _AFTER_NAME)
