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
    """Search; a call finds stories by words."""

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
        **filters: Unpack[ArticleFilterArguments],
    ) -> Iterator[Row]:
        """Stories with a text that has all the words in its title or body: ``story url id site language title published
        snippet score languages match state revision captured_at``.

        Each story comes once, with its best text. The best match is first; ``by_date`` sorts by date of publication
        instead, newest first. Any text is a query (see ``crawler.rules.search.query_syntax``): words in any form,
        "words in quotes" in exactly this form, OR, ``-not``, ``prefix*``. ``match`` is ``name`` where a word was found
        as a name in another script; such stories come after the others.

        ``all_revisions`` also searches replaced texts. ``limit`` is the largest number of stories, of which the first
        ``skip`` are left out. ``marks`` enclose the matches in ``snippet``. The filters are those of
        ``archive.articles``. Raises SearchStale where the index is not up to date, and HunspellMissing.
        """
        request = SearchRequest(words, ArticleFilter(**filters), by_date, all_revisions, limit, skip, marks)
        return self._file.rows(query.search_rows(self._file.db, request))

    def index(
        self, *, anew: bool = False, belarusian: str | None = None, progress: index.IndexProgress | None = None
    ) -> int:
        """Bring the search index up to date; gives how many revisions were indexed.

        The index is rebuilt with ``anew``, and where another analyzer made it. ``belarusian`` (``own``, ``hunspell``)
        chooses how Belarusian words are analysed from now on. The index is written in several transactions, and
        ``progress`` is called after each; after an interruption the next call continues. Raises HunspellMissing.
        """
        with explained(self._file.path):
            if belarusian is not None and belarusian != index.analyzer(self._file.db).belarusian:
                index.choose(self._file.db, belarusian)
            return index.make(self._file.db, progress, anew=anew)

    def is_current(self) -> bool:
        """Whether the installed analyzer made the index and it has all texts; raises HunspellMissing."""
        with self._file.reading():
            return index.is_current(self._file.db)

    def belarusian_analyzer(self) -> str:
        """How this archive analyses Belarusian words: ``own`` or ``hunspell``."""
        with self._file.reading():
            return index.analyzer(self._file.db).belarusian
