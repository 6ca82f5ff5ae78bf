"""Loads the readings of addresses that may belong to one article, for the rules that derive its history."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.readings.denials import Denial, denials
from crawler.archive.readings.extracts import text_key
from crawler.archive.sql import AMONG
from crawler.rules.history.identity import AddressEvidence, TextKey
from crawler.rules.history.removals import DENIED
from crawler.rules.history.revisions import ReaderText

_READINGS = f"""
    -- the fields of ``Read``, in its order
    SELECT c.resource, c.id, c.captured_at, ifnull(hex(p.digest), ''), o.word, r.target, ifnull(e.id, 0),
        x.name, x.version, hex(e.content_digest), ifnull(hex(e.text_digest), ''), e.title, e.canonical,
        e.language, e.language_claimed, ifnull(r.reason, '')
    FROM capture c
    JOIN reading r ON r.capture = c.id
    -- outcomes that say something of an article, in runs that count; in an outage, missing answers do not count
    JOIN outcome o ON o.id = r.outcome AND o.word IN ('article', 'unchanged', 'moved', 'missing')
    JOIN run ON run.id = c.run AND run.ignored_because IS NULL AND (run.outage IS NULL OR o.word != 'missing')
    -- the text that was read, and its extractor
    LEFT JOIN payload p ON p.id = c.payload
    LEFT JOIN extract e ON e.id = r.extract AND e.kind = 'article'
    LEFT JOIN extractor x ON x.id = e.extractor
    WHERE c.resource {AMONG}"""


_REREADINGS = f"""
    SELECT r.capture, x.name, x.version, hex(r.content), r.text, hex(r.whole)
    FROM capture c JOIN rereading r ON r.capture = c.id JOIN extractor x ON x.id = r.extractor
    WHERE c.resource {AMONG} ORDER BY r.capture, r.number"""


class Read(NamedTuple):
    """One reading of one capture, as the rules need it; ``extract`` is 0 for a redirect or a 304."""

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
    by_reader: tuple[ReaderText, ...] = ()
    """What each extractor read out of the capture, where several extractors did."""
    earlier: frozenset[bytes] = frozenset()
    """The texts, by ``text_key``, that these extractors read."""

    @property
    def texts(self) -> frozenset[TextKey]:
        """The current text and those that other extractors read: an article stays one article after a replay."""
        own = (self.text_digest, self.title)
        return frozenset({own, *((key.hex(), "") for key in self.earlier)})


@dataclass
class AddressReadings:
    """Addresses of which some may belong to one article, with their readings. The keys are ids of addresses."""

    uris: dict[int, str] = field(default_factory=dict)
    sites: dict[int, int] = field(default_factory=dict)
    twins: dict[int, int] = field(default_factory=dict)
    """The address of which each is an alias."""
    articles: dict[int, int] = field(default_factory=dict)
    readings: dict[int, list[Read]] = field(default_factory=dict)
    listings: set[int] = field(default_factory=set)
    """Addresses of listings, feeds and sitemaps."""
    removal: dict[int, tuple[int, float]] = field(default_factory=dict)
    """By site, how many captures over how many hours confirm a removal."""


def load(db: Database, resources: Collection[int]) -> AddressReadings:
    """Load addresses, and all that redirects, canonical URLs, aliases or earlier results connect with them."""
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
    for key, read in _denied_answers(db, among):
        found.readings.setdefault(key, []).append(read)
    if db.execute("SELECT 1 FROM rereading LIMIT 1").fetchone():
        _read_again(db, found, among)
    for key in json.loads(among):
        if any(read.outcome == "missing" for read in found.readings.get(key, ())):
            found.readings[key] = _still_missing(found.readings[key])


def _denied_answers(db: Database, among: str) -> Iterator[tuple[int, Read]]:
    """The answers by which single pages were refused or unreadable, as readings of the outcome ``denied``."""
    for each in denials(db, among):
        yield each.resource, _denied(each)


def _denied(each: Denial) -> Read:
    facts = (each.resource, each.capture, each.captured_at, each.payload_digest, DENIED, None, 0, "", "", "", "", "")
    return Read(*facts, None, None, None, each.reason)


def _read_again(db: Database, found: AddressReadings, among: str) -> None:
    """Add to the readings of these addresses what each extractor read, where several read the same capture."""
    by_reader: dict[int, list[ReaderText]] = defaultdict(list)
    texts: dict[int, set[bytes]] = defaultdict(set)
    for capture, name, version, content, text, whole in db.execute(_REREADINGS, [among]):
        by_reader[capture].append(ReaderText(name, version, content, whole))
        if text is not None:
            texts[capture].add(text)
    for key in json.loads(among):
        found.readings[key] = [
            read._replace(
                by_reader=tuple(by_reader[read.capture]),
                earlier=frozenset(texts[read.capture] | {text_key(read.text_digest, read.title)} - {b""}),
            )
            if read.extract
            else read
            for read in found.readings.get(key, ())
        ]


def _still_missing(reads: list[Read]) -> list[Read]:
    """The readings of one address in order of time. A 304 after ``missing`` becomes ``missing``: it means no change."""
    ordered: list[Read] = []
    for read in sorted(reads, key=lambda one: (one.captured_at, one.payload_digest, one.outcome)):
        is_same = read.outcome == "unchanged" and bool(ordered) and ordered[-1].outcome == "missing"
        ordered.append(read._replace(outcome="missing", reason=ordered[-1].reason) if is_same else read)
    return ordered


def _connected(db: Database, found: AddressReadings, keys: Collection[int]) -> set[int]:
    """Addresses that redirect to these, have them as canonical URL or alias, or belonged to the same articles."""
    relevant = [
        key
        for key in keys
        if key in found.articles or any(read.extract or read.target for read in found.readings.get(key, ()))
    ]
    among = json.dumps(relevant)
    articles = json.dumps(sorted({found.articles[key] for key in relevant if key in found.articles}))
    rows = db.execute(
        f"""SELECT c.resource FROM reading r JOIN capture c ON c.id = r.capture WHERE r.target {AMONG}
        UNION SELECT resource FROM extract WHERE canonical {AMONG}
        UNION SELECT id FROM resource WHERE alias_of {AMONG}
        UNION SELECT id FROM resource WHERE article {AMONG}""",
        [among, among, among, articles],
    )
    return {row[0] for row in rows}


def address_of(found: AddressReadings, key: int) -> AddressEvidence[int]:
    """The readings of one address in the form that ``rules.history.identity`` takes."""
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
    """The target of the latest redirect; redirects of one moment are ordered by payload, then by target."""
    moves = [
        (read.captured_at, read.payload_digest, found.uris[read.target], read.target)
        for read in reads
        if read.outcome == "moved" and read.target is not None
    ]
    return max(moves)[-1] if moves else None
