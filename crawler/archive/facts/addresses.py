"""The table of addresses: each once, with where it was first found and what its place says of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.archive.facts.mentions import CLAIM, Mention
from crawler.archive.sql import rows_of
from crawler.rules.text.digests import address_id

KEPT = 4_000
"""Addresses that are remembered between batches."""

_CHUNK = 5_000

_INSERT = """INSERT INTO resource
    (id, key, uri_r, site, kind, language, found_in, found_at, found_run, listed_at, title, published_raw, modified_raw,
     refusal, refusal_reason)
    VALUES (:id, :key, :uri_r, :site, :kind, nullif(:language, ''), :found_in, :at, :run, iif(:listed, :at, NULL),
     nullif(:title, ''), :published_raw, :modified_raw, nullif(:refusal, ''), nullif(:reason, ''))"""

_UPDATE = f"""UPDATE resource SET
    -- where and when it was found: the earliest mention counts
    found_in = iif(:at < ifnull(found_at, :at + 1), coalesce(:found_in, found_in), found_in),
    found_at = min(ifnull(found_at, :at), :at),
    -- title, date and language: the earliest listing counts; a language from elsewhere fills a gap
    title = iif(:listed AND ifnull(:at < listed_at, 1), coalesce(nullif(:title, ''), title), title),
    published_raw = iif(:listed AND ifnull(:at < listed_at, 1), coalesce(:published_raw, published_raw), published_raw),
    language = iif(:listed AND ifnull(:at < listed_at, 1),
        coalesce(nullif(:language, ''), language), coalesce(language, nullif(:language, ''))),
    listed_at = iif(:listed, min(ifnull(listed_at, :at), :at), listed_at),
    -- the latest date of modification; a kind replaces none or a mere claim
    modified_raw = coalesce(:modified_raw, modified_raw),
    kind = coalesce(nullif(kind, '{CLAIM}'), :kind, kind),
    -- a refusal is only kept for an address that never gave an answer
    refusal = iif(captured_at IS NULL AND :refusal != '', :refusal, refusal),
    refusal_reason = iif(captured_at IS NULL AND :refusal != '', nullif(:reason, ''), refusal_reason)
    WHERE id = :id"""


class _Known(NamedTuple):
    """What is remembered of an address, to see whether a mention adds anything."""

    id: int
    found_at: int
    listed_at: int | None
    kind: str | None
    language: str | None


class AddressBook:
    """The table ``resource``. The caller holds the transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._conn = db.conn
        self._known: dict[str, _Known] = {}
        self._new: set[int] = set()

    def is_new(self, resource: int) -> bool:
        """Whether the last batch was the first to mention the address; True once for each address."""
        if resource not in self._new:
            return False
        self._new.remove(resource)
        return True

    def forget(self) -> None:
        """Forget everything that a failed transaction may have made untrue."""
        self._known.clear()
        self._new.clear()

    def take(self, site: int, run: int, mentions: Mapping[str, Mention]) -> dict[str, int]:
        """Add every address that is new, write what its mentions add, and give the id of each."""
        if len(self._known) > KEPT:
            self._known.clear()
        absent = [url for url in mentions if url not in self._known]
        self._known.update(_fetch(self._db, absent))
        fresh = [url for url in absent if url not in self._known]
        self._number(fresh, mentions)
        ids = {url: self._known[url].id for url in mentions}
        new = set(fresh)
        self._new = {ids[url] for url in fresh}
        keys = self._keys(fresh)
        self._conn.executemany(
            _INSERT,
            [self._row(mentions[url], ids, site=site, run=run, key=key) for url, key in zip(fresh, keys, strict=True)],
        )
        adding = [seen for url, seen in mentions.items() if url not in new and _adds(seen, self._known[url])]
        self._conn.executemany(_UPDATE, [self._row(seen, ids) for seen in adding])
        for seen in adding:
            self._known.pop(seen.url, None)
        return ids

    def _number(self, fresh: list[str], mentions: Mapping[str, Mention]) -> None:
        if not fresh:
            return
        (highest,) = self._conn.execute("SELECT ifnull(max(id), 0) FROM resource").fetchone()
        for number, url in enumerate(fresh, highest + 1):
            seen = mentions[url]
            listed_at = seen.found_at if seen.listed else None
            self._known[url] = _Known(number, seen.found_at, listed_at, seen.kind, seen.language or None)

    def _row(self, seen: Mention, ids: Mapping[str, int], **more: Any) -> dict[str, Any]:
        return {
            "id": ids[seen.url],
            "uri_r": seen.url,
            "kind": seen.kind,
            "language": seen.language,
            "found_in": ids[seen.found_in] if seen.found_in else None,
            "at": seen.found_at,
            "listed": seen.listed,
            "title": seen.title,
            "published_raw": seen.published_raw,
            "modified_raw": seen.modified_raw,
            "refusal": seen.refusal,
            "reason": seen.reason,
            **more,
        }

    def _keys(self, urls: Iterable[str]) -> list[str]:
        """Their public ids; another id where an earlier address has the same 60 bits."""
        pairs = [(url, address_id(url)) for url in urls]
        rows = self._conn.execute(
            "SELECT key FROM resource WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps([key for _, key in pairs]),),
        )
        taken = {key for (key,) in rows}
        keys = []
        for url, plain in pairs:
            key = plain
            while key in taken or (key != plain and self._is_taken(key)):
                key = address_id(f"{key}#{url}")
            taken.add(key)
            keys.append(key)
        return keys

    def _is_taken(self, key: str) -> bool:
        return self._conn.execute("SELECT 1 FROM resource WHERE key = ?", (key,)).fetchone() is not None


def _adds(seen: Mention, known: _Known) -> bool:
    if seen.found_at < known.found_at or seen.refusal or seen.modified_raw:
        return True
    if seen.listed and (known.listed_at is None or seen.found_at < known.listed_at):
        return True
    kind = known.kind is None or known.kind == CLAIM
    return bool((kind and seen.kind and seen.kind != known.kind) or (known.language is None and seen.language))


def _fetch(db: Database, urls: Iterable[str]) -> Iterator[tuple[str, _Known]]:
    for uri_r, number, found_at, listed_at, kind, language in rows_of(
        db, urls, "uri_r, id, ifnull(found_at, 0), listed_at, kind, language"
    ):
        yield uri_r, _Known(number, found_at, listed_at, kind, language)
