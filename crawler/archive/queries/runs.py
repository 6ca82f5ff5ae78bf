"""Queries on runs: when each began and ended, what it captured, and the findings on its health."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.sql import READ, Row


def outcomes(db: Database, run: int) -> dict[str, int]:
    """How many captures of a run had each outcome; ``unchanged`` is one with the payload of the capture before it."""
    rows = db.conn.execute(
        f"""SELECT
            -- the outcome is 'unchanged' where the last answer before it that was read had the same payload
            CASE WHEN outcome.word IN {READ} AND capture.payload = (
                SELECT before.payload FROM capture AS before
                JOIN reading AS then_read ON then_read.capture = before.id
                JOIN outcome AS then_was ON then_was.id = then_read.outcome
                WHERE before.resource = capture.resource AND before.captured_at < capture.captured_at
                    AND then_was.word IN {READ}
                ORDER BY before.captured_at DESC LIMIT 1
            ) THEN 'unchanged' ELSE outcome.word END AS word, count(*)
        -- the run's captures and how each was read; runs of other sites may have captures in the same range
        FROM run JOIN capture ON capture.id BETWEEN run.first_capture AND run.last_capture AND capture.run = run.id
        JOIN reading ON reading.capture = capture.id JOIN outcome ON outcome.id = reading.outcome
        WHERE run.id = ? GROUP BY 1 ORDER BY 1""",
        (run,),
    )
    return dict(rows.fetchall())


def run_rows(db: Database, *, site: str | None, limit: int | None, number: int | None = None) -> Iterator[Row]:
    """Runs, newest first, with counts; one run with ``number``. The keys are those of ``archive.runs``."""
    rows = db.query(
        f"""SELECT {_COLUMNS} FROM run_log WHERE (:site IS NULL OR site = :site) AND (:number IS NULL OR id = :number)
        ORDER BY id DESC LIMIT :limit""",
        {"site": site, "number": number, "limit": -1 if limit is None else limit},
    )
    for row in rows:
        counts = json.loads(row["counts"])
        counted = counts.pop("outcomes", None)
        row["outcomes"] = outcomes(db, row["id"]) if counted is None else counted
        row["captures"] = sum(row["outcomes"].values())
        row["counts"] = counts
        row["findings"] = json.loads(row["findings"])
        row["measures"] = json.loads(row["measures"])
        row["complete"] = None if row["complete"] is None else bool(row["complete"])
        row["healthy"] = None if row["healthy"] is None else bool(row["healthy"])
        row["new"], row["edited"] = _revisions_of(db, row["id"])
        (row["removed"],) = db.conn.execute(_REMOVED, {"run": row["id"]}).fetchone()
        yield row


_COLUMNS = "id, site, mode, started, ended, how, healthy, findings, counts, what, complete, unwell, measures"
"""Columns of ``run_log`` that are read. ``captures`` is not: counting takes long, and the outcomes add up to it."""

_REMOVED = """SELECT count(*) FROM run
JOIN capture ON capture.id BETWEEN run.first_capture AND run.last_capture AND capture.run = run.id
JOIN reading ON reading.capture = capture.id
JOIN outcome ON outcome.id = reading.outcome AND outcome.word IN ('missing', 'moved')
JOIN resource ON resource.id = capture.resource AND resource.article IS NOT NULL
JOIN event ON event.article = resource.article AND event.kind = 'vanished' AND event.confirmed = capture.captured_at
WHERE run.id = :run"""
"""SQL that counts the removals which a capture of a run confirmed."""


def has_finished_crawl(db: Database, site: str) -> bool:
    """Whether any crawl of the site (not an import, and not a replay of stored captures) has ever finished."""
    row = db.conn.execute(
        """SELECT EXISTS (SELECT 1 FROM site JOIN run ON run.site = site.id WHERE site.name = ?
        AND run.end_reason = 'finished' AND run.mode NOT IN ('import', 'reread'))""",
        (site,),
    ).fetchone()
    return bool(row[0])


def ended_live_runs(db: Database, site: str) -> int:
    """How many live runs of the site have ended."""
    row = db.conn.execute(
        """SELECT count(*) FROM site JOIN run ON run.site = site.id
        WHERE site.name = ? AND run.mode = 'live' AND run.ended IS NOT NULL""",
        (site,),
    ).fetchone()
    return int(row[0])


def _revisions_of(db: Database, run: int) -> tuple[int, int]:
    """How many first revisions and how many later ones begin with a capture of the run."""
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
