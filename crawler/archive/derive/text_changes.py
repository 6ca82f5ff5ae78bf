"""The rows of text changes: how neighbouring readings of an article differ, and whether the difference is an edit."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.archive.readings.address_readings import Read
from crawler.archive.readings.extracts import TO_JSON, article_of
from crawler.archive.sql import AMONG, inserted
from crawler.items import Article
from crawler.rules.history.changed_lines import changed_lines, without, without_typography
from crawler.rules.history.edits import Edit, measure
from crawler.rules.history.passing import is_akin, is_stranger
from crawler.rules.history.revisions import Reading
from crawler.rules.history.side_changes import side_changes

FURNITURE, TYPOGRAPHY = "furniture", "typography"
"""Why a difference of two texts is no edit: its lines are furniture of the site; it is one of typography alone."""

_TITLE, _TYPE = 1, 2

CapturePair = tuple[int, int]
"""The captures of two neighbouring readings."""


class TextChange(NamedTuple):
    """A row of ``text_change`` with its lines."""

    before: int
    after: int
    before_extract: int
    after_extract: int
    since: int
    at: int
    differs: int
    beside: str | None
    lines: frozenset[tuple[bytes, str]]
    """Keys, and what happened to each line."""


def furniture_of(db: Database) -> dict[int, frozenset[bytes]]:
    """The keys of furniture and counters, by site."""
    found: dict[int, set[bytes]] = {}
    for site, key in db.execute("SELECT site, key FROM furniture"):
        found.setdefault(site, set()).add(key)
    return {site: frozenset(keys) for site, keys in found.items()}


def stored_changes(db: Database, articles: Collection[int]) -> dict[int, dict[CapturePair, tuple[int, TextChange]]]:
    """The rows of some articles, by article and pair of captures, each with its id."""
    lines: dict[int, set[tuple[bytes, str]]] = {}
    among = json.dumps(sorted(articles))
    for change, key, how in db.execute(
        f"""SELECT l.change, l.key, l.how FROM text_change t JOIN changed_line l ON l.change = t.id
        WHERE t.article {AMONG}""",
        [among],
    ):
        lines.setdefault(change, set()).add((key, how))
    found: dict[int, dict[CapturePair, tuple[int, TextChange]]] = {}
    for article, number, *row in db.execute(
        f"""SELECT article, id, before, after, before_extract, after_extract, since, at, differs, beside
        FROM text_change WHERE article {AMONG}""",
        [among],
    ):
        change = TextChange._make([*row, frozenset(lines.get(number, ()))])
        found.setdefault(article, {})[change[:2]] = (number, change)
    return found


class ChangeJudge:
    """Compares the readings of one article, as far as the stored rows do not know the result."""

    def __init__(
        self,
        db: Database,
        known: Mapping[CapturePair, tuple[int, TextChange]],
        furniture: Collection[bytes],
        *,
        is_new: bool = False,
    ) -> None:
        self._db = db
        self._known = known
        self._furniture = furniture
        self._articles: dict[int, Article] = {}
        self.is_remeasured = is_new
        """Whether the sizes of edits must be measured again, since other lines are furniture now."""
        self.used: dict[CapturePair, TextChange] = {}
        """The changes of the article's history, by pair of captures."""

    def explain(self, before: Reading[Read], after: Reading[Read]) -> str:
        """Why two different readings are no edit (``furniture``, ``typography``); empty for an edit."""
        change = self.change(before.ref, after.ref)
        if change is None or change.differs & _TITLE:
            return ""
        if not change.lines:
            return TYPOGRAPHY if change.differs & _TYPE else ""
        return FURNITURE if all(key in self._furniture for key, _ in change.lines) else ""

    def change(self, before: Read, after: Read) -> TextChange | None:
        """How two readings differ; None where different extractors read them: their texts cannot be compared."""
        if (before.extractor, before.version) != (after.extractor, after.version):
            return None
        pair = (before.capture, after.capture)
        if pair not in self.used:
            _, stored = self._known.get(pair, (0, None))
            fits = stored is not None and stored[2:4] == (before.extract, after.extract)
            self.used[pair] = stored if stored is not None and fits else self._compare(before, after)
        return self.used[pair]

    def _compare(self, before: Read, after: Read) -> TextChange:
        old, new = self._article(before.extract), self._article(after.extract)
        lines = changed_lines(old, new)
        beside = side_changes(old, new) if before.resource == after.resource else {}
        return TextChange(
            before.capture,
            after.capture,
            before.extract,
            after.extract,
            before.captured_at,
            after.captured_at,
            (_TITLE if lines.is_title_changed else 0) | (_TYPE if lines.is_typography else 0),
            TO_JSON(beside) if beside else None,
            frozenset((line.key, line.how) for line in lines.lines),
        )

    def is_stranger(self, usual: Reading[Read], other: Reading[Read]) -> bool:
        """Whether a reading is of a page that has nothing of the article."""
        return is_stranger(self._article(usual.ref.extract), self._article(other.ref.extract))

    def is_akin(self, usual: Reading[Read], other: Reading[Read]) -> bool:
        """Whether a reading is of the article, edited perhaps."""
        return is_akin(self._article(usual.ref.extract), self._article(other.ref.extract))

    def is_same(self, usual: Reading[Read], other: Reading[Read]) -> bool:
        """Whether two readings by one extractor differ in counters, furniture and typography alone."""
        if (usual.extractor, usual.extractor_version) != (other.extractor, other.extractor_version):
            return False
        change = self._compare(usual.ref, other.ref)
        return not change.differs & _TITLE and all(key in self._furniture for key, _ in change.lines)

    def is_bare(self, usual: Reading[Read], other: Reading[Read]) -> bool:
        """Whether a reading has no date where the article has one."""
        return bool(self._article(usual.ref.extract).published) and not self._article(other.ref.extract).published

    def _article(self, extract: int) -> Article:
        article = self._articles.get(extract)
        if article is None:
            article = self._articles[extract] = article_of(self._db, extract)
        return article

    def measure(self, before: Read, after: Read) -> Edit:
        """The size of an edit, furniture and typography aside."""
        old, new = (without(self._article(each.extract), self._furniture) for each in (before, after))
        return measure(without_typography(old), without_typography(new))


def write_changes(
    db: Database,
    article: int,
    known: Mapping[CapturePair, tuple[int, TextChange]],
    used: Mapping[CapturePair, TextChange],
) -> None:
    """Make the rows of one article match its history; rows that match already are not written."""
    stale = [number for pair, (number, change) in known.items() if used.get(pair) != change]
    db.conn.executemany("DELETE FROM changed_line WHERE change = ?", [(number,) for number in stale])
    db.conn.executemany("DELETE FROM text_change WHERE id = ?", [(number,) for number in stale])
    for pair, change in used.items():
        if pair in known and known[pair][1] == change:
            continue
        number = inserted(
            db.conn.execute(
                """INSERT INTO text_change (article, before, after, before_extract, after_extract, since, at, differs,
                    beside) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (article, *change[:8]),
            )
        )
        rows: Iterable[tuple[Any, ...]] = ((number, key, how) for key, how in sorted(change.lines))
        db.conn.executemany("INSERT INTO changed_line (change, key, how) VALUES (?, ?, ?)", rows)
