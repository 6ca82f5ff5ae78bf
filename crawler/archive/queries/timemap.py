"""All captures of one address, and captures given back whole."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.facts.headers import HeaderBlocks
from crawler.archive.facts.payloads import Payloads
from crawler.archive.queries.references import article_of, resource_of
from crawler.archive.readings.extracts import article_of as article_in
from crawler.archive.readings.histories import until
from crawler.archive.schema.views import capture_log
from crawler.archive.sql import Row, digest, iso, milliseconds_of_iso, moment
from crawler.errors import ArchiveBroken
from crawler.items import Capture

_REVISION = """SELECT max(revision.number) FROM revision JOIN resource ON resource.article = revision.article
WHERE resource.id = ? AND revision.captured_at <= ?"""


def timemap_rows(db: Database, ref: str) -> Iterator[Row]:
    """Captures of an address, oldest first; ``revision`` is the number of the text that stood then, where it was read.

    Raises NotInArchive.
    """
    resource = resource_of(db, ref)
    rows = db.query(
        f"SELECT {_COLUMNS} FROM ({capture_log('capture.resource = ?')}) ORDER BY captured_at, payload_digest, status",
        [resource],
    )
    for row in rows:
        stood = row.pop("read_as") in ("article", "unchanged")
        number = None
        if stood:
            (number,) = db.conn.execute(_REVISION, (resource, milliseconds_of_iso(row["captured_at"]))).fetchone()
        yield row | {"revision": number}


def history_rows(db: Database, ref: str) -> Iterator[Row]:
    """Captures of all addresses of an article, oldest first: the keys of ``timemap_rows`` but ``revision``, and
    ``published published_raw date_source reader`` as they were read then, None where they were not; ``reader`` is an
    extractor and its version; ``uncounted`` says why the capture is no part of the history, empty where it is. Raises
    NotInArchive."""
    article = article_of(db, ref)
    dates = _dates(db, article)
    uncounted = _Uncounted(db, article)
    rows = db.query(
        f"""SELECT {_COLUMNS} FROM ({capture_log(f"capture.resource IN ({_ADDRESSES})")})
        ORDER BY captured_at, payload_digest, status""",
        {"article": article},
    )
    for row in rows:
        del row["read_as"]
        read = dates.get((row["id"], row["captured_at"], row["payload_digest"]), _UNDATED)
        yield row | read | {"uncounted": uncounted.why(row, was_read=read is not _UNDATED)}


class _Uncounted:
    """Why captures of an article are no part of its history."""

    def __init__(self, db: Database, article: int) -> None:
        self._runs = dict(db.conn.execute("SELECT id, discounted FROM run WHERE discounted IS NOT NULL").fetchall())
        keys = dict(db.conn.execute("SELECT id, key FROM resource WHERE article = ?", (article,)).fetchall())
        self._until = {keys[number]: limit for number, limit in until(db, article).items()}

    def why(self, row: Row, *, was_read: bool) -> str:
        """Empty where it is."""
        if row["run"] in self._runs:
            return str(self._runs[row["run"]])
        limit = self._until.get(row["id"], 0)
        is_counted = limit is None or milliseconds_of_iso(row["captured_at"]) < limit
        return "" if is_counted or not was_read else "another address counts"


_DATE = ("published", "published_raw", "date_source")
_UNDATED: Row = dict.fromkeys((*_DATE, "reader"))
_ADDRESSES = """SELECT id FROM resource WHERE article = :article
    OR alias_of IN (SELECT id FROM resource WHERE article = :article)"""
_DATES = f"""SELECT address.key, {iso("capture.captured_at")}, {digest("payload.digest")}, extract.id,
    extractor.name || ' ' || extractor.version
FROM capture JOIN resource AS address ON address.id = capture.resource
JOIN reading ON reading.capture = capture.id
JOIN extract ON extract.id = reading.extract AND extract.kind = 'article'
JOIN extractor ON extractor.id = extract.extractor
LEFT JOIN payload ON payload.id = capture.payload WHERE capture.resource IN ({_ADDRESSES})"""


def _dates(db: Database, article: int) -> dict[tuple[str, str, str], Row]:
    read: dict[int, Row] = {}
    found: dict[tuple[str, str, str], Row] = {}
    for key, at, payload, extract, reader in db.conn.execute(_DATES, {"article": article}):
        if extract not in read:
            text = article_in(db, extract)
            read[extract] = {name: getattr(text, name) for name in _DATE} | {"reader": reader}
        found[key, at, payload] = read[extract]
    return found


_COLUMNS = """id, url, captured_at, status, outcome, payload_digest, bytes, run, reason, method, asked, location,
    read_as"""


def captures(
    db: Database, payloads: Payloads, headers: HeaderBlocks, resource: int | None, site: str | None
) -> Iterator[Capture]:
    """Facts, oldest first, with their payloads byte for byte; of one address, one site, or all."""
    rows = db.conn.execute(
        """SELECT capture.id FROM capture JOIN resource ON resource.id = capture.resource
        JOIN site ON site.id = resource.site
        WHERE (:resource IS NULL OR capture.resource = :resource) AND (:site IS NULL OR site.name = :site)
        ORDER BY capture.captured_at, resource.key, capture.id""",
        {"resource": resource, "site": site},
    )
    for (number,) in rows:
        yield capture_of(db, payloads, headers, number)


def capture_of(db: Database, payloads: Payloads, headers: HeaderBlocks, number: int) -> Capture:
    """One capture as it was stored; what it was read to be is left to the reader, except where there was no answer."""
    row = db.conn.execute(
        """SELECT resource.uri_r, site.name, capture.captured_at, capture.method, capture.asked,
            capture.request_body_digest, capture.status, capture.dictionary, capture.headers, capture.payload,
            place.uri_r, outcome.word, reading.reason
        FROM capture JOIN resource ON resource.id = capture.resource JOIN site ON site.id = resource.site
        JOIN reading ON reading.capture = capture.id JOIN outcome ON outcome.id = reading.outcome
        LEFT JOIN resource AS place ON place.id = resource.found_in WHERE capture.id = ?""",
        (number,),
    ).fetchone()
    if row is None:
        raise ArchiveBroken(f"capture {number} is not whole: restore a copy of the archive")
    url, site, at, method, asked, body_digest, status, dictionary, packed, payload, place, outcome, reason = row
    request, response = headers.unpack(dictionary, packed)
    return Capture(
        url=url,
        captured_at=moment(at),
        site=site,
        method=method or "GET",
        asked=asked,
        request_headers=request,
        request_body_digest=body_digest,
        status=status,
        headers=response,
        body=b"" if payload is None else payloads.read(payload),
        found_in=place,
        outcome="" if status else outcome,
        reason="" if status else reason or "",
    )
