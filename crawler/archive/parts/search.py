"""``archive.search``: full-text search, and the index that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Unpack

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.connection import explained
from crawler.archive.filters import ArticleFilter, ArticleFilterArguments
from crawler.archive.search import index, query
from crawler.archive.search.ranking import SearchRequest
from crawler.archive.sql import Row


class SearchPart:
    """Search. Called, it finds stories by words."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(
        self,
        words: str,
        *,
        limit: int | None = None,
        skip: int = 0,
        by_date: bool = False,
        all_revisions: bool = False,
        marks: tuple[str, str] = ("[", "]"),
        **narrowed: Unpack[ArticleFilterArguments],
    ) -> Iterator[Row]:
        """Stories in which one text has all the words, in title or body, each by its best: ``story url id site language
        title published snippet score languages match state revision captured_at``.

        Any text is a query (see ``crawler.rules.search.query_syntax``): words in any form, "words in quotes" as they
        stand, OR, ``-not``, ``prefix*``. Best first, or the newest by the date they carry. ``match`` is ``name`` where
        a word was found as a name in other letters: after all others. ``all_revisions`` searches replaced texts too.
        Narrowed as ``archive.articles``; of ``limit`` stories the first ``skip`` are left out; ``marks`` stand around
        what was found.
        Raises SearchStale where the index is another analyzer's, and HunspellMissing.
        """
        request = SearchRequest(words, ArticleFilter(**narrowed), by_date, all_revisions, limit, skip, marks)
        return self._file.rows(query.search_rows(self._file.db, request))

    def index(
        self, *, anew: bool = False, belarusian: str | None = None, progress: index.IndexProgress | None = None
    ) -> int:
        """Bring the search index up to date, and make it anew where another analyzer made it; gives how many revisions
        were indexed.

        ``belarusian`` (``own``, ``hunspell``) chooses how Belarusian words are analysed from now on. ``progress`` is
        called after each transaction. The index is written in batches, each its own transaction: ended in between, the
        next call goes on. Raises HunspellMissing.
        """
        with explained(self._file.path):
            if belarusian is not None and belarusian != index.analyzer(self._file.db).belarusian:
                index.choose(self._file.db, belarusian)
            return index.make(self._file.db, progress, anew=anew)

    def is_current(self) -> bool:
        """Whether the index has all texts, by the analyzer that is installed; raises HunspellMissing."""
        with self._file.reading():
            return index.is_current(self._file.db)

    def belarusian_analyzer(self) -> str:
        """How this archive analyses Belarusian words: ``own`` or ``hunspell``."""
        with self._file.reading():
            return index.analyzer(self._file.db).belarusian
