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

FEW = 0.25
"""The largest share of new refusals in a run in which refusals say something of their pages: those of one article in
three languages, say, where the run read three listings and six other articles. A wall refuses more."""

_DAY = 24 * 3600 * 1000
"""A listing that was read at most so long, in milliseconds, before an answer is of its time."""

DENIED_ANSWER = """(o.word = 'unreadable'
        AND ifnull(g.reason, '') NOT IN ('page-error', 'spider-error', 'pipeline-error')
    OR o.word = 'blocked' AND g.reason IN ('http-401', 'http-403', 'http-451', 'firewall', 'log-in'))"""
"""SQL for whether an answer (``reading`` as ``g``, ``outcome`` as ``o``) may concern its page alone. A page that says
"Access denied" reads as a firewall's, and one that asks for a password as a log-in wall. A page on which our own code
failed says nothing."""

_ANSWERS = f"""
    SELECT c.resource, c.id, c.captured_at, ifnull(hex(p.digest), ''), ifnull(g.reason, ''), c.run, r.uri_r, o.word
    FROM resource r JOIN capture c ON c.resource = r.id JOIN reading g ON g.capture = c.id
    JOIN outcome o ON o.id = g.outcome AND {DENIED_ANSWER}
    JOIN run ON run.id = c.run AND run.ignored_because IS NULL AND run.outage IS NULL
    LEFT JOIN payload p ON p.id = c.payload
    WHERE r.article IS NOT NULL AND r.id {AMONG}"""

_GOOD = """
    SELECT count(*) FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading g ON g.capture = c.id JOIN outcome o ON o.id = g.outcome
        AND o.word IN ('article', 'listing', 'feed', 'unchanged') WHERE run.id = ?"""

_DENIED = f"""
    -- for each answer of the run without a page: the earlier run in which its address was last denied, if it has not
    -- answered anything else since
    SELECT iif({DENIED_ANSWER}, before.run, NULL) FROM (
        SELECT (
            SELECT d.id FROM capture d JOIN reading h ON h.capture = d.id JOIN outcome w ON w.id = h.outcome
                AND w.word IN ('article', 'unchanged', 'moved', 'missing', 'blocked', 'unreadable')
            JOIN run e ON e.id = d.run AND e.ignored_because IS NULL AND e.outage IS NULL
                AND (e.started, e.id) < (run.started, run.id)
            WHERE d.resource = c.resource AND d.captured_at < c.captured_at
            ORDER BY d.captured_at DESC, d.id DESC LIMIT 1) AS last
        FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
        JOIN reading g ON g.capture = c.id JOIN outcome o ON o.id = g.outcome AND o.word IN ('blocked', 'unreadable')
        WHERE run.id = ?)
    LEFT JOIN capture before ON before.id = last LEFT JOIN reading g ON g.capture = before.id
    LEFT JOIN outcome o ON o.id = g.outcome"""

_LISTINGS = """
    SELECT g.extract, max(c.captured_at) FROM run JOIN capture c
    ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading g ON g.capture = c.id JOIN extract e ON e.id = g.extract AND e.kind = 'listing' WHERE run.id = ?
    GROUP BY g.extract"""


class Denial(NamedTuple):
    """One such answer."""

    resource: int
    capture: int
    captured_at: int
    """Milliseconds UTC."""
    payload_digest: str
    reason: str


class _Runs:
    """The runs whose refusals say something of their pages."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._speaks: dict[int, bool] = {}
        self._listed: dict[int, dict[str, int]] = {}

    def speaks(self, run: int) -> bool:
        """Whether most pages stood in a run.

        A page that was refused before, in a run that speaks, and has not stood since is no new refusal: crawls of what
        is due request few pages, and such a page again and again.
        """
        waiting = [run]
        while waiting:
            (good,) = self._db.execute(_GOOD, [waiting[-1]]).fetchone()
            before: list[int | None] = [row[0] for row in self._db.execute(_DENIED, [waiting[-1]]).fetchall()]
            open_runs = {each for each in before if each is not None and each not in self._speaks}
            if open_runs and not _are_few(len(before), good):
                waiting += open_runs
                continue
            new = [each for each in before if each is None or not self._speaks.get(each)]
            self._speaks[waiting.pop()] = _are_few(len(new), good)
        return self._speaks[run]

    def has_listed(self, run: int, url: str, at: int) -> bool:
        """Whether a listing of the run has an address at a time (milliseconds UTC). An import may hold many days."""
        if run not in self._listed:
            last: dict[str, int] = {}
            for extract, captured_at in self._db.execute(_LISTINGS, [run]).fetchall():
                for found in found_in(self._db, extract):
                    last[found] = max(captured_at, last.get(found, captured_at))
            self._listed[run] = last
        listed_at = self._listed[run].get(url)
        return listed_at is not None and listed_at >= at - _DAY


def _are_few(refused: int, good: int) -> bool:
    return good > 0 and refused <= FEW * (good + refused)


def denials(db: Database, among: str) -> Iterator[Denial]:
    """The answers of these addresses (a JSON array of ids) that concern their pages alone.

    In the run most pages stood. A page that a listing of the run has is there: an unreadable one is then a fault of the
    page object, and a firewall's words are about its address.
    """
    runs = _Runs(db)
    for *facts, run, url, word in db.execute(_ANSWERS, [among]).fetchall():
        denial = Denial(*facts)
        if not runs.speaks(run):
            continue
        if (word == "unreadable" or not denial.reason.startswith("http-")) and runs.has_listed(
            run, url, denial.captured_at
        ):
            continue
        yield denial
