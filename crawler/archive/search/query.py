"""Full-text search: finds stories by words in any form or an exact one, and by names in other scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import chain

from sqlite_utils import Database

from crawler.archive.search.index import analyzer, is_current
from crawler.archive.search.ranking import Hit, RankingOrder, SearchRequest, hits
from crawler.archive.sql import Row, iso, read_snapshot, storable
from crawler.errors import ArchiveBroken, SearchStale
from crawler.rules.language.romanization import may_be_same, sounds
from crawler.rules.search.analyzer import key_of, keys_for
from crawler.rules.search.query_syntax import Query, read_query
from crawler.rules.search.snippets import beginning, snippet, snippet_terms
from crawler.rules.search.tokens import fold

EXACT, NAME = "word", "name"
"""How a text was found: by its words, or by names in another script."""
_NAMES = 60
"""How many spellings of one name are searched for."""

_HIT = f"""SELECT
    -- the story, the article's address and its site
    first.key AS story, address.uri_r AS url, address.key AS id, site.name AS site,
    -- the text that was found, and its article's state
    ifnull(revision.language, '') AS language, revision.title AS title, revision.published AS published,
    revision.body AS body, article.state AS state, revision.number AS revision,
    {iso("revision.captured_at")} AS captured_at
FROM revision
JOIN article ON article.id = revision.article
JOIN resource AS address ON address.id = article.resource
JOIN site ON site.id = article.site
JOIN story ON story.id = article.story
JOIN resource AS first ON first.id = story.resource
WHERE revision.id = ?"""
_LANGUAGES = "SELECT DISTINCT ifnull(language, '') FROM article WHERE story = ? ORDER BY 1"


def search_rows(db: Database, request: SearchRequest) -> Iterator[Row]:
    """Stories, each by its best text; raises SearchStale, HunspellMissing.

    With a limit all of them are read from one snapshot; without one they are given as they are found.
    """
    if request.limit is None:
        yield from _rows(db, request)
        return
    with read_snapshot(db):
        found = list(_rows(db, request))
    yield from found


def _rows(db: Database, request: SearchRequest) -> Iterator[Row]:
    query = read_query(storable(request.words))
    if not query.required or request.limit == 0:
        return
    if not is_current(db):
        raise SearchStale("the search index is not up to date: run communique index")
    keys = _Keys(db, request.filters.language)
    given: set[int] = set()
    orders = [RankingOrder(query, keys.of, keys.with_names, EXACT)]
    if keys.has_names(query):
        orders.append(RankingOrder(query, keys.with_names, keys.with_names, NAME))
    each = [hits(db, request, order) for order in orders]
    for hit in merge(*each, key=_newest, reverse=True) if request.by_date else chain.from_iterable(each):
        if hit.story in given:
            continue
        given.add(hit.story)
        if len(given) > request.skip:
            yield _row(db, keys, query, hit, request.marks)
        if len(given) == request.limit:
            return


def _newest(hit: Hit) -> tuple[str, int, int]:
    return hit.published or "", hit.article, hit.revision


class _Keys:
    """The terms that may stand for a word in the index."""

    def __init__(self, db: Database, language: str | None) -> None:
        made = analyzer(db)
        self._db = db
        self.belarusian = made.belarusian
        self._languages = made.languages if language is None else frozenset((language,))
        self._names: dict[str, tuple[str, ...]] = {}

    def of(self, word: str) -> tuple[str, ...]:
        """The keys of a word in each language of the archive, and the word itself."""
        return keys_for(word, self._languages, self.belarusian)

    def with_names(self, word: str) -> tuple[str, ...]:
        """The keys of a word, the word itself, and the names that sound like it."""
        return tuple(dict.fromkeys((*self.of(word), *self._sounding(word))))

    def has_names(self, query: Query) -> bool:
        """Whether a search for names may find more."""
        words = (term.words[0] for term in query.terms() if term.kind == "word")
        return any(set(self.with_names(word)) - set(self.of(word)) for word in words)

    def _sounding(self, word: str) -> tuple[str, ...]:
        if word not in self._names:
            self._names[word] = tuple(_limited(self._spellings(word)))
        return self._names[word]

    def _spellings(self, word: str) -> Iterator[str]:
        for key in sounds(word):
            for (spelling,) in self._db.conn.execute("SELECT word FROM name_key WHERE key = ?", (key,)).fetchall():
                if spelling != fold(word) and may_be_same(word, spelling):
                    yield spelling


def _limited(spellings: Iterable[str]) -> list[str]:
    return sorted(set(spellings), key=lambda each: (len(each), each))[:_NAMES]


def _row(db: Database, keys: _Keys, query: Query, hit: Hit, marks: tuple[str, str]) -> Row:
    row = next(iter(db.query(_HIT, [hit.revision])), None)
    if row is None:
        raise ArchiveBroken(f"the text {hit.revision} is incomplete: restore a copy of the archive")
    key, sought = key_of(row["language"], keys.belarusian), snippet_terms(query, hit.order.spelled)
    body, title = row.pop("body"), row["title"]
    row["snippet"] = snippet(body, sought, key, marks) or snippet(title, sought, key, marks) or beginning(body)
    row["score"] = round(hit.score, 4)
    row["languages"] = [tag for (tag,) in db.conn.execute(_LANGUAGES, (hit.story,)).fetchall()]
    row["match"] = hit.order.match
    return row
