"""A worker process that reads and analyses texts while another process writes the search index.

It writes to a pipe of its own: first the version of its analyzer, then the batches, each after its length in eight
bytes.
"""

from __future__ import annotations

import logging
import marshal
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any

from crawler.archive.connection import connect
from crawler.archive.search import entries
from crawler.archive.search.entries import Batch, prepare, read
from crawler.rules.search.analyzer import version_of
from crawler.worker_command import command

logger = logging.getLogger(__name__)

_LENGTH, _LONGEST = 8, 2**32
AHEAD = 4
"""Batches that may wait to be written; each has some 12 MiB."""


@contextmanager
def batches_beside(path: Path, after: int, belarusian: str, version: str) -> Iterator[Iterator[Batch]]:
    """The batches of all revisions with an id above ``after``, made by a process that ends with the block.

    The batches end, with a warning, where the process does not start, ends before it is done, or has an analyzer of
    another ``version`` (it may find another copy of this program).
    """
    reading, writing = os.pipe()
    process = _begun(path, after, belarusian, writing)
    os.close(writing)
    waiting: Queue[bytes] = Queue(AHEAD)
    with os.fdopen(reading, "rb") as pipe:
        thread = Thread(target=_receive, args=(pipe, waiting), daemon=True)
        thread.start()
        try:
            yield _batches(process, waiting, version)
        finally:
            if process is not None:
                process.kill()
                process.wait()
            while thread.is_alive():  # the thread may wait for room in the queue
                while not waiting.empty():
                    waiting.get()
                thread.join(0.05)


def _begun(path: Path, after: int, belarusian: str, pipe: int) -> subprocess.Popen[bytes] | None:
    """The process; None where none could be started. It is in a group of its own, so that Ctrl-C does not end it."""
    words = [os.fsencode(path).hex(), str(after), belarusian, str(pipe)]
    try:
        return subprocess.Popen(
            command(__name__, *words),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(pipe,),
            process_group=0,
        )  # fmt: skip
    except OSError as error:
        logger.warning("no process to analyse texts could be started (%s): this one does it alone", error)
        return None


def _batches(process: subprocess.Popen[bytes] | None, waiting: Queue[bytes], version: str) -> Iterator[Batch]:
    message = waiting.get()
    if message and marshal.loads(message) != version:
        logger.warning("the process that analyses texts is of another version: this one does it alone")
        return
    while message and (packed := waiting.get()):
        yield Batch(*marshal.loads(packed))
    if process is not None and process.wait():
        logger.warning("the process that analyses texts ended with %d: this one goes on alone", process.returncode)


def _receive(pipe: IO[bytes], waiting: Queue[bytes]) -> None:
    """Queue every message, and an empty one at the end, however the pipe ends."""
    try:
        while 0 < (length := int.from_bytes(pipe.read(_LENGTH))) < _LONGEST:
            packed = pipe.read(length)
            if len(packed) < length:
                break
            waiting.put(packed)
    finally:
        waiting.put(b"")


def _send(pipe: IO[bytes], message: Any) -> None:
    packed = marshal.dumps(message)
    pipe.write(len(packed).to_bytes(_LENGTH) + packed)
    pipe.flush()


def main() -> None:
    """Run the worker; its arguments are those of ``_begun``."""
    _, _, path, after, belarusian, number = sys.argv
    entries.FORMS_KEPT = entries.FORMS_OF_ALL
    db = connect(Path(os.fsdecode(bytes.fromhex(path))), readonly=True)
    last = int(after)
    try:
        with os.fdopen(int(number), "wb") as pipe:
            _send(pipe, version_of(belarusian))
            while rows := read(db, last):
                _send(pipe, tuple(prepare(rows, belarusian)))
                last = rows[-1][0]
    except BrokenPipeError:
        os._exit(1)  # the process that reads has ended
    finally:
        db.conn.close()
