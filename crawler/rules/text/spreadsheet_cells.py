"""Cells of a spreadsheet: formulas in them are disabled (OWASP, "CSV Injection")."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\s*[=+\-@|%\t\r\uff1d\uff0b\uff0d\uff20]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def inert(text: str) -> str:
    """The cell without control characters and direction marks, with an apostrophe before a text that would run as a
    formula."""
    text = _UNSEEN.sub("", text)
    return f"'{text}" if _FORMULA.match(text) else text
