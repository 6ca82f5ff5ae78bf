"""The demo's history: what happens on which day, to which story, decided by the seed alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from crawler.demo.names import LANGUAGES
from crawler.demo.stories import Story, bits

FIRST_EVENING = datetime(2026, 3, 2, 15, tzinfo=UTC)
"""Day 1, as it stands at 18:00 in the demo's zone (UTC+3, no summer time)."""
ZONE = "Europe/Minsk"
LAST_DAY = 30
"""The last day with scripted events; later days have new stories only."""


def moment(day: float) -> datetime:
    """The instant of a day of the history: 2 is the evening of the second day, 2.25 six hours later."""
    return FIRST_EVENING + timedelta(days=day - 1)


def calendar(day: float) -> date:
    """The ministry's own calendar date at that time."""
    return (moment(day) + timedelta(hours=3)).date()


def day_at(day: float) -> int:
    """The number of the day on whose date that time falls (the hours after 18:00 belong to the same date)."""
    return (calendar(day) - calendar(1)).days + 1


def clock(day: int, hour: float) -> float:
    """The time of the history at that hour of the day in the demo's zone; its integer is reached at 18:00."""
    return day + (hour - 18) / 24


@dataclass(frozen=True, slots=True)
class ScriptedChange:
    """Something that happens to the site at one time."""

    at: float
    kind: str
    """``publish translate edit vanish restore move unlist markup furniture down``: one of these words."""
    story: int = 0
    languages: tuple[str, ...] = ()
    what: str = ""
    """The kind of edit, the way of vanishing, the part of the furniture, the kind of being down."""
    detail: Mapping[str, Any] = field(default_factory=dict)


StoryFilter = Callable[[Story], bool]


def _old(story: Story) -> bool:
    return story.skin == "old"


def _new(story: Story) -> bool:
    return story.skin == "new"


def _whole(story: Story) -> bool:
    return len(story.languages) == len(LANGUAGES)


def _gap(story: Story) -> bool:
    return _old(story) and story.languages == ("ru", "en")


ROLES: tuple[tuple[str, StoryFilter], ...] = (
    ("lie_gap", _gap),
    ("lie_front", _gap),
    ("late_english", lambda story: "en" not in story.languages and _old(story)),
    ("lie_story", lambda story: _old(story) and _whole(story)),
    ("lie_listing", lambda story: _old(story) and _whole(story)),
    ("victim", lambda story: _old(story) and _whole(story)),
    ("edit_link", lambda story: story.linked > 0 and "en" in story.languages),
    ("edit_file", lambda story: story.attachment > 0),
    ("edit_date", lambda story: _new(story) and _whole(story) and story.kind == "news"),
    ("edit_number", _new),
    ("edit_name", lambda story: _new(story) and "en" in story.languages),
    ("edit_sentence", lambda story: _whole(story) and _new(story)),
    ("edit_title", _old),
    ("edit_number_old", lambda story: _old(story) and _whole(story)),
    ("edit_paragraph", lambda story: "be" in story.languages),
    ("edit_much", lambda story: _new(story) and "en" in story.languages),
    ("gone_english", lambda story: _old(story) and _whole(story)),
    ("gone_all", lambda story: _new(story) and _whole(story)),
    ("gone_soft", lambda story: _new(story) and _whole(story)),
    ("gone_front", _whole),
    ("back_all", lambda story: _old(story) and _whole(story)),
    ("back_english", lambda story: _new(story) and "en" in story.languages),
    ("blip", _new),
    ("gone_later", _whole),
    ("gone_last", _new),
    ("move_all", lambda story: _new(story) and _whole(story)),
    ("move_russian", lambda story: _old(story) and _whole(story)),
    ("unlisted", _new),
    ("markup", _new),
)
"""Who plays what: each part goes to a story of day 1 that suits it, none has two; a tiny ministry leaves some out."""


def cast(seed: int, size: int, story_of: Callable[[int], Story]) -> dict[str, int]:
    """The story number of each role."""
    order = list(dict.fromkeys(bits(seed, "cast", turn) % size + 1 for turn in range(10 * min(size, 100))))
    parts: dict[str, int] = {}
    for role, suits in ROLES:
        taken = set(parts.values())
        chosen = next((number for number in order if number not in taken and suits(story_of(number))), None)
        if chosen is not None:
            parts[role] = chosen
    return parts


