"""The addresses of the web page: how each is written, and how what stands in one is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote, urlencode

from crawler.errors import BadAddress

TABLES = "archive"
"""What Datasette calls the file: its own pages of tables are ``/archive/...``."""

_VIEW = re.compile(r"(?P<language>[A-Za-z0-9-]*)(?:@(?P<at>[^@~]+)(?:~(?P<mark>[0-9a-f]{8}))?)?")
_SECONDS = "%Y%m%d%H%M%S"


class TextView(NamedTuple):
    """One text of a story: a language (empty: that of the address), and as of when (None: now); of several captures of
    just that moment, the one whose payload's digest begins with the mark."""

    language: str
    at: str | None = None
    mark: str = ""

    def __str__(self) -> str:
        return self.language if self.at is None else f"{self.language}@{marked(self.at, self.mark)}"


def marked(at: str, mark: str) -> str:
    """A moment, and the mark of one of its captures."""
    return f"{at}~{mark}" if mark else at


def read_views(written: str) -> tuple[TextView, TextView | None]:
    """What stands after a story's id: ``be``, ``be@TIME``, or two of these to be held together, ``be@TIME..ru``.

    The second may leave its language out: then it is of the same article as the first. Raises BadAddress.
    """
    first, parted, second = written.partition("..")
    return read_view(first), read_view(second) if parted else None


def read_view(written: str) -> TextView:
    """``be``, ``be@TIME``, ``@TIME``; raises BadAddress."""
    found = _VIEW.fullmatch(written)
    if found is None or not (found["language"] or found["at"]):
        raise BadAddress(f"{written} is no text of a story: be, be@2026-11-24T10:00Z, or be..ru")
    return TextView(found["language"], found["at"], found["mark"] or "")


def story(ref: str, view: TextView | str = "", other: TextView | str = "") -> str:
    """Where a story is shown; one text of it; or two side by side."""
    written = str(view) + (f"..{other}" if str(other) else "")
    return f"/story/{ref}" + (f"/{quote(written, safe='@:.')}" if written else "")


def original(ref: str, captured_at: str, mark: str = "") -> str:
    """Where a stored page is shown, in a frame."""
    return f"/original/{ref}@{quote(marked(captured_at, mark), safe=':.')}"


def memento(url: str, captured_at: str | datetime) -> str:
    """Where a stored page is, as it was captured: a URI-M (RFC 7089)."""
    return f"/memento/{seconds(captured_at)}/{url}"


def timemap(url: str) -> str:
    """Where all captures of an address are listed (RFC 7089, 5)."""
    return f"/timemap/link/{url}"


def timegate(url: str) -> str:
    """Where the capture nearest to a time is asked for (RFC 7089, 4.2)."""
    return f"/timegate/{url}"


def page(path: str, /, **query: object) -> str:
    """A page of ours with what it is narrowed to; what is None, False or empty is left out."""
    given = {
        name: "1" if value is True else str(value) for name, value in query.items() if value not in (None, False, "")
    }
    return f"{path}?{urlencode(given)}" if given else path


def seconds(at: str | datetime) -> str:
    """A time as mementos are named by: 14 digits, UTC."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment.astimezone(UTC).strftime(_SECONDS)


def read_seconds(written: str) -> datetime:
    """The last moment of the second that 14 digits name; raises BadAddress."""
    try:
        return datetime.strptime(written, _SECONDS).replace(tzinfo=UTC) + timedelta(milliseconds=999)
    except ValueError as error:
        raise BadAddress(f"{written} is no time: 14 digits, as 20261124100000") from error


def json_of(path: str, query: Mapping[str, str]) -> str:
    """Where the same is told as JSON."""
    return page(f"{path.rstrip('/') or '/index'}.json", **query)
