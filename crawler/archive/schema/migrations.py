"""The tables of an archive, made step by step; a step that was released is never edited, the next one mends it.

Times are milliseconds UTC; digests are the 32 bytes of a sha256; ``resource``, ``site``, ... in a column's name are
ids of that table. Facts and readings are written by ``store``, judgements by ``settle``; the views (``views.py``) are
the public face.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.archive.schema.tables import FACTS, JUDGEMENTS, READINGS, REREADINGS, SEARCH, SEARCH_IN_ORDER, TIME
from crawler.archive.schema.views import VIEWS

migrations = Migrations("communique")

OUTCOMES = (
    "article", "listing", "feed", "sitemap", "file", "unchanged", "moved", "excluded", "offsite", "robots", "missing",
    "blocked", "unreachable", "unreadable",
)  # fmt: skip
"""The outcomes an archive begins with; a later word gets the next number when it is first met."""


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
    """What the readings come to, taken together: settled anew whenever a run ends."""
    _run(db, JUDGEMENTS)


@migrations()
def search_index(db: Database) -> None:
    """Words of titles and bodies, accents folded; the text itself stays in ``revision``.

    Without triggers: within one, FTS5 writes a segment a row, which makes a text three times as dear. What writes and
    deletes revisions keeps the index.
    """
    db.table("revision").enable_fts(["title", "body"], tokenize="unicode61 remove_diacritics 2")


@migrations()
def views(db: Database) -> None:
    """The public face."""
    for name, sql in VIEWS.items():
        db.create_view(name, sql)


@migrations()
def time(db: Database) -> None:
    """What changed, what vanished, what is due: schedule, health, and views that show them."""
    _run(db, TIME)
    for name, sql in VIEWS.items():
        db.execute(f"DROP VIEW IF EXISTS [{name}]")
        db.create_view(name, sql)


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
    """What has no payload has no digest."""
    for name, sql in VIEWS.items():
        db.execute(f"DROP VIEW IF EXISTS [{name}]")
        db.create_view(name, sql)


def _run(db: Database, statements: tuple[str, ...]) -> None:
    for statement in statements:
        db.execute(statement)
