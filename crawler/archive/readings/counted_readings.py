"""Loads which readings of an article's addresses are part of its history; the rule is ``rules.history.identity``."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.readings.address_readings import address_of, load
from crawler.rules.history.identity import identify


def until(db: Database, article: int) -> dict[int, int | None]:
    """For each address of an article, the time until which its readings count (milliseconds UTC, exclusive).

    None means that all of them count; so it is for an article with one address, whose readings are not loaded.
    """
    own = [number for (number,) in db.conn.execute("SELECT id FROM resource WHERE article = ?", (article,)).fetchall()]
    if len(own) < 2:
        return dict.fromkeys(own)
    found = load(db, own)
    limits = identify({key: address_of(found, key) for key in found.uris}).until
    return {key: limits.get(key, 0) for key in own}
