"""Queries on sites: how much of each is archived, and when it was last crawled."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.sql import Row, iso
from crawler.errors import SiteUnknown


def site_id(db: Database, name: str) -> int:
    """The id of a site; raises SiteUnknown."""
    row = db.conn.execute("SELECT id FROM site WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise SiteUnknown(f"the archive has no site {name!r}: crawl it first")
    return int(row[0])


def has_site(db: Database, name: str) -> bool:
    """Whether the archive has a site of that name: something of it was crawled or imported."""
    return bool(db.conn.execute("SELECT 1 FROM site WHERE name = ?", (name,)).fetchone())


def name_rows(db: Database) -> list[Row]:
    """Sites by name: ``name title languages``."""
    rows = db.conn.execute("SELECT name, title, languages FROM site ORDER BY name").fetchall()
    return [{"name": name, "title": title, "languages": json.loads(tags)} for name, title, tags in rows]


def site_rows(db: Database) -> Iterator[Row]:
    """Sites by name, each with the number of its articles. The keys are those of ``archive.sites``."""
    rows = db.query(
        f"""SELECT site.name AS name, site.title AS title, site.languages AS languages,
            (SELECT count(*) FROM article WHERE article.site = site.id) AS articles,
            -- the start of the newest run, and the health of the newest run that was judged
            (SELECT started FROM run_log WHERE run_log.site = site.name ORDER BY id DESC LIMIT 1) AS last_run,
            (SELECT healthy FROM run WHERE run.site = site.id AND healthy IS NOT NULL ORDER BY id DESC LIMIT 1)
                AS healthy,
            -- when the first address is due, and until when the site has a cooldown
            (SELECT {iso("due_at")} FROM resource WHERE resource.site = site.id AND due_at IS NOT NULL
                ORDER BY due_at LIMIT 1) AS next_due,
            {iso("site.cooldown_until")} AS rest_until, ifnull(site.cooldown_reason, '') AS rest_why
        FROM site ORDER BY name"""
    )
    for row in rows:
        row["healthy"] = None if row["healthy"] is None else bool(row["healthy"])
        yield row | {"languages": json.loads(row["languages"])}
