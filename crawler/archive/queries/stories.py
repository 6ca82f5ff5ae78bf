"""Queries on stories: the newest ones, one whole story, duplicates, files and citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlite_utils import Database

from crawler.archive.filters import CURRENT, ArticleFilter
from crawler.archive.queries.as_captured import captured_row
from crawler.archive.queries.references import article_of
from crawler.archive.sql import SLOT, Row, iso, rows_of
from crawler.errors import NotInArchive
from crawler.rules.text.citations import permanent

_NEWEST = """SELECT article.story
FROM article INDEXED BY article_published
CROSS JOIN revision ON revision.id = article.revision
CROSS JOIN site ON site.id = article.site
WHERE {where} ORDER BY article.published DESC, article.id DESC"""

_STORY = """SELECT first.key AS story, site.name AS site
FROM story JOIN resource AS first ON first.id = story.resource JOIN article ON article.story = story.id
JOIN site ON site.id = article.site WHERE story.id = ? LIMIT 1"""

_TEXTS = f"""SELECT address.key AS id, address.uri_r AS url, {SLOT} AS language,
    ifnull(article.language, '') AS text_language, revision.title AS title, article.published AS published,
    article.state AS state, {iso("article.first_seen")} AS first_seen, {iso("revision.captured_at")} AS changed
FROM article JOIN resource AS address ON address.id = article.resource
JOIN revision ON revision.id = article.revision
LEFT JOIN json_each((SELECT languages FROM site WHERE site.id = article.site)) AS place ON place.value = {SLOT}
WHERE article.story = ? ORDER BY ifnull(place.key, 99), article.published DESC, article.id"""


def story_rows(db: Database, filters: ArticleFilter, limit: int) -> Iterator[Row]:
    """Stories, newest first by the latest date of publication of their texts: ``story site published texts``.

    ``texts`` are its articles, in the order of the site's languages: ``id url language text_language title published
    state first_seen changed``. Each story comes once, even if several of its texts pass the filters.
    """
    where, values = filters.where(CURRENT)
    seen: set[int] = set()
    for (story,) in db.conn.execute(_NEWEST.format(where=where), values):
        if story in seen:
            continue
        if len(seen) == limit:
            return
        seen.add(story)
        yield _whole(db, story)


def story_row(db: Database, ref: str) -> Row:
    """One story with the keys of ``story_rows``, and ``asked``: the id of the article that ``ref`` means.

    ``ref`` is any address or id of any of the story's texts. Raises NotInArchive.
    """
    story, key = db.conn.execute(
        """SELECT article.story, address.key FROM article JOIN resource AS address ON address.id = article.resource
        WHERE article.id = ?""",
        (article_of(db, ref),),
    ).fetchone()
    return {**_whole(db, int(story)), "asked": key}


def _whole(db: Database, story: int) -> Row:
    for row in db.query(_STORY, [story]):
        texts = list(db.query(_TEXTS, [story]))
        published = max((text["published"] or "" for text in texts), default="")
        return {"story": row["story"], "site": row["site"], "published": published or None, "texts": texts}
    raise NotInArchive("there is no such story")


_DUPLICATES = """SELECT other.key AS id, other.uri_r AS url, article.language AS language, revision.title AS title,
    duplicate.kind AS kind, duplicate.nearness AS nearness, iif(duplicate.original = :id, 'later', 'earliest') AS role
FROM duplicate
JOIN article ON article.id = iif(duplicate.original = :id, duplicate.article, duplicate.original)
JOIN resource AS other ON other.id = article.resource
JOIN revision ON revision.id = article.revision
WHERE duplicate.original = :id OR duplicate.article = :id ORDER BY other.uri_r"""


def duplicate_rows(db: Database, ref: str) -> Iterator[Row]:
    """Articles with the same text: ``id url language title kind nearness role``.

    ``role`` is ``earliest`` for the one that had the text first, ``later`` where this article is that one. Raises
    NotInArchive.
    """
    yield from db.query(_DUPLICATES, {"id": article_of(db, ref)})


_FILE = f"""SELECT address.key AS id, address.uri_r AS url, {iso("capture.captured_at")} AS captured_at
FROM capture JOIN resource AS address ON address.id = capture.resource
JOIN reading ON reading.capture = capture.id
JOIN outcome ON outcome.id = reading.outcome AND outcome.word IN ('file', 'unchanged')
WHERE capture.resource = :resource AND capture.status = 200 AND capture.payload IS NOT NULL
ORDER BY abs(capture.captured_at - :at), capture.id LIMIT 1"""


def file_rows(db: Database, urls: Iterable[str], at: int) -> list[Row]:
    """The captured files at these addresses, in their order: ``id url captured_at``.

    Each is the capture nearest to a time (milliseconds UTC). Addresses without a captured file are left out.
    """
    urls = list(urls)
    ids = dict(rows_of(db, urls, "uri_r, id"))
    known = [ids[url] for url in urls if url in ids]
    return [row for number in known for row in db.query(_FILE, {"resource": number, "at": at})]


def cited_row(db: Database, ref: str, which: int | str | None) -> Row:
    """The parts of a citation of one text: ``author title language published url captured_at payload_digest id path``.

    ``which`` is as for ``captured_row``; None means the newest text. Raises NotInArchive and ValueError.
    """
    row = db.conn.execute(
        f"""SELECT {SLOT}, site.title FROM article JOIN site ON site.id = article.site WHERE article.id = ?""",
        (article_of(db, ref),),
    ).fetchone()
    language, author = row
    text = captured_row(db, ref, which)
    names = ("title", "language", "published", "url", "captured_at", "payload_digest")
    path = permanent(text["ref"], language, text["captured_at"], text["mark"])
    return {name: text[name] for name in names} | {"author": author, "id": text["ref"], "path": path}
