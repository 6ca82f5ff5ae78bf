"""How far long work is: a bar on a terminal, a line now and then elsewhere; on stderr."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.cli.tables import people, say

Told = Callable[[str, int, int], None]
"""Is told what is worked on, how much of it is done, and of how much."""
LINE_EVERY = 10
"""Seconds between two lines where there is no terminal."""


@contextmanager
def telling(done_what: str) -> Iterator[Told]:
    """Yield what is to be told; ``done_what`` ends the plain lines: ``captures read again``."""
    console = people()
    if not console.is_terminal:
        yield _Lines(done_what).tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda name, done, total: bar.update(task, description=name, completed=done, total=total)


class _Lines:
    """Plain lines, not too many."""

    def __init__(self, done_what: str) -> None:
        self._done_what = done_what
        self._said = time.monotonic()

    def tell(self, name: str, done: int, total: int) -> None:
        """How far it is, if the last line was a while ago."""
        if time.monotonic() - self._said >= LINE_EVERY:
            self._said = time.monotonic()
            say(f"{name}: {done} of {total} {self._done_what}")
