"""Which readings of an article's addresses are its history, asked of the archive: see ``rules.aliases``."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.readings.address_readings import address_of, load
from crawler.rules.history.identity import identify


def until(db: Database, article: int) -> dict[int, int | None]:
    """Up to when (milliseconds UTC, exclusive) the readings of each address of an article count, None: all of them do.
    An address that is the only one is not looked at further."""
    own = [number for (number,) in db.conn.execute("SELECT id FROM resource WHERE article = ?", (article,)).fetchall()]
    if len(own) < 2:
        return dict.fromkeys(own)
    found = load(db, own)
    told = identify({key: address_of(found, key) for key in found.uris}).until
    return {key: told.get(key, 0) for key in own}
