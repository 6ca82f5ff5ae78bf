"""Two versions of a text in different languages, with their paragraphs side by side."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

FacingRow = tuple[tuple[str, ...], tuple[str, ...]]
"""The paragraphs of the left text and those of the right text in one row."""

_STEPS = ((1, 1, 0.0), (1, 0, 4.5), (0, 1, 4.5), (2, 1, 2.3), (1, 2, 2.3), (2, 2, 4.4))
"""The numbers of left and right paragraphs in a row, with the cost of such a row. A less usual row costs more."""
_SPREAD = 6.8
"""The variance of the length of a translation, per character. Gale and Church (1993) measured it on debates of a
parliament."""
_BAND = 12
"""The number of paragraphs by which one side may be ahead of its share, besides the difference of their counts."""
_MOST = 60_000
"""The most pairs of places that are compared. They take half a second."""
_READ = 20_000
"""The number of characters at the start of a paragraph in which numbers are searched."""
_NUMBERS = 6.0
"""The cost of two groups of paragraphs without a common number, if at least one of them has numbers."""
_DIGITS = re.compile(r"\d+")
_END = math.inf


def facing(left: Sequence[str], right: Sequence[str]) -> list[FacingRow]:
    """The paragraphs of two texts in rows. Paragraphs that say the same are in one row, judged by lengths and numbers.

    Each paragraph occurs once, and both texts keep their order. A row has none, one or two paragraphs of each side. A
    translation is about as long as its original, by the ratio of the whole texts (Gale and Church, *A program for
    aligning sentences in bilingual corpora*, 1993), and it contains the same numbers. Texts of hundreds of paragraphs
    whose counts differ a lot are paired by order alone.
    """
    band = _BAND + abs(len(left) - len(right))
    if (len(left) + 1) * (2 * band + 1) > _MOST:
        return [((*left[at : at + 1],), (*right[at : at + 1],)) for at in range(max(len(left), len(right)))]
    sides = _Sides([_Paragraph.of(each) for each in left], [_Paragraph.of(each) for each in right])
    costs = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for at in range(len(left) + 1):
        share = round(at * len(right) / max(1, len(left)))
        for there in range(max(0, share - band), min(len(right), share + band) + 1):
            if at or there:
                _reach(at, there, sides, costs, came)
    rows: list[FacingRow] = []
    place = (len(left), len(right))
    while place != (0, 0):
        before = came[place]
        rows.append((tuple(left[before[0] : place[0]]), tuple(right[before[1] : place[1]])))
        place = before
    return rows[::-1]


class _Paragraph(NamedTuple):
    """The features of a paragraph that are compared."""

    length: int
    numbers: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Paragraph:
        return cls(len(text), frozenset(_DIGITS.findall(text[:_READ])))


class _Sides:
    """Both texts, and the ratio of their lengths: characters of the right text for one of the left."""

    def __init__(self, left: Sequence[_Paragraph], right: Sequence[_Paragraph]) -> None:
        self.left, self.right = left, right
        self.ratio = (sum(each.length for each in right) + 1) / (sum(each.length for each in left) + 1)

    def apart(self, start: int, at: int, other: int, there: int) -> float:
        """How unlikely it is that one group of paragraphs translates the other.

        The cost is minus the logarithm of a two-sided normal tail. Numbers that the groups do not share add to it.
        """
        if start == at or other == there:
            return 0.0
        ours, theirs = self.left[start:at], self.right[other:there]
        left = frozenset[str]().union(*(each.numbers for each in ours))
        right = frozenset[str]().union(*(each.numbers for each in theirs))
        unlike = _NUMBERS * (1 - len(left & right) / len(left | right)) if left or right else 0.0
        length, long = sum(each.length for each in ours), sum(each.length for each in theirs)
        mean = (length + long / self.ratio) / 2
        deviation = abs(long - length * self.ratio) / math.sqrt(max(mean, 1.0) * _SPREAD)
        return unlike - math.log(max(math.erfc(deviation / math.sqrt(2)), 1e-30))


def _reach(
    at: int,
    there: int,
    sides: _Sides,
    costs: dict[tuple[int, int], float],
    came: dict[tuple[int, int], tuple[int, int]],
) -> None:
    best, begin = _END, (0, 0)
    for ours, theirs, dear in _STEPS:
        before = (at - ours, there - theirs)
        if before not in costs:
            continue
        cost = costs[before] + dear + sides.apart(before[0], at, before[1], there)
        if cost < best:
            best, begin = cost, before
    if best < _END:
        costs[at, there], came[at, there] = best, begin
