"""The command line in a process that begins with the project's modules in memory: it spares most of a second each."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support import clocks

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    ["tests.support.forks", "scrapy.crawler", "crawler.cli.commands.crawl", "crawler.spiders.demo"]
)


class Fork:
    """``communique`` with these arguments, as ``subprocess.Popen`` would have it, in a process group of its own."""

    def __init__(
        self, arguments: Sequence[str], *, cwd: Path, said: Path, settings: Mapping[str, str | int], day: float
    ) -> None:
        """What it says on stderr goes to the file ``said``; ``settings`` are changed ones, ``day`` is for the clock."""
        self._process = FORKS.Process(target=_run, args=(list(arguments), cwd, said, dict(settings), day))
        self._process.start()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """Raises TimeoutError."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutError(f"process {self.pid} did not end within {timeout} seconds")
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()


def _run(arguments: list[str], cwd: Path, said: Path, changed: dict[str, str | int], day: float) -> None:
    from crawler import settings
    from crawler.cli import main

    os.setsid()
    os.chdir(cwd)
    for name in [name for name in os.environ if name.startswith("COMMUNIQUE_")]:
        del os.environ[name]
    with said.open("w", encoding="utf-8") as words, Path(os.devnull).open("w", encoding="utf-8") as nothing:
        os.dup2(words.fileno(), 2)
        os.dup2(nothing.fileno(), 1)
    vars(settings).update(changed)
    os.environ[clocks.DAY] = str(day)
    main(arguments, prog_name="communique")
