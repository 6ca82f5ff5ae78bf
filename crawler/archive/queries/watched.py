"""The sites that ``communique watch`` crawls: the last run of each, when the next one is due, and its cooldown."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.sql import Row, iso

WORTH_A_RUN = "('listing', 'edited', 'suspected')"
"""SQL for the reasons (``resource.due_why``) that make an address worth a run of its own."""


def watched_rows(db: Database) -> Iterator[Row]:
    """Sites with a live run, by name: ``site run last_run due rest_until rest_why``.

    ``run`` is the newest live run that has ended, and ``last_run`` is when it ended. Both are None while the first run
    lasts, and where it died. ``due`` is the first time when an address is due that is worth a run of its own: a
    listing, or an article that was just edited or is suspected to be removed. Other addresses wait for such a run,
    since every run costs some requests that bring nothing. Times are RFC 3339 in UTC.
    """
    yield from db.query(
        f"""SELECT site.name AS site, max(run.id) FILTER (WHERE ended IS NOT NULL) AS run,
            {iso("max(run.ended)")} AS last_run, {iso(f"({_DUE})")} AS due, {iso("cooldown_until")} AS rest_until,
            ifnull(cooldown_reason, '') AS rest_why
        FROM run JOIN site ON site.id = run.site WHERE run.mode = 'live' GROUP BY site.id ORDER BY site.name"""
    )


_DUE = f"SELECT min(due_at) FROM resource WHERE resource.site = site.id AND due_why IN {WORTH_A_RUN}"
