"""Locks that allow one run of a site at a time, across processes; a lock ends with the process that holds it."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database

from crawler.archive.sql import iso
from crawler.errors import ArchiveUnwritable, SiteHeld


class Locks:
    """The locks on sites of one archive that this process holds.

    Each is an operating system lock on an empty file beside the archive. The file may stay; the lock ends with its
    process, even if that was killed. The row of the run has the id of the process.
    """

    def __init__(self, db: Database, path: Path) -> None:
        self._db = db
        self._path = path
        self._held: dict[str, FileLock] = {}

    def take(self, site: str) -> bool:
        """Take the lock of a site; False if this process has it already. Raises SiteHeld and ArchiveUnwritable."""
        if site in self._held:
            return False
        lock = FileLock(self._path.with_name(f".{self._path.name}.{site}.lock"), timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise SiteHeld(site, *self._holder(site)) from error
        except OSError as error:
            raise ArchiveUnwritable(f"cannot make {lock.lock_file}: {error.strerror}") from error
        self._held[site] = lock
        return True

    def release(self, site: str) -> None:
        """Release the lock of a site, if this process has it."""
        if lock := self._held.pop(site, None):
            lock.release()

    def release_all(self) -> None:
        """Release the locks of all sites."""
        for site in list(self._held):
            self.release(site)

    def _holder(self, site: str) -> tuple[int | None, str | None]:
        """Process id and start of the newest run of a site that has not ended."""
        row = self._db.conn.execute(
            f"""SELECT run.pid, {iso("run.started")} FROM run JOIN site ON site.id = run.site
            WHERE site.name = ? AND run.ended IS NULL ORDER BY run.id DESC LIMIT 1""",
            (site,),
        ).fetchone()
        return row if row else (None, None)
