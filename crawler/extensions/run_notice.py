"""Writes the message about a run: its health findings, removals, restorations and edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.rules.history.event_words import changed

MOST = 10
"""Findings, removals or edits that are listed one by one; the rest are counted."""
LONGEST = 160
"""Characters of a title, or of the text of a finding; a longer text is cut."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A message about one run, in plain text."""

    title: str
    body: str
    is_alarm: bool
    """The run failed or is unhealthy, or a removal is confirmed; else the message is only news."""


def notice(
    run: Mapping[str, Any],
    *,
    edited: Sequence[Mapping[str, Any]] = (),
    removed: Sequence[Mapping[str, Any]] = (),
    restored: Sequence[Mapping[str, Any]] = (),
    failed: str = "",
    is_news: bool = True,
) -> Notice | None:
    """Write the message about a run; None where there is nothing to report.

    ``run`` is a row of ``Archive.runs``; ``edited``, ``removed`` and ``restored`` are rows of ``Archive.changes``.
    ``failed`` says why the run could not be stored; it is empty otherwise. Where ``is_news`` is False, an earlier
    message reported the findings of the run, and they alone cause no message.
    """
    is_unhealthy = run["healthy"] is False
    if not (edited or removed or restored or failed or (is_unhealthy and is_news)):
        return None
    heads = [
        *(["failed"] if failed else []),
        *(["unhealthy"] if is_unhealthy else []),
        *([f"{len(removed)} removed"] if removed else []),
        *([f"{len(restored)} restored"] if restored else []),
        *([f"{len(edited)} edited"] if edited else []),
    ]
    more = f"communique changes --site {run['site']}"
    parts = [
        *([f"The run failed: {failed}"] if failed else []),
        *_section("What is wrong:", map(_finding, run["findings"] if is_unhealthy else ()), "communique runs --json"),
        *_section("Removed, confirmed:", map(_removal, removed), f"{more} --kind vanished"),
        *_section("Removed before, and back again:", map(_change, restored), f"{more} --kind restored"),
        *_section("Edited:", map(_change, edited), f"{more} --kind edited"),
        f"Run {run['id']}, begun {_minute(run['started'])}.",
    ]
    title = f"{run['site']}: {', '.join(heads)}"
    return Notice(title=title, body="\n\n".join(parts), is_alarm=bool(failed or is_unhealthy or removed))


def _section(head: str, lines: Iterable[str], more: str) -> Iterator[str]:
    listed = list(lines)
    if not listed:
        return
    rest = [f"... and {len(listed) - MOST} more: {more}"] if len(listed) > MOST else []
    yield "\n".join([head, *(f"- {line}" for line in listed[:MOST]), *rest])


def _finding(row: Mapping[str, Any]) -> str:
    where = " ".join(word for word in (row.get("url"), row.get("capture")) if word)
    return f"{row['field']}: {_cut(row['what'])}" + (f"; see {where}" if where else "")


def _removal(row: Mapping[str, Any]) -> str:
    return f"{_named(row)}: {changed(row)}, since {_minute(row['at'])}"


def _change(row: Mapping[str, Any]) -> str:
    return f"{_named(row)}: {changed(row)}"


def _named(row: Mapping[str, Any]) -> str:
    language = f" ({row['language']})" if row["language"] else ""
    return f"{_cut(row['title'] or 'no title')}{language} {row['url']}"


def _cut(text: str) -> str:
    words = " ".join(str(text).split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _minute(at: str) -> str:
    """Format a time (RFC 3339, UTC) to the minute: ``2026-11-24 10:00Z``."""
    return f"{at[:16].replace('T', ' ')}Z"
