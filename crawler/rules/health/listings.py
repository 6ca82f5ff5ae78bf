"""A listing's first page against the same page in past runs: entries, their titles and dates, and how it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from crawler.rules.health.baseline import ENOUGH, lowest_usual

FEWEST = 6
"""Entries that a listing must usually have before a smaller number of them can be remarkable."""
SHRUNK = 0.5
"""A listing with less than this share of the fewest entries it ever had has lost most of them."""
WAYS = {"n": "link to the next page", "p": "pager", "t": "token to ask for more with"}
"""How a listing says that it goes on, by the letter that stands for it in ``Listed.ways``."""
PASSING = ("blocked", "unreachable")
"""Outcomes that come and go: they count against a listing only when they last."""
LASTING = 2
"""Runs before this one in which they must have been met too."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What one run saw of a listing's first page."""

    why: str = ""
    """Outcome and reason where it could not be read; empty: it was."""
    entries: int = 0
    owned: int = 0
    """Entries that the site may be asked for."""
    titled: int | None = None
    """Entries with a title, and with a date; None: nobody counted them."""
    dated: int | None = None
    ways: str = ""

    def to_row(self) -> list[Any]:
        """As it is kept with the run."""
        return [self.why, self.entries, self.owned, self.titled, self.dated, self.ways]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a listing, as parts of a finding."""

    field: str
    name: str
    """The kind of fault: several listings may have the same."""
    what: str
    now: float
    usual: float | None


def faults(now: Listed, past: Sequence[Listed]) -> Iterator[Fault]:
    """What a listing has lost; ``past`` are healthy runs' readings of it, the oldest first. Nothing without a past."""
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
    for way, words in WAYS.items():
        if all(way in seen.ways for seen in good) and way not in now.ways:
            yield Fault("pager", way, f"A listing has lost its {words}: older entries cannot be reached from it", 0, 1)


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
