"""What the pages of one host share: the furniture that a single page cannot be known by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HostTemplate:
    """What recurs over the captures of one host: a function of the set of captures, the same in any order.

    Whoever has the set makes one; a page without a set is read without one. Nothing in it is a guess about one page.
    """

    lines: frozenset[str] = frozenset()
    """Paragraphs that stand on many pages of the host, cleaned. They are no text of any article."""
    site_names: tuple[str, ...] = ()
    """What the titles of many pages have in common at either end, cleaned, without separators."""

    def is_furniture(self, line: str) -> bool:
        """Whether a cleaned paragraph recurs over the host."""
        return line in self.lines


NO_TEMPLATE = HostTemplate()
"""The template of a host of which no more than one page is known."""
