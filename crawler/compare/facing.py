"""Two versions of a text in different languages, paragraph beside paragraph."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

Row = tuple[tuple[str, ...], tuple[str, ...]]

_STEPS = ((1, 1, 0.0), (1, 0, 4.5), (0, 1, 4.5), (2, 1, 2.3), (1, 2, 2.3), (2, 2, 4.4))
"""How many paragraphs of either side stand beside each other, and what that costs: the less usual, the dearer."""
_SPREAD = 6.8
"""Variance of the length of a translation, per character: Gale and Church (1993) measured it on parliament debates."""
_BAND = 60
"""Paragraphs that one side may be ahead of its share: texts of many thousand are faced in a moment, too."""
_NUMBERS = 6.0
"""What it costs that two stretches have no number in common, though one has some."""
_DIGITS = re.compile(r"\d+")
_END = math.inf


def facing(left: Sequence[str], right: Sequence[str]) -> list[Row]:
    """The paragraphs of two texts, those that say the same side by side, as far as lengths and numbers tell.

    Each paragraph is there once, in its order; a row has none to two of either side. A translation is about as long as
    its original, by the share that the whole texts have (Gale and Church, *A program for aligning sentences in
    bilingual corpora*, 1993), and has the same numbers in it.
    """
    ratio = (sum(map(len, right)) + 1) / (sum(map(len, left)) + 1)
    costs = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    band = _BAND + abs(len(left) - len(right))
    for at in range(len(left) + 1):
        share = round(at * len(right) / max(1, len(left)))
        for there in range(max(0, share - band), min(len(right), share + band) + 1):
            if at or there:
                _reach(at, there, left, right, ratio, costs, came)
    rows: list[Row] = []
    place = (len(left), len(right))
    while place != (0, 0):
        before = came[place]
        rows.append((tuple(left[before[0] : place[0]]), tuple(right[before[1] : place[1]])))
        place = before
    return rows[::-1]


def _reach(
    at: int, there: int, left: Sequence[str], right: Sequence[str], ratio: float,
    costs: dict[tuple[int, int], float], came: dict[tuple[int, int], tuple[int, int]],
) -> None:  # fmt: skip
    best, begin = _END, (0, 0)
    for ours, theirs, dear in _STEPS:
        before = (at - ours, there - theirs)
        if before not in costs:
            continue
        cost = costs[before] + dear + _apart(left[before[0] : at], right[before[1] : there], ratio)
        if cost < best:
            best, begin = cost, before
    if best < _END:
        costs[at, there], came[at, there] = best, begin


def _apart(ours: Sequence[str], theirs: Sequence[str], ratio: float) -> float:
    """How unlikely it is that one is the other's translation: minus the logarithm of a two-sided normal tail,
    and more where they have other numbers."""
    if not ours or not theirs:
        return 0.0
    told, said = _numbers(ours), _numbers(theirs)
    unlike = _NUMBERS * (1 - len(told & said) / len(told | said)) if told or said else 0.0
    length, other = sum(map(len, ours)), sum(map(len, theirs))
    mean = (length + other / ratio) / 2
    deviation = abs(other - length * ratio) / math.sqrt(max(mean, 1.0) * _SPREAD)
    return unlike - math.log(max(math.erfc(deviation / math.sqrt(2)), 1e-30))


def _numbers(paragraphs: Sequence[str]) -> set[str]:
    return {number for each in paragraphs for number in _DIGITS.findall(each)}
