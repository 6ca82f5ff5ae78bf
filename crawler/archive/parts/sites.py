"""``archive.sites``: which sites the archive knows, what is declared of them, and how much of each is archived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from crawler.archive import runs
from crawler.archive.archive_file import ArchiveFile
from crawler.archive.derive import cooldown
from crawler.archive.queries import sites, summary, watched
from crawler.archive.sql import Row, milliseconds
from crawler.rules.history.ledger import CAPTURES, HOURS
from crawler.rules.schedule.revisits import BUDGET


class SitesPart:
    """Sites. Called, it lists them."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self) -> list[Row]:
        """Sites by name: ``name title languages articles last_run healthy next_due rest_until rest_why``.

        ``healthy`` is that of the newest run whose health was judged; None where none was.
        """
        return list(self._file.rows(sites.site_rows(self._file.db)))

    def names(self) -> list[Row]:
        """Sites by name, without counting anything: ``name title languages``."""
        with self._file.reading():
            return sites.name_rows(self._file.db)

    def has(self, name: str) -> bool:
        """Whether anything of a site of that name was ever crawled or imported."""
        with self._file.reading():
            return sites.has_site(self._file.db, name)

    def watched(self) -> list[Row]:
        """Sites with a live run, by name: ``site run last_run due rest_until rest_why``: the newest live run that has
        ended, when it ended, and when something is due that deserves a run of its own."""
        return list(self._file.rows(watched.watched_rows(self._file.db)))

    def summary(self, site: str, run: int | None = None) -> list[Row]:
        """A row per language: ``language listed archived variants_known variants_missing new edited``.

        ``variants_missing`` counts the stories that have no archived article in the language, ``variants_known`` those
        that announce one which is not archived. ``new`` and ``edited`` are of that run, or of the newest.
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
        """Add a site, or bring up to date what is declared of it.

        ``languages`` are BCP 47 tags, ``fronts`` addresses of front pages, ``seeds`` where discovery begins (address,
        kind, language), ``budget`` the requests a day besides those for new articles, ``removal`` how many captures
        over how many hours confirm that an article is gone.
        """
        facts = runs.SiteFacts(name, title, tuple(languages), tuple(fronts), tuple(seeds), budget, removal)
        with self._file.writing():
            runs.add_site(self._file.db, facts)

    @contextmanager
    def hold(self, site: str) -> Iterator[None]:
        """Hold a site for the length of a block, so that no run of it begins elsewhere; raises SiteHeld."""
        taken = self._file.locks.take(site)
        try:
            yield
        finally:
            if taken:
                self._file.locks.release(site)

    def set_cooldown(self, site: str, until: datetime | None = None, why: str = "") -> None:
        """Note how the newest run of a site left it: no request before ``until`` (aware), and why (``http-429``,
        ``blocked``, ``unreachable``).

        Without ``until``, a reason starts a cooldown that is longer each time in a row, and no reason ends the cooldown
        where that run got an answer.
        """
        with self._file.writing():
            cooldown.rest(self._file.db, site, None if until is None else milliseconds(until), why)
