"""Archives that earlier versions wrote: each is kept as a small file, and opened by the code as it is now.

A file is named after the last migration that its archive has had; how each was made stands beside them.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from zstandard import ZstdDecompressor

from crawler.archive import Archive
from crawler.demo.ministry import Ministry
from crawler.demo.truth import truth_on
from crawler.errors import ArchiveError
from tests.conftest import ROOT
from tests.support import earlier_archives

FOLDER = ROOT / "tests" / "fixtures" / "archives"
NAMES = sorted(path.name.removesuffix(".db.zst") for path in FOLDER.glob("*.db.zst"))
NEVER_ALONE = {"facts", "readings", "judgements", "search_index", "time", "text_changes"}
"""Migrations that came together with the next one: no version ended with them."""
NEXT_DAY = 5.25
"""The crawl that goes on from each archive: three days and a quarter after its last."""


def migrations_of(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [name for (name,) in db.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid")]


@pytest.fixture(scope="module")
def migrations(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of all migrations that the code has, in their order."""
    path = tmp_path_factory.mktemp("new") / "a.db"
    Archive.open(path).close()
    return migrations_of(path)


def unpacked(name: str, folder: Path) -> Path:
    path = folder / f"{name}.db"
    path.write_bytes(ZstdDecompressor().decompress((FOLDER / f"{name}.db.zst").read_bytes()))
    return path


def migrated(name: str, folder: Path) -> Path:
    path = unpacked(name, folder)
    with Archive.open(path) as archive:
        archive.index()
    return path


