"""Extracts: what an extractor read out of a page. The same content of an address is stored once."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from crawler.archive.sql import inserted
from crawler.archive.zstd import Codec
from crawler.items import Alternate, Article, Attachment, Capture, Link, Listing
from crawler.rules.language.tags import hreflang_language
from crawler.rules.text.digests import content_digest, text_digest

_CODEC = Codec(level=1)

TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode

_PLAIN = (
    "url", "title", "kind", "language", "language_claimed", "published", "published_raw", "date_source", "modified",
    "modified_raw", "canonical_url",
)  # fmt: skip


def write_article(article: Article, *, errors: str = "strict") -> bytes:
    """JSON of an article without its empty fields. Raises UnicodeEncodeError for half a surrogate pair."""
    fields: dict[str, Any] = {name: value for name in _PLAIN if (value := getattr(article, name))}
    for name in ("body", "images", "tags"):
        if value := getattr(article, name):
            fields[name] = value
    if article.links:
        fields["links"] = [(link.url, link.text) for link in article.links]
    if article.attachments:
        fields["attachments"] = [(each.url, each.title, each.media_type) for each in article.attachments]
    if article.alternates:
        fields["alternates"] = [(each.hreflang, each.url, each.evidence) for each in article.alternates]
    return _write(fields, errors)


def read_article(content: bytes) -> Article:
    """The article from the JSON that ``write_article`` gave."""
    fields: dict[str, Any] = json.loads(content)
    for name in ("body", "images", "tags"):
        fields[name] = tuple(fields.get(name, ()))
    fields["links"] = tuple(Link(url=url, text=text) for url, text in fields.get("links", ()))
    fields["attachments"] = tuple(
        Attachment(url=url, title=title, media_type=media) for url, title, media in fields.get("attachments", ())
    )
    fields["alternates"] = tuple(
        Alternate(hreflang=tag, url=url, evidence=word) for tag, url, word in fields.get("alternates", ())
    )
    return Article(**fields)


def write_storable(article: Article) -> tuple[bytes, Article]:
    """JSON of an article, and the article as stored: half a surrogate pair (from a cut page) is replaced by ``?``."""
    try:
        return write_article(article), article
    except UnicodeEncodeError:
        content = write_article(article, errors="replace")
        return content, read_article(content)


def write_listing(listing: Listing) -> bytes:
    """JSON of a listing: its addresses in order, refused ones with the reason, its links to further pages, and how much
    of it could not be read.

    Titles and dates are stored with the addresses, so the JSON only counts the entries that have one (for the health of
    the run). Alternates are stored as announcements.
    """
    found = [(item.url, item.refused) if item.refused else (item.url,) for item in listing.found]
    fields: dict[str, Any] = {"found": found}
    fields["titled"] = sum(1 for item in listing.found if item.title)
    fields["dated"] = sum(1 for item in listing.found if item.published_raw or item.modified_raw)
    for name in ("next_url", "last_page", "token"):
        if (value := getattr(listing, name)) is not None:
            fields[name] = value
    if listing.unread:
        fields["unread"] = listing.unread
    if listing.is_cut:
        fields["is_cut"] = True
    return _write(fields, "replace")


def _write(fields: Mapping[str, Any], errors: str) -> bytes:
    return TO_JSON(fields).encode("utf-8", errors)


class Extracts:
    """The tables ``extract``, ``extractor`` and ``announcement``. The caller holds the transaction."""

    def __init__(self, db: Database) -> None:
        self._conn = db.conn
        self._extractors: dict[tuple[str, str], int] = {}
        self._announced: list[tuple[Any, ...]] = []

    def forget(self) -> None:
        """Empty the caches, which a failed transaction may have made wrong."""
        self._extractors.clear()
        self._announced.clear()

    def extractor(self, name: str, version: str) -> int:
        """The id of an extractor at a version, in its newest state; it is added if it is new."""
        known = self._extractors.get((name, version))
        if known is None:
            known = newest(self._conn, name, version)
            if known is None:
                sql = "INSERT INTO extractor (name, version) VALUES (?, ?)"
                known = inserted(self._conn.execute(sql, (name, version)))
            self._extractors[name, version] = known
        return known

    def add(self, capture: Capture, extractor: int, ids: Mapping[str, int]) -> tuple[int, Article | None] | None:
        """Store what was read out of a capture; gives the id of the extract, and the article as stored.

        None where nothing was read out of it. ``ids`` has the id of every address that the capture mentions.
        """
        if capture.article is not None:
            return self._add_article(capture.article, ids[capture.url], extractor, ids)
        if capture.listing is not None:
            return self._add_listing(capture.listing, ids[capture.url], extractor, ids), None
        return None

    def _add_article(
        self, article: Article, resource: int, extractor: int, ids: Mapping[str, int]
    ) -> tuple[int, Article]:
        content, article = write_storable(article)
        digest = _digest(b"article", resource, extractor, content)
        known = self._find(digest)
        if known is not None:
            return known, article
        its_text_digest = text_digest(article.body)
        canonical = article.canonical_url
        number = self._insert(
            digest,
            resource,
            extractor,
            "article",
            as_bytes(its_text_digest) if its_text_digest else None,
            as_bytes(content_digest(article)),
            sum(map(len, article.body)),
            article.title,
            article.language,
            article.language_claimed,
            ids[canonical] if canonical and canonical != article.url else None,
            _CODEC.compress(content),
        )
        self._announce(number, resource, article.alternates, ids)
        return number, article

    def _add_listing(self, listing: Listing, resource: int, extractor: int, ids: Mapping[str, int]) -> int:
        content = write_listing(listing)
        announced = [(item.url, item.alternates) for item in listing.found if item.alternates and item.url in ids]
        digest = _listing_digest(listing, resource, extractor, content)
        known = self._find(digest)
        if known is not None:
            return known
        nothing = (None,) * 7
        number = self._insert(digest, resource, extractor, "listing", *nothing, _CODEC.compress(content))
        for url, alternates in announced:
            self._announce(number, ids[url], alternates, ids)
        return number

    def _find(self, digest: bytes) -> int | None:
        row = self._conn.execute("SELECT id FROM extract WHERE digest = ?", (digest,)).fetchone()
        return row[0] if row else None

    def _insert(self, *values: Any) -> int:
        return inserted(
            self._conn.execute(
                """INSERT INTO extract (digest, resource, extractor, kind, text_digest, content_digest, characters,
                title, language, language_claimed, canonical, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                values,
            )
        )

    def _announce(self, extract: int, source: int, alternates: Iterable[Alternate], ids: Mapping[str, int]) -> None:
        self._announced += [
            (source, ids[item.url], extract, item.hreflang, item.evidence, hreflang_language(item.hreflang) or "")
            for item in alternates
            if ids[item.url] != source
        ]

    def finish(self) -> None:
        """Write the announcements of all extracts that were added since the last call."""
        self._conn.executemany("INSERT OR IGNORE INTO announcement VALUES (?, ?, ?, ?, ?, ?)", self._announced)
        self._conn.executemany(
            "INSERT OR IGNORE INTO variant_link VALUES (?, ?, ?, ?, ?, 'known', NULL)",
            [
                (source, target, tag, hreflang, word)
                for source, target, _, hreflang, word, tag in self._announced
                if tag
            ],
        )
        self._announced.clear()


