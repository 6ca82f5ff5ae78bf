"""Writes sites and runs: adds sites, starts and ends runs, and derives what follows from them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.derive import cooldown
from crawler.archive.derive.health import examine
from crawler.archive.derive.steps import derive
from crawler.archive.queries.runs import outcomes
from crawler.archive.queries.sites import site_id
from crawler.archive.readings.reparse import Reparsed, Reparser
from crawler.archive.sql import Row, milliseconds
from crawler.items import RunOutcome
from crawler.rules.history.removals import CAPTURES, HOURS
from crawler.rules.schedule.revisits import BUDGET

ENDED = ("finished", "stopped", "blocked", "failed", "died")


class SiteFacts(NamedTuple):
    """The facts that a site file declares and the archive keeps."""

    name: str
    title: str
    languages: tuple[str, ...]
    fronts: tuple[str, ...] = ()
    seeds: tuple[tuple[str, str, str], ...] = ()
    """Address, kind, language."""
    budget: int = BUDGET
    removal: tuple[int, float] = (CAPTURES, HOURS)
    """How many captures over how many hours confirm a removal."""


def add_site(db: Database, facts: SiteFacts) -> None:
    """Add a site, or update its declared facts."""
    row = {
        "name": facts.name,
        "title": facts.title,
        "languages": json.dumps(facts.languages),
        "fronts": json.dumps(sorted(facts.fronts), ensure_ascii=False),
        "seeds": json.dumps(facts.seeds, ensure_ascii=False),
        "budget": facts.budget,
        "captures": facts.removal[0],
        "hours": facts.removal[1],
    }
    db.conn.execute(
        """INSERT INTO site (name, title, languages, fronts, seeds, budget, removal_captures, removal_hours)
        VALUES (:name, :title, :languages, :fronts, :seeds, :budget, :captures, :hours)
        ON CONFLICT (name) DO UPDATE SET title = excluded.title, languages = excluded.languages,
            fronts = excluded.fronts, seeds = excluded.seeds, budget = excluded.budget,
            removal_captures = excluded.removal_captures, removal_hours = excluded.removal_hours""",
        row,
    )


def start_run(db: Database, site: str, mode: str, at: int, scope: str) -> int:
    """Start a run at a time (milliseconds UTC), and give its id.

    The caller has the lock of the site, so an earlier run that has not ended is dead. It is ended first, and what
    follows from it is derived. Raises SiteUnknown.
    """
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
        close(db, run, RunOutcome(ended="died"), at=last, derived_at=at)
    row = db.conn.execute(
        "INSERT INTO run (site, mode, started, scope, pid) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (number, mode, at, scope, os.getpid()),
    ).fetchone()
    return int(row[0])


def close(db: Database, run: int, outcome: RunOutcome, *, at: int, derived_at: int) -> None:
    """End a run and derive what follows from its captures. The caller holds the transaction."""
    if outcome.ended not in ENDED:
        raise ValueError(f"{outcome.ended!r} is not an end of a run: use one of {', '.join(ENDED)}")
    is_short = outcome.listings_cut_short or outcome.is_in_cooldown or outcome.errors
    is_complete = outcome.ended == "finished" and not is_short
    if outcome.listings_unread and not was_complete(db, run):
        is_complete = False
    db.conn.execute(
        "UPDATE run SET ended = ?, end_reason = ?, complete = ? WHERE id = ?", (at, outcome.ended, is_complete, run)
    )
    derive(db, [run])
    counts = json.dumps({**outcome.counts, "outcomes": outcomes(db, run)}, ensure_ascii=False)
    db.conn.execute("UPDATE run SET counts = ? WHERE id = ?", (counts, run))
    examine(db, run, errors=outcome.errors, failures=outcome.failures)
    db.conn.execute("UPDATE run SET derived_at = ? WHERE id = ?", (derived_at, run))


def set_cooldown(db: Database, run: int, outcome: RunOutcome) -> None:
    """Start or end the cooldown of a run's site by how the run ended. Only live runs change it."""
    row = db.conn.execute(
        "SELECT site.name FROM run JOIN site ON site.id = run.site WHERE run.id = ? AND run.mode = 'live'", (run,)
    ).fetchone()
    if row is not None:
        until = None if outcome.cooldown_until is None else milliseconds(outcome.cooldown_until)
        cooldown.set_cooldown(db, row[0], until, outcome.cooldown_reason)


def outcome_of_counts(ended: str, counts: Mapping[str, int]) -> RunOutcome:
    """The outcome of a run in the form of earlier releases, which named the listings that were cut short in counts."""
    return RunOutcome(
        ended=ended,
        counts=counts,
        listings_cut_short=sum(counts.get(f"ministry/ended/{word}", 0) for word in ("limit", "cut", "bounded")),
        listings_unread=counts.get("ministry/ended/unread", 0),
        errors=counts.get("captures/spider-error", 0) + counts.get("captures/pipeline-error", 0),
        is_in_cooldown=bool(counts.get("ministry/rests")),
    )


def was_complete(db: Database, run: int) -> bool:
    """Whether the previous crawl of the site read every listing as far as it was meant to; True without one."""
    row = db.conn.execute(
        """SELECT before.complete FROM run JOIN run AS before ON before.site = run.site AND before.id < run.id
            AND before.mode IN ('live', 'replay') AND before.ended IS NOT NULL
        WHERE run.id = ? ORDER BY before.id DESC LIMIT 1""",
        (run,),
    ).fetchone()
    return row is None or bool(row[0])


def derive_pending(db: Database, at: int) -> None:
    """Derive what follows from runs that have ended, where that is not done yet; ``at`` is in milliseconds UTC."""
    rows = db.conn.execute("SELECT id FROM run WHERE ended IS NOT NULL AND derived_at IS NULL ORDER BY id").fetchall()
    numbers = [row[0] for row in rows]
    if numbers:
        derive(db, numbers)
        db.conn.executemany("UPDATE run SET derived_at = ? WHERE id = ?", [(at, number) for number in numbers])


def site_of_run(db: Database, run: int) -> int:
    """The id of the site that a run crawls; raises ValueError for an unknown run."""
    row = db.conn.execute("SELECT site FROM run WHERE id = ?", (run,)).fetchone()
    if row is None:
        raise ValueError(f"there is no run {run}: archive.runs.start gives its id")
    return int(row[0])


def reparse(db: Database, reparser: Reparser, run: int, batch: Sequence[Reparsed]) -> bool:
    """Replace readings by new ones, derive what follows from them, and delete extracts that are no longer used.

    False where an extractor is in another state than before (see ``Reparser.take``); nothing is derived then. The
    caller holds the transaction.
    """
    replaced = reparser.take(run, site_of_run(db, run), batch)
    if replaced is None:
        return False
    if replaced.resources:
        derive(db, (), also=replaced.resources)
        reparser.drop_unused(replaced.extracts)
    return True


def close_reparse(
    db: Database, run: int, *, at: int, ended: str, counts: Mapping[str, int], findings: Sequence[Row]
) -> None:
    """End a run that read captures again. Each batch was derived already. The caller holds the transaction."""
    db.conn.execute(
        "UPDATE run SET ended = ?1, derived_at = ?1, end_reason = ?2, counts = ?3, findings = ?4 WHERE id = ?5",
        (at, ended, json.dumps(dict(counts)), json.dumps(list(findings), ensure_ascii=False), run),
    )
