"""The summary of a site: how much of it is archived, by language."""

from __future__ import annotations

import json

from sqlite_utils import Database

from crawler.archive.queries.runs import REVISIONS_OF_RUN
from crawler.archive.queries.sites import site_id
from crawler.archive.sql import SLOT, Row

_COUNTS = {
    "listed": """SELECT ifnull(language, ''), count(*) FROM resource
        WHERE site = :site AND listed_at IS NOT NULL AND kind = 'article' AND refusal IS NULL GROUP BY 1""",
    "archived": f"SELECT {SLOT}, count(*) FROM article WHERE site = :site GROUP BY 1",
    "variants_known": """SELECT variant_link.language, count(DISTINCT ifnull(article.story, -source.id))
        FROM resource AS source JOIN variant_link ON variant_link.source = source.id
        LEFT JOIN article ON article.id = source.article
        WHERE source.site = :site AND variant_link.state IN ('known', 'missing', 'late') GROUP BY 1""",
    "new": f"""SELECT {SLOT}, count(*) FROM ({REVISIONS_OF_RUN}) AS begun
        JOIN article ON article.id = begun.article WHERE begun.number = 1 GROUP BY 1""",
    "edited": f"""SELECT {SLOT}, count(DISTINCT article.id) FROM ({REVISIONS_OF_RUN}) AS begun
        JOIN article ON article.id = begun.article WHERE begun.number > 1 GROUP BY 1""",
}


def summarize(db: Database, site: str, run: int | None) -> list[Row]:
    """One row per language: the site's languages in its order, then others that articles or announcements have.

    ``listed`` counts the addresses of articles on listings, feeds and sitemaps. ``archived`` counts articles.
    ``variants_missing`` counts stories without an archived article in that language, ``variants_known`` stories that
    announce one which is not archived. ``new`` and ``edited`` count articles of that run, or of the newest run if
    ``run`` is None. Raises SiteUnknown.
    """
    number = site_id(db, site)
    if run is None:
        (run,) = db.conn.execute("SELECT max(id) FROM run WHERE site = ?", (number,)).fetchone()
    counts = {
        name: dict(db.conn.execute(sql, {"site": number, "run": run} if ":run" in sql else {"site": number}).fetchall())
        for name, sql in _COUNTS.items()
    }
    archived = dict(
        db.conn.execute(
            f"SELECT {SLOT}, count(DISTINCT story) FROM article WHERE site = :site GROUP BY 1", {"site": number}
        ).fetchall()
    )
    (stories,) = db.conn.execute("SELECT count(DISTINCT story) FROM article WHERE site = ?", (number,)).fetchone()
    (declared,) = db.conn.execute("SELECT languages FROM site WHERE id = ?", (number,)).fetchone()
    languages = json.loads(declared)
    others = sorted({tag for count in counts.values() for tag in count} - set(languages))
    return [
        {
            "language": language,
            **{name: count.get(language, 0) for name, count in counts.items()},
            "variants_missing": stories - archived.get(language, 0) if language else 0,
        }
        for language in (*languages, *others)
    ]