def article_of(db: Database, extract: int) -> Article:
    """The article of an extract."""
    (fields,) = db.conn.execute("SELECT fields FROM extract WHERE id = ?", (extract,)).fetchone()
    return read_article(_CODEC.expand(fields))


def newest(conn: sqlite3.Connection, name: str, version: str) -> int | None:
    """The id of an extractor at a version in its newest state; None where the archive does not have it.

    An extractor that changed without a new version has a row for each state: ``2+1``, ``2+1~2``, ...
    """
    (number,) = conn.execute(
        "SELECT max(id) FROM extractor WHERE name = ?1 AND (version = ?2 OR substr(version, 1, ?3) = ?2 || '~')",
        (name, version, len(version) + 1),
    ).fetchone()
    return number if number is None else int(number)


def digest_of(capture: Capture, resource: int, extractor: int) -> bytes | None:
    """The digest of the extract that a capture would have; None where nothing was read out of it."""
    if capture.article is not None:
        return _digest(b"article", resource, extractor, write_storable(capture.article)[0])
    if capture.listing is not None:
        return _listing_digest(capture.listing, resource, extractor, write_listing(capture.listing))
    return None


def article_digest(resource: int, extractor: int, fields: bytes) -> bytes:
    """The digest of an extract of this extractor with the same ``fields`` (as the column stores them)."""
    return _digest(b"article", resource, extractor, expand(fields))


def expand(fields: bytes) -> bytes:
    """The JSON in the column ``extract.fields``."""
    return _CODEC.expand(fields)


def found_in(db: Database, extract: int) -> frozenset[str]:
    """The addresses that a listing had, by its extract."""
    (fields,) = db.conn.execute("SELECT fields FROM extract WHERE id = ?", (extract,)).fetchone()
    return frozenset(item[0] for item in json.loads(_CODEC.expand(fields)).get("found", ()))


def as_bytes(digest: str) -> bytes:
    """The bytes of a digest that is written ``sha256:<hex>``."""
    return bytes.fromhex(digest.partition(":")[2])


def text_key(text_digest: str, title: str) -> bytes:
    """Eight bytes that identify a text (given as the hex digits of its digest) and its title; empty without a text."""
    return hashlib.sha256(f"{text_digest} {title}".encode("utf-8", "replace")).digest()[:8] if text_digest else b""


def _listing_digest(listing: Listing, resource: int, extractor: int, content: bytes) -> bytes:
    announced = [(item.url, item.alternates) for item in listing.found if item.refused != "bad-address"]
    versions = [(url, each.hreflang, each.url) for url, alternates in announced for each in alternates]
    return _digest(b"listing", resource, extractor, content, json.dumps(versions).encode() if versions else b"")


def _digest(kind: bytes, resource: int, extractor: int, *parts: bytes) -> bytes:
    hashed = hashlib.sha256(b"%s %d %d\n" % (kind, resource, extractor))
    for part in parts:
        hashed.update(part)
    return hashed.digest()[:16]
