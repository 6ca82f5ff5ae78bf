"""Full-text search over titles and bodies: any text is a query, none is a syntax error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from crawler.archive.sightings import whole

Row = dict[str, Any]

_TERM = re.compile(r'"([^"]*)"|(\S+)')

MARK, END, GAP = "[", "]", "…"
"""Around the words found in a snippet, and where it leaves out text."""

_SQL = f"""SELECT first.key AS story, address.uri_r AS url, address.key AS id, site.name AS site,
    ifnull(revision.language, '') AS language, revision.title AS title, revision.published AS published,
    snippet(revision_fts, -1, '{MARK}', '{END}', '{GAP}', 24) AS snippet, -revision_fts.rank AS score,
    article.story AS number
FROM revision_fts
JOIN revision ON revision.id = revision_fts.rowid
JOIN article ON article.id = revision.article AND article.revision = revision.id
JOIN resource AS address ON address.id = article.resource
JOIN site ON site.id = article.site
JOIN story ON story.id = article.story
JOIN resource AS first ON first.id = story.resource
WHERE revision_fts MATCH :query AND revision_fts.rank MATCH 'bm25(6.0, 1.0)'
    AND (:site IS NULL OR site.name = :site) AND (:language IS NULL OR revision.language = :language)
ORDER BY revision_fts.rank"""

_LANGUAGES = """SELECT DISTINCT ifnull(language, '') FROM article WHERE story = ? ORDER BY 1"""


def query_of(words: str) -> str:
    """An FTS5 query for what a person typed: all the words, and what stands in double quotes as a phrase."""
    terms = [phrase or word for phrase, word in _TERM.findall(whole(words).replace("\0", " "))]
    return " ".join('"' + term.replace('"', " ") + '"' for term in terms if any(map(str.isalnum, term)))


def search_rows(
    db: Database, words: str, *, site: str | None, language: str | None, limit: int | None
) -> Iterator[Row]:
    """Stories whose current text in some language has all the words, best first; each by its best text."""
    query = query_of(words)
    if not query or limit == 0:
        return
    told: set[int] = set()
    for row in db.query(_SQL, {"query": query, "site": site, "language": language}):
        number = row.pop("number")
        if number in told:
            continue
        told.add(number)
        row["snippet"] = " ".join(row["snippet"].split())
        row["languages"] = [tag for (tag,) in db.conn.execute(_LANGUAGES, (number,)).fetchall()]
        yield row
        if len(told) == limit:
            return
