"""The tree of exceptions.

CommuniqueError                    its message is one line: what is wrong, where, and what to do
├── ArchiveError                   the archive file
│   ├── ArchiveMissing             the file to be read does not exist
│   ├── ArchiveBroken              not an SQLite file, or damaged
│   ├── ArchiveTooNew              written by a later version
│   ├── ArchiveUnwritable          read-only folder, full disk
│   └── SearchStale                the search index must be rebuilt first
├── SiteHeld                       another process crawls that site into this archive
├── SiteUnknown                    no spider has that name (the message suggests the nearest)
├── SourceError                    a WARC, WACZ or saved page
│   ├── SourceUnreadable           the file cannot be opened, or is of another type
│   └── NotInReplay                the saved responses have none for the address
├── NotInArchive                   an address or id that the archive does not hold
├── BadAddress                     not an http(s) address
├── HunspellMissing                the chosen dictionary of Belarusian is not installed
└── PageError                      a page object
    └── FieldMissing               a required field was not found (the message names the selector)
"""

from __future__ import annotations


class CommuniqueError(Exception):
    """The base of all errors that Communiqué raises on purpose. The message is one line for the user."""


class ArchiveError(CommuniqueError):
    """Something is wrong with the archive file."""


class ArchiveMissing(ArchiveError):
    """The archive does not exist. Crawl or import something first, or name another one with ``--archive``."""


class ArchiveBroken(ArchiveError):
    """The file is not an SQLite archive, or it is damaged. Restore a copy."""


class ArchiveTooNew(ArchiveError):
    """A later version of Communiqué wrote the archive. Upgrade Communiqué."""


class ArchiveUnwritable(ArchiveError):
    """The archive cannot be written. Check the permissions of its folder and the free space."""


class SearchStale(ArchiveError):
    """The search index lacks texts, or another analyzer made it. ``communique index`` rebuilds it."""


class SiteHeld(CommuniqueError):
    """Another run has the lock of the site. Wait until it ends, or end its process.

    ``pid`` is the process of that run and ``started`` its start (RFC 3339, UTC). Both are None if it has only just
    begun.
    """

    def __init__(self, site: str, pid: int | None, started: str | None) -> None:
        who = "another process" if pid is None else f"process {pid}"
        since = "" if started is None else f" since {started}"
        super().__init__(f"{site} is held by {who}{since}: wait until it is done, or end it")
        self.site = site
        self.pid = pid
        self.started = started


class SiteUnknown(CommuniqueError):
    """No spider has that name. ``communique sites`` lists the names."""


class SourceError(CommuniqueError):
    """Something is wrong with a WARC, a WACZ or a saved page."""


class SourceUnreadable(SourceError):
    """The file cannot be opened, or it is not of the type that its name says."""


class NotInReplay(SourceError):
    """The replay has no response for this address. The exchange is kept as ``unreachable`` with the word ``reason``."""

    reason = "not-in-replay"


class NotInArchive(CommuniqueError):
    """The archive does not hold that address or id."""


class BadAddress(CommuniqueError):
    """The address is not an http(s) address (``javascript:``, ``mailto:``, no host, ...)."""


class HunspellMissing(CommuniqueError):
    """The Belarusian dictionary or libhunspell is not installed. Install them, or use the built-in stemmer."""


class PageError(CommuniqueError):
    """A page object could not read its page."""


class FieldMissing(PageError):
    """A required field was not found. Correct the page object, then read the capture again.

    ``url`` is the address of the page, ``field`` the name of the field, and ``selector`` the selector that found
    nothing.
    """

    def __init__(self, url: str, field: str, selector: str) -> None:
        super().__init__(f"{url}: no {field} (looked for {selector})")
        self.url = url
        self.field = field
        self.selector = selector
