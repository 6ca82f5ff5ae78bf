"""``archive.captures``: exchanges as they were stored, and the storing of more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.queries import agenda, stories, timemap
from crawler.archive.queries.references import resource_of
from crawler.archive.sql import Row, milliseconds
from crawler.errors import NotInArchive
from crawler.items import Capture


class CapturesPart:
    """Captures. Called, it gives them back."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self, *, site: str | None = None, url: str | None = None) -> Iterator[Capture]:
        """Captures as they were stored, payloads byte for byte, oldest first; of one address, one site, or all.

        Raises NotInArchive for an address that is not known.
        """
        with self._file.reading():
            resource = None if url is None else resource_of(self._file.db, url)
        yield from self._file.rows(self._file.captures.all(resource, site))

    def one(self, ref: str, at: datetime, *, mark: str = "", within: int = 1) -> Capture:
        """The last capture of an address at an (aware) time, with its payload. Of several within so many milliseconds,
        a page rather than a redirect, one with a body, the latest, the one stored first; or that whose payload's digest
        begins with ``mark``. Raises NotInArchive where none is so early, or none has the mark."""
        with self._file.reading():
            resource = resource_of(self._file.db, ref)
            number = self._file.captures.last_at(resource, milliseconds(at), digits=mark, within=within)
            if number is None:
                raise NotInArchive(f"{ref} has no capture of {at.isoformat()} or earlier")
            return self._file.captures.one(number)

    def timemap(self, ref: str) -> list[Row]:
        """All captures of one address, oldest first; raises NotInArchive.

        Keys: ``id url captured_at status outcome payload_digest bytes run revision reason method asked location``.
        """
        return list(self._file.rows(timemap.timemap_rows(self._file.db, ref)))

    def files(self, urls: Iterable[str], at: datetime) -> list[Row]:
        """Which of these addresses have a file captured (a picture, a PDF), in their order: ``id url captured_at`` of
        the capture nearest to an (aware) time."""
        with self._file.reading():
            return stories.file_rows(self._file.db, urls, milliseconds(at))

    def payload(self, digest: str) -> bytes:
        """The payload with that digest (``sha256:<hex>``), byte for byte; raises NotInArchive."""
        with self._file.reading():
            number = self._file.payloads.find(bytes.fromhex(digest.removeprefix("sha256:")))
            if number is None:
                raise NotInArchive(f"the archive has no payload {digest}")
            return self._file.payloads.read(number)

    def recent_robots(self, url: str, since: datetime) -> Capture | None:
        """The newest capture of a robots.txt, or of its absence, if it is not older than that (aware) time."""
        with self._file.reading():
            number = agenda.recent_robots(self._file.db, url, milliseconds(since))
            return None if number is None else self._file.captures.one(number)

    def store(self, run: int, captures: Sequence[Capture]) -> list[str]:
        """Write captures, with what they were read to be, in one transaction: all of them or none.

        Gives a word for each, in their order: ``new`` (the first article text at this address), ``changed`` (another
        text than the current one), ``revisit`` (the same again), ``stored`` (not an article), ``seen`` (this very
        capture was here already: nothing is written), ``noted`` (no request was made: the reason stands on the
        address).

        New articles can be read at once; everything else that follows from the captures is derived when the run ends.
        """
        if not captures:
            return []
        with self._file.writing():
            words = self._file.ingest.take(run, self._file.site_of(run), captures)
        if ready := self._file.payloads.ready_to_train():
            with self._file.writing():
                for site in ready:
                    self._file.payloads.train(site, milliseconds(datetime.now(UTC)))
        return words
