"""What an announced address is where it is not an article, and which articles that concerns."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import closing
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.derive.work_queue import ADDRESSES, WorkQueue
from crawler.archive.sql import AMONG
from crawler.rules.stories.matching import (
    FRONT_PAGE,
    KNOWN,
    LISTING,
    MISSING,
    NOT_AN_ARTICLE,
    OFFSITE,
    REFUSED,
    LinkVerdict,
)

_BY_KIND = {
    "listing": LinkVerdict(REFUSED, LISTING),
    "feed": LinkVerdict(REFUSED, LISTING),
    "sitemap": LinkVerdict(REFUSED, LISTING),
    "file": LinkVerdict(REFUSED, NOT_AN_ARTICLE),
    "robots": LinkVerdict(REFUSED, NOT_AN_ARTICLE),
}
_BY_OUTCOME = {
    "front": LinkVerdict(REFUSED, FRONT_PAGE),
    "listing": LinkVerdict(REFUSED, LISTING),
    "feed": LinkVerdict(REFUSED, LISTING),
    "sitemap": LinkVerdict(REFUSED, LISTING),
    "file": LinkVerdict(REFUSED, NOT_AN_ARTICLE),
    "robots": LinkVerdict(REFUSED, NOT_AN_ARTICLE),
    "unreadable": LinkVerdict(REFUSED, NOT_AN_ARTICLE),
    "missing": LinkVerdict(MISSING),
}
HOPS = 20
"""A redirect chain longer than this is not followed."""


class TargetAnswer(NamedTuple):
    """The latest answer of an address, or why there is no answer; ordered by time, then payload."""

    decisive: bool
    captured_at: int
    payload_digest: str
    outcome: str
    onward: str
    """Where a redirect leads: orders two of one instant."""
    target: int | None


_NEWEST_FIRST = """
    SELECT o.word NOT IN ('blocked', 'unreachable', 'excluded', 'offsite'), c.captured_at,
        ifnull(hex(p.digest), ''), iif(r.reason IN ('front', 'front-page'), 'front', o.word),
        ifnull(t.uri_r, ''), r.target
    -- CROSS JOIN keeps the order of the index of captures.
    FROM capture c CROSS JOIN reading r ON r.capture = c.id
    CROSS JOIN outcome o ON o.id = r.outcome AND o.word != 'unchanged'
    CROSS JOIN run ON run.id = c.run AND run.ignored_because IS NULL
    LEFT JOIN payload p ON p.id = c.payload LEFT JOIN resource t ON t.id = r.target
    WHERE c.resource = ? ORDER BY c.captured_at DESC"""
"""SQL for the answers of an address, the newest first."""


def leaves(db: Database, resources: Collection[int]) -> dict[int, LinkVerdict]:
    """The verdict on each of these addresses, which are not articles; redirects are followed."""
    verdicts: dict[int, LinkVerdict] = {}
    ends = {key: key for key in resources}
    for _ in range(HOPS):
        if not ends:
            break
        found = _ends(db, set(ends.values()))
        for start, end in list(ends.items()):
            verdict = found.get(end, LinkVerdict(KNOWN))
            if isinstance(verdict, LinkVerdict):
                verdicts[start] = verdict
                del ends[start]
            else:
                ends[start] = verdict
    return verdicts | dict.fromkeys(ends, LinkVerdict(KNOWN))


def _ends(db: Database, resources: Collection[int]) -> dict[int, LinkVerdict | int]:
    """The verdict on each of these addresses, or the address to which its latest redirect leads."""
    among = json.dumps(sorted(resources))
    found: dict[int, LinkVerdict | int] = {}
    refusals: dict[int, str] = {}
    kinds: dict[int, LinkVerdict] = {}
    for key, uri, kind, refusal in db.execute(
        f"""SELECT id, uri_r, iif(uri_r IN (
                SELECT value FROM site, json_each(site.fronts) WHERE site.id = resource.site), 'front', kind),
            refusal FROM resource WHERE id {AMONG}""",
        [among],
    ):
        if refusal:
            refusals[key] = refusal
        if kind == "front" or (uri.endswith("/") and uri.count("/") == 3):  # https://host/
            found[key] = LinkVerdict(REFUSED, FRONT_PAGE)
        elif kind in _BY_KIND:
            kinds[key] = _BY_KIND[kind]
    for key, answer in _answers(db, set(resources) - found.keys()).items():
        if answer.outcome == "moved" and answer.target is not None:
            found[key] = answer.target
        else:
            found[key] = _BY_OUTCOME.get(answer.outcome, LinkVerdict(KNOWN, "" if answer.decisive else answer.outcome))
    for key, verdict in kinds.items():
        if found.get(key, LinkVerdict(KNOWN)) == LinkVerdict(KNOWN):
            found[key] = verdict
    for key, refusal in refusals.items():
        found.setdefault(key, LinkVerdict(REFUSED, OFFSITE) if refusal == "offsite" else LinkVerdict(KNOWN, refusal))
    return found


def _answers(db: Database, resources: Collection[int]) -> dict[int, TargetAnswer]:
    """The latest answer of each address; a decisive one comes before all that are not."""
    found = {key: _latest(db, key) for key in sorted(resources)}
    return {key: answer for key, answer in found.items() if answer is not None}


def _latest(db: Database, key: int) -> TargetAnswer | None:
    """Rows are read from the newest on, and no further than needed: a listing has one for each run."""
    latest: TargetAnswer | None = None
    with closing(db.conn.execute(_NEWEST_FIRST, [key])) as rows:
        for decisive, *row in rows:
            answer = TargetAnswer(bool(decisive), *row)
            if latest is not None and latest.decisive and answer.captured_at < latest.captured_at:
                break
            latest = answer if latest is None or answer > latest else latest
    return latest


def queue_announcers(db: Database, queue: WorkQueue) -> None:
    """Queue the articles that announce a queued address (or a redirect to it) which is not an article, and has
    another verdict than before."""
    among = [
        row[0]
        for row in db.execute(
            f"""WITH RECURSIVE place (id) AS (
                SELECT t.id FROM {ADDRESSES} t CROSS JOIN resource r ON r.id = t.id WHERE r.article IS NULL
                UNION SELECT c.resource FROM place JOIN reading d ON d.target = place.id
                    JOIN capture c ON c.id = d.capture)
            SELECT place.id FROM place JOIN resource r ON r.id = place.id WHERE r.article IS NULL"""
        )
    ]
    queue.add_articles_from(
        """SELECT s.article FROM variant_link v JOIN resource s ON s.id = v.source
        WHERE v.target = ? AND s.article IS NOT NULL AND v.state != 'withdrawn'
            AND (v.state != ? OR ifnull(v.reason, '') != ?)""",
        *((key, *verdict) for key, verdict in leaves(db, among).items()),
    )
