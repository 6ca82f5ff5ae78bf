"""The archive: one SQLite file, asked in the field's words. What each method does stands in a module beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from crawler.archive import articles, frontier, runs, search, summary, timemap, variants
from crawler.archive.connection import connect, explained, writing
from crawler.archive.headers import HeaderBlocks
from crawler.archive.intake import Intake, milliseconds
from crawler.archive.payloads import Payloads
from crawler.archive.refs import resource_of
from crawler.errors import NotInArchive
from crawler.items import Capture

Row = dict[str, Any]
"""A row as the command line prints it: JSON values by name, the same keys everywhere (more may be added)."""


class Archive:
    """A record of what ministries published. Open it with ``Archive.open``; a ``with`` block closes it::

        with Archive.open("data/archive.db", readonly=True) as archive:
            for row in archive.articles(language="be"):
                print(row["published"], row["title"])

    ``ref`` is an address in any spelling, or its 12-letter id; every address of an article and every member of a story
    resolves. Times given are aware; times in rows are RFC 3339 in UTC, dates of publication as the site has them. Each
    method raises ArchiveError where the file fails it, and what it was writing is then not written at all.

    Read-only, it may be open in any number of processes while one writes. It is not for several threads at once.
    """

    def __init__(self, db: Database, path: Path) -> None:
        """For ``Archive.open``."""
        self.path = path
        self._db = db
        self._payloads = Payloads(db)
        self._headers = HeaderBlocks(db)
        self._intake = Intake(db, self._payloads, self._headers)
        self._run_sites: dict[int, int] = {}

    @classmethod
    def open(cls, path: str | Path, *, readonly: bool = False) -> Self:
        """Open the archive at ``path``; it is made if it is not there, unless ``readonly``.

        Raises ArchiveMissing, ArchiveBroken, ArchiveTooNew or ArchiveUnwritable.
        """
        path = Path(path)
        return cls(connect(path, readonly=readonly), path)

    def close(self) -> None:
        """Close the file; what was stored stays."""
        self._db.conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def add_site(self, name: str, title: str, languages: Iterable[str], *, fronts: Iterable[str] = ()) -> None:
        """Make a site known, or bring its title, languages (BCP 47) and front pages (addresses) up to date."""
        with self._writing():
            runs.add_site(self._db, name, title, languages, fronts)

    def start_run(self, site: str, *, mode: str, at: datetime) -> int:
        """Begin a run of a site (``live``, ``replay`` or ``import``) and give its id; raises SiteUnknown.

        What an earlier run of the site left behind when it died is settled first.
        """
        with self._writing():
            return runs.start_run(self._db, site, mode, milliseconds(at))

    def store(self, run: int, captures: Sequence[Capture]) -> list[str]:
        """Write captures, with what they were read to be, in one transaction: all of them or none.

        Gives a word for each, in their order: ``new`` (the first article text at this address), ``changed`` (another
        text than the current one), ``revisit`` (the same again), ``stored`` (not an article), ``seen`` (this very
        capture was here already: nothing is written), ``noted`` (nobody asked: the reason stands on the address).

        New articles can be read at once; everything else that follows from the captures waits for the run's end.
        """
        if not captures:
            return []
        with self._writing():
            site = self._site_of(run)
            told = self._intake.take(run, site, captures)
        if ready := self._payloads.ready_to_train():
            with self._writing():
                for each in ready:
                    self._payloads.train(each, milliseconds(datetime.now(UTC)))
        return told

    def end_run(self, run: int, *, at: datetime, ended: str, counts: Mapping[str, int]) -> None:
        """End a run (``finished``, ``stopped``, ``failed``) and settle what its captures mean, in one transaction."""
        with self._writing():
            now = milliseconds(datetime.now(UTC))
            runs.close(self._db, run, at=milliseconds(at), settled_at=now, ended=ended, counts=counts)

    def settle(self) -> None:
        """Settle the runs that are over and were never settled."""
        with self._writing():
            runs.settle_rest(self._db, milliseconds(datetime.now(UTC)))

    # What to ask for next

    def known(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses that gave an answer already: captured, and neither blocked nor unreachable."""
        with self._reading():
            return frontier.answered(self._db, urls)

    def validators(self, urls: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
        """ETag and Last-Modified to ask with, for each of the addresses that has any."""
        with self._reading():
            return frontier.validators(self._db, urls)

    def frontier(self, site: str) -> Iterator[Row]:
        """Addresses known and not captured, those found last first.

        Keys: ``id url site kind language found_in found_at title published_raw due_at why``.
        """
        return self._rows(frontier.waiting(self._db, site))

    # Asking

    def sites(self) -> list[Row]:
        """Sites by name: ``name title languages articles last_run``."""
        return list(self._rows(runs.site_rows(self._db)))

    def runs(self, *, site: str | None = None, limit: int | None = None) -> list[Row]:
        """Runs, newest first: ``id site started ended captures outcomes new edited removed healthy findings mode how
        counts``. ``ended`` is None while a run lasts, or where it died."""
        return list(self._rows(runs.run_rows(self._db, site=site, limit=limit)))

    def summary(self, site: str, run: int | None = None) -> list[Row]:
        """A row per language: ``language listed archived variants_known variants_missing new edited``.

        ``variants_missing`` counts the stories that have no archived article in the language, ``variants_known`` those
        that announce one which is not archived. ``new`` and ``edited`` are of that run, or of the newest.
        Raises SiteUnknown.
        """
        with self._reading():
            return summary.summarize(self._db, site, run)

    def articles(
        self,
        *,
        site: str | None = None,
        language: str | None = None,
        since: str | None = None,
        until: str | None = None,
        kind: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Row]:
        """Articles, newest first by the date they carry.

        ``since`` and ``until`` are days (``YYYY-MM-DD``) of the site's own calendar.

        ``language`` is that of the text. Keys: ``id url site language language_claimed title published published_raw
        date_source modified modified_raw canonical_url story state kind text_digest first_seen last_seen revisions``.
        """
        chosen = articles.Filters(site, language, since, until, kind)
        return self._rows(articles.article_rows(self._db, chosen, limit))

    def export(
        self,
        *,
        site: str | None = None,
        language: str | None = None,
        since: str | None = None,
        until: str | None = None,
        kind: str | None = None,
    ) -> Iterator[Row]:
        """The same articles, each whole, as ``show`` gives it; streamed."""
        return self._rows(articles.whole_rows(self._db, articles.Filters(site, language, since, until, kind)))

    def count(
        self,
        *,
        site: str | None = None,
        language: str | None = None,
        since: str | None = None,
        until: str | None = None,
        kind: str | None = None,
    ) -> int:
        """How many articles those are."""
        with self._reading():
            return articles.count(self._db, articles.Filters(site, language, since, until, kind))

    def show(self, ref: str) -> Row:
        """One article with its newest text: the keys of ``articles`` and ``body links images attachments tags``.

        Raises NotInArchive.
        """
        with self._reading():
            return articles.show(self._db, ref)

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
        self, words: str, *, site: str | None = None, language: str | None = None, limit: int | None = None
    ) -> Iterator[Row]:
        """Stories with all the words in title or text, best first: ``story url id site language title published snippet
        score languages``. Any text is a query; "words in quotes" are a phrase."""
        return self._rows(search.search_rows(self._db, words, site=site, language=language, limit=limit))

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

    def _site_of(self, run: int) -> int:
        site = self._run_sites.get(run)
        if site is None:
            site = self._run_sites[run] = runs.site_of_run(self._db, run)
        return site

    def _rows(self, rows: Iterator[Row]) -> Iterator[Row]:
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

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with explained(self.path), writing(self._db):
                yield
        except BaseException:
            self._intake.forget()
            raise
