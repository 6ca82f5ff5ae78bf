"""The texts that a search finds, the best or the newest first.

To rank a text costs a microsecond: for a word that stands in every other one, seconds, and for nothing, since the word
tells little of any. So where very many are found, those that have the words in their title come first, then the others,
and among each the newest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.filters import CURRENT, TEXTS, ArticleFilter
from crawler.rules.search.query_syntax import Query, expression

MANY = 100_000
"""More texts than these are not ranked: it would take a tenth of a second and more."""
FEW = 8
"""Texts that are asked for at first, for each story that is wanted: to sort all that was found takes three times as
long."""

_RANK = "bm25(1.0, 8.0)"
"""A word in the title weighs as much as eight in the text."""
_CURRENT = """FROM revision_fts
CROSS JOIN article ON article.revision = revision_fts.rowid
CROSS JOIN site ON site.id = article.site
WHERE revision_fts MATCH :query"""
_ALL = """FROM revision_fts
CROSS JOIN revision ON revision.id = revision_fts.rowid
CROSS JOIN article ON article.id = revision.article
CROSS JOIN site ON site.id = article.site
WHERE revision_fts MATCH :query"""
_RANKED = f"""SELECT revision_fts.rowid, article.id, article.story, {{published}}, -revision_fts.rank {{found}}
AND revision_fts.rank MATCH '{_RANK}' AND {{where}} ORDER BY revision_fts.rank"""
_NEWEST = """SELECT revision_fts.rowid, article.id, article.story, {published}, 0.0 {found} AND {where}
ORDER BY {published} DESC, article.id DESC, revision_fts.rowid DESC LIMIT :few"""
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM revision_fts WHERE revision_fts MATCH ? LIMIT ?)"

TermSpelling = Callable[[str], tuple[str, ...]]
"""From a word to what the index may have it as."""


class SearchRequest(NamedTuple):
    """A search."""

    words: str
    filters: ArticleFilter
    by_date: bool = False
    all_revisions: bool = False
    limit: int | None = None
    """Stories that are found at most, those that are skipped among them."""
    skip: int = 0
    """The first so many are not told."""
    marks: tuple[str, str] = ("[", "]")
    """Around what was found, in passages."""


class RankingOrder:
    """One way to look for a query: what the index may have its words as, and what that is to be called."""

    def __init__(self, query: Query, spelled: TermSpelling, unwanted: TermSpelling, how: str) -> None:
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
    way: RankingOrder


def hits(db: Database, asked: SearchRequest, way: RankingOrder) -> Iterator[Hit]:
    """Revisions, the best or the newest first; one may come twice."""
    if asked.by_date:
        yield from _newest(db, asked, way, way.expression)
    elif _are_many(db, way.expression):
        yield from _newest(db, asked, way, way.in_title)
        yield from _newest(db, asked, way, way.expression)
    else:
        yield from _select(db, asked, way, _RANKED, way.expression)


def _newest(db: Database, asked: SearchRequest, way: RankingOrder, query: str) -> Iterator[Hit]:
    if asked.limit is not None:
        few = min(FEW * asked.limit, MANY)
        first = list(_select(db, asked, way, _NEWEST, query, few))
        yield from first
        if len(first) < few:
            return
    yield from _select(db, asked, way, _NEWEST, query)


def _are_many(db: Database, query: str) -> bool:
    (count,) = db.conn.execute(_COUNT, (query, MANY + 1)).fetchone()
    return bool(count > MANY)


def _select(
    db: Database, asked: SearchRequest, way: RankingOrder, sql: str, query: str, few: int = -1
) -> Iterator[Hit]:
    if asked.all_revisions:
        found, published, conditions = _ALL, "revision.published", TEXTS
    else:
        found, published, conditions = _CURRENT, "article.published", CURRENT
    where, values = asked.filters.where(conditions)
    told = sql.format(found=found, published=published, where=where)
    for row in db.conn.execute(told, {**values, "query": query, "few": few}):
        yield Hit._make((*row, way))
