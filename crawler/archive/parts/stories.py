"""``archive.stories``: stories with the language versions that are archived of them."""

from __future__ import annotations

from typing import Unpack

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.filters import ArticleFilter, ArticleFilterArguments
from crawler.archive.queries import stories
from crawler.archive.sql import Row


class StoriesPart:
    """Stories; a call lists them."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self, *, limit: int = 30, **filters: Unpack[ArticleFilterArguments]) -> list[Row]:
        """Stories, newest first by the latest date of publication of their texts: ``story site published texts``.

        The filters are those of ``archive.articles``. ``texts`` are the articles of the story in the order of the
        site's languages: ``id url language text_language title published state first_seen changed``. ``language`` is
        the language that the article's page claims, or that of its text where it claims none; ``text_language`` is the
        language of its text. ``changed`` is when its newest text was first captured.
        """
        return list(self._file.rows(stories.story_rows(self._file.db, ArticleFilter(**filters), limit)))

    def one(self, ref: str) -> Row:
        """One story with the same keys, and ``asked``: the id of the article that ``ref`` means.

        ``ref`` is any address or id of any of the story's texts. Raises NotInArchive.
        """
        with self._file.reading():
            return stories.story_row(self._file.db, ref)
