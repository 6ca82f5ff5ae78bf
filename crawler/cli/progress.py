"""Progress of long work on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.cli.tables import print_message, stderr_console

ProgressReport = Callable[[str, int, int], None]
"""Takes the name of the work, how much of it is done, and how much there is."""
LINE_EVERY = 10
"""Seconds between two lines if stderr is not a terminal."""


@contextmanager
def progress_reports(unit: str) -> Iterator[ProgressReport]:
    """Yield a function that shows progress; ``unit`` ends each plain line, for example "captures read again"."""
    console = stderr_console()
    if not console.is_terminal:
        yield _ProgressLines(unit).report
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda name, done, total: bar.update(task, description=name, completed=done, total=total)


class _ProgressLines:
    """Prints progress as plain lines, at most one in ``LINE_EVERY`` seconds."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._printed = time.monotonic()

    def report(self, name: str, done: int, total: int) -> None:
        """Print the progress if the last line is old enough."""
        if time.monotonic() - self._printed >= LINE_EVERY:
            self._printed = time.monotonic()
            print_message(f"{name}: {done} of {total} {self._unit}")
