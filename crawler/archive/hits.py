"""The texts that a search finds, the best or the newest first.

To rank a text costs some microseconds: for a word that stands in every other one, seconds, and for nothing, since the
word tells little of any. So where very many are found, those that have the words in their title come first, then the
others, and among each the newest. The newest of many are met soon by going through the articles from the last one on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.filters import TABLES, Filters
from crawler.rules.queries import Query, expression

MANY = 20_000
"""More texts than these are not ranked: it would take a tenth of a second and more."""
WALKED = 4_000
"""Articles that are gone through, the last ones first, before all that was found is sorted after all."""
_STEPS = (100, 400, 1_500)

_RANK = "bm25(1.0, 8.0)"
"""A word in the title weighs as much as eight in the text."""
_FROM_FOUND = """FROM revision_fts
CROSS JOIN revision ON revision.id = revision_fts.rowid
CROSS JOIN article ON article.id = revision.article
CROSS JOIN site ON site.id = article.site
WHERE revision_fts MATCH :query"""
_RANKED = f"""SELECT revision.id, article.id, article.story, revision.published, -revision_fts.rank {_FROM_FOUND}
AND revision_fts.rank MATCH '{_RANK}' AND {{where}} ORDER BY revision_fts.rank"""
_NEWEST = f"""SELECT revision.id, article.id, article.story, revision.published, 0.0 {_FROM_FOUND} AND {{where}}
ORDER BY revision.published DESC, article.id DESC, revision.id DESC"""
_WALK = """SELECT revision.id, article.id, article.story, revision.published, 0.0
FROM article INDEXED BY article_published
CROSS JOIN revision ON revision.id = article.revision
CROSS JOIN site ON site.id = article.site
WHERE {where} ORDER BY article.published DESC, article.id DESC LIMIT :walked"""
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM revision_fts WHERE revision_fts MATCH ? LIMIT ?)"
_AMONG = """SELECT rowid FROM revision_fts
WHERE revision_fts MATCH ? AND rowid IN (SELECT value FROM json_each(?))"""


Spell = Callable[[str], tuple[str, ...]]
"""From a word to what the index may have it as."""


class Asked(NamedTuple):
    """A search."""

    words: str
    filters: Filters
    by_date: bool = False
    all_revisions: bool = False
    limit: int | None = None


class Way:
    """One way to look for a query: what the index may have its words as, and what that is to be called."""

    def __init__(self, query: Query, spelled: Spell, unwanted: Spell, how: str) -> None:
        self.expression = expression(query, spelled, unwanted)
        self.in_title = expression(query, spelled, unwanted, column="title")
        self.spelled = spelled
        self.how = how


class Hit(NamedTuple):
    """A revision that was found."""

    revision: int
    article: int
    story: int
    published: str | None
    score: float
    """The higher the better; 0 where texts are not ranked."""
    way: Way


def hits(db: Database, asked: Asked, way: Way) -> Iterator[Hit]:
    """Revisions, the best or the newest first; one may come twice."""
    if asked.by_date:
        yield from _newest(db, asked, way, way.expression)
    elif _are_many(db, way.expression):
        yield from _newest(db, asked, way, way.in_title)
        yield from _newest(db, asked, way, way.expression)
    else:
        yield from _select(db, asked, way, _RANKED, way.expression)


def _newest(db: Database, asked: Asked, way: Way, query: str) -> Iterator[Hit]:
    if asked.limit is not None and not asked.all_revisions and _are_many(db, query):
        yield from _walk(db, asked, way, query)
    yield from _select(db, asked, way, _NEWEST, query)


def _are_many(db: Database, query: str) -> bool:
    (count,) = db.conn.execute(_COUNT, (query, MANY + 1)).fetchone()
    return bool(count > MANY)


def _select(db: Database, asked: Asked, way: Way, sql: str, query: str) -> Iterator[Hit]:
    where, values = asked.filters.where(TABLES)
    if not asked.all_revisions:
        where += " AND article.revision = revision.id"
    for row in db.conn.execute(sql.format(where=where), {**values, "query": query}):
        yield Hit._make((*row, way))


def _walk(db: Database, asked: Asked, way: Way, query: str) -> Iterator[Hit]:
    """Those of the last articles that were found, in the order of ``_NEWEST``."""
    where, values = asked.filters.where(TABLES)
    rows = db.conn.execute(_WALK.format(where=where), {**values, "walked": WALKED})
    for step in (*_STEPS, WALKED):
        part = rows.fetchmany(step)
        numbers = json.dumps([row[0] for row in part])
        found = {number for (number,) in db.conn.execute(_AMONG, (query, numbers)).fetchall()}
        for row in part:
            if row[0] in found:
                yield Hit._make((*row, way))
