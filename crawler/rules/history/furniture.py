"""Furniture among edits: lines that many articles of a site gain or lose at about one time, and lines that count.

A box for a newsletter that a site puts under each article is no edit of any of them, and neither is a counter that
shows another number at each visit. One article alone cannot show it; all changes of a site together can. The result is
a function of the set of changes: the order in which they were captured does not matter.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from crawler.rules.history.changed_lines import COUNTED, COUNTED_ALONE

FEWEST = 3
"""The least number of articles, with different texts, that show a line to be furniture."""
SHARE = 0.5
"""The least share of the articles that could show it; a site's edits seldom touch so many at one time."""
MANY, MANY_SHARE = 10, 0.2
"""So many articles are enough at a smaller share: a section of a site may have a template of its own."""
SLACK = 86_400_000
"""Milliseconds by which changes of one time may lie apart: pages come from caches."""
COUNTS, COUNTS_ALONE = 0.5, 0.75
"""The least share of the looks at which a counter had another number: at several articles, and at a single one."""
TIMES_ALONE = 3
"""The least number of changes of one article's own counter."""


class LineChange(NamedTuple):
    """One line that changed between two captures of an article."""

    key: bytes
    how: str
    """See ``crawler.rules.history.changed_lines``."""
    article: int
    text: bytes
    """A digest of the article's text before; articles with equal texts count once."""
    slot: str
    """The BCP 47 tag of the article's language."""
    since: int
    """When the article was last seen without the change; milliseconds UTC, as the next."""
    at: int
    """When it was first seen with it."""


class ArticleSpan(NamedTuple):
    """How long an article has been looked at."""

    slot: str
    first: int
    """Milliseconds UTC, as the next."""
    last: int


def furniture(
    changes: Iterable[LineChange], articles: Collection[ArticleSpan], looks: Mapping[int, int]
) -> frozenset[bytes]:
    """The keys of the lines that are furniture or counters.

    ``changes`` are all line changes of a site, ``articles`` all its articles, and ``looks`` the number of captures of
    each article that changed. A line is furniture if articles with different texts gain or lose it at about one time
    and if, together with other such lines, half of the articles (of the site, or of one language) do so then. A line
    is a counter if only its numbers change, at half of the looks or more, in several articles or again and again in
    one; in one article only a short line counts, since a sentence may be edited again and again.
    """
    by_key: dict[bytes, list[LineChange]] = defaultdict(list)
    for change in changes:
        by_key[change.key].append(change)
    counters = {
        key for key, group in by_key.items() if group[0].how in (COUNTED, COUNTED_ALONE) and _counts(group, looks)
    }
    shared = {key: group for key, group in by_key.items() if group[0].how not in (COUNTED, COUNTED_ALONE)}
    return frozenset(counters | _furniture(shared, _Articles(articles)))


class _Articles:
    """How many articles were looked at both before and after a moment."""

    def __init__(self, articles: Collection[ArticleSpan]) -> None:
        self._first: dict[str | None, list[int]] = defaultdict(list)
        self._last: dict[str | None, list[int]] = defaultdict(list)
        for seen in articles:
            for slot in (None, seen.slot):
                self._first[slot].append(seen.first)
                self._last[slot].append(seen.last)
        for times in (*self._first.values(), *self._last.values()):
            times.sort()

    def across(self, slot: str | None, at: int) -> int:
        """The number of articles (of a language; None: of all) first seen before a moment and last seen after it."""
        begun = bisect_left(self._first[slot], at)
        ended = bisect_left(self._last[slot], at)
        return begun - ended


def _counts(group: Sequence[LineChange], looks: Mapping[int, int]) -> bool:
    times: dict[int, int] = defaultdict(int)
    for change in group:
        times[change.article] += 1
    chances = {article: max(looks.get(article, 0) - 1, count) for article, count in times.items()}
    if _different(group) >= FEWEST and sum(times.values()) >= COUNTS * sum(chances.values()):
        return True
    alone = {change.article for change in group if change.how == COUNTED_ALONE}
    return any(times[one] >= TIMES_ALONE and times[one] >= COUNTS_ALONE * chances[one] for one in alone)


def _furniture(shared: Mapping[bytes, Sequence[LineChange]], articles: _Articles) -> set[bytes]:
    found: set[bytes] = set()
    several = {key: group for key, group in shared.items() if _different(group) > 1}
    changes = [change for group in several.values() for change in group]
    times = _Times(changes)
    for key, group in several.items():
        moment, alike = _densest(group)
        count = _different(alike)
        if count < 2:
            continue
        slots = {change.slot for change in alike}
        if any(_is_general(times.at(slot, moment), articles.across(slot, moment)) for slot in (None, *slots)) or (
            count >= MANY and count >= MANY_SHARE * sum(articles.across(slot, moment) for slot in slots)
        ):
            found.add(key)
    return found


def _different(group: Iterable[LineChange]) -> int:
    """How many articles with different texts changed."""
    pairs = {(change.article, change.text) for change in group}
    return min(len({article for article, _ in pairs}), len({text for _, text in pairs}))


def _is_general(changed: int, seen: int) -> bool:
    return changed >= FEWEST and changed >= SHARE * seen


class _Times:
    """How many different texts changed around a moment, in some line that others gained or lost too."""

    def __init__(self, changes: Sequence[LineChange]) -> None:
        self._changes = sorted(changes, key=lambda change: change.at)
        self._ends = [change.at for change in self._changes]
        self._known: dict[tuple[str | None, int], int] = {}

    def at(self, slot: str | None, moment: int) -> int:
        """The number of texts, of a language or of all."""
        known = self._known.get((slot, moment))
        if known is None:
            late = self._changes[bisect_left(self._ends, moment - SLACK) :]
            known = _different(each for each in late if each.since - SLACK <= moment and slot in (None, each.slot))
            self._known[slot, moment] = known
        return known


def _densest(group: Sequence[LineChange]) -> tuple[int, list[LineChange]]:
    """The moment that lies between the looks of most articles that changed, and their changes."""
    ordered = sorted(group, key=lambda change: change.at)
    starts = sorted(change.since - SLACK for change in group)
    ends = [change.at + SLACK for change in ordered]
    moments = [change.at for change in ordered]
    moment = max(moments, key=lambda at: (bisect_right(starts, at) - bisect_left(ends, at), -at))
    return moment, [change for change in ordered if change.since - SLACK < moment <= change.at + SLACK]
