"""The texts that a search finds, the best or the newest first.

Ranking costs a microsecond for each text: seconds for a word that every other text has, and such a word distinguishes
none of them. So where very many texts are found, those that have the words in their title come first, then the others,
each the newest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.filters import CURRENT, TEXTS, ArticleFilter
from crawler.rules.search.query_syntax import Query, expression

MANY = 100_000
"""Texts up to this number are ranked; ranking more takes a tenth of a second or longer."""
FEW = 8
"""How many texts are fetched first per story of the limit: sorting all matches takes three times as long."""

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
"""From a word to the terms that may stand for it in the index."""


class SearchRequest(NamedTuple):
    """A search."""

    words: str
    filters: ArticleFilter
    by_date: bool = False
    all_revisions: bool = False
    limit: int | None = None
    """The largest number of stories, including those that are skipped."""
    skip: int = 0
    """How many stories are left out at the start."""
    marks: tuple[str, str] = ("[", "]")
    """The texts before and after each match in a snippet."""


class RankingOrder:
    """A query with the terms that may stand for its words in the index, and the name of such a match.

    ``excluded`` gives the terms for words after ``-``.
    """

    def __init__(self, query: Query, spelled: TermSpelling, excluded: TermSpelling, match: str) -> None:
        self.expression = expression(query, spelled, excluded)
        self.in_title = expression(query, spelled, excluded, column="title")
        self.spelled = spelled
        self.match = match


class Hit(NamedTuple):
    """A revision that was found."""

    revision: int
    article: int
    story: int
    published: str | None
    score: float
    """The higher the better; 0 where texts are not ranked."""
    order: RankingOrder


def hits(db: Database, request: SearchRequest, order: RankingOrder) -> Iterator[Hit]:
    """Revisions, the best or the newest first; one may come twice."""
    if request.by_date:
        yield from _newest(db, request, order, order.expression)
    elif _are_many(db, order.expression):
        yield from _newest(db, request, order, order.in_title)
        yield from _newest(db, request, order, order.expression)
    else:
        yield from _select(db, request, order, _RANKED, order.expression)


def _newest(db: Database, request: SearchRequest, order: RankingOrder, query: str) -> Iterator[Hit]:
    if request.limit is not None:
        few = min(FEW * request.limit, MANY)
        first = list(_select(db, request, order, _NEWEST, query, few))
        yield from first
        if len(first) < few:
            return
    yield from _select(db, request, order, _NEWEST, query)


def _are_many(db: Database, query: str) -> bool:
    (count,) = db.conn.execute(_COUNT, (query, MANY + 1)).fetchone()
    return bool(count > MANY)


def _select(
    db: Database, request: SearchRequest, order: RankingOrder, sql: str, query: str, few: int = -1
) -> Iterator[Hit]:
    if request.all_revisions:
        found, published, conditions = _ALL, "revision.published", TEXTS
    else:
        found, published, conditions = _CURRENT, "article.published", CURRENT
    where, values = request.filters.where(conditions)
    statement = sql.format(found=found, published=published, where=where)
    for row in db.conn.execute(statement, {**values, "query": query, "few": few}):
        yield Hit._make((*row, order))
