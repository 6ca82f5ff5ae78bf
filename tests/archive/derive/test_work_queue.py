"""The deriving steps share temporary tables, which one object makes and removes."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from sqlite_utils import Database

from crawler.archive.connection import connect
from crawler.archive.derive.work_queue import ADDRESSES, SINGLE_CAPTURES, WorkQueue
from crawler.items import RunOutcome
from tests.conftest import ROOT
from tests.support.captures import article, at, filled


def temporary(db: Database) -> list[str]:
    """The temporary tables of a connection."""
    return [row[0] for row in db.execute("SELECT name FROM sqlite_temp_master ORDER BY name").fetchall()]


def test_a_run_that_ended_leaves_no_temporary_table(tmp_path: Path) -> None:
    """The next run makes them anew: a table that was left would fail it."""
    with filled(tmp_path / "a.db", [article("/1")], [article("/2")]) as archive:
        assert temporary(archive._db) == []
        assert archive.articles.count() == 2


def test_a_step_that_fails_leaves_no_temporary_table(tmp_path: Path) -> None:
    """The transaction takes them along, so the same archive derives again without being opened anew."""
    with filled(tmp_path / "a.db", [article("/1")], end=False) as archive:
        broken = patch("crawler.archive.derive.steps.derive_due", side_effect=RuntimeError("no"))
        with broken, pytest.raises(RuntimeError, match="no"):
            archive.runs.end(1, RunOutcome(), at=at(1))
        assert temporary(archive._db) == []
        archive.runs.end(1, RunOutcome(), at=at(1))
        assert archive.runs.one(1)["ended"]


def test_what_is_queued_twice_is_queued_once_and_in_order(tmp_path: Path) -> None:
    """Steps queue freely: what they queue comes out by id, once, and articles only as far as they exist."""
    db = connect(tmp_path / "a.db", readonly=False)
    with WorkQueue(db) as queue:
        queue.add_addresses([3, 1, 3])
        queue.add_addresses_from("SELECT ?", [2])
        queue.add_articles([1])
        assert queue.addresses() == [1, 2, 3]
        assert queue.articles() == []
        queue.take_single_captures(f"SELECT id, 7, 'archived', 'en', 'en' FROM {ADDRESSES} WHERE id = 2")
        assert queue.addresses() == [1, 3]
        assert db.execute(f"SELECT resource, article FROM {SINGLE_CAPTURES}").fetchall() == [(2, 7)]
    assert temporary(db) == []
    db.conn.close()


def test_no_other_module_names_the_tables() -> None:
    """SQL elsewhere has their names from the queue's constants: who fills and who drains a table is said beside it."""
    modules = (ROOT / "crawler" / "archive").rglob("*.py")
    assert [path.name for path in modules if "temp." in path.read_text(encoding="utf-8")] == ["work_queue.py"]
