"""Which archive a command works on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from crawler.archive import Archive

DEFAULT_ARCHIVE = Path("data/archive.db")


@dataclass(frozen=True)
class Place:
    """The archive file of this call."""

    path: Path
    named: bool = False
    """Whether ``--archive`` said so on the command line."""

    def read(self) -> Archive:
        """The archive opened for reading only, safe while a crawl writes to it.

        Raises ArchiveMissing where there is none.
        """
        return Archive.open(self.path, readonly=True)

    def write(self) -> Archive:
        """The archive opened for writing, made if there is none."""
        return Archive.open(self.path)

    def or_demo(self) -> Place:
        """The demo's own archive, unless ``--archive`` named one: the demo never goes into the user's archive."""
        return self if self.named else Place(Path("data/demo.db"))


pass_place = click.make_pass_decorator(Place)
