"""What is archived of what is known to exist: by site, month and language; and what is missing, by name."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.filters import CURRENT, ArticleFilter
from crawler.archive.sql import SLOT, Row
from crawler.rules.dates.parsing import read_date

NO_VERSION, UNTRANSLATED = "no-version-known", "untranslated"
WITHOUT = (NO_VERSION, UNTRANSLATED)
"""Why a story has no text in a language: it announces none, or the page has its text in another language."""

_ARTICLES = f"""SELECT article.id, site.name, article.story, {SLOT}, article.state,
    ifnull(substr(article.published, 1, 7), ''), {{where}}
FROM article JOIN revision ON revision.id = article.revision JOIN site ON site.id = article.site
WHERE (:site IS NULL OR site.name = :site)"""
_LISTED = f"""SELECT site.name, coalesce(nullif({SLOT}, ''), resource.language, ''),
    resource.article,
    ifnull(article.published, ''), ifnull(resource.published_raw, ''), resource.uri_r, ifnull(resource.title, ''),
    (SELECT ifnull(nullif(reading.reason, ''), outcome.word) FROM capture
        JOIN reading ON reading.capture = capture.id JOIN outcome ON outcome.id = reading.outcome
        WHERE resource.article IS NULL AND capture.resource = resource.id ORDER BY capture.captured_at DESC LIMIT 1)
FROM resource JOIN site ON site.id = resource.site LEFT JOIN article ON article.id = resource.article
WHERE resource.listed_at IS NOT NULL AND resource.kind = 'article' AND resource.refusal IS NULL
    AND resource.alias_of IS NULL AND (:site IS NULL OR site.name = :site)"""
_ANNOUNCED = """SELECT site.name, variant_link.language, ifnull(article.published, ''), target.uri_r,
    ifnull(target.title, revision.title), coalesce(nullif(variant_link.reason, ''), variant_link.state),
    article.story, target.listed_at IS NOT NULL AND target.kind IS 'article'
FROM variant_link JOIN resource AS source ON source.id = variant_link.source
JOIN resource AS target ON target.id = variant_link.target
JOIN article ON article.id = source.article JOIN revision ON revision.id = article.revision
JOIN site ON site.id = article.site
WHERE variant_link.state IN ('known', 'missing', 'late') AND target.article IS NULL
    AND (:site IS NULL OR site.name = :site)
