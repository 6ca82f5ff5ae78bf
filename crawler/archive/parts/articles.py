"""``archive.articles``: articles, their texts through time, their language versions and duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Unpack

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.filters import ArticleFilter, ArticleFilterArguments
from crawler.archive.queries import articles, as_captured, stories, timemap, variants
from crawler.archive.queries.revisions import revision_row, revision_rows
from crawler.archive.sql import Row


class ArticlesPart:
    """Articles. Called, it lists them."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self, *, limit: int | None = None, **narrowed: Unpack[ArticleFilterArguments]) -> Iterator[Row]:
        """Articles, newest first by the date they carry; narrowed by ``site language since until kind state
        missing``.

        ``since`` and ``until`` are days (``YYYY-MM-DD``) of the site's own calendar, ``language`` is that of the text,
        ``state`` is one of ``archived untranslated empty vanished edited``, ``missing`` a language that the story is
        not archived in. Keys: ``id url site language language_claimed
        title published published_raw date_source modified modified_raw canonical_url story state kind text_digest
        first_seen last_seen revisions``.
        """
        return self._file.rows(articles.article_rows(self._file.db, ArticleFilter(**narrowed), limit))

    def count(self, **narrowed: Unpack[ArticleFilterArguments]) -> int:
        """How many articles the same filter leaves."""
        with self._file.reading():
            return articles.count(self._file.db, ArticleFilter(**narrowed))

    def export(self, **narrowed: Unpack[ArticleFilterArguments]) -> Iterator[Row]:
        """The same articles, each whole, as ``show`` gives it; streamed."""
        return self._file.rows(articles.whole_rows(self._file.db, ArticleFilter(**narrowed)))

    def show(self, ref: str) -> Row:
        """One article with its newest text: the keys of the list and ``body links images attachments tags``.

        Raises NotInArchive.
        """
        with self._file.reading():
            return articles.show(self._file.db, ref)

    def revisions(self, ref: str) -> list[Row]:
        """The texts of an article, oldest first, without their paragraphs; raises NotInArchive.

        Keys: ``number captured_at last_seen url language language_claimed title published published_raw date_source
        modified modified_raw canonical_url text_digest payload_digest extractor extractor_version reason ref mark
        page_mark``; those that a capture has are of the capture that the text begins with. ``reason`` is
        ``parser-changed`` where the text is not the one that was first read.
        """
        return list(self._file.rows(revision_rows(self._file.db, ref)))

    def revision(self, ref: str, which: int | str | None = None) -> Row:
        """One text of an article: the keys of ``revisions`` and ``body links images attachments tags``.

        ``which`` is a number; or a day (``YYYY-MM-DD``, to its end in UTC) or a time (RFC 3339), and then the text that
        was the newest known by then; None: the newest. Raises NotInArchive, and ValueError for any other word.
        """
        with self._file.reading():
            return revision_row(self._file.db, ref, which)

    def as_captured(self, ref: str, which: int | str | None = None, mark: str = "") -> Row:
        """One text of an article as one capture had it: the keys of ``revision``, of that very capture, and ``ref mark
        page_mark since counts discounted``.

        ``which`` as for ``revision``; a time means a capture of this very address and just that moment (of several the
        one stored first, or that whose payload's digest begins with ``mark``), or else the last one by then that
        counts: whatever is captured or imported later, a moment that was captured stays what it was. ``counts`` is
        false for a capture that is no part of the article's history: of a run that counts for nothing
        (``discounted``), of a print view. Raises NotInArchive, ValueError.
        """
        with self._file.reading():
            return as_captured.captured_row(self._file.db, ref, which, mark)

    def has_capture(self, ref: str, at: str) -> bool:
        """Whether an address was read as an article from a capture of just that moment; raises NotInArchive,
        ValueError."""
        with self._file.reading():
            return as_captured.has_capture(self._file.db, ref, at)

    def history(self, ref: str) -> list[Row]:
        """All captures of all addresses of an article, oldest first: the keys of ``captures.timemap`` but ``revision``,
        and ``published published_raw date_source reader`` as they were read then, and ``uncounted``, why it is no part
        of the article's history. Raises NotInArchive."""
        return list(self._file.rows(timemap.history_rows(self._file.db, ref)))

    def variants(self, ref: str) -> list[Row]:
        """A row per language of the story, and what was refused: ``language url state evidence reason id title``.

        ``state`` is one of ``archived known untranslated empty refused late missing withdrawn``. Raises NotInArchive.
        """
        with self._file.reading():
            return variants.variant_rows(self._file.db, ref)

    def duplicates(self, ref: str) -> list[Row]:
        """Articles with the text of this one: ``id url language title kind nearness role``; ``role`` is ``earliest``
        or ``later``. Raises NotInArchive."""
        return list(self._file.rows(stories.duplicate_rows(self._file.db, ref)))

    def cite(self, ref: str, which: int | str | None = None) -> Row:
        """What a citation has of one text (see ``crawler.rules.text.citations``), and ``path``, its permanent place in
        the web page; ``which`` as for ``revision``, None: the newest. Raises NotInArchive, ValueError."""
        with self._file.reading():
            return stories.cited_row(self._file.db, ref, which)
