"""The CSV guard: whatever cells contain and wherever chunks end, no cell is a formula."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.text.spreadsheet_cells import inert
from crawler.web.csv_guard import CsvGuard

ODD = st.sampled_from(['=cmd()"', '"\r\n=x', "+1", "-5", "-5-1", "@a", "\t=1", "x\r\n"])
CELLS = st.lists(st.text(max_size=12) | ODD, min_size=1)
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def through(content: bytes, cuts: list[int]) -> bytes:
    """The content, taken in pieces."""
    cells, given, start = CsvGuard(), b"", 0
    for cut in sorted(cut % (len(content) + 1) for cut in cuts):
        given += cells.take(content[start:cut], more=True)
        start = cut
    return given + cells.take(content[start:], more=False)


@given(rows=st.lists(CELLS, min_size=1, max_size=6), cuts=st.lists(st.integers(0, 500), max_size=8))
def test_wherever_it_is_cut_each_cell_is_inert(rows: list[list[str]], cuts: list[int]) -> None:
    """The rows and cells are the same, except for formulas."""
    rows = [[cell.replace("\0", "") for cell in row] for row in rows]
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    read = list(csv.reader(io.StringIO(through(written.getvalue().encode(), cuts).decode(), newline="")))
    assert read == [[cell if NUMBER.fullmatch(cell) else inert(cell) for cell in row] for row in rows]
    assert not [cell for row in read for cell in row if cell.startswith(("=", "@", "\t", "\r"))]


def test_a_number_stays_a_number() -> None:
    """Negative numbers are kept; a text that begins like a number is not a number."""
    assert through(b"-5,+0.25e3,-5+cmd(),-\r\n", []) == b"-5,+0.25e3,'-5+cmd(),'-\r\n"


def test_what_is_cut_off_is_given_as_it_is() -> None:
    """The row has no end, or an error follows in place of the rest."""
    assert through(b'a,"b\r\n', []) == b'a,"b\r\n"\r\n'
    assert through(b"a,b\r\nno such table", []) == b"a,b\r\nno such table"
    assert through(b"", []) == b""
