"""Shared bodies: one body under many addresses, which is the site's error page or a block page.

Each run requests an address that cannot exist. The answer there is the site's page for missing addresses, and the same
body at other addresses means that they are missing too. Any other body under several addresses is a block page (a
firewall page, a consent page) whose words are not known. A real text may have several addresses too: a print view, a
copy in each language, a notice in which only the date differs. So a block page needs more evidence, and in doubt the
answers stay as they are.
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
"""The number of different texts replaced by one body that makes it a block page; two are enough if no known page
stands."""
NEW = 5
"""The number of addresses without a past, in a row, whose shared body is a block page."""
ALL = 3
"""The same number in a run that read nothing else."""
STRAY = 4
"""The least number of answers with the body for each answer without it that came between them."""


class BodyAnswer(NamedTuple, Generic[A, R]):
    """An answer of a run that has a body, or that stands for an unchanged one."""

    address: A
    """The address; for a twin (a print view), the main address."""
    captured_at: int
    """Milliseconds UTC."""
    ref: R
    """The caller's own reference to the answer."""
    key: str = ""
    """``similarity_key``; empty for one that is like no other, or was not looked at."""
    before: str = ""
    """The key of the last text at this address before the run; empty if there was none."""
    is_known: bool = False
    """Whether anything was read at this address before the run."""
    stood: bool = False
    """Whether the last answer before the run was a page, and not ``missing``."""
    is_probe: bool = False
    """Whether the address is a probe."""
    is_listing: bool = False
    """Whether it was read as a listing without entries."""
    own: str = ""
    """What the page says about itself alone: see ``own_words``."""


def own_words(article: Article, captured_at: datetime) -> str:
    """What an article says about itself alone: its date, and its own address if it announces other versions.

    A block page says the same under every address. It may show the time, so a date within a day of the capture does not
    count.
    """
    words = [article.url for _ in article.alternates[:1]]
    if article.published and not is_now(article.published, captured_at):
        words.append(article.published)
    return " ".join(words)


def is_now(published: str, captured_at: datetime) -> bool:
    """Whether a date (as an article has it) is within a day of a capture, in any time zone."""
    day = captured_at.date()
    return any(published.startswith((day + timedelta(days)).isoformat()) for days in (-1, 0, 1))


BodyVerdicts = dict[R, tuple[str, str]]
"""The outcome and reason of each answer that is changed, by its ``ref``."""


def find_shared_bodies(answers: Iterable[BodyAnswer[A, R]]) -> BodyVerdicts[R]:
    """The answers that are error pages or block pages, although they were read as something else.

    ``answers`` are all answers of a run that were read as anything. An address that had the same body before the run is
    left as it is: the text is its own.
    """
    verdicts: BodyVerdicts[R] = {}
    every = sorted(answers, key=lambda each: each.captured_at)
    groups: dict[str, list[BodyAnswer[A, R]]] = defaultdict(list)
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
        verdicts |= dict.fromkeys((answer.ref for answer in (group if verdict is BLOCKED else alike)), verdict)
    return verdicts


def _is_wall(alike: Sequence[BodyAnswer[A, R]], rest: Sequence[BodyAnswer[A, R]]) -> bool:
    fallen = {answer.before for answer in alike if answer.before}
    if len(fallen) >= FALLEN or (len(fallen) > 1 and not any(answer.is_known for answer in rest)):
        return True
    new = [answer for answer in alike if not (answer.before or answer.is_listing or answer.own)]
    return len(fallen) + len(_addresses(new)) >= NEW and _is_in_a_row(alike, rest)


def _is_in_a_row(alike: Sequence[BodyAnswer[A, R]], rest: Sequence[BodyAnswer[A, R]]) -> bool:
    since, until = alike[0].captured_at, alike[-1].captured_at
    between = sum(since <= answer.captured_at <= until for answer in rest)
    return between * STRAY <= len(alike)


def _hides_all(alike: Sequence[BodyAnswer[A, R]], rest: Sequence[BodyAnswer[A, R]]) -> bool:
    """Whether the body of the error page replaces pages: most of the known ones, or all from some time on, or all that
    the run got. Then it is a block page."""
    if not rest and any(answer.before for answer in alike):
        return True
    gone = [answer for answer in alike if answer.stood and answer.before]
    standing = [answer for answer in rest if answer.is_known]
    count = len(_addresses(gone))
    if count > 1 and count > len(_addresses(standing)):
        return True
    return count >= FALLEN and all(answer.captured_at < gone[0].captured_at for answer in standing)


def _is_all(alike: Sequence[BodyAnswer[A, R]], rest: Sequence[BodyAnswer[A, R]]) -> bool:
    """Whether the run read nothing else. The addresses of a short run may all be copies of one text."""
    if rest or any(answer.own and not answer.before for answer in alike):
        return False
    least = ALL if all(answer.is_listing or answer.before for answer in alike) else NEW
    return len(_addresses(alike)) >= least


def _addresses(answers: Collection[BodyAnswer[A, R]]) -> set[A]:
    return {answer.address for answer in answers}
