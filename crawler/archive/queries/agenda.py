"""The agenda of a site: the listings that are due, and the articles that a run may revisit within the day's budget."""

from __future__ import annotations

import json

from sqlite_utils import Database

from crawler.archive.sql import SLOT, Row, iso, key_of, rows_of
from crawler.rules.schedule.revisits import DAY, allowance

OVERHEAD = 5
"""Requests that a run makes besides listings and articles: the robots.txt, an address that cannot exist for each of
three languages (they probe for soft 404s), and one in reserve for an address to which a page leads."""

SPARE = 3
"""Requests of a day's budget that are kept in reserve for redirects and for further pages of a listing."""

_SPENT = """
    SELECT count(*) FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    WHERE run.site = :site AND run.mode = 'live' AND ifnull(run.ended, :now) > :since AND c.captured_at > :since
        AND EXISTS (SELECT 1 FROM capture e WHERE e.resource = c.resource AND e.id < c.id)"""

_ARTICLES = """
    SELECT id, uri_r AS url, ifnull(language, '') AS language, due_why AS why FROM resource
    WHERE site = :site AND due_at IS NOT NULL AND (due_at <= :now OR captured_at > :now)
        AND captured_at IS NOT NULL AND refusal IS NULL
        AND id NOT IN (SELECT value FROM json_each(:seeds))
    ORDER BY due_why NOT IN ('suspected', 'edited', 'another version'),
        (:now - captured_at) / max(due_at - captured_at, 1.0) DESC, id
    LIMIT :most"""
"""SQL for the articles that are due. Suspected removals, recent edits and articles of which another language version
changed come first. The others follow by how overdue they are: the time since the last capture, as a share of the
interval."""


def agenda(db: Database, name: str, now: int) -> Row:
    """What is due at a time (milliseconds UTC): ``seeds`` (addresses), ``articles`` (rows ``url language why``), and
    ``rest_until`` and ``rest_why``: the end (RFC 3339, None without a cooldown) and the reason of the site's cooldown.

    During a cooldown ``articles`` is empty.
    """
    site, declared, budget, rest_until, rest_why = db.conn.execute(
        f"""SELECT id, seeds, budget, iif(cooldown_until > ?, {iso("cooldown_until")}, NULL), cooldown_reason
        FROM site WHERE name = ?""",
        (now, name),
    ).fetchone()
    urls = [url for url, _, _ in json.loads(declared)]
    known = {url: row for url, *row in rows_of(db, urls, "uri_r, id, due_at, captured_at")}
    seeds = [url for url in urls if url not in known or _is_due(known[url][1], known[url][2], now)]
    most = _allowance(db, site, budget, now) - len(seeds) - OVERHEAD
    values = {"site": site, "now": now, "seeds": json.dumps([row[0] for row in known.values()])}
    articles = list(db.query(_ARTICLES, {**values, "most": most})) if most > 0 and not rest_until else []
    articles += _controls(db, site, articles)
    return {"seeds": seeds, "articles": articles, "rest_until": rest_until, "rest_why": rest_why}


_SLOTS = f"""
    SELECT DISTINCT {SLOT}, r.due_why FROM json_each(?) AS given
    JOIN resource r ON r.id = given.value JOIN article ON article.id = r.article"""

_STANDING = f"""
    SELECT r.id AS id, r.uri_r AS url, ifnull(r.language, '') AS language, r.due_why AS why FROM article
    JOIN resource r ON r.article = article.id AND r.due_at IS NOT NULL
        AND r.due_why NOT IN ('suspected', 'vanished', 'leads away')
    WHERE article.site = :site AND article.state != 'vanished' AND {SLOT} = :slot
    ORDER BY r.captured_at LIMIT 1"""


def _controls(db: Database, site: int, due: list[Row]) -> list[Row]:
    """One article that has not vanished, for each language in which only suspected removals are due.

    A removal is only confirmed where another article in the same language answers normally in the same run.
    """
    slots: dict[str, set[str]] = {}
    for slot, why in db.execute(_SLOTS, [json.dumps([row["id"] for row in due])]):
        slots.setdefault(slot, set()).add(why)
    alone = [slot for slot, why in slots.items() if why == {"suspected"}]
    return [row for slot in alone for row in db.query(_STANDING, {"site": site, "slot": slot})]


def _is_due(due: int | None, captured: int | None, now: int) -> bool:
    """Whether a listing is due; it also is if its last capture lies in the future (a clock was ahead of this one)."""
    return due is None or due <= now or (captured or 0) > now


def spent(db: Database, site: int, now: int) -> int:
    """How many requests live runs made in the 24 hours before ``now`` (milliseconds UTC); the first request for each
    address does not count."""
    values = {"site": site, "now": now, "since": now - DAY}
    (count,) = db.conn.execute(_SPENT, values).fetchone()
    return int(count)


def _allowance(db: Database, site: int, budget: int, now: int) -> int:
    """How many requests a run that starts now may make (``rules.schedule.revisits.allowance``)."""
    (last,) = db.conn.execute(
        """SELECT max(started) FROM run WHERE site = ? AND mode = 'live' AND ended IS NOT NULL
        AND end_reason NOT IN ('died', 'failed', 'stopped')""",  # such runs may have left budget unused
        (site,),
    ).fetchone()
    since = DAY if last is None or last > now else now - last
    return allowance(max(budget - SPARE, 0), spent(db, site, now), since)


def next_due(db: Database, name: str) -> int | None:
    """When the first of a site's addresses is due (milliseconds UTC); None where no address has a due time."""
    row = db.conn.execute(
        "SELECT min(due_at) FROM resource WHERE site = (SELECT id FROM site WHERE name = ?) AND due_at IS NOT NULL",
        (name,),
    ).fetchone()
    return row[0] if row else None


def recent_robots(db: Database, url: str, since: int) -> int | None:
    """The id of the newest capture of a robots.txt since a time (milliseconds UTC); None without one, and where that
    capture is neither a robots.txt nor an answer that the site has none."""
    row = db.conn.execute(
        """SELECT c.id, o.word FROM resource s JOIN capture c ON c.resource = s.id
        JOIN run ON run.id = c.run AND run.ignored_because IS NULL
        JOIN reading r ON r.capture = c.id JOIN outcome o ON o.id = r.outcome
        WHERE s.key = ? AND c.captured_at >= ? ORDER BY c.captured_at DESC, c.id DESC LIMIT 1""",
        (key_of(db, url), since),
    ).fetchone()
    return row[0] if row and row[1] in ("robots", "missing") else None


def standing(db: Database, name: str) -> str | None:
    """The address of the article with the latest due time among those that have not vanished; None without one."""
    row = db.conn.execute(
        """SELECT resource.uri_r FROM site JOIN resource ON resource.site = site.id
        JOIN article ON article.id = resource.article AND article.state != 'vanished'
        WHERE site.name = ? AND resource.due_at IS NOT NULL ORDER BY resource.due_at DESC LIMIT 1""",
        (name,),
    ).fetchone()
    return row[0] if row else None
