"""The plain case, derived in one statement: an address captured once, read as an article, that nothing else concerns.

``store`` has written such an article as the rules would; most of a first crawl is like that. What is derived here and
in ``derive_articles`` comes out the same (tested).
"""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.derive.work_queue import ADDRESSES, SINGLE_CAPTURES, WorkQueue
from crawler.archive.readings.denials import DENIED_ANSWER
from crawler.rules.language import tags
from crawler.rules.stories.matching import ARCHIVED, UNTRANSLATED

_PLAIN = f"""
    SELECT r.id AS resource, a.id AS article, a.state AS state, e.language AS language, e.language_claimed AS claimed
    -- CROSS JOIN keeps SQLite from going through all addresses for the sake of a few queued ones.
    FROM {ADDRESSES} t
    -- Without an article, SQLite would count the answers of listings first: one for each run.
    CROSS JOIN resource r ON r.id = t.id AND r.alias_of IS NULL AND r.article IS NOT NULL
    -- Its article has this address alone, and one revision, which one capture begins, shows and ends.
    JOIN article a ON a.id = r.article AND a.resource = r.id
    JOIN revision v ON v.id = a.revision AND v.number = 1 AND v.text_capture = v.capture
    JOIN capture c ON c.id = v.capture
        AND c.captured_at = v.captured_at AND c.captured_at = v.last_seen
        AND c.captured_at = a.first_seen AND c.captured_at = a.last_seen
    JOIN run ON run.id = c.run AND run.ignored_because IS NULL
    -- The text is the one that the capture was read to have, and claims no other address.
    JOIN reading same ON same.capture = c.id AND same.extract = v.extract
    JOIN extract e ON e.id = v.extract AND e.canonical IS NULL
    JOIN reading own ON own.capture = c.id AND own.extract = e.id
    -- No other answer of the address counts, and no other address claims, redirects to or shares the article.
    WHERE (
            SELECT count(*) FROM capture d JOIN reading g ON g.capture = d.id JOIN outcome o ON o.id = g.outcome
            WHERE d.resource = r.id AND (o.word IN ('article', 'unchanged', 'moved', 'missing') OR {DENIED_ANSWER})) = 1
        AND NOT EXISTS (SELECT 1 FROM revision w WHERE w.article = a.id AND w.number != 1)
        AND NOT EXISTS (SELECT 1 FROM resource s WHERE s.article = a.id AND s.id != r.id)
        AND NOT EXISTS (SELECT 1 FROM resource s WHERE s.alias_of = r.id)
        AND NOT EXISTS (SELECT 1 FROM extract x WHERE x.canonical = r.id)
        AND NOT EXISTS (SELECT 1 FROM reading g WHERE g.target = r.id)
        -- Its announcements are those of this one text, and ``variant_link`` has them already.
        AND (SELECT count(*) FROM variant_link l WHERE l.source = r.id)
            = (SELECT count(*) FROM announcement n WHERE n.source = r.id AND n.language != '')
        AND NOT EXISTS (
            SELECT 1 FROM announcement n LEFT JOIN variant_link l ON l.source = n.source AND l.target = n.target
                AND l.language = n.language AND l.hreflang = n.hreflang AND l.evidence = n.evidence
                AND l.state != 'withdrawn'
            WHERE n.source = r.id AND n.language != '' AND (n.extract != e.id OR l.source IS NULL))"""


def derive_single_captures(db: Database, queue: WorkQueue) -> None:
    """Take the plain cases out of the queue: their articles need their state and their story, nothing else."""
    queue.take_single_captures(_PLAIN)
    untranslated = [
        (UNTRANSLATED, article)
        for article, language, claimed in db.execute(
            f"""SELECT article, language, claimed FROM {SINGLE_CAPTURES}
            WHERE state = ? AND language != claimed AND language != '' AND claimed != ''""",
            [ARCHIVED],
        )
        if not tags.agree(language, claimed)
    ]
    db.conn.executemany("UPDATE article SET state = ? WHERE id = ?", untranslated)
