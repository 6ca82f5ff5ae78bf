"""Two versions of a text in different languages, paragraph beside paragraph."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

Row = tuple[tuple[str, ...], tuple[str, ...]]

_STEPS = ((1, 1, 0.0), (1, 0, 4.5), (0, 1, 4.5), (2, 1, 2.3), (1, 2, 2.3), (2, 2, 4.4))
"""How many paragraphs of either side stand beside each other, and what that costs: the less usual, the dearer."""
_SPREAD = 6.8
"""Variance of the length of a translation, per character: Gale and Church (1993) measured it on parliament debates."""
_BAND = 12
"""Paragraphs that one side may be ahead of its share, beyond what it has more of them."""
_MOST, _READ = 60_000, 20_000
"""Pairs of places that are looked at: half a second; and characters of a paragraph that numbers are read in."""
_NUMBERS = 6.0
"""What it costs that two stretches have no number in common, though one has some."""
_DIGITS = re.compile(r"\d+")
_END = math.inf


def facing(left: Sequence[str], right: Sequence[str]) -> list[Row]:
    """The paragraphs of two texts, those that say the same side by side, as far as lengths and numbers tell.

    Each paragraph is there once, in its order; a row has none to two of either side. A translation is about as long as
    its original, by the share that the whole texts have (Gale and Church, *A program for aligning sentences in
    bilingual corpora*, 1993), and has the same numbers in it. Texts of hundreds of paragraphs that differ much in
    their count are paired by their order alone.
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
    rows: list[Row] = []
    place = (len(left), len(right))
    while place != (0, 0):
        before = came[place]
        rows.append((tuple(left[before[0] : place[0]]), tuple(right[before[1] : place[1]])))
        place = before
    return rows[::-1]


class _Paragraph(NamedTuple):
    """What is compared of a paragraph."""

    length: int
    numbers: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Paragraph:
        return cls(len(text), frozenset(_DIGITS.findall(text[:_READ])))


class _Sides:
    """Both texts, and how many characters of the right one stand for one of the left."""

    def __init__(self, left: Sequence[_Paragraph], right: Sequence[_Paragraph]) -> None:
        self.left, self.right = left, right
        self.ratio = (sum(each.length for each in right) + 1) / (sum(each.length for each in left) + 1)

    def apart(self, start: int, at: int, other: int, there: int) -> float:
        """How unlikely it is that one stretch is the other's translation: minus the logarithm of a two-sided normal
        tail, and more where they have other numbers."""
        if start == at or other == there:
            return 0.0
        ours, theirs = self.left[start:at], self.right[other:there]
        told = frozenset[str]().union(*(each.numbers for each in ours))
        said = frozenset[str]().union(*(each.numbers for each in theirs))
        unlike = _NUMBERS * (1 - len(told & said) / len(told | said)) if told or said else 0.0
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
