"""The announcements of each article, written to ``variant_link``; their states are derived with the stories."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.readings.address_readings import AddressReadings
from crawler.archive.sql import AMONG
from crawler.rules.history.identity import Identity
from crawler.rules.stories.announcements import AnnouncedVersion, in_force
from crawler.rules.stories.matching import KNOWN

WITHDRAWN = "withdrawn"

When = tuple[int, str]
"""A capture's time and payload digest: the order of readings."""

AnnouncementKey = tuple[int, int, str]
"""Source, target, language."""


class AnnouncedWord(NamedTuple):
    """A row of ``announcement``, and when a capture had it last."""

    source: int
    target: int
    language: str
    hreflang: str
    evidence: str
    when: When


_READ_LAST = """
    SELECT r.extract, c.captured_at, hex(p.digest) FROM capture c CROSS JOIN reading r ON r.capture = c.id
    CROSS JOIN run ON run.id = c.run AND run.ignored_because IS NULL LEFT JOIN payload p ON p.id = c.payload
    WHERE c.resource = ? ORDER BY c.captured_at DESC"""
"""SQL for what was read at an address, the newest first. The caller reads no further than needed."""


def derive_announcements(
    db: Database,
    found: AddressReadings,
    identity: Identity[int],
    groups: Mapping[int, Collection[int]],
    walls: Collection[int],
) -> set[int]:
    """Rewrite the announcements of these articles (the addresses of each, by its name). Gives the articles where one
    changed.

    An article's announcements of itself are left out. Where one address announces another in one language several
    times, the latest reading gives ``hreflang`` and ``evidence``. Rows that stay in force keep their state.
    ``walls`` are captures of other pages that stood in place of an article: what they announce is not the article's.
    """
    said = _said(db, found, identity, walls)
    standing = _standing(db, found.uris)
    for source in standing.keys() - identity.called.keys():
        _write(db, {}, standing[source])
    changed: set[int] = set()
    for name, group in groups.items():
        words = [word for source in group for word in said.get(source, ()) if word.target not in group]
        current: dict[AnnouncementKey, tuple[str, str, bool]] = {}
        now = in_force(AnnouncedVersion(*word.when, word.language, word.target) for word in words)
        for key, same in _by_key(words).items():
            latest = max(word.when for word in same)
            same = [word for word in same if word.when == latest]
            evidence = " ".join(sorted({word.evidence for word in same}))
            current[key] = (min(word.hreflang for word in same), evidence, (key[2], key[1]) in now)
        if _write(db, current, {key: row for source in group for key, row in standing.get(source, {}).items()}):
            changed.add(name)
    return changed


def _said(
    db: Database, found: AddressReadings, identity: Identity[int], walls: Collection[int]
) -> dict[int, list[AnnouncedWord]]:
    """All announcements that were ever made for the articles' addresses and that count."""
    when = _spoken_at(found, identity, walls)
    rows = db.execute(
        f"""SELECT source, target, language, hreflang, evidence, extract FROM announcement
        WHERE source {AMONG} AND language != ''""",
        [json.dumps(list(identity.called))],
    ).fetchall()
    elsewhere = _heard_at(db, {row[5] for row in rows} - when.keys())
    said: dict[int, list[AnnouncedWord]] = defaultdict(list)
    for source, target, language, hreflang, evidence, extract in rows:
        at = when[extract] if extract in when else elsewhere.get(extract)
        until = identity.until.get(source)
        if at is not None and (until is None or at[0] < until):
            said[source].append(AnnouncedWord(source, target, language, hreflang, evidence, at))
    return said


def _spoken_at(found: AddressReadings, identity: Identity[int], walls: Collection[int]) -> dict[int, When | None]:
    """When each text of the addresses themselves was read last, while their readings counted."""
    when: dict[int, When | None] = {}
    for key in identity.called:
        until = identity.until.get(key)
        for read in found.readings.get(key, ()):
            if read.extract:
                at = (read.captured_at, read.payload_digest)
                old = when.setdefault(read.extract, None)
                if read.capture not in walls and (until is None or at[0] < until) and (old is None or at > old):
                    when[read.extract] = at
    return when


def _heard_at(db: Database, extracts: Collection[int]) -> dict[int, When]:
    """When the extracts of sitemaps and feeds were read last."""
    of: dict[int, set[int]] = defaultdict(set)
    for extract, resource in db.execute(
        f"SELECT id, resource FROM extract WHERE id {AMONG}", [json.dumps(sorted(extracts))]
    ):
        of[resource].add(extract)
    when: dict[int, When] = {}
    for resource, wanted in of.items():
        left, last = set(wanted), 0
        with closing(db.conn.execute(_READ_LAST, [resource])) as rows:
            for extract, at, digest in rows:
                if not left and at < last:
                    break
                if extract in wanted:
                    when[extract] = max(when.get(extract, (0, "")), (at, digest or ""))
                    left.discard(extract)
                    last = at
    return when


def _by_key(words: Iterable[AnnouncedWord]) -> dict[AnnouncementKey, list[AnnouncedWord]]:
    found: dict[AnnouncementKey, list[AnnouncedWord]] = defaultdict(list)
    for word in words:
        found[word.source, word.target, word.language].append(word)
    return found


def _standing(db: Database, sources: Collection[int]) -> dict[int, dict[AnnouncementKey, tuple[str, str, str]]]:
    found: dict[int, dict[AnnouncementKey, tuple[str, str, str]]] = defaultdict(dict)
    for source, target, language, *row in db.execute(
        f"SELECT source, target, language, hreflang, evidence, state FROM variant_link WHERE source {AMONG}",
        [json.dumps(list(sources))],
    ):
        found[source][source, target, language] = (row[0], row[1], row[2])
    return found


def _write(
    db: Database,
    current: Mapping[AnnouncementKey, tuple[str, str, bool]],
    standing: Mapping[AnnouncementKey, tuple[str, str, str]],
) -> bool:
    """Write the rows that differ; gives whether any did."""
    gone = standing.keys() - current.keys()
    db.conn.executemany("DELETE FROM variant_link WHERE source = ? AND target = ? AND language = ?", gone)
    rows = []
    for key, (hreflang, evidence, holds) in current.items():
        old = standing.get(key)
        if old is None or old[:2] != (hreflang, evidence) or (old[2] != WITHDRAWN) != holds:
            state = WITHDRAWN if not holds else KNOWN if old is None or old[2] == WITHDRAWN else old[2]
            rows.append((*key, hreflang, evidence, state))
    db.conn.executemany(
        """INSERT INTO variant_link (source, target, language, hreflang, evidence, state) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET hreflang = excluded.hreflang, evidence = excluded.evidence, state = excluded.state,
        reason = CASE WHEN excluded.state IN ('withdrawn', 'known') THEN NULL ELSE reason END""",
        rows,
    )
    return bool(gone or rows)
