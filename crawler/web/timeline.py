"""What became of one article, in the order of time: its texts, its events, and how often it was seen in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crawler.archive.asking import Row
from crawler.rules import ledger_words
from crawler.web import addresses
from crawler.web.addresses import View


def timeline(ref: str, language: str, revisions: list[Row], events: Iterable[Row], captures: list[Row]) -> list[Row]:
    """Rows ``at until kind what page``, newest first; captures that say nothing new are one row for each stretch."""
    rows: list[Row] = []
    starts = {row["captured_at"] for row in revisions}
    for number, row in enumerate(revisions):
        view = View(language, row["captured_at"])
        before = revisions[number - 1]["captured_at"] if number else None
        page = addresses.story(ref, View(language, before), View("", view.at)) if before else addresses.story(ref, view)
        what = "text changed" if number else "first text"
        rows.append({"at": row["captured_at"], "until": None, "kind": "revision", "what": what, "page": page})
    rows += [
        {"at": row["at"], "until": None, "kind": row["kind"], "what": _told(row), "page": None}
        for row in events
        if row["kind"] not in ("appeared", "edited")
    ]
    rows += _stretches(captures, starts)
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def _told(row: Row) -> str:
    changed = ledger_words.changed(row)
    return f"{ledger_words.what(row)}: {changed}" if changed else ledger_words.what(row)


def _stretches(captures: list[Row], starts: set[str]) -> Iterator[Row]:
    stretch: list[Row] = []
    for capture in captures:
        if capture["captured_at"] in starts:
            yield from _stretch(stretch)
            stretch = []
            continue
        if stretch and (stretch[-1]["status"], stretch[-1]["outcome"]) != (capture["status"], capture["outcome"]):
            yield from _stretch(stretch)
            stretch = []
        stretch.append(capture)
    yield from _stretch(stretch)


def _stretch(captures: list[Row]) -> Iterator[Row]:
    if not captures:
        return
    first, last = captures[0], captures[-1]
    times = "once" if len(captures) == 1 else f"{len(captures)} times"
    what: Any = f"seen {times}: {first['outcome']}" + (f" ({first['status']})" if first["status"] else "")
    yield {
        "at": first["captured_at"],
        "until": last["captured_at"] if len(captures) > 1 else None,
        "kind": "capture",
        "what": what,
        "page": addresses.original(last["id"], last["captured_at"]) if last["status"] and last["bytes"] else None,
    }
