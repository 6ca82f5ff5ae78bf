"""What is known and what is still to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlite_utils import Database

from crawler.archive.addresses import rows_of

Row = dict[str, Any]


def answered(db: Database, urls: Iterable[str]) -> set[str]:
    """Which of the addresses gave an answer already (blocked and unreachable ones gave none)."""
    return {row[0] for row in rows_of(db, urls, "uri_r, captured_at") if row[1] is not None}


def validators(db: Database, urls: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
    """ETag and Last-Modified of the latest whole answer, for each of the addresses that has either."""
    rows = rows_of(db, urls, "uri_r, etag, last_modified")
    return {url: (etag, modified) for url, etag, modified in rows if etag or modified}


def waiting(db: Database, site: str) -> Iterator[Row]:
    """Addresses of a site that are known and never gave an answer, those found last first: rows of ``frontier``."""
    yield from db.query(
        """SELECT frontier.* FROM resource JOIN frontier ON frontier.id = resource.key
        WHERE resource.site = (SELECT id FROM site WHERE name = :site) AND resource.captured_at IS NULL
            AND resource.refusal IS NULL
        ORDER BY resource.found_at DESC, resource.uri_r""",
        {"site": site},
    )
