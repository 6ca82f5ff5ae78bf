"""``make bench-search``: a million synthetic articles indexed and searched, beside a plain FTS5 table of them."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from crawler.archive import Archive
from crawler.cli.indexing import indexing
from crawler.rules.text.digests import address_id
from tests.benchmarks.facts import add_facts
from tests.benchmarks.texts import COMMON, MIDDLING, RARE, Text, texts

BATCH = 10_000
HITS = 10
"""Stories that each search is read for: a page of answers."""
ROUNDS = 7

QUERIES: dict[str, Sequence[str]] = {
    "a rare word": tuple(RARE.values()),
    "a middling word": tuple(word for pair in MIDDLING.values() for word in pair),
    "two words": tuple(" ".join(pair) for pair in MIDDLING.values()),
    "a name": ("Рыженков", "Рыжанкоў", "Ryzhenkov", "Ryzhankou", "Ryžankoŭ"),
    "a phrase": tuple(f'"{" ".join(pair)}"' for pair in MIDDLING.values()),
    "a word in a sixth of all": tuple(pair[0] for pair in COMMON.values()),
}
MARKS = {"a phrase": 100, "a word in a sixth of all": 200}
"""Milliseconds that 95 of 100 searches are to take at most, at a million; 50 for the others."""


def fill(db: sqlite3.Connection, found: Iterator[Text], count: int) -> float:
    """Write articles as a crawl leaves them, but for their facts; gives the seconds that it took."""
    db.execute("INSERT INTO site (id, name, title, languages) VALUES (1, 'bench', 'Bench', '[\"ru\", \"be\", \"en\"]')")
    begun, number, story = time.perf_counter(), 0, 0
    with click.progressbar(length=count, label="writing articles") as bar:
        while batch := list(islice(found, BATCH)):
            db.execute("BEGIN")
            for text in batch:
                number += 1
                story = number if number % 3 == 1 else story
                _write(db, number, story, text)
            db.execute("COMMIT")
            bar.update(len(batch))
    return time.perf_counter() - begun


def _write(db: sqlite3.Connection, number: int, story: int, text: Text) -> None:
    url = f"https://bench.example/{text.language}/news/{number}.html"
    db.execute(
        "INSERT INTO resource (id, key, uri_r, site, kind, article) VALUES (?, ?, ?, 1, 'article', ?)",
        (number, address_id(url), url, number),
    )
    if story == number:
        db.execute("INSERT INTO story (id, resource) VALUES (?, ?)", (story, number))
    db.execute(
        """INSERT INTO article (id, resource, site, story, revision, state, language, language_claimed, kind, published,
            first_seen, last_seen) VALUES (?1, ?1, 1, ?2, ?1, 'archived', ?3, ?3, 'news', ?4, ?1, ?1)""",
        (number, story, text.language, text.published),
    )
    db.execute(
        """INSERT INTO revision (id, article, number, captured_at, capture, text_capture, last_seen, extract, title,
            body, language, language_claimed, published, kind)
        VALUES (?1, ?1, 1, ?1, ?1, ?1, ?1, ?1, ?2, ?3, ?4, ?4, ?5, 'news')""",
        (number, text.title, text.body, text.language, text.published),
    )


def plain(db: sqlite3.Connection, path: Path) -> tuple[float, sqlite3.Connection]:
    """The same texts in a plain FTS5 table in a file of its own: words as they stand, no forms, no stories."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("PRAGMA synchronous = NORMAL")
    other.execute("CREATE VIRTUAL TABLE told USING fts5 (title, body, content = '')")
    begun = time.perf_counter()
    rows = db.execute("SELECT id, title, body FROM revision ORDER BY id")
    while batch := rows.fetchmany(BATCH):
        other.execute("BEGIN")
        other.executemany("INSERT INTO told (rowid, title, body) VALUES (?, ?, ?)", batch)
        other.execute("COMMIT")
    return time.perf_counter() - begun, other


def times(queries: Sequence[str], ask: Callable[[str], int]) -> list[float]:
    """Milliseconds of each search; all queries in turn, several rounds, the first not counted."""
    told = []
    for round_number in range(ROUNDS + 1):
        for query in queries:
            begun = time.perf_counter()
            if not ask(query):
                raise click.ClickException(f"nothing was found for {query!r}")
            if round_number:
                told.append(1000 * (time.perf_counter() - begun))
    return sorted(told)


def report(archive: Archive, beside: sqlite3.Connection | None) -> bool:
    """Print what searches take; whether every mark was kept."""
    click.echo(
        f"{'milliseconds for the first ten stories':<42}{'median':>8}{'p95':>8}{'mark':>6}{'plain FTS5 p95':>16}"
    )
    is_kept = True
    for name, queries in QUERIES.items():
        found = times(queries, lambda query: sum(1 for _ in archive.search(query, limit=HITS)))
        p95, mark = found[int(0.95 * len(found))], MARKS.get(name, 50)
        is_kept = is_kept and p95 < mark
        click.echo(f"{name:<42}{statistics.median(found):>8.1f}{p95:>8.1f}{mark:>6}{_beside(beside, name):>16}")
    return is_kept


def _beside(beside: sqlite3.Connection | None, name: str) -> str:
    if beside is None or name == "a name":
        return "-"
    sql = "SELECT rowid FROM told WHERE told MATCH ? ORDER BY rank LIMIT 10"
    found = times(
        [
            query if query.startswith('"') else " ".join(f'"{word}"' for word in query.split())
            for query in QUERIES[name]
        ],
        lambda query: len(beside.execute(sql, (query,)).fetchall()),
    )
    return f"{found[int(0.95 * len(found))]:.1f}"


@click.command()
@click.option("--articles", default=1_000_000, show_default=True, help="How many.")
@click.option("--keep", type=click.Path(path_type=Path), help="A folder to keep the archive in, and to find it in.")
@click.option("--no-plain", is_flag=True, help="Leave the plain FTS5 table out.")
def main(articles: int, keep: Path | None, no_plain: bool) -> None:
    """Index synthetic articles in three languages, and search them."""
    with tempfile.TemporaryDirectory() as made:
        folder = keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "search.db"
        is_new = not path.exists()
        with Archive.open(path) as archive:
            db = archive._db.conn
            if is_new:
                written = fill(db, texts(articles), articles)
                add_facts(db)
                click.echo(f"{articles / written:.0f} rows written a second (texts made meanwhile)")
            if not archive.is_searchable():
                with indexing() as told:
                    begun = time.perf_counter()
                    archive.index(progress=told)
                    indexed = time.perf_counter() - begun
                click.echo(f"{articles / indexed:.0f} texts analysed and indexed a second (mark 5,000)")
                size, index = path.stat().st_size / articles, _index(db) / articles
                click.echo(f"{size:.0f} bytes an article, of them the index {index:.0f}")
            beside = None
            if not no_plain:
                seconds, beside = plain(db, folder / "plain.db")
                click.echo(f"{articles / seconds:.0f} texts a second into a plain FTS5 table")
            raise SystemExit(0 if report(archive, beside) else 1)


def _index(db: sqlite3.Connection) -> int:
    (size,) = db.execute("SELECT sum(length(block)) FROM revision_fts_data").fetchone()
    return int(size)


if __name__ == "__main__":
    main()
