"""An article's text as one capture had it: what a permanent address shows, whatever is captured or imported later."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.queries.references import article_of, resource_of
from crawler.archive.queries.revisions import number_at, revision_row
from crawler.archive.readings.extracts import article_of as article_in
from crawler.archive.readings.histories import until
from crawler.archive.sql import Row, digest, iso, milliseconds
from crawler.archive.sql import mark as mark_sql
from crawler.errors import NotInArchive
from crawler.items import Article
from crawler.rules.dates.intervals import last_moment
from crawler.rules.history.revisions import PARSER_CHANGED
from crawler.rules.text.digests import mark_of

_READ = f"""SELECT capture.id, {mark_sql("payload.digest")} AS mark
FROM capture JOIN reading ON reading.capture = capture.id
JOIN extract ON extract.id = reading.extract AND extract.kind = 'article'
LEFT JOIN payload ON payload.id = capture.payload
WHERE capture.resource = :resource AND capture.captured_at = :at ORDER BY capture.id"""

_BY = """SELECT capture.id FROM revision
JOIN capture AS start ON start.id = revision.capture JOIN reading AS began ON began.capture = start.id
JOIN extract AS first ON first.id = began.extract JOIN extract AS shown ON shown.id = revision.extract
JOIN capture ON capture.captured_at BETWEEN revision.captured_at AND :at
    AND capture.resource IN (SELECT id FROM resource WHERE article = :article)
JOIN run ON run.id = capture.run AND run.ignored_because IS NULL
JOIN reading ON reading.capture = capture.id
JOIN extract ON extract.id = reading.extract AND extract.content_digest IN (first.content_digest, shown.content_digest)
LEFT JOIN payload ON payload.id = capture.payload
WHERE revision.article = :article AND revision.number = :number
ORDER BY capture.captured_at DESC, payload.digest DESC LIMIT 1"""

_OF = f"""SELECT capture.resource AS resource, capture.captured_at AS at, address.key AS ref, address.uri_r AS url,
    {iso("capture.captured_at")} AS captured_at, {digest("payload.digest")} AS payload_digest,
    {digest("extract.text_digest")} AS text_digest, extractor.name AS extractor, extractor.version AS extractor_version,
    extract.id AS extract, run.ignored_because AS discounted, site.name AS site,
    (SELECT count(*) FROM capture AS other WHERE other.resource = capture.resource
        AND other.captured_at = capture.captured_at AND other.status > 0) AS at_once
FROM capture JOIN resource AS address ON address.id = capture.resource
JOIN site ON site.id = address.site
JOIN run ON run.id = capture.run
LEFT JOIN payload ON payload.id = capture.payload
JOIN reading ON reading.capture = capture.id
JOIN extract ON extract.id = reading.extract
JOIN extractor ON extractor.id = extract.extractor WHERE capture.id = ?"""

_REREAD = """SELECT 1 FROM rereading AS first JOIN rereading AS own ON own.capture = first.capture
JOIN reading ON reading.capture = first.capture AND reading.extractor = own.extractor
WHERE first.capture = ? AND first.number = 1 AND own.whole != first.whole LIMIT 1"""


def captured_row(db: Database, ref: str, which: int | str | None, mark: str = "") -> Row:
    """One text of an article as one capture had it: title, dates, images and all.

    ``which`` is a number, or None for the newest: then it is the capture whose text that revision shows. Or a day or a
    time: a capture of this very address and just that moment, or else the last one by then that counts. Of several of
    one moment it is the one that was stored first, or that of ``mark``, the first digits of its payload's digest.

    The keys are those of ``revision_row``, with ``url captured_at payload_digest extractor extractor_version`` of that
    capture; ``ref``, the id of its address; ``mark``, where that capture needs one to be named, and ``page_mark``,
    where its stored page does; ``since``, the first capture of that revision; ``reason``, ``parser-changed`` where that
    capture was read in other words before; ``discounted``, why its run counts for nothing, or None; ``counts``,
    whether it does; and ``site``. One that does not has its own time for ``since`` and ``last_seen``, and the
    ``number`` of the text that counts then, 0 where none does. Raises NotInArchive and ValueError as ``revision_row``.
    """
    if which is None or isinstance(which, int) or which.isdecimal():
        return _of_revision(db, article_of(db, ref), revision_row(db, ref, which))
    at, resource = milliseconds(last_moment(which)), resource_of(db, ref)
    own = _read_at(db, resource, at, mark)
    try:
        article = article_of(db, ref)
        number = number_at(db, article, ref, which)
    except NotInArchive:
        if own is None:
            raise
        return _without(_row(db, own), 0)
    if own is not None:
        number = _number_of(db, article, own, at) or number
    elif mark:
        raise NotInArchive(f"{ref} has no capture of {which} with the mark {mark}")
    else:
        (own,) = db.conn.execute(_BY, {"article": article, "at": at, "number": number}).fetchone()
    row = _row(db, own)
    if row["discounted"] is not None or not _counts(db, resource=row["resource"], article=article, at=row["at"]):
        return _without(row, number)
    stood = revision_row(db, ref, number)
    return _told(row, number, stood["captured_at"], stood["last_seen"], counts=True)


_NUMBER = """SELECT revision.number FROM revision
JOIN reading AS began ON began.capture = revision.capture JOIN extract AS first ON first.id = began.extract
JOIN extract AS shown ON shown.id = revision.extract
WHERE revision.article = :article AND revision.captured_at <= :at
    AND revision.captured_at >= (SELECT max(captured_at) FROM revision WHERE article = :article AND captured_at < :at
        UNION ALL SELECT 0 ORDER BY 1 DESC LIMIT 1)
    AND (SELECT extract.content_digest FROM reading JOIN extract ON extract.id = reading.extract
        WHERE reading.capture = :capture) IN (first.content_digest, shown.content_digest)
