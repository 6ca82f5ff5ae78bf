"""``archive.articles``: articles, their revisions, their language versions and their duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Unpack

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.filters import ArticleFilter, ArticleFilterArguments
from crawler.archive.queries import articles, as_captured, stories, story_languages, timemap
from crawler.archive.queries.revisions import revision_row, revision_rows
from crawler.archive.sql import Row


class ArticlesPart:
    """Articles; a call lists them."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self, *, limit: int | None = None, **filters: Unpack[ArticleFilterArguments]) -> Iterator[Row]:
        """Articles, newest first by their date of publication, filtered by ``site language since until kind state
        missing``.

        ``since`` and ``until`` are days (``YYYY-MM-DD``) of the site's own calendar, both inclusive. ``language`` is
        that of the text (BCP 47). ``state`` is one of ``archived untranslated empty vanished edited``. ``missing`` is
        a language of the site in which the story is not archived. ``limit`` is the largest number of rows; None means
        all.

        Keys: ``id url site language language_claimed title published published_raw date_source modified modified_raw
        canonical_url story state kind text_digest first_seen last_seen revisions``.
        """
        return self._file.rows(articles.article_rows(self._file.db, ArticleFilter(**filters), limit))

    def count(self, **filters: Unpack[ArticleFilterArguments]) -> int:
        """How many articles pass the same filters."""
        with self._file.reading():
            return articles.count(self._file.db, ArticleFilter(**filters))

    def export(self, **filters: Unpack[ArticleFilterArguments]) -> Iterator[Row]:
        """The same articles, one at a time, each with the keys of ``show``."""
        return self._file.rows(articles.whole_rows(self._file.db, ArticleFilter(**filters)))

    def show(self, ref: str) -> Row:
        """One article with its newest text: the keys of the list, and ``body links images attachments tags``.

        Raises NotInArchive.
        """
        with self._file.reading():
            return articles.show(self._file.db, ref)

    def revisions(self, ref: str) -> list[Row]:
        """The texts of an article, oldest first, without their paragraphs; raises NotInArchive.

        Keys: ``number captured_at last_seen url language language_claimed title published published_raw date_source
        modified modified_raw canonical_url text_digest payload_digest extractor extractor_version reason ref mark
        page_mark``. Those that describe a capture are of the first capture with that text. ``reason`` is
        ``parser-changed`` where another text was first read out of it.
        """
        return list(self._file.rows(revision_rows(self._file.db, ref)))

    def revision(self, ref: str, which: int | str | None = None) -> Row:
        """One text of an article: the keys of ``revisions``, and ``body links images attachments tags``.

        ``which`` is the number of a revision, or None for the newest. With a day (``YYYY-MM-DD``, to its end in UTC) or
        a time (RFC 3339) it is the text that was current then. Raises NotInArchive, and ValueError for another
        ``which``.
        """
        with self._file.reading():
            return revision_row(self._file.db, ref, which)

    def as_captured(self, ref: str, which: int | str | None = None, mark: str = "") -> Row:
        """One text of an article as one capture had it: the keys of ``revision`` for that capture, and ``since counts
        discounted site``.

        ``which`` is as for ``revision``, but a time means the capture of this address at exactly that moment. Of
        several it is the one that was stored first, or the one whose payload digest begins with ``mark``. Where there
        is none, it is the last earlier capture that counts. So the result for a captured moment does not change when
        more is captured or imported.

        ``counts`` is False for a capture that is not part of the article's history, such as a print view or a capture
        of a run that does not count; ``discounted`` is why its run does not count, or None. ``since`` is when the text
        was first captured. Raises NotInArchive and ValueError.
        """
        with self._file.reading():
            return as_captured.captured_row(self._file.db, ref, which, mark)

    def has_capture(self, ref: str, at: str) -> bool:
        """Whether an address has a capture at exactly that moment (RFC 3339) that was read as an article.

        Raises NotInArchive and ValueError.
        """
        with self._file.reading():
            return as_captured.has_capture(self._file.db, ref, at)

    def history(self, ref: str) -> list[Row]:
        """All captures of all addresses of an article, oldest first.

        The keys are those of ``captures.timemap`` except ``revision``, and ``published published_raw date_source
        reader`` as they were read out of that capture (``reader`` is the extractor and its version; None where it was
        not read as an article). ``uncounted`` is why the capture is not part of the article's history, or empty.
        Raises NotInArchive.
        """
        return list(self._file.rows(timemap.history_rows(self._file.db, ref)))

    def variants(self, ref: str) -> list[Row]:
        """A row per language of the story, and one per refused announcement: ``language url state evidence reason id
        title``.

        ``state`` is one of ``archived known untranslated empty refused late missing withdrawn``. Raises NotInArchive.
        """
        with self._file.reading():
            return story_languages.variant_rows(self._file.db, ref)

    def duplicates(self, ref: str) -> list[Row]:
        """Articles with the same text as this one: ``id url language title kind nearness role``.

        ``role`` is ``earliest`` for the article that had the text first, and ``later`` for the others where this one is
        the earliest. Raises NotInArchive.
        """
        return list(self._file.rows(stories.duplicate_rows(self._file.db, ref)))

    def cite(self, ref: str, which: int | str | None = None) -> Row:
        """The parts of a citation of one text (see ``crawler.rules.text.citations``), and ``path``, its permanent path
        on the web page.

        Keys: ``author title language published url captured_at payload_digest id path``. ``which`` is as for
        ``as_captured``. Raises NotInArchive and ValueError.
        """
        with self._file.reading():
            return stories.cited_row(self._file.db, ref, which)