E, B, R = "en", "be", "ru"
SCENES: tuple[tuple[int, float, str, str, tuple[str, ...], str], ...] = (
    (2, 10.5, "edit", "edit_number", (R,), "number"),
    (4, 10.5, "edit", "edit_name", (E,), "name"),
    (5, 12.5, "edit", "edit_date", LANGUAGES, "date"),
    (6, 10.0, "vanish", "gone_english", (E,), "404"),
    (7, 10.0, "move", "move_all", LANGUAGES, ""),
    (8, 10.0, "vanish", "gone_all", LANGUAGES, "410"),
    (8, 12.5, "edit", "edit_sentence", (R, B), "sentence"),
    (9, 10.0, "translate", "late_english", (E,), ""),
    (10, 10.0, "vanish", "gone_soft", (B,), "soft"),
    (10, 12.5, "edit", "edit_link", (E,), "link"),
    (11, 10.0, "vanish", "gone_front", LANGUAGES, "front"),
    (12, 10.0, "vanish", "back_all", LANGUAGES, "404"),
    (12, 12.5, "edit", "edit_title", (R,), "title"),
    (16, 10.0, "vanish", "back_english", (E,), "404"),
    (16, 12.5, "edit", "edit_number_old", LANGUAGES, "number"),
    (17, 10.0, "move", "move_russian", (R,), ""),
    (17, 12.5, "unlist", "unlisted", LANGUAGES, ""),
    (18, 10.0, "restore", "back_all", LANGUAGES, ""),
    (19, 10.0, "edit", "edit_number", (R,), "back"),
    (19, 12.5, "restore", "back_english", (E,), ""),
    (22, 17.9, "vanish", "blip", (R,), "404"),
    (23, 5.9, "restore", "blip", (R,), ""),
    (23, 10.0, "edit", "edit_file", (R,), "file"),
    (24, 12.5, "vanish", "gone_later", LANGUAGES, "404"),
    (25, 10.0, "edit", "edit_paragraph", (B,), "paragraph"),
    (26, 10.0, "markup", "markup", LANGUAGES, ""),
    (27, 10.0, "edit", "edit_much", (E,), "much"),
    (29, 10.0, "vanish", "gone_last", LANGUAGES, "soft"),
)
"""Day, hour, what, to whom, in which languages, how."""

FURNITURE: tuple[tuple[int, float, str, tuple[str, ...], str], ...] = (
    (3, 10.0, "new", (E,), "carousel"),
    (13, 10.0, "old", LANGUAGES, "promo"),
    (20, 10.0, "new", (R,), "missions"),
    (28, 10.0, "new", (B,), "footer"),
)
"""Day, hour, skin, languages, part: what changes around the text of every page of that skin."""

DOWN: tuple[tuple[float, float, str], ...] = (
    (clock(9, 16.8), clock(10, 4.8), "outage"),
    (clock(14, 16.8), clock(15, 16.8), "firewall"),
    (clock(21, 16.8), clock(22, 4.8), "closed"),
)
"""From, until, kind: 503 to everything; a firewall page with status 200; connections closed without an answer."""

LATE: Mapping[int, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    5: ("old", (R, E), (B,)),
    12: ("old", (R, B), (E,)),
    21: ("new", (R,), (B, E)),
}
"""The first story of that day: its skin, its languages then, and those that arrive three days late."""

EDITS: Mapping[str, Callable[[Story], dict[str, Any]]] = {
    "number": lambda story: {"n": story.n + 3},
    "back": lambda story: {"n": story.n - 3},
    "name": lambda story: {"q": story.q - 1 if story.q else 1},
    "date": lambda story: {"ahead": story.ahead + 2},
    "sentence": lambda _: {"shortened": True},
    "link": lambda _: {"unlinked": True},
    "title": lambda _: {"retitled": True},
    "file": lambda story: {"attachment": story.attachment + 1},
    "paragraph": lambda _: {"added": True},
    "much": lambda story: {"retitled": True, "n": story.n + 4, "added": True},
}
"""What each kind of edit does to a story."""


def new_on(seed: int, day: int) -> int:
    """How many stories are new on that day: 2 to 4."""
    return 2 + bits(seed, "new", day) % 3


def hours_of(day: int) -> tuple[float, ...]:
    """At which hours that day's stories appear; on the day behind the firewall, all after it lifts."""
    return (17.2, 17.3, 17.4, 17.5) if day == 15 else (9.0, 11.0, 13.0, 15.0)


def scenes(parts: Mapping[str, int]) -> Iterator[ScriptedChange]:
    """The scripted changes that the cast allows, and those that need no cast."""
    for day, hour, kind, role, languages, what in SCENES:
        if role in parts:
            yield ScriptedChange(at=clock(day, hour), kind=kind, story=parts[role], languages=languages, what=what)
    for day, hour, skin, languages, part in FURNITURE:
        yield ScriptedChange(
            at=clock(day, hour), kind="furniture", languages=languages, what=part, detail={"skin": skin}
        )
    for since, until, kind in DOWN:
        yield ScriptedChange(at=since, kind="down", what=kind, detail={"until": until})
