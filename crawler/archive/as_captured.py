"""An article's text as one capture had it: what a permanent address shows, whatever is captured or imported later."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from crawler.archive.extracts import article_of as article_in
from crawler.archive.intake import milliseconds
from crawler.archive.refs import article_of, resource_of
from crawler.archive.revision_rows import number_at, revision_row
from crawler.archive.views import digest, iso
from crawler.errors import NotInArchive
from crawler.items import Article
from crawler.rules.revisions import PARSER_CHANGED
from crawler.rules.spans import last_moment

Row = dict[str, Any]

_ADDRESSES = "SELECT id FROM resource WHERE article = :article OR id = :resource"

_AT = f"""SELECT capture.id FROM capture JOIN reading ON reading.capture = capture.id
JOIN extract ON extract.id = reading.extract AND extract.kind = 'article'
LEFT JOIN payload ON payload.id = capture.payload
WHERE capture.resource IN ({_ADDRESSES}) AND capture.captured_at = :at
ORDER BY capture.resource != :resource, payload.digest LIMIT 1"""

_BY = """SELECT capture.id FROM revision
JOIN capture AS start ON start.id = revision.capture JOIN reading AS began ON began.capture = start.id
JOIN extract AS first ON first.id = began.extract JOIN extract AS shown ON shown.id = revision.extract
JOIN capture ON capture.captured_at BETWEEN revision.captured_at AND :at
    AND capture.resource IN (SELECT id FROM resource WHERE article = :article)
JOIN run ON run.id = capture.run AND run.discounted IS NULL
JOIN reading ON reading.capture = capture.id
JOIN extract ON extract.id = reading.extract AND extract.content_digest IN (first.content_digest, shown.content_digest)
LEFT JOIN payload ON payload.id = capture.payload
WHERE revision.article = :article AND revision.number = :number
ORDER BY capture.captured_at DESC, payload.digest DESC LIMIT 1"""

_OF = f"""SELECT capture.id AS capture, address.key AS ref, address.uri_r AS url,
    {iso("capture.captured_at")} AS captured_at, {digest("payload.digest")} AS payload_digest,
    {digest("extract.text_digest")} AS text_digest, extractor.name AS extractor, extractor.version AS extractor_version,
    extract.id AS extract, run.discounted AS discounted
FROM capture JOIN resource AS address ON address.id = capture.resource
JOIN run ON run.id = capture.run
LEFT JOIN payload ON payload.id = capture.payload
JOIN reading ON reading.capture = capture.id
JOIN extract ON extract.id = reading.extract
JOIN extractor ON extractor.id = extract.extractor WHERE capture.id = ?"""

_REREAD = """SELECT 1 FROM rereading AS first JOIN rereading AS own ON own.capture = first.capture
JOIN reading ON reading.capture = first.capture AND reading.extractor = own.extractor
WHERE first.capture = ? AND first.number = 1 AND own.whole != first.whole LIMIT 1"""


def captured_row(db: Database, ref: str, which: int | str | None) -> Row:
    """One text of an article as one capture had it: title, dates, images and all.

    ``which`` is a number, or None for the newest: then it is the capture whose text that revision shows. Or a day or a
    time: a capture of just that moment, of the very address where ``ref`` is one of several, or else the last one by
    then. The keys are those of ``revision_row``, with ``url captured_at payload_digest extractor extractor_version`` of
    that capture, and ``ref``, the id of its address; ``since``, the first capture of that revision; ``reason``, which
    is ``parser-changed`` where that capture was read in other words before; ``discounted``, why it counts for nothing,
    or None. ``number`` is 0 where such a one is older than all that count. Raises NotInArchive and ValueError as
    ``revision_row``.
    """
    resource, article = resource_of(db, ref), article_of(db, ref)
    if which is None or isinstance(which, int) or which.isdecimal():
        return _row(db, ref, revision_row(db, ref, which), None)
    at = milliseconds(last_moment(which))
    given = {"resource": resource, "article": article, "at": at}
    found = db.conn.execute(_AT, given).fetchone()
    try:
        number = number_at(db, article, ref, which)
    except NotInArchive:
        if found is None:
            raise
        return _row(db, ref, revision_row(db, ref, 1) | {"number": 0}, found[0])
    found = found or db.conn.execute(_BY, given | {"number": number}).fetchone()
    return _row(db, ref, revision_row(db, ref, number), found and found[0])


def has_capture(db: Database, ref: str, at: str) -> bool:
    """Whether the article was read from a capture of just that moment; raises NotInArchive and ValueError."""
    given = {
        "resource": resource_of(db, ref),
        "article": article_of(db, ref),
        "at": milliseconds(last_moment(at)),
    }
    return db.conn.execute(_AT, given).fetchone() is not None


def _row(db: Database, ref: str, revision: Row, capture: int | None) -> Row:
    """The revision with what one capture, or the one that it shows, had."""
    if capture is None:
        (capture,) = db.conn.execute(
            "SELECT shown FROM revision WHERE article = ? AND number = ?", (article_of(db, ref), revision["number"])
        ).fetchone()
    (own,) = db.query(_OF, [capture])
    reread = db.conn.execute(_REREAD, (own.pop("capture"),)).fetchone() is not None
    text = article_in(db, own.pop("extract"))
    return revision | own | _told(text) | {"since": revision["captured_at"], "reason": PARSER_CHANGED if reread else ""}


def _told(text: Article) -> Row:
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
