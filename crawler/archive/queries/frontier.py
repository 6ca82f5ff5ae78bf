"""Queries on the frontier: which addresses are known, and which are to be requested."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
from itertools import islice

from sqlite_utils import Database

from crawler.archive.queries.agenda import spent
from crawler.archive.schema.views import FRONTIER
from crawler.archive.sql import Row, iso, key_of, rows_of


def answered(db: Database, urls: Iterable[str]) -> set[str]:
    """Those of the addresses that have a capture which is an answer; ``blocked`` and ``unreachable`` are not."""
    return {row[0] for row in rows_of(db, urls, "uri_r, captured_at") if row[1] is not None}


_NO_ARTICLE = """
    SELECT r.uri_r FROM resource r
    WHERE r.id IN (SELECT value FROM json_each(?1))
        AND r.captured_at IS NOT NULL AND r.article IS NULL AND r.alias_of IS NULL AND (
        r.due_at <= ?2 OR (
            -- nobody who named it before its last answer is the one who names it now
            iif(?3 IS NULL, r.listed_at IS NULL, NOT EXISTS (
                SELECT 1 FROM announcement a WHERE a.target = r.id AND a.source = ?3))
            -- and that answer was no page of the site
            AND (SELECT o.word IN ('missing', 'unreadable') OR (o.word = 'listing' AND r.kind = 'article')
                FROM capture c JOIN reading g ON g.capture = c.id JOIN outcome o ON o.id = g.outcome
                    AND o.word NOT IN ('blocked', 'unreachable')
                WHERE c.resource = r.id ORDER BY c.captured_at DESC, c.id DESC LIMIT 1)))"""


def worth_retrying(db: Database, urls: Iterable[str], now: int, announcer: str | None) -> set[str]:
    """Those of the addresses that gave an answer and were never read as an article, and are to be requested again.

    They are due at ``now`` (milliseconds UTC), or the evidence for them is new: nobody announced or listed them before
    their last answer in the place that names them now. ``announcer`` is the address of the page that announces them;
    None means a listing.
    """
    ids = [number for _, number in rows_of(db, urls, "uri_r, id")]
    if not ids:
        return set()
    source = None if announcer is None else next((row[1] for row in rows_of(db, (announcer,), "uri_r, id")), 0)
    rows = db.conn.execute(_NO_ARTICLE, (json.dumps(ids), now, source))
    return {row[0] for row in rows}


def anchored(db: Database, urls: Iterable[str]) -> set[str]:
    """Those of the addresses, all of one site, below which no entry of a listing was left out.

    Such an address has an answer, and it was found by a complete run of the site or before one. (A complete run read
    every listing as far as it was meant to.)
    """
    found = {
        url: run for url, run, at in rows_of(db, urls, "uri_r, ifnull(found_run, 0), captured_at") if at is not None
    }
    if not found:
        return set()
    url = next(iter(found))
    row = db.conn.execute(
        """SELECT max(id) FROM run WHERE complete AND mode != 'import' AND site = (
            SELECT site FROM resource WHERE key = ?)""",
        (key_of(db, url),),
    ).fetchone()
    last = row[0] or 0
    return {url for url, run in found.items() if run <= last}


def validators(db: Database, urls: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
    """ETag and Last-Modified of the latest answer, by address, for each of the addresses that has either."""
    rows = rows_of(db, urls, "uri_r, etag, last_modified")
    return {url: (etag, modified) for url, etag, modified in rows if etag or modified}


def waiting(db: Database, site: str) -> Iterator[Row]:
    """Addresses of a site that never gave an answer, the newest found first, as rows of the view ``frontier``."""
    yield from db.query(
        """SELECT frontier.* FROM resource JOIN frontier ON frontier.id = resource.key
        WHERE resource.site = (SELECT id FROM site WHERE name = :site) AND resource.captured_at IS NULL
            AND resource.refusal IS NULL
        ORDER BY resource.found_at DESC, resource.uri_r""",
        {"site": site},
    )


def schedule_rows(db: Database, site: str | None, due_before: int | None, limit: int | None) -> Iterator[Row]:
    """Addresses that are to be requested, by the time when they are due, as rows of the view ``frontier``.

    An address that was never captured is due since it was found. With ``due_before`` (milliseconds UTC) the addresses
    are those that are due by that time.
    """
    sites = [number for (number,) in db.conn.execute("SELECT id FROM site WHERE ifnull(name = ?, 1)", (site,))]
    values = {"before": due_before, "limit": -1 if limit is None else limit}
    sql = _schedule(bounded=due_before is not None)
    merged = heapq.merge(
        *(db.query(sql, {**values, "site": number}) for number in sites),
        key=lambda row: (row["due_since"], row["id"]),
    )
    for row in islice(merged, limit):
        del row["due_since"]
        yield row


def _schedule(*, bounded: bool) -> str:
    """SQL for one site: addresses with a due time, by the index of these times, and those that were never captured."""
    due = _half("resource.due_at", "resource.due_at IS NOT NULL", bounded=bounded)
    new = _half("resource.found_at", "resource.captured_at IS NULL AND resource.due_at IS NULL", bounded=bounded)
    return f"{due} UNION ALL {new} ORDER BY due_since, id LIMIT :limit"


def _half(time: str, where: str, *, bounded: bool) -> str:
    """The view's SQL for the addresses of one site that match ``where``, with the time since which each is due."""
    chosen = f"resource.site = :site AND {where}" + (f" AND {time} <= :before" if bounded else "")
    return FRONTIER.format(where=chosen).replace("SELECT", f"SELECT {time} AS due_since,", 1)


def workload_rows(db: Database, at: int, site: str | None) -> Iterator[Row]:
    """How many addresses of each site wait at a time (milliseconds UTC), and its recent requests; by name."""
    for row in db.query(_WORKLOAD, {"site": site, "at": at}):
        yield row | {"asked": spent(db, row.pop("number"), at)}


_WAITING = """FROM resource WHERE resource.site = site.id AND resource.refusal IS NULL
    AND resource.kind IS NOT 'claim' AND (resource.kind IS NOT 'file' OR resource.listed_at IS NOT NULL)
    AND resource.due_at"""

_WORKLOAD = f"""SELECT site.id AS number, site.name AS site,
    (SELECT count(*) {_WAITING} <= :at) AS due,
    (SELECT count(*) {_WAITING} IS NULL AND resource.captured_at IS NULL) AS new,
    (SELECT count(*) {_WAITING} > :at) AS later,
    (SELECT {iso("due_at")} {_WAITING} IS NOT NULL ORDER BY resource.due_at LIMIT 1) AS next_due,
    site.budget AS budget, {iso("site.cooldown_until")} AS rest_until,
    ifnull(site.cooldown_reason, '') AS rest_why
FROM site WHERE ifnull(site.name = :site, 1) ORDER BY site.name"""
