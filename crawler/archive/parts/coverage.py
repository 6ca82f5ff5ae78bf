"""``archive.coverage``: how many of the known articles are archived."""

from __future__ import annotations

from typing import Unpack

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.filters import ArticleFilter, ArticleFilterArguments
from crawler.archive.queries import coverage
from crawler.archive.sql import Row


class CoveragePart:
    """Coverage; a call counts it by site, month and language."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self, **filters: Unpack[ArticleFilterArguments]) -> list[Row]:
        """Counts by site, month and language, newest month first: ``site month language listed archived missing without
        gaps unknown unknowns``.

        - ``listed``: addresses of articles on listings, feeds and sitemaps
        - ``archived``: articles with a text in that language
        - ``missing``: addresses that were listed or announced and are not archived
        - ``without``: stories of the month without a text in that language of their site: their pages announce their
          versions and not this one, or its page has a text in another language
        - ``gaps``: a row for each of the last two: ``site month language why title url``
        - ``unknown``: stories of the month without a known text in that language, whose pages announce no versions and
          are tied to no other page: there may be one, as a story of its own
        - ``unknowns``: a row for each of them, as in ``gaps``

        The filters are those of ``archive.articles``. With ``kind``, ``state`` or ``missing``, an address counts only
        if its article is known.
        """
        with self._file.reading():
            return list(coverage.coverage_rows(self._file.db, ArticleFilter(**filters)))
