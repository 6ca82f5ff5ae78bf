"""A cache for slow queries: a result is valid until the archive is written to, and a little longer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic
from typing import NamedTuple

from crawler.archive import Archive, Row
from crawler.web.archive_pool import identity

MAX_RESULTS, REUSE = 4, 20
"""Results kept for each query; and for how long a result is used while a crawl writes, as a multiple of the time that
the query took."""


class _CachedRows(NamedTuple):
    state: tuple[int, ...]
    at: float
    took: float
    rows: list[Row]


class ResultCache:
    """The results of one query, for any archive; one query runs at a time."""

    def __init__(self) -> None:
        self._results: OrderedDict[tuple[Hashable, ...], _CachedRows] = OrderedDict()
        self._one = Lock()

    def rows(self, archive: Archive, *key: Hashable, query: Callable[[], list[Row]]) -> list[Row]:
        """The rows of ``query`` for an archive and a key, from the cache if they are valid."""
        name = (archive.path, identity(archive.path), *key)
        with self._one:
            state, now = archive.state(), monotonic()
            cached = self._results.get(name)
            if cached is not None and (cached.state == state or now - cached.at < REUSE * cached.took):
                return cached.rows
            rows = query()
            self._results[name] = _CachedRows(state, monotonic(), monotonic() - now, rows)
            self._results.move_to_end(name)
            while len(self._results) > MAX_RESULTS:
                self._results.popitem(last=False)
            return rows
