"""The tree of exceptions.

CommuniqueError                    one line for the user: what, where, what to do
├── ArchiveError                   the archive file
│   ├── ArchiveMissing             no such file, and only reading was asked for
│   ├── ArchiveBroken              not an SQLite file, or damaged
│   ├── ArchiveTooNew              written by a later version
│   ├── ArchiveUnwritable          read-only folder, full disk
│   └── SearchStale                its search index is to be made anew first
├── SiteHeld                       another process crawls that site into this archive
├── SiteUnknown                    no spider of that name (the nearest is suggested)
├── SourceError                    a WARC, WACZ or saved page
│   ├── SourceUnreadable           cannot be opened or is none
│   └── NotInReplay                the saved responses have none for an address
├── NotInArchive                   an address or id that the archive does not hold
├── BadAddress                     not an http(s) address
├── HunspellMissing                an archive is told to use a dictionary that is not installed
└── PageError                      a page object
    └── FieldMissing               a required field was not found (says which selector)
"""

from __future__ import annotations


class CommuniqueError(Exception):
    """Anything that Communiqué raises on purpose; its message is one line fit to be shown."""


class ArchiveError(CommuniqueError):
    """Something is wrong with the archive file."""


class ArchiveMissing(ArchiveError):
    """There is no such archive; crawl or import something first, or name another with ``--archive``."""


class ArchiveBroken(ArchiveError):
    """The file is not an SQLite archive, or is damaged; restore a copy."""


class ArchiveTooNew(ArchiveError):
    """The archive was written by a later version; upgrade Communiqué."""


class ArchiveUnwritable(ArchiveError):
    """The archive cannot be written: check the folder's permissions and the free space."""


class SearchStale(ArchiveError):
    """The search index lacks texts, or is another analyzer's: ``communique index`` makes it anew."""


class SiteHeld(CommuniqueError):
    """Another run holds that site: wait until it has ended, or end its process.

    ``pid`` and ``started`` (RFC 3339, UTC) are that run's; None where it has only just begun.
    """

    def __init__(self, site: str, pid: int | None, started: str | None) -> None:
        who = "another process" if pid is None else f"process {pid}"
        since = "" if started is None else f" since {started}"
        super().__init__(f"{site} is held by {who}{since}: wait until it is done, or end it")
        self.site = site
        self.pid = pid
        self.started = started


class SiteUnknown(CommuniqueError):
    """No spider has that name; ``communique sites`` lists them."""


class SourceError(CommuniqueError):
    """Something is wrong with a WARC, a WACZ or a saved page."""


class SourceUnreadable(SourceError):
    """The file cannot be opened, or is not what its name says."""


class NotInReplay(SourceError):
    """A replay has no response for this address: the exchange is kept as ``unreachable`` with this reason word."""

    reason = "not-in-replay"


class NotInArchive(CommuniqueError):
    """The archive does not hold that address or id."""


class BadAddress(CommuniqueError):
    """Not an http(s) address (``javascript:``, ``mailto:``, no host, ...)."""


class HunspellMissing(CommuniqueError):
    """The Belarusian dictionary or libhunspell is not installed; install them, or index with our own stemmer."""


class PageError(CommuniqueError):
    """A page object could not read its page."""


class FieldMissing(PageError):
    """A required field was not found.

    ``field`` names it and ``selector`` tells what was looked for: mend the page object, then read the capture again.
    """

    def __init__(self, url: str, field: str, selector: str) -> None:
        super().__init__(f"{url}: no {field} (looked for {selector})")
        self.url = url
        self.field = field
        self.selector = selector
