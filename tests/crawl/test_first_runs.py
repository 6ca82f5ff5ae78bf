"""What the archive knows of earlier runs is looked up, however many runs came since."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.archive import Archive
from tests.support.captures import article, at
from tests.support.loopback import Server, crawl
from tests.support.newsroom import pages, spider

MANY = 60
"""More runs than any listing of recent runs shows."""


def run(archive: Archive, mode: str, hours: float, ended: str = "finished") -> None:
    """A run without captures."""
    number = archive.runs.start("mfa", mode=mode, at=at(hours))
    archive.end_run(number, at=at(hours + 0.1), ended=ended, counts={})


@pytest.mark.parametrize(("mode", "ended"), [("import", "finished"), ("live", "blocked"), ("reread", "finished")])
def test_a_finished_crawl_is_known_after_many_other_runs(tmp_path: Path, mode: str, ended: str) -> None:
    """Imports, blocked runs and replays do not hide that a crawl has finished."""
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_site("mfa", "Ministry", ("en",))
        archive.add_site("other", "Another ministry", ("en",))
        assert not archive.runs.has_finished_crawl("mfa")
        first = archive.runs.start("mfa", mode="live", at=at(0))
        archive.store(first, [article("/1")])
        archive.end_run(first, at=at(1), ended="finished", counts={})
        for number in range(MANY):
            run(archive, mode, 2 + number, ended)
        assert archive.runs.has_finished_crawl("mfa")
        assert not archive.runs.has_finished_crawl("other")
        assert archive.runs.ended_live("mfa") == 1 + (MANY if mode == "live" else 0)


def test_imports_and_interrupted_crawls_are_no_finished_crawl(tmp_path: Path) -> None:
    """A first run is one before which no crawl has finished, whatever was imported."""
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_site("mfa", "Ministry", ("en",))
        for number, (mode, ended) in enumerate((("import", "finished"), ("live", "stopped"), ("live", "failed"))):
            run(archive, mode, number, ended)
        assert not archive.runs.has_finished_crawl("mfa")


def requests_of_a_later_run(folder: Path, between: tuple[str, str] | None, *, due: bool) -> list[str]:
    """The paths that a crawl requests an hour after a crawl of the whole site, with ``MANY`` other runs between."""
    folder.mkdir()
    path = folder / "a.db"
    with Server(pages()) as server:
        crawl(spider(), path, {"COMMUNIQUE_CLOCK": lambda: at(0)}, base=server.url)
        if between is not None:
            with Archive.open(path) as archive:
                for number in range(MANY):
                    begun = archive.runs.start("tested", mode=between[0], at=at(0.2 + number / 100))
                    archive.end_run(begun, at=at(0.2 + number / 100), ended=between[1], counts={})
        server.asked.clear()
        crawl(spider(), path, {"COMMUNIQUE_CLOCK": lambda: at(1)}, base=server.url, due=due)
        return sorted(server.asked)


@pytest.mark.parametrize("due", [True, False], ids=["due", "plain"])
@pytest.mark.parametrize("between", [("import", "finished"), ("live", "blocked")], ids=["imports", "blocked"])
def test_many_other_runs_cost_a_crawl_no_request(tmp_path: Path, due: bool, between: tuple[str, str]) -> None:
    """It does not take itself for the first run: it requests what it would without them, and not the whole site."""
    usual = requests_of_a_later_run(tmp_path / "usual", None, due=due)
    assert requests_of_a_later_run(tmp_path / "after", between, due=due) == usual
    assert len(usual) < (3 if due else len(pages()))
