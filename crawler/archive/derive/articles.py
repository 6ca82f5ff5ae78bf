"""Articles and their revisions, from all readings of the addresses that are or may be one article."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.derive.announcements import derive_announcements
from crawler.archive.derive.article_rows import (
    delete_article,
    delete_revision,
    new_article,
    show_revision,
    write_revision,
)
from crawler.archive.derive.events import (
    PASSING,
    Event,
    beside_event,
    derive_events,
    edit_events,
    event_rows,
    judge,
    ledger_events,
    withdrawn_event,
)
from crawler.archive.derive.text_changes import ChangeJudge, furniture_of, stored_changes, write_changes
from crawler.archive.derive.work_queue import WorkQueue
from crawler.archive.readings.address_readings import AddressReadings, Read, address_of, load
from crawler.archive.sql import AMONG
from crawler.rules.history.identity import Identity, identify
from crawler.rules.history.passing import passing
from crawler.rules.history.removals import DENIED
from crawler.rules.history.revisions import Reading, Revision, in_order, revisions
from crawler.rules.language import tags
from crawler.rules.stories.matching import ARCHIVED, EMPTY, UNTRANSLATED

VANISHED = "vanished"
"""The state of an article whose removal is confirmed; its last good text stays."""


DIGITS = 16
"""Hexadecimal digits of a content digest by which texts of one article are compared: ``rereading`` keeps so many."""


class ArticleRow(NamedTuple):
    """A row of the table ``article``."""

    id: int
    resource: int
    story: int
    revision: int | None
    state: str
    first_seen: int
    last_seen: int


def _rows(db: Database, articles: Collection[int]) -> dict[int, ArticleRow]:
    rows = db.execute(
        f"SELECT id, resource, story, revision, state, first_seen, last_seen FROM article WHERE id {AMONG}",
        [json.dumps(sorted(articles))],
    )
    return {row[1]: ArticleRow(*row) for row in rows}


def derive_articles(
    db: Database, queue: WorkQueue, resources: Collection[int], *, is_furniture_new: bool = False
) -> set[int]:
    """Derive the articles that these addresses belong to: names, revisions, states, announcements, events.

    ``is_furniture_new`` says that other lines are furniture now, so that the sizes of edits change. Gives all addresses
    that were derived: these, and those that redirects and claims connect with them.
    """
    found = load(db, resources)
    identity = identify({key: address_of(found, key) for key in found.uris})
    groups: dict[int, list[int]] = defaultdict(list)
    for resource, name in identity.called.items():
        groups[name].append(resource)
    rows = _rows(db, set(found.articles.values()))
    _drop(db, queue, found, {row.id for row in rows.values() if row.resource not in groups})
    standing = _revision_rows(db, [row.id for row in rows.values()])
    events = event_rows(db, [row.id for row in rows.values()])
    changes = stored_changes(db, [row.id for row in rows.values()])
    furniture = furniture_of(db)
    articles: dict[int, int] = {}
    changed: set[int] = set()
    walls: set[int] = set()
    for name, group in groups.items():
        row = rows.get(name)
        known = changes.get(row.id, {}) if row is not None else {}
        change_judge = ChangeJudge(db, known, furniture.get(found.sites[name], frozenset()), is_new=is_furniture_new)
        history = History(found, identity, group, change_judge)
        walls |= history.walls
        if row is None:
            row = _make(db, found, name, history)
            changed.add(row.id)
        articles[name] = row.id
        if _derive_revisions(db, row, history, standing.get(row.id, {})) | _derive_row(db, row, history):
            changed.add(row.id)
        derive_events(db, row.id, history.events(found), events.get(row.id, {}), change_judge, history.revisions)
        write_changes(db, row.id, known, change_judge.used)
    changed |= _point(db, found, {resource: articles[name] for resource, name in identity.called.items()})
    changed |= {articles[name] for name in derive_announcements(db, found, identity, groups, walls)}
    queue.add_articles(changed)
    return set(found.uris)


class History:
    """The readings that make one article's history, in order."""

    def __init__(
        self, found: AddressReadings, identity: Identity[int], group: Collection[int], changes: ChangeJudge
    ) -> None:
        counted = [
            read
            for key in group
            for read in found.readings.get(key, ())
            if read.outcome not in ("moved", "missing", DENIED)
            and ((until := identity.until.get(key)) is None or read.captured_at < until)
        ]
        read = [one for one in counted if one.extract]
        self.ledger = judge(found, group)
        self.first_seen = min(one.captured_at for one in read)
        ordered = in_order(_reading(found, one) for one in read)
        self.passing = passing(ordered, changes)
        walls = self.walls = {wall.ref.capture for _, wall in self.passing}
        self.last_seen = max(one.captured_at for one in counted if one.capture not in walls)
        standing = [one for one in ordered if one.ref.capture not in walls]
        self.revisions = revisions(standing, changes.explain)
        self.beside = list(_beside(standing, changes))
        starts = [revision.first.captured_at for revision in self.revisions]
        self.seen = starts[:]
        for one in (each for each in counted if each.capture not in walls):
            place = max(bisect_right(starts, one.captured_at) - 1, 0)
            self.seen[place] = max(self.seen[place], one.captured_at)

    def events(self, found: AddressReadings) -> list[Event]:
        """The events of the article, as its rows in the ledger should be."""
        beside = [
            beside_event(before, after, kind, summary)
            for before, after, said in self.beside
            for kind, summary in json.loads(said).items()
        ]
        passed = [withdrawn_event(before.ref, wall.ref, PASSING) for before, wall in self.passing]
        return [*edit_events(self.revisions), *beside, *passed, *ledger_events(self.ledger, found)]

    @property
    def state(self) -> str:
        """``vanished`` where a removal is confirmed, ``empty`` without a body, ``untranslated`` where the text is in
        another language than the page claims."""
        if self.ledger is not None and self.ledger.confirmed:
            return VANISHED
        current = self.revisions[-1].text
        if not current.text_digest:
            return EMPTY
        if current.language and current.language_claimed and not tags.agree(current.language, current.language_claimed):
            return UNTRANSLATED
        return ARCHIVED


