"""The language versions of a story, and the evidence for each."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from crawler.archive.queries.references import resource_of
from crawler.archive.sql import SLOT, Row
from crawler.errors import NotInArchive

_MEMBERS = f"""SELECT article.id AS article, address.key AS id, address.uri_r AS url,
    iif(article.state = 'vanished', 'missing', article.state) AS state,
    iif(article.state = 'vanished', 'vanished', '') AS reason,
    {SLOT} AS language, revision.title AS title
FROM article JOIN resource AS address ON address.id = article.resource
JOIN revision ON revision.id = article.revision WHERE article.story = ?
ORDER BY article.first_seen, address.uri_r"""

_LINKS = """SELECT target.key AS id, target.uri_r AS url, variant_link.language AS language,
    variant_link.state AS state, variant_link.evidence AS evidence,
    ifnull(variant_link.reason, '') AS reason, target.article AS article,
    ifnull(target.title, '') AS title
FROM article JOIN resource AS source ON source.article = article.id
JOIN variant_link ON variant_link.source = source.id
JOIN resource AS target ON target.id = variant_link.target
WHERE article.story = ? ORDER BY variant_link.language, target.uri_r"""

_STORIES = """SELECT article.story FROM resource JOIN article ON article.id = resource.article WHERE resource.id = :id
UNION ALL
SELECT article.story FROM variant_link JOIN resource AS source ON source.id = variant_link.source
JOIN article ON article.id = source.article WHERE variant_link.target = :id AND variant_link.state != 'refused'
LIMIT 1"""

_PRECEDENCE = ("archived", "untranslated", "empty", "known", "late", "missing", "withdrawn", "refused")


def variant_rows(db: Database, ref: str) -> list[Row]:
    """One row per language of the story, with this article's own, and one per refused announcement.

    The keys are those of ``archive.articles.variants``. Raises NotInArchive.
    """
    resource = resource_of(db, ref)
    found = db.conn.execute(_STORIES, {"id": resource}).fetchone()
    if found is None:
        raise NotInArchive(f"{ref} is not an article, and no article of the archive announces it")
    members = list(db.query(_MEMBERS, [found[0]]))
    links = list(db.query(_LINKS, [found[0]]))
    rows = [_member(member, links) for member in members]
    own = {member["article"] for member in members}
    taken = {row["language"] for row in rows}
    unrefused = (link for link in links if link["state"] != "refused")
    rows += [
        _best(announced)
        for language, announced in _by_language(unrefused).items()
        if language not in taken and not any(link["article"] in own for link in announced)
    ]
    refused = {(link["language"], link["url"]): link for link in links if link["state"] == "refused"}
    rows += [_row(link) for link in refused.values()]
    return sorted(rows, key=lambda row: (row["language"], _PRECEDENCE.index(row["state"]), row["url"]))


def _member(member: Row, links: Iterable[Row]) -> Row:
    announcing = (link for link in links if link["article"] == member["article"] and link["state"] != "refused")
    return _row(member | {"evidence": _evidence(announcing)})


def _evidence(links: Iterable[Row]) -> str:
    return " ".join(sorted({word for link in links for word in link["evidence"].split()}))


def _by_language(links: Iterable[Row]) -> dict[str, list[Row]]:
    announced: dict[str, list[Row]] = {}
    for link in links:
        announced.setdefault(link["language"], []).append(link)
    return announced


def _best(links: list[Row]) -> Row:
    """The likeliest of several addresses that are announced for one language, with all evidence for it."""
    best = min(links, key=lambda link: (_PRECEDENCE.index(link["state"]), link["url"]))
    return _row(best | {"evidence": _evidence(link for link in links if link["url"] == best["url"])})


def _row(row: Row) -> Row:
    return {name: row[name] for name in ("language", "url", "state", "evidence", "reason", "id", "title")}
