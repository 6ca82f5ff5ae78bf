"""What the pages of one host share: the furniture that a single page cannot be known by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lxml import etree

_NUMBERS = str.maketrans("", "", "0123456789")


class PlacedLine(NamedTuple):
    """A paragraph at a kind of place: the same words elsewhere on a page may be an article's own."""

    spot: str
    """The kind of place (see ``spot_of``)."""
    text: str
    """The paragraph, cleaned."""


@dataclass(frozen=True)
class HostTemplate:
    """What recurs over the captures of one host: a function of the set of captures, the same in any order.

    Whoever has the set makes one; a page without a set is read without one. Nothing in it is a guess about one page.
    """

    lines: frozenset[PlacedLine] = frozenset()
    """Paragraphs that stand at the same kind of place on many pages of the host. They are no text of any article."""
    site_names: tuple[str, ...] = ()
    """What the titles of many pages have in common at either end, cleaned, without separators, in alphabetical
    order."""

    def is_furniture(self, line: PlacedLine) -> bool:
        """Whether a paragraph recurs over the host at its kind of place."""
        return line in self.lines

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known: pages are read as without a template."""
        return not self.lines and not self.site_names

    @cached_property
    def mark(self) -> str:
        """What tells readings with this template from others, as part of the reader's version; empty without content.

        Example: ``t1f0c2a9e``. It is a digest of the canonical JSON of lines and names.
        """
        if self.is_empty:
            return ""
        content = json.dumps([sorted(self.lines), sorted(self.site_names)], ensure_ascii=False, separators=(",", ":"))
        return "t" + hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:8]


NO_TEMPLATE = HostTemplate()
"""The template of a host of which no more than one page is known."""


def spot_of(holder: etree._Element) -> str:
    """The kind of place of a paragraph: the names and classes of its element and the one around it, and the name of the
    next one. Classes count without digits, in alphabetical order, since many have the number of a page.

    Example: ``div>div.newsletter>p``.
    """
    around = holder.getparent()
    parts = [_named(holder)]
    if around is not None:
        parts.append(_named(around))
        if (outer := around.getparent()) is not None:
            parts.append(str(outer.tag))
    return ">".join(reversed(parts))


def _named(element: etree._Element) -> str:
    return ".".join((str(element.tag), *_words((element.get("class") or "").split())))


def _words(classes: Iterable[str]) -> list[str]:
    return sorted({word for each in classes if (word := each.translate(_NUMBERS).strip("-_"))})
