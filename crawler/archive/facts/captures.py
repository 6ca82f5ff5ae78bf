"""Captures given back as they were stored: the facts of an exchange, with the payload byte for byte."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from sqlite_utils import Database

from crawler.archive.facts.headers import HeaderBlocks
from crawler.archive.facts.payloads import Payloads
from crawler.archive.sql import mark, moment
from crawler.errors import ArchiveBroken
from crawler.items import Capture

NO_ANSWER = frozenset({"blocked", "unreachable"})
"""Outcomes that say nothing of the address itself: a crawl requests it again."""


NEVER = 2**62
"""A time after every capture, in milliseconds UTC."""


class CaptureReader:
    """Reads the table ``capture``, with the payloads and header blocks that its rows refer to."""

    def __init__(self, db: Database, payloads: Payloads, headers: HeaderBlocks) -> None:
        self._conn = db.conn
        self._payloads = payloads
        self._headers = headers

    def all(self, resource: int | None, site: str | None) -> Iterator[Capture]:
        """Captures, oldest first; of one address (its id), of one site (its name), or of the whole archive."""
        rows = self._conn.execute(
            """SELECT capture.id FROM capture JOIN resource ON resource.id = capture.resource
            JOIN site ON site.id = resource.site
            WHERE (:resource IS NULL OR capture.resource = :resource) AND (:site IS NULL OR site.name = :site)
            ORDER BY capture.captured_at, resource.key, capture.id""",
            {"resource": resource, "site": site},
        )
        for (number,) in rows:
            yield self.one(number)

    def one(self, number: int) -> Capture:
        """One capture by its id, as it was stored.

        Its ``outcome`` is left empty for the reader to fill, except where the exchange had no answer. Raises
        ArchiveBroken where a part of it is gone.
        """
        row = self._conn.execute(
            """SELECT resource.uri_r, site.name, capture.captured_at, capture.method, capture.requested_uri,
                capture.request_body_digest, capture.status, capture.dictionary, capture.headers, capture.payload,
                place.uri_r, outcome.word, reading.reason
            FROM capture JOIN resource ON resource.id = capture.resource JOIN site ON site.id = resource.site
            JOIN reading ON reading.capture = capture.id JOIN outcome ON outcome.id = reading.outcome
            LEFT JOIN resource AS place ON place.id = resource.found_in WHERE capture.id = ?""",
            (number,),
        ).fetchone()
        if row is None:
            raise ArchiveBroken(f"capture {number} is incomplete: restore a copy of the archive")
        url, site, at, method, requested, body_digest, status, dictionary, packed, payload, place, outcome, reason = row
        request, response = self._headers.unpack(dictionary, packed)
        return Capture(
            url=url,
            captured_at=moment(at),
            site=site,
            method=method or "GET",
            asked=requested,
            request_headers=request,
            request_body_digest=body_digest,
            status=status,
            headers=response,
            body=b"" if payload is None else self._payloads.read(payload),
            found_in=place,
            outcome="" if status else outcome,
            reason="" if status else reason or "",
        )

    def newest_response(
        self, resource: int, *, method: str | None, until: int | None, has_body: bool, skipped: Collection[str]
    ) -> int | None:
        """The id of the newest response of an address, but for a 304; None without one.

        It answers ``method`` (None: any), is not later than ``until`` (milliseconds UTC), has a payload with
        ``has_body``, and was not ``unreadable`` for one of the reasons in ``skipped``. Of one moment, the one that was
        stored first is taken. Rows are read from the newest on, and no payload is read.
        """
        row = self._conn.execute(
            """SELECT capture.id FROM capture CROSS JOIN reading ON reading.capture = capture.id
            JOIN outcome ON outcome.id = reading.outcome LEFT JOIN payload ON payload.id = capture.payload
            WHERE capture.resource = :resource AND capture.captured_at <= :until AND capture.status NOT IN (0, 304)
                AND (:method IS NULL OR ifnull(capture.method, 'GET') = :method)
                AND (NOT :has_body OR payload.size > 0)
                AND NOT (outcome.word = 'unreadable' AND ifnull(reading.reason, '') IN (
                    SELECT value FROM json_each(:skipped)))
            ORDER BY capture.captured_at DESC, capture.id LIMIT 1""",
            {
                "resource": resource,
                "method": method,
                "until": NEVER if until is None else until,
                "has_body": has_body,
                "skipped": json.dumps(sorted(skipped)),
            },
        ).fetchone()
        return None if row is None else int(row[0])

    def payload_within(self, resource: int, start: int, end: int) -> bytes | None:
        """The payload of the first capture of an address from a time to before another (milliseconds UTC); empty where
        it has none, None where there is no capture."""
        row = self._conn.execute(
            """SELECT payload FROM capture WHERE resource = ? AND captured_at >= ? AND captured_at < ?
            ORDER BY captured_at, id LIMIT 1""",
            (resource, start, end),
        ).fetchone()
        if row is None:
            return None
        return b"" if row[0] is None else self._payloads.read(row[0])

    def last_at(self, resource: int, at: int, *, digits: str, within: int) -> int | None:
        """The id of the last capture of an address at a time (milliseconds UTC); None where no capture is so early.

        Of several within so many milliseconds: a page rather than a redirect, one with a body, the latest, the one
        stored first. ``digits`` chooses the one whose payload's digest begins so; empty, it chooses nothing.
        """
        row = self._conn.execute(
            f"""SELECT capture.id FROM capture LEFT JOIN payload ON payload.id = capture.payload
            WHERE resource = ? AND captured_at <= ? AND status > 0 AND status != 304
                AND ? IN ('', {mark("payload.digest")})
            ORDER BY captured_at / ? DESC, status BETWEEN 300 AND 399, payload IS NULL, captured_at DESC, capture.id
            LIMIT 1""",
            (resource, at, digits, within),
        ).fetchone()
        return None if row is None else int(row[0])
