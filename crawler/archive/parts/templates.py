"""``archive.templates``: what the pages of hosts without a spider share, as it was learned from their captures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.queries.sites import site_id
from crawler.archive.readings import host_templates
from crawler.archive.readings.host_templates import StoredMonth
from crawler.items import Capture


class TemplatesPart:
    """Templates of hosts; a call gives what was learned of one."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self, site: str) -> list[StoredMonth]:
        """What was learned of a site, by month; empty for a site that the archive does not have."""
        with self._file.reading():
            return host_templates.stored_months(self._file.db, site)

    def keep(self, site: str, months: Sequence[StoredMonth]) -> None:
        """Keep what was learned of a site in place of what was kept before. Raises SiteUnknown."""
        with self._file.writing():
            host_templates.keep_months(self._file.db, site_id(self._file.db, site), months)

    def months(self, site: str) -> list[str]:
        """The months in UTC (``2024-03``) in which a site has captures of pages."""
        with self._file.reading():
            return host_templates.months_of_pages(self._file.db, site)

    def pages(self, site: str, month: str) -> Iterator[tuple[str, str, Capture]]:
        """The captures of pages of a month, each after the digest of its payload (hexadecimal) and its address.

        They come in the order of the first eight bytes of the digest, then of the address's public id: the first ones
        are the same whatever the order in which they were stored. They come without readings.
        """
        return self._file.rows(host_templates.pages_of_month(self._file.db, self._file.captures, site, month))
