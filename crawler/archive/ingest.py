"""Writes batches of captures: their facts, their readings, the addresses that they mention, and new articles."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.archive.derive.article_rows import new_article, show_revision, write_revision
from crawler.archive.facts.addresses import AddressBook
from crawler.archive.facts.captures import NO_ANSWER
from crawler.archive.facts.headers import HeaderBlocks
from crawler.archive.facts.mentions import Mentions
from crawler.archive.facts.payloads import Payloads
from crawler.archive.readings.extracts import Extracts
from crawler.archive.search import index
from crawler.archive.sql import inserted, milliseconds, storable
from crawler.items import Article, Capture

NEW, CHANGED, REVISIT, STORED, SEEN, NOTED = "new", "changed", "revisit", "stored", "seen", "noted"

_READ = frozenset({"article", "listing", "feed", "sitemap", "file"})
"""Outcomes whose ETag and Last-Modified are kept for conditional requests: a later 304 means the same reading."""

_NEVER_REQUESTED = frozenset({"excluded", "offsite"})

_CAPTURE = """INSERT INTO capture (resource, run, captured_at, status, method, requested_uri, request_body_digest,
    headers, dictionary, payload) VALUES (?, ?, ?, ?, nullif(?, 'GET'), ?, ?, ?, ?, ?)"""

_SEEN = """SELECT id FROM capture WHERE resource = ? AND captured_at = ? AND status = ? AND ifnull(payload, 0) = ?
    AND ifnull(method, '') = ? AND ifnull(requested_uri, '') = ? AND ifnull(request_body_digest, '') = ?"""

# Validators are only updated by the latest answer. A 304 (``same``) keeps those that it does not repeat.
_ANSWERED = """UPDATE resource SET
    etag = iif(ifnull(captured_at, 0) <= :at, iif(:same, coalesce(:etag, etag), :etag), etag),
    last_modified = iif(ifnull(captured_at, 0) <= :at,
        iif(:same, coalesce(:last_modified, last_modified), :last_modified), last_modified),
    captured_at = max(ifnull(captured_at, :at), :at),
    site = :site, alias_of = coalesce(:alias_of, alias_of), refusal = NULL, refusal_reason = NULL
    WHERE id = :id"""


_READING = """INSERT INTO reading (capture, outcome, reason, extractor, extract, target)
    VALUES (?, ?, nullif(?, ''), ?, ?, ?)"""


class _Current(NamedTuple):
    """The article of an address, as the archive has it so far."""

    article: int | None
    content_digest: bytes | None
    """The digest of the article's current text."""


