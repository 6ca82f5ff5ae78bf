"""One body under many addresses: which answers of a run are an error page, and which a wall.

Each run asks for an address that cannot exist: what the site answers there is its way to say that a page is missing,
and so is the same body elsewhere. Any other body under several addresses is a wall (a firewall page, a consent page)
that nobody wrote words for. A real text may stand under several addresses too: a print view, a copy in each language, a
notice whose date alone differs. So it takes more than that, and in doubt nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from crawler.items import Article

A = TypeVar("A", bound=Hashable)
R = TypeVar("R", bound=Hashable)

BLOCKED = ("blocked", "one-body")
MISSING = ("missing", "like-missing")
"""Outcome and reason."""

FALLEN = 3
"""So many different texts that gave way to one body are a wall; two, where no known page stands any more."""
NEW = 5
"""So many addresses without a past that have one body, one after the other, are a wall."""
ALL = 3
"""So many, where the run read nothing else."""
STRAY = 4
"""Of these at most one in so many answers in between was another."""


class Answer(NamedTuple, Generic[A, R]):
    """One answer of a run that has a body, or stands for an unchanged one."""

    address: A
    """Of a twin (a print view) the main one."""
    captured_at: int
    """Milliseconds UTC."""
    ref: R
    """Whatever the caller knows the answer by."""
    key: str = ""
    """``likeness``; empty for one that is like no other, or was not looked at."""
    before: str = ""
    """The key of the text that was last read there before the run; empty where there was none."""
    is_known: bool = False
    """Whether something was read there before the run."""
    stood: bool = False
    """Whether its last answer before the run was a page, and not that it is missing."""
    is_probe: bool = False
    """It was asked for because it cannot exist."""
    is_listing: bool = False
    """Read as a listing, without a single entry."""
    own: str = ""
    """What it says of itself alone: its date, the versions that it announces."""


def own_words(article: Article, captured_at: datetime) -> str:
    """What an article says of itself alone: its date, and its own address where it announces other versions.

    A wall says the same under any address. It may say what time it is: a date within a day of the capture is none.
    """
    told = [article.url for _ in article.alternates[:1]]
    if article.published and not is_now(article.published, captured_at):
        told.append(article.published)
    return " ".join(told)


def is_now(published: str, captured_at: datetime) -> bool:
    """Whether a date (as an article has it) is within a day of a capture, whatever the zone."""
    day = captured_at.date()
    return any(published.startswith((day + timedelta(days)).isoformat()) for days in (-1, 0, 1))


Told = dict[R, tuple[str, str]]
"""Outcome and reason by ``ref``."""


def one_body(answers: Iterable[Answer[A, R]]) -> Told[R]:
    """The answers that are not what they were read to be. ``answers`` are all of a run that were read as anything.

    What answered the same before the run is left as it is: that text is its own.
    """
    told: Told[R] = {}
    every = sorted(answers, key=lambda each: each.captured_at)
    groups: dict[str, list[Answer[A, R]]] = defaultdict(list)
    for answer in every:
        if answer.key and (answer.before != answer.key or answer.is_probe):
            groups[answer.key].append(answer)
    for key, group in groups.items():
        alike = [answer for answer in group if not answer.is_probe]
        if not alike:
            continue
        rest = [answer for answer in every if answer.key != key and not answer.is_probe and not answer.is_listing]
        if len(alike) < len(group):
            verdict = BLOCKED if _hides_all(alike, rest) or _is_all(alike, rest) else MISSING
        elif _is_wall(alike, rest) or _is_all(alike, rest):
            verdict = BLOCKED
        else:
            continue
        told |= dict.fromkeys((answer.ref for answer in (group if verdict is BLOCKED else alike)), verdict)
    return told


def _is_wall(alike: Sequence[Answer[A, R]], rest: Sequence[Answer[A, R]]) -> bool:
    fallen = {answer.before for answer in alike if answer.before}
    if len(fallen) >= FALLEN or (len(fallen) > 1 and not any(answer.is_known for answer in rest)):
        return True
    new = [answer for answer in alike if not (answer.before or answer.is_listing or answer.own)]
    return len(fallen) + len(_addresses(new)) >= NEW and _is_in_a_row(alike, rest)


def _is_in_a_row(alike: Sequence[Answer[A, R]], rest: Sequence[Answer[A, R]]) -> bool:
    since, until = alike[0].captured_at, alike[-1].captured_at
    between = sum(since <= answer.captured_at <= until for answer in rest)
    return between * STRAY <= len(alike)


def _hides_all(alike: Sequence[Answer[A, R]], rest: Sequence[Answer[A, R]]) -> bool:
    """Whether the error page stands where pages stood, for most of those that are known, or for all from some time on,
    or whether the run got nothing else: then it is no error page."""
    if not rest and any(answer.before for answer in alike):
        return True
    gone = [answer for answer in alike if answer.stood and answer.before]
    standing = [answer for answer in rest if answer.is_known]
    count = len(_addresses(gone))
    if count > 1 and count > len(_addresses(standing)):
        return True
    return count >= FALLEN and all(answer.captured_at < gone[0].captured_at for answer in standing)


def _is_all(alike: Sequence[Answer[A, R]], rest: Sequence[Answer[A, R]]) -> bool:
    """Whether the run read nothing else; copies of one text may be all that a short run asks for."""
    if rest or any(answer.own and not answer.before for answer in alike):
        return False
    least = ALL if all(answer.is_listing or answer.before for answer in alike) else NEW
    return len(_addresses(alike)) >= least


def _addresses(answers: Collection[Answer[A, R]]) -> set[A]:
    return {answer.address for answer in answers}
