"""Resolves references that people type (an address in any spelling, or a 12-letter id) to rows of the archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from sqlite_utils import Database

from crawler.archive.sql import rows_of
from crawler.errors import BadAddress, NotInArchive
from crawler.rules.url.spelling import spell

_ID = re.compile(r"[a-z2-7]{12}")


def resource_of(db: Database, ref: str) -> int:
    """The id (``resource.id``) of the address that a reference means; raises NotInArchive."""
    ref = ref.strip()
    if _ID.fullmatch(ref.lower()):
        row = db.conn.execute("SELECT id FROM resource WHERE key = ?", (ref.lower(),)).fetchone()
        if row is None:
            raise NotInArchive(f"the archive has no id {ref}: communique articles lists ids and addresses")
        return int(row[0])
    for url in _spellings(ref):
        for _, number in rows_of(db, (url,), "uri_r, id"):
            return int(number)
    raise NotInArchive(f"the archive does not know {ref}: communique articles lists ids and addresses")


def article_of(db: Database, ref: str) -> int:
    """The id of the article that a reference means, by any of its addresses; raises NotInArchive."""
    resource = resource_of(db, ref)
    row = db.conn.execute(
        """SELECT ifnull(resource.article, main.article), resource.captured_at, resource.refusal,
            EXISTS (SELECT 1 FROM capture WHERE capture.resource = resource.id AND capture.status > 0) FROM resource
        LEFT JOIN resource AS main ON main.id = resource.alias_of WHERE resource.id = ?""",
        (resource,),
    ).fetchone()
    if row[0] is not None:
        return int(row[0])
    if row[2] is not None:
        raise NotInArchive(f"{ref} is known, but it is not requested ({row[2]})")
    if row[1] is None and row[3]:
        raise NotInArchive(f"{ref} is captured, but none of its answers count: communique timemap lists them")
    if row[1] is None:
        raise NotInArchive(f"{ref} is known, but it is not captured yet: the next crawl of its site requests it")
    raise NotInArchive(f"{ref} is captured, but it is not an article: communique timemap lists its answers")


def _spellings(ref: str) -> Iterator[str]:
    """Spellings under which the archive may have an address: normalized, as typed, with another scheme or host.

    The last are the four combinations of https or http, and of a host without or with ``www.``.
    """
    try:
        url = spell(ref if "://" in ref else f"https://{ref}")
    except BadAddress:
        yield ref
        return
    yield from dict.fromkeys((url, ref))
    parts = urlsplit(url)
    bare = parts.netloc.removeprefix("www.")
    for scheme in ("https", "http"):
        for host in (bare, f"www.{bare}"):
            yield parts._replace(scheme=scheme, netloc=host).geturl()
