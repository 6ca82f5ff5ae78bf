"""Answers that take long, remembered for as long as nothing was written, and a little longer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic
from typing import NamedTuple

from crawler.archive import Archive, Row
from crawler.web.archive_pool import identity

KEPT, PATIENCE = 4, 20
"""Answers of a kind that are remembered; and how many times as long as one took it may be told again while a crawl
writes."""


class _Held(NamedTuple):
    state: tuple[int, ...]
    at: float
    took: float
    rows: list[Row]


class ResultCache:
    """The answers to one kind of question, whatever archives are asked; one at a time is found anew."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[Hashable, ...], _Held] = OrderedDict()
        self._one = Lock()

    def rows(self, archive: Archive, *key: Hashable, ask: Callable[[], list[Row]]) -> list[Row]:
        """What ``ask`` gives, or gave, for that archive and that key."""
        name = (archive.path, identity(archive.path), *key)
        with self._one:
            state, now = archive.state(), monotonic()
            held = self._held.get(name)
            if held is not None and (held.state == state or now - held.at < PATIENCE * held.took):
                return held.rows
            rows = ask()
            self._held[name] = _Held(state, monotonic(), monotonic() - now, rows)
            self._held.move_to_end(name)
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
            return rows
