"""The plain case, judged in one statement: an address met once, read as an article, that nothing else concerns.

``store`` has written such an article as the rules would; most of a first crawl is like that. What is judged here and in
``settle_articles`` comes out the same (tested).
"""

from __future__ import annotations

from sqlite_utils import Database

from crawler.rules.language import tags
from crawler.rules.stories.matching import ARCHIVED, UNTRANSLATED

# CROSS JOIN keeps SQLite from going through all addresses for the sake of a few touched ones.
_FRESH = """
    CREATE TEMP TABLE fresh AS
    SELECT r.id AS resource, a.id AS article, a.state AS state, e.language AS language, e.language_claimed AS claimed
    FROM temp.touched t
    CROSS JOIN resource r ON r.id = t.id AND r.alias_of IS NULL
    JOIN article a ON a.id = r.article AND a.resource = r.id
    JOIN revision v ON v.id = a.revision AND v.number = 1 AND v.shown = v.capture
    JOIN capture c ON c.id = v.capture
        AND c.captured_at = v.captured_at AND c.captured_at = v.last_seen
        AND c.captured_at = a.first_seen AND c.captured_at = a.last_seen
    JOIN run ON run.id = c.run AND run.discounted IS NULL
    JOIN reading same ON same.capture = c.id AND same.extract = v.extract
    JOIN extract e ON e.id = v.extract AND e.canonical IS NULL
    JOIN reading own ON own.capture = c.id AND own.extract = e.id
    WHERE (
            SELECT count(*) FROM capture d JOIN reading g ON g.capture = d.id JOIN outcome o ON o.id = g.outcome
            WHERE d.resource = r.id AND o.word IN ('article', 'unchanged', 'moved', 'missing')) = 1
        AND NOT EXISTS (SELECT 1 FROM revision w WHERE w.article = a.id AND w.number != 1)
        AND NOT EXISTS (SELECT 1 FROM resource s WHERE s.article = a.id AND s.id != r.id)
        AND NOT EXISTS (SELECT 1 FROM resource s WHERE s.alias_of = r.id)
        AND NOT EXISTS (SELECT 1 FROM extract x WHERE x.canonical = r.id)
        AND NOT EXISTS (SELECT 1 FROM reading g WHERE g.target = r.id)
        AND (SELECT count(*) FROM variant_link l WHERE l.source = r.id)
            = (SELECT count(*) FROM announcement n WHERE n.source = r.id AND n.language != '')
        AND NOT EXISTS (
            SELECT 1 FROM announcement n LEFT JOIN variant_link l ON l.source = n.source AND l.target = n.target
                AND l.language = n.language AND l.hreflang = n.hreflang AND l.evidence = n.evidence
                AND l.state != 'withdrawn'
            WHERE n.source = r.id AND n.language != '' AND (n.extract != e.id OR l.source IS NULL))"""


def settle_fresh(db: Database) -> None:
    """Take the plain cases out of ``temp.touched``: their articles need their state and their story, nothing else."""
    db.execute(_FRESH)
    untranslated = [
        (UNTRANSLATED, article)
        for article, language, claimed in db.execute(
            """SELECT article, language, claimed FROM temp.fresh
            WHERE state = ? AND language != claimed AND language != '' AND claimed != ''""",
            [ARCHIVED],
        )
        if not tags.agree(language, claimed)
    ]
    db.conn.executemany("UPDATE article SET state = ? WHERE id = ?", untranslated)
    db.execute("DELETE FROM temp.touched WHERE id IN (SELECT resource FROM temp.fresh)")
    db.execute("DROP TABLE temp.fresh")
