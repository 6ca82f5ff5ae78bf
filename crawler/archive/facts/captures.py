"""Captures given back as they were stored: the facts of an exchange, with the payload byte for byte."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.facts.headers import HeaderBlocks
from crawler.archive.facts.payloads import Payloads
from crawler.archive.sql import mark, moment
from crawler.errors import ArchiveBroken
from crawler.items import Capture

NO_ANSWER = frozenset({"blocked", "unreachable"})
"""Outcomes that say nothing of the address itself: a crawl requests it again."""


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
