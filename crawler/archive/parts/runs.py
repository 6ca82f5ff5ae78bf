"""``archive.runs``: starts, ends and lists runs (crawls, imports and replays)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from crawler.archive import run_lifecycle
from crawler.archive.archive_file import ArchiveFile
from crawler.archive.queries.runs import ended_live_runs, has_finished_crawl, run_rows
from crawler.archive.sql import Row, milliseconds
from crawler.errors import NotInArchive
from crawler.items import RunOutcome


class RunsPart:
    """Runs; a call lists them."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file
        self._sites: dict[int, str] = {}

    def __call__(self, *, site: str | None = None, limit: int | None = None) -> list[Row]:
        """Runs, newest first: ``id site started ended captures outcomes new edited removed healthy findings mode how
        counts what complete unwell measures``.

        ``ended`` is None while a run lasts, and where it died.
        """
        return list(self._file.rows(run_rows(self._file.db, site=site, limit=limit)))

    def one(self, number: int) -> Row:
        """One run, with the same keys; raises NotInArchive."""
        for row in self._file.rows(run_rows(self._file.db, site=None, limit=1, number=number)):
            return row
        raise NotInArchive(f"the archive has no run {number}")

    def has_finished_crawl(self, site: str) -> bool:
        """Whether any crawl of a site (live, or from saved responses) has ever finished, however many runs came
        later."""
        with self._file.reading():
            return has_finished_crawl(self._file.db, site)

    def ended_live(self, site: str) -> int:
        """How many live runs of a site have ended."""
        with self._file.reading():
            return ended_live_runs(self._file.db, site)

    def start(self, site: str, *, mode: str, at: datetime, what: str = "") -> int:
        """Start a run of a site, and lock the site until the run ends; gives the id of the run.

        ``mode`` is ``live``, ``replay``, ``import`` or ``reread``. ``at`` is the start (aware). ``what`` is ``due``,
        ``full`` or empty. An earlier run of the site that died is ended first, and what follows from it is derived.
        Raises SiteUnknown, and SiteHeld where another process has the lock of the site.
        """
        taken = self._file.locks.take(site)
        try:
            with self._file.writing():
                run = run_lifecycle.start_run(self._file.db, site, mode, milliseconds(at), what)
        except BaseException:
            if taken:
                self._file.locks.release(site)
            raise
        self._sites[run] = site
        return run

    def end(self, run: int, outcome: RunOutcome, *, at: datetime) -> None:
        """End a run at a time (aware), derive what follows from its captures, and release the lock of the site.

        A live run also sets the site's cooldown. All of it is one transaction. Raises ValueError for an unknown
        ``outcome.ended``.
        """
        with self._file.writing():
            self._close(run, outcome, at)
            run_lifecycle.set_cooldown(self._file.db, run, outcome)
        self._release(run)

    def end_by_counts(self, run: int, *, at: datetime, ended: str, counts: Mapping[str, int]) -> None:
        """The form of ``end`` that earlier releases had; it stays for one more release. New code calls ``end``.

        The counts ``ministry/ended/limit``, ``.../cut``, ``.../bounded``, ``.../unread`` and ``ministry/rests`` say
        which listings were not read to their end. The cooldown of the site does not change; ``sites.set_cooldown``
        sets it.
        """
        with self._file.writing():
            self._close(run, run_lifecycle.outcome_of_counts(ended, counts), at)
        self._release(run)

    def _close(self, run: int, outcome: RunOutcome, at: datetime) -> None:
        now = milliseconds(datetime.now(UTC))
        run_lifecycle.close(self._file.db, run, outcome, at=milliseconds(at), derived_at=now)

    def end_reparse(
        self, run: int, *, at: datetime, ended: str, counts: Mapping[str, int], findings: Sequence[Row]
    ) -> None:
        """End a run that read captures again (``finished``, ``stopped``, ``failed``), and unlock the site."""
        with self._file.writing():
            run_lifecycle.close_reparse(
                self._file.db, run, at=milliseconds(at), ended=ended, counts=counts, findings=findings
            )
        self._release(run)

    def derive_pending(self) -> None:
        """Derive what follows from runs that have ended, where that is not done yet."""
        with self._file.writing():
            run_lifecycle.derive_pending(self._file.db, milliseconds(datetime.now(UTC)))

    def _release(self, run: int) -> None:
        if site := self._sites.pop(run, None):
            self._file.locks.release(site)
