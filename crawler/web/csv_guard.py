"""CSV on its way to a reader, made inert: for tables that Datasette writes."""

from __future__ import annotations

import csv
import io
import re
import sys

from crawler.rules.text.spreadsheet_cells import inert

_END = b"\r\n"
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


class CsvGuard:
    """Takes CSV (RFC 4180, UTF-8) in pieces of any size and gives it back row by row, no cell a formula. A number stays
    one, below zero too."""

    def __init__(self) -> None:
        csv.field_size_limit(sys.maxsize)  # a body is one cell
        self._held = bytearray()
        self._read = 0
        self._quotes = 0

    def take(self, piece: bytes, *, more: bool) -> bytes:
        """The rows that are whole by now; all that is left where no ``more`` comes."""
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
