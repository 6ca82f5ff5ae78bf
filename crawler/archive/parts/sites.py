"""``archive.sites``: the sites of the archive, their declared facts, and how much of each is archived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from crawler.archive import run_lifecycle
from crawler.archive.archive_file import ArchiveFile
from crawler.archive.derive import cooldown
from crawler.archive.queries import sites, summary, watched
from crawler.archive.sql import Row, milliseconds
from crawler.rules.history.removals import CAPTURES, HOURS
from crawler.rules.schedule.revisits import BUDGET


class SitesPart:
    """Sites; a call lists them."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self) -> list[Row]:
        """Sites by name: ``name title languages articles last_run healthy next_due rest_until rest_why``.

        ``healthy`` is the health of the newest run that was judged; None where no run was.
        """
        return list(self._file.rows(sites.site_rows(self._file.db)))

    def names(self) -> list[Row]:
        """Sites by name, without counts: ``name title languages``."""
        with self._file.reading():
            return sites.name_rows(self._file.db)

    def has(self, name: str) -> bool:
        """Whether the archive has a site of that name: something of it was crawled or imported."""
        with self._file.reading():
            return sites.has_site(self._file.db, name)

    def watched(self) -> list[Row]:
        """Sites with a live run, by name: ``site run last_run due rest_until rest_why``.

        ``run`` is the newest live run that has ended, ``last_run`` when it ended, and ``due`` when an address is due
        that is worth a run of its own.
        """
        return list(self._file.rows(watched.watched_rows(self._file.db)))

    def summary(self, site: str, run: int | None = None) -> list[Row]:
        """A row per language: ``language listed archived variants_known variants_missing new edited``.

        ``variants_missing`` counts the stories that have no archived article in the language, ``variants_known`` those
        that announce one which is not archived. ``new`` and ``edited`` are of that run, or of the newest one.
        Raises SiteUnknown.
        """
        with self._file.reading():
            return summary.summarize(self._file.db, site, run)

    def add(
        self,
        name: str,
        title: str,
        languages: Iterable[str],
        *,
        fronts: Iterable[str] = (),
        seeds: Iterable[tuple[str, str, str]] = (),
        budget: int = BUDGET,
        removal: tuple[int, float] = (CAPTURES, HOURS),
    ) -> None:
        """Add a site, or update its declared facts.

        ``languages`` are BCP 47 tags. ``fronts`` are addresses of front pages. ``seeds`` are the listings at which
        discovery begins (address, kind, language). ``budget`` is the number of requests a day besides those for new
        articles. ``removal`` is how many captures over how many hours confirm that an article is removed.
        """
        facts = run_lifecycle.SiteFacts(name, title, tuple(languages), tuple(fronts), tuple(seeds), budget, removal)
        with self._file.writing():
            run_lifecycle.add_site(self._file.db, facts)

    @contextmanager
    def hold(self, site: str) -> Iterator[None]:
        """Lock a site within the block, so that no other process starts a run of it; raises SiteHeld."""
        taken = self._file.locks.take(site)
        try:
            yield
        finally:
            if taken:
                self._file.locks.release(site)

    def set_cooldown(self, site: str, until: datetime | None = None, why: str = "") -> None:
        """Set the cooldown of a site after its newest run: it gets no requests before ``until`` (aware).

        ``why`` is the reason: ``http-429``, ``blocked`` or ``unreachable``.
        With a reason alone, the cooldown is longer each time that runs are blocked in a row. With neither, the cooldown
        ends if that run got an answer.
        """
        with self._file.writing():
            cooldown.set_cooldown(self._file.db, site, None if until is None else milliseconds(until), why)
