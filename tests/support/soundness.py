"""What must be true of an archive whatever happened to the process that wrote it, and what it judged, without ids."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from crawler.errors import ArchiveError

HOST = "http://demo.localhost"
Told = dict[str, set[Any]]

NONE_OF_THESE = {
    "an article without a text": "SELECT id FROM article WHERE revision IS NULL",
    "an article whose newest text is another's": """SELECT article.id FROM article JOIN revision
        ON revision.id = article.revision WHERE revision.article != article.id""",
    "an article that does not show its newest text": """SELECT article.id FROM article JOIN revision
        ON revision.id = article.revision
        WHERE number != (SELECT max(number) FROM revision AS other WHERE other.article = article.id)""",
    "an address of two articles": """SELECT resource.id FROM article JOIN resource ON resource.id = article.resource
        WHERE resource.article IS NOT article.id""",
    "a text of a capture of another article": """SELECT revision.id FROM revision
        JOIN capture ON capture.id IN (revision.capture, revision.text_capture)
        JOIN resource ON resource.id = capture.resource WHERE resource.article IS NOT revision.article""",
    "texts that are not numbered 1, 2, ...": """SELECT article FROM revision GROUP BY article
        HAVING min(number) != 1 OR max(number) != count(*) OR count(DISTINCT number) != count(*)""",
    "texts out of their order": """SELECT later.id FROM revision AS later JOIN revision AS earlier
        ON earlier.article = later.article AND earlier.number = later.number - 1
        WHERE later.captured_at <= earlier.captured_at""",
    "the same text twice in a row": """SELECT later.id FROM revision AS later JOIN revision AS earlier
        ON earlier.article = later.article AND earlier.number = later.number - 1
        JOIN extract AS new ON new.id = later.extract JOIN extract AS old ON old.id = earlier.extract
        WHERE new.content_digest = old.content_digest AND new.extractor = old.extractor""",
    "a story without a member": "SELECT id FROM story WHERE id NOT IN (SELECT story FROM article)",
    "a capture that was not read": "SELECT id FROM capture WHERE id NOT IN (SELECT capture FROM reading)",
    "a captured article without its fields": """SELECT capture FROM reading JOIN outcome ON outcome.id = outcome
        WHERE word = 'article' AND extract IS NULL""",
    "an exchange kept twice": """SELECT resource FROM capture
        GROUP BY resource, captured_at, status, payload, method, requested_uri HAVING count(*) > 1""",
    "a text that search does not know": """SELECT revision.id FROM revision
        WHERE id NOT IN (SELECT id FROM revision_fts_docsize)""",
    "a searched text that is gone": "SELECT id FROM revision_fts_docsize WHERE id NOT IN (SELECT id FROM revision)",
    "an event of a capture of another article": """SELECT event.id FROM event
        JOIN capture ON capture.id IN (event.before, event.after)
        JOIN resource ON resource.id = capture.resource
        WHERE event.kind = 'edited' AND resource.article IS NOT event.article""",
    "an edit whose two texts are one": "SELECT id FROM event WHERE kind = 'edited' AND before = after",
    "an edit told twice": """SELECT after FROM event WHERE kind = 'edited' GROUP BY article, after
        HAVING count(*) > 1""",
    "an edit without its text": """SELECT id FROM event WHERE kind = 'edited'
        AND NOT EXISTS (SELECT 1 FROM revision WHERE revision.article = event.article AND capture = event.after)""",
}
"""What must not be there, and how to find it."""


def broken(path: Path) -> list[str]:
    """What is wrong with an archive as a dead process left it; looked for in a copy, so that nothing is mended."""
    copy = path.with_name(f"copy-of-{path.name}")
    for end in ("", "-wal"):
        source, target = path.with_name(path.name + end), copy.with_name(copy.name + end)
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copy(source, target)
    copy.with_name(copy.name + "-shm").unlink(missing_ok=True)
    return unsound(copy)


def unsound(path: Path) -> list[str]:
    """What is wrong with an archive; empty where it is whole. One without tables yet is whole."""
    with closing(sqlite3.connect(path)) as db:
        said = [row[0] for row in db.execute("PRAGMA integrity_check")]
        faults = [f"integrity_check: {line}" for line in said if line != "ok"]
        faults += [f"foreign key: {row}" for row in db.execute("PRAGMA foreign_key_check").fetchall()]
        if faults or not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'event_latest'").fetchall():
            return faults
        for what, query in NONE_OF_THESE.items():
            if found := db.execute(query).fetchall():
                faults.append(f"{what}: {found[:3]}")
    try:
        with Archive.open(path, readonly=True) as archive:
            for _ in archive.captures():
                pass  # reading a payload compares it with its digest
    except ArchiveError as error:
        faults.append(f"the archive cannot be read: {error}")
    return faults


def told(path: Path) -> Told:
    """What an archive says, whatever its ids and times are: two crawls of the same pages must say the same."""
    with closing(sqlite3.connect(path)) as db:
        return {
            "articles": _rows(
                db,
                """SELECT url, language, language_claimed, title, published, published_raw, date_source, modified,
                canonical_url, state, kind, text_digest, revisions FROM article_latest""",
            ),
            "texts": _rows(db, "SELECT url, number, title, body, extractor, extractor_version FROM revision_log"),
            "stories": _groups(_rows(db, "SELECT story, url FROM article_latest")),
            "variants": _rows(
                db, "SELECT language, announced_by, url, hreflang, state, evidence, reason FROM variant_state"
            ),
            "duplicates": _tied(_rows(db, "SELECT url, original_url FROM duplicate_pair")),
            "events": {
                _without_ids(row) for row in _rows(db, "SELECT kind, url, confirmed, summary FROM event_latest")
            },
            "frontier": _rows(db, "SELECT url, kind FROM frontier WHERE why = 'never captured'"),
            "refused": _rows(db, "SELECT uri_r, refusal FROM resource WHERE refusal IS NOT NULL"),
            "captured": _rows(db, "SELECT DISTINCT url FROM capture_log WHERE read_as = 'article'"),
        }


def differences(found: Told, wanted: Told) -> list[str]:
    """How two archives differ in what they say, a line each."""
    lines = []
    for name, rows in wanted.items():
        lines += [f"{name}: {row} is missing" for row in sorted(map(repr, rows - found[name]))[:3]]
        lines += [f"{name}: {row} is too many" for row in sorted(map(repr, found[name] - rows))[:3]]
    return lines


def untrue(path: Path, truth: Mapping[str, Any], *, also: Iterable[str] = ()) -> list[str]:
    """What of an archive is not the demo's truth: each listed article once, its text to the letter, its story.

    ``also`` are paths of articles that may be there besides: they stood on an earlier day.
    """
    articles = {each["url"]: each for each in truth["articles"]}
    with Archive.open(path, readonly=True) as archive:
        rows = list(archive.export(site="demo"))
    paths = [row["url"].removeprefix(HOST) for row in rows]
    faults = [f"{url} is there twice" for url in set(paths) if paths.count(url) > 1]
    faults += [f"{url} is missing" for url, each in articles.items() if each["listed"] and url not in paths]
    faults += [f"{url} is no article" for url in set(paths) - set(articles) - set(also)]
    for row, url in zip(rows, paths, strict=True):
        if url in articles and url not in also:
            faults += [
                f"{url}: {name} is {row[name]!r}, not {articles[url][name]!r}"
                for name in ("title", "body", "published", "published_raw", "date_source", "language", "kind")
                if (list(row[name]) if name == "body" else row[name]) != articles[url][name]
            ]
    stories = _groups({(row["story"], url) for row, url in zip(rows, paths, strict=True)})
    if not also and {each for each in stories if len(each) > 1} != _true_stories(truth):
        faults.append("the stories are not those that the pages announce")
    return faults


def _true_stories(truth: Mapping[str, Any]) -> set[frozenset[str]]:
    return {frozenset(members) for members in truth["announced_stories"] if len(members) > 1}


def _rows(db: sqlite3.Connection, query: str) -> set[Any]:
    return set(db.execute(query).fetchall())


def _groups(pairs: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for name, member in pairs:
        groups[name].add(member)
    return {frozenset(members) for members in groups.values()}


def _tied(pairs: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    """Texts that are equal, whichever of them is called the original."""
    group: dict[str, frozenset[str]] = {}
    for pair in pairs:
        joined = frozenset(pair).union(*(group.get(url, frozenset()) for url in pair))
        group.update(dict.fromkeys(joined, joined))
    return set(group.values())


def _without_ids(row: tuple[str, str, str | None, str | None]) -> tuple[Any, ...]:
    """An event without its captures and times, which no two crawls share."""
    kind, url, confirmed, summary = row
    kept = {name: value for name, value in json.loads(summary or "{}").items() if name in ("fields", "to", "how")}
    return kind, url, confirmed is not None, json.dumps(kept, sort_keys=True)
