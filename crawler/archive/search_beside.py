"""A process beside the one that writes the search index: it reads the texts and analyses them meanwhile.

It writes the batches to its standard output, each after its length in eight bytes.
"""

from __future__ import annotations

import logging
import marshal
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO

from crawler.archive.connection import connect
from crawler.archive.search_entries import Batch, prepare, read

logger = logging.getLogger(__name__)

_LENGTH = 8
AHEAD = 4
"""Batches that may wait to be written; each has some 12 MiB."""


@contextmanager
def batches_beside(path: Path, after: int, belarusian: str) -> Iterator[Iterator[Batch]]:
    """The batches of all revisions with an id above ``after``, made by a process that ends with the block.

    Should it end before it is done, so do the batches, with a warning.
    """
    command = [sys.executable, "-c", f"from {__name__} import main; main()", str(path), str(after), belarusian]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    waiting: Queue[bytes] = Queue(AHEAD)
    thread = Thread(target=_receive, args=(process.stdout, waiting), daemon=True)
    thread.start()
    try:
        yield _batches(process, waiting)
    finally:
        process.kill()
        while thread.is_alive():  # it may wait for room
            while not waiting.empty():
                waiting.get()
            thread.join(0.05)
        process.wait()
        process.stdout.close()


def _batches(process: subprocess.Popen[bytes], waiting: Queue[bytes]) -> Iterator[Batch]:
    while packed := waiting.get():
        yield Batch(*marshal.loads(packed))
    if process.wait():
        logger.warning("the process that analyses texts ended with %d: this one goes on alone", process.returncode)


def _receive(pipe: IO[bytes], waiting: Queue[bytes]) -> None:
    """Everything that comes, and at its end nothing."""
    while length := int.from_bytes(pipe.read(_LENGTH)):
        packed = pipe.read(length)
        if len(packed) < length:
            break
        waiting.put(packed)
    waiting.put(b"")


def _send(path: Path, after: int, belarusian: str, pipe: IO[bytes]) -> None:
    db = connect(path, readonly=True)
    try:
        while rows := read(db, after):
            packed = marshal.dumps(tuple(prepare(rows, belarusian)))
            pipe.write(len(packed).to_bytes(_LENGTH) + packed)
            pipe.flush()
            after = rows[-1][0]
    finally:
        db.conn.close()


def main() -> None:
    """What the process does: ARCHIVE AFTER BELARUSIAN are its arguments."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process ends it
    try:
        _send(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.stdout.buffer)
    except BrokenPipeError:
        os._exit(1)  # nobody reads any more
