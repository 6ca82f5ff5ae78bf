"""The ledger's rows, from the history of each article: what was edited, moved, vanished and restored.

That an article appeared has no row: its first capture says so.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.readings.address_readings import AddressReadings, Read
from crawler.archive.readings.extracts import TO_JSON, article_of
from crawler.archive.sql import AMONG
from crawler.rules.history.edits import measure
from crawler.rules.history.ledger import MISSING, MOVE, MOVED, STANDS, VANISH, Ledger, LedgerAnswer, LedgerEvent, ledger
from crawler.rules.history.revisions import Revision

NEAR = 3_600_000
"""Milliseconds within which the answer behind a redirect belongs to it."""
HOPS = 10
"""A chain of redirects longer than this says nothing."""
EDIT = "edited"


class Event(NamedTuple):
    """A row of the ledger as it should stand; what makes it the same row comes first."""

    kind: str
    before: int
    after: int
    at: int
    confirmed: int | None
    summary: str | None
    """JSON; None: to be measured if the row is new."""


def answers(found: AddressReadings, group: Collection[int]) -> Iterator[LedgerAnswer[int, Read]]:
    """What the addresses of one article answered, as the rule takes it."""
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
    if read.outcome != "moved":
        return STANDS, ""
    if read.target in group:
        return MOVED, ""
    return _behind(found, read)


def _behind(found: AddressReadings, read: Read) -> tuple[str, str]:
    """What stands behind a redirect that leads to none of the article's addresses, hop by hop; nothing where that says
    nothing of the article."""
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

    None where nothing but standing was ever seen, which is the plain case.
    """
    if not any(read.outcome in ("missing", "moved") for key in group for read in found.readings.get(key, ())):
        return None
    least, hours = found.removal[found.sites[next(iter(group))]]
    return ledger(answers(found, group), least=least, hours=hours)


def derive_events(
    db: Database,
    article: int,
    told: Ledger[int, Read] | None,
    revisions: list[Revision[Read]],
    found: AddressReadings,
    standing: Mapping[tuple[str, int, int], tuple[int, Event]],
) -> None:
    """Make the rows of one article's ledger what its history says; rows that say so already stay as they are."""
    wanted = [*_edits(revisions), *(_event(each, found) for each in (told.happened if told else ()))]
    kept: set[int] = set()
    for event in wanted:
        number, held = standing.get(event[:3], (0, None))
        kept.add(number)
        summary = event.summary if event.summary is not None else held.summary if held else None
        event = event._replace(summary=summary)
        if event == held:
            continue
        _write(db, article, number, event, revisions)
    gone = [(number,) for number, _ in standing.values() if number not in kept]
    db.conn.executemany("DELETE FROM event WHERE id = ?", gone)


def _write(db: Database, article: int, number: int, event: Event, revisions: list[Revision[Read]]) -> None:
    summary = event.summary or _measured(db, event, revisions)
    row = (event.at, event.confirmed, summary)
    if number:
        db.conn.execute("UPDATE event SET at = ?, confirmed = ?, summary = ? WHERE id = ?", (*row, number))
        return
    db.conn.execute(
        """INSERT INTO event (article, kind, before, after, run, at, confirmed, summary)
        VALUES (?, ?, ?, ?, (SELECT run FROM capture WHERE id = ?), ?, ?, ?)""",
        (article, *event[:3], event.after, *row),
    )


def _edits(revisions: list[Revision[Read]]) -> Iterator[Event]:
    for before, after in pairwise(revisions):
        at = after.first.captured_at
        yield Event(EDIT, before.last.capture, after.first.capture, at, at, None)


def _measured(db: Database, event: Event, revisions: list[Revision[Read]]) -> str:
    """How big an edit is, between two texts that the same extractor read."""
    at = next(place for place, one in enumerate(revisions) if one.first.capture == event.after)
    before, after = revisions[at - 1], revisions[at].first
    reader = (after.extractor, after.version)
    same = next(
        (one for one in (before.last, before.text, before.first) if (one.extractor, one.version) == reader), None
    )
    edit = measure(article_of(db, (same or before.text).extract), article_of(db, after.extract))
    return str(TO_JSON(edit.to_dict()))


def _event(each: LedgerEvent[int, Read], found: AddressReadings) -> Event:
    told: dict[str, object]
    if each.kind == MOVE:
        told = {"to": found.uris.get(each.to or 0, "")}
    elif each.kind == VANISH:
        told = {"how": each.reason, "captures": [one.capture for one in each.answers]}
    else:
        told = {"gone_ms": each.lasted}
    return Event(each.kind, each.before.capture, each.after.capture, each.at, each.confirmed, str(TO_JSON(told)))


def event_rows(db: Database, articles: Iterable[int]) -> dict[int, dict[tuple[str, int, int], tuple[int, Event]]]:
    """The ledger's rows of some articles, by article and by what makes them the same row."""
    rows: dict[int, dict[tuple[str, int, int], tuple[int, Event]]] = {}
    for article, number, *row in db.execute(
        f"SELECT article, id, kind, before, after, at, confirmed, summary FROM event WHERE article {AMONG}",
        [json.dumps(sorted(articles))],
    ):
        event = Event(*row)
        rows.setdefault(article, {})[event[:3]] = (number, event)
    return rows
