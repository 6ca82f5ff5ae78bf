"""Whether a site had an outage during a run: counted from the answers of its known articles."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.sql import SLOT
from crawler.rules.health.outage import OutageEvidence, outage_reason

_LAST = """
    -- the outcome of the last answer of the address in an earlier run that counts
    SELECT k.word FROM (
        SELECT o.word AS word, d.captured_at AS at, d.id AS id FROM capture d
        JOIN reading g ON g.capture = d.id JOIN outcome o ON o.id = g.outcome
            AND o.word IN ('article', 'moved', 'missing')
        JOIN run earlier ON earlier.id = d.run AND earlier.ignored_because IS NULL
            AND (earlier.outage IS NULL OR o.word != 'missing')
        WHERE d.resource = c.resource AND d.run != c.run AND d.captured_at < c.captured_at
        ORDER BY d.captured_at DESC, d.id DESC LIMIT 1
    ) AS k"""

_COUNTS = f"""
    -- by language: addresses that answered with a page, that are missing now, and that were missing before, too
    SELECT slot, count(DISTINCT iif(word != 'missing', id, NULL)),
        count(DISTINCT iif(word = 'missing' AND last != 'missing', id, NULL)),
        count(DISTINCT iif(word = 'missing' AND last = 'missing', id, NULL))
    FROM (
        -- answers of the run at addresses of articles
        SELECT c.resource AS id, o.word AS word, {SLOT} AS slot, article.state AS state, ({_LAST}) AS last
        FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
        JOIN reading r ON r.capture = c.id
        JOIN outcome o ON o.id = r.outcome AND o.word IN ('article', 'unchanged', 'missing')
        JOIN resource s ON s.id = c.resource JOIN article ON article.id = s.article
        WHERE run.id = ?)
    -- articles that were there before, or whose removal is not confirmed yet
    WHERE last = 'article' OR (last = 'missing' AND word = 'missing' AND state != 'vanished') GROUP BY slot"""

_OTHERS = f"""
    SELECT 1 FROM article WHERE site = (SELECT site FROM run WHERE id = :run) AND state != 'vanished'
        AND {SLOT} = :slot AND first_seen < (SELECT started FROM run WHERE id = :run)
        AND NOT EXISTS (
            SELECT 1 FROM resource s JOIN capture c ON c.resource = s.id AND c.run = :run WHERE s.article = article.id)
    LIMIT 1"""

_LISTED = """
    SELECT 1 FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading r ON r.capture = c.id JOIN outcome o ON o.id = r.outcome AND o.word IN ('listing', 'feed', 'sitemap')
    WHERE run.id = ? LIMIT 1"""


def derive_outage(db: Database, run: int) -> None:
    """Write to ``run.outage`` why the run's ``missing`` answers do not count; NULL where they count.

    Those of an import always count, since the makers of the records decided what to keep.
    """
    (mode,) = db.execute("SELECT mode FROM run WHERE id = ?", [run]).fetchone()
    rows = [] if mode == "import" else db.execute(_COUNTS, [run]).fetchall()
    languages = {}
    for slot, stood, fresh, suspected in rows:
        others = db.execute(_OTHERS, {"run": run, "slot": slot}).fetchone()
        languages[slot] = OutageEvidence(stood, fresh, suspected, others is not None)
    why = outage_reason(languages, listed=db.execute(_LISTED, [run]).fetchone() is not None) if rows else ""
    db.execute("UPDATE run SET outage = nullif(?, '') WHERE id = ? AND outage IS NOT nullif(?, '')", [why, run, why])
