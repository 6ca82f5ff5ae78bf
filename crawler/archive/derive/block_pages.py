"""Block pages without known words: readings of a run are corrected where many addresses have the same body.

A page's text is read only where it may matter: a new text whose title other pages have, a page that could not be read,
an empty listing, a page as long as the answer to a probe (an address that cannot exist).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.facts.payloads import Payloads
from crawler.archive.readings.extracts import article_of
from crawler.archive.sql import rows_of
from crawler.rules.outcome.body_similarity import MOST, similarity_key, title_key
from crawler.rules.outcome.probes import PROBE_MARK, is_probe, probe_source
from crawler.rules.outcome.shared_body import (
    BLOCKED,
    MISSING,
    BodyAnswer,
    BodyVerdicts,
    find_shared_bodies,
    is_now,
    own_words,
)

CONTENT = "('article', 'listing', 'feed', 'sitemap', 'file', 'unchanged')"
"""Outcomes of answers that are pages of the site."""
EMPTY = 64
"""Bytes up to which the extract of a listing has no entry."""
FEW, SEVERAL = 2, 3
"""So many addresses with one title are suspect: where all of them are known; where some are not."""
NEAR = 768
"""Bytes by which an error page may be longer or shorter under another address."""
CLOSE = 160
"""Characters by which the text of a block page may be longer or shorter: it may name the address."""

_RUN = "FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture"

_EARLIER = f"""
    FROM capture d JOIN reading h ON h.capture = d.id JOIN outcome w ON w.id = h.outcome AND w.word IN {CONTENT}
    WHERE d.resource = c.resource AND d.run != c.run AND d.captured_at < c.captured_at"""

_CHANGED = f"""
    -- the fields of ``SuspectPage``, in its order
    SELECT c.id, ifnull(s.alias_of, s.id), c.captured_at, c.payload, p.size, s.uri_r, o.word, ifnull(r.reason, ''),
        ifnull(r.extract, 0), ifnull(e.title, ''), e.kind IS 'listing' AND length(e.fields) <= {EMPTY},
        EXISTS (SELECT 1 {_EARLIER}), ifnull(e.characters, 0),
        ifnull((SELECT v.published FROM revision v WHERE v.capture = c.id), '')
    {_RUN} JOIN payload p ON p.id = c.payload
    JOIN reading r ON r.capture = c.id
    -- outcomes that a block page may have; missing ones at the address that cannot exist (the probe) too
    JOIN outcome o ON o.id = r.outcome AND (
        o.word IN ('article', 'listing', 'unreadable') OR r.reason IN ('probe', ?, ?)
        OR (o.word = 'missing' AND instr((SELECT uri_r FROM resource WHERE resource.id = c.resource), ?)))
    JOIN resource s ON s.id = c.resource
    LEFT JOIN extract e ON e.id = r.extract
    -- captures of the run whose payload no earlier run read as content at the same address
    WHERE run.id = ? AND NOT EXISTS (SELECT 1 {_EARLIER} AND d.payload = c.payload)"""

_STANDS = f"""
    SELECT c.id, ifnull(s.alias_of, s.id), c.captured_at, EXISTS (SELECT 1 {_EARLIER})
    {_RUN} JOIN reading r ON r.capture = c.id JOIN outcome o ON o.id = r.outcome AND o.word IN {CONTENT}
    JOIN resource s ON s.id = c.resource LEFT JOIN extract e ON e.id = r.extract
    WHERE run.id = ? AND NOT (e.kind IS 'listing' AND length(e.fields) <= {EMPTY})"""

_BEFORE = f"""
    SELECT (SELECT d.payload {_EARLIER} AND d.payload IS NOT NULL ORDER BY d.captured_at DESC, d.id DESC LIMIT 1),
        (SELECT w.word FROM capture d JOIN reading h ON h.capture = d.id JOIN outcome w ON w.id = h.outcome
            AND w.word NOT IN ('blocked', 'unreachable')
            WHERE d.resource = c.resource AND d.run != c.run AND d.captured_at < c.captured_at
            ORDER BY d.captured_at DESC, d.id DESC LIMIT 1)
    FROM capture c WHERE c.id = ?"""

_STOOD = """
    -- the page that an address had, as an article, before the run of a capture
    SELECT c.payload FROM capture c JOIN reading g ON g.capture = c.id JOIN outcome o ON o.id = g.outcome
    WHERE c.resource = :resource AND o.word = 'article' AND c.payload IS NOT NULL AND c.captured_at < :at
        AND c.run != (SELECT run FROM capture WHERE id = :capture)
    ORDER BY c.captured_at DESC, c.id DESC LIMIT 1"""

# The latest capture of each address that is an answer in a run that counts. Validators of another capture are deleted.
_FORGET = """
    UPDATE resource SET etag = iif(captured_at IS latest.at, etag, NULL),
        last_modified = iif(captured_at IS latest.at, last_modified, NULL), captured_at = latest.at
    FROM (
        SELECT s.id AS id, (
            SELECT max(c.captured_at) FROM capture c
            JOIN reading r ON r.capture = c.id JOIN outcome o ON o.id = r.outcome JOIN run ON run.id = c.run
            WHERE c.resource = s.id AND run.ignored_because IS NULL AND o.word NOT IN ('blocked', 'unreachable')) AS at
        FROM resource s WHERE s.id IN (SELECT value FROM json_each(?))) AS latest
    WHERE latest.id = resource.id"""


def forget_answers(db: Database, resources: Collection[int]) -> None:
    """Reset addresses to their last answer that counts; those without one are waiting again.

    Validators of ignored answers are deleted: a 304 would refer to a text that is ignored.
    """
    db.execute(_FORGET, [json.dumps(sorted(resources))])


class SuspectPage(NamedTuple):
    """An answer of the run whose payload is new at its address."""

    capture: int
    address: int
    captured_at: int
    payload: int
    size: int
    url: str
    word: str
    reason: str
    extract: int
    title: str
    is_empty: bool
    is_known: bool
    characters: int
    published: str
    """The date of an article that is new in this run."""

    @property
    def moment(self) -> datetime:
        """When it was captured."""
        return datetime.fromtimestamp(self.captured_at / 1000, UTC)

    @property
    def is_probe(self) -> bool:
        """Whether it is the probe, an address that cannot exist."""
        return is_probe(self.url)


def derive_block_pages(db: Database, run: int) -> None:
    """Correct readings of a crawl to ``blocked`` or ``missing``, by ``find_shared_bodies``; imports stay as they are.

    The caller holds the write transaction, and derives what follows for the addresses afterwards.
    """
    (mode,) = db.execute("SELECT mode FROM run WHERE id = ?", [run]).fetchone()
    if mode == "import":
        return
    keys = _Keys(Payloads(db))
    changed = list(_changed(db, run))
    suspects = _alike(
        [page for page in changed if not (page.is_probe and _says_nothing(db, page, changed, keys))], keys
    )
    if suspects:
        _write(db, find_shared_bodies([*_answers(db, suspects, keys), *_others(db, run, suspects)]))


def _says_nothing(db: Database, probe: SuspectPage, pages: Sequence[SuspectPage], keys: _Keys) -> bool:
    """Whether the answer to a probe is the article from which it was made: the site ignores what follows the id.

    The article is the page that stood at its address before the run; where it is new, a page that no other address has
    or that says something about itself alone.
    """
    source, key = probe_source(probe.url), keys.of(probe.payload, probe.url)
    known = next((number for _, number in rows_of(db, (source,), "uri_r, id")), None)
    if not key or known is None:
        return False
    before = db.execute(_STOOD, {"resource": known, "at": probe.captured_at, "capture": probe.capture}).fetchone()
    if before is not None:
        return keys.of(before[0], source) == key
    alike = [page for page in pages if not page.is_probe and keys.of(page.payload, page.url) == key]
    own = [page for page in alike if page.url == source]
    return bool(own) and (len({page.url for page in alike}) == 1 or any(_own(db, page) for page in own))


def _changed(db: Database, run: int) -> Iterator[SuspectPage]:
    rows = db.execute(_CHANGED, [BLOCKED[1], MISSING[1], PROBE_MARK, run])
    return (SuspectPage._make([*row[:10], bool(row[10]), bool(row[11]), *row[12:]]) for row in rows)


class _Keys:
    """The likeness of payloads, each computed once."""

    def __init__(self, payloads: Payloads) -> None:
        self._payloads = payloads
        self._known: dict[tuple[int, str], str] = {}

    def of(self, payload: int | None, url: str) -> str:
        """The key of a payload at its address; empty for None."""
        if payload is None:
            return ""
        key = self._known.get((payload, url))
        if key is None:
            key = self._known[payload, url] = similarity_key(self._payloads.read(payload), url)
        return key


def _alike(pages: Sequence[SuspectPage], keys: _Keys) -> list[SuspectPage]:
    """The pages whose text is like that of another page."""
    groups: dict[str, list[SuspectPage]] = defaultdict(list)
    for page in _suspected(pages):
        if key := keys.of(page.payload, page.url):
            groups[key].append(page)
    return [page for group in groups.values() if len({each.url for each in group}) > 1 for page in group]


def _suspected(pages: Sequence[SuspectPage]) -> Iterator[SuspectPage]:
    """The pages that may be block pages: by title and length, or because nothing was read out of them. A new article
    with a date of its own is not suspected."""
    titled: dict[str, list[SuspectPage]] = defaultdict(list)
    sizes = [page.size for page in pages if page.is_probe]
    for page in pages:
        if page.word == "article":
            if any(abs(page.size - size) <= NEAR for size in sizes):
                yield page
            elif page.is_known or not page.published or is_now(page.published, page.moment):
                titled[title_key(page.title)].append(page)
        elif page.word != "listing" or page.is_empty:
            yield page
    for group in titled.values():
        known = {page.address for page in group if page.is_known}
        if len(known) >= FEW or len({page.address for page in group}) >= SEVERAL:
            yield from _near(group)


def _near(group: list[SuspectPage]) -> Iterator[SuspectPage]:
    """The pages whose text is about as long as that of another page."""
    group.sort(key=lambda page: page.characters)
    lengths = [-CLOSE - 1, *(page.characters for page in group), 2 * MOST + CLOSE]
    for before, page, after in zip(lengths, group, lengths[2:], strict=False):
        if min(page.characters - before, after - page.characters) <= CLOSE:
            yield page


def _answers(db: Database, pages: Sequence[SuspectPage], keys: _Keys) -> Iterator[BodyAnswer[int, int]]:
    for page in pages:
        payload, word = db.execute(_BEFORE, [page.capture]).fetchone()
        yield BodyAnswer(
            address=page.address,
            captured_at=page.captured_at,
            ref=page.capture,
            key=keys.of(page.payload, page.url),
            before=keys.of(payload, page.url),
            is_known=page.is_known,
            stood=word is not None and word != "missing",
            is_probe=page.is_probe,
            is_listing=page.is_empty,
            own=_own(db, page),
        )


def _own(db: Database, page: SuspectPage) -> str:
    """The words of an article that no other page would have."""
    if page.word != "article" or not page.extract:
        return ""
    return own_words(article_of(db, page.extract), page.moment)


def _others(db: Database, run: int, suspects: Collection[SuspectPage]) -> Iterator[BodyAnswer[int, int]]:
    """The other answers that the run read."""
    own = {page.capture for page in suspects}
    for capture, address, at, is_known in db.execute(_STANDS, [run]):
        if capture not in own:
            yield BodyAnswer(address=address, captured_at=at, ref=capture, is_known=bool(is_known))


def _write(db: Database, verdicts: BodyVerdicts[int]) -> None:
    if not verdicts:
        return
    db.conn.executemany(
        """UPDATE reading SET outcome = (SELECT id FROM outcome WHERE word = ?), reason = ?, extract = NULL
        WHERE capture = ?""",
        [(outcome, reason, capture) for capture, (outcome, reason) in verdicts.items()],
    )
    among = json.dumps(sorted(verdicts))
    resources = [
        row[0]
        for row in db.execute(
            "SELECT DISTINCT resource FROM capture WHERE id IN (SELECT value FROM json_each(?))", [among]
        )
    ]
    db.conn.executemany(
        "UPDATE resource SET etag = NULL, last_modified = NULL WHERE id = ?", [(one,) for one in resources]
    )
    forget_answers(db, resources)
