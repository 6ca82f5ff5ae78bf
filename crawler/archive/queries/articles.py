"""Queries for lists of articles, and for one article with its text."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.filters import VIEW, ArticleFilter
from crawler.archive.queries.references import article_of
from crawler.archive.sql import Row
from crawler.errors import ArchiveBroken


def article_rows(db: Database, filters: ArticleFilter, limit: int | None) -> Iterator[Row]:
    """Articles, newest first by their date of publication; those without a date come last."""
    where, values = filters.where(VIEW)
    values["limit"] = -1 if limit is None else limit
    yield from db.query(
        f"""SELECT * FROM article_latest WHERE {where}
        ORDER BY published DESC, first_seen DESC, id LIMIT :limit""",
        values,
    )


def count(db: Database, filters: ArticleFilter) -> int:
    """How many articles pass the filters."""
    where, values = filters.where(VIEW)
    (number,) = db.conn.execute(f"SELECT count(*) FROM article_latest WHERE {where}", values).fetchone()
    return int(number)


def whole_rows(db: Database, filters: ArticleFilter) -> Iterator[Row]:
    """Articles with their texts, as ``show`` gives them, in the order of ``article_rows``."""
    for row in article_rows(db, filters, None):
        yield row | _rest(db, row["id"])


def show(db: Database, ref: str) -> Row:
    """One article with its newest text; raises NotInArchive, and ArchiveBroken where a row of it is missing."""
    rows = db.query(
        """SELECT article_latest.* FROM article JOIN resource ON resource.id = article.resource
        JOIN article_latest ON article_latest.id = resource.key WHERE article.id = ?""",
        [article_of(db, ref)],
    )
    for row in rows:
        return row | _rest(db, row["id"])
    raise ArchiveBroken(f"the article at {ref} is incomplete: restore a copy of the archive")


def _rest(db: Database, key: str) -> Row:
    """The keys of a whole article that lists leave out: ``body links images attachments tags``."""
    row = db.conn.execute(
        """SELECT revision.body, revision.links, revision.images, revision.attachments, revision.tags
        FROM resource JOIN article ON article.resource = resource.id JOIN revision ON revision.id = article.revision
        WHERE resource.key = ?""",
        (key,),
    ).fetchone()
    if row is None:
        raise ArchiveBroken(f"the article {key} is incomplete: restore a copy of the archive")
    body, *lists = row
    names = ("links", "images", "attachments", "tags")
    return {
        "body": body.split("\n\n") if body else [],
        **{name: json.loads(packed) if packed else [] for name, packed in zip(names, lists, strict=True)},
    }
