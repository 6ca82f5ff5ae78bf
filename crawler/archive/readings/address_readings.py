"""What was read at addresses that may be one article's, loaded for the judgements."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.readings.extracts import text_key
from crawler.archive.sql import AMONG
from crawler.rules.history.identity import AddressEvidence, TextKey
from crawler.rules.history.revisions import ReaderText

_READINGS = f"""
    SELECT c.resource, c.id, c.captured_at, ifnull(hex(p.digest), ''), o.word, r.target, ifnull(e.id, 0),
        x.name, x.version, hex(e.content_digest), ifnull(hex(e.text_digest), ''), e.title, e.canonical,
        e.language, e.language_claimed, ifnull(r.reason, '')
    FROM capture c
    JOIN reading r ON r.capture = c.id
    JOIN outcome o ON o.id = r.outcome AND o.word IN ('article', 'unchanged', 'moved', 'missing')
    JOIN run ON run.id = c.run AND run.ignored_because IS NULL AND (run.outage IS NULL OR o.word != 'missing')
    LEFT JOIN payload p ON p.id = c.payload
    LEFT JOIN extract e ON e.id = r.extract AND e.kind = 'article'
    LEFT JOIN extractor x ON x.id = e.extractor
    WHERE c.resource {AMONG}"""


_TOLD = f"""
    SELECT r.capture, x.name, x.version, hex(r.content), r.text, hex(r.whole)
    FROM capture c JOIN rereading r ON r.capture = c.id JOIN extractor x ON x.id = r.extractor
    WHERE c.resource {AMONG} ORDER BY r.capture, r.number"""


class Read(NamedTuple):
    """One reading of one capture, as the judgements need it; ``extract`` is 0 for a redirect or a 304."""

    resource: int
    capture: int
    captured_at: int
    payload_digest: str
    outcome: str
    target: int | None
    extract: int
    extractor: str
    version: str
    content_digest: str
    text_digest: str
    title: str
    canonical: int | None
    language: str | None
    language_claimed: str | None
    reason: str
    told: tuple[ReaderText, ...] = ()
    """What each reader read out of the capture, where several did."""
    earlier: frozenset[bytes] = frozenset()
    """Texts, by ``text_key``, that the capture was read with, where several readers did."""

    @property
    def texts(self) -> frozenset[TextKey]:
        """The text it is read with, and those that it was: what was one article stays one however it is read."""
        own = (self.text_digest, self.title)
        return frozenset({own, *((key.hex(), "") for key in self.earlier)})


@dataclass
class AddressReadings:
    """Addresses that may be one article's, some of them, with what was read there."""

    uris: dict[int, str] = field(default_factory=dict)
    sites: dict[int, int] = field(default_factory=dict)
    twins: dict[int, int] = field(default_factory=dict)
    articles: dict[int, int] = field(default_factory=dict)
    readings: dict[int, list[Read]] = field(default_factory=dict)
    listings: set[int] = field(default_factory=set)
    """Those that are listings, feeds, sitemaps or front pages."""
    removal: dict[int, tuple[int, float]] = field(default_factory=dict)
    """By site, how many captures over how many hours confirm a removal."""


def load(db: Database, resources: Collection[int]) -> AddressReadings:
    """Load addresses, and all that redirects, claims, twins or earlier judgements connect with them."""
    found = AddressReadings()
    for site, captures, hours in db.execute("SELECT id, removal_captures, removal_hours FROM site"):
        found.removal[site] = (captures, hours)
    waiting = set(resources)
    while waiting:
        among = json.dumps(sorted(waiting))
        _read(db, found, among)
        new = {
            other
            for key in waiting
            for read in found.readings.get(key, ())
            for other in (read.target if read.outcome == "moved" else None, read.canonical)
            if other is not None
        }
        new |= {found.twins[key] for key in waiting if key in found.twins}
        new |= _connected(db, found, waiting)
        waiting = new - found.uris.keys()
    return found


