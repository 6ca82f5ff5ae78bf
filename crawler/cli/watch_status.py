"""The status of watched sites in the archive: when each is due, and the result of its newest run."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.cli.archive_location import ArchiveLocation

MAX_FINDINGS = 3
"""Findings in the line about a run."""


@dataclass(frozen=True, kw_only=True)
class SiteStatus:
    """The status of a site in the archive; all None if it was never crawled live. Times are aware, in UTC."""

    last: datetime | None = None
    """The end of the newest live run that has ended."""
    due: datetime | None = None
    """The time when the next run is due."""
    rest_until: datetime | None = None
    """The end of the cooldown of the site."""
    run: Mapping[str, Any] | None = None
    """The newest live run that has ended, as a row of ``Archive.runs``."""


def site_statuses(
    location: ArchiveLocation, names: Sequence[str], spiders: Container[str], known: Mapping[str, SiteStatus]
) -> dict[str, SiteStatus]:
    """The status of each named site; without names, of every site that has a live run and a spider.

    ``known`` holds the statuses read before: a run in it is not read again. Raises ArchiveError.
    """
    with location.read() as archive:
        rows = {row["site"]: row for row in archive.watched()}
        statuses = dict.fromkeys(names or [name for name in rows if name in spiders], SiteStatus())
        for name in statuses:
            if row := rows.get(name):
                run = known[name].run if name in known else None
                if run is None or run["id"] != row["run"]:
                    run = None if row["run"] is None else archive.runs.one(row["run"])
                statuses[name] = SiteStatus(
                    last=_moment(row["last_run"]),
                    due=_moment(row["due"]),
                    rest_until=_moment(row["rest_until"]),
                    run=run,
                )
    return statuses


def run_summary(run: Mapping[str, Any]) -> str:
    """The counts of a run and its health, in one line."""
    counts = ", ".join(f"{run[name]} {name}" for name in ("captures", "new", "edited", "removed"))
    how = "" if run["how"] == "finished" else f", {run['how'] or 'not ended'}"
    if run["healthy"] is None:
        return f"{counts}{how}"
    if run["healthy"]:
        return f"{counts}{how}, healthy"
    findings = [
        f"{finding['field']}: {finding['what']}" + (f" ({finding['url']})" if finding["url"] else "")
        for finding in run["findings"]
    ]
    more = f" (and {len(findings) - MAX_FINDINGS} more)" if len(findings) > MAX_FINDINGS else ""
    return f"{counts}{how}, unhealthy: {'; '.join(findings[:MAX_FINDINGS])}{more}"


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
