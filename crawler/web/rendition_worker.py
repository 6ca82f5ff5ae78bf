"""Renditions made in processes beside the server: one that takes too long, or too much memory, ends by itself."""

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
from crawler.worker import command

SMALL = 20_000
"""Bytes of a page that is made here: whatever is in it, that takes a moment."""
PATIENCE = 8.0
"""Seconds that a page may take: of 200 KB it takes a tenth of one. Some are made to take minutes (a tag with 45,000
attributes, which are looked through for each)."""
MEMORY = 1_500_000_000
"""Bytes of address space that a page may take."""
_LENGTH = 8


class RenditionFailed(CommuniqueError):
    """A page whose rendition cannot be made in time: save it, and look at it with other means."""


class _Children:
    """A process for each thread that asks for renditions."""

    def __init__(self) -> None:
        self._held = threading.local()
        self._all: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()

    def mine(self) -> subprocess.Popen[bytes]:
        """That of this thread; begun where there is none any more."""
        held: subprocess.Popen[bytes] | None = getattr(self._held, "process", None)
        if held is not None and held.poll() is not None:
            self.end(held)
            held = None
        if held is None:
            held = self._held.process = subprocess.Popen(
                command(__name__), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                process_group=0,
            )  # fmt: skip
            with self._lock:
                self._all.add(held)
        return held

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End one."""
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not sent any more
                    pipe.close()
        with self._lock:
            self._all.discard(process)

    def end_all(self) -> None:
        """End whatever is being made."""
        with self._lock:
            running = list(self._all)
        for process in running:
            process.kill()

    def close(self) -> None:
        """End all, when nobody asks any more."""
        for process in list(self._all):
            self.end(process)


_children = _Children()
end_all = _children.end_all
atexit.register(_children.close)


def made(body: bytes, content_type: str, url: str, seconds: float = PATIENCE) -> bytes:
    """The rendition of a page; raises RenditionFailed where it takes longer than that, or too much memory."""
    if len(body) <= SMALL:
        return rendition(body, content_type, url)
    process = _children.mine()
    assert process.stdin is not None
    assert process.stdout is not None
    patience = threading.Timer(seconds, process.kill)
    patience.start()
    try:
        _send(process.stdin, (body, content_type, url))
        return bytes(_receive(process.stdout))
    except (OSError, EOFError) as error:
        _children.end(process)
        raise RenditionFailed(
            "this page takes too long, or too much memory, to be shown here; it can be saved"
        ) from error
    finally:
        patience.cancel()


def _send(pipe: IO[bytes], told: Any) -> None:
    packed = marshal.dumps(told)
    pipe.write(len(packed).to_bytes(_LENGTH) + packed)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    packed = pipe.read(int.from_bytes(pipe.read(_LENGTH)))
    if not packed:
        raise EOFError
    return marshal.loads(packed)


def main() -> None:
    """What the process does, until nobody asks any more."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):  # where there are no limits
        pass
    while True:
        try:
            asked = _receive(sys.stdin.buffer)
        except EOFError:
            return
        _end_after(PATIENCE + 2)
        _send(sys.stdout.buffer, rendition(*asked))
        _end_after(0)


def _end_after(seconds: float) -> None:
    """End this process then, whatever it does and though the server is gone; 0: do not."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
