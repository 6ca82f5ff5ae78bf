"""Sites, and the runs that crawl them: begun, ended, settled, told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from crawler.archive.settle import settle
from crawler.archive.views import READ
from crawler.errors import SiteUnknown

Row = dict[str, Any]

ENDED = ("finished", "stopped", "failed", "died")


def add_site(db: Database, name: str, title: str, languages: Iterable[str], fronts: Iterable[str]) -> None:
    """Make a site known, or bring what is said of it up to date."""
    row = {
        "name": name,
        "title": title,
        "languages": json.dumps(list(languages)),
        "fronts": json.dumps(sorted(fronts), ensure_ascii=False),
    }
    db.conn.execute(
        """INSERT INTO site (name, title, languages, fronts) VALUES (:name, :title, :languages, :fronts)
        ON CONFLICT (name) DO UPDATE SET
            title = excluded.title, languages = excluded.languages, fronts = excluded.fronts""",
        row,
    )


def site_id(db: Database, name: str) -> int:
    """Raises SiteUnknown."""
    row = db.conn.execute("SELECT id FROM site WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise SiteUnknown(f"the archive has no site {name!r}: crawl it first")
    return int(row[0])


def start_run(db: Database, site: str, mode: str, at: int) -> int:
    """Begin a run; what an earlier run of the site left unsettled when it died is settled first."""
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
        "INSERT INTO run (site, mode, started) VALUES (?, ?, ?) RETURNING id", (number, mode, at)
    ).fetchone()
    return int(row[0])


def close(db: Database, run: int, *, at: int, settled_at: int, ended: str, counts: Mapping[str, int]) -> None:
    """End a run and settle what its captures mean. The caller holds the transaction."""
    if ended not in ENDED:
        raise ValueError(f"a run ends as one of {', '.join(ENDED)}; not {ended!r}")
    told = json.dumps({**counts, "outcomes": outcomes(db, run)}, ensure_ascii=False)
    db.conn.execute("UPDATE run SET ended = ?, how = ?, counts = ? WHERE id = ?", (at, ended, told, run))
    settle(db, [run])
    db.conn.execute("UPDATE run SET settled = ? WHERE id = ?", (settled_at, run))


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


def run_rows(db: Database, *, site: str | None, limit: int | None) -> Iterator[Row]:
    """Runs, newest first, with what each brought."""
    rows = db.query(
        "SELECT * FROM run_log WHERE :site IS NULL OR site = :site ORDER BY id DESC LIMIT :limit",
        {"site": site, "limit": -1 if limit is None else limit},
    )
    for row in rows:
        counts = json.loads(row["counts"])
        told = counts.pop("outcomes", None)
        row["outcomes"] = outcomes(db, row["id"]) if told is None else told
        row["counts"] = counts
        row["findings"] = json.loads(row["findings"])
        row["healthy"] = None if row["healthy"] is None else bool(row["healthy"])
        row["new"], row["edited"] = _revisions_of(db, row["id"])
        row["removed"] = db.table("event").count_where("run = ? AND kind = 'vanished'", [row["id"]])
        yield row


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
        """SELECT site.name AS name, site.title AS title, site.languages AS languages,
            (SELECT count(*) FROM article WHERE article.site = site.id) AS articles,
            (SELECT started FROM run_log WHERE run_log.site = site.name ORDER BY id DESC LIMIT 1) AS last_run
        FROM site ORDER BY name"""
    )
    for row in rows:
        yield row | {"languages": json.loads(row["languages"])}
