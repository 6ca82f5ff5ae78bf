"""``archive.captures``: reads stored captures (HTTP exchanges), and stores more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from crawler.archive.archive_file import ArchiveFile
from crawler.archive.queries import agenda, stories, timemap
from crawler.archive.queries.references import resource_of
from crawler.archive.sql import Row, milliseconds
from crawler.errors import NotInArchive
from crawler.items import Capture


class CapturesPart:
    """Captures; a call gives them as they were stored."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def __call__(self, *, site: str | None = None, url: str | None = None) -> Iterator[Capture]:
        """Captures as they were stored, with payloads byte for byte, oldest first.

        They are those of one site, of one address, or all of them. Raises NotInArchive for an unknown address.
        """
        with self._file.reading():
            resource = None if url is None else resource_of(self._file.db, url)
        yield from self._file.rows(self._file.captures.all(resource, site))

    def one(self, ref: str, at: datetime, *, mark: str = "", within: int = 1) -> Capture:
        """The latest capture of an address at an (aware) time or before, with its payload.

        Of several within the last ``within`` milliseconds, a page is preferred to a redirect, then one with a body,
        then the latest, then the one that was stored first. With ``mark`` it is the one whose payload digest begins
        with these digits. Raises NotInArchive where no capture is so early, or none has the mark.
        """
        with self._file.reading():
            resource = resource_of(self._file.db, ref)
            number = self._file.captures.last_at(resource, milliseconds(at), digits=mark, within=within)
            if number is None:
                raise NotInArchive(f"{ref} has no capture of {at.isoformat()} or earlier")
            return self._file.captures.one(number)

    def newest(
        self,
        ref: str,
        *,
        method: str | None = None,
        until: datetime | None = None,
        has_body: bool = False,
        skipped: Collection[str] = (),
    ) -> Capture | None:
        """The newest response of an address, with its payload; None without one. Only this payload is read.

        A 304 and a request without a response are none. ``method`` is that of the request (None: any), ``until`` the
        latest time of the capture (aware). With ``has_body`` it has a payload. ``skipped`` are reason words of
        ``unreadable`` responses that do not count. Raises NotInArchive for an unknown address.
        """
        with self._file.reading():
            number = self._file.captures.newest_response(
                resource_of(self._file.db, ref),
                method=method,
                until=None if until is None else milliseconds(until),
                has_body=has_body,
                skipped=skipped,
            )
            return None if number is None else self._file.captures.one(number)

    def payload_in_second(self, ref: str, second: datetime) -> bytes | None:
        """The payload of the first capture of an address within a second (aware), as WARC revisits name captures; None
        without a capture. Raises NotInArchive for an unknown address."""
        with self._file.reading():
            start = milliseconds(second)
            return self._file.captures.payload_within(resource_of(self._file.db, ref), start, start + 1000)

    def timemap(self, ref: str) -> list[Row]:
        """All captures of one address, oldest first; raises NotInArchive.

        Keys: ``id url captured_at status outcome payload_digest bytes run revision reason method asked location``.
        ``asked`` is the requested URI where it differs from ``url``.
        """
        return list(self._file.rows(timemap.timemap_rows(self._file.db, ref)))

    def files(self, urls: Iterable[str], at: datetime) -> list[Row]:
        """The captured files (pictures, PDFs) at these addresses, in their order: ``id url captured_at``.

        Each is the capture nearest to an (aware) time. Addresses without a captured file are left out.
        """
        with self._file.reading():
            return stories.file_rows(self._file.db, urls, milliseconds(at))

    def payload(self, digest: str) -> bytes:
        """The payload with a digest (``sha256:<hex>``), byte for byte; raises NotInArchive."""
        with self._file.reading():
            number = self._file.payloads.find(bytes.fromhex(digest.removeprefix("sha256:")))
            if number is None:
                raise NotInArchive(f"the archive has no payload {digest}")
            return self._file.payloads.read(number)

    def recent_robots(self, url: str, since: datetime) -> Capture | None:
        """The newest capture of a robots.txt, at ``since`` (aware) or later; None without one.

        A capture counts if it is a robots.txt, or an answer that the site has none.
        """
        with self._file.reading():
            number = agenda.recent_robots(self._file.db, url, milliseconds(since))
            return None if number is None else self._file.captures.one(number)

    def store(self, run: int, captures: Sequence[Capture]) -> list[str]:
        """Write captures with their readings in one transaction: all of them or none.

        Gives a word for each capture, in their order:

        - ``new``: the first text of an article at this address
        - ``changed``: another text than the current one
        - ``revisit``: the same text or payload again
        - ``stored``: any other capture, such as one that is not an article
        - ``seen``: the archive already had this capture; nothing is written
        - ``noted``: no request was made; the address has the reason

        New articles are visible at once. Everything else that follows from the captures is derived when the run ends.
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
