"""The ministry on any day: its articles, their addresses and texts, and the language versions that they announce."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property, lru_cache

from crawler.demo import script
from crawler.demo.names import LANGUAGES, PREFIX
from crawler.demo.script import ScriptedChange
from crawler.demo.stories import SECTIONS, Story, bits, draw_story, edit, kind_of, languages_of

SPREAD = 730
"""The number of days over which the stories of day 1 are spread."""
ArticleKey = tuple[int, str]
"""An article: the number of its story, and its language."""


class Ministry:
    """A ministry with ``stories`` stories on day 1. Equal sizes and seeds make equal ministries, byte for byte.

    Raises ValueError for fewer than one story.
    """

    def __init__(self, stories: int = 60, seed: int = 1) -> None:
        if stories < 1:
            raise ValueError(f"a ministry needs at least one story, not {stories}")
        self.size = stories
        self.seed = seed
        self._draw = lru_cache(maxsize=8192)(self._draw_story)
        self._last_of_day = [0, stories]
        self.parts = script.cast(seed, stories, self.story)
        self._days: dict[str, State] = {}

    def story(self, number: int) -> Story:
        """The story as it was first drawn, with the languages that it has from the beginning."""
        return self._draw(number)

    def day_of(self, number: int) -> int:
        """The day on which the story appears; 1 for all stories that exist from the beginning."""
        day = 1
        while self.last_of(day) < number:
            day += 1
        return day

    def last_of(self, day: int) -> int:
        """The number of the newest story at the end of a day."""
        while len(self._last_of_day) <= day:
            self._last_of_day.append(self._last_of_day[-1] + script.new_on(self.seed, len(self._last_of_day)))
        return self._last_of_day[day]

    def address(self, number: int, language: str, edition: int = 0) -> str:
        """The path of an article. Its 16 hex digits depend on the language and the number of moves (``edition``)."""
        value = bits(self.seed, "id", number, language, edition) >> 192
        name = "abcdef"[value % 6] + f"{value >> 4:015x}"[-15:]
        return f"{PREFIX[language]}/press/{SECTIONS[kind_of(number)]}/{name}.html"

    def state(self, day: float) -> State:
        """The site at a time of its history (integers are evenings)."""
        key = f"{day:.6f}"
        if key not in self._days:
            if len(self._days) > 8:
                self._days.clear()
            self._days[key] = State(self, day)
        return self._days[key]

    def changes(self, day: float) -> list[ScriptedChange]:
        """All changes since day 1, in order of time."""
        found = [change for change in self._script if change.at <= day]
        for number_of_day in range(2, int(day) + 2):
            found.extend(change for change in self._births(number_of_day) if change.at <= day)
        return sorted(found, key=lambda change: (change.at, change.story))

    @cached_property
    def _script(self) -> list[ScriptedChange]:
        return [self._within(change) for change in script.scenes(self.parts)]

    def _within(self, change: ScriptedChange) -> ScriptedChange:
        """The change, limited to the languages of its story."""
        if not change.story or change.kind == "translate":
            return change
        written = self.story(change.story).languages
        return replace(change, languages=tuple(language for language in change.languages if language in written))

    @cached_property
    def paths(self) -> dict[str, ArticleKey]:
        """Every article of day 1, by the path that it had then."""
        return {
            self.address(number, language): (number, language)
            for number in range(1, self.size + 1)
            for language in languages_of(number)
        }

    def _births(self, day: int) -> Iterator[ScriptedChange]:
        for turn, number in enumerate(range(self.last_of(day - 1) + 1, self.last_of(day) + 1)):
            hour = script.hours_of(day)[turn]
            story = self.story(number)
            yield ScriptedChange(script.clock(day, hour), "publish", number, story.languages)
            if turn == 0 and day in script.LATE:
                late = script.clock(day + 3, script.hours_of(day + 3)[1] + 0.5)
                yield ScriptedChange(late, "translate", number, script.LATE[day][2])

    def _draw_story(self, number: int) -> Story:
        if number <= self.size:
            skin = "old" if number <= self.size // 2 else "new"
            published = script.calendar(1) - timedelta(days=(self.size - number) * SPREAD // self.size)
            return draw_story(self.seed, number, published=published, skin=skin, languages=languages_of(number))
        day = self.day_of(number)
        skin, languages = "new", languages_of(number)
        if number == self.last_of(day - 1) + 1 and day in script.LATE:
            skin, languages, _ = script.LATE[day]
        return draw_story(self.seed, number, published=script.calendar(day), skin=skin, languages=languages)


@dataclass(slots=True)
class _Marks:
    """The effects of all changes so far, by article."""

    since: dict[ArticleKey, float] = field(default_factory=dict)
    """The time at which an article appeared. Articles of day 1 are absent."""
    edited: dict[ArticleKey, Story] = field(default_factory=dict)
    gone: dict[ArticleKey, str] = field(default_factory=dict)
    moved: dict[ArticleKey, int] = field(default_factory=dict)
    unlisted: set[ArticleKey] = field(default_factory=set)
    restyled: set[ArticleKey] = field(default_factory=set)
    touched: dict[ArticleKey, float] = field(default_factory=dict)
    furniture: dict[tuple[str, str], int] = field(default_factory=dict)
    dressed: dict[tuple[str, str], float] = field(default_factory=dict)
    down: str = ""


class State:
    """The site at one time of its history."""

    def __init__(self, ministry: Ministry, day: float) -> None:
        self.ministry = ministry
        self.day = day
        self.changes = ministry.changes(day)
        self._marks = _Marks()
        self._listings: dict[tuple[str, str], list[int]] = {}
        for change in self.changes:
            self._apply(change)
        self._fresh = {self.path(*key): key for key in self._marks.since}
        self._fresh |= {self.path(*key): key for key in self._marks.moved}
        self._left = {ministry.address(*key): key for key in self._marks.moved}

    def _apply(self, change: ScriptedChange) -> None:
        marks = self._marks
        if change.kind == "furniture":
            for language in change.languages:
                dress = (change.detail["skin"], language)
                marks.furniture[dress] = marks.furniture.get(dress, 0) + 1
                marks.dressed[dress] = change.at
            return
        if change.kind == "down":
            if self.day < change.detail["until"]:
                marks.down = change.what
            return
        for language in change.languages:
            self._happen(change, (change.story, language))
            marks.touched[change.story, language] = change.at
        if change.kind == "translate" and self.ministry.story(change.story).skin == "old":
            for language in self.ministry.story(change.story).languages:
                marks.touched[change.story, language] = change.at

    def _happen(self, change: ScriptedChange, key: ArticleKey) -> None:
        marks = self._marks
        if change.kind in ("publish", "translate"):
            marks.since[key] = change.at
        elif change.kind == "edit":
            story = self.story(*key)
            marks.edited[key] = edit(story, script.EDITS[change.what](story))
        elif change.kind == "vanish":
            marks.gone[key] = change.what
        elif change.kind == "restore":
            marks.gone.pop(key, None)
        elif change.kind == "move":
            marks.moved[key] = marks.moved.get(key, 0) + 1
        elif change.kind == "unlist":
            marks.unlisted.add(key)
        elif change.kind == "markup":
            marks.restyled.add(key)

    @property
    def down(self) -> str:
        """How the site is down: ``outage``, ``closed`` or ``firewall``; empty while it answers."""
        return self._marks.down

    @property
    def newest(self) -> int:
        """The number of the newest story."""
        return max((number for number, _ in self._marks.since), default=self.ministry.size)

    def story(self, number: int, language: str) -> Story:
        """The story with all edits so far in a language."""
        return self._marks.edited.get((number, language)) or self.ministry.story(number)

    def exists(self, number: int, language: str) -> bool:
        """Whether the article has existed at any time so far."""
        if (number, language) in self._marks.since:
            return True
        return 1 <= number <= self.ministry.size and language in languages_of(number)

    def since(self, number: int, language: str) -> int:
        """The day on which the article appeared."""
        at = self._marks.since.get((number, language))
        return 1 if at is None else script.day_at(at)

    def gone(self, number: int, language: str) -> str:
        """How an article is gone: ``404``, ``410``, ``soft`` (a soft 404), ``front`` (redirect); empty if it stands."""
        return self._marks.gone.get((number, language), "")

    def languages(self, number: int) -> tuple[str, ...]:
        """The languages in which the story has appeared so far."""
        return tuple(language for language in LANGUAGES if self.exists(number, language))

    def path(self, number: int, language: str) -> str:
        """The current path of the article."""
        return self.ministry.address(number, language, self._marks.moved.get((number, language), 0))

    def first_path(self, number: int, language: str) -> str:
        """The path at which the article appeared."""
        return self.ministry.address(number, language)

    def find(self, path: str) -> ArticleKey | None:
        """The article that stands or stood at a path; None if there never was one."""
        return self._fresh.get(path) or self._left.get(path) or self.ministry.paths.get(path)

    def has_left(self, path: str) -> bool:
        """Whether an article has moved away from a path."""
        return path in self._left

    def restyled(self, number: int, language: str) -> bool:
        """Whether the markup of the article has changed without its text."""
        return (number, language) in self._marks.restyled

    def furniture(self, skin: str, language: str) -> int:
        """How often the furniture of a skin has changed in a language."""
        return self._marks.furniture.get((skin, language), 0)

    def changed_at(self, number: int, language: str) -> float | None:
        """The time at which the bytes of the page last changed; None if they are as on day 1."""
        dress = (self.ministry.story(number).skin, language)
        times = (self._marks.touched.get((number, language)), self._marks.dressed.get(dress))
        return max((at for at in times if at is not None), default=None)

    def announced(self, number: int, language: str) -> dict[str, str]:
        """The links of the switcher in words at the end of an old page: language → path, including false ones."""
        if self.ministry.story(number).skin != "old":
            return {}
        links = {other: self.first_path(number, other) for other in self.languages(number) if other != language}
        return links | self._lies(number, language)

    def _lies(self, number: int, language: str) -> dict[str, str]:
        parts = self.ministry.parts
        victim = parts.get("victim")
        if victim is not None and (number, language) in ((parts.get("lie_story"), "en"), (parts.get("lie_gap"), "ru")):
            return {"be": self.first_path(victim, "be")}
        if (number, language) == (parts.get("lie_front"), "ru"):
            return {"be": "/be/"}
        if (number, language) == (parts.get("lie_listing"), "en"):
            return {"ru": "/press/news_mfa/"}
        return {}

    def listed(self, kind: str, language: str) -> list[int]:
        """The story numbers of a listing, by the time at which the articles appeared, newest first.

        A late translation is therefore on top.
        """
        key = (kind, language)
        if key not in self._listings:
            late = [(at, number) for (number, tag), at in self._marks.since.items() if tag == language]
            fresh = [number for _, number in sorted(late, reverse=True) if kind_of(number) == kind]
            known = set(fresh)
            rest = [n for n in range(self.ministry.size, 0, -1) if n not in known and self._stood(n, language, kind)]
            self._listings[key] = [n for n in fresh + rest if not self._hidden(n, language)]
        return self._listings[key]

    def _stood(self, number: int, language: str, kind: str) -> bool:
        return kind_of(number) == kind and language in languages_of(number)

    def _hidden(self, number: int, language: str) -> bool:
        return (number, language) in self._marks.unlisted or (number, language) in self._marks.gone
