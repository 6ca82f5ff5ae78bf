"""Writes the readings of captures that were read again (a replay) in place of their old readings.

The table ``rereading`` keeps digests of what each extractor read out of a capture, where several extractors read it.
The rules for edits need them (``crawler.rules.history.revisions``). So everything derived stays a function of the
readings, and no edit appears or disappears because a page object changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.facts.addresses import AddressBook
from crawler.archive.facts.captures import NO_ANSWER
from crawler.archive.facts.mentions import Mentions
from crawler.archive.readings.extracts import Extracts, article_digest, as_bytes, newest, text_key, write_storable
from crawler.archive.readings.stored_readings import StoredReading, is_same
from crawler.archive.sql import AMONG, inserted, milliseconds, storable
from crawler.items import Article, Capture
from crawler.rules.text.digests import content_digest, text_digest

REPARSE_MODE = "reread"
"""The mode of a run that reads captures again."""

# The time of the latest capture of an address that is an answer, in a run that counts.
_ANSWERED = f"""
    UPDATE resource SET captured_at = (
        SELECT max(c.captured_at) FROM capture c
        JOIN reading r ON r.capture = c.id JOIN outcome o ON o.id = r.outcome JOIN run ON run.id = c.run
        WHERE c.resource = resource.id AND run.ignored_because IS NULL AND o.word NOT IN ('blocked', 'unreachable'))
    WHERE id {AMONG}"""

# Extracts (of a JSON array of ids) that neither a reading nor a revision of their address refers to.
_UNUSED = """
    WITH old (id) AS (SELECT value FROM json_each(?1)),
    place (id) AS (SELECT DISTINCT resource FROM extract WHERE id IN (SELECT id FROM old))
    SELECT id FROM old
    EXCEPT SELECT g.extract FROM place JOIN capture c ON c.resource = place.id JOIN reading g ON g.capture = c.id
    EXCEPT SELECT v.extract FROM place JOIN resource r ON r.id = place.id JOIN revision v ON v.article = r.article"""


# Extracts of articles that an extractor read in a run, and whether captures of other runs share them.
_READ_IN_RUN = """
    SELECT DISTINCT e.id, e.resource, e.fields, EXISTS (
        SELECT 1 FROM capture d JOIN reading h ON h.capture = d.id AND h.extract = e.id
        WHERE d.resource = e.resource AND d.run != run.id)
    FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading g ON g.capture = c.id JOIN extract e ON e.id = g.extract AND e.kind = 'article'
    WHERE run.id = ? AND g.extractor = ?"""

_COPY = """
    INSERT INTO extract (digest, extractor, resource, kind, text_digest, content_digest, characters, title, language,
        language_claimed, canonical, fields)
    SELECT ?, ?, resource, kind, text_digest, content_digest, characters, title, language, language_claimed, canonical,
        fields FROM extract WHERE id = ?"""


class Reparsed(NamedTuple):
    """A capture that was read again: its stored reading and the new one."""

    stored: StoredReading
    read: Capture
    keep: bool
    """Whether the old reading stays, because the new one lacks something that the old one has."""


class Replaced(NamedTuple):
    """What follows from a batch of new readings."""

    resources: frozenset[int]
    """Ids of the addresses that must be derived again."""
    extracts: frozenset[int]
    """Ids of the extracts that new readings replaced."""


class Reparser:
    """Replaces readings by new ones. The caller holds the transaction, and calls ``forget`` if it fails."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._conn = db.conn
        self._addresses = AddressBook(db)
        self._extracts = Extracts(db)

    def forget(self) -> None:
        """Empty the caches, which a failed transaction may have made wrong."""
        self._addresses.forget()
        self._extracts.forget()

    def take(self, run: int, site: int, batch: Sequence[Reparsed]) -> Replaced | None:
        """Write a batch, which has all captures of each of its articles; gives what must be derived again.

        None where an extractor reads a capture differently than it did before at the same version. The extractor then
        gets a new state. Nothing else is written, and all captures that it reads must be read again.
        """
        self._extracts.forget()
        news = [each for each in batch if not is_same(self._db, each.stored, each.read)]
        changed = {_name(each) for each in news if self._is_another(each)}
        for name, version in sorted(changed):
            self._renew(name, version)
        if changed:
            return None
        mentions = Mentions()
        for each in news:
            if not each.keep:
                mentions.see_capture(each.read, milliseconds(each.read.captured_at))
        ids = self._addresses.take(site, run, mentions)
        return self._replaced([each for each in news if self._rewrite(each, ids)])

    def confirm(self, run: int, batch: Sequence[Reparsed]) -> None:
        """Keep new readings of captures of other runs in ``rereading``, and leave the stored readings unchanged.

        The run that is about to end read the same addresses; the rules for edits compare its readings with these. If an
        extractor is in another state than before, the readings that it made in this run are assigned to that state.
        """
        self._extracts.forget()
        for name, version in sorted({_name(each) for each in batch if self._is_another(each)}):
            old = newest(self._conn, name, version)
            self._relabel(run, old or 0, self._renew(name, version))
        for each in batch:
            if each.read.article is not None:
                self._remember(each.stored, self._extracts.extractor(*_name(each)), each.read.article)

    def _relabel(self, run: int, old: int, reader: int) -> None:
        """Assign the readings that one extractor made in a run to another one (its newest state)."""
        rows = self._conn.execute(_READ_IN_RUN, (run, old)).fetchall()
        for extract, resource, fields, is_shared in rows:
            digest = article_digest(resource, reader, fields)
            if not is_shared:
                self._conn.execute(
                    "UPDATE extract SET extractor = ?, digest = ? WHERE id = ?", (reader, digest, extract)
                )
                continue
            copy = inserted(self._conn.execute(_COPY, (digest, reader, extract)))
            self._conn.execute(
                """INSERT INTO announcement SELECT source, target, ?, hreflang, evidence, language FROM announcement
                WHERE extract = ?""",
                (copy, extract),
            )
            self._conn.execute(
                """UPDATE reading SET extract = ? WHERE extract = ? AND capture IN (
                    SELECT c.id FROM capture c WHERE c.resource = ? AND c.run = ?)""",
                (copy, extract, resource, run),
            )
        self._conn.execute(
            """UPDATE reading SET extractor = ?1 WHERE extractor = ?2 AND capture IN (
                SELECT c.id FROM run JOIN capture c ON c.run = run.id
                    AND c.id BETWEEN run.first_capture AND run.last_capture WHERE run.id = ?3)""",
            (reader, old, run),
        )

    def _is_another(self, each: Reparsed) -> bool:
        """Whether the newest known state of the extractor read something else out of the same capture."""
        if each.read.article is None:
            return False
        reader = newest(self._conn, *_name(each))
        if reader is None:
            return False
        whole = _digests(each.read.article)[2]
        if reader == each.stored.reader and each.stored.article is not None:
            return _digests(each.stored.article)[2] != whole
        row = self._conn.execute(
            "SELECT whole FROM rereading WHERE capture = ? AND extractor = ?", (each.stored.number, reader)
        ).fetchone()
        return row is not None and row[0] != whole

    def _renew(self, name: str, version: str) -> int:
        """Add a new state of an extractor at the same version; gives its id."""
        (states,) = self._conn.execute(
            "SELECT count(*) FROM extractor WHERE name = ?1 AND (version = ?2 OR substr(version, 1, ?3) = ?2 || '~')",
            (name, version, len(version) + 1),
        ).fetchone()
        sql = "INSERT INTO extractor (name, version) VALUES (?, ?)"
        return inserted(self._conn.execute(sql, (name, f"{version}~{states + 1}")))

    def _rewrite(self, each: Reparsed, ids: dict[str, int]) -> bool:
        """Replace one reading, or only remember the new one with ``keep``; gives whether anything was written."""
        stored, read = each.stored, each.read
        if each.keep and read.article is None:
            return False
        reader = None
        if read.extractor or read.article is not None or read.listing is not None:
            reader = self._extracts.extractor(read.extractor, read.extractor_version)
        is_remembered = self._remember(stored, reader, read.article)
        if each.keep:
            return is_remembered
        kept = None if reader is None else self._extracts.add(read, reader, ids)
        self._conn.execute(
            "UPDATE reading SET outcome = ?, reason = nullif(?, ''), extractor = ?, extract = ?, target = ? "
            "WHERE capture = ?",
            (
                self._outcome(read.outcome),
                storable(read.reason),
                reader,
                kept[0] if kept else None,
                ids[read.location] if read.location else None,
                stored.number,
            ),
        )
        if read.alias_of:
            self._conn.execute("UPDATE resource SET alias_of = ? WHERE id = ?", (ids[read.alias_of], stored.resource))
        return True

    def _outcome(self, word: str) -> int:
        sql = "INSERT INTO outcome (word) VALUES (?) ON CONFLICT (word) DO UPDATE SET word = word RETURNING id"
        return int(self._conn.execute(sql, (word,)).fetchone()[0])

    def _remember(self, stored: StoredReading, reader: int | None, article: Article | None) -> bool:
        """Keep digests of what an extractor read out of a capture, if more than one read it; gives whether it is new.

        The first of them is the stored reading, where no digests were kept before.
        """
        sql = "SELECT extractor FROM rereading WHERE capture = ? ORDER BY number"
        known = [row[0] for row in self._conn.execute(sql, (stored.number,))]
        by_reader = [(reader, article)] if known else [(stored.reader, stored.article), (reader, article)]
        rows: dict[int, Article] = {}
        for one, text in by_reader:
            if one is not None and text is not None and one not in known:
                rows.setdefault(one, text)
        if not rows or (not known and list(rows) == [reader]):
            return False
        digests = {one: _digests(text) for one, text in rows.items()}
        if not known and stored.reader in digests:
            digests[stored.reader] = (self._content_of(stored), *digests[stored.reader][1:])
        self._conn.executemany(
            "INSERT INTO rereading VALUES (?, ?, ?, ?, ?, ?)",
            [(stored.number, number, one, *digests[one]) for number, one in enumerate(digests, len(known) + 1)],
        )
        return True

    def _content_of(self, stored: StoredReading) -> bytes:
        """The stored content digest, since an earlier version may have computed it from other parts of a text."""
        (digest,) = self._conn.execute("SELECT content_digest FROM extract WHERE id = ?", (stored.extract,)).fetchone()
        return bytes(digest[:8])

    def _replaced(self, written: Sequence[Reparsed]) -> Replaced:
        """Finish writing the readings; gives what follows from them."""
        if not written:
            return Replaced(frozenset(), frozenset())
        self._extracts.finish()
        replaced = [each for each in written if not each.keep]
        answered = {
            each.stored.resource
            for each in replaced
            if (each.stored.outcome in NO_ANSWER) != (each.read.outcome in NO_ANSWER)
        }
        if answered:
            self._conn.execute(_ANSWERED, (json.dumps(sorted(answered)),))
        old = {each.stored.extract for each in replaced if each.stored.extract is not None}
        resources = {each.stored.resource for each in written} | self._announced(replaced, old)
        return Replaced(frozenset(resources), frozenset(old))

    def drop_unused(self, extracts: Collection[int]) -> None:
        """Delete the extracts that no reading and no revision refers to any more, with their announcements.

        Call it after the articles are derived again, since their revisions refer to extracts until then.
        """
        unused = self._conn.execute(_UNUSED, (json.dumps(sorted(extracts)),)).fetchall()
        self._conn.executemany("DELETE FROM announcement WHERE extract = ?", unused)
        self._conn.executemany("DELETE FROM extract WHERE id = ?", unused)

    def _announced(self, replaced: Iterable[Reparsed], old: set[int]) -> set[int]:
        """The addresses for which listings of the batch announced versions, before or now."""
        among = json.dumps(sorted(each.stored.number for each in replaced))
        rows = self._conn.execute(
            f"""SELECT DISTINCT a.source FROM announcement a WHERE a.extract {AMONG}
            UNION SELECT a.source FROM reading g JOIN announcement a ON a.extract = g.extract
            WHERE g.capture {AMONG}""",
            (json.dumps(sorted(old)), among),
        )
        return {row[0] for row in rows}


def _name(each: Reparsed) -> tuple[str, str]:
    return each.read.extractor, each.read.extractor_version


def _digests(article: Article) -> tuple[bytes, bytes | None, bytes]:
    """Digests of eight bytes: of what an edit changes, of text and title (None without a text), and of all fields."""
    content, kept = write_storable(article)
    body = text_digest(kept.body)
    text = text_key(as_bytes(body).hex().upper(), kept.title) if body else None
    return as_bytes(content_digest(kept))[:8], text, hashlib.sha256(content).digest()[:8]
