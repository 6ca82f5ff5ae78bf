"""Which archive a command works on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from crawler.archive import Archive
from crawler.errors import ArchiveMissing, ArchiveUnwritable, SiteUnknown

DEFAULT_ARCHIVE = Path("data/archive.db")


@dataclass(frozen=True)
class Place:
    """The archive file of this call."""

    path: Path
    named: bool = False
    """Whether ``--archive`` said so on the command line."""

    def read(self, site: str | None = None) -> Archive:
        """The archive opened for reading only, safe while a crawl writes to it.

        Raises ArchiveMissing where there is none, and SiteUnknown where a site is named that the archive has not: an
        empty list would say that nothing happened there.
        """
        archive = Archive.open(self.path, readonly=True)
        if site is not None and not archive.has_site(site):
            archive.close()
            raise SiteUnknown(f"the archive has no site {site!r}: communique sites lists them")
        return archive

    def existing(self) -> None:
        """Raises ArchiveMissing where there is no archive yet."""
        if not self.path.exists():
            raise ArchiveMissing(
                f"there is no archive at {self.path}: crawl or import first, or name another with --archive"
            )

    def write(self) -> Archive:
        """The archive opened for writing, made if there is none."""
        return Archive.open(self.path)

    def guard(self, output: Path | None) -> None:
        """Raises ArchiveUnwritable where an export would take the archive's own place."""
        own = {self.path.resolve().with_name(self.path.name + end) for end in ("", "-wal", "-shm")}
        if output is not None and output.resolve() in own:
            raise ArchiveUnwritable(f"{output} is the archive itself: choose another --output")

    def or_own(self, own: Path) -> Place:
        """This archive where ``--archive`` names it; else ``own``, the archive that a simulated site has."""
        return self if self.named else Place(own)


pass_place = click.make_pass_decorator(Place)
