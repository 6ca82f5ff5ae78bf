"""Judgements made anew: what the readings of some runs' addresses come to, all readings taken together.

Readings are loaded in chunks, the pure rules (``crawler.rules``) judge them, and only what differs from the rows
there is written. A judgement is a function of the set of readings: neither their arrival nor the division into runs
matters, except that nothing is ever derived from a crawl that was mostly blocked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlite_utils import Database

from crawler.archive.derive.announced_targets import touch_announcers
from crawler.archive.derive.articles import settle_articles
from crawler.archive.derive.block_pages import forget, settle_blocked
from crawler.archive.derive.due import settle_due, versions
from crawler.archive.derive.duplicates import settle_duplicates
from crawler.archive.derive.outage import settle_wellness
from crawler.archive.derive.single_captures import settle_fresh
from crawler.archive.derive.stories import settle_stories
from crawler.archive.search import index
from crawler.archive.sql import rows_of

CHUNK = 2_000
"""Addresses judged at a time: memory stays flat however large the run was."""

BLOCKED = "mostly-blocked"


def settle(db: Database, run_ids: Sequence[int], *, also: Iterable[int] = ()) -> None:
    """Settle what the captures of these runs touch, and the addresses (ids) in ``also``. The caller holds the write
    transaction, and marks the runs as settled.

    A crawl most of whose answers were ``blocked`` gets ``run.discounted``, and its readings are ignored from then on.
    An import never does: whoever made the records decided what to keep.
    """
    for run in run_ids:
        settle_blocked(db, run)
        _discount(db, run)
        settle_wellness(db, run)
    _collect(db, run_ids)
    db.conn.executemany("INSERT OR IGNORE INTO temp.touched VALUES (?)", ((one,) for one in also))
    asked = [row[0] for row in db.execute("SELECT id FROM temp.touched ORDER BY id").fetchall()]
    _collect_fronts(db, run_ids)
    settle_fresh(db)
    for chunk in _chunks(row[0] for row in db.execute("SELECT id FROM temp.touched ORDER BY id").fetchall()):
        settle_articles(db, chunk)
    index.keep_up(db)
    touch_announcers(db)
    articles = [
        row[0]
        for row in db.execute(
            "SELECT t.id FROM temp.touched_article t JOIN article USING (id) ORDER BY t.id"
        ).fetchall()
    ]
    settle_stories(db, _chunks(articles))
    for chunk in _chunks(articles):
        settle_duplicates(db, chunk)
    for chunk in _chunks(sorted({*asked, *versions(db, run_ids)})):
        settle_due(db, chunk)
    db.execute(
        """DELETE FROM story WHERE id IN (SELECT id FROM temp.left_story)
        AND NOT EXISTS (SELECT 1 FROM article WHERE article.story = story.id)"""
    )
    for table in ("touched", "touched_article", "left_story"):
        db.execute(f"DROP TABLE temp.{table}")


def _discount(db: Database, run: int) -> None:
    """Set a mostly blocked crawl aside; its addresses are waiting again, unless another run got an answer.

    Their validators are forgotten: a 304 would refer to a text that counts for nothing.
    """
    blocked, answers = db.execute(
        """SELECT total(o.word = 'blocked'), total(o.word NOT IN ('robots', 'excluded', 'offsite', 'moved'))
        FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
        JOIN reading r ON r.capture = c.id JOIN outcome o ON o.id = r.outcome
        WHERE run.id = ? AND run.mode != 'import'""",
        [run],
    ).fetchone()
    if not blocked or 2 * blocked <= answers:
        return
    db.execute(
        "UPDATE run SET discounted = ?, how = iif(how = 'finished', 'blocked', how), complete = 0 WHERE id = ?",
        [BLOCKED, run],
    )
    rows = db.execute(
        """SELECT DISTINCT c.resource FROM run JOIN capture c
        ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture WHERE run.id = ?""",
        [run],
    )
    forget(db, [row[0] for row in rows])


def _collect_fronts(db: Database, run_ids: Sequence[int]) -> None:
    """List the front pages that the sites of these runs declare: what announces them is refused, captured or not."""
    for run in run_ids:
        rows = db.execute(
            """SELECT front.value FROM run JOIN site ON site.id = run.site, json_each(site.fronts) AS front
            WHERE run.id = ?""",
            [run],
        ).fetchall()
        for _, number in rows_of(db, [row[0] for row in rows], "uri_r, id"):
            db.execute("INSERT OR IGNORE INTO temp.touched VALUES (?)", [number])


def _collect(db: Database, run_ids: Sequence[int]) -> None:
    """List the addresses that the runs captured or their sitemaps and feeds speak of, and articles unjudged as yet.

    ``store`` writes new articles, and new announcements as ``known``: whatever may be of that kind is judged.
    """
    db.execute("CREATE TEMP TABLE touched (id INTEGER PRIMARY KEY)")
    db.execute("CREATE TEMP TABLE touched_article (id INTEGER PRIMARY KEY)")
    db.execute("CREATE TEMP TABLE left_story (id INTEGER PRIMARY KEY)")
    for run in run_ids:
        db.execute(
            """INSERT OR IGNORE INTO temp.touched SELECT c.resource FROM run JOIN capture c
            ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture WHERE run.id = ?""",
            [run],
        )
        db.execute(
            """INSERT OR IGNORE INTO temp.touched SELECT DISTINCT a.source FROM run JOIN capture c
            ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
            JOIN reading r ON r.capture = c.id JOIN extract e ON e.id = r.extract AND e.kind = 'listing'
            JOIN announcement a ON a.extract = e.id WHERE run.id = ?""",
            [run],
        )
        db.execute(
            """INSERT OR IGNORE INTO temp.touched_article SELECT v.article FROM run JOIN revision v
            ON v.capture BETWEEN run.first_capture AND run.last_capture WHERE run.id = ?1
            UNION SELECT s.article FROM run JOIN capture c
            ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
            JOIN reading r ON r.capture = c.id JOIN announcement a ON a.extract = r.extract
            JOIN variant_link l ON l.source = a.source AND l.target = a.target AND l.state = 'known'
            JOIN resource s ON s.id = a.source AND s.article IS NOT NULL WHERE run.id = ?1""",
            [run],
        )


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for one in ids:
        chunk.append(one)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
