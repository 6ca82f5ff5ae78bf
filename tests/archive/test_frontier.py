"""What is due when, and why: the schedule, what each site has waiting, and the command that tells of both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.archive.queries.frontier import _schedule
from crawler.items import Found
from tests.support.captures import HOST, answer, article, at, listing
from tests.support.programs import communique, rows

KEYS = {
    "id", "url", "site", "kind", "language", "found_in", "found_at", "title", "published_raw", "due_at", "why",
}  # fmt: skip
LATE = at(20_000 * 24)
"""Decades on: whatever has a time is due."""


@contextmanager
def known(path: Path) -> Iterator[Archive]:
    """Two sites: one with articles that are to be looked at again, one that was found and not captured, and a block."""
    with Archive.open(path) as archive:
        for site, host in (("mfa", HOST), ("mod", "https://mod.example")):
            archive.add_site(site, "Ministry", ("en",))
            run = archive.start_run(site, mode="live", at=at(0))
            if site == "mfa":
                found = [Found(url=f"{host}/{n}", language="en", title=f"Listed {n}") for n in (1, 2, 3)]
                captures = [listing("/news", found), article("/1", hours=1), article("/2", hours=2)]
                archive.store(run, [*captures, answer("/4", "blocked", hours=3, status=403)])
            archive.end_run(run, at=at(4), ended="finished", counts={})
        yield archive


def test_the_schedule_is_in_the_order_of_time(tmp_path: Path) -> None:
    """What was never captured is due since it was found; what was captured when its time comes."""
    with known(tmp_path / "a.db") as archive:
        told = list(archive.schedule())
        since = [row["due_at"] or row["found_at"] for row in told]
        assert since == sorted(since)
        assert {row["url"].removeprefix(HOST) for row in told} >= {"/1", "/2", "/3"}
        assert [set(row) for row in told] == [KEYS] * len(told)
        new = {row["url"]: row for row in told if row["why"] == "new"}
        assert new[f"{HOST}/3"]["found_in"] == f"{HOST}/news"
        assert new[f"{HOST}/3"]["title"] == "Listed 3"
        assert f"{HOST}/1" not in new


def test_the_schedule_can_be_narrowed(tmp_path: Path) -> None:
    """To a site, to what is due by a time, to so many."""
    with known(tmp_path / "a.db") as archive:
        every = list(archive.schedule())
        assert list(archive.schedule("mfa")) == every
        assert list(archive.schedule("mod")) == list(archive.schedule("other")) == []
        assert list(archive.schedule(limit=2)) == every[:2]
        assert list(archive.schedule(due_before=LATE)) == every
        (first,) = (row["due_at"] for row in every if row["url"] == f"{HOST}/1")
        by_then = list(archive.schedule(due_before=datetime.fromisoformat(first)))
        assert by_then == [row for row in every if (row["due_at"] or row["found_at"]) <= first]
        assert list(archive.schedule(due_before=at(-1))) == []


def test_the_schedule_reads_no_more_than_it_tells(tmp_path: Path) -> None:
    """A million addresses have a time each: they are read by its index, in its order."""
    with known(tmp_path / "a.db") as archive:
        values = {"site": 1, "before": 0, "limit": 50}
        for bounded in (False, True):
            sql = "EXPLAIN QUERY PLAN " + _schedule(bounded=bounded)
            plan = [row[3] for row in archive._db.conn.execute(sql, values)]
            assert any("USING INDEX resource_due" in step for step in plan), plan
            assert any("USING INDEX resource_waiting" in step for step in plan), plan
            assert not any(step.startswith("SCAN resource") for step in plan), plan


def test_a_site_tells_how_much_it_has_waiting(tmp_path: Path) -> None:
    """Due, new and later are told apart by the time; revisits are counted over the day before it."""
    with known(tmp_path / "a.db") as archive:
        early, late = archive.workload(at(4), site="mfa"), archive.workload(LATE, site="mfa")
        (now,), (then,) = early, late
        assert now["new"] == then["new"]
        assert (now["due"] + now["later"], then["later"]) == (then["due"], 0)
        assert now["later"] >= 2
        assert (now["asked"], now["budget"]) == (0, 150)
        run = archive.start_run("mfa", mode="live", at=at(30))
        archive.store(run, [article("/1", hours=30), article("/9", hours=30)])
        archive.end_run(run, at=at(31), ended="finished", counts={})
        asked = [archive.workload(at(hour), site="mfa")[0]["asked"] for hour in (31, 53, 55)]
        assert asked == [1, 1, 0]
        assert [row["site"] for row in archive.workload(at(4))] == ["mfa", "mod"]
        assert archive.workload(at(4), site="other") == []


def test_the_command_lists_what_is_due_and_says_how_much(tmp_path: Path) -> None:
    """A table, or JSON with the same keys as ever; the sites' lines go to stderr."""
    with known(tmp_path / "a.db"):
        pass
    call = ("--archive", tmp_path / "a.db", "frontier")
    done = communique(*call, "mfa", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (line,) = (line for line in done.stdout.splitlines() if f"{HOST}/3" in line)
    assert line.split()[:3] == ["now", "new", "mfa"]
    assert f"{HOST}/news" in line
    assert "mfa: " in done.stderr
    assert "of 150 revisits used in the last 24 hours" in done.stderr
    assert "mod" not in done.stderr
    listed = rows(communique(*call, "--json", "--due", cwd=tmp_path))
    assert [set(row) for row in listed] == [KEYS] * len(listed)
    assert {row["url"] for row in listed} >= {f"{HOST}/1", f"{HOST}/2", f"{HOST}/3"}


def test_a_site_that_rests_says_so(tmp_path: Path) -> None:
    """Until when and why, while it lasts; a rest that is over is not spoken of."""
    for until, rests in (("2999-01-01", True), ("2001-01-01", False)):
        path = tmp_path / f"{until}.db"
        with known(path) as archive:
            archive._db.execute(
                "UPDATE site SET cooldown_until = unixepoch(?) * 1000, cooldown_reason = 'asked to wait'", [until]
            )
        said = communique("--archive", path, "frontier", "mfa", cwd=tmp_path).stderr
        assert (f"It rests until {until} 00:00Z: asked to wait." in said) == rests
        table = communique("--archive", path, "sites", cwd=tmp_path).stdout
        assert ("asked to wait" in table) == rests, table


@pytest.mark.parametrize(("extra", "words"), [((), "communique crawl"), (("--due",), "Nothing is due")])
def test_an_empty_frontier_says_what_to_do(tmp_path: Path, extra: tuple[str, ...], words: str) -> None:
    """Nothing to ask for is no error."""
    Archive.open(tmp_path / "a.db").close()
    done = communique("--archive", tmp_path / "a.db", "frontier", *extra, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert words in done.stderr


def test_a_site_that_nobody_crawled_is_unknown(tmp_path: Path) -> None:
    """A slip of the pen is not an empty list."""
    Archive.open(tmp_path / "a.db").close()
    done = communique("--archive", tmp_path / "a.db", "frontier", "mfaa", cwd=tmp_path)
    assert done.returncode == 1
    assert "mfaa" in done.stderr