def _reading(found: AddressReadings, one: Read) -> Reading[Read]:
    return Reading(
        *one[2:4],
        one.extractor,
        one.version,
        one.content_digest[:DIGITS],
        one,
        found.uris[one.resource],
        one.extract,
        one.by_reader,
    )


def _beside(readings: Sequence[Reading[Read]], changes: ChangeJudge) -> Iterator[tuple[Read, Read, str]]:
    """The neighbouring readings by one extractor that differ beside the text, with what differs (JSON)."""
    for before, after in pairwise(readings):
        if before.ref.extract == after.ref.extract:
            continue
        change = changes.change(before.ref, after.ref)
        if change is not None and change.beside is not None:
            yield before.ref, after.ref, change.beside


def _make(db: Database, found: AddressReadings, name: int, history: History) -> ArticleRow:
    site = found.sites[name]
    article = new_article(
        db,
        resource=name,
        site=site,
        first_seen=history.first_seen,
        last_seen=history.last_seen,
        state=history.state,
    )
    return _rows(db, [article])[name]


def _derive_revisions(db: Database, row: ArticleRow, history: History, standing: Mapping[int, RevisionRow]) -> bool:
    """Make the rows of one article's revisions match its history; rows that match already are not written.

    Gives whether the article shows another text now.
    """
    plans = [RevisionPlan(*each) for each in enumerate(zip(history.revisions, history.seen, strict=True), 1)]
    kept = {one.first.capture: old for one in plans if (old := standing.get(one.first.capture)) and one.fits(old)}
    before = row.revision if row.revision in {old.id for old in kept.values()} else None
    if before is None:
        db.execute("UPDATE article SET revision = NULL WHERE id = ?", [row.id])
    for old in standing.values():
        if old.capture not in kept:
            delete_revision(db, old.id)
    _renumber(db, kept.values(), {one.first.capture: one.number for one in plans})
    current = 0
    for one in plans:
        old = kept.get(one.first.capture)
        current = old.id if old else one.write(db, row.id)
        row_now = (one.text.capture, one.seen, one.reason)
        if old and (old.text_capture, old.last_seen, old.reason) != row_now:
            db.execute(
                "UPDATE revision SET text_capture = ?, last_seen = ?, reason = ? WHERE id = ?", [*row_now, old.id]
            )
    if current != before:
        show_revision(db, row.id, current)
    return current != before


