"""The tables of runs and sites: how well each was, what kind of run it was, how it ended, what is due next."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.captures import HOST, answer, article, at, filled
from tests.support.programs import communique, rows

FINDING = {"what": "title", "says": "no title in 9 of 10 pages", "example": f"{HOST}/1"}


def judged(path: Path) -> Path:
    """An archive with a run that was found healthy, one that was not, and one that nobody judged."""
    with filled(path, [article("/1")]) as archive:
        for number, (how, healthy, findings) in enumerate([("blocked", 0, [FINDING]), ("stopped", None, [])], 2):
            run = archive.start_run("mfa", mode="live", at=at(24 * number))
            archive.store(run, [answer("/1", "blocked", hours=24 * number, status=403)])
            archive.end_run(run, at=at(24 * number + 1), ended="stopped", counts={})
            archive._db.execute(
                "UPDATE run SET end_reason = ?, healthy = ?, findings = ?, scope = 'due' WHERE id = ?",
                [how, healthy, json.dumps(findings), run],
            )
    return path


def test_the_table_of_runs_tells_how_well_each_was(tmp_path: Path) -> None:
    """Healthy, unhealthy with how many findings, or a dash where nobody judged it; what it was to do; how it ended."""
    done = communique("--archive", judged(tmp_path / "a.db"), "runs", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    third, second, first = (" ".join(line.split()) for line in done.stdout.splitlines()[2:5])
    assert " live due " in third
    assert " stopped " in third
    assert "healthy" not in third
    assert " blocked " in second
    assert "unhealthy: 1 finding" in done.stdout
    assert " live - " in first
    assert " healthy " in first


def test_json_has_the_findings_and_what_was_measured(tmp_path: Path) -> None:
    """What a table has no room for."""
    third, second, first = rows(communique("--archive", judged(tmp_path / "a.db"), "runs", "--json", cwd=tmp_path))
    assert [row["healthy"] for row in (third, second, first)] == [None, False, True]
    assert second["findings"] == [FINDING]
    assert (first["what"], second["what"]) == ("", "due")
    assert all(isinstance(row["measures"], dict) for row in (third, second, first))
    assert first["measures"]


def test_a_run_counts_the_removals_that_it_confirmed(tmp_path: Path) -> None:
    """Not those it began to suspect: one more answer may show them wrong."""
    with filled(tmp_path / "a.db", [article("/1"), article("/2")]) as archive:
        for day in (1, 2, 3, 4):
            run = archive.start_run("mfa", mode="live", at=at(24 * day))
            archive.store(run, [answer("/1", "missing", hours=24 * day), article("/2", hours=24 * day)])
            archive.end_run(run, at=at(24 * day + 1), ended="finished", counts={})
        assert [row["removed"] for row in archive.runs()] == [0, 1, 0, 0, 0]


def test_the_table_of_sites_tells_the_newest_verdict_and_what_is_due_next(tmp_path: Path) -> None:
    """A run that nobody judged does not hide the verdict before it."""
    path = judged(tmp_path / "a.db")
    done = communique("--archive", path, "sites", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("mfa "))
    assert " unhealthy " in line
    listed = rows(communique("--archive", path, "sites", "--json", cwd=tmp_path))
    (row,) = (row for row in listed if row["name"] == "mfa")
    assert row["healthy"] is False
    assert row["next_due"][:16].replace("T", " ") in line
