"""Listings: the first page of a listing compared with past runs: its entries, titles, dates and pagination."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from crawler.rules.health.baseline import ENOUGH, lowest_usual

FEWEST = 6
"""The least usual number of entries for which a smaller number is remarkable."""
SHRUNK = 0.5
"""A listing with less than this share of its lowest past number of entries has lost most of them."""
CONTINUATIONS = {"n": "link to the next page", "p": "pager", "t": "token that requests more entries"}
"""What a listing can have that leads to its next page, by the letter that stands for it in
``Listed.continuations``."""
PASSING = ("blocked", "unreachable")
"""Outcomes that pass. They count against a listing only if they last."""
LASTING = 2
"""The number of runs in a row before this one in which a passing outcome must have occurred too."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The first page of a listing in one run."""

    why: str = ""
    """The outcome and reason word if the page could not be read; empty if it was read."""
    entries: int = 0
    owned: int = 0
    """The number of entries whose address the site owns."""
    titled: int | None = None
    """The number of entries with a title, and of those with a date; None if they were not counted."""
    dated: int | None = None
    continuations: str = ""

    def to_row(self) -> list[Any]:
        """The row that is stored with the run."""
        return [self.why, self.entries, self.owned, self.titled, self.dated, self.continuations]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a listing, as parts of a finding."""

    field: str
    name: str
    """The kind of fault. Several listings may have the same."""
    what: str
    now: float
    usual: float | None


def faults(now: Listed, past: Sequence[Listed]) -> Iterator[Fault]:
    """The faults of a listing. ``past`` holds its first pages in healthy runs, oldest first; without them there are no
    faults."""
    good = [seen for seen in past if not seen.why]
    if not good:
        return
    usual = median(seen.entries for seen in good)
    if now.why:
        lasting = len(past) >= LASTING and all(seen.why for seen in past[-LASTING:])
        if lasting or not now.why.startswith(PASSING):
            yield Fault("listing", "unread", f"A listing that was read before could not be read ({now.why})", 0, usual)
        return
    if usual and not now.entries:
        yield Fault("listing", "empty", f"A listing that usually has {usual:g} entries shows none", 0, usual)
        return
    if _has_shrunk(now.entries, [seen.entries for seen in good]):
        what = f"A listing that usually has {usual:g} entries shows {now.entries}"
        yield Fault("listing", "short", what, now.entries, usual)
    if all(seen.owned for seen in good) and not now.owned:
        yield Fault("listing", "offsite", "No entry of a listing is an address of the site any more", 0, usual)
    yield from _parts("title", now, good, lambda seen: seen.titled)
    yield from _parts("date", now, good, lambda seen: seen.dated)
    for letter, words in CONTINUATIONS.items():
        if all(letter in seen.continuations for seen in good) and letter not in now.continuations:
            yield Fault(
                "pager", letter, f"A listing has lost its {words}: older entries cannot be reached from it", 0, 1
            )


def _has_shrunk(now: int, past: Sequence[int]) -> bool:
    if len(past) < ENOUGH or min(past) < FEWEST:
        return False
    return now < SHRUNK * min(past) and now < lowest_usual(past)


def _parts(field: str, now: Listed, good: Sequence[Listed], part: Callable[[Listed], int | None]) -> Iterator[Fault]:
    shares = [count / seen.entries for seen in good if seen.entries and (count := part(seen)) is not None]
    count = part(now)
    if not shares or count is None:
        return
    share = count / now.entries
    if min(shares) >= SHRUNK and share < SHRUNK * min(shares):
        what = f"{count} of {now.entries} entries of a listing show a {field}; before, nearly all did"
        yield Fault(field, "parts", what, round(share, 3), round(median(shares), 3))
