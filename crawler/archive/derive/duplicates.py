"""Articles with the same text at other addresses, kept as stars around the earliest."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlite_utils import Database

from crawler.archive.sql import AMONG
from crawler.rules.history.duplicates import SHORTEST, CandidateText, duplicates

_TEXT = """SELECT v.text_digest FROM article a JOIN revision v ON v.id = a.revision JOIN extract e ON e.id = v.extract
    WHERE v.text_digest IS NOT NULL AND e.characters >= ? AND a.id"""


def derive_duplicates(db: Database, articles: Collection[int]) -> None:
    """Pair these articles, and those that they were paired with before, with all others of the same text."""
    standing = _stars(db, articles)
    concerned = set(articles) | {key for pair in standing for key in pair}
    texts = _texts(db, concerned)
    pairs = {(pair.article, pair.original): pair.nearness for pair in duplicates(texts)}
    among = json.dumps(sorted(concerned | {text.article for text in texts}))
    old = standing | set(
        db.execute(f"SELECT article, original FROM duplicate WHERE kind = 'exact' AND article {AMONG}", [among])
    )
    db.conn.executemany("DELETE FROM duplicate WHERE article = ? AND original = ?", sorted(old - pairs.keys()))
    db.conn.executemany(
        "INSERT OR REPLACE INTO duplicate (article, original, kind, nearness) VALUES (?, ?, 'exact', ?)",
        [(*pair, nearness) for pair, nearness in pairs.items() if pair not in old],
    )


def _stars(db: Database, articles: Collection[int]) -> set[tuple[int, int]]:
    """The pairs of every star that one of these articles is in."""
    among = json.dumps(sorted(articles))
    return set(
        db.execute(
            f"""WITH star (id) AS (
                SELECT value FROM json_each(?)
                UNION SELECT original FROM duplicate WHERE kind = 'exact' AND article {AMONG})
            SELECT article, original FROM star JOIN duplicate ON original = star.id WHERE kind = 'exact'""",
            [among, among],
        )
    )


def _texts(db: Database, articles: Collection[int]) -> list[CandidateText[int]]:
    """The current texts of these articles, as far as another article has the same, and of all those others."""
    rows = db.execute(
        f"""-- the texts of the given articles, then all articles whose current text is one of them
        WITH text (digest) AS (SELECT DISTINCT * FROM ({_TEXT} {AMONG}))
        SELECT a.id, v.text_digest, e.characters, a.first_seen, r.uri_r
        FROM text JOIN revision v ON substr(v.text_digest, 1, 8) = substr(text.digest, 1, 8)
            AND v.text_digest = text.digest
        JOIN article a ON a.revision = v.id AND a.id = v.article
        JOIN extract e ON e.id = v.extract JOIN resource r ON r.id = a.resource
        -- texts that another article has or had, too; the index is on the first eight bytes of the digest
        WHERE EXISTS (
            SELECT 1 FROM revision w WHERE substr(w.text_digest, 1, 8) = substr(v.text_digest, 1, 8)
                AND w.text_digest = v.text_digest AND w.article != v.article)""",
        [SHORTEST, json.dumps(sorted(articles))],
    )
    return [
        CandidateText(key, digest.hex(), characters, (first_seen, uri))
        for key, digest, characters, first_seen, uri in rows
    ]
