"""An article's text as one capture had it. A permanent address shows it, and later captures do not change it."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.queries.references import article_of, resource_of
from crawler.archive.queries.revisions import number_at, revision_row
from crawler.archive.readings.counted_readings import until
from crawler.archive.readings.extracts import article_of as article_in
from crawler.archive.sql import Row, digest, iso, milliseconds
from crawler.archive.sql import mark as mark_sql
from crawler.errors import NotInArchive
from crawler.items import Article
from crawler.rules.dates.intervals import last_moment
from crawler.rules.history.revisions import PARSER_CHANGED
from crawler.rules.text.digests import mark_of

_CAPTURES_AT = f"""SELECT capture.id, {mark_sql("payload.digest")} AS mark
FROM capture JOIN reading ON reading.capture = capture.id
JOIN extract ON extract.id = reading.extract AND extract.kind = 'article'
LEFT JOIN payload ON payload.id = capture.payload
WHERE capture.resource = :resource AND capture.captured_at = :at ORDER BY capture.id"""

_LAST_OF_REVISION = """SELECT capture.id FROM revision
-- the content of the revision: as its first capture was read, and as the extract has it that is shown
JOIN capture AS start ON start.id = revision.capture JOIN reading AS began ON began.capture = start.id
JOIN extract AS first ON first.id = began.extract JOIN extract AS shown ON shown.id = revision.extract
-- captures of all addresses of the article from the revision's start to :at, of runs that count
JOIN capture ON capture.captured_at BETWEEN revision.captured_at AND :at
    AND capture.resource IN (SELECT id FROM resource WHERE article = :article)
JOIN run ON run.id = capture.run AND run.ignored_because IS NULL
-- those of them that were read with that content; the last one is taken
JOIN reading ON reading.capture = capture.id
JOIN extract ON extract.id = reading.extract AND extract.content_digest IN (first.content_digest, shown.content_digest)
LEFT JOIN payload ON payload.id = capture.payload
WHERE revision.article = :article AND revision.number = :number
ORDER BY capture.captured_at DESC, payload.digest DESC LIMIT 1"""

_CAPTURE = f"""SELECT
    -- the capture, its address and its payload
    capture.resource AS resource, capture.captured_at AS at, address.key AS ref, address.uri_r AS url,
    {iso("capture.captured_at")} AS captured_at, {digest("payload.digest")} AS payload_digest,
    -- what was read out of it, and by which extractor
    {digest("extract.text_digest")} AS text_digest, extractor.name AS extractor, extractor.version AS extractor_version,
    extract.id AS extract,
    -- why its run does not count, its site, and how many answers of the address have the same time
    run.ignored_because AS discounted, site.name AS site,
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
    """One text of an article as one capture had it, with its title, dates, links, images and attachments.

    ``which`` chooses the capture. With the number of a revision, or None for the newest revision, it is the capture
    whose text that revision shows. With a day (to its end in UTC) or a time, it is the capture of this address at
    exactly that moment; where there is none, it is the last earlier capture that counts. Of several captures of one
    moment it is the one that was stored first, or the one with ``mark``: the first digits of its payload's digest.

    The row has the keys of ``revision_row``; ``url captured_at payload_digest extractor extractor_version`` are those
    of the capture. Further keys:

    - ``ref``: the id of the capture's address
    - ``mark``: the mark of the capture, if its permanent address needs one; else empty
    - ``page_mark``: the same for its stored page
    - ``since``: when the revision was first captured
    - ``reason``: ``parser-changed`` where the first extractor that read the capture read something else
    - ``discounted``: why the capture's run does not count, or None
    - ``counts``: whether the capture is part of the article's history
    - ``site``: the name of the site

    A capture that does not count has its own time as ``since`` and ``last_seen``; its ``number`` is that of the
    revision which was current then, or 0 without one. Raises NotInArchive and ValueError like ``revision_row``.
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
        return _uncounted(_row(db, own), 0)
    if own is not None:
        number = _number_of(db, article, own, at) or number
    elif mark:
        raise NotInArchive(f"{ref} has no capture of {which} with the mark {mark}")
    else:
        (own,) = db.conn.execute(_LAST_OF_REVISION, {"article": article, "at": at, "number": number}).fetchone()
    row = _row(db, own)
    if row["discounted"] is not None or not _counts(db, resource=row["resource"], article=article, at=row["at"]):
        return _uncounted(row, number)
    current = revision_row(db, ref, number)
    return _result(row, number, current["captured_at"], current["last_seen"], counts=True)


_NUMBER = """SELECT revision.number FROM revision
-- the content of each revision: as its first capture was read, and as the extract has it that is shown
JOIN reading AS began ON began.capture = revision.capture JOIN extract AS first ON first.id = began.extract
JOIN extract AS shown ON shown.id = revision.extract
-- the revisions that begin at that moment, and the last one that began before it
WHERE revision.article = :article AND revision.captured_at <= :at
    AND revision.captured_at >= (SELECT max(captured_at) FROM revision WHERE article = :article AND captured_at < :at
        UNION ALL SELECT 0 ORDER BY 1 DESC LIMIT 1)
    -- the capture's content is that of the revision; the revision that begins with the capture goes first
    AND (SELECT extract.content_digest FROM reading JOIN extract ON extract.id = reading.extract
        WHERE reading.capture = :capture) IN (first.content_digest, shown.content_digest)
