"""Alignment of two sequences: their longest common subsequence, in bounded time."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

STEPS = 5_000_000
"""The steps that an alignment may take besides its length: some seconds. The rest counts as replaced."""
_FEW = 200
"""The number of differences up to which a long stretch is solved exactly. A short one always is."""
_FAR = 1000
"""The same number for a stretch without anchors."""
_RUNS = (1, 3, 8)
"""The lengths of the runs that are searched for unique ones. If no word is unique, three in a row may be."""
_SHORT = 250_000
"""The largest product of two lengths for a short stretch."""


class Match(NamedTuple):
    """A stretch in both sequences: its start in the one and in the other, and its length."""

    one: int
    other: int
    size: int


class AlignmentGap(NamedTuple):
    """The items between two matches: ``one[start:end]`` became ``other[other_start:other_end]``. Either may be
    empty."""

    start: int
    end: int
    other_start: int
    other_end: int


class Budget:
    """The steps that are left for one comparison with all its alignments. Steps are counted instead of time, so the
    same texts always compare in the same way."""

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps

    def spend(self, steps: int) -> bool:
        """Use up a number of steps. Returns whether enough were left."""
        self.left -= steps
        return self.left >= 0


def align(one: Sequence[str], other: Sequence[str], budget: Budget | None = None) -> list[Match]:
    """The longest common subsequence, as matches in order. No two of them touch.

    The result is exact for two sequences of some hundred items, and for longer ones with some hundred differences.
    Beyond that, items that are unique in both sequences are the anchors (as in a patience diff), so no input takes
    quadratic time. A stretch without anchors, and one that is left when ``budget`` is used up, counts as replaced. The
    function is symmetric: swapped sequences give the swapped result.
    """
    budget = budget or Budget()
    if (len(one), one) > (len(other), other):
        return [Match(there, here, size) for here, there, size in _aligned(other, one, budget)]
    return _aligned(one, other, budget)


def gaps(matches: Iterable[Match], one: int, other: int) -> list[AlignmentGap]:
    """The differences of two sequences of these lengths, given their matches."""
    found = []
    start = other_start = 0
    for match in [*matches, Match(one, other, 0)]:
        if match.one > start or match.other > other_start:
            found.append(AlignmentGap(start, match.one, other_start, match.other))
        start, other_start = match.one + match.size, match.other + match.size
    return found


def without_chance(matches: Sequence[Match], one: int, other: int) -> list[Match]:
    """The matches without chance ones: those between two changes that are each more than twice their size. Unrelated
    texts have an "of the" in common too."""
    kept: list[Match] = []
    for match in [*matches, Match(one, other, 0)]:
        while kept and 2 * kept[-1].size < min(
            _between(kept[-2] if len(kept) > 1 else _START, kept[-1]), _between(kept[-1], match)
        ):
            kept.pop()
        kept.append(match)
    return kept[:-1]


_START = Match(0, 0, 0)


def _between(left: Match, right: Match) -> int:
    return max(right.one - left.one - left.size, right.other - left.other - left.size)


def _aligned(one: Sequence[str], other: Sequence[str], budget: Budget) -> list[Match]:
    found: list[Match] = []
    waiting = [(0, len(one), 0, len(other))]
    while waiting:
        a, a_end, b, b_end = waiting.pop()
        a_first, b_first = a, b
        while a < a_end and b < b_end and one[a] == other[b]:
            a, b = a + 1, b + 1
        if a > a_first:
            found.append(Match(a_first, b_first, a - a_first))
        last = a_end
        while a < a_end and b < b_end and one[a_end - 1] == other[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
        if last > a_end:
            found.append(Match(a_end, b_end, last - a_end))
        if a < a_end and b < b_end:
            _inside(one[a:a_end], other[b:b_end], a, b, budget, found, waiting)
    return _joined(sorted(found))


def _inside(
    one: Sequence[str],
    other: Sequence[str],
    at: int,
    other_at: int,
    budget: Budget,
    found: list[Match],
    waiting: list[tuple[int, int, int, int]],
) -> None:
    """Solve a stretch, or split it at what is unique in both and leave the parts for later."""
    size = len(one) + len(other)
    solved = _shortest(one, other, size if len(one) * len(other) <= _SHORT else _FEW, budget)
    if solved is None:
        anchors = next(filter(None, (_anchors(one, other, run) for run in _RUNS if budget.spend(size))), None)
        if anchors:
            ends = [*anchors[1:], (len(one), len(other))]
            waiting += [
                (at + here, at + end, other_at + there, other_at + other_end)
                for (here, there), (end, other_end) in zip(anchors, ends, strict=True)
            ]
            waiting.append((at, at + anchors[0][0], other_at, other_at + anchors[0][1]))
            return
        solved = _shortest(one, other, _FAR, budget)
    found += [Match(at + here, other_at + there, length) for here, there, length in solved or ()]


def _joined(matches: Iterable[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in matches:
        last = kept[-1] if kept else None
        if last and (last.one + last.size, last.other + last.size) == (match.one, match.other):
            kept[-1] = last._replace(size=last.size + match.size)
        else:
            kept.append(match)
    return kept


def _anchors(one: Sequence[str], other: Sequence[str], length: int) -> list[tuple[int, int]]:
    """The starts of runs of ``length`` items that are unique in both: the longest series with one order in both."""
    runs, theirs = (list(zip(*(side[start:] for start in range(length)), strict=False)) for side in (one, other))
    counted, there = Counter(runs), Counter(theirs)
    place = {run: index for index, run in enumerate(theirs) if there[run] == 1 and counted[run] == 1}
    pairs = [(index, place[run]) for index, run in enumerate(runs) if run in place]
    return _longest_chain(pairs)


def _longest_chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of pairs that rises in the second place too. The pairs rise in the first place."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, target) in enumerate(pairs):
        rank = bisect_left(tops, target)
        before.append(ends[rank - 1] if rank else -1)
        if rank == len(tops):
            tops.append(target)
            ends.append(index)
        else:
            tops[rank], ends[rank] = target, index
    chain = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _shortest(one: Sequence[str], other: Sequence[str], most: int, budget: Budget) -> list[Match] | None:
    """The exact result if no more than ``most`` items are added and removed, else None (Myers 1986: the furthest point
    of each diagonal, one more difference at a time)."""
    width, height = len(one), len(other)
    furthest = {1: 0}
    history: list[dict[int, int]] = []
    for count in range(min(most, width + height) + 1):
        history.append({})
        reached, steps = history[-1], 0
        for diagonal in range(-count + 2 * max(0, count - height), count - 2 * max(0, count - width) + 1, 2):
            down = furthest.get(diagonal + 1, -1)
            right = furthest.get(diagonal - 1, -2) + 1
            first = x = max(down, right)
            y = x - diagonal
            while x < width and y < height and one[x] == other[y]:
                x, y = x + 1, y + 1
            reached[diagonal] = x
            steps += 1 + x - first
            if x >= width and y >= height:
                return _backtracked(history, width, height)
        if not budget.spend(steps):
            return None
        furthest = reached
    return None


def _backtracked(history: Sequence[dict[int, int]], width: int, height: int) -> list[Match]:
    """The matches on the shortest path to the end, in order."""
    found = []
    x, y = width, height
    for count in range(len(history) - 1, -1, -1):
        diagonal = x - y
        earlier = history[count - 1] if count else {1: 0}
        down, right = earlier.get(diagonal + 1, -1), earlier.get(diagonal - 1, -2) + 1
        first = max(down, right)
        if x > first:
            found.append(Match(first, first - diagonal, x - first))
        x, y = (first, first - diagonal - 1) if down >= right else (first - 1, first - diagonal)
    return found[::-1]
