"""The schema: views are a public face, tables hold integers, and what was released is never edited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.archive import Archive
from crawler.archive.schema.migrations import migrations
from tests.support.captures import HOST, article, filled

VIEWS = {
    "article_latest": "id url site language language_claimed title published published_raw date_source modified "
    "modified_raw canonical_url story state kind text_digest first_seen last_seen revisions",
    "story_languages": "story site language text_language state id url title published",
    "revision_log": "id url site number captured_at last_seen language title published text_digest body extractor "
    "extractor_version reason",
    "capture_log": "id url site captured_at method asked status outcome reason payload_digest bytes run location "
    "read_as extractor extractor_version",
    "variant_state": "story site language announced_by url hreflang state evidence reason",
    "duplicate_pair": "id url original original_url kind nearness",
    "event_latest": "at kind id url site language story confirmed summary title",
    "frontier": "id url site kind language found_in found_at title published_raw due_at why",
    "run_log": "id site mode started ended how healthy findings counts captures what complete unwell measures",
}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A fresh archive with one article, as any SQLite tool sees it."""
    with filled(tmp_path / "a.db", [article("/1")]):
        pass
    made = Database(tmp_path / "a.db")
    yield made
    made.close()


def test_views_keep_their_columns(db: Database) -> None:
    """Renaming one breaks somebody's query: add, never rename."""
    assert {view.name: " ".join(column.name for column in view.columns) for view in db.views} == VIEWS


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_can_be_asked(db: Database, name: str) -> None:
    """A view that fails is found by nobody until a user does."""
    rows = list(db.query(f"SELECT * FROM {name}"))
    assert len(rows) == (0 if name in ("variant_state", "duplicate_pair") else 1)


def test_times_and_ids_are_words_in_the_views_and_numbers_below(db: Database) -> None:
    """Views are for people, base tables for space."""
    (row,) = db.query("SELECT * FROM capture_log")
    assert row["captured_at"] == "2024-05-01T09:00:00.000Z"
    assert re.fullmatch("[a-z2-7]{12}", row["id"])
    assert (row["url"], row["outcome"], row["method"]) == (f"{HOST}/1", "article", "GET")
    (fact,) = db.query("SELECT * FROM capture")
    assert isinstance(fact["captured_at"], int)
    assert (fact["method"], fact["requested_uri"]) == (None, None)


def test_every_reference_leads_somewhere(db: Database) -> None:
    """Foreign keys are declared for whoever reads the file; what is written keeps them."""
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_migrations_run_once_and_in_order(tmp_path: Path) -> None:
    """An archive opened again is not migrated again; the names are part of the format."""
    for _ in range(2):
        Archive.open(tmp_path / "a.db").close()
    db = Database(tmp_path / "a.db")
    assert [step.name for step in migrations.applied(db)] == [
        "facts",
        "readings",
        "judgements",
        "search_index",
        "views",
        "time",
        "rereadings",
        "search_by_keys",
        "search_in_order",
        "digests",
        "plain_names",
        "text_changes",
        "host_templates",
    ]
    assert migrations.pending(db) == []
    db.close()


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT * FROM article_latest ORDER BY published DESC LIMIT 10", "article_published"),
        ("SELECT * FROM article_latest WHERE id = 'x'", "sqlite_autoindex_resource_1"),
        ("SELECT id FROM capture WHERE resource = 1 ORDER BY captured_at", "capture_key"),
        ("SELECT * FROM resource WHERE site = 1 AND captured_at IS NULL AND refusal IS NULL", "resource_waiting"),
        ("SELECT * FROM event_latest WHERE id = 'x'", "sqlite_autoindex_resource_1"),
        ("SELECT id FROM payload WHERE substr(digest, 1, 8) = x'00'", "payload_digest"),
    ],
)
def test_questions_asked_often_have_an_index(db: Database, sql: str, index: str) -> None:
    """At a million articles a scan is an outage."""
    plan = " ".join(str(row[3]) for row in db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall())
    assert index in plan


EARLIER_RUN_LOG = """SELECT run.id AS id, site.name AS site, run.mode AS mode, run.how AS how, run.what AS what,
run.unwell AS unwell FROM run JOIN site ON site.id = run.site"""
"""A view as the release before ``plain_names`` had it, as far as columns have other names now."""


def test_an_archive_with_the_earlier_column_names_gets_the_schema_of_a_fresh_one(tmp_path: Path) -> None:
    """Rows, views and a user's own views survive the renaming; table by table, both have equal SQL."""
    earlier = Database(tmp_path / "earlier.db")
    migrations.apply(earlier, stop_before="plain_names")
    earlier.execute("DROP VIEW IF EXISTS run_log")
    earlier.create_view("run_log", EARLIER_RUN_LOG)
    earlier.create_view("my_runs", "SELECT site, how, what FROM run_log")
    earlier.create_view("my_table", "SELECT id, how AS ending, what FROM run WHERE what = 'due'")
    earlier.create_view("my_both", "SELECT my_table.ending, my_runs.what FROM my_table JOIN my_runs")
    earlier.execute("INSERT INTO site (name, title, languages, rest_why) VALUES ('mfa', 'Ministry', '[]', 'http-429')")
    earlier.execute(
        "INSERT INTO run (site, mode, started, ended, how, what) VALUES (1, 'live', 0, 9, 'stopped', 'due')"
    )
    earlier.conn.commit()
    earlier.close()
    for name in ("earlier.db", "fresh.db"):
        Archive.open(tmp_path / name).close()
    migrated, fresh = Database(tmp_path / "earlier.db"), Database(tmp_path / "fresh.db")
    assert {name: sql for name, sql in schema_of(migrated).items() if not name.startswith("my_")} == schema_of(fresh)
    assert migrated.execute("SELECT * FROM my_runs").fetchall() == [("mfa", "stopped", "due")]
    assert migrated.execute("SELECT id, ending FROM my_table").fetchall() == [(1, "stopped")]
    assert migrated.execute("SELECT * FROM my_both").fetchall() == [("stopped", "due")]
    assert migrated.execute("SELECT cooldown_reason FROM site").fetchall() == [("http-429",)]
    migrated.close()
    fresh.close()


def schema_of(db: Database) -> dict[str, str]:
    """The SQL of every table, index and view, by name."""
    return dict(db.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall())
