"""Crawls of the demo that are killed: how long one lives, when it is killed, and what the next one makes of it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from crawler.demo.server import DemoServer
from tests.conftest import ROOT
from tests.support import clocks
from tests.support.forks import Fork
from tests.support.programs import CALL
from tests.support.soundness import Told, broken, differences, told, unsound, untrue

PHASES = ("start", "asking", "settling", "end", "over")
"""Nothing is archived yet; a run is open; the last page was asked for; the run is settled; the process had ended."""
PATIENCE = 60.0
"""Seconds after which something is stuck."""
AT_ONCE = 0.01
"""So many days after a killed run the next begins: no clock runs backwards, and nothing else is due by then."""


@dataclass(frozen=True, kw_only=True)
class Life:
    """How an unharmed crawl lived."""

    before: float
    """Seconds until its first request."""
    requests: int
    after: float
    """Seconds from its last request to its end."""


@dataclass(frozen=True, kw_only=True)
class Instant:
    """When a crawl is killed: so many seconds after its start, or after so many requests."""

    requests: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Killed:
    """What became of one killed crawl."""

    instant: Instant
    phase: str
    captures: int
    """Captures in the archive when it was killed, of the killed run."""
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class How:
    """How a crawl is run."""

    day: float = 1
    """The day of the demo's history that its clock begins with."""
    batch: int = 0
    """How many captures one transaction holds at most; 0: as the project has it."""
    preloaded: bool = False
    """In a fork that has imported everything already: that is quicker, and it cannot be killed meanwhile."""

    @property
    def settings(self) -> dict[str, str | int]:
        """Of the project, those that differ."""
        changed: dict[str, str | int] = {"COMMUNIQUE_CLOCK": clocks.NAME}
        return changed | {"ARCHIVE_BATCH_SIZE": self.batch} if self.batch else changed


class Site(Protocol):
    """A ministry on loopback that counts what it is asked for."""

    @property
    def url(self) -> str: ...

    @property
    def hits(self) -> dict[str, int]: ...

    def clear_hits(self) -> None: ...


