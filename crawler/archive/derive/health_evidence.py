"""Fetches a run's readings for the rules of health: pages, their earlier answers, first pages of listings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.archive.zstd import Codec
from crawler.rules.health.listings import Listed
from crawler.rules.health.page_pairs import Seen
from crawler.rules.language.tags import hreflang_language

SAMPLE = 600
"""Pages of a run that are examined, of the known and of the new each: a run may have read tens of thousands."""
_CODEC = Codec(level=1)

_TAKEN = """
    -- the fields of ``Taken``, in its order: the capture and its outcome
    SELECT c.id AS id, c.resource AS resource, c.captured_at AS at, o.word AS word, ifnull(g.reason, '') AS reason,
        -- the extract, the address with what its place claims, the article and the extractor
        g.extract AS extract, a.key AS key, a.uri_r AS url, ifnull(a.kind, '') AS kind,
        ifnull(a.language, '') AS language, a.listed_at AS listed,
        a.found_in AS found_in, a.article AS article, a.alias_of AS alias, ifnull(x.name, '') AS extractor,
        ifnull(x.version, '') AS version
    FROM run JOIN capture c ON c.run = run.id AND c.id BETWEEN run.first_capture AND run.last_capture
    JOIN reading g ON g.capture = c.id JOIN outcome o ON o.id = g.outcome JOIN resource a ON a.id = c.resource
    LEFT JOIN extractor x ON x.id = g.extractor
    WHERE run.id = ? ORDER BY c.captured_at, c.id"""

# Unhealthy runs are left out, until there are so many that their state has become usual.
_BEFORE = """
    SELECT c.id, o.word, g.extract, c.captured_at, ifnull(g.reason, ''), x.name, x.version
    FROM capture c JOIN run ON run.id = c.run AND run.ignored_because IS NULL
        AND (run.healthy IS NOT 0 OR run.id < :usual_from)
    JOIN reading g ON g.capture = c.id JOIN outcome o ON o.id = g.outcome
    LEFT JOIN extractor x ON x.id = g.extractor
    WHERE c.resource = :resource AND c.captured_at < :at AND c.run != :run AND o.word IN ('article', 'missing')
    ORDER BY c.captured_at DESC, c.id DESC LIMIT 1"""


class Taken(NamedTuple):
    """A capture of the run, as it was read."""

    id: int
    resource: int
    at: int
    word: str
    reason: str
    extract: int | None
    key: str
    url: str
    kind: str
    language: str
    """The language that the place where the address was found claims."""
    listed: int | None
    found_in: int | None
    article: int | None
    alias: int | None
    extractor: str
    version: str

    @property
    def name(self) -> str:
        """The name of the capture: ``<12-letter address id>@<ISO captured_at>``."""
        moment = datetime.fromtimestamp(self.at / 1000, UTC)
        return f"{self.key}@{moment.isoformat(timespec='milliseconds').replace('+00:00', 'Z')}"


class Before(NamedTuple):
    """The last answer of an address before the run."""

    id: int
    word: str
    extract: int | None
    at: int
    reason: str
    extractor: str | None
    version: str | None


@dataclass(slots=True)
class Fields:
    """Reads the fields of extracts, each once."""

    db: Database
    _kept: dict[int, dict[str, Any]] = field(default_factory=dict)

    def of(self, extract: int | None) -> dict[str, Any]:
        """The fields of an extract; empty for None."""
        if extract is None:
            return {}
        if extract not in self._kept:
            row = self.db.conn.execute("SELECT fields FROM extract WHERE id = ?", (extract,)).fetchone()
            self._kept[extract] = dict(json.loads(_CODEC.expand(row[0])))
        return self._kept[extract]


def taken_in(db: Database, run: int) -> list[Taken]:
    """The captures of a run in order of time."""
    return [Taken(*row) for row in db.conn.execute(_TAKEN, (run,))]


def before(db: Database, taken: Taken, run: int, usual_from: int) -> Before | None:
    """The last answer of the address before the run: an article or ``missing``, in a run that was not unhealthy."""
    values = {"resource": taken.resource, "at": taken.at, "run": run, "usual_from": usual_from}
    row = db.conn.execute(_BEFORE, values).fetchone()
    return Before(*row) if row else None


def seen_now(taken: Taken, said: dict[str, Any]) -> Seen:
    """A page of this run in the form that the rules take."""
    return _seen(taken, said, taken.word, taken.reason, taken.extractor, taken.version, taken.at)


def seen_before(taken: Taken, past: Before, said: dict[str, Any]) -> Seen:
    """The same page as it was before the run."""
    return _seen(taken, said, past.word, past.reason, past.extractor or "", past.version or "", past.at)


def _seen(taken: Taken, said: dict[str, Any], outcome: str, reason: str, extractor: str, version: str, at: int) -> Seen:
    paragraphs = tuple(said.get("body", ()))
    return Seen(
        url=taken.url,
        capture=taken.name,
        outcome=outcome,
        reason=reason,
        extractor=extractor,
        version=version.partition("~")[
            0
        ],  # the mark of a state is cut: a changed page object of one version is examined too
        language=said.get("language", ""),
        claimed=said.get("language_claimed", ""),
        kind=said.get("kind", ""),
        title=said.get("title", ""),
        published=said.get("published", ""),
        days=_days(at),
        announced=frozenset(tag for each in said.get("alternates", ()) if (tag := hreflang_language(each[0]))),
        paragraphs=paragraphs,
        characters=sum(map(len, paragraphs)),
    )


def _days(at: int) -> frozenset[str]:
    """The calendar days on which it was that moment somewhere on Earth (UTC-12 to UTC+14)."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return frozenset((moment + timedelta(hours=hours)).date().isoformat() for hours in (-12, 14))


def listings(db: Database, site: int, taken: list[Taken], fields: Fields) -> Iterator[tuple[Taken, Listed]]:
    """The first pages of listings, feeds and sitemaps that the run requested and that changed."""
    seeds = _seeds(db, site)
    last = {each.resource: each for each in taken if each.url in seeds or (not seeds and _is_first_page(each))}
    for each in last.values():
        if each.word in ("listing", "feed", "sitemap"):
            said = fields.of(each.extract)
            if said:
                yield each, _listed(said)
        elif each.word not in ("unchanged", "moved"):
            yield each, Listed(why=f"{each.word} {each.reason}".strip())


def _is_first_page(taken: Taken) -> bool:
    return taken.found_in is None and taken.kind in ("listing", "feed", "sitemap")


def _seeds(db: Database, site: int) -> set[str]:
    (seeds,) = db.conn.execute("SELECT seeds FROM site WHERE id = ?", (site,)).fetchone()
    return {url for url, _, _ in json.loads(seeds)}


def _listed(said: dict[str, Any]) -> Listed:
    found = said.get("found", [])
    pagers = (("n", "next_url"), ("p", "last_page"), ("t", "token"))
    return Listed(
        entries=len(found),
        owned=sum(1 for each in found if len(each) == 1),
        titled=said.get("titled"),
        dated=said.get("dated"),
        continuations="".join(letter for letter, name in pagers if said.get(name) is not None),
    )
