"""The rows of the ledger, from the history of each article: edited, moved, vanished, restored, and what is no edit.

An article's appearance has no row: its first capture records it. The kind ``furniture`` concerns a whole site, and
``derive.furniture`` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.derive.text_changes import TYPOGRAPHY, ChangeJudge
from crawler.archive.readings.address_readings import AddressReadings, Read
from crawler.archive.readings.extracts import TO_JSON
from crawler.archive.sql import AMONG
from crawler.rules.history.removals import (
    DENIED,
    MISSING,
    MOVE,
    MOVED,
    STANDS,
    VANISH,
    Ledger,
    LedgerAnswer,
    LedgerEvent,
    ledger,
)
from crawler.rules.history.revisions import WITHDRAWN, Revision

NEAR = 3_600_000
"""Milliseconds within which the answer behind a redirect belongs to it."""
HOPS = 10
"""A chain of redirects longer than this is ignored."""
EDIT, WITHDRAWAL, FURNITURE = "edited", "withdrawn", "furniture"
PASSING = "passing-page"
"""Why a difference was withdrawn: another page stood in place of the article for a short time."""


class Event(NamedTuple):
    """A row of the ledger as it should be; the first three fields identify the row."""

    kind: str
    before: int
    after: int
    at: int
    confirmed: int | None
    summary: str | None
    """JSON; None: it is measured where the row is new."""


def answers(found: AddressReadings, group: Collection[int]) -> Iterator[LedgerAnswer[int, Read]]:
    """The answers of one article's addresses, as the rule of the ledger takes them."""
    for key in group:
        for read in found.readings.get(key, ()):
            word, reason = _word(found, group, read)
            if word:
                yield LedgerAnswer(
                    read.captured_at, read.payload_digest, word, found.uris[key], key, read, reason, read.target
                )


def _word(found: AddressReadings, group: Collection[int], read: Read) -> tuple[str, str]:
    if read.outcome == "missing":
        return MISSING, read.reason
    if read.outcome == DENIED:
        return DENIED, read.reason
    if read.outcome != "moved":
        return STANDS, ""
    if read.target in group:
        return MOVED, ""
    return _behind(found, read)


def _behind(found: AddressReadings, read: Read) -> tuple[str, str]:
    """The answer behind a redirect that leaves the article's addresses, hop by hop; empty words where it says nothing
    of the article."""
    at = read
    for _ in range(HOPS):
        if at.target is None:
            break
        if at.target in found.listings:
            return MISSING, "redirect-to-listing"
        answers = [one for one in found.readings.get(at.target, ()) if 0 <= one.captured_at - read.captured_at <= NEAR]
        last = max(answers, key=lambda one: (one.captured_at, one.payload_digest), default=None)
        if last is None or last.outcome != "moved":
            return (MISSING, last.reason) if last is not None and last.outcome == "missing" else ("", "")
        at = last
    return "", ""


def judge(found: AddressReadings, group: Collection[int]) -> Ledger[int, Read] | None:
    """The ledger of an article, by its site's rule of when a removal is confirmed.

    None in the plain case: every answer was the article.
    """
    if not any(read.outcome in ("missing", "moved", DENIED) for key in group for read in found.readings.get(key, ())):
        return None
    least, hours = found.removal[found.sites[next(iter(group))]]
    return ledger(answers(found, group), least=least, hours=hours)


def derive_events(
    db: Database,
    article: int,
    events: Iterable[Event],
    standing: Mapping[tuple[str, int, int], tuple[int, Event]],
    changes: ChangeJudge,
    revisions: Sequence[Revision[Read]],
) -> None:
    """Make the rows of one article's ledger match its history; rows that match already are not written.

    The size of an edit is measured where its row is new, and where other lines count as furniture than before.
    """
    kept: set[int] = set()
    for event in events:
        number, held = standing.get(event[:3], (0, None))
        kept.add(number)
        summary = event.summary
        if summary is None:
            is_measured = held is not None and held.summary and not changes.is_remeasured
            summary = held.summary if held is not None and is_measured else _measured(event, revisions, changes)
        event = event._replace(summary=summary)
        if event != held:
            _write(db, article, number, event)
    gone = [(number,) for number, _ in standing.values() if number not in kept]
    db.conn.executemany("DELETE FROM event WHERE id = ?", gone)


