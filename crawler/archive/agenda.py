"""What is due of a site: its listings, and the articles that a run may look at again within the day's budget."""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

from crawler.archive.addresses import key_of, rows_of
from crawler.archive.views import iso
from crawler.rules.schedule import DAY, allowance

Row = dict[str, Any]

OVERHEAD = 3
"""Requests of a run besides listings and articles: the robots.txt, the address that cannot exist, and one to spare for
what a page leads to."""

SPARE = 3
"""Requests of a day that are kept back for what nobody can foresee: hops, a second page of a listing."""

_SPENT = """
    SELECT count(*) FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    WHERE run.site = :site AND run.mode = 'live' AND ifnull(run.ended, :now) > :since AND c.captured_at > :since
        AND EXISTS (SELECT 1 FROM capture e WHERE e.resource = c.resource AND e.id < c.id)"""

_ARTICLES = """
    SELECT id, uri_r AS url, ifnull(language, '') AS language, due_why AS why FROM resource
    WHERE site = :site AND due_at <= :now AND captured_at IS NOT NULL AND refusal IS NULL
        AND id NOT IN (SELECT value FROM json_each(:seeds))
    ORDER BY due_why NOT IN ('suspected', 'edited', 'another version'),
        (:now - captured_at) / max(due_at - captured_at, 1.0) DESC, id
    LIMIT :most"""
"""The most overdue first, by how much of its waiting time has passed; after what must not wait."""


def agenda(db: Database, name: str, now: int) -> Row:
    """What is due at a time (milliseconds UTC): ``seeds`` (addresses), ``articles`` (rows ``url language why``),
    ``rest_until`` and ``rest_why`` where the site is not to be asked at all."""
    site, told, budget, rest_until, rest_why = db.conn.execute(
        f"""SELECT id, seeds, budget, iif(rest_until > ?, {iso("rest_until")}, NULL), rest_why
        FROM site WHERE name = ?""",
        (now, name),
    ).fetchone()
    urls = [url for url, _, _ in json.loads(told)]
    held = {url: (number, due) for url, number, due in rows_of(db, urls, "uri_r, id, due_at")}
    whole = _last_was_complete(db, site)
    seeds = [url for url in urls if not whole or (held.get(url, (0, None))[1] or 0) <= now]
    most = _allowance(db, site, budget, now) - len(seeds) - OVERHEAD
    values = {"site": site, "now": now, "seeds": json.dumps([number for number, _ in held.values()])}
    articles = list(db.query(_ARTICLES, {**values, "most": most})) if most > 0 and not rest_until else []
    return {"seeds": seeds, "articles": articles, "rest_until": rest_until, "rest_why": rest_why}


def _last_was_complete(db: Database, site: int) -> bool:
    """Whether the last crawl walked every listing as far as it was to; else all of them are due, whatever their times
    say: what it found first on a page may hide what it did not come to."""
    row = db.conn.execute(
        """SELECT complete FROM run WHERE site = ? AND mode IN ('live', 'replay') AND ended IS NOT NULL
        ORDER BY id DESC LIMIT 1""",
        (site,),
    ).fetchone()
    return row is not None and bool(row[0])


def spent(db: Database, site: int, now: int) -> int:
    """Requests of live runs within the last 24 hours, besides the first ones for each address."""
    values = {"site": site, "now": now, "since": now - DAY}
    (count,) = db.conn.execute(_SPENT, values).fetchone()
    return int(count)


def _allowance(db: Database, site: int, budget: int, now: int) -> int:
    (last,) = db.conn.execute(
        """SELECT max(started) FROM run WHERE site = ? AND mode = 'live' AND ended IS NOT NULL
        AND how NOT IN ('died', 'failed', 'stopped')""",  # the next one may spend what such a run left
        (site,),
    ).fetchone()
    since = DAY if last is None else now - last
    return allowance(max(budget - SPARE, 0), spent(db, site, now), since)


def next_due(db: Database, name: str) -> int | None:
    """When the first of a site's addresses is due (milliseconds UTC); None where nobody knows."""
    row = db.conn.execute(
        "SELECT min(due_at) FROM resource WHERE site = (SELECT id FROM site WHERE name = ?) AND due_at IS NOT NULL",
        (name,),
    ).fetchone()
    return row[0] if row else None


def recent_robots(db: Database, url: str, since: int) -> int | None:
    """The newest capture of a robots.txt, where it answered (or answered that there is none) since then."""
    row = db.conn.execute(
        """SELECT c.id, o.word FROM resource s JOIN capture c ON c.resource = s.id
        JOIN run ON run.id = c.run AND run.discounted IS NULL
        JOIN reading r ON r.capture = c.id JOIN outcome o ON o.id = r.outcome
        WHERE s.key = ? AND c.captured_at >= ? ORDER BY c.captured_at DESC, c.id DESC LIMIT 1""",
        (key_of(db, url), since),
    ).fetchone()
    return row[0] if row and row[1] in ("robots", "missing") else None


def standing(db: Database, name: str) -> str | None:
    """The address of the article that was seen last, of those that stand; None where there is none."""
    row = db.conn.execute(
        """SELECT resource.uri_r FROM site JOIN resource ON resource.site = site.id
        JOIN article ON article.id = resource.article AND article.state != 'vanished'
        WHERE site.name = ? AND resource.due_at IS NOT NULL ORDER BY resource.due_at DESC LIMIT 1""",
        (name,),
    ).fetchone()
    return row[0] if row else None
