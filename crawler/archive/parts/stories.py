"""``archive.stories``: stories with the language versions that are archived of them."""

from __future__ import annotations

from typing import Unpack

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.filters import ArticleFilter, ArticleFilterArguments
from crawler.archive.queries import stories
from crawler.archive.sql import Row


class StoriesPart:
    """Stories. Called, it lists them."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self, *, limit: int = 30, **narrowed: Unpack[ArticleFilterArguments]) -> list[Row]:
        """Stories, the newest first by the latest date that one of their texts carries: ``story site published texts``,
        narrowed as ``archive.articles``.

        ``texts`` are its articles in the order of the site's languages: ``id url language text_language title
        published state first_seen changed``; ``language`` is the one that an article stands for, ``text_language`` that
        of its text; ``changed`` is when its newest text was first seen.
        """
        return list(self._file.rows(stories.story_rows(self._file.db, ArticleFilter(**narrowed), limit)))

    def one(self, ref: str) -> Row:
        """One story, with the same keys, by any address or id of any of its texts, and ``asked``, the id of the article
        that ``ref`` means; raises NotInArchive."""
        with self._file.reading():
            return stories.story_row(self._file.db, ref)
