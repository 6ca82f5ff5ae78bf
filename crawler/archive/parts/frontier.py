"""``archive.frontier``: which addresses are known, which are to be requested next, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.queries import agenda, frontier
from crawler.archive.sql import Row, milliseconds, moment


class FrontierPart:
    """The frontier. Called, it lists the addresses that are waiting."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self, site: str) -> Iterator[Row]:
        """Addresses that are known and not captured, those found last first.

        Keys: ``id url site kind language found_in found_at title published_raw due_at why``.
        """
        return self._file.rows(frontier.waiting(self._file.db, site))

    def known(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses that gave an answer already: captured, and neither blocked nor unreachable."""
        with self._file.reading():
            return frontier.answered(self._file.db, urls)

    def anchored(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses, all of one site, that are captured and below which no listing was left unread."""
        with self._file.reading():
            return frontier.anchored(self._file.db, urls)

    def validators(self, urls: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
        """ETag and Last-Modified for a conditional request, for each of the addresses that has any."""
        with self._file.reading():
            return frontier.validators(self._file.db, urls)

    def agenda(self, site: str, at: datetime) -> Row:
        """What is due of a site at an (aware) time: ``seeds`` (addresses), ``articles`` (rows ``url language why``, the
        most urgent first, within what a run may request), ``rest_until`` and ``rest_why``."""
        with self._file.reading():
            return agenda.agenda(self._file.db, site, milliseconds(at))

    def next_due(self, site: str) -> datetime | None:
        """When the first of a site's addresses is due, possibly in the past; None where the archive has no due time."""
        with self._file.reading():
            at = agenda.next_due(self._file.db, site)
        return None if at is None else moment(at)

    def standing(self, site: str) -> str | None:
        """The address of an article that stood when it was last requested; None where there is none."""
        with self._file.reading():
            return agenda.standing(self._file.db, site)

    def schedule(
        self, site: str | None = None, due_before: datetime | None = None, limit: int | None = None
    ) -> Iterator[Row]:
        """What is to be requested and why, in the order of when it is due: rows with the keys of the list.

        What was never captured (``why`` is ``new``, ``due_at`` None) is due since it was found. ``due_before``: only
        what is due by that (aware) time.
        """
        before = None if due_before is None else milliseconds(due_before)
        return self._file.rows(frontier.schedule_rows(self._file.db, site, before, limit))

    def workload(self, at: datetime, *, site: str | None = None) -> list[Row]:
        """How much each site has waiting at an (aware) time: ``site due new later next_due asked budget rest_until
        rest_why``. ``asked`` counts the requests of the 24 hours before for addresses that had been requested before,
        ``budget`` is how many of them a day may have."""
        return list(self._file.rows(frontier.workload_rows(self._file.db, milliseconds(at), site)))
