"""Runs as people read them: when each began and ended, what it captured, what it found wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.sql import READ, Row


def outcomes(db: Database, run: int) -> dict[str, int]:
    """How many of the run's captures had each outcome; the payload of the time before is ``unchanged``."""
    rows = db.conn.execute(
        f"""SELECT CASE WHEN outcome.word IN {READ} AND capture.payload = (
                SELECT before.payload FROM capture AS before
                JOIN reading AS then_read ON then_read.capture = before.id
                JOIN outcome AS then_was ON then_was.id = then_read.outcome
                WHERE before.resource = capture.resource AND before.captured_at < capture.captured_at
                    AND then_was.word IN {READ}
                ORDER BY before.captured_at DESC LIMIT 1
            ) THEN 'unchanged' ELSE outcome.word END AS word, count(*)
        FROM run JOIN capture ON capture.id BETWEEN run.first_capture AND run.last_capture AND capture.run = run.id
        JOIN reading ON reading.capture = capture.id JOIN outcome ON outcome.id = reading.outcome
        WHERE run.id = ? GROUP BY 1 ORDER BY 1""",
        (run,),
    )
    return dict(rows.fetchall())


def run_rows(db: Database, *, site: str | None, limit: int | None, number: int | None = None) -> Iterator[Row]:
    """Runs, newest first, with what each brought; or the one of that number."""
    rows = db.query(
        f"""SELECT {_TOLD} FROM run_log WHERE (:site IS NULL OR site = :site) AND (:number IS NULL OR id = :number)
        ORDER BY id DESC LIMIT :limit""",
        {"site": site, "number": number, "limit": -1 if limit is None else limit},
    )
    for row in rows:
        counts = json.loads(row["counts"])
        told = counts.pop("outcomes", None)
        row["outcomes"] = outcomes(db, row["id"]) if told is None else told
        row["captures"] = sum(row["outcomes"].values())
        row["counts"] = counts
        row["findings"] = json.loads(row["findings"])
        row["measures"] = json.loads(row["measures"])
        row["complete"] = None if row["complete"] is None else bool(row["complete"])
        row["healthy"] = None if row["healthy"] is None else bool(row["healthy"])
        row["new"], row["edited"] = _revisions_of(db, row["id"])
        (row["removed"],) = db.conn.execute(_REMOVED, {"run": row["id"]}).fetchone()
        yield row


_TOLD = "id, site, mode, started, ended, how, healthy, findings, counts, what, complete, unwell, measures"
"""What is told of a run; to count its captures, which takes long, its outcomes are added up."""

_REMOVED = """SELECT count(*) FROM run
JOIN capture ON capture.id BETWEEN run.first_capture AND run.last_capture AND capture.run = run.id
JOIN reading ON reading.capture = capture.id
JOIN outcome ON outcome.id = reading.outcome AND outcome.word IN ('missing', 'moved')
JOIN resource ON resource.id = capture.resource AND resource.article IS NOT NULL
JOIN event ON event.article = resource.article AND event.kind = 'vanished' AND event.confirmed = capture.captured_at
WHERE run.id = :run"""
"""SQL that counts the removals that a capture of a run confirmed."""


def _revisions_of(db: Database, run: int) -> tuple[int, int]:
    """How many first and how many later texts begin with a capture of the run."""
    row = db.conn.execute(
        f"SELECT ifnull(sum(number = 1), 0), ifnull(sum(number > 1), 0) FROM ({REVISIONS_OF_RUN})", {"run": run}
    ).fetchone()
    return row[0], row[1]


REVISIONS_OF_RUN = """
SELECT revision.number AS number, revision.article AS article FROM run
JOIN revision ON revision.capture BETWEEN run.first_capture AND run.last_capture
JOIN capture ON capture.id = revision.capture AND capture.run = run.id
WHERE run.id = :run
"""
"""SQL for the revisions that begin with a capture of a run."""


def latest_numbers(db: Database) -> tuple[int, ...]:
    """The newest capture, the newest run, when rows were last derived from a run, and the newest event."""
    row = db.conn.execute(
        """SELECT ifnull((SELECT max(id) FROM capture), 0), ifnull((SELECT max(id) FROM run), 0),
        ifnull((SELECT max(ifnull(derived_at, 0)) FROM run), 0), ifnull((SELECT max(id) FROM event), 0)"""
    ).fetchone()
    return tuple(row)
