"""A pool of threads, each with a read-only connection to the archive."""

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
"""Pages made at once. SQLite releases the GIL while it reads; more threads do not use two cores better."""


class ArchivePool:
    """Runs functions on one archive, each on a read snapshot."""

    def __init__(self, path: Path, threads: int = THREADS) -> None:
        self.path = path
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._local = threading.local()
        self._opened: list[Archive] = []

    async def run(self, read: Callable[[Archive], T]) -> T:
        """The result of ``read``, called in a thread of the pool; raises what it raises, and ArchiveError."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, read)

    def close(self) -> None:
        """End the threads and close their connections."""
        self._threads.shutdown()
        for archive in self._opened:
            archive.close()

    def _run(self, read: Callable[[Archive], T]) -> T:
        archive = self._archive()
        with archive.snapshot():
            return read(archive)

    def _archive(self) -> Archive:
        """The archive of this thread; opened again if the file was replaced."""
        archive: Archive | None = getattr(self._local, "archive", None)
        found = identity(self.path)
        if archive is not None and found == self._local.file:
            return archive
        fresh = Archive.open(self.path, readonly=True)
        self._opened.append(fresh)
        if archive is not None:
            self._opened.remove(archive)
            archive.close()
        self._local.archive, self._local.file = fresh, found
        return fresh


async def while_connected(receive: Receive, work: Coroutine[Any, Any, T]) -> T | None:
    """The result of ``work``; None if the client disconnects first.

    Work that has not begun by then is cancelled, so that requests nobody waits for do not fill the queue of slow pages.
    """
    answering = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_disconnected(receive))
    try:
        await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        return answering.result() if answering.done() else None
    finally:
        leaving.cancel()
        answering.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def identity(path: Path) -> tuple[int, int] | None:
    """The device and inode of a file, which change when the file is replaced; None if there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None  # opening it raises the error
    return found.st_dev, found.st_ino
