"""A crawl killed at any instant: the archive is whole, and the next run completes it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from crawler.demo.answers import Answers
from crawler.demo.ministry import Ministry
from crawler.demo.server import DemoServer
from tests.support.killing import AT_ONCE, PATIENCE, Crawl, How, Instant, Killer, complete, fresh, instants, newest_run
from tests.support.loopback import Server
from tests.support.soundness import broken, differences, told, unsound

STORIES = 12
LATER = 8
"""The day of a second run: more is new than one page of any listing shows."""
HOW = How(batch=7, preloaded=True)
"""So few captures a transaction, that a small crawl has many."""
HOW_LATER = replace(HOW, day=LATER)


class HeldMinistry(Server):
    """The demo ministry in this process, which never answers to one address."""

    def __init__(self, day: float, *, held: str) -> None:
        super().__init__()
        self.answers = Answers(Ministry(stories=STORIES), day=day)
        self.held = held
        self.reached = threading.Event()

    def clear_hits(self) -> None:
        self.hits.clear()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.hits[request.path_qs] += 1
        if request.path_qs.partition("&ggtoken")[0] == self.held:
            self.reached.set()
            await asyncio.sleep(PATIENCE)
        reply = self.answers.reply(request.path, request.query, request.headers)
        headers = {"Content-Type": reply.content_type, **reply.headers}
        return web.Response(body=reply.body, status=reply.status, headers=headers)


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killer]:
    """Kills first runs."""
    with DemoServer(stories=STORIES) as server:
        yield Killer(tmp_path_factory.mktemp("first-run"), server, how=HOW)


@pytest.fixture(scope="module")
def later_run(tmp_path_factory: pytest.TempPathFactory, first_run: Killer) -> Iterator[Killer]:
    """Kills second runs, a week after the first."""
    with DemoServer(stories=STORIES, day=LATER) as server:
        yield Killer(tmp_path_factory.mktemp("later-run"), server, how=HOW_LATER, begin_with=first_run.unharmed)


@pytest.fixture(scope="module")
def due_run(tmp_path_factory: pytest.TempPathFactory, first_run: Killer) -> Iterator[Killer]:
    """Kills scheduled runs of that day, which do what is due and nothing else."""
    with DemoServer(stories=STORIES, day=LATER) as server:
        folder = tmp_path_factory.mktemp("due-run")
        yield Killer(folder, server, "--due", how=HOW_LATER, begin_with=first_run.unharmed)


def _nth(killer: Killer, times: int, number: int) -> Instant:
    return instants(killer.life, times, seed=1)[number]


@pytest.mark.parametrize("number", range(6))
def test_a_first_run_killed_at_any_instant_is_completed_by_the_next(first_run: Killer, number: int) -> None:
    """``kill -9`` to the whole process group: no half article is left, and then all is as if nothing had happened."""
    assert first_run.kill(_nth(first_run, 6, number)).faults == []


@pytest.mark.parametrize("number", range(2))
def test_a_later_run_killed_at_any_instant_is_completed_by_the_next(later_run: Killer, number: int) -> None:
    """Also what was new, edited or gone since the first run, however far down the listings the killed run had come."""
    assert later_run.kill(_nth(later_run, 2, number)).faults == []


@pytest.mark.parametrize("number", range(2))
def test_a_scheduled_run_killed_at_any_instant_is_completed_by_the_next(due_run: Killer, number: int) -> None:
    """The listings are due at once, since the pages behind them may be missing; the day's budget is not used up."""
    assert due_run.kill(_nth(due_run, 2, number)).faults == []


def test_after_a_run_the_archive_is_one_file(tmp_path: Path, first_run: Killer) -> None:
    """Nothing of what the run brought is left in a ``-wal`` beside it: whoever copies the file has everything."""
    archive = fresh(tmp_path / "copied.db", first_run.unharmed)
    with DemoServer(stories=STORIES, day=2) as server:
        complete(archive, server, how=replace(HOW, day=2))
    wal = archive.with_name("copied.db-wal")
    assert not wal.exists() or not wal.stat().st_size


def test_what_stands_behind_the_page_that_a_killed_run_waited_for_is_found(
    tmp_path: Path, first_run: Killer, later_run: Killer
) -> None:
    """The pages before it are known by then, all their articles captured: that must not end the next run's paging."""
    archive = fresh(tmp_path / "killed.db", first_run.unharmed)
    with HeldMinistry(LATER, held="/press/statements/3") as server:
        crawl = Crawl(archive, server, how=replace(HOW_LATER, batch=1))
        assert server.reached.wait(PATIENCE)
        _wait_until_stored(archive, server)
        assert crawl.kill()
        assert broken(archive) == []
        server.held = ""
        complete(archive, server, how=replace(HOW_LATER, day=LATER + AT_ONCE))
    assert unsound(archive) == []
    assert differences(told(archive), told(later_run.unharmed)) == []


def _wait_until_stored(archive: Path, server: HeldMinistry) -> None:
    """Until every page that was asked for, but the one held back, is archived."""
    until = time.monotonic() + PATIENCE
    run, quiet = newest_run(archive), 0
    while quiet < 5 and time.monotonic() < until:
        with closing(sqlite3.connect(archive)) as db:
            (stored,) = db.execute("SELECT count(*) FROM capture WHERE run = ? AND status > 0", (run,)).fetchone()
        quiet = quiet + 1 if stored == sum(server.hits.values()) - 1 else 0
        time.sleep(0.1)
    assert quiet == 5, "the crawl went on for ever"
