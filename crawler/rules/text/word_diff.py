"""Word differences of two texts: whole paragraphs are compared first, then the words of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crawler.rules.text.alignment import AlignmentGap, Budget, Match, align, gaps, without_chance
from crawler.rules.text.words import BREAK, PARAGRAPH, Word, words


class Difference(NamedTuple):
    """A stretch of two texts with differences: whole paragraphs, or none on one side."""

    old: str
    """Paragraphs with ``BREAK`` between them, and before the first one if others come before it."""
    new: str
    old_words: list[Word]
    new_words: list[Word]
    matches: list[Match]
    """The words in both texts."""

    @property
    def gaps(self) -> list[AlignmentGap]:
        """The words that were removed and added."""
        return gaps(self.matches, len(self.old_words), len(self.new_words))


class Same(NamedTuple):
    """Paragraphs in both texts."""

    paragraphs: Sequence[str]
    begins_old: bool
    """Whether they are at the beginning of the old text."""
    begins_new: bool


def differences(old: Sequence[str], new: Sequence[str], budget: Budget | None = None) -> Iterator[Same | Difference]:
    """Two texts as equal and different stretches, in order. Whole paragraphs are compared first, then the words of the
    others.

    The function is symmetric: swapped texts give the swapped result. Its time has the bounds of
    ``crawler.rules.text.alignment``.
    """
    budget = budget or Budget()
    at = there = 0
    for match in [*align(old, new, budget), Match(len(old), len(new), 0)]:
        if at < match.one or there < match.other:
            yield _difference(_stretch(old, at, match.one), _stretch(new, there, match.other), budget)
        at, there = match.one + match.size, match.other + match.size
        if match.size:
            yield Same(old[match.one : at], not match.one, not match.other)


def _stretch(paragraphs: Sequence[str], start: int, end: int) -> str:
    return "".join([(BREAK if index else "") + paragraphs[index] for index in range(start, end)])


def _difference(old: str, new: str, budget: Budget) -> Difference:
    old_words, new_words = words(old), words(new)
    texts = [word.text for word in old_words], [word.text for word in new_words]
    matches = without_chance(align(*texts, budget), len(old_words), len(new_words))
    return Difference(old, new, old_words, new_words, _slid(matches, old_words, new_words))


_SLIDE = 200
"""The most words by which a gap is moved."""


def _slid(matches: list[Match], old: list[Word], new: list[Word]) -> list[Match]:
    """The same matches, with added (or removed) words moved to the start and the end of a sentence.

    "One. [Two. ]Two more." may also be read as "One. Two. [Two ]more."; people read the first.
    """
    ends = Match(len(old), len(new), 0)
    slid = [Match(0, 0, 0), *matches, ends]
    for index in range(len(slid) - 1):
        left, right = slid[index], slid[index + 1]
        start, there = left.one + left.size, left.other + left.size
        if (right.one > start) == (right.other > there):
            continue
        # A match keeps at least one word, because two changes would become one; there is none at the very ends.
        back = left.size - (left.one > 0 or left.other > 0)
        ahead = right.size - ((right.one + right.size, right.other + right.size) != ends[:2])
        side, begin, end = (old, start, right.one) if right.one > start else (new, there, right.other)
        shift = _shift(side, begin, end, min(back, _SLIDE), min(ahead, _SLIDE))
        slid[index] = left._replace(size=left.size + shift)
        slid[index + 1] = Match(right.one + shift, right.other + shift, right.size - shift)
    return [match for match in slid if match.size]


def _shift(side: list[Word], begin: int, end: int, back: int, ahead: int) -> int:
    """The best number of words by which to move the words from ``begin`` to ``end``; negative to the left. The text
    stays the same."""
    first = last = 0
    while first > -back and side[begin + first - 1].text == side[end + first - 1].text:
        first -= 1
    while last < ahead and side[begin + last].text == side[end + last].text:
        last += 1

    def worth(shift: int) -> tuple[int, int]:
        after = side[end + shift].opens if end + shift < len(side) else PARAGRAPH
        return side[begin + shift].opens + after, -abs(shift)

    return max(range(first, last + 1), key=worth)
