"""A query that does not fit the tables: whether the file is damaged or the query is wrong is found out and said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.archive import Archive
from crawler.archive.connection import connect, explained
from crawler.archive.schema import migrations as schema
from crawler.archive.schema.views import VIEWS
from crawler.errors import ArchiveBroken, ArchiveError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty archive."""
    Archive.open(tmp_path / "a.db").close()
    return tmp_path / "a.db"


@pytest.fixture
def other_views(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Views of another version of ours: one has a fault, and one is new."""
    schema._own_views.cache_clear()
    monkeypatch.setitem(VIEWS, "article_latest", "SELECT nought AS id FROM article")
    monkeypatch.setitem(VIEWS, "run_end", "SELECT id, end_reason FROM run")
    yield
    schema._own_views.cache_clear()


def ask(path: Path, sql: str) -> None:
    with explained(path), closing(sqlite3.connect(path)) as db:
        db.execute(sql)


@pytest.mark.parametrize("sql", ["SELECT nought FROM article", "SELECT 1 FROM articles", "SELECT a.x FROM run AS a"])
def test_a_wrong_query_is_called_a_fault_of_ours(path: Path, sql: str) -> None:
    """The file is whole: nobody is to restore a copy."""
    with pytest.raises(ArchiveError, match="this is a fault of Communiqué, report it") as caught:
        ask(path, sql)
    assert not isinstance(caught.value, ArchiveBroken)


@pytest.mark.usefixtures("other_views")
def test_so_is_a_view_with_a_column_that_no_table_has(path: Path) -> None:
    """The view in the file is the one that this version makes."""
    Archive.open(path).close()
    with pytest.raises(ArchiveError, match=r"no such column: nought.*fault of Communiqué"):
        ask(path, "SELECT * FROM article_latest")


@pytest.mark.parametrize(
    ("damage", "sql", "part"),
    [
        ("DROP TABLE furniture", "SELECT * FROM furniture", "furniture"),
        (
            "ALTER TABLE text_change RENAME COLUMN beside TO aside",
            "SELECT beside FROM text_change",
            r"text_change\.beside",
        ),
        ("DROP VIEW run_log", "SELECT * FROM run_log", "run_log"),
    ],
)
def test_a_part_that_the_file_lacks_is_called_damage(path: Path, damage: str, sql: str, part: str) -> None:
    """With the name of the part."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(damage)
    with pytest.raises(ArchiveBroken, match=rf"lacks {part} .*restore a copy"):
        ask(path, sql)


def test_migrations_make_no_views() -> None:
    """They would make today's views over the tables of their own time."""
    db = Database(memory=True)
    schema.migrations.apply(db)
    assert db.view_names() == []
    db.close()


@pytest.mark.usefixtures("other_views")
def test_views_of_an_earlier_version_are_made_anew(path: Path) -> None:
    """Without a migration; a view that a user made of ours stays."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE VIEW mine AS SELECT how FROM run_log")
        db.execute("CREATE VIEW own AS SELECT end_reason FROM run")
    with closing(connect(path, readonly=False).conn) as db:
        names = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        assert names == {*VIEWS, "mine", "own"}
        assert db.execute("SELECT * FROM run_end").fetchall() == db.execute("SELECT * FROM mine").fetchall() == []
