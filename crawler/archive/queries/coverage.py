"""Coverage: how many of the known articles are archived, by site, month and language, and a list of the gaps."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.filters import CURRENT, ArticleFilter
from crawler.archive.sql import SLOT, Row
from crawler.rules.dates.parsing import read_date
from crawler.rules.language.claims import stands_for

NO_VERSION, UNTRANSLATED, UNKNOWN = "no-version-known", "untranslated", "unknown"
WITHOUT = (NO_VERSION, UNTRANSLATED)
"""Why a story has no text in a language: its pages announce their versions and not that one, or the page in that
language has a text in another. Where nothing was announced and nothing tied, it is ``unknown`` whether there is one."""

_ARTICLES = f"""SELECT article.id, site.name, article.story, {SLOT}, article.state,
    ifnull(substr(article.published, 1, 7), ''), {{where}}
FROM article JOIN revision ON revision.id = article.revision JOIN site ON site.id = article.site
WHERE (:site IS NULL OR site.name = :site)"""
_LISTED = f"""SELECT site.name, coalesce(nullif({SLOT}, ''), resource.language, ''),
    -- the article and its date, or the date and title that a listing gave
    resource.article,
    ifnull(article.published, ''), ifnull(resource.published_raw, ''), resource.uri_r, ifnull(resource.title, ''),
    -- without an article: what the latest answer of the address was, NULL where it was never captured
    (SELECT ifnull(nullif(reading.reason, ''), outcome.word) FROM capture
        JOIN reading ON reading.capture = capture.id JOIN outcome ON outcome.id = reading.outcome
        WHERE resource.article IS NULL AND capture.resource = resource.id ORDER BY capture.captured_at DESC LIMIT 1)
FROM resource JOIN site ON site.id = resource.site LEFT JOIN article ON article.id = resource.article
-- addresses of articles on listings, feeds and sitemaps, each article once
WHERE resource.listed_at IS NOT NULL AND resource.kind = 'article' AND resource.refusal IS NULL
    AND resource.alias_of IS NULL AND (:site IS NULL OR site.name = :site)"""
_ANNOUNCED = """SELECT site.name, variant_link.language, ifnull(article.published, ''), target.uri_r,
    -- the title of the version, else of the article that announces it; what the version is
    ifnull(target.title, revision.title), coalesce(nullif(variant_link.reason, ''), variant_link.state),
    -- the story, and whether _LISTED has the version too
    article.story, target.listed_at IS NOT NULL AND target.kind IS 'article'
FROM variant_link JOIN resource AS source ON source.id = variant_link.source
JOIN resource AS target ON target.id = variant_link.target
JOIN article ON article.id = source.article JOIN revision ON revision.id = article.revision
JOIN site ON site.id = article.site
-- announced versions that are not archived, each once
WHERE variant_link.state IN ('known', 'missing', 'late') AND target.article IS NULL
    AND (:site IS NULL OR site.name = :site)
GROUP BY target.id"""
_KNOWING = """SELECT DISTINCT article.story FROM variant_link JOIN resource ON resource.id = variant_link.source
JOIN article ON article.id = resource.article WHERE variant_link.state NOT IN ('refused', 'withdrawn')
UNION SELECT story FROM article GROUP BY story HAVING count(*) > 1"""
_TITLES = """SELECT first.uri_r, revision.title FROM story JOIN resource AS first ON first.id = story.resource
JOIN article ON article.resource = first.id JOIN revision ON revision.id = article.revision WHERE story.id = ?"""


class CoverageCell(NamedTuple):
    """A site, a month and a language: one row of the counts."""

    site: str
    month: str
    """``YYYY-MM``, by the site's own calendar; empty where no date is known."""
    language: str


class CoverageGap(NamedTuple):
    """A text that is not archived."""

    cell: CoverageCell
    why: str
    """``no-version-known``, ``untranslated``, ``unknown``, or the state of the address that is missing.

    An address that was never captured is ``new`` if it was listed and ``known`` if it was announced. Otherwise it is
    the outcome or reason of its latest answer, such as ``missing``.
    """
    title: str
    url: str
    """The address that is not archived; where the story announces none, the address that names the story."""

    def to_dict(self) -> Row:
        """The JSON form: ``site month language why title url``."""
        return {**self.cell._asdict(), "why": self.why, "title": self.title, "url": self.url}


def coverage_rows(db: Database, filters: ArticleFilter) -> Iterator[Row]:
    """Counts by site, month and language, newest month first: ``site month language listed archived missing
    without gaps unknown unknowns``, as ``archive.coverage`` describes them."""
    counts = _Counts(filters)
    counts.take_articles(db)
    counts.take_addresses(db)
    gaps = defaultdict(list)
    for gap in counts.gaps(db):
        gaps[gap.cell].append(gap)
    cells = {*counts.listed, *counts.archived, *gaps}
    for cell in sorted(cells, key=lambda one: (_newest_first(one.month), one.site, one.language)):
        if not filters.takes(cell.language):
            continue
        yield {
            **cell._asdict(),
            "listed": counts.listed[cell],
            "archived": counts.archived[cell],
            "missing": sum(gap.why not in (*WITHOUT, UNKNOWN) for gap in gaps[cell]),
            "without": sum(gap.why in WITHOUT for gap in gaps[cell]),
            "gaps": [gap.to_dict() for gap in gaps[cell] if gap.why != UNKNOWN],
            "unknown": sum(gap.why == UNKNOWN for gap in gaps[cell]),
            "unknowns": [gap.to_dict() for gap in gaps[cell] if gap.why == UNKNOWN],
        }


