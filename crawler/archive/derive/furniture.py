"""Furniture of sites: which changed lines are no part of any article, and the event that says so once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.derive.events import FURNITURE
from crawler.archive.readings.extracts import TO_JSON, article_of
from crawler.archive.sql import AMONG, SLOT
from crawler.rules.history.changed_lines import GAINED, LOST, changed_lines
from crawler.rules.history.furniture import ArticleSpan, LineChange, furniture

LONGEST = 200
"""The characters of a line that an event shows."""

_REPEATED = """
    -- lines that several changes of a site have; a line of one change alone is never furniture
    SELECT l.key FROM article a JOIN text_change t ON t.article = a.id JOIN changed_line l ON l.change = t.id
    WHERE a.site = ? GROUP BY l.key HAVING count(*) > 1"""

_CHANGES = f"""
    -- the fields of ``LineChange``, in its order
    SELECT l.key, l.how, t.article, ifnull(e.text_digest, x'00'), {SLOT}, t.since, t.at
    FROM changed_line l JOIN text_change t ON t.id = l.change JOIN article ON article.id = t.article
    LEFT JOIN extract e ON e.id = t.before_extract
    WHERE article.site = ? AND l.key IN ({_REPEATED})"""

_LOOKS = f"""
    SELECT r.article, count(*) FROM resource r JOIN capture c ON c.resource = r.id
    JOIN reading g ON g.capture = c.id JOIN outcome o ON o.id = g.outcome AND o.word IN ('article', 'unchanged')
    WHERE r.article {AMONG} GROUP BY r.article"""

_FIRST = """
    -- for each line that is furniture: how many articles changed, and the first change (time, address, capture)
    SELECT l.key, count(DISTINCT t.article), min(printf('%020d', t.at) || s.uri_r || ' ' || t.id), t.id
    FROM furniture f JOIN article a ON a.site = f.site JOIN text_change t ON t.article = a.id
    JOIN changed_line l ON l.change = t.id AND l.key = f.key
    JOIN capture c ON c.id = t.after JOIN resource s ON s.id = c.resource
    WHERE f.site = ? GROUP BY l.key"""


def derive_furniture(db: Database, sites: Collection[int]) -> list[int]:
    """Find the furniture of these sites anew; gives the addresses of articles with lines that are judged otherwise
    than before. The caller derives these addresses again, then calls ``derive_furniture_events``."""
    found: set[int] = set()
    for site in sites:
        changes = [LineChange(*row) for row in db.execute(_CHANGES, [site, site])]
        before = {key for (key,) in db.execute("SELECT key FROM furniture WHERE site = ?", [site])}
        now = _judged(db, site, changes) if changes else frozenset()
        db.conn.executemany("DELETE FROM furniture WHERE site = ? AND key = ?", [(site, key) for key in before - now])
        db.conn.executemany("INSERT INTO furniture (site, key) VALUES (?, ?)", [(site, key) for key in now - before])
        found.update(_addresses(db, site, before ^ now))
    return sorted(found)


def _judged(db: Database, site: int, changes: Collection[LineChange]) -> frozenset[bytes]:
    seen = [
        ArticleSpan(*row)
        for row in db.execute(f"SELECT {SLOT}, first_seen, last_seen FROM article WHERE site = ?", [site]).fetchall()
    ]
    articles = json.dumps(sorted({change.article for change in changes}))
    return furniture(changes, seen, dict(db.execute(_LOOKS, [articles]).fetchall()))


def _addresses(db: Database, site: int, keys: Iterable[bytes]) -> Iterator[int]:
    """The addresses of a site's articles in which these lines changed."""
    for key in keys:
        yield from (
            row[0]
            for row in db.execute(
                """SELECT DISTINCT r.id FROM changed_line l JOIN text_change t ON t.id = l.change
                JOIN article a ON a.id = t.article AND a.site = ? JOIN resource r ON r.article = a.id
                WHERE l.key = ?""",
                [site, key],
            )
        )


class _Change(NamedTuple):
    """A change of one article, and its place in the order of time."""

    article: int
    before: int
    after: int
    at: int
    before_extract: int
    after_extract: int


def derive_furniture_events(db: Database, sites: Collection[int]) -> None:
    """Write one event for all lines that the same change shows first; each stands at the article that had it first."""
    for site in sites:
        keys: dict[int, dict[bytes, int]] = defaultdict(dict)
        for key, articles, _, change in db.execute(_FIRST, [site]):
            keys[change][key] = articles
        summaries: dict[tuple[int, ...], str] = {}
        for number, lines in keys.items():
            change = _Change(
                *db.execute(
                    """SELECT article, before, after, at, before_extract, after_extract FROM text_change
                    WHERE id = ?""",
                    [number],
                ).fetchone()
            )
            summaries[change[:4]] = TO_JSON(_summary(db, change, lines))
        _write(db, site, summaries)


def _summary(db: Database, change: _Change, keys: dict[bytes, int]) -> dict[str, object]:
    old, new = article_of(db, change.before_extract), article_of(db, change.after_extract)
    lines = [line for line in changed_lines(old, new).lines if line.key in keys]
    return {
        "articles": max(keys.values()),
        "gained": sorted({line.text[:LONGEST] for line in lines if line.how == GAINED}),
        "lost": sorted({line.text[:LONGEST] for line in lines if line.how == LOST}),
        "counted": sorted({line.text[:LONGEST] for line in lines if line.how not in (GAINED, LOST)}),
    }


def _write(db: Database, site: int, summaries: dict[tuple[int, ...], str]) -> None:
    standing = {
        tuple(row[1:5]): (row[0], row[5])
        for row in db.execute(
            f"""SELECT event.id, article, before, after, at, summary FROM event JOIN article ON article.id = article
            WHERE article.site = ? AND event.kind = '{FURNITURE}'""",
            [site],
        )
    }
    gone = [(number,) for key, (number, summary) in standing.items() if summaries.get(key) != summary]
    db.conn.executemany("DELETE FROM event WHERE id = ?", gone)
    db.conn.executemany(
        f"""INSERT INTO event (article, kind, before, after, run, at, confirmed, summary)
        VALUES (?1, '{FURNITURE}', ?2, ?3, (SELECT run FROM capture WHERE id = ?3), ?4, ?4, ?5)""",
        [(*key, summary) for key, summary in summaries.items() if standing.get(key, (0, None))[1] != summary],
    )
