"""Sites, and the runs that crawl them: begun, ended, settled, told."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.derive.health import examine
from crawler.archive.derive.steps import settle
from crawler.archive.sql import READ, Row, iso
from crawler.errors import SiteUnknown
from crawler.rules.history.ledger import CAPTURES, HOURS
from crawler.rules.schedule.revisits import BUDGET

ENDED = ("finished", "stopped", "blocked", "failed", "died")


UNFINISHED = (
    "ministry/ended/limit", "ministry/ended/cut", "ministry/ended/bounded", "ministry/rests",
)  # fmt: skip
"""Counts of walks that ended before they came to what was known already, or were not begun."""
UNREAD = "ministry/ended/unread"
"""The count of listings whose first page could not be read: what an earlier run left out there is still left out."""


class Told(NamedTuple):
    """What a site file says of its site, as far as the archive keeps it."""

    name: str
    title: str
    languages: tuple[str, ...]
    fronts: tuple[str, ...] = ()
    seeds: tuple[tuple[str, str, str], ...] = ()
    """Address, kind, language."""
    budget: int = BUDGET
    removal: tuple[int, float] = (CAPTURES, HOURS)
    """How many captures over how many hours confirm a removal."""


def add_site(db: Database, told: Told) -> None:
    """Make a site known, or bring what is said of it up to date."""
    row = {
        "name": told.name,
        "title": told.title,
        "languages": json.dumps(told.languages),
        "fronts": json.dumps(sorted(told.fronts), ensure_ascii=False),
        "seeds": json.dumps(told.seeds, ensure_ascii=False),
        "budget": told.budget,
        "captures": told.removal[0],
        "hours": told.removal[1],
    }
    db.conn.execute(
        """INSERT INTO site (name, title, languages, fronts, seeds, budget, removal_captures, removal_hours)
        VALUES (:name, :title, :languages, :fronts, :seeds, :budget, :captures, :hours)
        ON CONFLICT (name) DO UPDATE SET title = excluded.title, languages = excluded.languages,
            fronts = excluded.fronts, seeds = excluded.seeds, budget = excluded.budget,
            removal_captures = excluded.removal_captures, removal_hours = excluded.removal_hours""",
        row,
    )


def site_id(db: Database, name: str) -> int:
    """Raises SiteUnknown."""
    row = db.conn.execute("SELECT id FROM site WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise SiteUnknown(f"the archive has no site {name!r}: crawl it first")
    return int(row[0])


def start_run(db: Database, site: str, mode: str, at: int, what: str) -> int:
    """Begin a run; what an earlier run of the site left unsettled when it died is settled first. The caller holds the
    site: a run that has not ended is dead."""
    number = site_id(db, site)
    dead = [
        row[0] for row in db.conn.execute("SELECT id FROM run WHERE site = ? AND ended IS NULL ORDER BY id", (number,))
    ]
    for run in dead:
        (last,) = db.conn.execute(
            """SELECT ifnull(max(capture.captured_at), run.started) FROM run
            LEFT JOIN capture ON capture.id = run.last_capture WHERE run.id = ?""",
            (run,),
        ).fetchone()
        close(db, run, at=last, settled_at=at, ended="died", counts={})
    row = db.conn.execute(
        "INSERT INTO run (site, mode, started, what, pid) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (number, mode, at, what, os.getpid()),
    ).fetchone()
    return int(row[0])


def close(db: Database, run: int, *, at: int, settled_at: int, ended: str, counts: Mapping[str, int]) -> None:
    """End a run and settle what its captures mean. The caller holds the transaction."""
    if ended not in ENDED:
        raise ValueError(f"a run ends as one of {', '.join(ENDED)}; not {ended!r}")
    whole = ended == "finished" and not any(counts.get(name) for name in UNFINISHED)
    if counts.get(UNREAD) and not was_complete(db, run):
        whole = False
    db.conn.execute("UPDATE run SET ended = ?, how = ?, complete = ? WHERE id = ?", (at, ended, whole, run))
    settle(db, [run])
    told = json.dumps({**counts, "outcomes": outcomes(db, run)}, ensure_ascii=False)
    db.conn.execute("UPDATE run SET counts = ? WHERE id = ?", (told, run))
    examine(db, run)
    db.conn.execute("UPDATE run SET settled = ? WHERE id = ?", (settled_at, run))


def was_complete(db: Database, run: int) -> bool:
    """Whether the crawl of the site before this run walked every listing as far as it was to; so it is before the first
    one."""
    row = db.conn.execute(
        """SELECT before.complete FROM run JOIN run AS before ON before.site = run.site AND before.id < run.id
            AND before.mode IN ('live', 'replay') AND before.ended IS NOT NULL
        WHERE run.id = ? ORDER BY before.id DESC LIMIT 1""",
        (run,),
    ).fetchone()
    return row is None or bool(row[0])


def settle_rest(db: Database, at: int) -> None:
    """Settle the runs that are over and whose judgements were never made."""
    rows = db.conn.execute("SELECT id FROM run WHERE ended IS NOT NULL AND settled IS NULL ORDER BY id").fetchall()
    numbers = [row[0] for row in rows]
    if numbers:
        settle(db, numbers)
        db.conn.executemany("UPDATE run SET settled = ? WHERE id = ?", [(at, number) for number in numbers])


def site_of_run(db: Database, run: int) -> int:
    """The site that a run crawls; raises ValueError for no run."""
    row = db.conn.execute("SELECT site FROM run WHERE id = ?", (run,)).fetchone()
    if row is None:
        raise ValueError(f"there is no run {run}: start_run gives its id")
    return int(row[0])


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


def site_rows(db: Database) -> Iterator[Row]:
    """Sites by name, with how much of each is archived."""
    rows = db.query(
        f"""SELECT site.name AS name, site.title AS title, site.languages AS languages,
            (SELECT count(*) FROM article WHERE article.site = site.id) AS articles,
            (SELECT started FROM run_log WHERE run_log.site = site.name ORDER BY id DESC LIMIT 1) AS last_run,
            (SELECT healthy FROM run WHERE run.site = site.id AND healthy IS NOT NULL ORDER BY id DESC LIMIT 1)
                AS healthy,
            (SELECT {iso("due_at")} FROM resource WHERE resource.site = site.id AND due_at IS NOT NULL
                ORDER BY due_at LIMIT 1) AS next_due,
            {iso("site.rest_until")} AS rest_until, ifnull(site.rest_why, '') AS rest_why
        FROM site ORDER BY name"""
    )
    for row in rows:
        row["healthy"] = None if row["healthy"] is None else bool(row["healthy"])
        yield row | {"languages": json.loads(row["languages"])}
