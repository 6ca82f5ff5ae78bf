"""Which archive a command works on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from crawler.archive import Archive
from crawler.errors import ArchiveMissing, ArchiveUnwritable, SiteUnknown

DEFAULT_ARCHIVE = Path("data/archive.db")


@dataclass(frozen=True)
class ArchiveLocation:
    """The archive file that a command works on."""

    path: Path
    named: bool = False
    """Whether ``--archive`` was given on the command line."""

    def read(self, site: str | None = None) -> Archive:
        """Open the archive read only; a crawl may write to it meanwhile.

        Raises ArchiveMissing if the file does not exist, and SiteUnknown if the archive does not have ``site``: an
        empty list would read as "nothing happened there".
        """
        archive = Archive.open(self.path, readonly=True)
        if site is not None and not archive.has_site(site):
            archive.close()
            raise SiteUnknown(f"the archive has no site {site!r}: communique sites lists them")
        return archive

    def require(self) -> None:
        """Raise ArchiveMissing if the archive does not exist yet."""
        if not self.path.exists():
            raise ArchiveMissing(
                f"there is no archive at {self.path}: crawl or import first, or name another with --archive"
            )

    def write(self) -> Archive:
        """Open the archive for writing; a missing one is created."""
        return Archive.open(self.path)

    def check_output(self, output: Path | None) -> None:
        """Raise ArchiveUnwritable if an export would overwrite the archive itself; None stands for stdout."""
        own = {self.path.resolve().with_name(self.path.name + end) for end in ("", "-wal", "-shm")}
        if output is not None and output.resolve() in own:
            raise ArchiveUnwritable(f"{output} is the archive itself: choose another --output")

    def or_own(self, own: Path) -> ArchiveLocation:
        """This archive if ``--archive`` named it; otherwise ``own``, the archive of a simulated site."""
        return self if self.named else ArchiveLocation(own)


pass_location = click.make_pass_decorator(ArchiveLocation)
