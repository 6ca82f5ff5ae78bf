"""When a site is asked less, and when no more: how many refusals in a row, and how long it asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

GOOD, BLOCKED, UNREACHABLE = "good", "blocked", "unreachable"

FIRST = 5
"""After so many answers, at most one in five of them good, there is nothing to hope for."""
MANY = 20
"""After so many, where most were refusals."""
ROW = 8
"""So many refusals in a row end a run that went well before."""
LONGEST = 7 * 24 * 3600
"""Seconds; a site that wants to be left alone for longer is asked again after this: it may have meant less."""
REST = 3600
"""Seconds that a site is left alone for after a run that it ended by refusing, where it does not say how long; twice as
long after each further one."""
REST_MOST = 6 * 3600 - 600
"""A little under six hours, so that a crawl every six hours may find the site well again."""

_NO_WORD = frozenset({"robots", "excluded", "offsite", "moved"})
"""Outcomes that say neither that the site answers nor that it does not."""
_OWN_FAULT = frozenset(
    {"too-large", "cut-short", "not-http", "undecoded", "scheme", "redirect-loop", "too-many-redirects"}
)
"""Reasons of ``unreachable`` pages whose host answered."""


class Course:
    """How the answers of a run go, one after the other."""

    def __init__(self) -> None:
        self.answers = 0
        self.blocked = 0
        self.unreachable = 0
        self._row: list[str] = []
        """The refusals since the last good answer."""

    def note(self, outcome: str, reason: str = "") -> str:
        """One more answer, by its outcome and reason; what it counts as: ``good``, ``blocked``, ``unreachable``, or
        empty where it says nothing of the site."""
        word = meaning(outcome, reason)
        if word:
            self.answers += 1
        if word == GOOD:
            self._row.clear()
        elif word:
            self._row.append(word)
            self.blocked += word == BLOCKED
            self.unreachable += word == UNREACHABLE
        return word

    def correct(self, count: int) -> None:
        """The last ``count`` answers, which were noted as good, were none: they had one body."""
        self.blocked += count
        self._row += [BLOCKED] * count

    @property
    def bad(self) -> str:
        """Which kind of refusal most answers were; empty where most were good."""
        if 2 * (self.blocked + self.unreachable) <= self.answers:
            return ""
        return BLOCKED if self.blocked >= self.unreachable else UNREACHABLE

    @property
    def verdict(self) -> str:
        """Why the run should end, ``blocked`` or ``unreachable``; empty where it should go on."""
        good = self.answers - self.blocked - self.unreachable
        if self.bad and (self.answers >= MANY or (self.answers >= FIRST and 5 * good <= self.answers)):
            return self.bad
        if len(self._row) < ROW:
            return ""
        return BLOCKED if 2 * self._row.count(BLOCKED) >= len(self._row) else UNREACHABLE


def meaning(outcome: str, reason: str) -> str:
    """What an answer says of the site: ``good``, ``blocked``, ``unreachable``, or nothing."""
    if outcome == "excluded" and reason == "robots-unreachable":
        return UNREACHABLE
    if outcome in _NO_WORD or (outcome == UNREACHABLE and reason in _OWN_FAULT):
        return ""
    return outcome if outcome in (BLOCKED, UNREACHABLE) else GOOD


def retry_after(value: str, *, now: datetime, date: str = "") -> float | None:
    """How many seconds a ``Retry-After`` asks for (RFC 9110, 10.2.3): a number of them, or an HTTP date.

    A date is held against the answer's own ``Date``, where it has one, so that wrong clocks do no harm; else against
    ``now`` (aware). None for what is neither. At most ``LONGEST``, at least 0.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:12]), LONGEST))
    until = _moment(value)
    if until is None:
        return None
    return min(max((until - (_moment(date) or now)).total_seconds(), 0.0), float(LONGEST))


def _moment(written: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(written)
    except (ValueError, TypeError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def rest(times: int) -> int:
    """Seconds that a site is left alone for after so many runs in a row that it ended by refusing."""
    return int(min(REST * 2 ** min(max(times - 1, 0), 16), REST_MOST))
