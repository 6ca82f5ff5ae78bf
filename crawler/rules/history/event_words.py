"""Events in words: what happened to an article, from one row of ``Archive.changes``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from crawler.rules.history.edits import Edit

_SHOWN = 2
"""Lines of furniture that a sentence shows."""
_UNITS = (("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1_000))


def what(row: Mapping[str, Any]) -> str:
    """The kind of the event. A removal that is only suspected has a question mark: ``vanished?``."""
    return f"{row['kind']}?" if row["kind"] == "vanished" and row["confirmed"] is None else str(row["kind"])


def changed(row: Mapping[str, Any]) -> str:
    """What changed, in one sentence without a full stop; empty for an article that appeared."""
    sentence = _SENTENCES.get(row["kind"])
    return "" if sentence is None else sentence(row)


def evidence(row: Mapping[str, Any]) -> str:
    """The captures that are the evidence of an event, in order of time, by their statuses: ``200 -> 404 x3``.

    The outcome replaces a status that would mislead: ``missing`` with status 200 is a soft 404, and status 0 means that
    there was no answer.
    """
    answers = [_answer(capture) for capture in row["captures"]]
    return " -> ".join(
        answer if count == 1 else f"{answer} x{count}"
        for answer, count in ((answer, len(list(same))) for answer, same in groupby(answers))
    )


def duration(milliseconds: float) -> str:
    """A length of time in its largest unit, rounded down: ``3 days``. Less than a second is ``0 seconds``."""
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


def _redated(row: Mapping[str, Any]) -> str:
    return f"the publication date: {row['summary'].get('from')} became {row['summary'].get('to')}"


def _pictured(row: Mapping[str, Any]) -> str:
    summary = row["summary"]
    counts = (
        f"{_count(len(summary.get(name, ())), 'picture')} {name}" for name in ("added", "removed") if summary.get(name)
    )
    return ", ".join(counts) or "other pictures"


def _typography(row: Mapping[str, Any]) -> str:
    return "typography only: no word changed"


_WITHDRAWN = {
    "read-equal": "no edit: the newest page object reads the same text from both captures",
    "passing-page": "no edit: another page, such as a waiting room, was served in its place",
}


def _withdrawn(row: Mapping[str, Any]) -> str:
    reason = row["summary"].get("reason", "")
    return _WITHDRAWN.get(reason, f"no edit ({reason})")


def _furniture(row: Mapping[str, Any]) -> str:
    summary = row["summary"]
    said = [
        f"{name}: " + "; ".join(f"“{line}”" for line in summary[name][:_SHOWN])
        for name in ("gained", "lost", "counted")
        if summary.get(name)
    ]
    return f"furniture of {_count(summary.get('articles', 0), 'article')}, " + ", ".join(said)


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "edited": _edited,
    "moved": _moved,
    "vanished": _vanished,
    "restored": _restored,
    "redated": _redated,
    "pictured": _pictured,
    "typography": _typography,
    "withdrawn": _withdrawn,
    "furniture": _furniture,
}


def _answer(capture: Mapping[str, Any]) -> str:
    status, outcome = capture["status"], capture["outcome"]
    if not status or (outcome == "missing" and status < 400):
        return str(outcome)
    return str(status)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
