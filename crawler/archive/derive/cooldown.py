"""The cooldown of a site: it gets no requests for a while, after it demanded that or refused requests."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.rules.schedule.backoff import cooldown_seconds as seconds

_LATEST = """
    SELECT end_reason, ended, first_capture IS NOT NULL FROM run WHERE mode = 'live' AND ended IS NOT NULL
        AND site = (SELECT id FROM site WHERE name = ?) ORDER BY id DESC LIMIT 50"""


def set_cooldown(db: Database, name: str, until: int | None, why: str) -> None:
    """Set until when a site gets no requests (milliseconds UTC), and why; see ``archive.sites.set_cooldown``."""
    runs = [(reason, ended) for reason, ended, has_captured in db.conn.execute(_LATEST, (name,)) if has_captured]
    if why and until is None and runs:
        times = next((place for place, (reason, _) in enumerate(runs) if reason != "blocked"), len(runs))
        until = runs[0][1] + 1000 * seconds(times)
    if until is None and (not runs or runs[0][0] == "blocked"):
        return
    db.conn.execute(
        "UPDATE site SET cooldown_until = ?, cooldown_reason = ? WHERE name = ?", (until, why or None, name)
    )
