"""``archive.coverage``: what is archived of what is known to exist."""

from __future__ import annotations

from typing import Unpack

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.filters import ArticleFilter, ArticleFilterArguments
from crawler.archive.queries import coverage
from crawler.archive.sql import Row


class CoveragePart:
    """Coverage. Called, it counts it by site, month and language."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self, **narrowed: Unpack[ArticleFilterArguments]) -> list[Row]:
        """What is archived of what is known to exist, newest month first: ``site month language listed archived missing
        without gaps``.

        ``listed`` are addresses of articles that listings, feeds and sitemaps had; ``archived`` articles with a text in
        that language; ``missing`` addresses that were listed or announced and are not archived; ``without``
        stories of the month that have no text in that language of their site and announce none: as far as the archive
        knows, they were never translated. ``gaps`` names each
        of the last two: ``site month language why title url``. Narrowed as ``archive.articles``; by kind, state or
        ``missing``, only addresses whose article is known count.
        """
        with self._file.reading():
            return list(coverage.coverage_rows(self._file.db, ArticleFilter(**narrowed)))
