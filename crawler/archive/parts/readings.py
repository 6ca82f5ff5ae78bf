"""``archive.readings``: the readings of captures, for callers that read captures again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.archive import run_lifecycle
from crawler.archive.archive_file import ArchiveFile
from crawler.archive.readings import stored_readings
from crawler.archive.readings.reparse import Reparsed
from crawler.archive.readings.stored_readings import StoredReading
from crawler.items import Capture


class ReadingsPart:
    """Readings: what was read out of each capture."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def count(self, site: str) -> int:
        """How many captures of a site have an answer."""
        with self._file.reading():
            return stored_readings.count(self._file.db, site)

    def answers(self, site: str, most: int) -> Iterator[list[StoredReading]]:
        """All answers of a site with their stored readings, in batches of about ``most``.

        All captures of an article are in one batch.
        """
        return self._file.rows(stored_readings.stored(self._file.db, self._file.captures, site, most))

    def doubtful(self, run: int, most: int) -> Iterator[list[StoredReading]]:
        """Captures of other runs that differ from a run's captures of the same addresses, in batches of ``most``.

        Either the pages changed or their extractor did. Reading these captures again decides it (see ``confirm``).
        """
        return self._file.rows(stored_readings.doubtful(self._file.db, self._file.captures, run, most))

    def is_same(self, reading: StoredReading, read: Capture) -> bool:
        """Whether a new reading of a capture equals the stored one in every field, by the same extractor."""
        with self._file.reading():
            return stored_readings.is_same(self._file.db, reading, read)

    def reparse(self, run: int, batch: Sequence[Reparsed]) -> bool:
        """Replace the readings of captures by new ones, and derive what follows from them, in one transaction.

        False where an extractor reads a capture differently than it did before at the same version. Nothing is written
        then, and everything that the run has read so far must be read again.
        """
        with self._file.writing():
            return run_lifecycle.reparse(self._file.db, self._file.reparser, run, batch)

    def confirm(self, run: int, batch: Sequence[Reparsed]) -> None:
        """Keep new readings of captures of other runs beside the old ones.

        An edit found by the run is then judged by two readings of one extractor in the same state. Call it before
        ``archive.runs.end``.
        """
        with self._file.writing():
            self._file.reparser.confirm(run, batch)
