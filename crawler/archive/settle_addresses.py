"""What was read at addresses that may be one article's, loaded for the judgements."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlite_utils import Database

from crawler.rules.aliases import Address, Text

AMONG = "IN (SELECT value FROM json_each(?))"

_READINGS = f"""
    SELECT c.resource, c.id, c.captured_at, ifnull(hex(p.digest), ''), o.word, r.target, ifnull(e.id, 0),
        x.name, x.version, hex(e.content_digest), ifnull(hex(e.text_digest), ''), e.title, e.canonical,
        e.language, e.language_claimed
    FROM capture c
    JOIN reading r ON r.capture = c.id
    JOIN outcome o ON o.id = r.outcome AND o.word IN ('article', 'unchanged', 'moved')
    JOIN run ON run.id = c.run AND run.discounted IS NULL
    LEFT JOIN payload p ON p.id = c.payload
    LEFT JOIN extract e ON e.id = r.extract AND e.kind = 'article'
    LEFT JOIN extractor x ON x.id = e.extractor
    WHERE c.resource {AMONG}"""


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

    @property
    def text(self) -> Text:
        return self.text_digest, self.title


@dataclass
class Addresses:
    """Addresses that may be one article's, some of them, with what was read there."""

    uris: dict[int, str] = field(default_factory=dict)
    sites: dict[int, int] = field(default_factory=dict)
    twins: dict[int, int] = field(default_factory=dict)
    articles: dict[int, int] = field(default_factory=dict)
    readings: dict[int, list[Read]] = field(default_factory=dict)


def load(db: Database, resources: Collection[int]) -> Addresses:
    """Load addresses, and all that redirects, claims, twins or earlier judgements connect with them."""
    found = Addresses()
    waiting = set(resources)
    while waiting:
        among = json.dumps(sorted(waiting))
        _read(db, found, among)
        new = {
            other
            for key in waiting
            for read in found.readings.get(key, ())
            for other in (read.target, read.canonical)
            if other is not None
        }
        new |= {found.twins[key] for key in waiting if key in found.twins}
        new |= _connected(db, found, waiting)
        waiting = new - found.uris.keys()
    return found


def _read(db: Database, found: Addresses, among: str) -> None:
    for key, uri, site, twin, article in db.execute(
        f"SELECT id, uri_r, site, alias_of, article FROM resource WHERE id {AMONG}", [among]
    ):
        found.uris[key] = uri
        found.sites[key] = site
        if twin is not None:
            found.twins[key] = twin
        if article is not None:
            found.articles[key] = article
    for row in db.execute(_READINGS, [among]):
        found.readings.setdefault(row[0], []).append(Read._make(row))


def _connected(db: Database, found: Addresses, keys: Collection[int]) -> set[int]:
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


def address_of(found: Addresses, key: int) -> Address[int]:
    """What was read at one address, as the rules of identity take it."""
    reads = found.readings.get(key, [])
    articles = [read for read in reads if read.extract]
    times = [read.captured_at for read in articles]
    return Address(
        uri_r=found.uris[key],
        first=min(times, default=None),
        last=max(times, default=None),
        texts=frozenset(read.text for read in articles),
        moved_to=_moved_to(found, reads),
        canonical=frozenset((read.canonical, read.text) for read in articles if read.canonical is not None),
        twin_of=found.twins.get(key),
    )


def _moved_to(found: Addresses, reads: list[Read]) -> int | None:
    """Where the latest redirect leads; of several at one instant the order is by payload, then by where they lead."""
    moves = [
        (read.captured_at, read.payload_digest, found.uris[read.target], read.target)
        for read in reads
        if read.outcome == "moved" and read.target is not None
    ]
    return max(moves)[-1] if moves else None
