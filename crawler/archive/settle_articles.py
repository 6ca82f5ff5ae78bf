"""Articles and their revisions, from all readings of the addresses that are or may be one article."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.settle_addresses import AMONG, Addresses, address_of, load
from crawler.archive.settle_announcements import settle_announcements
from crawler.archive.writing import delete_article, delete_revision, new_article, show_revision, write_revision
from crawler.rules import languages
from crawler.rules.aliases import Identity, identify
from crawler.rules.revisions import Reading, revisions
from crawler.rules.stories import ARCHIVED, EMPTY, UNTRANSLATED


class Row(NamedTuple):
    """An article as it stands in its table."""

    id: int
    resource: int
    story: int
    revision: int | None
    state: str
    first_seen: int
    last_seen: int


def _rows(db: Database, articles: Collection[int]) -> dict[int, Row]:
    rows = db.execute(
        f"SELECT id, resource, story, revision, state, first_seen, last_seen FROM article WHERE id {AMONG}",
        [json.dumps(sorted(articles))],
    )
    return {row[1]: Row(*row) for row in rows}


def settle_articles(db: Database, resources: Collection[int]) -> None:
    """Judge the articles that these addresses belong to: names, revisions, states, and what they announce."""
    found = load(db, resources)
    identity = identify({key: address_of(found, key) for key in found.uris})
    groups: dict[int, list[int]] = defaultdict(list)
    for resource, name in identity.called.items():
        groups[name].append(resource)
    rows = _rows(db, set(found.articles.values()))
    _drop(db, found, {row.id for row in rows.values() if row.resource not in groups})
    standing = _revision_rows(db, [row.id for row in rows.values()])
    articles: dict[int, int] = {}
    for name, group in groups.items():
        history = History(found, identity, group)
        row = rows.get(name)
        if row is None:
            row = _make(db, found, name, history)
        articles[name] = row.id
        _settle_revisions(db, row, history, standing.get(row.id, {}))
    _point(db, found, {resource: articles[name] for resource, name in identity.called.items()})
    db.conn.executemany("INSERT OR IGNORE INTO temp.touched_article VALUES (?)", [(one,) for one in articles.values()])
    settle_announcements(db, found, identity, groups.values())


class History:
    """The readings that make one article's history, in order."""

    def __init__(self, found: Addresses, identity: Identity[int], group: Collection[int]) -> None:
        counted = [
            read
            for key in group
            for read in found.readings.get(key, ())
            if read.outcome != "moved" and ((until := identity.until.get(key)) is None or read.captured_at < until)
        ]
        read = [one for one in counted if one.extract]
        self.first_seen = min(one.captured_at for one in read)
        self.last_seen = max(one.captured_at for one in counted)
        self.revisions = revisions(
            Reading(one.captured_at, one.payload_digest, one.extractor, one.version, one.content_digest, one)
            for one in read
        )
        starts = [revision.first.captured_at for revision in self.revisions]
        self.seen = starts[:]
        for one in counted:
            place = max(bisect_right(starts, one.captured_at) - 1, 0)
            self.seen[place] = max(self.seen[place], one.captured_at)

    @property
    def state(self) -> str:
        """``empty`` without a body, ``untranslated`` where the text is in another language than the page claims."""
        current = self.revisions[-1].text
        if not current.text_digest:
            return EMPTY
        if (
            current.language
            and current.language_claimed
            and not languages.agree(current.language, current.language_claimed)
        ):
            return UNTRANSLATED
        return ARCHIVED


def _make(db: Database, found: Addresses, name: int, history: History) -> Row:
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


