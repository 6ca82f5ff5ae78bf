"""What happens on a small site in six days, and the truth of it: which articles, edits, removals, moves and ties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from tests.sites.words import News, news

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
"""The morning of day 1."""
STORIES = 12
"""Stories that stand on day 1; one more comes on each of the next five days."""
ARRIVALS = (1.25, 2.25, 3.25, 4.25, 5.25)
RUNS = tuple(1 + number / 2 for number in range(12))
"""Days on which a crawl begins: two a day."""
LAST = RUNS[-1]

LATE, REMOVED, MOVED, EDITED, RETITLED, UNPUBLISHED, UNTRANSLATED, LURE = 12, 11, 10, 9, 8, 7, 6, 5
"""The stories that something happens to. ``LURE`` is what links in the prose of others lead to."""

PathOf = Callable[[int, str, float], str]
"""The path of a story in a language on a day."""


def moment(day: float) -> datetime:
    """The time of a day of the history; a crawl begins a few minutes later each time, as a timer does."""
    return START + timedelta(days=day - 1)


@dataclass(frozen=True)
class Change:
    """One scripted change of a story, in some languages."""

    day: float
    kind: str
    """``edited``, ``moved``, ``removed``, ``unpublished``, ``translated``."""
    story: int
    languages: tuple[str, ...]
    what: str = ""


@dataclass(frozen=True)
class Script:
    """The history of one site."""

    languages: tuple[str, ...]
    box: float = 2.75
    """From this day on all pages have a newsletter box."""
    outage: tuple[float, float] = (3.4, 3.6)
    wall: tuple[float, float] = (4.9, 5.1)
    moved: tuple[str, ...] = ()
    """The languages in which story 10 moves; none: all."""
    more: tuple[Change, ...] = ()
    never: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Languages in which a story never appears, besides the script's own."""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All changes, in order."""
        first, second, third = self.languages
        return (
            Change(1.25, "removed", REMOVED, self.languages),
            Change(2.25, "edited", EDITED, (first,), "number"),
            Change(2.25, "moved", MOVED, self.moved or self.languages),
            Change(3.25, "translated", LATE, (third,)),
            Change(3.75, "unpublished", UNPUBLISHED, self.languages),
            Change(4.25, "edited", RETITLED, (second,), "title"),
            Change(4.25, "edited", LATE, (first,), "sentence"),
            *self.more,
        )

    def never_in(self, story: int) -> tuple[str, ...]:
        """The languages in which a story never appears."""
        lacking = (self.languages[2],) if story in (UNTRANSLATED, 13) else ()
        return (*lacking, *self.never.get(story, ()))

    def since(self, story: int, language: str) -> float | None:
        """The day on which a version appears; None for one that never does."""
        if language in self.never_in(story):
            return None
        if story == LATE and language == self.languages[2]:
            return next(change.day for change in self.changes if change.kind == "translated")
        return 0 if story <= STORIES else ARRIVALS[story - STORIES - 1]

    def published(self, story: int) -> datetime:
        """When a story was published: one a day, at noon, up to day 0; later ones when they arrive."""
        return moment(ARRIVALS[story - STORIES - 1] if story > STORIES else story - STORIES + 0.25)

    def happened(self, story: int, language: str, day: float) -> Iterator[Change]:
        """What happened to a version up to a day."""
        return (each for each in self.changes if each.story == story and language in each.languages and each.day <= day)

    def is_there(self, story: int, language: str, day: float) -> bool:
        """Whether a version has appeared; what was removed has too."""
        since = self.since(story, language)
        return since is not None and since <= day

    def fate(self, story: int, language: str, day: float) -> str:
        """``removed``, ``unpublished``, or empty for a version that stands (or never appeared)."""
        kinds = [each.kind for each in self.happened(story, language, day)]
        return next((kind for kind in ("removed", "unpublished") if kind in kinds), "")

    def has_moved(self, story: int, language: str, day: float) -> bool:
        """Whether a version has another address than at first."""
        return any(each.kind == "moved" for each in self.happened(story, language, day))

    def news(self, story: int, language: str, day: float) -> News:
        """What a version says on a day."""
        return news(story, language, [each.what for each in self.happened(story, language, day)])

    def stories(self, day: float) -> list[int]:
        """The stories that have appeared, newest first."""
        return list(range(STORIES + sum(arrival <= day for arrival in ARRIVALS), 0, -1))

    def listed(self, language: str, day: float) -> list[int]:
        """The stories that a listing names: a removed one is named still, an unpublished one is not."""
        there = [story for story in self.stories(day) if self.is_there(story, language, day)]
        return [story for story in there if self.fate(story, language, day) != "unpublished"]

    def down(self, day: float) -> str:
        """``outage`` or ``wall``, or empty."""
        for kind, (since, until) in (("outage", self.outage), ("wall", self.wall)):
            if since <= day < until:
                return kind
        return ""

    def truth(self, path: PathOf) -> dict[str, Any]:
        """What has to be in an archive after six days: plain values, fit for JSON; an address is a path."""
        versions = [(story, tag) for story in self.stories(LAST) for tag in self.languages]
        there = [(story, tag, self.since(story, tag) or 0.0) for story, tag in versions if self._appears(story, tag)]
        return {
            "articles": [
                {
                    "url": path(story, tag, since),
                    "language": tag,
                    "since": since,
                    "published": self.published(story).isoformat(),
                    "title": self.news(story, tag, LAST).title,
                    "body": list(self.news(story, tag, LAST).body),
                }
                for story, tag, since in there
            ],
            "stories": [
                [path(story, tag, since) for story, tag, since in there if story == each] for each in self.stories(LAST)
            ],
            "down": [self.down(day) for day in RUNS],
            "fallbacks": [],
            "missing": [
                [path(story, other, since), tag]
                for story, other, since in there
                for tag in self.languages
                if not self._appears(story, tag)
            ],
            "events": [
                {"kind": each.kind, "url": path(each.story, tag, 0), "at": each.day, "what": each.what}
                | ({"to": path(each.story, tag, LAST)} if each.kind == "moved" else {})
                for each in self.changes
                for tag in each.languages
                if each.kind != "translated"
            ],
        }

    def _appears(self, story: int, language: str) -> bool:
        return self.is_there(story, language, LAST)
