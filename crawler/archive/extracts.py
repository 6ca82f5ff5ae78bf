"""Extracts: what an extractor read out of a page, kept once however often the same was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from crawler.archive.connection import inserted
from crawler.archive.zstd import Codec
from crawler.items import Alternate, Article, Attachment, Capture, Link, Listing
from crawler.rules.digests import content_digest, text_digest
from crawler.rules.languages import hreflang_language

_CODEC = Codec(level=1)

TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode

_PLAIN = (
    "url", "title", "kind", "language", "language_claimed", "published", "published_raw", "date_source", "modified",
    "modified_raw", "canonical_url",
)  # fmt: skip


def write_article(article: Article, *, errors: str = "strict") -> bytes:
    """JSON of an article; what is empty is left out. Raises UnicodeEncodeError for half a surrogate pair."""
    fields: dict[str, Any] = {name: value for name in _PLAIN if (value := getattr(article, name))}
    for name in ("body", "images", "tags"):
        if value := getattr(article, name):
            fields[name] = value
    if article.links:
        fields["links"] = [(link.url, link.text) for link in article.links]
    if article.attachments:
        fields["attachments"] = [(held.url, held.title, held.media_type) for held in article.attachments]
    if article.alternates:
        fields["alternates"] = [(said.hreflang, said.url, said.evidence) for said in article.alternates]
    return _write(fields, errors)


def read_article(content: bytes) -> Article:
    """The article that ``write_article`` was given."""
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


def write_listing(listing: Listing) -> bytes:
    """JSON of what a listing said: the addresses in its order, refused ones with the reason, and its pager.

    Titles and dates as listed stand on the addresses; alternates are announcements.
    """
    found = [(item.url, item.refused) if item.refused else (item.url,) for item in listing.found]
    fields: dict[str, Any] = {"found": found}
    for name in ("next_url", "last_page", "token"):
        if (value := getattr(listing, name)) is not None:
            fields[name] = value
    return _write(fields, "replace")


def _write(fields: Mapping[str, Any], errors: str) -> bytes:
    return TO_JSON(fields).encode("utf-8", errors)


class Extracts:
    """The tables ``extract``, ``extractor`` and ``announcement``. The caller holds the transaction."""

    def __init__(self, db: Database) -> None:
        self._conn = db.conn
        self._extractors: dict[tuple[str, str], int] = {}
        self._said: list[tuple[Any, ...]] = []

    def forget(self) -> None:
        """Forget what a transaction that failed may have made untrue."""
        self._extractors.clear()
        self._said.clear()

    def extractor(self, name: str, version: str) -> int:
        """The id of an extractor at a version."""
        known = self._extractors.get((name, version))
        if known is None:
            row = self._conn.execute(
                """INSERT INTO extractor (name, version) VALUES (?, ?)
                ON CONFLICT (name, version) DO UPDATE SET name = excluded.name RETURNING id""",
                (name, version),
            ).fetchone()
            known = self._extractors[name, version] = int(row[0])
        return known

    def add(self, capture: Capture, extractor: int, ids: Mapping[str, int]) -> tuple[int, Article | None] | None:
        """Keep what a capture was read to be; the extract's id, and the article as kept (broken letters replaced).

        None where nothing was read out of it. ``ids`` has every address that the capture mentions.
        """
        if capture.article is not None:
            return self._add_article(capture.article, ids[capture.url], extractor, ids)
        if capture.listing is not None:
            return self._add_listing(capture.listing, ids[capture.url], extractor, ids), None
        return None

    def _add_article(
        self, article: Article, resource: int, extractor: int, ids: Mapping[str, int]
    ) -> tuple[int, Article]:
        try:
            content = write_article(article)
        except UnicodeEncodeError:  # half a surrogate pair, from a page or JSON that was cut
            content = write_article(article, errors="replace")
            article = read_article(content)
        digest = _digest(b"article", resource, extractor, content)
        known = self._find(digest)
        if known is not None:
            return known, article
        said = text_digest(article.body)
        canonical = article.canonical_url
        number = self._insert(
            digest,
            resource,
            extractor,
            "article",
            as_bytes(said) if said else None,
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
        said = [(url, said.hreflang, said.url) for url, alternates in announced for said in alternates]
        digest = _digest(b"listing", resource, extractor, content, json.dumps(said).encode() if said else b"")
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
        self._said += [
            (source, ids[item.url], extract, item.hreflang, item.evidence, hreflang_language(item.hreflang) or "")
            for item in alternates
            if ids[item.url] != source
        ]

    def finish(self) -> None:
        """Write what was announced since the last time."""
        self._conn.executemany("INSERT OR IGNORE INTO announcement VALUES (?, ?, ?, ?, ?, ?)", self._said)
        self._conn.executemany(
            "INSERT OR IGNORE INTO variant_link VALUES (?, ?, ?, ?, ?, 'known', NULL)",
            [(source, target, tag, hreflang, word) for source, target, _, hreflang, word, tag in self._said if tag],
        )
        self._said.clear()


def article_of(db: Database, extract: int) -> Article:
    """The article of an extract."""
    (fields,) = db.conn.execute("SELECT fields FROM extract WHERE id = ?", (extract,)).fetchone()
    return read_article(_CODEC.expand(fields))


def as_bytes(digest: str) -> bytes:
    """The bytes of a digest that is written ``sha256:<hex>``."""
    return bytes.fromhex(digest.partition(":")[2])


def _digest(kind: bytes, resource: int, extractor: int, *parts: bytes) -> bytes:
    hashed = hashlib.sha256(b"%s %d %d\n" % (kind, resource, extractor))
    for part in parts:
        hashed.update(part)
    return hashed.digest()[:16]
