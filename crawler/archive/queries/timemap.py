"""The timemap of an address (all its captures), and the captures of all addresses of an article."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.queries.references import article_of, resource_of
from crawler.archive.readings.counted_readings import until
from crawler.archive.readings.extracts import article_of as article_in
from crawler.archive.schema.views import capture_log
from crawler.archive.sql import Row, digest, iso, milliseconds_of_iso

_REVISION = """SELECT max(revision.number) FROM revision JOIN resource ON resource.article = revision.article
WHERE resource.id = ? AND revision.captured_at <= ?"""


def timemap_rows(db: Database, ref: str) -> Iterator[Row]:
    """Captures of an address, oldest first, with the keys of ``archive.captures.timemap``.

    ``revision`` is the number of the revision that was current then; None where the capture was not read as an article
    or as unchanged. Raises NotInArchive.
    """
    resource = resource_of(db, ref)
    rows = db.query(
        f"SELECT {_COLUMNS} FROM ({capture_log('capture.resource = ?')}) ORDER BY captured_at, payload_digest, status",
        [resource],
    )
    for row in rows:
        is_article = row.pop("read_as") in ("article", "unchanged")
        number = None
        if is_article:
            (number,) = db.conn.execute(_REVISION, (resource, milliseconds_of_iso(row["captured_at"]))).fetchone()
        yield row | {"revision": number}


def history_rows(db: Database, ref: str) -> Iterator[Row]:
    """Captures of all addresses of an article, oldest first: the keys of ``timemap_rows`` but ``revision``, and more.

    ``published published_raw date_source reader`` are what was read out of the capture; they are None where it was not
    read as an article. ``reader`` is the extractor and its version. ``uncounted`` says why the capture is not part of
    the article's history; it is empty where the capture is. Raises NotInArchive.
    """
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
    """Knows which captures of an article are not part of its history, and why."""

    def __init__(self, db: Database, article: int) -> None:
        self._runs = dict(
            db.conn.execute("SELECT id, ignored_because FROM run WHERE ignored_because IS NOT NULL").fetchall()
        )
        keys = dict(db.conn.execute("SELECT id, key FROM resource WHERE article = ?", (article,)).fetchall())
        self._until = {keys[number]: limit for number, limit in until(db, article).items()}

    def why(self, row: Row, *, was_read: bool) -> str:
        """The reason why a capture is not part of the history; empty where it is."""
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
    """The dates read out of each capture, by the id of its address, its time and its payload digest."""
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
