"""Archives opened for reading, one for each thread that answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from starlette.types import Receive

from crawler.archive import Archive

T = TypeVar("T")

THREADS = 4
"""Pages that are made at once: SQLite reads beside Python, and two cores are not busier with more."""


class ArchivePool:
    """Answers questions about one archive, each of one moment."""

    def __init__(self, path: Path, threads: int = THREADS) -> None:
        self.path = path
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._held = threading.local()
        self._opened: list[Archive] = []

    async def ask(self, question: Callable[[Archive], T]) -> T:
        """What the question gives, asked in a thread of its own; raises what it raises, and ArchiveError."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, question)

    def close(self) -> None:
        """Close the file."""
        self._threads.shutdown()
        for archive in self._opened:
            archive.close()

    def _ask(self, question: Callable[[Archive], T]) -> T:
        archive = self._archive()
        with archive.snapshot():
            return question(archive)

    def _archive(self) -> Archive:
        """The archive of this thread; opened anew where another file has taken its place."""
        archive: Archive | None = getattr(self._held, "archive", None)
        found = identity(self.path)
        if archive is not None and found == self._held.file:
            return archive
        fresh = Archive.open(self.path, readonly=True)
        self._opened.append(fresh)
        if archive is not None:
            self._opened.remove(archive)
            archive.close()
        self._held.archive, self._held.file = fresh, found
        return fresh


async def while_connected(receive: Receive, question: Coroutine[Any, Any, T]) -> T | None:
    """What a question gives; None where whoever asked has left. If nobody has begun to answer by then, nobody will: of
    pages that take long, a hundred may wait for their turn."""
    answering = asyncio.ensure_future(question)
    leaving = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        return answering.result() if answering.done() else None
    finally:
        leaving.cancel()
        answering.cancel()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one in its place; None where there is none."""
    try:
        told = path.stat()
    except OSError:
        return None  # opening says what is wrong
    return told.st_dev, told.st_ino
