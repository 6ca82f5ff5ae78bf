"""A download handler that answers from a WARC, a WACZ or an archive; the whole spider runs without the network.

The setting ``REPLAY``, the path of the file, switches it on. Of several captures of an address it serves the newest
whole response. It skips a 304, which has no content, a body that was cut short, and a request without an answer. So a
replay always crawls the site in the state in which it was last captured. Addresses are looked up in the site's one
spelling. A saved listing leads to the addresses that were requested when it was saved, tokens included.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol, Self
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response

from crawler.archive import Archive
from crawler.crawl.protocols import own_site
from crawler.crawl.scrapy_private import response_class
from crawler.errors import BadAddress, NotInArchive, NotInReplay
from crawler.items import Capture
from crawler.rules.url.spelling import spell
from crawler.sources.http_messages import CUT_SHORT, TOO_LARGE, UNDECODED
from crawler.sources.warc import UNRESOLVED, Located, ReadReport, WarcReader

SQLITE = b"SQLite format 3\0"
CODINGS = ("content-encoding", "transfer-encoding")
"""Header fields that are wrong for a decoded payload."""
NOT_WHOLE = (CUT_SHORT, TOO_LARGE, UNDECODED, UNRESOLVED)
"""Reason words of responses whose body is not whole; half a page would look like an edit."""

Spell = Callable[[str], str]
"""Returns the one spelling of an address; raises BadAddress."""


class Saved(Protocol):
    """Saved responses, by method and address."""

    newest: datetime | None
    """The time of the last capture (aware), which stands for requests without a response; None without captures."""

    def get(self, method: str, url: str) -> Capture | None:
        """Return the newest response to a request; None where there is none."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


class SavedInWarc:
    """The responses of a WARC or WACZ: positions are indexed once, and a payload is read when it is requested."""

    def __init__(self, path: Path, spell: Spell) -> None:
        """Raises SourceUnreadable."""
        self._spell = spell
        self.report = ReadReport()
        self._reader = WarcReader([path], report=self.report)
        self.newest: datetime | None = None
        self._index: dict[tuple[str, str], Located] = {}
        for found in self._reader.read():
            self.newest = max(self.newest or found.capture.captured_at, found.capture.captured_at)
            if _answers(found.capture):
                self._add(found)

    def get(self, method: str, url: str) -> Capture | None:
        """Return the newest response to a request; None where there is none."""
        found = self._index.get((method, _spelled(self._spell, url)))
        return self._reader.at(found) if found else None

    def close(self) -> None:
        """Close the file."""
        self._reader.close()

    def _add(self, found: Located) -> None:
        capture = found.capture
        key = (capture.method, _spelled(self._spell, capture.asked or capture.url))
        known = self._index.get(key)
        if known is None or known.capture.captured_at <= capture.captured_at:
            self._index[key] = found.without_payload()


class SavedInArchive:
    """The captures of an archive that is opened for reading only; it may be the archive of the crawl itself."""

    def __init__(self, path: Path, spell: Spell) -> None:
        """Raises ArchiveError."""
        self._spell = spell
        self._archive = Archive.open(path, readonly=True)
        started = (row["started"] for row in self._archive.runs() if row["mode"] not in ("replay", "reread"))
        self.newest = max((datetime.fromisoformat(each) for each in started), default=None)
        """The start of the last run that was not a replay, in place of the time of the newest capture."""

    def get(self, method: str, url: str) -> Capture | None:
        """Return the newest response to a request; None where there is none."""
        try:
            return self._archive.captures.newest(_spelled(self._spell, url), method=method, skipped=NOT_WHOLE)
        except NotInArchive:
            return None

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()


def open_saved(path: Path, spell: Spell = spell) -> Saved:
    """Open the saved responses of an archive, a WARC or a WACZ; raises SourceUnreadable or ArchiveError."""
    return SavedInArchive(path, spell) if _is_archive(path) else SavedInWarc(path, spell)


def check_saved(path: Path) -> None:
    """Raise SourceUnreadable or ArchiveError where a file cannot be replayed; only its beginning is read."""
    if _is_archive(path):
        Archive.open(path, readonly=True).close()
    else:
        WarcReader([path], report=ReadReport()).close()


class ReplayDownloadHandler(BaseDownloadHandler):
    """Answers requests of any scheme from the file that the setting ``REPLAY`` names.

    The time of the capture goes into ``request.meta["captured_at"]`` (aware, UTC), and the page is read as of then. A
    request without a saved response raises NotInReplay with the time of the newest capture, so that a second replay
    gives the same result.
    """

    lazy = False

    def __init__(self, crawler: Crawler, saved: Saved) -> None:
        super().__init__(crawler)
        self._saved = saved

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it with one file for both schemes; raises NotConfigured without the setting."""
        path = crawler.settings.get("REPLAY")
        if not path:
            raise NotConfigured("REPLAY does not name a file")
        if crawler not in _opened:
            site = own_site(crawler.spider)
            _opened[crawler] = open_saved(Path(path), spell if site is None else site.spell)
        return cls(crawler, _opened[crawler])

    async def download_request(self, request: Request) -> Response:
        """Return the saved response; raises NotInReplay."""
        capture = self._saved.get(request.method, request.url)
        request.meta["captured_at"] = capture.captured_at if capture else self._saved.newest
        if capture is None:
            raise NotInReplay(f"{request.url}: no response to {request.method} was saved")
        headers = Headers([(name, value) for name, value in capture.headers if name.lower() not in CODINGS])
        kind = response_class(headers, request.url, capture.body)
        return kind(
            url=request.url,
            status=capture.status,
            headers=headers,
            body=capture.body,
            request=request,
            flags=["replay"],
        )

    async def close(self) -> None:
        """Close the file."""
        self._saved.close()


_opened: WeakKeyDictionary[Crawler, Saved] = WeakKeyDictionary()


def _is_archive(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def _answers(capture: Capture) -> bool:
    """Whether a capture is a whole response, which can be served; half a page would look like an edit."""
    return capture.status not in (0, 304) and not capture.reason


def _spelled(spell: Spell, url: str) -> str:
    try:
        return spell(url)
    except BadAddress:
        return url
