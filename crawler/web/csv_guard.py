"""Removes formulas from the CSV that Datasette writes (OWASP, "CSV Injection")."""

from __future__ import annotations

import csv
import io
import re
import sys

from crawler.rules.text.spreadsheet_cells import inert

_END = b"\r\n"
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


class CsvGuard:
    """Takes CSV (RFC 4180, UTF-8) in chunks of any size and returns it row by row, without formulas.

    Numbers stay numbers, negative ones too.
    """

    def __init__(self) -> None:
        csv.field_size_limit(sys.maxsize)  # the body of an article is one cell
        self._held = bytearray()
        self._read = 0
        self._quotes = 0

    def take(self, piece: bytes, *, more: bool) -> bytes:
        """The rows that are complete with this chunk; all of the rest if there is no ``more``."""
        self._held += piece
        rows: list[bytes] = []
        while (end := self._held.find(_END, self._read)) >= 0:
            after = end + len(_END)
            self._quotes += self._held.count(b'"', self._read, after)
            self._read = after
            if self._quotes % 2 == 0:
                rows.append(self._cut(after))
        if not more and self._held:
            rows.append(self._cut(len(self._held)))
        return b"".join(rows)

    def _cut(self, size: int) -> bytes:
        text = self._held[:size].decode("utf-8", "replace")
        del self._held[:size]
        self._read = self._quotes = 0
        written = io.StringIO()
        ended = text.endswith("\r\n")
        writer = csv.writer(written, lineterminator="\r\n" if ended else "")
        for row in csv.reader(io.StringIO(text, newline="")):
            writer.writerow([cell if _NUMBER.fullmatch(cell) else inert(cell) for cell in row])
        return written.getvalue().encode()
