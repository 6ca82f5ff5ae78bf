"""One run of a site at a time, across processes."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.demo.server import DemoServer
from crawler.errors import SiteHeld
from tests.conftest import ROOT
from tests.support.programs import communique

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
HOLDER = """
import sys, time
from datetime import UTC, datetime
from crawler.archive import Archive
archive = Archive.open(sys.argv[1])
archive.add_site("demo", "Demo", ("en",))
archive.start_run("demo", mode="live", at=datetime(2026, 3, 2, 15, tzinfo=UTC))
print("held", flush=True)
time.sleep(600)
"""


def holder(path: Path) -> subprocess.Popen[str]:
    """A process that holds the demo."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, path], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_told_whose_the_first_is(tmp_path: Path) -> None:
    """Process id and start; another site is free."""
    path = tmp_path / "a.db"
    with holder(path) as process:
        try:
            with Archive.open(path) as archive:
                archive.add_site("other", "Other", ("en",))
                archive.start_run("other", mode="live", at=AT)
                with pytest.raises(SiteHeld) as held:
                    archive.start_run("demo", mode="live", at=AT)
        finally:
            process.kill()
    assert held.value.pid == process.pid
    assert held.value.started == "2026-03-02T15:00:00.000Z"


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    """Even one that was killed at once; its run is closed as died."""
    path = tmp_path / "a.db"
    with holder(path) as process:
        process.send_signal(signal.SIGKILL)
    with Archive.open(path) as archive:
        run = archive.start_run("demo", mode="live", at=AT)
        archive.end_run(run, at=AT, ended="finished", counts={})
        assert [row["how"] for row in archive.runs()] == ["finished", "died"]


def test_a_crawl_of_a_held_site_ends_with_status_4(tmp_path: Path) -> None:
    """One line, nothing asked of the site, nothing written."""
    path = tmp_path / "a.db"
    with DemoServer(stories=3) as server, holder(path) as process:
        try:
            done = communique("--archive", path, "crawl", "demo", "--base", server.url, cwd=tmp_path)
        finally:
            process.kill()
        assert server.hits == {}
    assert done.returncode == 4
    assert f"process {process.pid}" in done.stderr
    assert "Traceback" not in done.stderr
    with Archive.open(path, readonly=True) as archive:
        assert len(archive.runs()) == 1


def test_a_run_that_ended_lets_go(tmp_path: Path) -> None:
    """In the same process and for others."""
    path = tmp_path / "a.db"
    with Archive.open(path) as one, Archive.open(path) as two:
        one.add_site("demo", "Demo", ("en",))
        run = one.start_run("demo", mode="live", at=AT)
        with pytest.raises(SiteHeld):
            two.start_run("demo", mode="import", at=AT)
        one.end_run(run, at=AT, ended="finished", counts={})
        two.end_run(two.start_run("demo", mode="live", at=AT), at=AT, ended="finished", counts={})
