"""Sites as somebody who watches them sees them: when each was last crawled, and until when it is to be left alone."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.sql import Row, iso

WORTH_A_RUN = "('listing', 'edited', 'suspected')"
"""Reasons why an address is due (``resource.due_why``) that do not wait for another run."""


def watched_rows(db: Database) -> Iterator[Row]:
    """Sites with a live run, by name: ``site run last_run due rest_until rest_why``.

    ``run`` is the newest live run that is over, ``last_run`` when it ended; both None where the first one lasts, or
    died. ``due`` is when something is due that is worth a run of its own: a listing, or an article that was just edited
    or is suspected to be gone. What else is due waits for such a run: each costs some requests that bring nothing.
    """
    yield from db.query(
        f"""SELECT site.name AS site, max(run.id) FILTER (WHERE ended IS NOT NULL) AS run,
            {iso("max(run.ended)")} AS last_run, {iso(f"({_DUE})")} AS due, {iso("cooldown_until")} AS rest_until,
            ifnull(cooldown_reason, '') AS rest_why
        FROM run JOIN site ON site.id = run.site WHERE run.mode = 'live' GROUP BY site.id ORDER BY site.name"""
    )


_DUE = f"SELECT min(due_at) FROM resource WHERE resource.site = site.id AND due_why IN {WORTH_A_RUN}"
