"""Thirty scripted days of the demo ministry, a scheduled crawl every six hours, held against the demo's own truth."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from crawler.demo.ministry import Ministry
from crawler.demo.script import DOWN, moment
from tests.conftest import ROOT
from tests.support.simulation import STORIES, days

HOST = "http://demo.localhost"
FIRST, LAST, STEP = 1.0, 30.75, 0.25
SHORT, LEAST = 4.0, 2.0
"""Days that a removal must last, or lie before the end, to be among those that have to be found; that it must have
lasted to be confirmed at all."""


@dataclass
class Simulated:
    """What thirty days left behind."""

    path: Path
    runs: list[dict[str, Any]]
    """What each crawl asked for, in order."""
    truth: dict[str, Any]
    named: dict[str, str] = field(default_factory=dict)
    """Each address of an article → the address that the archive calls the article by."""

    def name(self, path: str) -> str:
        """The address by which the archive calls the article at a path."""
        return self.named.get(HOST + path, HOST + path)

    def told(self, kind: str) -> list[tuple[str, float]]:
        """Events of the demo's truth, by article."""
        return [(self.name(each["url"]), each["at"]) for each in self.truth["events"] if each["kind"] == kind]

    def changes(self, kind: str) -> list[dict[str, Any]]:
        """Events of the archive's ledger."""
        with Archive.open(self.path, readonly=True) as archive:
            return list(archive.changes(kind=kind))


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    path = tmp_path_factory.mktemp("thirty") / "archive.db"
    call = [sys.executable, "-m", "tests.support.simulation", str(path), *map(str, (FIRST, LAST, STEP))]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False, timeout=1200)
    assert done.returncode == 0, done.stderr
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    with closing(sqlite3.connect(path)) as db:
        named = db.execute(
            """SELECT r.uri_r, n.uri_r FROM resource r JOIN article a ON a.id = r.article
            JOIN resource n ON n.id = a.resource"""
        ).fetchall()
    return Simulated(path, runs, Ministry(stories=STORIES).truth(LAST), dict(named))


def is_down(day: float) -> bool:
    return any(since <= day < until for since, until, _ in DOWN)


def test_each_crawl_was_made(simulated: Simulated) -> None:
    """Four a day, through two outages and a day of firewall pages."""
    assert [run["day"] for run in simulated.runs] == days(FIRST, LAST, STEP)
    assert all(run["run"] for run in simulated.runs)


def test_every_edit_is_found_and_no_other(simulated: Simulated) -> None:
    """An edit is one event of its article, with the fields that changed; furniture, markup and switchers are none."""
    told = Counter(name for name, _ in simulated.told("edited"))
    found: Counter[str] = Counter()
    fields: dict[str, set[str]] = {}
    for row in simulated.changes("edited"):
        found[row["url"]] += 1
        fields.setdefault(row["url"], set()).update(row["summary"]["fields"])
    assert found == told
    for event in simulated.truth["events"]:
        if event["kind"] == "edited":
            assert set(event["fields"]) <= fields[simulated.name(event["url"])]


def test_no_revision_is_false(simulated: Simulated) -> None:
    """As many later texts as there were edits."""
    with Archive.open(simulated.path, readonly=True) as archive:
        revisions = {row["url"]: row["revisions"] - 1 for row in archive.articles() if row["revisions"] > 1}
    assert revisions == Counter(name for name, _ in simulated.told("edited"))


def removals(simulated: Simulated, lasting: float) -> Iterator[str]:
    """Articles whose removal lasted for so many days, or stands at the end for at least that long."""
    back = simulated.told("restored")
    for name, at in simulated.told("vanished"):
        until = min((when for other, when in back if other == name and when > at), default=LAST)
        if until - at >= lasting:
            yield name


def test_removals_are_confirmed_and_none_is_false(simulated: Simulated) -> None:
    """Outages, firewall pages and an article that was away for half a day confirm nothing."""
    confirmed = {row["url"] for row in simulated.changes("vanished") if row["confirmed"]}
    assert set(removals(simulated, SHORT)) <= confirmed <= set(removals(simulated, LEAST))
    assert {row["url"] for row in simulated.changes("vanished")} <= {name for name, _ in simulated.told("vanished")}


