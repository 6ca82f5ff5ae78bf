"""Answers by which single pages of articles were refused or unreadable, while the rest of the site answered well.

An unpublished page of some systems answers 403. Such answers never confirm a removal; again and again, they make one
suspected (``crawler.rules.history.removals``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.readings.extracts import found_in
from crawler.archive.sql import AMONG

FEW = 0.5
"""The largest share of such answers in a run in which they say something of their pages. A crawl of what is due may
make few other requests; a wall refuses the listings too, and then a run has hardly a good answer."""

DENIED_ANSWER = """(o.word = 'unreadable' OR o.word = 'blocked'
    AND g.reason IN ('http-401', 'http-403', 'http-451', 'firewall', 'log-in'))"""
"""SQL for whether an answer (``reading`` as ``g``, ``outcome`` as ``o``) may concern its page alone. A page that says
"Access denied" reads as a firewall's, and one that asks for a password as a log-in wall."""

_ANSWERS = f"""
    SELECT c.resource, c.id, c.captured_at, ifnull(hex(p.digest), ''), ifnull(g.reason, ''), c.run, r.uri_r, o.word
    FROM resource r JOIN capture c ON c.resource = r.id JOIN reading g ON g.capture = c.id
    JOIN outcome o ON o.id = g.outcome AND {DENIED_ANSWER}
    JOIN run ON run.id = c.run AND run.ignored_because IS NULL AND run.outage IS NULL
    LEFT JOIN payload p ON p.id = c.payload
    WHERE r.article IS NOT NULL AND r.id {AMONG}"""

_RUN = f"""
    SELECT total(o.word IN ('article', 'listing', 'feed', 'unchanged')), total({DENIED_ANSWER})
    FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading g ON g.capture = c.id JOIN outcome o ON o.id = g.outcome WHERE run.id = ?"""

_LISTINGS = """
    SELECT DISTINCT g.extract FROM run JOIN capture c
    ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading g ON g.capture = c.id JOIN extract e ON e.id = g.extract AND e.kind = 'listing' WHERE run.id = ?"""


class Denial(NamedTuple):
    """One such answer."""

    resource: int
    capture: int
    captured_at: int
    """Milliseconds UTC."""
    payload_digest: str
    reason: str


def denials(db: Database, among: str) -> Iterator[Denial]:
    """The answers of these addresses (a JSON array of ids) that concern their pages alone.

    In the run most pages stood. A page that a listing of the run has is there, so that an unreadable one is a fault of
    the page object.
    """
    stood: dict[int, bool] = {}
    listed: dict[int, frozenset[str]] = {}
    for *facts, run, url, word in db.execute(_ANSWERS, [among]).fetchall():
        denial = Denial(*facts)
        if run not in stood:
            good, denied = db.execute(_RUN, [run]).fetchone()
            stood[run] = denied <= FEW * (good + denied)
        if not stood[run]:
            continue
        if word == "unreadable" or not denial.reason.startswith("http-"):
            if run not in listed:
                extracts = [row[0] for row in db.execute(_LISTINGS, [run]).fetchall()]
                listed[run] = frozenset().union(*(found_in(db, extract) for extract in extracts))
            if url in listed[run]:
                continue
        yield denial