def _settle_revisions(db: Database, row: Row, history: History, standing: Mapping[int, RevisionRow]) -> None:
    """Make the rows of one article's revisions what its history says; rows that say so already stay as they are."""
    kept: set[int] = set()
    wanted = [
        (number, revision.first, revision.text, seen)
        for number, (revision, seen) in enumerate(zip(history.revisions, history.seen, strict=True), 1)
    ]
    for _, first, text, _ in wanted:
        old = standing.get(first.capture)
        if old is not None and old.extract == text.extract:
            kept.add(old.id)
    shown = row.revision if row.revision in kept else None
    if shown is None:
        db.execute("UPDATE article SET revision = NULL WHERE id = ?", [row.id])
    current = shown
    for old in standing.values():
        if old.id not in kept:
            delete_revision(db, old.id)
    _renumber(db, [old for old in standing.values() if old.id in kept], {first.capture: n for n, first, _, _ in wanted})
    for number, first, text, seen in wanted:
        old = standing.get(first.capture)
        if old is None or old.id not in kept:
            current = write_revision(
                db,
                article=row.id,
                number=number,
                extract=text.extract,
                capture=first.capture,
                shown=text.capture,
                captured_at=first.captured_at,
                last_seen=seen,
            )
            continue
        current = old.id
        if (old.shown, old.last_seen) != (text.capture, seen):
            db.execute("UPDATE revision SET shown = ?, last_seen = ? WHERE id = ?", [text.capture, seen, old.id])
    if current != shown and current is not None:
        show_revision(db, row.id, current)
    told = (history.state, history.first_seen, history.last_seen)
    if told != (row.state, row.first_seen, row.last_seen):
        db.execute("UPDATE article SET state = ?, first_seen = ?, last_seen = ? WHERE id = ?", [*told, row.id])


class RevisionRow(NamedTuple):
    """A revision as it stands in its table."""

    id: int
    number: int
    capture: int
    shown: int
    last_seen: int
    extract: int


def _revision_rows(db: Database, articles: Collection[int]) -> dict[int, dict[int, RevisionRow]]:
    """The revisions of some articles, by article and the capture that they begin with."""
    found: dict[int, dict[int, RevisionRow]] = defaultdict(dict)
    for article, *row in db.execute(
        f"SELECT article, id, number, capture, shown, last_seen, extract FROM revision WHERE article {AMONG}",
        [json.dumps(articles)],
    ):
        found[article][row[2]] = RevisionRow(*row)
    return found


def _renumber(db: Database, rows: Iterable[RevisionRow], numbers: Mapping[int, int]) -> None:
    """Give revisions that stay their new numbers, by way of negative ones so that no two are the same meanwhile."""
    moved = [(numbers[row.capture], row.id) for row in rows if numbers[row.capture] != row.number]
    db.conn.executemany("UPDATE revision SET number = -? WHERE id = ?", moved)
    db.conn.executemany("UPDATE revision SET number = ? WHERE id = ?", moved)


def _drop(db: Database, found: Addresses, articles: set[int]) -> None:
    """Delete articles that are none any more; whatever was tied to them is judged again."""
    if not articles:
        return
    among = json.dumps(sorted(articles))
    db.execute(
        f"""INSERT OR IGNORE INTO temp.touched_article
        SELECT id FROM article WHERE story IN (SELECT story FROM article WHERE id {AMONG})
        UNION SELECT s.article FROM resource t JOIN variant_link v ON v.target = t.id JOIN resource s ON s.id = v.source
            WHERE t.article {AMONG} AND s.article IS NOT NULL
        UNION SELECT article FROM duplicate WHERE original {AMONG}
        UNION SELECT original FROM duplicate WHERE article {AMONG}""",
        [among] * 4,
    )
    db.execute(f"INSERT OR IGNORE INTO temp.left_story SELECT story FROM article WHERE id {AMONG}", [among])
    for article in articles:
        delete_article(db, article)
    found.articles = {key: article for key, article in found.articles.items() if article not in articles}


def _point(db: Database, found: Addresses, wanted: Mapping[int, int]) -> None:
    """Let each address say which article it is one of."""
    db.conn.executemany(
        "UPDATE resource SET article = ? WHERE id = ?",
        [(wanted.get(key), key) for key in found.uris if wanted.get(key) != found.articles.get(key)],
    )
