"""``communique replay`` as a user calls it, on the history of the demo ministry."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from tests.conftest import ROOT
from tests.support.programs import Done, communique
from tests.support.rereads import ledger, query, tables
from tests.support.soundness import unsound

DAYS = ("1", "9", "2", "12")
"""The first and the last day of the demo's history, the days between two crawls, the stories at its beginning."""
SKIN = "from crawler.spiders.by_mfa import NewSkin, OldSkin\n"
NO_CHANGE = ""
OTHER_TITLE = SKIN + "NewSkin.title = '//title'\n"
NO_DATE = SKIN + "NewSkin.published, NewSkin.dated_in = 'no-such-element', ()\n"
NO_TITLE = SKIN + "NewSkin.title = OldSkin.title = 'no-such-element'\n"


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of a few days, with edits in its ledger, as one closed file."""
    path = tmp_path_factory.mktemp("past") / "past.db"
    subprocess.run(
        [sys.executable, "-m", "tests.support.simulation", path, *DAYS], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def archive(past: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(past, tmp_path / "archive.db"))


def replay(archive: Path, *options: str, before: str = "") -> Done:
    return communique("--archive", archive, "replay", *options, cwd=archive.parent, before=before)


def told(done: Done) -> dict[str, dict[str, Any]]:
    """The rows by field."""
    assert "Traceback" not in done.stderr, done.stderr
    return {row["field"]: row for row in map(json.loads, done.stdout.splitlines())}


def test_the_past_has_edits(past: Path) -> None:
    """The tests below would pass without any edit, so this one makes sure that there are some."""
    assert {row[2] for row in ledger(past)} >= {"edited"}


def test_without_a_change_all_is_the_same(archive: Path) -> None:
    before = tables(archive)
    done = replay(archive, "--json")
    assert done.returncode == 0
    assert {name for name, row in told(done).items() if row["changed"] or row["lost"] or row["gained"]} == set()
    assert tables(archive) == before


def test_a_changed_title_selector_then_a_broken_date_rule(archive: Path) -> None:
    """No event is added or withdrawn; the report, its examples and the run's findings name the field."""
    before = ledger(archive)
    titled = told(done := replay(archive, "--json", before=OTHER_TITLE))
    assert done.returncode == 0
    assert titled["title"]["changed"] > 50
    assert titled["title"]["lost"] == titled["published"]["changed"] == 0
    assert ledger(archive) == before
    assert query(archive, "SELECT count(*) FROM revision WHERE reason = 'parser-changed'")[0][0] > 50
    published = query(archive, "SELECT id, published FROM article")
    dated = told(done := replay(archive, "--json", before=OTHER_TITLE + NO_DATE))
    assert done.returncode == 0
    assert dated["published"]["lost"] > 50
    assert dated["title"]["changed"] == 0
    assert dated["published"]["examples"][0]["verdict"] == "lost"
    assert ledger(archive) == before
    assert query(archive, "SELECT id, published FROM article") == published
    with Archive.open(archive, readonly=True) as opened:
        dates, titles = opened.runs(limit=2)
    assert "published" in {finding["field"] for finding in dates["findings"]}
    assert "title" in {finding["field"] for finding in titles["findings"]}


def test_a_dry_run_writes_nothing_and_says_what_would_be_lost(archive: Path) -> None:
    """The file is unchanged, and the exit status is 3."""
    before = archive.read_bytes()
    assert replay(archive, "--dry-run").returncode == 0
    assert replay(archive, "--dry-run", before=OTHER_TITLE).returncode == 0
    done = replay(archive, "--dry-run", "--examples", before=NO_TITLE)
    assert done.returncode == 3, done.stderr
    assert "would keep the old reading" in done.stdout
    assert "http://demo.localhost/" in done.stdout
    assert archive.read_bytes() == before


def test_a_loss_that_is_meant_is_no_loss(archive: Path) -> None:
    meant = [word for name in ("published", "published_raw", "date_source") for word in ("--accept", name)]
    assert replay(archive, "--dry-run", *meant, before=NO_DATE).returncode == 0
    assert replay(archive, "--dry-run", *meant[:4], before=NO_DATE).returncode == 3


KILLED = """
import os, signal
import crawler.archive.run_lifecycle as rereading, crawler.sources.reparse as reading
reading.BATCH, calls = 25, []
def dying(what, at):
    def call(*arguments, **named):
        calls.append(1)
        if len(calls) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return what(*arguments, **named)
    return call
"""
WITHIN = KILLED + "rereading.derive = dying(rereading.derive, {at})\n"
BETWEEN = KILLED + "reading.read_again = dying(reading.read_again, {at})\n"


@pytest.mark.parametrize(
    "when", [WITHIN.format(at=2), WITHIN.format(at=5), BETWEEN.format(at=1), BETWEEN.format(at=170)]
)
def test_killed_at_any_instant_the_archive_is_whole_and_the_next_replay_completes_it(
    archive: Path, past: Path, tmp_path: Path, when: str
) -> None:
    """It is killed within, between and before transactions; the result is that of a replay that was not killed."""
    before = ledger(archive)
    assert replay(archive, before=OTHER_TITLE + when).returncode == -signal.SIGKILL
    assert unsound(archive) == []
    assert ledger(archive) == before
    assert replay(archive, before=OTHER_TITLE).returncode == 0
    assert unsound(archive) == []
    with Archive.open(archive, readonly=True) as opened:
        assert [run["how"] for run in opened.runs(limit=2)] == ["finished", "died"]
    whole = Path(shutil.copy(past, tmp_path / "whole.db"))
    assert replay(whole, before=OTHER_TITLE).returncode == 0
    assert public(archive) == public(whole)


def public(path: Path) -> list[list[tuple[Any, ...]]]:
    """What the views say of all articles, their texts and what happened to them."""
    return [
        sorted(query(path, f"SELECT * FROM {view}"), key=repr)
        for view in ("article_latest", "revision_log", "event_latest")
    ]


def test_a_site_that_is_being_crawled_is_not_read_again(archive: Path) -> None:
    """Exit status 4 and the holder; a dry run is allowed."""
    with Archive.open(archive) as opened, opened.hold("demo"):
        done = replay(archive)
        assert done.returncode == 4
        assert "demo is held" in done.stderr
        assert replay(archive, "--dry-run").returncode == 0


def test_an_unknown_site_is_said_in_one_line(archive: Path) -> None:
    done = replay(archive, "--site", "atlantis")
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0


def test_no_archive_is_made(tmp_path: Path) -> None:
    """Without captures there is nothing to read again."""
    assert replay(tmp_path / "none.db").returncode == 1
    assert list(tmp_path.iterdir()) == []
