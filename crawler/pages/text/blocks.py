"""The text of a part of a page as paragraphs: every word once, in the order of the page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from lxml import etree

from crawler.pages.selectors import SILENT

BREAK = "\x0b"
"""The mark of one ``br`` within a paragraph. Cleaning reads it as white space."""

_BLOCKS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol option p pre section summary table
    tbody td tfoot th thead title tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
"""Elements that begin and end a paragraph. All others, unknown ones too, are inline."""


@dataclass(slots=True)
class Block:
    """The content of a part of a page."""

    paragraphs: list[str] = field(default_factory=list)
    """Raw text, not yet cleaned and never blank. Single line breaks are BREAK."""
    anchors: list[etree._Element] = field(default_factory=list)
    """``a[href]`` in reading order."""
    images: list[etree._Element] = field(default_factory=list)
    """``img`` in reading order."""
    holders: list[etree._Element] = field(default_factory=list)
    """For each paragraph the innermost block element that holds it, or the node that was read."""
    places: list[int] = field(default_factory=list)
    """For each anchor the number of the paragraph in which it begins."""
    linked: list[int] = field(default_factory=list)
    """For each paragraph how many of its characters, without white space, are words of links."""


def read(
    node: etree._Element,
    drop: Collection[etree._Element] = (),
    stop: etree._Element | None = None,
    start: etree._Element | None = None,
) -> Block:
    """The content of ``node`` without the elements in ``drop``, after ``start`` and before ``stop`` (both left out).

    Text directly in a container is a paragraph of its own. Two line breaks (HTML's ``br``) separate paragraphs. Inline
    elements add no space. The function does not recurse: real pages nest thousands deep.
    """
    return _Reader(drop, stop, start).through(node)


def paragraphs(
    node: etree._Element,
    drop: Collection[etree._Element] = (),
    stop: etree._Element | None = None,
    start: etree._Element | None = None,
) -> list[str]:
    """The paragraphs of :func:`read` alone."""
    return read(node, drop, stop, start).paragraphs


class _Reader:
    def __init__(
        self, drop: Collection[etree._Element], stop: etree._Element | None, start: etree._Element | None
    ) -> None:
        self._drop = frozenset(drop)
        self._start = start
        self._stop = stop
        self._run: list[str] = []
        self._breaks = 0
        self._linked = 0
        self._anchors = 0
        self._open: list[etree._Element] = []
        self._block = Block()

    def through(self, node: etree._Element) -> Block:
        """Read depth first: the children of an element, then the text after it."""
        stack = [(node, iter(node))]
        self._open.append(node)
        self._text(node.text)
        while stack:
            parent, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if stack:
                    self._end(parent)
                continue
            if child is self._stop:
                break
            if self._enter(child):
                stack.append((child, iter(child)))
                self._text(child.text)
            else:
                self._text(child.tail)
        self._flush()
        return self._block

    def _enter(self, element: etree._Element) -> bool:
        """Begin an element. Returns whether its content is read."""
        tag = element.tag
        if element is self._start:
            self._run.clear()
            self._linked = 0
            self._block = Block()
            return False
        if element in self._drop:
            if tag in BLOCKS:
                self._flush()
            return False
        if tag == "br":
            self._break()
            return False
        if not isinstance(tag, str) or tag in SILENT:
            return False
        if tag in BLOCKS:
            self._flush()
            self._open.append(element)
        elif tag == "a":
            if "href" in element.attrib:
                self._block.anchors.append(element)
                self._block.places.append(len(self._block.paragraphs))
                self._anchors += 1
        elif tag == "img":
            self._block.images.append(element)
        return True

    def _end(self, element: etree._Element) -> None:
        if element.tag in BLOCKS:
            self._flush()
            self._open.pop()
        elif element.tag == "a" and "href" in element.attrib:
            self._anchors -= 1
        self._text(element.tail)

    def _text(self, text: str | None) -> None:
        if text:
            if self._breaks and not text.isspace():
                self._breaks = 0
            self._run.append(text)
            if self._anchors:
                self._linked += sum(map(len, text.split()))

    def _break(self) -> None:
        self._breaks += 1
        if self._breaks > 1:
            self._flush()
        else:
            self._run.append(BREAK)

    def _flush(self) -> None:
        self._breaks = 0
        run = "".join(self._run)
        self._run.clear()
        linked, self._linked = self._linked, 0
        if run and not run.isspace():
            self._block.paragraphs.append(run.strip())
            self._block.holders.append(self._open[-1])
            self._block.linked.append(linked)
