"""Sites made known, and the runs that crawl them: begun, ended, derived from."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.derive.health import examine
from crawler.archive.derive.steps import settle
from crawler.archive.queries.runs import outcomes
from crawler.archive.queries.sites import site_id
from crawler.archive.readings.reparse import Reparsed, Reparser
from crawler.archive.sql import Row
from crawler.rules.history.ledger import CAPTURES, HOURS
from crawler.rules.schedule.revisits import BUDGET

ENDED = ("finished", "stopped", "blocked", "failed", "died")


UNFINISHED = (
    "ministry/ended/limit", "ministry/ended/cut", "ministry/ended/bounded", "ministry/rests",
)  # fmt: skip
"""Counts of walks that ended before they came to what was known already, or were not begun."""
UNREAD = "ministry/ended/unread"
"""The count of listings whose first page could not be read: what an earlier run left out there is still left out."""


class SiteFacts(NamedTuple):
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


def add_site(db: Database, told: SiteFacts) -> None:
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
        close(db, run, at=last, derived_at=at, ended="died", counts={})
    row = db.conn.execute(
        "INSERT INTO run (site, mode, started, what, pid) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (number, mode, at, what, os.getpid()),
    ).fetchone()
    return int(row[0])


def close(db: Database, run: int, *, at: int, derived_at: int, ended: str, counts: Mapping[str, int]) -> None:
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
    db.conn.execute("UPDATE run SET settled = ? WHERE id = ?", (derived_at, run))


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


def derive_pending(db: Database, at: int) -> None:
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


def reparse(db: Database, reparser: Reparser, run: int, batch: Sequence[Reparsed]) -> bool:
    """Write new readings in place of old ones, derive what they concern, and drop extracts that nothing uses any more.

    False where an extractor turns out to be in another state (see ``Reparser.take``): nothing is derived then. The
    caller holds the transaction.
    """
    replaced = reparser.take(run, site_of_run(db, run), batch)
    if replaced is None:
        return False
    if replaced.resources:
        settle(db, (), also=replaced.resources)
        reparser.drop_unused(replaced.extracts)
    return True


def close_reparse(
    db: Database, run: int, *, at: int, ended: str, counts: Mapping[str, int], findings: Sequence[Row]
) -> None:
    """End a run that read captures again; its readings are derived from already. The caller holds the transaction."""
    db.conn.execute(
        "UPDATE run SET ended = ?1, settled = ?1, how = ?2, counts = ?3, findings = ?4 WHERE id = ?5",
        (at, ended, json.dumps(dict(counts)), json.dumps(list(findings), ensure_ascii=False), run),
    )
