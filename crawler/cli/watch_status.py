"""What the archive says of the sites that are watched: when each is due, and what its newest run brought."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.cli.archive_location import Place

LATEST = 20
"""Runs of a site that are looked through for the newest live one that is over."""
SAID = 3
"""Findings that the line about a run has."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What the archive says of a site; all None where it was never crawled live. Times are aware."""

    last: datetime | None = None
    """When the newest live run that is over ended."""
    due: datetime | None = None
    """When something of it is due that is worth a run."""
    rest_until: datetime | None = None
    run: Mapping[str, Any] | None = None
    """The newest live run that is over, as ``Archive.runs`` has it."""


def see(place: Place, names: Sequence[str], spiders: Container[str], known: Mapping[str, Sight]) -> dict[str, Sight]:
    """The sites of these names, as the archive has them; without names all of it that have a live run and a spider.

    ``known`` is what was seen before: runs in it are not fetched again. Raises ArchiveError.
    """
    with place.read() as archive:
        rows = {row["site"]: row for row in archive.watched()}
        seen = dict.fromkeys(names or [name for name in rows if name in spiders], Sight())
        for name in seen:
            if row := rows.get(name):
                run = known[name].run if name in known else None
                if run is None or run["id"] != row["run"]:
                    latest = archive.runs(site=name, limit=LATEST)
                    run = next((one for one in latest if one["id"] == row["run"]), None)
                seen[name] = Sight(
                    last=_moment(row["last_run"]),
                    due=_moment(row["due"]),
                    rest_until=_moment(row["rest_until"]),
                    run=run,
                )
    return seen


def brought(run: Mapping[str, Any]) -> str:
    """What a run brought, in one line."""
    counts = ", ".join(f"{run[name]} {name}" for name in ("captures", "new", "edited", "removed"))
    how = "" if run["how"] == "finished" else f", {run['how'] or 'not ended'}"
    if run["healthy"] is None:
        return f"{counts}{how}"
    if run["healthy"]:
        return f"{counts}{how}, healthy"
    told = [
        f"{finding['field']}: {finding['what']}" + (f" ({finding['url']})" if finding["url"] else "")
        for finding in run["findings"]
    ]
    more = f" (and {len(told) - SAID} more)" if len(told) > SAID else ""
    return f"{counts}{how}, unhealthy: {'; '.join(told[:SAID])}{more}"


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
