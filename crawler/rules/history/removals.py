"""Removals, moves and restorations of one article: when a 404 becomes a removal, by the answers of its addresses.

A removal is *suspected* at the first answer that the article is gone. It is *confirmed* by several such answers over a
length of time. It is *restored* when the article stands again. The ledger is a function of the set of answers. The
caller leaves out answers that say nothing about the article: blocked, unreachable, or from a run during an outage.

``crawler.rules.outcome.classification`` says which answers are missing (404, 410, soft 404);
``crawler.archive.derive.events`` gives them to this rule and writes the events.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

A = TypeVar("A")
R = TypeVar("R")

STANDS, MISSING, MOVED, DENIED = "stands", "missing", "moved", "denied"
MOVE, VANISH, RESTORE = "moved", "vanished", "restored"

DENIALS = 3
"""The least number of answers in a row, at all addresses, by which a page that is refused or unreadable is suspected
to be removed."""
CAPTURES = 3
"""The least number of missing answers that confirm a removal."""
HOURS = 48
"""The least number of hours between the first and the last of them."""
HOUR = 3_600_000
"""One hour in milliseconds."""


class LedgerAnswer(NamedTuple, Generic[A, R]):
    """The answer of one address of an article."""

    captured_at: int
    """Milliseconds UTC."""
    payload_digest: str
    """The digest of the payload. It orders answers of one instant, together with the fields after it."""
    word: str
    """``stands``, ``missing``, ``moved``, or ``denied``: the page alone was refused or unreadable."""
    uri_r: str
    address: A
    ref: R
    """The caller's own reference to the answer."""
    reason: str = ""
    target: A | None = None
    """The target of a redirect."""


class LedgerEvent(NamedTuple, Generic[A, R]):
    """An event in the life of an article."""

    kind: str
    """``moved``, ``vanished`` or ``restored``."""
    at: int
    """Milliseconds UTC: the time of the first answer that shows it."""
    before: R
    """The last answer before the event."""
    after: R
    """The first answer that shows it."""
    confirmed: int | None
    """The time of confirmation (milliseconds UTC); None for a removal that is only suspected."""
    reason: str = ""
    """For a removal: the reason word of the first missing answer."""
    answers: tuple[R, ...] = ()
    """For a removal: the missing answers, up to the one that confirmed it."""
    to: A | None = None
    """For a move: the new address."""
    lasted: int = 0
    """For a restoration: milliseconds since the first missing answer."""


@dataclass(slots=True)
class _Absence(Generic[A, R]):
    """A removal that has not ended yet."""

    home: Collection[A]
    before: LedgerAnswer[A, R]
    missing: list[LedgerAnswer[A, R]]
    last: LedgerAnswer[A, R]
    confirmed: int | None = None
    evidence: list[R] = field(default_factory=list)

    def add(self, answer: LedgerAnswer[A, R], least: int, hours: float) -> None:
        """Add one more missing answer."""
        self.last = answer
        if self.confirmed is not None:
            return
        self.missing.append(answer)
        self.evidence.append(answer.ref)
        span = answer.captured_at - self.missing[0].captured_at
        if len(self.missing) >= least and span >= hours * HOUR:
            self.confirmed = answer.captured_at

    def event(self) -> LedgerEvent[A, R]:
        """The removal as it is known so far."""
        first = self.missing[0]
        return LedgerEvent(
            VANISH,
            first.captured_at,
            self.before.ref,
            first.ref,
            self.confirmed,
            reason=first.reason,
            answers=tuple(self.evidence),
        )


class Ledger(NamedTuple, Generic[A, R]):
    """The events of an article, and its present state."""

    happened: list[LedgerEvent[A, R]]
    """The events in order of time."""
    suspected_since: int | None
    """Milliseconds UTC of the first missing answer of a removal that has not ended; None if the article stands."""
    confirmed: bool
    """Whether that removal is confirmed."""
    missing: int
    """The number of missing answers in a row, up to the last one."""


def in_order(answers: Iterable[LedgerAnswer[A, R]]) -> list[LedgerAnswer[A, R]]:
    """The answers in order of time, then of payload digest, word and address."""
    return sorted(answers, key=lambda answer: (*answer[:4], answer.reason))


def ledger(answers: Iterable[LedgerAnswer[A, R]], *, least: int = CAPTURES, hours: float = HOURS) -> Ledger[A, R]:
    """The ledger of one article, from the answers of all its addresses.

    An article is gone when none of its addresses stands. After a move, the answers of the old address do not matter. A
    move is a redirect from an address that stood to another address of the article. ``least`` is the number of missing
    answers that confirm a removal, ``hours`` the time between the first and the last of them. Denied answers in a row
    make a removal suspected, if there are ``DENIALS`` of them over ``hours``; they never confirm one.
    """
    denied: list[LedgerAnswer[A, R]] = []
    states: dict[A, str] = {}
    happened: list[LedgerEvent[A, R]] = []
    stood: LedgerAnswer[A, R] | None = None
    gone: _Absence[A, R] | None = None
    ordered = in_order(answers)
    own = {answer.address for answer in ordered}
    count = 0
    for answer in ordered:
        if answer.word == DENIED:
            denied += [answer] if stood is not None and gone is None else []
            continue
        before, states[answer.address] = states.get(answer.address), answer.word
        if answer.word == STANDS:
            if gone is not None:
                happened += [gone.event(), _return(gone, answer)]
                gone, count = None, 0
            elif stood is not None and _is_suspect(denied, hours):
                refused = _Absence((), stood, denied, denied[-1], evidence=[each.ref for each in denied])
                happened += [refused.event(), _return(refused, answer)]
            stood, denied = answer, []
        elif answer.word == MOVED:
            if before == STANDS and stood is not None and answer.target in own and answer.target != answer.address:
                happened.append(
                    LedgerEvent(MOVE, answer.captured_at, stood.ref, answer.ref, answer.captured_at, to=answer.target)
                )
        elif gone is not None and answer.address in gone.home:
            gone.add(answer, least, hours)
            count += 1
        elif gone is None and before == STANDS and stood is not None and STANDS not in states.values():
            denied = []
            gone, count = _Absence((answer.address,), stood, [], answer), 1
            gone.add(answer, least, hours)
    if gone is None and stood is not None and _is_suspect(denied, hours):
        gone = _Absence((), stood, denied, denied[-1], evidence=[each.ref for each in denied])
    if gone is not None:
        happened.append(gone.event())
    happened.sort(key=lambda each: each.at)
    since = None if gone is None else gone.missing[0].captured_at
    return Ledger(happened, since, gone is not None and gone.confirmed is not None, count)


def _is_suspect(denied: list[LedgerAnswer[A, R]], hours: float) -> bool:
    """Whether a page was refused or unreadable again and again."""
    return len(denied) >= DENIALS and denied[-1].captured_at - denied[0].captured_at >= hours * HOUR


def _return(gone: _Absence[A, R], answer: LedgerAnswer[A, R]) -> LedgerEvent[A, R]:
    lasted = answer.captured_at - gone.missing[0].captured_at
    return LedgerEvent(RESTORE, answer.captured_at, gone.last.ref, answer.ref, answer.captured_at, lasted=lasted)
