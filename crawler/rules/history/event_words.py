"""The ledger in words: what happened to an article, told from one row of ``Archive.changes``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from crawler.rules.history.edits import Edit

_UNITS = (("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1_000))


def what(row: Mapping[str, Any]) -> str:
    """The kind of the event; a removal that is only suspected has a question mark: ``vanished?``."""
    return f"{row['kind']}?" if row["kind"] == "vanished" and row["confirmed"] is None else str(row["kind"])


def changed(row: Mapping[str, Any]) -> str:
    """What changed, in one sentence without its stop; empty for what simply appeared."""
    tell = _SENTENCES.get(row["kind"])
    return "" if tell is None else tell(row)


def evidence(row: Mapping[str, Any]) -> str:
    """The captures that show it, in the order of time, as their statuses: ``200 -> 404 x3``.

    The outcome stands for the status where a status alone would mislead: ``missing`` under 200 is a soft 404, and 0 is
    no answer.
    """
    told = [_answer(capture) for capture in row["captures"]]
    return " -> ".join(
        answer if count == 1 else f"{answer} x{count}"
        for answer, count in ((answer, len(list(same))) for answer, same in groupby(told))
    )


def duration(milliseconds: float) -> str:
    """A length of time by its largest unit, rounded down: ``3 days``; less than a second is ``0 seconds``."""
    for unit, size in _UNITS:
        if milliseconds >= size or unit == "second":
            return _count(int(milliseconds // size), unit)
    raise AssertionError("seconds are the last unit")


def _edited(row: Mapping[str, Any]) -> str:
    summary = row["summary"]
    return Edit(
        tuple(summary.get("fields", ())),
        summary.get("added", 0),
        summary.get("removed", 0),
        tuple(summary.get("changed", ())),
    ).sentence()


def _moved(row: Mapping[str, Any]) -> str:
    return f"to {row['summary'].get('to', 'another address')}"


def _vanished(row: Mapping[str, Any]) -> str:
    times = sum(capture["outcome"] in ("missing", "moved") for capture in row["captures"])
    how = row["summary"].get("how", "")
    seen = f"missing in {_count(times, 'capture')}" + (f" ({how})" if how else "")
    return f"{seen}, suspected only" if row["confirmed"] is None else f"{seen}, confirmed"


def _restored(row: Mapping[str, Any]) -> str:
    gone = row["summary"].get("gone_ms")
    return "is back" if gone is None else f"is back after {duration(gone)}"


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "edited": _edited,
    "moved": _moved,
    "vanished": _vanished,
    "restored": _restored,
}


def _answer(capture: Mapping[str, Any]) -> str:
    status, outcome = capture["status"], capture["outcome"]
    if not status or (outcome == "missing" and status < 400):
        return str(outcome)
    return str(status)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