def expected(name: str, then: str = "then", now: str = "now") -> dict[str, Any]:
    """What its own version counted, and in place of that what the newest version counts otherwise."""
    numbers: Mapping[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return {**numbers[then], **numbers[now]}


def everything(path: Path) -> dict[str, list[str]]:
    """All rows of all views and tables of an archive."""
    with closing(sqlite3.connect(path)) as db:
        names = db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'")
        return {name: sorted(map(repr, db.execute(f"SELECT * FROM [{name}]"))) for (name,) in names.fetchall()}


def test_the_state_before_each_migration_is_kept(migrations: list[str]) -> None:
    """A migration that is added needs a file of the state before it: the README beside the files says how."""
    assert [name for name in migrations[:-1] if name not in NEVER_ALONE and name not in NAMES] == []


def test_no_file_is_of_a_state_that_no_version_left(migrations: list[str]) -> None:
    """Each is named after a migration that the code still has: a released migration is never renamed."""
    assert set(NAMES) <= set(migrations) - NEVER_ALONE


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_small(name: str) -> None:
    """The repository keeps them for ever."""
    assert (FOLDER / f"{name}.db.zst").stat().st_size < 150_000


def test_each_file_has_its_numbers() -> None:
    """And no numbers are without their file."""
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_had_the_migrations_up_to_its_name(name: str, migrations: list[str], tmp_path: Path) -> None:
    """Else it would be another state than it says."""
    assert migrations_of(unpacked(name, tmp_path)) == migrations[: migrations.index(name) + 1]


@pytest.mark.parametrize("name", NAMES)
def test_an_archive_says_what_it_said(name: str, tmp_path: Path) -> None:
    """Articles, texts, captures, runs, stories, variants, events and what a search finds, after migration."""
    counted = earlier_archives.count(migrated(name, tmp_path))
    assert json.loads(json.dumps(counted)) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_an_archive_gives_the_rows_that_it_gave(name: str, tmp_path: Path) -> None:
    """Each answer of its own version is the answer now, value by value; keys that came later do not count."""
    answers = expected(name, "answers_then", "answers_now")
    assert set(answers) >= {"articles", "runs", "timemap", "variants"}
    keys = {question: answer["keys"] for question, answer in answers.items()}
    assert earlier_archives.answers(migrated(name, tmp_path), keys) == answers


@pytest.mark.parametrize("name", NAMES)
def test_an_archive_answers_every_question(name: str, tmp_path: Path) -> None:
    """Every question of a reader, to the last row, and every view."""
    path = migrated(name, tmp_path)
    with Archive.open(path, readonly=True) as archive:
        urls = [row["url"] for row in archive.articles()]
        assert urls
        for url in urls:
            assert archive.show(url)["body"]
            assert archive.story(url)["texts"]
            assert archive.timemap(url)
            assert archive.history(url)
            assert archive.variants(url)
            assert [archive.revision(url, row["number"])["title"] for row in archive.revisions(url)]
            assert list(archive.changes(ref=url))
        assert {row["language"] for row in archive.coverage()} == {"ru", "be", "en"}
        assert [row["name"] for row in archive.sites()] == ["demo"]
        assert archive.stories(limit=1000)
        assert [row for row in archive.schedule() if row["site"] != "demo"] == []
        assert all(capture.body is not None for capture in archive.captures() if capture.outcome == "article")
    assert everything(path)


@pytest.mark.parametrize("name", NAMES)
def test_deriving_again_changes_nothing(name: str, tmp_path: Path) -> None:
    """All rows of all tables and views are as before."""
    path = migrated(name, tmp_path)
    before = everything(path)
    with Archive.open(path) as archive:
        archive.settle()
        assert archive.index() == 0
    assert everything(path) == before


@pytest.mark.parametrize("name", NAMES)
def test_reading_only_names_the_command_that_migrates(name: str, migrations: list[str], tmp_path: Path) -> None:
    """Only an archive of this very version can be read at once; reading leaves the file as it is."""
    path = unpacked(name, tmp_path)
    before = path.read_bytes()
    if name == migrations[-1]:
        with Archive.open(path, readonly=True) as archive:
            assert archive.count() == expected(name)["articles"]
    else:
        with pytest.raises(ArchiveError, match="earlier version: communique index brings it up to date"):
            Archive.open(path, readonly=True)
    assert path.read_bytes() == before


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All the archives, after a crawl by today's code on a later day."""
    folder = tmp_path_factory.mktemp("earlier")
    paths = [str(unpacked(name, folder)) for name in NAMES]
    call = [sys.executable, "-m", "tests.support.earlier_archives", "next", str(NEXT_DAY), *paths]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    return folder


def edits_of_truth() -> list[tuple[float, str]]:
    """Day and address of each edit up to that day."""
    truth = truth_on(Ministry(stories=earlier_archives.STORIES, seed=earlier_archives.SEED), NEXT_DAY)
    return [
        (event["at"], earlier_archives.HOST + event["url"]) for event in truth["events"] if event["kind"] == "edited"
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_crawl_goes_on_and_makes_no_false_edit(name: str, crawled: Path) -> None:
    """What the extractors of today read otherwise than those of then is no edit, and each edit is one event."""
    with Archive.open(crawled / f"{name}.db", readonly=True) as archive:
        found = Counter(row["url"] for row in archive.changes(kind="edited"))
    assert found <= Counter(url for _, url in edits_of_truth())


@pytest.mark.parametrize("name", NAMES)
def test_a_crawl_goes_on_and_finds_what_was_edited_since(name: str, crawled: Path) -> None:
    """Each edit since the last crawl of then, in the crawl of now."""
    with Archive.open(crawled / f"{name}.db", readonly=True) as archive:
        found = {row["url"] for row in archive.changes(kind="edited", run=archive.runs(limit=1)[0]["id"])}
    edited = {url for day, url in edits_of_truth() if day > earlier_archives.DAYS[-1]}
    assert len(edited) == 3
    assert found == edited


@pytest.mark.parametrize("name", NAMES)
def test_a_crawl_goes_on_and_is_healthy(name: str, crawled: Path) -> None:
    """It takes what is new, and removes nothing."""
    with Archive.open(crawled / f"{name}.db", readonly=True) as archive:
        run = archive.runs(limit=1)[0]
        assert (run["mode"], run["how"], run["healthy"], run["findings"]) == ("live", "finished", True, [])
        assert run["new"] > 0
        assert run["removed"] == 0
        assert archive.count() == expected(name)["articles"] + run["new"]
        assert list(archive.schedule("demo"))
