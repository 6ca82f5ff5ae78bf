"""The steps that derive judgements: what the readings of some runs' addresses come to, all readings taken together.

Readings are loaded in chunks, the pure rules (``crawler.rules``) judge them, and only rows that differ are written. A
judgement is a function of the set of readings: neither their arrival nor the division into runs matters, except that
nothing is ever derived from a crawl that was mostly blocked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from crawler.archive.derive.announced_targets import queue_announcers
from crawler.archive.derive.articles import derive_articles
from crawler.archive.derive.block_pages import derive_block_pages, forget_answers
from crawler.archive.derive.due import StandingAddresses, derive_due, named_addresses, other_versions
from crawler.archive.derive.duplicates import derive_duplicates
from crawler.archive.derive.furniture import derive_furniture, derive_furniture_events
from crawler.archive.derive.outage import derive_outage
from crawler.archive.derive.single_captures import derive_single_captures
from crawler.archive.derive.stories import derive_stories
from crawler.archive.derive.work_queue import WorkQueue, chunks
from crawler.archive.search import index
from crawler.archive.sql import rows_of

BLOCKED = "mostly-blocked"
"""Why nothing is derived from a run most of whose answers were block pages."""


def derive(db: Database, run_ids: Sequence[int], *, also: Iterable[int] = ()) -> None:
    """Derive what follows from the captures of these runs, and for the addresses (ids) in ``also``.

    The caller holds the write transaction, and writes when it was derived. A crawl most of whose answers were
    ``blocked`` gets ``run.ignored_because``, and its readings are ignored from then on. An import never does: whoever
    made the records decided what to keep.
    """
    for run in run_ids:
        derive_block_pages(db, run)
        _ignore_mostly_blocked(db, run)
        derive_outage(db, run)
    with WorkQueue(db) as queue:
        _queue_captured(queue, run_ids)
        queue.add_addresses(also := frozenset(also))
        requested = queue.addresses()
        _queue_front_pages(db, queue, run_ids)
        derive_single_captures(db, queue)
        listings = _plain_listings(db, run_ids) - set(also)
        _derive_articles(db, queue, (key for key in queue.addresses() if key not in listings))
        sites = queue.sites()
        _derive_articles(db, queue, derive_furniture(db, sites), is_furniture_new=True)
        derive_furniture_events(db, sites)
        index.keep_up(db)
        queue_announcers(db, queue)
        articles = queue.articles()
        derive_stories(db, queue, chunks(articles))
        for chunk in chunks(articles):
            derive_duplicates(db, chunk)
        held: StandingAddresses = {}
        for chunk in chunks(sorted({*requested, *other_versions(db, run_ids), *named_addresses(db, run_ids)})):
            derive_due(db, chunk, held)
        queue.delete_empty_stories()


def _derive_articles(
    db: Database, queue: WorkQueue, resources: Iterable[int], *, is_furniture_new: bool = False
) -> None:
    """Derive the articles of these addresses in chunks; an address that came along with an earlier one is done."""
    done: set[int] = set()
    for chunk in chunks(resources):
        if left := [resource for resource in chunk if resource not in done]:
            done |= derive_articles(db, queue, left, is_furniture_new=is_furniture_new)


def _ignore_mostly_blocked(db: Database, run: int) -> None:
    """Ignore a mostly blocked crawl; its addresses are waiting again, unless another run got an answer.

    Their validators are forgotten: a 304 would refer to a text that is ignored.
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
        """UPDATE run SET ignored_because = ?, complete = 0,
            end_reason = iif(end_reason = 'finished', 'blocked', end_reason) WHERE id = ?""",
        [BLOCKED, run],
    )
    rows = db.execute(
        """SELECT DISTINCT c.resource FROM run JOIN capture c
        ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture WHERE run.id = ?""",
        [run],
    )
    forget_answers(db, [row[0] for row in rows])


def _queue_front_pages(db: Database, queue: WorkQueue, run_ids: Sequence[int]) -> None:
    """Queue the front pages that the sites of these runs declare: an announcement of one is always refused."""
    for run in run_ids:
        rows = db.execute(
            """SELECT front.value FROM run JOIN site ON site.id = run.site, json_each(site.fronts) AS front
            WHERE run.id = ?""",
            [run],
        ).fetchall()
        queue.add_addresses(number for _, number in rows_of(db, [row[0] for row in rows], "uri_r, id"))


_CAPTURED = """
    SELECT c.resource FROM run JOIN capture c
    ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture WHERE run.id = ?"""
"""The addresses that a run captured."""

_PLAIN_LISTINGS = """
    SELECT c.resource FROM run JOIN capture c
    ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading r ON r.capture = c.id JOIN outcome o ON o.id = r.outcome
    JOIN resource s ON s.id = c.resource AND s.article IS NULL AND s.alias_of IS NULL
        AND s.kind IN ('listing', 'feed', 'sitemap')
    WHERE run.id = ? GROUP BY c.resource HAVING min(o.word IN ('listing', 'feed', 'sitemap', 'unchanged'))"""
"""Listings that a run read as such and that were never an article: no article follows from their captures, of which
there is one for each run."""

_ANNOUNCED_FOR = """
    SELECT DISTINCT a.source FROM run JOIN capture c
    ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading r ON r.capture = c.id JOIN extract e ON e.id = r.extract AND e.kind = 'listing'
    JOIN announcement a ON a.extract = e.id WHERE run.id = ?"""
"""The addresses for which a run's sitemaps and feeds announce language versions."""

_STORED_ONLY = """
    -- Articles that storing wrote in this run, without a story of more than one.
    SELECT v.article FROM run JOIN revision v
    ON v.capture BETWEEN run.first_capture AND run.last_capture WHERE run.id = ?1
    -- Articles of which this run's captures announce a version that storing wrote down as 'known'.
    UNION SELECT s.article FROM run JOIN capture c
    ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading r ON r.capture = c.id JOIN announcement a ON a.extract = r.extract
    JOIN variant_link l ON l.source = a.source AND l.target = a.target AND l.state = 'known'
    JOIN resource s ON s.id = a.source AND s.article IS NOT NULL WHERE run.id = ?1"""
"""Articles that storing wrote, or wrote announcements for, and from which nothing is derived yet."""


def _plain_listings(db: Database, run_ids: Sequence[int]) -> set[int]:
    found = [{row[0] for row in db.execute(_PLAIN_LISTINGS, [run])} for run in run_ids]
    return found[0] if len(found) == 1 else set()


def _queue_captured(queue: WorkQueue, run_ids: Sequence[int]) -> None:
    """Queue the addresses that the runs concern, and the articles from which nothing is derived yet."""
    for run in run_ids:
        queue.add_addresses_from(_CAPTURED, [run])
        queue.add_addresses_from(_ANNOUNCED_FOR, [run])
        queue.add_articles_from(_STORED_ONLY, [run])