def test_a_removal_is_confirmed_by_three_captures_over_two_days(simulated: Simulated) -> None:
    """The evidence of each is there to look at."""
    for row in simulated.changes("vanished"):
        missing = [each for each in row["captures"] if each["outcome"] == "missing"]
        span = datetime.fromisoformat(missing[-1]["captured_at"]) - datetime.fromisoformat(missing[0]["captured_at"])
        assert bool(row["confirmed"]) == (len(missing) >= 3 and span >= timedelta(hours=48)), row


def test_what_came_back_is_the_same_article(simulated: Simulated) -> None:
    """Each return that was to be seen is an event, and the article stands again."""
    seen_gone = {row["url"] for row in simulated.changes("vanished")}
    back = {name for name, _ in simulated.told("restored")} & seen_gone
    assert {row["url"] for row in simulated.changes("restored")} == back
    with Archive.open(simulated.path, readonly=True) as archive:
        assert all(archive.show(name)["state"] != "vanished" for name in back)


def test_moved_stories_stay_one_article(simulated: Simulated) -> None:
    """Both addresses are the same article, and the ledger says where it went."""
    moved = {HOST + event["url"]: HOST + event["to"] for event in simulated.truth["events"] if event["kind"] == "moved"}
    assert moved
    assert {row["url"]: row["summary"]["to"] for row in simulated.changes("moved")} == moved
    with Archive.open(simulated.path, readonly=True) as archive:
        for before, after in moved.items():
            assert archive.show(before)["id"] == archive.show(after)["id"]


def test_new_items_are_archived_at_the_first_run_after_they_appear(simulated: Simulated) -> None:
    """The first run in which the site answers."""
    working = [run["day"] for run in simulated.runs if not is_down(run["day"])]
    with Archive.open(simulated.path, readonly=True) as archive:
        first = {row["url"]: datetime.fromisoformat(row["first_seen"]) for row in archive.articles()}
    for name, at in simulated.told("appeared"):
        run = moment(next(day for day in working if day >= at))
        assert run <= first[name] < run + timedelta(minutes=5), name


def test_a_day_has_no_more_than_its_budget_of_revisits(simulated: Simulated) -> None:
    """Of everything that was asked for, only what was never asked for before is not counted."""
    asked: set[str] = set()
    revisits: list[int] = []
    for run in simulated.runs:
        revisits.append(sum(count - (path not in asked) for path, count in run["hits"].items()))
        asked |= set(run["hits"])
    assert max(sum(revisits[start : start + 4]) for start in range(len(revisits) - 3)) <= 150


def test_a_revisit_costs_less_than_200_bytes(simulated: Simulated) -> None:
    """Rows of capture and reading with their indexes, whole pages counted, over the captures they are of."""
    with closing(sqlite3.connect(simulated.path)) as db:
        (captures,) = db.execute("SELECT count(*) FROM capture").fetchone()
        if "ENABLE_DBSTAT_VTAB" in {row[0] for row in db.execute("PRAGMA compile_options")}:
            (size,) = db.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name IN ('capture', 'capture_key', 'reading')"
            ).fetchone()
        else:
            pytest.skip("this SQLite cannot tell how large a table is")
        (revisits,) = db.execute(
            """SELECT count(*) FROM capture c WHERE EXISTS (SELECT 1 FROM capture e WHERE e.resource = c.resource
            AND e.id < c.id AND (c.payload IS NULL OR c.payload = e.payload))"""
        ).fetchone()
    assert revisits > captures / 2
    assert size / captures < 200


def test_only_days_on_which_the_site_is_ill_are_called_so(simulated: Simulated) -> None:
    """No normal day has a finding, and each day of an outage or of firewall pages has one."""
    with Archive.open(simulated.path, readonly=True) as archive:
        runs = {run["id"]: run for run in archive.runs(limit=1000)}
    for run in simulated.runs:
        assert runs[run["run"]]["healthy"] is not is_down(run["day"]), (run["day"], runs[run["run"]]["findings"])
