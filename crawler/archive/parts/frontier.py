"""``archive.frontier``: which addresses are known, which are to be requested next, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.queries import agenda, frontier
from crawler.archive.sql import Row, milliseconds, moment


class FrontierPart:
    """The frontier; a call lists the addresses that are waiting."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self, site: str) -> Iterator[Row]:
        """Addresses of a site that never gave an answer, the newest found first.

        Keys: ``id url site kind language found_in found_at title published_raw due_at why``.
        """
        return self._file.rows(frontier.waiting(self._file.db, site))

    def known(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses that have an answer; ``blocked`` and ``unreachable`` captures are not answers."""
        with self._file.reading():
            return frontier.answered(self._file.db, urls)

    def worth_retrying(self, urls: Iterable[str], at: datetime, announcer: str | None = None) -> set[str]:
        """Those of the known addresses that were never read as an article and are to be requested again.

        They are due at an (aware) time, or the page ``announcer`` is the first one to announce them since their last
        answer; without ``announcer``, a listing is the first one to list them.
        """
        with self._file.reading():
            return frontier.worth_retrying(self._file.db, urls, milliseconds(at), announcer)

    def anchored(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses, all of one site, below which no entry of a listing was left out."""
        with self._file.reading():
            return frontier.anchored(self._file.db, urls)

    def validators(self, urls: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
        """ETag and Last-Modified for a conditional request, for each of the addresses that has either."""
        with self._file.reading():
            return frontier.validators(self._file.db, urls)

    def agenda(self, site: str, at: datetime) -> Row:
        """What a run of a site is to request at an (aware) time: ``seeds articles rest_until rest_why``.

        ``seeds`` are addresses of listings that are due. ``articles`` are rows ``url language why``, the most urgent
        first, no more than the budget allows. ``rest_until`` (RFC 3339, or None) and ``rest_why`` are the end and the
        reason of the site's cooldown.
        """
        with self._file.reading():
            return agenda.agenda(self._file.db, site, milliseconds(at))

    def next_due(self, site: str) -> datetime | None:
        """When the first of a site's addresses is due, possibly in the past; None where the archive has no due time."""
        with self._file.reading():
            at = agenda.next_due(self._file.db, site)
        return None if at is None else moment(at)

    def standing(self, site: str) -> str | None:
        """The address of an article that is due again and has not vanished; None without one."""
        with self._file.reading():
            return agenda.standing(self._file.db, site)

    def schedule(
        self, site: str | None = None, due_before: datetime | None = None, limit: int | None = None
    ) -> Iterator[Row]:
        """Addresses that are to be requested, by the time when they are due, with the same keys as a call.

        An address that was never captured (``why`` is ``new``, ``due_at`` is None) is due since it was found. With
        ``due_before`` (aware) the addresses are those that are due by that time.
        """
        before = None if due_before is None else milliseconds(due_before)
        return self._file.rows(frontier.schedule_rows(self._file.db, site, before, limit))

    def workload(self, at: datetime, *, site: str | None = None) -> list[Row]:
        """How many addresses of each site are waiting at an (aware) time: ``site due new later next_due asked budget
        rest_until rest_why``.

        ``due``, ``new`` and ``later`` count addresses. ``asked`` counts the requests of the 24 hours before for
        addresses that had been requested before; ``budget`` is how many of these are allowed in 24 hours.
        """
        return list(self._file.rows(frontier.workload_rows(self._file.db, milliseconds(at), site)))
