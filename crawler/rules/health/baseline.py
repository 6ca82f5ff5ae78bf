"""What is usual of a number, by the site's own past: medians, spreads, and how likely so many in so few are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, lgamma, log
from statistics import median

Share = tuple[int, int]
"""So many of so many."""

RARE = 1e-4
"""A run is held against the past in some thirty ways: what is rarer than this is no accident."""
ENOUGH = 5
"""Pages from which a run's own share says something."""
FEWEST = 3
"""Pages below which anything is an accident."""
BY = 0.2
"""By how much a share must be above the usual one, however many pages say so: less is a trend, no damage."""


def usual_share(past: Iterable[Share]) -> float | None:
    """The median share of past runs that had enough pages, that of all together where none had; None: not known."""
    kept = [share for share in past if share[1] > 0]
    single = [hits / of for hits, of in kept if of >= ENOUGH]
    if single:
        return median(single)
    of_all = sum(of for _, of in kept)
    return sum(hits for hits, _ in kept) / of_all if of_all else None


def is_unusual(now: Share, past: Iterable[Share]) -> bool:
    """Whether so many of so many are far more than the past makes likely.

    The past runs together say how often it happens; what its worst run had, when that was a run of enough pages, is
    taken for usual too. Three in three may be unusual, two in two never are.
    """
    hits, of = now
    if hits < FEWEST or of < hits:
        return False
    kept = [share for share in past if share[1] > 0]
    pooled = (sum(hits for hits, _ in kept) + 1) / (sum(of for _, of in kept) + 2)
    worst = max((hits / of for hits, of in kept if of >= ENOUGH), default=0.0)
    usual = min(max(pooled, worst), 1 - 1e-9)
    return hits / of >= usual + BY and tail(hits, of, usual) < RARE


def tail(hits: int, of: int, share: float) -> float:
    """How likely at least ``hits`` in ``of`` are, where each happens with that share (0 to 1, neither included)."""
    return min(1.0, sum(exp(_log_chance(each, of, share)) for each in range(hits, of + 1)))


def _log_chance(hits: int, of: int, share: float) -> float:
    ways = lgamma(of + 1) - lgamma(hits + 1) - lgamma(of - hits + 1)
    return ways + hits * log(share) + (of - hits) * log(1 - share)


def lowest_usual(past: Sequence[float]) -> float:
    """The lower end of what is usual: the median less four spreads, and no more than the least that was ever seen."""
    middle = median(past)
    spread = 1.4826 * median(abs(each - middle) for each in past)
    return min(middle - 4 * spread, min(past))
