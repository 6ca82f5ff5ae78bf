"""Sites to watch: two small ones that work, one that fails as often as it is told to, and a clock that a test sets.

``python -m tests.support.watched ...`` is the command line with these sites known to it. WATCH_BASE is where they are,
WATCH_CLOCK a file with the time, WATCH_FAILURES how often ``moody`` cannot be made before it works; with WATCH_FAULT it
fails when it has begun.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from crawler import settings
from crawler.archive import Archive
from crawler.cli import main, watch_loop
from crawler.cli.site_lookup import spiders
from crawler.crawl.spider import MinistrySpider
from tests.conftest import ROOT
from tests.support.newsroom import spider

PATIENCE = 60.0
"""Seconds after which something is stuck."""


def clock() -> datetime:
    """The time that the test has written down."""
    return datetime.fromisoformat(Path(os.environ["WATCH_CLOCK"]).read_text(encoding="utf-8"))


def site(name: str) -> type[MinistrySpider]:
    """A spider of that name for the newsroom, on a host of its own."""
    made = spider()
    seeds = tuple(replace(seed, url=f"http://{name}.localhost{seed.url}") for seed in made.site.seeds)
    facts = replace(made.site, name=name, title=name, hosts=(f"{name}.localhost",), seeds=seeds)

    def __init__(self: Any, name: str | None = None, **kwargs: Any) -> None:
        super(found, self).__init__(name, **{**kwargs, "base": os.environ["WATCH_BASE"]})

    found: type[MinistrySpider] = type(name, (made,), {"name": name, "site": facts, "__init__": __init__})
    return found


class Moody(site("moody")):  # type: ignore[misc]
    """Cannot be made as often as WATCH_FAILURES says."""

    made: ClassVar[int] = 0

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        """Raises what nobody thought of."""
        Moody.made += 1
        if Moody.made <= int(os.environ.get("WATCH_FAILURES", "0")):
            raise ZeroDivisionError("what nobody\nthought of")
        super().__init__(name, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        """Fails where WATCH_FAULT says so."""
        if os.environ.get("WATCH_FAULT") == "start":
            raise ZeroDivisionError("what nobody thought of")
        async for request in super().start():
            yield request


def lines(said: str, begin: str) -> list[str]:
    """The lines that begin so."""
    return [line for line in said.splitlines() if line.startswith(begin)]


def hows(archive: Path, site: str) -> list[str]:
    """How the runs of a site ended, newest first."""
    with Archive.open(archive, readonly=True) as opened:
        return [row["how"] for row in opened.runs(site=site)]


class Watching:
    """``communique watch`` in a process of its own, with a clock that stands until it is moved."""

    def __init__(self, folder: Path, base: str, *arguments: str, **environment: str) -> None:
        self.archive = folder / "a.db"
        self._clock = folder / "now"
        self.move(datetime.fromisoformat("2026-03-02T10:00:00+00:00"))
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
        handle, self._said = tempfile.mkstemp(prefix="said-", dir=folder)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.watched", "--archive", str(self.archive), "watch", *arguments],
            cwd=folder,
            env={
                **inherited,
                "PYTHONPATH": str(ROOT),
                "WATCH_BASE": base,
                "WATCH_CLOCK": str(self._clock),
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=handle,
        )
        os.close(handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def move(self, to: datetime | timedelta) -> None:
        """Set the clock, or let so much time pass."""
        moment = to if isinstance(to, datetime) else datetime.fromisoformat(self._clock.read_text("utf-8")) + to
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(moment.isoformat(), encoding="utf-8")
        fresh.replace(self._clock)

    def said(self) -> str:
        """What it said so far."""
        return Path(self._said).read_text(encoding="utf-8")

    def wait_for(self, what: str | Callable[[], bool]) -> str:
        """Wait until it said a text, or something is true; gives what it said. Fails where it ends or hangs first."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if what in self.said() if isinstance(what, str) else what():
                return self.said()
            assert self._process.poll() is None, f"it ended: {self.said()}"
            time.sleep(0.05)
        raise AssertionError(f"it never came to {what!r}: {self.said()}")

    @property
    def pid(self) -> int:
        """Of its process."""
        return self._process.pid

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        """Send a signal, and wait for the end; gives the exit status."""
        self.send(with_signal)
        return self.wait()

    def send(self, which: int) -> None:
        """Send a signal."""
        self._process.send_signal(which)

    def wait(self) -> int:
        """Wait for the end; gives the exit status."""
        return self._process.wait(PATIENCE)

    def health(self) -> dict[str, Any]:
        """What ``/healthz`` answers; the watch was told ``--healthz 0``."""
        address = self.wait_for("/healthz").partition("http://")[2].partition("/")[0]
        connection = http.client.HTTPConnection(address, timeout=PATIENCE)
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            assert answer.status == 200
            return dict(json.loads(answer.read()))
        finally:
            connection.close()


if __name__ == "__main__":
    spiders().update(east=site("east"), west=site("west"), moody=Moody)
    settings.COMMUNIQUE_CLOCK = "tests.support.watched.clock"
    watch_loop.POLL_EVERY = 0.1
    main(prog_name="communique")
