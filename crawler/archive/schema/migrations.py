"""The tables of an archive, made step by step; a released step is never edited: a later step changes its result.

Times are milliseconds UTC; digests are the 32 bytes of a sha256; a column named ``resource``, ``site``, ... holds ids
of that table. Facts and readings are written as captures are stored, judgements are derived when a run ends; the views
(``views.py``) are the public face.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.archive.schema.tables import (
    FACTS,
    HOST_TEMPLATES,
    JUDGEMENTS,
    PLAIN_NAMES,
    READINGS,
    REREADINGS,
    SEARCH,
    SEARCH_IN_ORDER,
    TEXT_CHANGES,
    TIME,
)
from crawler.archive.schema.views import VIEWS

migrations = Migrations("communique")

OUTCOMES = (
    "article", "listing", "feed", "sitemap", "file", "unchanged", "moved", "excluded", "offsite", "robots", "missing",
    "blocked", "unreachable", "unreadable",
)  # fmt: skip
"""The outcomes an archive begins with; a later word gets the next number when it first occurs."""


@migrations()
def facts(db: Database) -> None:
    """What was exchanged: it never changes once written."""
    _run(db, FACTS)


@migrations()
def readings(db: Database) -> None:
    """What each capture was and said: a pure function of the capture, the extractor and its version."""
    _run(db, READINGS)
    db.table("outcome").insert_all({"id": number, "word": word} for number, word in enumerate(OUTCOMES, 1))


@migrations()
def judgements(db: Database) -> None:
    """What the readings come to, taken together: derived anew whenever a run ends."""
    _run(db, JUDGEMENTS)


@migrations()
def search_index(db: Database) -> None:
    """Words of titles and bodies, accents folded; the text itself stays in ``revision``.

    Without triggers: within one, FTS5 writes a segment a row, which makes a text three times as dear. The code that
    writes and deletes revisions keeps the index.
    """
    db.table("revision").enable_fts(["title", "body"], tokenize="unicode61 remove_diacritics 2")


@migrations()
def views(db: Database) -> None:
    """The public face. A later step makes the views: today's do not fit the tables of this one."""


@migrations()
def time(db: Database) -> None:
    """What changed, what vanished, what is due: schedule, health, and views that show them."""
    _run(db, TIME)


@migrations()
def rereadings(db: Database) -> None:
    """What was read out of a capture before it was read again, as far as edits are judged by it."""
    _run(db, REREADINGS)


@migrations()
def search_by_keys(db: Database) -> None:
    """Words by the key that their forms share, each text in its own language; names by their sound.

    Contentless, since the text stands in ``revision``. Filled when the archive is next opened for writing.
    """
    _run(db, SEARCH)


@migrations()
def search_in_order(db: Database) -> None:
    """Keys stand after the words, in one column with them: a quarter less to write and to read."""
    _run(db, SEARCH_IN_ORDER)


@migrations()
def digests(db: Database) -> None:
    """A capture without a payload has no digest. A later step makes the views."""


@migrations()
def plain_names(db: Database) -> None:
    """Columns get names that say what they hold; the views keep their names and their columns.

    SQLite writes the new names into views that a user made of tables, and a column that such a view shows under its
    table's name is shown under the new one. No other view may be there: ``bring_up_to_date`` sees to it.
    """
    for (table, earlier), name in PLAIN_NAMES.items():
        db.execute(f"ALTER TABLE {table} RENAME COLUMN {earlier} TO {name}")


@migrations()
def text_changes(db: Database) -> None:
    """What changed between two readings, line by line, so that what many articles share is known as no edit.

    Filled as articles are derived again; an archive that has none yet loses nothing.
    """
    _run(db, TEXT_CHANGES)


@migrations()
def host_templates(db: Database) -> None:
    """What the pages of a host without a spider share, month by month, learned from its captures."""
    _run(db, HOST_TEMPLATES)


def bring_up_to_date(db: Database) -> None:
    """Apply the pending migrations, and make the views where they are not those of this version.

    No migration makes a view: it would make today's over the tables of its own time. While tables change, the archive
    has only the views that a user made of tables. Those that a user made of our views are made again as they were.
    The caller holds the transaction.
    """
    if not migrations.pending(db) and dict(_views(db, own=True)) == _own_views():
        return
    added = _views(db, own=False)
    for name, _ in [*added, *_views(db, own=True)]:
        db.execute(f"DROP VIEW [{name}]")
    waiting = [sql for name, sql in added if not _is_valid(db, name, sql)]
    migrations.apply(db)
    for name, sql in VIEWS.items():
        db.create_view(name, sql)
    for sql in waiting:
        db.execute(sql)


def lacking(db: Database) -> list[str]:
    """The tables, views and columns (``table.column``) of this version that an archive does not have, sorted."""
    with closing(Database(memory=True)) as fresh:
        bring_up_to_date(fresh)
        return sorted(_parts(fresh) - _parts(db))


def _parts(db: Database) -> set[str]:
    rows = db.execute(
        """SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"""
    ).fetchall()
    # A view is not looked into: that fails where it has a fault of its own.
    return {name for row in rows for name in (row[0], f"{row[0]}.{row[1]}")} | {
        name for name, _ in _views(db, own=True)
    }


@cache
def _own_views() -> dict[str, str]:
    """The views of this version as SQLite keeps them: SQL by name."""
    with closing(Database(memory=True)) as fresh:
        for name, sql in VIEWS.items():
            fresh.create_view(name, sql)
        return dict(_views(fresh, own=True))


def _views(db: Database, *, own: bool) -> list[tuple[str, str]]:
    """The views of the archive, or those that a user added, with their SQL, in the order in which they were made."""
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY rowid").fetchall()
    return [(name, sql) for name, sql in rows if (name in VIEWS) is own]


def _is_valid(db: Database, name: str, sql: str) -> bool:
    """Make a view; whether it works without the others. One that does not is dropped again."""
    db.execute(sql)
    try:
        db.execute(f"SELECT * FROM [{name}] LIMIT 0")
    except sqlite3.OperationalError:
        db.execute(f"DROP VIEW [{name}]")
        return False
    return True


def _run(db: Database, statements: tuple[str, ...]) -> None:
    for statement in statements:
        db.execute(statement)
