"""Worker processes that sanitize stored pages, with limits of time and memory."""

from __future__ import annotations

import atexit
import marshal
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, Any

from crawler.errors import CommuniqueError
from crawler.web.rendition import rendition
from crawler.worker_command import command

SMALL = 20_000
"""Bytes of a page that is sanitized in the server's own process: it takes a moment, whatever it contains."""
TIME_LIMIT = 8.0
"""Seconds for a page. A page of 200 KB takes a tenth of a second; a hostile one (a tag with 45,000 attributes, say) can
take minutes."""
MEMORY_LIMIT = 1_500_000_000
"""Bytes of address space of a worker."""
_LENGTH = 8


class RenditionFailed(CommuniqueError):
    """A page that cannot be sanitized within the limits; it can still be downloaded."""


class _Workers:
    """A worker process for each thread that needs one."""

    def __init__(self) -> None:
        self._local = threading.local()
        self._all: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()

    def mine(self) -> subprocess.Popen[bytes]:
        """The worker of this thread; a new one is started if it has ended."""
        worker: subprocess.Popen[bytes] | None = getattr(self._local, "process", None)
        if worker is not None and worker.poll() is not None:
            self.end(worker)
            worker = None
        if worker is None:
            worker = self._local.process = subprocess.Popen(
                command(__name__), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                process_group=0,
            )  # fmt: skip
            with self._lock:
                self._all.add(worker)
        return worker

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End a worker and close its pipes."""
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # data that was not sent yet
                    pipe.close()
        with self._lock:
            self._all.discard(process)

    def end_all(self) -> None:
        """End all workers at once; pages in progress fail."""
        with self._lock:
            running = list(self._all)
        for process in running:
            process.kill()

    def close(self) -> None:
        """End all workers and close their pipes, when the server has ended."""
        for process in list(self._all):
            self.end(process)


_workers = _Workers()
end_all = _workers.end_all
atexit.register(_workers.close)


def render_in_worker(body: bytes, content_type: str, url: str, seconds: float = TIME_LIMIT) -> bytes:
    """The sanitized page; raises RenditionFailed if it takes longer than ``seconds``, or too much memory."""
    if len(body) <= SMALL:
        return rendition(body, content_type, url)
    process = _workers.mine()
    assert process.stdin is not None
    assert process.stdout is not None
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        _send(process.stdin, (body, content_type, url))
        return bytes(_receive(process.stdout))
    except (OSError, EOFError) as error:
        _workers.end(process)
        raise RenditionFailed(
            "this page takes too long, or too much memory, to be shown here; it can be downloaded"
        ) from error
    finally:
        timer.cancel()


def _send(pipe: IO[bytes], message: Any) -> None:
    packed = marshal.dumps(message)
    pipe.write(len(packed).to_bytes(_LENGTH) + packed)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    packed = pipe.read(int.from_bytes(pipe.read(_LENGTH)))
    if not packed:
        raise EOFError
    return marshal.loads(packed)


def main() -> None:
    """Run a worker until its stdin ends."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    except (ImportError, ValueError, OSError):  # a system without such limits
        pass
    while True:
        try:
            page = _receive(sys.stdin.buffer)
        except EOFError:
            return
        _end_after(TIME_LIMIT + 2)
        _send(sys.stdout.buffer, rendition(*page))
        _end_after(0)


def _end_after(seconds: float) -> None:
    """End this process after these seconds, even if the server is gone; 0 cancels that."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
