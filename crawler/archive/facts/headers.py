"""Header lines of an exchange in a few bytes: both blocks as one JSON text, compressed against earlier ones."""

from __future__ import annotations

import json

from sqlite_utils import Database

from crawler.archive.zstd import CAREFUL, Codec
from crawler.errors import ArchiveBroken
from crawler.items import Headers

SECRET = frozenset({"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization"})
"""Names of fields whose values are never kept."""

REDACTED = "redacted"

GOOD = 100
"""Bytes: packed header lines up to this size do not need a better dictionary."""

MOST = 8
"""Dictionaries of header lines that a site may have: headers that differ every time stay large."""

LARGEST = 16 * 1024

_KEPT_CODECS = 64


def redact(headers: Headers) -> Headers:
    """The same fields, without the values that are credentials."""
    if not any(name.lower() in SECRET for name, _ in headers):
        return headers
    return tuple((name, REDACTED if name.lower() in SECRET else value) for name, value in headers)


class HeaderBlocks:
    """Packs and unpacks header lines.

    A block that the site's dictionary compresses badly is added to a new dictionary, until the site has ``MOST`` of
    them: a site has a few kinds of answers (a page, "not modified", a redirect).
    """

    def __init__(self, db: Database) -> None:
        self._conn = db.conn
        self._current: dict[int, int | None] = {}
        self._full: set[int] = set()
        self._codecs: dict[int, Codec] = {}

    def forget(self) -> None:
        """Forget everything that a failed transaction may have made untrue."""
        self._current.clear()
        self._full.clear()
        self._codecs.clear()

    def pack(self, site: int, request: Headers, response: Headers, at: int) -> tuple[int | None, bytes | None]:
        """The dictionary's id and the bytes to keep, secrets redacted; nothing where there are no headers."""
        if not request and not response:
            return None, None
        text = _write(redact(request), redact(response))
        dictionary = self._dictionary_of(site)
        frame = None if dictionary is None else self._codec(dictionary).compress(text)
        if dictionary is None or frame is None or (len(frame) > GOOD and site not in self._full):
            dictionary = self._learn(site, dictionary, text, at)
            frame = self._codec(dictionary).compress(text)
        return dictionary, frame

    def unpack(self, dictionary: int | None, packed: bytes | None) -> tuple[Headers, Headers]:
        """Request and response headers, in the order received."""
        if packed is None or dictionary is None:
            return (), ()
        request, response = json.loads(self._codec(dictionary).expand(packed))
        return _pairs(request), _pairs(response)

    def _dictionary_of(self, site: int) -> int | None:
        if site not in self._current:
            number, count = self._conn.execute(
                "SELECT max(id), count(*) FROM dictionary WHERE site = ? AND kind = 'headers'", (site,)
            ).fetchone()
            self._current[site] = number
            if count >= MOST:
                self._full.add(site)
        return self._current[site]

    def _learn(self, site: int, earlier: int | None, text: bytes, at: int) -> int:
        content = (b"" if earlier is None else self._content(earlier)) + text
        row = self._conn.execute(
            """INSERT INTO dictionary (site, kind, made_at, pages, bytes) VALUES (?, 'headers', ?,
                (SELECT count(*) + 1 FROM dictionary WHERE site = ? AND kind = 'headers'), ?) RETURNING id, pages""",
            (site, at, site, content[-LARGEST:]),
        ).fetchone()
        self._current[site] = int(row[0])
        if row[1] >= MOST:
            self._full.add(site)
        return int(row[0])

    def _content(self, dictionary: int) -> bytes:
        row = self._conn.execute("SELECT bytes FROM dictionary WHERE id = ?", (dictionary,)).fetchone()
        if row is None:
            raise ArchiveBroken(f"dictionary {dictionary} is missing: restore a copy of the archive")
        return bytes(row[0])

    def _codec(self, dictionary: int) -> Codec:
        codec = self._codecs.get(dictionary)
        if codec is None:
            if len(self._codecs) >= _KEPT_CODECS:
                self._codecs.clear()
            codec = self._codecs[dictionary] = Codec(raw=self._content(dictionary), level=CAREFUL, magic=False)
        return codec


_TO_JSON = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def _write(request: Headers, response: Headers) -> bytes:
    blocks = [[text for pair in block for text in pair] for block in (request, response)]
    return _TO_JSON(blocks).encode()


def _pairs(flat: list[str]) -> Headers:
    return tuple(zip(flat[::2], flat[1::2], strict=True))
