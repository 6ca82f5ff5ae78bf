"""The ledger of one article: when it moved, when it vanished, when it was back, from the answers of its addresses.

A removal climbs a ladder: *suspected* at the first answer that says it is gone, *confirmed* only by several over a
length of time, *restored* when the article stands again. Everything here is a function of the set of answers; those
that say nothing of the article (blocked, unreachable, or from a run in which the site was not well) are not given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

A = TypeVar("A")
R = TypeVar("R")

STANDS, MISSING, MOVED = "stands", "missing", "moved"
MOVE, VANISH, RESTORE = "moved", "vanished", "restored"

CAPTURES = 3
"""So many answers that it is gone, at least, confirm a removal."""
HOURS = 48
"""So many hours must lie between the first and the last of them, at least."""
HOUR = 3_600_000
"""In milliseconds."""


class Answer(NamedTuple, Generic[A, R]):
    """What one address of an article answered."""

    captured_at: int
    """Milliseconds UTC."""
    payload_digest: str
    """Orders answers of one instant, with what follows."""
    word: str
    """``stands``, ``missing`` or ``moved``."""
    uri_r: str
    address: A
    ref: R
    """Whatever the caller knows the answer by."""
    reason: str = ""
    target: A | None = None
    """Where a redirect leads."""


class Happening(NamedTuple, Generic[A, R]):
    """Something that happened to an article."""

    kind: str
    """``moved``, ``vanished`` or ``restored``."""
    at: int
    """Milliseconds UTC: when it was first seen."""
    before: R
    """The last answer before it, of what was then."""
    after: R
    """The first answer that shows it."""
    confirmed: int | None
    """When it was confirmed; None for a removal that is only suspected, whether it lasts or not."""
    reason: str = ""
    """Of a removal: the reason word of the first missing answer."""
    answers: tuple[R, ...] = ()
    """Of a removal: the missing answers, up to the one that confirmed it."""
    to: A | None = None
    """Of a move: the address that it led to."""
    lasted: int = 0
    """Of a return: milliseconds since it was first missing."""


@dataclass(slots=True)
class _Absence(Generic[A, R]):
    """A removal, while it lasts."""

    home: Collection[A]
    before: Answer[A, R]
    missing: list[Answer[A, R]]
    last: Answer[A, R]
    confirmed: int | None = None
    evidence: list[R] = field(default_factory=list)

    def add(self, answer: Answer[A, R], least: int, hours: float) -> None:
        """One more answer that it is gone."""
        self.last = answer
        if self.confirmed is not None:
            return
        self.missing.append(answer)
        self.evidence.append(answer.ref)
        span = answer.captured_at - self.missing[0].captured_at
        if len(self.missing) >= least and span >= hours * HOUR:
            self.confirmed = answer.captured_at

    def told(self) -> Happening[A, R]:
        """The removal as it is known by now."""
        first = self.missing[0]
        return Happening(
            VANISH,
            first.captured_at,
            self.before.ref,
            first.ref,
            self.confirmed,
            reason=first.reason,
            answers=tuple(self.evidence),
        )


class Ledger(NamedTuple, Generic[A, R]):
    """What happened to an article, and how it stands now."""

    happened: list[Happening[A, R]]
    """In order of time."""
    suspected_since: int | None
    """Milliseconds UTC of the first missing answer of a removal that lasts; None: it stands."""
    confirmed: bool
    """Whether that removal is confirmed."""
    missing: int
    """How many answers in a row say that it is gone."""


def in_order(answers: Iterable[Answer[A, R]]) -> list[Answer[A, R]]:
    """By time, then by payload digest, word and address."""
    return sorted(answers, key=lambda answer: (*answer[:4], answer.reason))


def ledger(answers: Iterable[Answer[A, R]], *, least: int = CAPTURES, hours: float = HOURS) -> Ledger[A, R]:
    """The ledger of one article, from the answers of all its addresses.

    It is gone when no address of it stands any more: where it moved, the old address may answer as it likes. A move is
    seen where an address that stood redirects to another address of the article.
    """
    states: dict[A, str] = {}
    happened: list[Happening[A, R]] = []
    stood: Answer[A, R] | None = None
    gone: _Absence[A, R] | None = None
    told = in_order(answers)
    own = {answer.address for answer in told}
    count = 0
    for answer in told:
        before, states[answer.address] = states.get(answer.address), answer.word
        if answer.word == STANDS:
            if gone is not None:
                happened += [gone.told(), _return(gone, answer)]
                gone, count = None, 0
            stood = answer
        elif answer.word == MOVED:
            if before == STANDS and stood is not None and answer.target in own and answer.target != answer.address:
                happened.append(
                    Happening(MOVE, answer.captured_at, stood.ref, answer.ref, answer.captured_at, to=answer.target)
                )
        elif gone is not None and answer.address in gone.home:
            gone.add(answer, least, hours)
            count += 1
        elif gone is None and before == STANDS and stood is not None and STANDS not in states.values():
            gone, count = _Absence((answer.address,), stood, [], answer), 1
            gone.add(answer, least, hours)
    if gone is not None:
        happened.append(gone.told())
    happened.sort(key=lambda each: each.at)
    since = None if gone is None else gone.missing[0].captured_at
    return Ledger(happened, since, gone is not None and gone.confirmed is not None, count)


def _return(gone: _Absence[A, R], answer: Answer[A, R]) -> Happening[A, R]:
    lasted = answer.captured_at - gone.missing[0].captured_at
    return Happening(RESTORE, answer.captured_at, gone.last.ref, answer.ref, answer.captured_at, lasted=lasted)
