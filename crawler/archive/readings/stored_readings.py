"""Stored answers with their current readings, for callers that read them again."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.archive.facts.captures import CaptureReader
from crawler.archive.readings.extracts import digest_of, expand, newest, read_article
from crawler.archive.sql import AMONG, storable
from crawler.items import Article, Capture

_STORED = """
    -- the capture and its reading, then the extract, the ids of both, and the address of which this one is an alias
    SELECT c.id, c.resource, o.word, ifnull(g.reason, ''), ifnull(x.name, ''), ifnull(x.version, ''), t.uri_r,
        e.kind, e.fields, e.digest, g.extract, g.extractor, twin.uri_r
    FROM capture c JOIN reading g ON g.capture = c.id JOIN outcome o ON o.id = g.outcome
    LEFT JOIN extract e ON e.id = g.extract LEFT JOIN extractor x ON x.id = g.extractor
    LEFT JOIN resource t ON t.id = g.target
    JOIN resource r ON r.id = c.resource LEFT JOIN resource twin ON twin.id = r.alias_of
    WHERE c.status != 0 AND c.{column} {AMONG} ORDER BY c.resource, c.captured_at, c.id"""


_BESIDE = """
    SELECT g.extractor AS reader, e.content_digest AS content, (
        -- the nearest capture before or after it at the same address that was read as an article, in a run that counts
        SELECT d.id FROM capture d JOIN reading h ON h.capture = d.id
        JOIN extract f ON f.id = h.extract AND f.kind = 'article'
        JOIN run q ON q.id = d.run AND q.ignored_because IS NULL
        WHERE d.resource = c.resource AND d.captured_at {side}
        ORDER BY d.captured_at {order}, d.id {order} LIMIT 1) AS id
    -- captures of the run that were read as articles
    FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading g ON g.capture = c.id JOIN extract e ON e.id = g.extract AND e.kind = 'article'
    WHERE run.id = ?1"""
"""SQL for each article capture of a run with its neighbour at the address, earlier or later (``side``, ``order``)."""

_DOUBTFUL = f"""
    SELECT DISTINCT p.id FROM (
        -- both neighbours of each capture of the run
        {_BESIDE.format(side="< c.captured_at", order="DESC")}
        UNION ALL
        {_BESIDE.format(side="> c.captured_at", order="ASC")}) AS now
    JOIN capture p ON p.id = now.id AND p.run != ?1
    JOIN reading b ON b.capture = p.id JOIN extract x ON x.id = b.extract
    -- neighbours in other runs with another extractor or content, unless this extractor read the same out of them
    WHERE NOT (b.extractor = now.reader AND x.content_digest = now.content) AND NOT EXISTS (
        SELECT 1 FROM rereading t WHERE t.capture = p.id AND t.extractor = now.reader
            AND t.content = substr(now.content, 1, 8))
    ORDER BY p.id"""


class StoredReading(NamedTuple):
    """A capture of the archive with its current reading."""

    number: int
    """The capture's id."""
    resource: int
    capture: Capture
    """The capture's facts, without a reading."""
    outcome: str
    reason: str
    extractor: str
    version: str
    """The version that the page object declares, without the mark of its state (``~2``)."""
    location: str | None
    article: Article | None
    listing: dict[str, Any] | None
    """The stored fields of a listing: ``found titled dated next_url last_page token``."""
    digest: bytes | None
    extract: int | None
    reader: int | None
    """The id of the extractor in the state in which it read the capture."""
    alias_of: str | None


def count(db: Database, site: str) -> int:
    """How many captures of a site have an answer."""
    row = db.conn.execute(
        """SELECT count(*) FROM site JOIN resource r ON r.site = site.id JOIN capture c ON c.resource = r.id
        WHERE site.name = ? AND c.status != 0""",
        (site,),
    ).fetchone()
    return int(row[0])


def stored(db: Database, captures: CaptureReader, site: str, most: int) -> Iterator[list[StoredReading]]:
    """All answers of a site in batches of about ``most``; all addresses of an article are in one batch.

    Memory grows by only a few bytes per address.
    """
    places, articles = array("q"), array("q")
    for place, article in db.conn.execute(
        """SELECT r.id, ifnull(r.article, -ifnull(r.alias_of, r.id)) FROM site JOIN resource r ON r.site = site.id
        WHERE site.name = ? AND EXISTS (SELECT 1 FROM capture WHERE resource = r.id) ORDER BY 2, 1""",
        (site,),
    ):
        places.append(place)
        articles.append(article)
    batch: list[StoredReading] = []
    for _, group in groupby(range(len(places)), key=articles.__getitem__):
        batch += _fetch(db, captures, "resource", [places[at] for at in group])
        if len(batch) >= most:
            yield batch
            batch = []
    if batch:
        yield batch


def doubtful(db: Database, captures: CaptureReader, run: int, most: int) -> Iterator[list[StoredReading]]:
    """The captures of other runs, in batches of ``most``, from which this run's captures differ.

    Such a capture is the last one before or the first one after a capture of this run at the same address. It has other
    content, or another extractor read it.
    """
    numbers = [row[0] for row in db.conn.execute(_DOUBTFUL, (run,))]
    for start in range(0, len(numbers), most):
        yield _fetch(db, captures, "id", numbers[start : start + most])


def _fetch(db: Database, captures: CaptureReader, column: str, values: list[int]) -> list[StoredReading]:
    rows = db.conn.execute(_STORED.format(column=column, AMONG=AMONG), (json.dumps(values),)).fetchall()
    return [_stored(captures.one(row[0]), row) for row in rows]


def _stored(capture: Capture, row: tuple[Any, ...]) -> StoredReading:
    number, resource, outcome, reason, extractor, version, location, kind, packed, *rest = row
    fields = b"" if packed is None else expand(packed)
    return StoredReading(
        number,
        resource,
        capture,
        outcome,
        reason,
        extractor,
        version.partition("~")[0],
        location,
        read_article(fields) if kind == "article" else None,
        json.loads(fields) if kind == "listing" else None,
        *rest,
    )


def is_same(db: Database, stored: StoredReading, read: Capture) -> bool:
    """Whether a new reading equals the stored one in every field, by the same extractor in the same state."""
    if (stored.outcome, stored.reason, stored.location) != (read.outcome, storable(read.reason), read.location):
        return False
    if read.alias_of and read.alias_of != stored.alias_of:
        return False
    named = bool(read.extractor or read.article is not None or read.listing is not None)
    reader = newest(db.conn, read.extractor, read.extractor_version) if named else None
    if reader != stored.reader or (named and reader is None):
        return False
    return (None if reader is None else digest_of(read, stored.resource, reader)) == stored.digest