def _derive_row(db: Database, row: ArticleRow, history: History) -> bool:
    """Make an article's own row match its history; gives whether that may matter to other articles."""
    row_now = (history.state, history.first_seen, history.last_seen)
    if row_now == (row.state, row.first_seen, row.last_seen):
        return False
    db.execute("UPDATE article SET state = ?, first_seen = ?, last_seen = ? WHERE id = ?", [*row_now, row.id])
    return row_now[:2] != (row.state, row.first_seen)


class RevisionRow(NamedTuple):
    """A row of the table ``revision``, as far as it is compared."""

    id: int
    number: int
    capture: int
    text_capture: int
    last_seen: int
    extract: int
    reason: str | None


class RevisionPlan:
    """A revision as its row should be."""

    def __init__(self, number: int, pair: tuple[Revision[Read], int]) -> None:
        self.number = number
        (self.first, self.text, _, reason, _), self.seen = pair
        self.reason = reason or None

    def fits(self, old: RevisionRow) -> bool:
        """Whether a row has this text; its number and times can be updated."""
        return old.extract == self.text.extract

    def write(self, db: Database, article: int) -> int:
        """Write a new row; gives its id."""
        return write_revision(
            db,
            article=article,
            number=self.number,
            extract=self.text.extract,
            capture=self.first.capture,
            text_capture=self.text.capture,
            captured_at=self.first.captured_at,
            last_seen=self.seen,
            reason=self.reason,
        )


def _revision_rows(db: Database, articles: Collection[int]) -> dict[int, dict[int, RevisionRow]]:
    """The revisions of some articles, by article and the capture that they begin with."""
    found: dict[int, dict[int, RevisionRow]] = defaultdict(dict)
    for article, *row in db.execute(
        f"""SELECT article, id, number, capture, text_capture, last_seen, extract, reason
        FROM revision WHERE article {AMONG}""",
        [json.dumps(articles)],
    ):
        found[article][row[2]] = RevisionRow(*row)
    return found


def _renumber(db: Database, rows: Iterable[RevisionRow], numbers: Mapping[int, int]) -> None:
    """Renumber revisions that stay, first by negative numbers, so that no two rows ever have the same."""
    moved = [(numbers[row.capture], row.id) for row in rows if numbers[row.capture] != row.number]
    db.conn.executemany("UPDATE revision SET number = -? WHERE id = ?", moved)
    db.conn.executemany("UPDATE revision SET number = ? WHERE id = ?", moved)


def _drop(db: Database, queue: WorkQueue, found: AddressReadings, articles: set[int]) -> None:
    """Delete articles that no longer exist; articles of their stories, announcements and duplicates are queued."""
    if not articles:
        return
    among = json.dumps(sorted(articles))
    queue.add_articles_from(
        f"""SELECT id FROM article WHERE story IN (SELECT story FROM article WHERE id {AMONG})
        UNION SELECT s.article FROM resource t JOIN variant_link v ON v.target = t.id JOIN resource s ON s.id = v.source
            WHERE t.article {AMONG} AND s.article IS NOT NULL
        UNION SELECT article FROM duplicate WHERE original {AMONG}
        UNION SELECT original FROM duplicate WHERE article {AMONG}""",
        [among] * 4,
    )
    queue.add_stories(row[0] for row in db.execute(f"SELECT story FROM article WHERE id {AMONG}", [among]).fetchall())
    for article in articles:
        delete_article(db, article)
    found.articles = {key: article for key, article in found.articles.items() if article not in articles}


def _point(db: Database, found: AddressReadings, named: Mapping[int, int]) -> set[int]:
    """Write at each address which article it belongs to; gives the articles that gained or lost an address."""
    changed = [key for key in found.uris if named.get(key) != found.articles.get(key)]
    db.conn.executemany("UPDATE resource SET article = ? WHERE id = ?", [(named.get(key), key) for key in changed])
    return {article for key in changed for article in (named.get(key), found.articles.get(key)) if article is not None}