ORDER BY revision.capture = :capture DESC, revision.number DESC LIMIT 1"""


def _number_of(db: Database, article: int, capture: int, at: int) -> int | None:
    """The number of the revision that a capture belongs to; None where its content is that of none.

    The candidates are the revisions that begin at the capture's moment and the last one that began before it.
    """
    row = db.conn.execute(_NUMBER, {"article": article, "capture": capture, "at": at}).fetchone()
    return int(row[0]) if row else None


def has_capture(db: Database, ref: str, at: str) -> bool:
    """Whether an address has a capture at exactly that moment (RFC 3339) that was read as an article.

    Raises NotInArchive and ValueError.
    """
    return _read_at(db, resource_of(db, ref), milliseconds(last_moment(at)), "") is not None


def _read_at(db: Database, resource: int, at: int, mark: str) -> int | None:
    """The id of the capture of an address at a moment (milliseconds UTC) that was read as an article; None without one.

    Of several it is the one that was stored first, or the one with the mark.
    """
    rows = db.conn.execute(_CAPTURES_AT, {"resource": resource, "at": at}).fetchall()
    return next((int(number) for number, its_mark in rows if mark in ("", its_mark)), None)


def _counts(db: Database, *, resource: int, article: int, at: int) -> bool:
    """Whether a reading of an address at a time (milliseconds UTC) is part of the article's history."""
    limit = until(db, article).get(resource, 0)
    return limit is None or at < limit


def _of_revision(db: Database, article: int, revision: Row) -> Row:
    (shown,) = db.conn.execute(
        "SELECT text_capture FROM revision WHERE article = ? AND number = ?", (article, revision["number"])
    ).fetchone()
    return _result(_row(db, shown), revision["number"], revision["captured_at"], revision["last_seen"], counts=True)


def _uncounted(row: Row, number: int) -> Row:
    return _result(row, number, row["captured_at"], row["captured_at"], counts=False)


def _result(row: Row, number: int, since: str, last_seen: str, *, counts: bool) -> Row:
    kept = {name: value for name, value in row.items() if name not in ("resource", "at", "at_once", "extract")}
    return kept | {"number": number, "since": since, "last_seen": last_seen, "counts": counts}


def _row(db: Database, capture: int) -> Row:
    """What was read out of one capture, with its facts."""
    (row,) = db.query(_CAPTURE, [capture])
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
            {"url": each.url, "title": each.title, "media_type": each.media_type} for each in text.attachments
        ],
        "tags": list(text.tags),
    }