class Crawl:
    """``communique crawl demo`` in a process group of its own."""

    def __init__(self, archive: Path, server: Site, *options: str, how: How | None = None) -> None:
        """What it says on stderr is kept in a file beside the archive."""
        how = how or How()
        self._server = server
        server.clear_hits()
        self._said = archive.with_suffix(".said")
        arguments = ["--archive", str(archive), "crawl", "demo", "--base", server.url, *options]
        self._process: subprocess.Popen[bytes] | Fork
        if how.preloaded:
            self._process = Fork(arguments, cwd=archive.parent, said=self._said, settings=how.settings, day=how.day)
        else:
            self._process = self._program(arguments, archive.parent, how)
        self.began = time.monotonic()

    def _program(self, arguments: Sequence[str], folder: Path, how: How) -> subprocess.Popen[bytes]:
        before = f"from crawler import settings; vars(settings).update({how.settings!r}); "
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
        with self._said.open("w", encoding="utf-8") as said:
            return subprocess.Popen(
                [sys.executable, "-c", before + CALL, *arguments],
                cwd=folder,
                env={**inherited, "PYTHONPATH": str(ROOT), clocks.DAY: str(how.day)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,
            )

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def asked(self, requests: int) -> None:
        """Wait until it has asked for so many pages, or has ended."""
        until = time.monotonic() + PATIENCE
        while self.lives and sum(self._server.hits.values()) < requests and time.monotonic() < until:
            time.sleep(0.002)

    def end(self) -> tuple[int, str]:
        """Wait for its end: the exit status, and what it said."""
        return self._process.wait(PATIENCE), self._said.read_text(encoding="utf-8")

    def kill(self) -> bool:
        """SIGKILL to all its processes; False where it had ended already."""
        lived = self.lives
        if lived:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:  # a fork so young that it has no group of its own yet
                self._process.kill()
        self._process.wait(PATIENCE)
        return lived


def complete(archive: Path, server: Site, *options: str, how: How | None = None) -> Path:
    """Let a crawl come to its end; raises RuntimeError where it does not end well."""
    status, words = Crawl(archive, server, *options, how=how).end()
    if status:
        raise RuntimeError(f"the crawl ended with {status}: {words[-1500:]}")
    return archive


def live(archive: Path, server: DemoServer, *options: str, how: How) -> Life:
    """Let a crawl come to its end; gives how it lived. Raises RuntimeError where it does not end well."""
    crawl = Crawl(archive, server, *options, how=how)
    crawl.asked(1)
    first = time.monotonic()
    status, words = crawl.end()
    ended = time.monotonic()
    if status:
        raise RuntimeError(f"the crawl ended with {status}: {words[-1500:]}")
    log = server.log
    last = first + log[-1][0] - log[0][0]
    return Life(before=first - crawl.began, requests=len(log), after=max(ended - last, 0.05))


def instants(lived: Life, times: int, seed: int) -> list[Instant]:
    """Random instants over a whole life, in random order: a fifth before the first request, a fifth after the last.

    Between them the requests are the clock, so that a machine that is busy meanwhile does not shift them.
    """
    draw = random.Random(seed)
    found = []
    for number in range(times):
        place = (number + draw.random()) / times
        if place < 0.2:
            found.append(Instant(requests=0, seconds=lived.before * place / 0.2))
        elif place < 0.8:
            wanted = 1 + int(lived.requests * (place - 0.2) / 0.6)
            found.append(Instant(requests=wanted, seconds=draw.random() * 0.03))
        else:
            found.append(Instant(requests=lived.requests, seconds=lived.after * (place - 0.8) / 0.2))
    draw.shuffle(found)
    return found


class Killer:
    """Kills crawls of one site on one day, and lets the next one complete each."""

    def __init__(
        self, folder: Path, server: DemoServer, *options: str, how: How, begin_with: Path | None = None
    ) -> None:
        """``begin_with`` is an archive of an earlier day, which each killed crawl goes on with.

        Raises RuntimeError where a crawl that nobody kills does not end with the truth.
        """
        self._folder, self._server, self._options, self._begin_with = folder, server, options, begin_with
        self._how, self._next = how, replace(how, batch=0, day=how.day + AT_ONCE)
        self._runs_then = 0 if begin_with is None else newest_run(begin_with)
        self.unharmed = fresh(folder / "unharmed.db", begin_with)
        """What a crawl makes that nobody kills."""
        self.life = live(self.unharmed, server, *options, how=how)
        self._wanted: Told = told(self.unharmed)
        self._truth = server.truth()
        then = set() if begin_with is None else {row[0] for row in told(begin_with)["articles"]}
        self._then = {url.partition("localhost")[2] for url in then}
        if faults := self._faults(self.unharmed):
            raise RuntimeError(f"an unharmed crawl is not the truth: {faults[:5]}")

    def kill(self, instant: Instant) -> Killed:
        """Kill a crawl at an instant, look at what it left, and run the next one to its end."""
        archive = fresh(self._folder / "killed.db", self._begin_with)
        crawl = Crawl(archive, self._server, *self._options, how=self._how)
        if instant.requests:
            crawl.asked(instant.requests)
        time.sleep(instant.seconds)
        asked = sum(self._server.hits.values())
        lived = crawl.kill()
        faults = [f"left behind: {fault}" for fault in broken(archive)] if archive.exists() else []
        phase, captures = self._phase(archive) if lived else ("over", 0)
        if phase == "asking" and asked >= self.life.requests:
            phase = "settling"
        status, words = Crawl(archive, self._server, *self._options, how=self._next).end()
        if status:
            faults.append(f"the next run ended with {status}: {words[-800:]}")
        return Killed(instant=instant, phase=phase, captures=captures, faults=faults + self._faults(archive))

    def _phase(self, archive: Path) -> tuple[str, int]:
        """How far a killed crawl had come, and how many captures it left; looked for in the copy of what it left."""
        copy = archive.with_name(f"copy-of-{archive.name}")
        if not archive.exists():
            return "start", 0
        with closing(sqlite3.connect(copy)) as db:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'run'").fetchall():
                return "start", 0
            newest = db.execute(
                "SELECT id, ended FROM run WHERE id > ? ORDER BY id DESC", (self._runs_then,)
            ).fetchone()
            if newest is None:
                return "start", 0
            (captures,) = db.execute("SELECT count(*) FROM capture WHERE run = ?", (newest[0],)).fetchone()
        return ("asking" if newest[1] is None else "end"), captures

    def _faults(self, archive: Path) -> list[str]:
        faults = unsound(archive)
        if not faults:
            faults = untrue(archive, self._truth, also=self._then) + differences(told(archive), self._wanted)
        return faults


def newest_run(archive: Path) -> int:
    """The number of the last run in an archive."""
    with closing(sqlite3.connect(archive)) as db:
        return int(db.execute("SELECT ifnull(max(id), 0) FROM run").fetchone()[0])


def fresh(archive: Path, begin_with: Path | None) -> Path:
    """The place of an archive with nothing there, or with a copy of another, closed one."""
    for end in ("", "-wal", "-shm", "-journal"):
        archive.with_name(archive.name + end).unlink(missing_ok=True)
    if begin_with is not None:
        shutil.copy(begin_with, archive)
    return archive
