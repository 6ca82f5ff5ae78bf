"""Queries on the ledger: what happened to articles, newest first, each event with the captures that show it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.queries.references import article_of
from crawler.archive.queries.runs import REVISIONS_OF_RUN
from crawler.archive.schema.views import APPEARED, EVENTS
from crawler.archive.sql import READ, Row, digest, iso, iso_text, milliseconds
from crawler.rules.dates.intervals import first_moment, last_moment

EVENT_KINDS = (
    "appeared", "edited", "moved", "vanished", "restored",
    "redated", "pictured", "typography", "withdrawn", "furniture",
)  # fmt: skip
"""What can happen to an article. The last one concerns a site: its article is the first that showed it."""

_CHUNK = 200
"""Events whose captures are fetched together."""


class ChangeFilter(NamedTuple):
    """A filter of events; None in a field filters nothing."""

    site: str | None = None
    kind: str | None = None
    since: int | None = None
    """Milliseconds UTC; events at this time or later."""
    until: int | None = None
    """Milliseconds UTC; events at this time or earlier."""
    run: int | None = None
    article: int | None = None

    def halves(self) -> str:
        """SQL for the events that pass the filter, newest first.

        One half reads the table ``event``. The other derives ``appeared`` from the articles, since that kind has no
        rows in ``event``: every article appeared when it was first captured. Each half reads the index of its times
        backwards. CROSS JOIN makes SQLite begin with that index, regardless of its statistics.
        """
        given = [name for name in ("site", "since", "until", "run", "article") if getattr(self, name) is not None]
        kinds = [] if self.kind is None else ["event.kind = :kind"]
        halves = []
        if self.kind != "appeared":
            where = " AND ".join([*(_OF_EVENT[name] for name in given), *kinds])
            halves.append(EVENTS.format(join="CROSS JOIN", where=where or "1"))
        if self.kind in (None, "appeared"):
            where = " AND ".join(_OF_ARTICLE[name] for name in given)
            halves.append(APPEARED.format(join="CROSS JOIN", where=where or "1"))
        return " UNION ALL ".join(halves) + " ORDER BY at DESC, id, kind LIMIT :limit"


_SITE = "(SELECT site.id FROM site WHERE site.name = :site)"
_OF_EVENT = {
    "site": f"+article.site = {_SITE}",
    "since": "event.at >= :since",
    "until": "event.at <= :until",
    "run": "event.run = :run",
    "article": "event.article = :article",
}
_OF_ARTICLE = {
    "site": f"article.site = {_SITE}",
    "since": "article.first_seen >= :since",
    "until": "article.first_seen <= :until",
    "run": f"article.id IN (SELECT begun.article FROM ({REVISIONS_OF_RUN}) AS begun WHERE begun.number = 1)",
    "article": "article.id = :article",
}


def change_filter(
    db: Database,
    *,
    site: str | None,
    kind: str | None,
    since: str | None,
    until: str | None,
    run: int | None,
    ref: str | None,
) -> ChangeFilter:
    """A filter of events from the arguments of ``archive.changes``.

    ``since`` and ``until`` are days (``YYYY-MM-DD``, in UTC) or times with their offset (RFC 3339). Raises ValueError
    for another ``kind``, ``since`` or ``until``, and NotInArchive for a ``ref`` that means no article.
    """
    if kind is not None and kind not in EVENT_KINDS:
        raise ValueError(f"{kind!r} is not a kind of event: use one of {', '.join(EVENT_KINDS)}")
    return ChangeFilter(
        site=site,
        kind=kind,
        since=None if since is None else milliseconds(first_moment(since)),
        until=None if until is None else milliseconds(last_moment(until)),
        run=run,
        article=None if ref is None else article_of(db, ref),
    )


def change_rows(db: Database, chosen: ChangeFilter, limit: int | None) -> Iterator[Row]:
    """Events that pass the filter, newest first; events of the same millisecond are ordered by id and kind.

    ``confirmed`` is None for a removal that is only suspected. ``captures`` is the evidence in the order of time: the
    captures before and after the event, and each answer that says the article is gone.
    """
    cursor = db.conn.execute(chosen.halves(), {**chosen._asdict(), "limit": -1 if limit is None else limit})
    names = [column[0] for column in cursor.description]
    while chunk := cursor.fetchmany(_CHUNK):
        events = [_Event(dict(zip(names, values, strict=True))) for values in chunk]
        captures = _captures(db, {number for event in events for number in event.captures})
        for event in events:
            shown = [captures[number] for number in event.captures if number in captures]
            yield event.row | {"captures": sorted(shown, key=lambda each: str(each["captured_at"]))}


class _Event:
    """A row of the result, and the ids of the captures that show the event."""

    def __init__(self, stored: Row) -> None:
        summary = json.loads(stored.pop("summary"))
        gone = summary.pop("captures", ())
        self.captures = dict.fromkeys(
            number for number in (stored.pop("before"), *gone, stored.pop("after")) if number is not None
        )
        at, confirmed = stored["at"], stored["confirmed"]
        if stored["kind"] != "vanished" and confirmed is None:
            confirmed = at  # the event itself was captured: only a removal needs to be confirmed
        self.row = stored | {
            "at": iso_text(at),
            "confirmed": None if confirmed is None else iso_text(confirmed),
            "summary": summary,
        }


def _captures(db: Database, numbers: Iterable[int]) -> Mapping[int, Row]:
    """Captures by id, with the outcomes of ``timemap``: ``unchanged`` if the payload is that of the one before."""
    rows = db.query(_CAPTURES, [json.dumps(sorted(numbers))])
    return {row.pop("number"): row for row in rows}


_CAPTURES = f"""SELECT capture.id AS number, resource.key AS id, resource.uri_r AS url,
    {iso("capture.captured_at")} AS captured_at, capture.status AS status,
    -- the outcome is 'unchanged' where the last answer before it that was read had the same payload
    CASE WHEN outcome.word IN {READ} AND capture.payload = (
        SELECT earlier.payload FROM capture AS earlier
        JOIN reading AS then_read ON then_read.capture = earlier.id
        JOIN outcome AS then_was ON then_was.id = then_read.outcome
        WHERE earlier.resource = capture.resource AND earlier.captured_at < capture.captured_at
            AND then_was.word IN {READ}
        ORDER BY earlier.captured_at DESC LIMIT 1
    ) THEN 'unchanged' ELSE outcome.word END AS outcome,
    ifnull(reading.reason, '') AS reason, {digest("payload.digest")} AS payload_digest
-- the parameter is a JSON array of ids of captures; CROSS JOIN makes SQLite begin with it
FROM json_each(?) AS given
CROSS JOIN capture ON capture.id = given.value
-- how each capture was read, its address and its payload
JOIN reading ON reading.capture = capture.id
JOIN outcome ON outcome.id = reading.outcome
JOIN resource ON resource.id = capture.resource
LEFT JOIN payload ON payload.id = capture.payload"""
