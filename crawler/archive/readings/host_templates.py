"""The templates of hosts without a spider: what was learned from the captures of each month, and from which."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.facts.captures import CaptureReader
from crawler.archive.sql import milliseconds
from crawler.items import Capture

_PAGES = """
    -- the captures of a site that the generic page read, or could not read for want of a title or a text
    FROM site JOIN resource r ON r.site = site.id
    JOIN capture c ON c.resource = r.id AND c.payload IS NOT NULL
    JOIN payload p ON p.id = c.payload
    JOIN reading g ON g.capture = c.id JOIN extractor x ON x.id = g.extractor AND x.name = site.name || '.GenericPage'
    WHERE site.name = ?"""

_MONTHS = f"SELECT DISTINCT strftime('%Y-%m', c.captured_at / 1000, 'unixepoch') {_PAGES} ORDER BY 1"

_IN_MONTH = f"""
    SELECT c.id, p.digest, r.uri_r {_PAGES} AND c.captured_at >= ? AND c.captured_at < ?
    ORDER BY substr(p.digest, 1, 8), r.key"""


class StoredMonth(NamedTuple):
    """What was learned from a site's captures of one month."""

    month: str
    """The month of the captures in UTC, such as ``2024-03``."""
    version: str
    """The version of the rule, and of the page object that read the sample."""
    sample: tuple[str, ...]
    """The keys of the captures that it was learned from."""
    content: str
    """What recurs, as JSON."""


def stored_months(db: Database, site: str) -> list[StoredMonth]:
    """What was learned of a site, by month; empty for a site that the archive does not have."""
    rows = db.conn.execute(
        """SELECT month, version, sample, content FROM host_template
        JOIN site ON site.id = host_template.site WHERE site.name = ? ORDER BY month""",
        (site,),
    )
    return [StoredMonth(month, version, tuple(json.loads(sample)), content) for month, version, sample, content in rows]


def keep_months(db: Database, site: int, months: Sequence[StoredMonth]) -> None:
    """Keep what was learned of a site (its id) in place of what was kept before. The caller holds the transaction."""
    db.conn.execute("DELETE FROM host_template WHERE site = ?", (site,))
    db.conn.executemany(
        "INSERT INTO host_template (site, month, version, sample, content) VALUES (?, ?, ?, ?, ?)",
        [(site, each.month, each.version, json.dumps(each.sample), each.content) for each in months],
    )


def months_of_pages(db: Database, site: str) -> list[str]:
    """The months in UTC in which the site has captures of pages."""
    return [row[0] for row in db.conn.execute(_MONTHS, (site,))]


def pages_of_month(db: Database, captures: CaptureReader, site: str, month: str) -> Iterator[tuple[str, str, Capture]]:
    """The captures of pages of a month, each after the digest of its payload (hexadecimal) and its address.

    They come in the order of the first eight bytes of the digest, then of the address's public id, without their
    readings. Each is loaded when it is asked for.
    """
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    rows = db.conn.execute(_IN_MONTH, (site, milliseconds(first), milliseconds(after))).fetchall()
    for number, digest, url in rows:
        yield digest.hex(), url, captures.one(number)
