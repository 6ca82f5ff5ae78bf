"""The baseline: which numbers are usual for a site, by medians, spreads and likelihoods of its past runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, lgamma, log
from statistics import median

Share = tuple[int, int]
"""A count and the number it is out of."""

RARE = 1e-4
"""The likelihood below which a count is unusual. A run has some thirty comparisons with the past, so the limit is
low."""
ENOUGH = 5
"""The least number of pages for which a run's own share counts."""
FEWEST = 3
"""The least number of pages for which a share can be unusual."""
BY = 0.2
"""The least difference from the usual share. A smaller one is a trend and not damage, however many pages show it."""


def usual_share(past: Iterable[Share]) -> float | None:
    """The median share of past runs with enough pages; the share of all together if none had enough; None if
    unknown."""
    kept = [share for share in past if share[1] > 0]
    single = [hits / of for hits, of in kept if of >= ENOUGH]
    if single:
        return median(single)
    of_all = sum(of for _, of in kept)
    return sum(hits for hits, _ in kept) / of_all if of_all else None


def is_unusual(now: Share, past: Iterable[Share]) -> bool:
    """Whether a share is far above what the past makes likely.

    All past runs together give the rate. The share of the worst past run with enough pages counts as usual too. Three
    of three may be unusual, two of two never are.
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
    """The likelihood of at least ``hits`` in ``of`` independent cases with the rate ``share`` (between 0 and 1,
    exclusive)."""
    return min(1.0, sum(exp(_log_chance(each, of, share)) for each in range(hits, of + 1)))


def _log_chance(hits: int, of: int, share: float) -> float:
    combinations = lgamma(of + 1) - lgamma(hits + 1) - lgamma(of - hits + 1)
    return combinations + hits * log(share) + (of - hits) * log(1 - share)


def lowest_usual(past: Sequence[float]) -> float:
    """The lower end of the usual range: the median less four spreads, and at most the lowest value ever seen."""
    middle = median(past)
    spread = 1.4826 * median(abs(each - middle) for each in past)
    return min(middle - 4 * spread, min(past))
