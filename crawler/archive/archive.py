"""The archive: one SQLite file, asked in the field's words. What each method does stands in a module beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from crawler.archive import runs
from crawler.archive.browsing import Browsing
from crawler.archive.connection import connect, explained
from crawler.archive.derive import cooldown
from crawler.archive.facts.headers import HeaderBlocks
from crawler.archive.facts.payloads import Payloads
from crawler.archive.ingest import Intake
from crawler.archive.locks import Locks
from crawler.archive.queries import agenda, frontier, timemap
from crawler.archive.readings import reparse
from crawler.archive.readings.reparse import Again, Rereadings
from crawler.archive.search import index as search_index
from crawler.archive.sql import Row, milliseconds, moment, writing
from crawler.items import Capture
from crawler.rules.history.ledger import CAPTURES, HOURS
from crawler.rules.schedule.revisits import BUDGET


class Archive(Browsing):
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
        self._rereadings = Rereadings(db)
        self._locks = Locks(db, path)
        self._run_sites: dict[int, int] = {}
        self._names: dict[int, str] = {}

    @classmethod
    def open(cls, path: str | Path, *, readonly: bool = False) -> Self:
        """Open the archive at ``path``; it is made if it is not there, unless ``readonly``.

        Raises ArchiveMissing, ArchiveBroken, ArchiveTooNew or ArchiveUnwritable.
        """
        path = Path(path)
        return cls(connect(path, readonly=readonly), path)

    def close(self) -> None:
        """Close the file and let go of all sites; what was stored stays."""
        self._locks.release_all()
        self._db.conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def add_site(
        self,
        name: str,
        title: str,
        languages: Iterable[str],
        *,
        fronts: Iterable[str] = (),
        seeds: Iterable[tuple[str, str, str]] = (),
        budget: int = BUDGET,
        removal: tuple[int, float] = (CAPTURES, HOURS),
    ) -> None:
        """Make a site known, or bring up to date what is said of it.

        ``languages`` are BCP 47 tags, ``fronts`` addresses of front pages, ``seeds`` where discovery begins (address,
        kind, language), ``budget`` the requests a day besides those for new articles, ``removal`` how many captures
        over how many hours confirm that an article is gone.
        """
        with self._writing():
            told = runs.Told(name, title, tuple(languages), tuple(fronts), tuple(seeds), budget, removal)
            runs.add_site(self._db, told)

    def start_run(self, site: str, *, mode: str, at: datetime, what: str = "") -> int:
        """Begin a run of a site (``live``, ``replay`` or ``import``), hold the site until it ends, and give its id.

        What an earlier run of the site left behind when it died is settled first. ``what`` is ``due``, ``full`` or
        empty. Raises SiteUnknown, and SiteHeld where another process holds the site.
        """
        taken = self._locks.take(site)
        try:
            with self._writing():
                run = runs.start_run(self._db, site, mode, milliseconds(at), what)
        except BaseException:
            if taken:
                self._locks.release(site)
            raise
        self._names[run] = site
        return run

    @contextmanager
    def hold(self, site: str) -> Iterator[None]:
        """Hold a site for the length of a block, so that no run of it begins elsewhere; raises SiteHeld."""
        taken = self._locks.take(site)
        try:
            yield
        finally:
            if taken:
                self._locks.release(site)

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
        """End a run (``finished``, ``stopped``, ``blocked``, ``failed``), settle what its captures mean, in one
        transaction, and let go of the site."""
        with self._writing():
            now = milliseconds(datetime.now(UTC))
            runs.close(self._db, run, at=milliseconds(at), settled_at=now, ended=ended, counts=counts)
        if site := self._names.pop(run, None):
            self._locks.release(site)

    def reread(self, run: int, batch: Sequence[Again]) -> bool:
        """Write new readings of captures in place of the old ones, and settle what they concern, in one transaction.

        False where an extractor turns out to read what it read before otherwise, at the same version: nothing is
        written, and all that the run has read so far must be read again.
        """
        with self._writing():
            return self._rereadings.take(run, self._site_of(run), batch)

    def confirm(self, run: int, batch: Sequence[Again]) -> None:
        """Note what is read now out of captures of other runs: what is an edit in a run that is about to end is
        judged by two readings of the same extractor in the same state. To be called before ``end_run``."""
        with self._writing():
            self._rereadings.confirm(run, batch)

    def end_reread(
        self, run: int, *, at: datetime, ended: str, counts: Mapping[str, int], findings: Sequence[Row]
    ) -> None:
        """End a run that read captures again (``finished``, ``stopped``, ``failed``), and let go of the site."""
        with self._writing():
            reparse.end(self._db, run, at=milliseconds(at), how=ended, counts=counts, findings=findings)
        if site := self._names.pop(run, None):
            self._locks.release(site)

    def rest(self, site: str, until: datetime | None = None, why: str = "") -> None:
        """Note how the newest run of a site left it: not to be asked before ``until`` (aware), and why (``http-429``,
        ``blocked``, ``unreachable``). Without ``until``, a reason makes it rest for a while, longer each time in a row,
        and no reason ends the rest where that run got an answer."""
        with self._writing():
            cooldown.rest(self._db, site, None if until is None else milliseconds(until), why)

    def index(self, *, anew: bool = False, belarusian: str | None = None, told: search_index.Told | None = None) -> int:
        """Bring the search index up to date, and make it anew where another analyzer made it; gives how many revisions
        it took. ``belarusian`` (``own``, ``hunspell``) says how Belarusian words are analysed from now on.

        In batches, each its own transaction: ended in between, the next call goes on. Raises HunspellMissing.
        """
        with explained(self.path):
            if belarusian is not None and belarusian != search_index.analyzer(self._db).belarusian:
                search_index.choose(self._db, belarusian)
            return search_index.make(self._db, told, anew=anew)

    def settle(self) -> None:
        """Settle the runs that are over and were never settled."""
        with self._writing():
            runs.settle_rest(self._db, milliseconds(datetime.now(UTC)))

    # What to ask for next

    def known(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses that gave an answer already: captured, and neither blocked nor unreachable."""
        with self._reading():
            return frontier.answered(self._db, urls)

    def anchored(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses, all of one site, that are captured and below which no listing was left unread."""
        with self._reading():
            return frontier.anchored(self._db, urls)

    def agenda(self, site: str, at: datetime) -> Row:
        """What is due of a site at a time: ``seeds`` (addresses), ``articles`` (rows ``url language why``, the most
        urgent first, within what a run may ask for), ``rest_until`` and ``rest_why``."""
        with self._reading():
            return agenda.agenda(self._db, site, milliseconds(at))

    def recent(self, url: str, since: datetime) -> Capture | None:
        """The newest capture of a robots.txt, or of its absence, if it is not older than that (aware) time."""
        with self._reading():
            number = agenda.recent_robots(self._db, url, milliseconds(since))
            return None if number is None else timemap.capture_of(self._db, self._payloads, self._headers, number)

    def next_due(self, site: str) -> datetime | None:
        """When the first of a site's addresses is due; None where nobody knows. It may be in the past."""
        with self._reading():
            at = agenda.next_due(self._db, site)
        return None if at is None else moment(at)

    def standing(self, site: str) -> str | None:
        """The address of an article that stood when it was last asked for."""
        with self._reading():
            return agenda.standing(self._db, site)

    def validators(self, urls: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
        """ETag and Last-Modified to ask with, for each of the addresses that has any."""
        with self._reading():
            return frontier.validators(self._db, urls)

    def frontier(self, site: str) -> Iterator[Row]:
        """Addresses known and not captured, those found last first.

        Keys: ``id url site kind language found_in found_at title published_raw due_at why``.
        """
        return self._rows(frontier.waiting(self._db, site))

    def _site_of(self, run: int) -> int:
        site = self._run_sites.get(run)
        if site is None:
            site = self._run_sites[run] = runs.site_of_run(self._db, run)
        return site

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with explained(self.path), writing(self._db):
                yield
        except BaseException:
            self._intake.forget()
            self._rereadings.forget()
            raise