class Ingest:
    """Writes batches of captures. The caller holds the transaction, and calls ``forget`` if it fails."""

    def __init__(self, db: Database, payloads: Payloads, headers: HeaderBlocks) -> None:
        self._db = db
        self._conn = db.conn
        self._payloads = payloads
        self._headers = headers
        self._addresses = AddressBook(db)
        self._extracts = Extracts(db)
        self._outcomes: dict[str, int] = {}
        self._answers: list[dict[str, Any]] = []
        self._readings: list[tuple[Any, ...]] = []

    def forget(self) -> None:
        """Empty the caches, which a failed transaction may have made wrong."""
        for part in (self._payloads, self._headers, self._addresses, self._extracts):
            part.forget()
        self._outcomes.clear()
        self._answers.clear()
        self._readings.clear()

    def take(self, run: int, site: int, captures: Sequence[Capture]) -> list[str]:
        """Write a batch, and give a word for each capture, in order (see ``archive.captures.store``)."""
        mentions = Mentions()
        for capture in captures:
            if _is_only_noted(capture):
                mentions.see_refusal(capture, milliseconds(capture.captured_at))
            else:
                mentions.see_capture(capture, milliseconds(capture.captured_at))
        ids = self._addresses.take(site, run, mentions)
        before = self._newest_capture()
        words = [NOTED if _is_only_noted(each) else self._take(run, site, each, ids) for each in captures]
        self._conn.executemany(_ANSWERED, self._answers)
        self._conn.executemany(_READING, self._readings)
        self._answers.clear()
        self._readings.clear()
        self._extracts.finish()
        index.keep_up(self._db)
        after = self._newest_capture()
        if after > before:
            self._conn.execute(
                "UPDATE run SET first_capture = ifnull(first_capture, ?), last_capture = ? WHERE id = ?",
                (before + 1, after, run),
            )
        return words

    def _newest_capture(self) -> int:
        (number,) = self._conn.execute("SELECT ifnull(max(id), 0) FROM capture").fetchone()
        return int(number)

    def _take(self, run: int, site: int, capture: Capture, ids: Mapping[str, int]) -> str:
        resource, at = ids[capture.url], milliseconds(capture.captured_at)
        digest = hashlib.sha256(capture.body).digest() if capture.body else None
        payload = self._payloads.find(digest) if digest else None
        same = capture.outcome == "unchanged" or self._has(resource, payload)
        requested_uri = capture.asked if capture.asked != capture.url else None
        if payload is not None or digest is None:
            method = "" if capture.method == "GET" else capture.method
            key = (
                resource,
                at,
                capture.status,
                payload or 0,
                method,
                requested_uri or "",
                capture.request_body_digest or "",
            )
            if self._conn.execute(_SEEN, key).fetchone():
                return SEEN
        if payload is None and digest is not None:
            payload = self._payloads.add(
                site, None if self._addresses.is_new(resource) else resource, digest, capture.body
            )
        dictionary, headers = self._headers.pack(site, capture.request_headers, capture.headers, at)
        cursor = self._conn.execute(
            _CAPTURE,
            (
                resource, run, at, capture.status, capture.method, requested_uri, capture.request_body_digest, headers,
                dictionary, payload,
            ),
        )  # fmt: skip
        if capture.outcome not in NO_ANSWER:
            self._answered(site, resource, at, capture, ids)
        word = self._read(inserted(cursor), resource, site, at, capture, ids)
        return REVISIT if same and word == STORED else word

    def _has(self, resource: int, payload: int | None) -> bool:
        """Whether the address has an earlier capture with that payload."""
        if payload is None:
            return False
        sql = "SELECT 1 FROM capture WHERE resource = ? AND payload = ? LIMIT 1"
        return self._conn.execute(sql, (resource, payload)).fetchone() is not None

    def _answered(self, site: int, resource: int, at: int, capture: Capture, ids: Mapping[str, int]) -> None:
        """Queue the update of an address that answered: its time and its validators."""
        names: dict[str, str | None] = {"etag": None, "last-modified": None}
        if capture.status == 304 or (capture.status == 200 and capture.outcome in _READ):
            names |= {name.lower(): value for name, value in capture.headers if name.lower() in names}
        self._answers.append(
            {
                "id": resource,
                "site": site,
                "at": at,
                "same": capture.status == 304,
                "etag": storable(names["etag"]),
                "last_modified": storable(names["last-modified"]),
                "alias_of": ids[capture.alias_of] if capture.alias_of else None,
            }
        )

    def _read(self, number: int, resource: int, site: int, at: int, capture: Capture, ids: Mapping[str, int]) -> str:
        """Queue the reading of a capture; write its extract, and its article if it is new. Gives the capture's word."""
        extractor = None
        if capture.extractor or capture.article is not None or capture.listing is not None:
            extractor = self._extracts.extractor(capture.extractor, capture.extractor_version)
        kept = None if extractor is None else self._extracts.add(capture, extractor, ids)
        self._readings.append(
            (
                number,
                self._outcome(capture.outcome),
                storable(capture.reason),
                extractor,
                kept[0] if kept else None,
                ids[capture.location] if capture.location else None,
            )
        )
        if kept is None or kept[1] is None or capture.outcome != "article":
            return STORED
        return self._read_article(number, resource, site, at, kept[0], kept[1], ids.get(capture.alias_of or ""))

    def _read_article(
        self, number: int, resource: int, site: int, at: int, extract: int, article: Article, main: int | None
    ) -> str:
        current = self._current(resource)
        if current.article is not None:
            row = self._conn.execute("SELECT content_digest FROM extract WHERE id = ?", (extract,)).fetchone()
            return REVISIT if row[0] == current.content_digest else CHANGED
        if main is not None and self._current(main).article is not None:
            return STORED
        state = "archived" if article.body else "empty"
        made = new_article(self._db, resource=resource, site=site, first_seen=at, last_seen=at, state=state)
        revision = write_revision(
            self._db,
            article=made,
            number=1,
            extract=extract,
            capture=number,
            text_capture=number,
            captured_at=at,
            last_seen=at,
            text=article,
        )
        show_revision(self._db, made, revision)
        return NEW

    def _current(self, resource: int) -> _Current:
        row = self._conn.execute(
            """SELECT resource.article, extract.content_digest FROM resource
            LEFT JOIN article ON article.id = resource.article
            LEFT JOIN revision ON revision.id = article.revision
            LEFT JOIN extract ON extract.id = revision.extract WHERE resource.id = ?""",
            (resource,),
        ).fetchone()
        return _Current(*row)

    def _outcome(self, word: str) -> int:
        known = self._outcomes.get(word)
        if known is None:
            row = self._conn.execute(
                "INSERT INTO outcome (word) VALUES (?) ON CONFLICT (word) DO UPDATE SET word = word RETURNING id",
                (word,),
            ).fetchone()
            known = self._outcomes[word] = int(row[0])
        return known


def _is_only_noted(capture: Capture) -> bool:
    """Whether no request was made: then only the address is written, with the reason."""
    return capture.status == 0 and capture.outcome in _NEVER_REQUESTED
