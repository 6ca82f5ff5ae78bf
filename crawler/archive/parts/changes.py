"""``archive.changes``: the ledger of what happened to articles."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.queries.changes import change_filter, change_rows
from crawler.archive.sql import Row


class ChangesPart:
    """The ledger; a call lists its events."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(
        self,
        *,
        site: str | None = None,
        kind: str | None = None,
        since: str | None = None,
        until: str | None = None,
        run: int | None = None,
        ref: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Row]:
        """Events of articles, newest first: ``at kind id url site language story title confirmed captures summary``.

        ``kind`` is a word such as ``appeared`` or ``edited``. ``since`` and ``until`` are the limits of
        ``at``, both inclusive: days in UTC (``YYYY-MM-DD``), or times with their offset (RFC 3339). ``run`` chooses the
        events of one run, ``ref`` those of one article. ``confirmed`` is None for a removal that is only suspected.
        ``captures`` is the evidence, oldest first: ``id url captured_at status outcome reason payload_digest``.

        Raises ValueError for another ``kind``, ``since`` or ``until``, and NotInArchive for an unknown ``ref``.
        """
        with self._file.reading():
            chosen = change_filter(self._file.db, site=site, kind=kind, since=since, until=until, run=run, ref=ref)
        return self._file.rows(change_rows(self._file.db, chosen, limit))
