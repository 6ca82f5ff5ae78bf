"""Back-off: when a run that is refused should end (the circuit breaker), and how long the site's cooldown then is."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

GOOD, BLOCKED, UNREACHABLE = "good", "blocked", "unreachable"

FIRST = 5
"""The number of answers after which a run ends if at most one in five of them was good."""
MANY = 20
"""The number of answers after which a run ends if most of them were refusals."""
ROW = 8
"""The number of refusals in a row that end a run that went well before."""
LONGEST = 7 * 24 * 3600
"""The longest cooldown that a site can ask for, in seconds."""
COOLDOWN = 3600
"""Seconds of cooldown after a run that refusals ended, if the site does not say how long. Each further such run doubles
it."""
LONGEST_COOLDOWN = 6 * 3600 - 600
"""The longest such cooldown: a little under six hours, so that a crawl every six hours can find the site well again."""

_NO_WORD = frozenset({"robots", "excluded", "offsite", "moved"})
"""Outcomes that do not say whether the site answers."""
_OWN_FAULT = frozenset(
    {"too-large", "cut-short", "not-http", "undecoded", "scheme", "redirect-loop", "too-many-redirects"}
)
"""Reasons of ``unreachable`` captures whose host did answer."""


class CircuitBreaker:
    """The circuit breaker of a run: it counts good answers and refusals, and says when the run should end."""

    def __init__(self) -> None:
        self.answers = 0
        """The number of answers that say something about the site."""
        self.blocked = 0
        self.unreachable = 0
        self._row: list[str] = []
        """The refusals since the last good answer."""

    def note(self, outcome: str, reason: str = "") -> str:
        """Count an answer by its outcome and reason. Returns what it counts as: ``good``, ``blocked``, ``unreachable``,
        or empty if it says nothing about the site."""
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
        """Count the last ``count`` answers as blocked instead of good: they had one body."""
        self.blocked += count
        self._row += [BLOCKED] * count

    @property
    def bad(self) -> str:
        """The kind of refusal that most answers were; empty if most were good."""
        if 2 * (self.blocked + self.unreachable) <= self.answers:
            return ""
        return BLOCKED if self.blocked >= self.unreachable else UNREACHABLE

    @property
    def verdict(self) -> str:
        """The reason why the run should end, ``blocked`` or ``unreachable``; empty if it should go on."""
        good = self.answers - self.blocked - self.unreachable
        if self.bad and (self.answers >= MANY or (self.answers >= FIRST and 5 * good <= self.answers)):
            return self.bad
        if len(self._row) < ROW:
            return ""
        return BLOCKED if 2 * self._row.count(BLOCKED) >= len(self._row) else UNREACHABLE


def meaning(outcome: str, reason: str) -> str:
    """What an answer says about the site: ``good``, ``blocked``, ``unreachable``, or nothing."""
    if outcome == "excluded" and reason == "robots-unreachable":
        return UNREACHABLE
    if outcome in _NO_WORD or (outcome == UNREACHABLE and reason in _OWN_FAULT):
        return ""
    return outcome if outcome in (BLOCKED, UNREACHABLE) else GOOD


def retry_after(value: str, *, now: datetime, date: str = "") -> float | None:
    """The seconds that a ``Retry-After`` header asks for (RFC 9110, 10.2.3), from 0 to ``LONGEST``; None if it is
    invalid.

    The value is a number of seconds or an HTTP date. A date is compared with the answer's own ``Date`` header if there
    is one, so that a wrong clock does no harm; else with ``now`` (aware).
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


def cooldown_seconds(times: int) -> int:
    """The seconds of cooldown after ``times`` runs in a row that refusals ended."""
    return int(min(COOLDOWN * 2 ** min(max(times - 1, 0), 16), LONGEST_COOLDOWN))