def _write(db: Database, article: int, number: int, event: Event) -> None:
    row = (event.at, event.confirmed, event.summary)
    if number:
        db.conn.execute("UPDATE event SET at = ?, confirmed = ?, summary = ? WHERE id = ?", (*row, number))
        return
    db.conn.execute(
        """INSERT INTO event (article, kind, before, after, run, at, confirmed, summary)
        VALUES (?, ?, ?, ?, (SELECT run FROM capture WHERE id = ?), ?, ?, ?)""",
        (article, *event[:3], event.after, *row),
    )


def edit_events(revisions: Sequence[Revision[Read]]) -> Iterator[Event]:
    """The edits between revisions, and the differences within them that are no edits and get a row of their own."""
    for before, after in pairwise(revisions):
        at = after.first.captured_at
        yield Event(EDIT, before.last.capture, after.first.capture, at, at, None)
    for revision in revisions:
        for old, new, why in revision.joined:
            if why == WITHDRAWN:
                yield withdrawn_event(old, new, why)
            elif why == TYPOGRAPHY:
                yield Event(TYPOGRAPHY, old.capture, new.capture, new.captured_at, new.captured_at, "{}")


def withdrawn_event(before: Read, after: Read, why: str) -> Event:
    """The record of a difference that was no edit after all, with the reason word."""
    summary = str(TO_JSON({"kind": EDIT, "reason": why}))
    return Event(WITHDRAWAL, before.capture, after.capture, after.captured_at, after.captured_at, summary)


def beside_event(before: Read, after: Read, kind: str, summary: object) -> Event:
    """The event of a change beside the text: of the publication date, or of pictures."""
    at = after.captured_at
    return Event(kind, before.capture, after.capture, at, at, str(TO_JSON(summary)))


def ledger_events(judged: Ledger[int, Read] | None, found: AddressReadings) -> Iterator[Event]:
    """The moves, removals and restorations of an article."""
    for each in judged.happened if judged is not None else ():
        yield _event(each, found)


def _measured(event: Event, revisions: Sequence[Revision[Read]], changes: ChangeJudge) -> str:
    """The size of an edit as JSON, between two texts that the same extractor read."""
    at = next(place for place, one in enumerate(revisions) if one.first.capture == event.after)
    before, after = revisions[at - 1], revisions[at].first
    reader = (after.extractor, after.version)
    same = next(
        (one for one in (before.last, before.text, before.first) if (one.extractor, one.version) == reader), None
    )
    return str(TO_JSON(changes.measure(same or before.text, after).to_dict()))


def _event(each: LedgerEvent[int, Read], found: AddressReadings) -> Event:
    summary: dict[str, object]
    if each.kind == MOVE:
        summary = {"to": found.uris.get(each.to or 0, "")}
    elif each.kind == VANISH:
        summary = {"how": each.reason, "captures": [one.capture for one in each.answers]}
    else:
        summary = {"gone_ms": each.lasted}
    return Event(each.kind, each.before.capture, each.after.capture, each.at, each.confirmed, str(TO_JSON(summary)))


def event_rows(db: Database, articles: Iterable[int]) -> dict[int, dict[tuple[str, int, int], tuple[int, Event]]]:
    """The ledger's rows of some articles, by article and by the three fields that identify a row."""
    rows: dict[int, dict[tuple[str, int, int], tuple[int, Event]]] = {}
    for article, number, *row in db.execute(
        f"""SELECT article, id, kind, before, after, at, confirmed, summary FROM event
        WHERE article {AMONG} AND kind != '{FURNITURE}'""",
        [json.dumps(sorted(articles))],
    ):
        event = Event(*row)
        rows.setdefault(article, {})[event[:3]] = (number, event)
    return rows