GROUP BY target.id"""
_TITLES = """SELECT first.uri_r, revision.title FROM story JOIN resource AS first ON first.id = story.resource
JOIN article ON article.resource = first.id JOIN revision ON revision.id = article.revision WHERE story.id = ?"""


class Place(NamedTuple):
    """Where a count belongs."""

    site: str
    month: str
    """``YYYY-MM``; empty where no date is known."""
    language: str


class Gap(NamedTuple):
    """Something that is not archived."""

    place: Place
    why: str
    """``no-version-known`` (the story announces none), ``untranslated``, or what became of the address: ``new`` (it was
    listed) and ``known`` (announced) where it was never captured, ``missing``, ..."""
    title: str
    url: str
    """The address that is missing; of a story without one, the address that names it."""

    def to_dict(self) -> Row:
        """As JSON has it: ``site month language why title url``."""
        return {**self.place._asdict(), "why": self.why, "title": self.title, "url": self.url}


def coverage_rows(db: Database, filters: ArticleFilter) -> Iterator[Row]:
    """Counts by site, month and language, newest month first: ``site month language listed archived missing
    without gaps``; see ``Archive.coverage``."""
    counts = _Counts(filters)
    counts.take_articles(db)
    counts.take_addresses(db)
    gaps = defaultdict(list)
    for gap in counts.gaps(db):
        gaps[gap.place].append(gap)
    places = {*counts.listed, *counts.archived, *gaps}
    for place in sorted(places, key=lambda one: (_newest_first(one.month), one.site, one.language)):
        if not filters.takes(place.language):
            continue
        yield {
            **place._asdict(),
            "listed": counts.listed[place],
            "archived": counts.archived[place],
            "missing": sum(gap.why not in WITHOUT for gap in gaps[place]),
            "without": sum(gap.why in WITHOUT for gap in gaps[place]),
            "gaps": [gap.to_dict() for gap in gaps[place]],
        }


class _Story:
    """In which languages a story stands, and the months of its texts that the filters leave."""

    __slots__ = ("claimed", "languages", "months")

    def __init__(self) -> None:
        self.languages: set[str] = set()
        self.claimed: set[str] = set()
        self.months: set[str] = set()

    @property
    def month(self) -> str:
        """The first that is known."""
        return min(filter(None, self.months), default="")


class _Counts:
    """What the tables come to."""

    def __init__(self, filters: ArticleFilter) -> None:
        self._filters = filters
        self.listed: Counter[Place] = Counter()
        self.archived: Counter[Place] = Counter()
        self._stories: dict[tuple[str, int], _Story] = {}
        self._fitting: set[int] = set()
        self._missing: list[Gap] = []
        self._announced: set[tuple[str, int, str]] = set()

    def take_articles(self, db: Database) -> None:
        """Count articles, and in which languages each story stands."""
        where, values = self._filters._replace(language=None).where(CURRENT)
        values.setdefault("site", None)
        for article, site, story, slot, state, month, fits in db.conn.execute(_ARTICLES.format(where=where), values):
            known = self._stories.setdefault((site, story), _Story())
            (known.claimed if state == UNTRANSLATED else known.languages).add(slot)
            if not fits:
                continue
            self._fitting.add(article)
            known.months.add(month)
            if state != UNTRANSLATED:
                self.archived[Place(site, month, slot)] += 1

    def take_addresses(self, db: Database) -> None:
        """Count what listings had and what pages announce; what is not archived of it is missing."""
        given = {"site": self._filters.site}
        told_by = (self._filters.kind, self._filters.state, self._filters.missing)
        is_whole = told_by == (None, None, None)  # by these, only articles can be told
        for site, language, article, published, raw, url, title, why in db.conn.execute(_LISTED, given):
            if article is not None:
                if article in self._fitting:
                    self.listed[Place(site, published[:7], language)] += 1
                continue
            day = _day(raw, language)
            if is_whole and self._is_within(day):
                place = Place(site, day[:7], language)
                self.listed[place] += 1
                self._missing.append(Gap(place, why or "new", title, url))
        for site, language, published, url, title, why, story, is_listed in db.conn.execute(_ANNOUNCED, given):
            self._announced.add((site, story, language))
            if is_whole and not is_listed and self._is_within(published[:10]):
                self._missing.append(Gap(Place(site, published[:7], language), why, title, url))

    def gaps(self, db: Database) -> Iterator[Gap]:
        """What is missing, then which stories are without a version, as far as anything tells."""
        yield from self._missing
        languages = {
            name: json.loads(told) for name, told in db.conn.execute("SELECT name, languages FROM site").fetchall()
        }
        for (site, story), known in self._stories.items():
            for language in languages[site] if known.months else ():
                if language in known.languages or (site, story, language) in self._announced:
                    continue
                if not self._filters.takes(language):
                    continue
                url, title = db.conn.execute(_TITLES, (story,)).fetchone() or ("", "")
                why = UNTRANSLATED if language in known.claimed else NO_VERSION
                yield Gap(Place(site, known.month, language), why, title, url)

    def _is_within(self, day: str) -> bool:
        since, until = self._filters.since, self._filters.until
        if since is None and until is None:
            return True
        return bool(day) and (since or "") <= day <= (until or "9999")


def _day(raw: str, language: str) -> str:
    """The day of a date as a listing wrote it; empty where it cannot be read."""
    if not raw:
        return ""
    return (read_date(raw, language=language) or "")[:10]


def _newest_first(month: str) -> int:
    return -int(month.replace("-", "")) if month else 1
