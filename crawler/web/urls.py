"""The URLs of the web site: functions that write them, and functions that parse their parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote, urlencode

from crawler.errors import BadAddress

TABLES = "archive"
"""The name of the database in Datasette: its own pages are under ``/archive``."""

_VIEW = re.compile(r"(?P<language>[A-Za-z0-9-]*)(?:@(?P<at>[^@~]+)(?:~(?P<mark>[0-9a-f]{8}))?)?")
_SECONDS = "%Y%m%d%H%M%S"


class TextView(NamedTuple):
    """One text of a story, as a URL names it.

    ``language`` is empty for the language of the address; ``at`` is a time, or None for now. ``mark`` tells captures of
    one moment apart: the beginning of the payload digest.
    """

    language: str
    at: str | None = None
    mark: str = ""

    def __str__(self) -> str:
        return self.language if self.at is None else f"{self.language}@{marked(self.at, self.mark)}"


def marked(at: str, mark: str) -> str:
    """A time, with the mark of one of its captures."""
    return f"{at}~{mark}" if mark else at


def read_views(written: str) -> tuple[TextView, TextView | None]:
    """Parse what follows the id of a story: ``be``, ``be@TIME``, or two of these to compare, ``be@TIME..ru``.

    If the second has no language, it is a text of the same article as the first. Raises BadAddress.
    """
    first, parted, second = written.partition("..")
    return read_view(first), read_view(second) if parted else None


def read_view(written: str) -> TextView:
    """Parse ``be``, ``be@TIME`` or ``@TIME``; raises BadAddress."""
    found = _VIEW.fullmatch(written)
    if found is None or not (found["language"] or found["at"]):
        raise BadAddress(f"{written} does not name a text of a story: use be, be@2026-11-24T10:00Z or be..ru")
    return TextView(found["language"], found["at"], found["mark"] or "")


def story(ref: str, view: TextView | str = "", other: TextView | str = "") -> str:
    """The page of a story, of one text of it, or of two texts compared."""
    written = str(view) + (f"..{other}" if str(other) else "")
    return f"/story/{ref}" + (f"/{quote(written, safe='@:.')}" if written else "")


def original(ref: str, captured_at: str, mark: str = "") -> str:
    """The page that shows a stored page in a frame."""
    return f"/original/{ref}@{quote(marked(captured_at, mark), safe=':.')}"


def memento(url: str, captured_at: str | datetime) -> str:
    """The URI-M of a memento (RFC 7089): a stored page as it was captured."""
    return f"/memento/{seconds(captured_at)}/{url}"


def timemap(url: str) -> str:
    """The URI-T of an address: the TimeMap with all its captures (RFC 7089, 5)."""
    return f"/timemap/link/{url}"


def timegate(url: str) -> str:
    """The URI-G of an address: the TimeGate, which redirects to the capture nearest to a time (RFC 7089, 4.2)."""
    return f"/timegate/{url}"


def page(path: str, /, **query: object) -> str:
    """A path with a query string; values that are None, False or empty are left out."""
    given = {
        name: "1" if value is True else str(value) for name, value in query.items() if value not in (None, False, "")
    }
    return f"{path}?{urlencode(given)}" if given else path


def seconds(at: str | datetime) -> str:
    """A time in 14 digits, in UTC, as URLs of mementos have it."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment.astimezone(UTC).strftime(_SECONDS)


def read_seconds(written: str) -> datetime:
    """The last millisecond of the second that 14 digits name; raises BadAddress."""
    try:
        return datetime.strptime(written, _SECONDS).replace(tzinfo=UTC) + timedelta(milliseconds=999)
    except ValueError as error:
        raise BadAddress(f"{written} is not a time: use 14 digits, like 20261124100000") from error


def json_of(path: str, query: Mapping[str, str]) -> str:
    """The address of a page as JSON."""
    return page(f"{path.rstrip('/') or '/index'}.json", **query)
