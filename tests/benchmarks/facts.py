"""The facts below synthetic articles: a run, and for each article a capture, what was read out of it, and a payload."""

from __future__ import annotations

import sqlite3

import zstandard

from crawler.archive.readings.extracts import write_article
from crawler.items import Article

BODY = b"<h1>Synthetic</h1><p>A page that nobody reads.</p>"
STATEMENTS = (
    """INSERT INTO run (id, site, mode, started, ended, end_reason, derived_at)
        VALUES (1, 1, 'live', 1700000000000, 1700003600000, 'finished', 1)""",
    "INSERT INTO extractor (id, name, version) VALUES (1, 'BenchPage', '1')",
    "INSERT INTO payload (id, digest, size, bytes) VALUES (1, zeroblob(32), :size, :body)",
    """INSERT INTO extract (id, digest, resource, extractor, kind, fields)
        SELECT article.id, randomblob(32), article.resource, 1, 'article',
            fields(resource.uri_r, revision.title, revision.body, revision.language, revision.published)
        FROM article JOIN resource ON resource.id = article.resource JOIN revision ON revision.id = article.revision""",
    """INSERT INTO capture (id, resource, run, captured_at, status, payload)
        SELECT id, resource, 1, 1700000000000 + id, 200, 1 FROM article""",
    """INSERT INTO reading (capture, outcome, extractor, extract)
        SELECT id, (SELECT id FROM outcome WHERE word = 'article'), 1, id FROM article""",
    "UPDATE run SET first_capture = 1, last_capture = (SELECT max(id) FROM capture)",
    "UPDATE revision SET captured_at = 1700000000000 + id, last_seen = 1700000000000 + id",
    "UPDATE article SET first_seen = 1700000000000 + id, last_seen = 1700000000000 + id",
)


def add_facts(db: sqlite3.Connection) -> None:
    """Below every article one capture, in the order of the articles, a millisecond apart."""
    pack = zstandard.ZstdCompressor(level=1)
    values = {"size": len(BODY), "body": pack.compress(BODY)}

    def fields(url: str, title: str, body: str, language: str, published: str) -> bytes:
        paragraphs = tuple(body.split("\n\n"))
        article = Article(url=url, title=title, body=paragraphs, language=language, published=published)
        return pack.compress(write_article(article))

    db.create_function("fields", 5, fields, deterministic=True)
    db.execute("BEGIN")
    for statement in STATEMENTS:
        db.execute(statement, values)
    db.execute("COMMIT")