ORDER BY revision.capture = :capture DESC, revision.number DESC LIMIT 1"""


def _number_of(db: Database, article: int, capture: int, at: int) -> int | None:
    """The revision that a capture stands in: of those that begin in its moment, and the one before, the one whose
    content it has."""
    row = db.conn.execute(_NUMBER, {"article": article, "capture": capture, "at": at}).fetchone()
    return int(row[0]) if row else None


def has_capture(db: Database, ref: str, at: str) -> bool:
    """Whether an address was read as an article from a capture of just that moment; raises NotInArchive, ValueError."""
    return _read_at(db, resource_of(db, ref), milliseconds(last_moment(at)), "") is not None


def _read_at(db: Database, resource: int, at: int, mark: str) -> int | None:
    """The capture of an address and a moment that was read as an article: the first of them, or that of the mark."""
    rows = db.conn.execute(_READ, {"resource": resource, "at": at}).fetchall()
    return next((int(number) for number, own in rows if mark in ("", own)), None)


def _counts(db: Database, *, resource: int, article: int, at: int) -> bool:
    """Whether what was read at an address of an article at some time is part of its history."""
    limit = until(db, article).get(resource, 0)
    return limit is None or at < limit


def _of_revision(db: Database, article: int, revision: Row) -> Row:
    (shown,) = db.conn.execute(
        "SELECT text_capture FROM revision WHERE article = ? AND number = ?", (article, revision["number"])
    ).fetchone()
    return _told(_row(db, shown), revision["number"], revision["captured_at"], revision["last_seen"], counts=True)


def _without(row: Row, number: int) -> Row:
    return _told(row, number, row["captured_at"], row["captured_at"], counts=False)


def _told(row: Row, number: int, since: str, last_seen: str, *, counts: bool) -> Row:
    kept = {name: value for name, value in row.items() if name not in ("resource", "at", "at_once", "extract")}
    return kept | {"number": number, "since": since, "last_seen": last_seen, "counts": counts}


def _row(db: Database, capture: int) -> Row:
    """What one capture had."""
    (row,) = db.query(_OF, [capture])
    own = mark_of(row["payload_digest"])
    is_first = _read_at(db, row["resource"], row["at"], "") == capture
    reread = db.conn.execute(_REREAD, (capture,)).fetchone() is not None
    marks = {"mark": "" if is_first else own, "page_mark": own if row["at_once"] > 1 else ""}
    return row | _text(article_in(db, row["extract"])) | marks | {"reason": PARSER_CHANGED if reread else ""}


def _text(text: Article) -> Row:
    plain = ("title", "published", "published_raw", "date_source", "modified", "modified_raw", "canonical_url")
    return {name: getattr(text, name) for name in plain} | {
        "language": text.language or "",
        "language_claimed": text.language_claimed or "",
        "body": list(text.body),
        "links": [{"url": link.url, "text": link.text} for link in text.links],
        "images": list(text.images),
        "attachments": [
            {"url": held.url, "title": held.title, "media_type": held.media_type} for held in text.attachments
        ],
        "tags": list(text.tags),
    }
