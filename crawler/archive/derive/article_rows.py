"""Writes the rows of articles, revisions and stories: for ``store`` when a text is new, for ``derive`` ever after."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from crawler.archive.readings.extracts import TO_JSON, article_of
from crawler.archive.search import index
from crawler.archive.sql import inserted, rows_of
from crawler.items import Article


def new_article(db: Database, *, resource: int, site: int, first_seen: int, last_seen: int, state: str) -> int:
    """Make an article that is named by an address, in a story of its own and without a revision yet; gives its id."""
    article = inserted(
        db.conn.execute(
            "INSERT INTO article (resource, site, story, state, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)",
            (resource, site, story_of(db, resource), state, first_seen, last_seen),
        )
    )
    db.conn.execute("UPDATE resource SET article = ? WHERE id = ?", (article, resource))
    return article


def story_of(db: Database, resource: int) -> int:
    """The id of the story that is named by an address; the story is made if it does not exist."""
    row = db.conn.execute("SELECT id FROM story WHERE resource = ?", (resource,)).fetchone()
    return int(row[0]) if row else inserted(db.conn.execute("INSERT INTO story (resource) VALUES (?)", (resource,)))


def write_revision(
    db: Database,
    *,
    article: int,
    number: int,
    extract: int,
    capture: int,
    text_capture: int,
    captured_at: int,
    last_seen: int,
    text: Article | None = None,
    reason: str | None = None,
) -> int:
    """Write a text of an article, with its attachments; gives its id. ``text`` saves unpacking the extract.

    The caller updates the search index by ``search.index.keep_up``. ``reason`` is ``parser-changed`` where another text
    was read first.
    """
    text = text or article_of(db, extract)
    place = (article, number, captured_at, capture, text_capture, last_seen, extract, reason, extract)
    cursor = db.conn.execute(
        """INSERT INTO revision (article, number, captured_at, capture, text_capture, last_seen, extract, reason,
            text_digest, title, body, language, language_claimed, published, published_raw, date_source, modified,
            modified_raw, canonical_url, kind, links, images, attachments, tags)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT text_digest FROM extract WHERE id = ?),
            ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        place + _columns(text),
    )
    revision = inserted(cursor)
    if text.attachments:
        ids = dict(rows_of(db, (held.url for held in text.attachments), "uri_r, id"))
        db.conn.executemany(
            "INSERT INTO attachment (revision, number, resource, title, media_type) VALUES (?, ?, ?, ?, ?)",
            [
                (revision, place, ids[held.url], held.title, held.media_type)
                for place, held in enumerate(text.attachments, 1)
            ],
        )
    return revision


def _columns(text: Article) -> tuple[str | None, ...]:
    return (
        text.title,
        "\n\n".join(text.body),
        text.language,
        text.language_claimed,
        text.published,
        text.published_raw,
        text.date_source,
        text.modified,
        text.modified_raw,
        text.canonical_url,
        text.kind,
        _json([{"url": link.url, "text": link.text} for link in text.links]),
        _json(text.images),
        _json([{"url": held.url, "title": held.title, "media_type": held.media_type} for held in text.attachments]),
        _json(text.tags),
    )


def show_revision(db: Database, article: int, revision: int) -> None:
    """Make a revision the current one of its article."""
    db.conn.execute(
        """UPDATE article SET (revision, language, language_claimed, kind, published) =
            (SELECT id, language, language_claimed, kind, published FROM revision WHERE id = ?)
        WHERE id = ?""",
        (revision, article),
    )


def delete_revision(db: Database, revision: int) -> None:
    """Delete a revision, with its attachments."""
    db.conn.execute("DELETE FROM attachment WHERE revision = ?", (revision,))
    index.forget(db, revision)
    db.conn.execute("DELETE FROM revision WHERE id = ?", (revision,))


def delete_article(db: Database, article: int) -> None:
    """Delete an article with all rows that refer to it; the readings that it was derived from stay."""
    for (revision,) in db.conn.execute("SELECT id FROM revision WHERE article = ?", (article,)).fetchall():
        delete_revision(db, revision)
    db.conn.execute("DELETE FROM duplicate WHERE article = ? OR original = ?", (article, article))
    db.conn.execute(
        "DELETE FROM changed_line WHERE change IN (SELECT id FROM text_change WHERE article = ?)", (article,)
    )
    db.conn.execute("DELETE FROM text_change WHERE article = ?", (article,))
    db.conn.execute("DELETE FROM event WHERE article = ?", (article,))
    db.conn.execute("UPDATE resource SET article = NULL WHERE article = ?", (article,))
    db.conn.execute("DELETE FROM article WHERE id = ?", (article,))


def _json(value: Any) -> str | None:
    return TO_JSON(value) if value else None
