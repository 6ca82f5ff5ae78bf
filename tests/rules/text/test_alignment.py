"""Sequences aligned: exact where it can be, anchored where it must be, bounded always."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.text.alignment import STEPS, Budget, Match, align, gaps, without_chance

LETTERS = st.lists(st.sampled_from("abcde"), max_size=14)


def longest(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence, found the slow way."""
    row = [0] * (len(other) + 1)
    for item in one:
        before = row[:]
        for at, theirs in enumerate(other):
            row[at + 1] = before[at] + 1 if item == theirs else max(row[at], before[at + 1])
    return row[-1]


@given(LETTERS, LETTERS)
def test_short_sequences_are_aligned_exactly(one: list[str], other: list[str]) -> None:
    """What matches is equal, in order, without touching, and as much as can be."""
    matches = align(one, other)
    assert sum(match.size for match in matches) == longest(one, other)
    at = there = 0
    for match in matches:
        assert one[match.one : match.one + match.size] == other[match.other : match.other + match.size]
        assert match.size > 0
        assert match.one >= at
        assert match.other >= there
        assert (match.one, match.other) != (at, there) or not at
        at, there = match.one + match.size, match.other + match.size


@given(LETTERS, LETTERS)
def test_swapping_the_sequences_swaps_the_answer(one: list[str], other: list[str]) -> None:
    """An edit and its undoing are equally big."""
    assert align(other, one) == [Match(there, here, size) for here, there, size in align(one, other)]


@given(LETTERS, LETTERS)
def test_matches_and_gaps_cover_both_sequences(one: list[str], other: list[str]) -> None:
    """Each item stands in one match or in one gap."""
    matches = align(one, other)
    between = gaps(matches, len(one), len(other))
    assert sum(match.size for match in matches) + sum(gap.end - gap.start for gap in between) == len(one)
    assert sum(match.size for match in matches) + sum(gap.other_end - gap.other_start for gap in between) == len(other)
    assert all(gap.end > gap.start or gap.other_end > gap.other_start for gap in between)


def test_a_long_text_with_a_thousand_edits_is_aligned_nearly_whole() -> None:
    """No word of it is unique: runs of three words are."""
    draw = random.Random(1)
    one = [f"w{draw.randrange(2000)}" for _ in range(60_000)]
    other = list(one)
    for at in draw.sample(range(60_000), 1000):
        other[at] = "edited"
    assert sum(match.size for match in align(one, other)) >= 58_900


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (list("ab" * 50_000), list("ba" * 50_000)),
        (list("abc" * 30_000), list("cba" * 30_000)),
        ([f"{number}" for number in range(50_000)], [f"{number}" for number in range(50_000, 0, -1)]),
        ([f"a{number}" for number in range(100_000)], [f"b{number}" for number in range(100_000)]),
        (random.Random(2).choices("ab", k=50_000), random.Random(3).choices("ab", k=50_000)),
    ],
    ids=["turned", "cycles", "reversed", "nothing in common", "two letters at random"],
)
def test_no_input_takes_more_than_its_budget(one: list[str], other: list[str]) -> None:
    """What would take quadratic time is given up: the last step over the budget is no longer than the input."""
    budget = Budget()
    align(one, other, budget)
    assert budget.left > -2 * (len(one) + len(other))


def test_a_spent_budget_leaves_what_begins_and_ends_alike() -> None:
    """The answer is coarse then, and still right."""
    assert align(list("xaby"), list("xbay"), Budget(0)) == [Match(0, 0, 1), Match(3, 3, 1)]
    assert STEPS > 10**6


def test_what_two_texts_have_in_common_by_chance_is_no_match() -> None:
    """One word between two changes of three words is chance; a word in its place is not."""
    assert without_chance(align("abc-def", "ghi-jkl"), 7, 7) == []
    assert without_chance(align("ab-de", "gh-jk"), 5, 5) == [Match(2, 2, 1)]
    assert without_chance([Match(0, 0, 2), Match(9, 9, 1)], 10, 10) == [Match(0, 0, 2), Match(9, 9, 1)]