def _read(db: Database, found: AddressReadings, among: str) -> None:
    for key, uri, site, twin, article, kind in db.execute(
        f"SELECT id, uri_r, site, alias_of, article, kind FROM resource WHERE id {AMONG}", [among]
    ):
        if kind in ("listing", "feed", "sitemap"):
            found.listings.add(key)
        found.uris[key] = uri
        found.sites[key] = site
        if twin is not None:
            found.twins[key] = twin
        if article is not None:
            found.articles[key] = article
    for row in db.execute(_READINGS, [among]):
        found.readings.setdefault(row[0], []).append(Read(*row))
    if db.execute("SELECT 1 FROM rereading LIMIT 1").fetchone():
        _read_again(db, found, among)
    for key in json.loads(among):
        if any(read.outcome == "missing" for read in found.readings.get(key, ())):
            found.readings[key] = _still_missing(found.readings[key])


def _read_again(db: Database, found: AddressReadings, among: str) -> None:
    """Add to the readings of these addresses what each reader read, where a capture was read by several."""
    told: dict[int, list[ReaderText]] = defaultdict(list)
    texts: dict[int, set[bytes]] = defaultdict(set)
    for capture, name, version, content, text, whole in db.execute(_TOLD, [among]):
        told[capture].append(ReaderText(name, version, content, whole))
        if text is not None:
            texts[capture].add(text)
    for key in json.loads(among):
        found.readings[key] = [
            read._replace(
                told=tuple(told[read.capture]),
                earlier=frozenset(texts[read.capture] | {text_key(read.text_digest, read.title)} - {b""}),
            )
            if read.extract
            else read
            for read in found.readings.get(key, ())
        ]


def _still_missing(reads: list[Read]) -> list[Read]:
    """The readings of one address in order; "not modified" after an answer that it is gone says the same again."""
    told: list[Read] = []
    for read in sorted(reads, key=lambda one: (one.captured_at, one.payload_digest, one.outcome)):
        is_same = read.outcome == "unchanged" and bool(told) and told[-1].outcome == "missing"
        told.append(read._replace(outcome="missing", reason=told[-1].reason) if is_same else read)
    return told


def _connected(db: Database, found: AddressReadings, keys: Collection[int]) -> set[int]:
    """Addresses that lead to these, claim to be these, are twins of these, or were addresses of the same articles."""
    telling = [
        key
        for key in keys
        if key in found.articles or any(read.extract or read.target for read in found.readings.get(key, ()))
    ]
    among = json.dumps(telling)
    articles = json.dumps(sorted({found.articles[key] for key in telling if key in found.articles}))
    rows = db.execute(
        f"""SELECT c.resource FROM reading r JOIN capture c ON c.id = r.capture WHERE r.target {AMONG}
        UNION SELECT resource FROM extract WHERE canonical {AMONG}
        UNION SELECT id FROM resource WHERE alias_of {AMONG}
        UNION SELECT id FROM resource WHERE article {AMONG}""",
        [among, among, among, articles],
    )
    return {row[0] for row in rows}


def address_of(found: AddressReadings, key: int) -> AddressEvidence[int]:
    """What was read at one address, as the rules of identity take it."""
    reads = found.readings.get(key, [])
    articles = [read for read in reads if read.extract]
    times = [read.captured_at for read in articles]
    return AddressEvidence(
        uri_r=found.uris[key],
        first=min(times, default=None),
        last=max(times, default=None),
        texts=frozenset(text for read in articles for text in read.texts),
        moved_to=_moved_to(found, reads),
        canonical=frozenset(
            (read.canonical, text) for read in articles if read.canonical is not None for text in read.texts
        ),
        twin_of=found.twins.get(key),
    )


def _moved_to(found: AddressReadings, reads: list[Read]) -> int | None:
    """Where the latest redirect leads; of several at one instant the order is by payload, then by where they lead."""
    moves = [
        (read.captured_at, read.payload_digest, found.uris[read.target], read.target)
        for read in reads
        if read.outcome == "moved" and read.target is not None
    ]
    return max(moves)[-1] if moves else None
