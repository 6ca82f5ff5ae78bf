"""What can be asked of an archive: each question delegates to the module that knows its SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar, Unpack

from sqlite_utils import Database

from crawler.archive import runs
from crawler.archive.connection import explained
from crawler.archive.facts.headers import HeaderBlocks
from crawler.archive.facts.payloads import Payloads
from crawler.archive.filters import Filters, Narrowed
from crawler.archive.queries import articles, changes, coverage, frontier, summary, timemap, variants, watched
from crawler.archive.queries.references import resource_of
from crawler.archive.queries.revisions import revision_row, revision_rows
from crawler.archive.readings import stored as readings
from crawler.archive.readings.stored import Stored
from crawler.archive.search import index, query
from crawler.archive.search.ranking import Asked
from crawler.archive.sql import Row, milliseconds
from crawler.errors import NotInArchive
from crawler.items import Capture

T = TypeVar("T")


class Questions:
    """The questions of ``Archive``, which says how to open one and what ``ref`` and times are."""

    path: Path
    _db: Database
    _payloads: Payloads
    _headers: HeaderBlocks

    # Asking

    def sites(self) -> list[Row]:
        """Sites by name: ``name title languages articles last_run healthy next_due rest_until rest_why``.

        ``healthy`` is the newest judged run's; None where none was judged.
        """
        return list(self._rows(runs.site_rows(self._db)))

    def has_site(self, name: str) -> bool:
        """Whether anything of a site of that name was ever crawled or imported."""
        return bool(self._db.conn.execute("SELECT 1 FROM site WHERE name = ?", (name,)).fetchone())

    def watched(self) -> list[Row]:
        """Sites with a live run, by name: ``site run last_run due rest_until rest_why``: the newest live run that is
        over, when it ended, and when something is due that is worth a run of its own."""
        return list(self._rows(watched.watched_rows(self._db)))

    def runs(self, *, site: str | None = None, limit: int | None = None) -> list[Row]:
        """Runs, newest first: ``id site started ended captures outcomes new edited removed healthy findings mode how
        counts what complete unwell measures``. ``ended`` is None while a run lasts, or where it died."""
        return list(self._rows(runs.run_rows(self._db, site=site, limit=limit)))

    def run(self, number: int) -> Row:
        """One run, as ``runs`` has it; raises NotInArchive."""
        for row in self._rows(runs.run_rows(self._db, site=None, limit=1, number=number)):
            return row
        raise NotInArchive(f"the archive has no run {number}")

    def summary(self, site: str, run: int | None = None) -> list[Row]:
        """A row per language: ``language listed archived variants_known variants_missing new edited``.

        ``variants_missing`` counts the stories that have no archived article in the language, ``variants_known`` those
        that announce one which is not archived. ``new`` and ``edited`` are of that run, or of the newest.
        Raises SiteUnknown.
        """
        with self._reading():
            return summary.summarize(self._db, site, run)

    def articles(self, *, limit: int | None = None, **narrowed: Unpack[Narrowed]) -> Iterator[Row]:
        """Articles, newest first by the date they carry; narrowed by ``site language since until kind state
        missing``.

        ``since`` and ``until`` are days (``YYYY-MM-DD``) of the site's own calendar, ``language`` is that of the text,
        ``state`` is one of ``archived untranslated empty vanished edited``, ``missing`` a language that the story is
        not archived in. Keys: ``id url site language language_claimed
        title published published_raw date_source modified modified_raw canonical_url story state kind text_digest
        first_seen last_seen revisions``.
        """
        return self._rows(articles.article_rows(self._db, Filters(**narrowed), limit))

    def export(self, **narrowed: Unpack[Narrowed]) -> Iterator[Row]:
        """The same articles, each whole, as ``show`` gives it; streamed."""
        return self._rows(articles.whole_rows(self._db, Filters(**narrowed)))

    def count(self, **narrowed: Unpack[Narrowed]) -> int:
        """How many articles those are."""
        with self._reading():
            return articles.count(self._db, Filters(**narrowed))

    def show(self, ref: str) -> Row:
        """One article with its newest text: the keys of ``articles`` and ``body links images attachments tags``.

        Raises NotInArchive.
        """
        with self._reading():
            return articles.show(self._db, ref)

    def revisions(self, ref: str) -> list[Row]:
        """The texts of an article, oldest first, without their paragraphs; raises NotInArchive.

        Keys: ``number captured_at last_seen url language language_claimed title published published_raw date_source
        modified modified_raw canonical_url text_digest payload_digest extractor extractor_version reason ref mark
        page_mark``, of the capture that it begins with those that a capture has; ``reason`` is
        ``parser-changed`` where the text is not the one that was first read.
        """
        return list(self._rows(revision_rows(self._db, ref)))

    def revision(self, ref: str, which: int | str | None = None) -> Row:
        """One text of an article: the keys of ``revisions`` and ``body links images attachments tags``.

        ``which`` is a number; or a day (``YYYY-MM-DD``, to its end in UTC) or a time (RFC 3339), and then the text that
        was the newest known by then; None: the newest. Raises NotInArchive, ValueError for what is none of these.
        """
        with self._reading():
            return revision_row(self._db, ref, which)

    def timemap(self, ref: str) -> list[Row]:
        """All captures of one address, oldest first; raises NotInArchive.

        Keys: ``id url captured_at status outcome payload_digest bytes run revision reason method asked location``.
        """
        return list(self._rows(timemap.timemap_rows(self._db, ref)))

    def variants(self, ref: str) -> list[Row]:
        """A row per language of the story, and what was refused: ``language url state evidence reason id title``.

        ``state`` is one of ``archived known untranslated empty refused late missing withdrawn``. Raises NotInArchive.
        """
        with self._reading():
            return variants.variant_rows(self._db, ref)

    def search(
        self,
        words: str,
        *,
        limit: int | None = None,
        skip: int = 0,
        by_date: bool = False,
        all_revisions: bool = False,
        marks: tuple[str, str] = ("[", "]"),
        **narrowed: Unpack[Narrowed],
    ) -> Iterator[Row]:
        """Stories in which one text has all the words, in title or body, each by its best: ``story url id site language
        title published snippet score languages match state revision captured_at``.

        Any text is a query (see ``crawler.rules.search.query_syntax``): words in any form, "words in quotes" as they
        stand, OR, ``-not``, ``prefix*``. Best first, or the newest by the date they carry. ``match`` is ``name`` where
        a word was found as a name in other letters: after all others. ``all_revisions`` searches replaced texts too.
        Narrowed as ``articles``; of ``limit`` stories the first ``skip`` are left out; ``marks`` stand around what was
        found.
        Raises SearchStale where the index is another analyzer's, and HunspellMissing.
        """
        asked = Asked(words, Filters(**narrowed), by_date, all_revisions, limit, skip, marks)
        return self._rows(query.search_rows(self._db, asked))

    def coverage(self, **narrowed: Unpack[Narrowed]) -> list[Row]:
        """What is archived of what is known to exist, newest month first: ``site month language listed archived missing
        without gaps``.

        ``listed`` are addresses of articles that listings, feeds and sitemaps had; ``archived`` articles with a text in
        that language; ``missing`` addresses that were listed or announced and are not archived; ``without``
        stories of the month that have no text in that language of their site, and announce none: never translated, as
        far as anything tells. ``gaps`` names each
        of the last two: ``site month language why title url``. Narrowed as ``articles``; by kind, state or ``missing``,
        only addresses whose article is known count.
        """
        with self._reading():
            return list(coverage.coverage_rows(self._db, Filters(**narrowed)))

    def is_searchable(self) -> bool:
        """Whether the search index has all texts, by the analyzer that is installed; raises HunspellMissing."""
        with self._reading():
            return index.is_current(self._db)

    def belarusian_by(self) -> str:
        """How this archive analyses Belarusian words: ``own`` or ``hunspell``."""
        with self._reading():
            return index.analyzer(self._db).belarusian

    def changes(
        self,
        *,
        site: str | None = None,
        kind: str | None = None,
        since: str | None = None,
        until: str | None = None,
        run: int | None = None,
        ref: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Row]:
        """What happened to articles, newest first: ``at kind id url site language story title confirmed captures
        summary``. ``kind`` is one of ``appeared edited moved vanished restored``.

        ``since`` and ``until`` are held against ``at``: days in UTC, or times with their offset (RFC 3339); ValueError
        for others. ``confirmed`` is None for a removal that is only suspected. ``captures`` is the evidence, oldest
        first: ``id url captured_at status outcome reason payload_digest``. ``ref`` asks for one article; raises
        NotInArchive.
        """
        with self._reading():
            wanted = changes.wanted(self._db, site=site, kind=kind, since=since, until=until, run=run, ref=ref)
        return self._rows(changes.change_rows(self._db, wanted, limit))

    def schedule(
        self, site: str | None = None, due_before: datetime | None = None, limit: int | None = None
    ) -> Iterator[Row]:
        """What is to be asked for and why, in the order of when it is due: rows with the keys of ``frontier``.

        What was never captured (``why`` is ``new``, ``due_at`` None) is due since it was found. ``due_before``: only
        what is due by that (aware) time.
        """
        before = None if due_before is None else milliseconds(due_before)
        return self._rows(frontier.schedule_rows(self._db, site, before, limit))

    def workload(self, at: datetime, *, site: str | None = None) -> list[Row]:
        """How much each site has waiting at an (aware) time: ``site due new later next_due asked budget rest_until
        rest_why``. ``asked`` counts the requests of the 24 hours before for what had been asked for already, ``budget``
        is how many of them a day may have."""
        return list(self._rows(frontier.workload_rows(self._db, milliseconds(at), site)))

    # Facts

    def captures(self, *, site: str | None = None, url: str | None = None) -> Iterator[Capture]:
        """Captures as they were stored, payloads byte for byte, oldest first; of one address, one site, or all.

        Raises NotInArchive for an address that is not known.
        """
        with self._reading():
            resource = None if url is None else resource_of(self._db, url)
        found = timemap.captures(self._db, self._payloads, self._headers, resource, site)
        while True:
            with self._reading():
                capture = next(found, None)
            if capture is None:
                return
            yield capture

    def payload(self, digest: str) -> bytes:
        """The payload with that digest (``sha256:<hex>``), byte for byte; raises NotInArchive."""
        with self._reading():
            number = self._payloads.find(bytes.fromhex(digest.removeprefix("sha256:")))
            if number is None:
                raise NotInArchive(f"the archive has no payload {digest}")
            return self._payloads.read(number)

    def count_answers(self, site: str) -> int:
        """How many captures of a site hold an answer."""
        with self._reading():
            return readings.count(self._db, site)

    def answers(self, site: str, most: int) -> Iterator[list[Stored]]:
        """All answers of a site with what each was read to be, in batches of about ``most``."""
        return self._rows(readings.stored(self._db, self._payloads, self._headers, site, most))

    def doubtful(self, run: int, most: int) -> Iterator[list[Stored]]:
        """Captures of other runs that a run's captures of the same addresses say otherwise than, in batches: whether
        the pages changed or what reads them is not known before they are read again (``Archive.confirm``)."""
        return self._rows(readings.doubtful(self._db, self._payloads, self._headers, run, most))

    def is_same(self, stored: Stored, read: Capture) -> bool:
        """Whether a new reading of a capture says in every way what the stored one does, by the same extractor."""
        with self._reading():
            return readings.is_same(self._db, stored, read)

    def _rows(self, rows: Iterator[T]) -> Iterator[T]:
        """The same rows; what goes wrong with the file on the way is said as an ArchiveError."""
        while True:
            with self._reading():
                row = next(rows, None)
            if row is None:
                return
            yield row

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with explained(self.path):
            yield
