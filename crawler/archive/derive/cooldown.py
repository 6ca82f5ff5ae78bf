"""Sites that are left alone for a while, because they asked for it or refused."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.rules.schedule.backoff import cooldown_seconds as seconds

_LATEST = """
    SELECT end_reason, ended, first_capture IS NOT NULL FROM run WHERE mode = 'live' AND ended IS NOT NULL
        AND site = (SELECT id FROM site WHERE name = ?) ORDER BY id DESC LIMIT 50"""


def rest(db: Database, name: str, until: int | None, why: str) -> None:
    """Note until when a site is left alone (milliseconds UTC), and why; see ``Archive.rest``."""
    runs = [(reason, ended) for reason, ended, has_captured in db.conn.execute(_LATEST, (name,)) if has_captured]
    if why and until is None and runs:
        times = next((place for place, (reason, _) in enumerate(runs) if reason != "blocked"), len(runs))
        until = runs[0][1] + 1000 * seconds(times)
    if until is None and (not runs or runs[0][0] == "blocked"):
        return
    db.conn.execute(
        "UPDATE site SET cooldown_until = ?, cooldown_reason = ? WHERE name = ?", (until, why or None, name)
    )
