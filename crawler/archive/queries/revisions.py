"""The texts (revisions) of one article: their list, and one of them by number or by time."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.queries.references import article_of
from crawler.archive.sql import Row, digest, iso, mark, milliseconds
from crawler.errors import ArchiveBroken, NotInArchive
from crawler.rules.dates.intervals import last_moment

_FACTS = f"""
    -- the text: its number, times, address, language, title and dates
    revision.number AS number, {iso("revision.captured_at")} AS captured_at, {iso("revision.last_seen")} AS last_seen,
    address.uri_r AS url, ifnull(revision.language, '') AS language,
    ifnull(revision.language_claimed, '') AS language_claimed, revision.title AS title,
    revision.published AS published, revision.published_raw AS published_raw, revision.date_source AS date_source,
    revision.modified AS modified, revision.modified_raw AS modified_raw, revision.canonical_url AS canonical_url,
    -- evidence: digests, the extractor, and the address of the capture that the text begins with
    {digest("revision.text_digest")} AS text_digest, {digest("payload.digest")} AS payload_digest,
    extractor.name AS extractor, extractor.version AS extractor_version, ifnull(revision.reason, '') AS reason,
    address.key AS ref,
    -- mark: where an earlier stored capture of the same address and moment was read as an article, too
    iif(EXISTS (SELECT 1 FROM capture AS other JOIN reading ON reading.capture = other.id
        JOIN extract AS its ON its.id = reading.extract AND its.kind = 'article'
        WHERE other.resource = capture.resource AND other.captured_at = capture.captured_at AND other.id < capture.id),
        {mark("payload.digest")}, '') AS mark,
    -- page_mark: where another answer of the same address has the same time
    iif(EXISTS (SELECT 1 FROM capture AS other WHERE other.resource = capture.resource
        AND other.captured_at = capture.captured_at AND other.status > 0 AND other.id != capture.id),
        {mark("payload.digest")}, '') AS page_mark"""
_MOST = 2**63 - 1
"""The largest integer that SQLite can store."""
_LISTS = ("links", "images", "attachments", "tags")
_FROM = """
    FROM revision
    JOIN capture ON capture.id = revision.capture
    JOIN resource AS address ON address.id = capture.resource
    LEFT JOIN payload ON payload.id = capture.payload
    JOIN extract ON extract.id = revision.extract
    JOIN extractor ON extractor.id = extract.extractor"""


def revision_rows(db: Database, ref: str) -> Iterator[Row]:
    """The texts of an article, oldest first, without their paragraphs; raises NotInArchive."""
    article = article_of(db, ref)
    yield from db.query(f"SELECT {_FACTS} {_FROM} WHERE revision.article = ? ORDER BY revision.number", [article])


def revision_row(db: Database, ref: str, which: int | str | None) -> Row:
    """One text of an article, with its paragraphs and lists.

    ``which`` is the number of a revision, or None for the newest one. With a day (``YYYY-MM-DD``, to its end in UTC) or
    a time (RFC 3339) it is the text that was current then. Raises NotInArchive, whose message has the existing numbers
    or the first time, and ValueError for another ``which``.
    """
    article = article_of(db, ref)
    if which is None:
        which = _last(db, article, ref)
    number = int(which) if isinstance(which, int) or which.isdecimal() else number_at(db, article, ref, str(which))
    rows = db.query(
        f"""SELECT {_FACTS}, revision.body AS body, revision.links, revision.images, revision.attachments, revision.tags
        {_FROM} WHERE revision.article = ? AND revision.number = ?""",
        [article, min(number, _MOST)],
    )
    for row in rows:
        row["body"] = row["body"].split("\n\n") if row["body"] else []
        return row | {name: json.loads(row[name]) if row[name] else [] for name in _LISTS}
    last = _last(db, article, ref)
    known = "only revision 1" if last == 1 else f"revisions 1 to {last}"
    raise NotInArchive(f"{ref} has no revision {number}: it has {known}")


def _last(db: Database, article: int, ref: str) -> int:
    (last,) = db.conn.execute("SELECT max(number) FROM revision WHERE article = ?", (article,)).fetchone()
    if last is None:
        raise ArchiveBroken(f"the article at {ref} is incomplete: restore a copy of the archive")
    return int(last)


def number_at(db: Database, article: int, ref: str, which: str) -> int:
    """The number of the text that was current at a day's end (UTC) or at a time; raises NotInArchive and ValueError."""
    moment = last_moment(which)
    found, first = db.conn.execute(
        f"""SELECT max(CASE WHEN captured_at <= ? THEN number END), {iso("min(captured_at)")} FROM revision
        WHERE article = ?""",
        (milliseconds(moment), article),
    ).fetchone()
    if found is None:
        raise NotInArchive(f"{ref} was not captured by {which.strip()}: its first text was captured at {first}")
    return int(found)