class _Story:
    """The languages of a story, and the months of those of its texts that pass the filters."""

    __slots__ = ("claimed", "languages", "months")

    def __init__(self) -> None:
        self.languages: set[str] = set()
        self.claimed: set[str] = set()
        self.months: set[str] = set()

    @property
    def month(self) -> str:
        """The first known month of the story; empty where none is known."""
        return min(filter(None, self.months), default="")


class _Counts:
    """Counts the articles and addresses that pass the filters."""

    def __init__(self, filters: ArticleFilter) -> None:
        self._filters = filters
        self.listed: Counter[CoverageCell] = Counter()
        self.archived: Counter[CoverageCell] = Counter()
        self._stories: dict[tuple[str, int], _Story] = {}
        self._fitting: set[int] = set()
        self._missing: list[CoverageGap] = []
        self._announced: set[tuple[str, int, str]] = set()
        self._languages: dict[str, list[str]] = {}

    def take_articles(self, db: Database) -> None:
        """Count articles, and note the languages of each story."""
        where, values = self._filters._replace(language=None).where(CURRENT)
        values.setdefault("site", None)
        self._languages = {
            name: json.loads(tags) for name, tags in db.conn.execute("SELECT name, languages FROM site").fetchall()
        }
        for article, site, story, slot, state, month, fits in db.conn.execute(_ARTICLES.format(where=where), values):
            slot = self._of_site(site, slot)
            known = self._stories.setdefault((site, story), _Story())
            (known.claimed if state == UNTRANSLATED else known.languages).add(slot)
            if not fits:
                continue
            self._fitting.add(article)
            known.months.add(month)
            if state != UNTRANSLATED:
                self.archived[CoverageCell(site, month, slot)] += 1

    def take_addresses(self, db: Database) -> None:
        """Count listed and announced addresses; those that are not archived are gaps."""
        given = {"site": self._filters.site}
        of_articles = (self._filters.kind, self._filters.state, self._filters.missing)
        has_addresses = of_articles == (None, None, None)  # only articles can pass these filters
        for site, tag, article, published, raw, url, title, why in db.conn.execute(_LISTED, given):
            language = self._of_site(site, tag)
            if article is not None:
                if article in self._fitting:
                    self.listed[CoverageCell(site, published[:7], language)] += 1
                continue
            day = _day(raw, language)
            if has_addresses and self._is_within(day):
                cell = CoverageCell(site, day[:7], language)
                self.listed[cell] += 1
                self._missing.append(CoverageGap(cell, why or "new", title, url))
        for site, tag, published, url, title, why, story, is_listed in db.conn.execute(_ANNOUNCED, given):
            language = self._of_site(site, tag)
            self._announced.add((site, story, language))
            if has_addresses and not is_listed and self._is_within(published[:10]):
                self._missing.append(CoverageGap(CoverageCell(site, published[:7], language), why, title, url))

    def gaps(self, db: Database) -> Iterator[CoverageGap]:
        """The addresses that are missing, then the languages in which stories have no known version."""
        yield from self._missing
        knowing = {row[0] for row in db.conn.execute(_KNOWING)}
        for (site, story), known in self._stories.items():
            for language in self._languages[site] if known.months else ():
                if language in known.languages or (site, story, language) in self._announced:
                    continue
                if not self._filters.takes(language):
                    continue
                url, title = db.conn.execute(_TITLES, (story,)).fetchone() or ("", "")
                why = UNTRANSLATED if language in known.claimed else NO_VERSION if story in knowing else UNKNOWN
                yield CoverageGap(CoverageCell(site, known.month, language), why, title, url)

    def _of_site(self, site: str, tag: str) -> str:
        """The site's language that a tag means: ``en`` for ``en-GB`` on a site that publishes in ``en``."""
        return stands_for(tag, self._languages.get(site, ()))

    def _is_within(self, day: str) -> bool:
        since, until = self._filters.since, self._filters.until
        if since is None and until is None:
            return True
        return bool(day) and (since or "") <= day <= (until or "9999")


def _day(raw: str, language: str) -> str:
    """The day (``YYYY-MM-DD``) of a date as a listing wrote it; empty where it cannot be read."""
    if not raw:
        return ""
    return (read_date(raw, language=language) or "")[:10]


def _newest_first(month: str) -> int:
    """A sort key of months; an empty one comes last."""
    return -int(month.replace("-", "")) if month else 1
