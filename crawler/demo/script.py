"""The demo's history: the changes of each day and the stories that they affect. It depends on the seed alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from crawler.demo.names import LANGUAGES
from crawler.demo.stories import Story, bits

FIRST_EVENING = datetime(2026, 3, 2, 15, tzinfo=UTC)
"""The time of day 1: 18:00 in the demo's zone (UTC+3, without summer time)."""
ZONE = "Europe/Minsk"
LAST_DAY = 30
"""The last day with scripted events. Later days have new stories only."""


def moment(day: float) -> datetime:
    """The instant (UTC) of a day of the history: 2 is the evening of the second day, 2.25 is six hours later."""
    return FIRST_EVENING + timedelta(days=day - 1)


def calendar(day: float) -> date:
    """The calendar date of the ministry at a time of the history."""
    return (moment(day) + timedelta(hours=3)).date()


def day_at(day: float) -> int:
    """The number of the day of a time's calendar date. The hours after 18:00 still belong to it."""
    return (calendar(day) - calendar(1)).days + 1


def clock(day: int, hour: float) -> float:
    """The time of the history at an hour of a day in the demo's zone. It is an integer at 18:00."""
    return day + (hour - 18) / 24


@dataclass(frozen=True, slots=True)
class ScriptedChange:
    """A change of the site at one time."""

    at: float
    kind: str
    """``publish``, ``translate``, ``edit``, ``vanish``, ``restore``, ``move``, ``unlist``, ``markup``, ``furniture`` or
    ``down``."""
    story: int = 0
    languages: tuple[str, ...] = ()
    what: str = ""
    """The kind of edit, of disappearance or of downtime, or the part of the furniture."""
    detail: Mapping[str, Any] = field(default_factory=dict)


StoryFilter = Callable[[Story], bool]
"""The condition for a story to get a role."""


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
"""The roles of the script, and the condition for each.

Each role goes to a story of day 1 that fulfils its condition. No story has two roles. In a tiny ministry some roles
remain free.
"""


def cast(seed: int, size: int, story_of: Callable[[int], Story]) -> dict[str, int]:
    """The story number of each role. Roles that no story can have are absent."""
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
"""The scripted changes of stories: day, hour, kind, role, languages, and ``ScriptedChange.what``."""

FURNITURE: tuple[tuple[int, float, str, tuple[str, ...], str], ...] = (
    (3, 10.0, "new", (E,), "carousel"),
    (13, 10.0, "old", LANGUAGES, "promo"),
    (20, 10.0, "new", (R,), "missions"),
    (28, 10.0, "new", (B,), "footer"),
)
"""The scripted changes of the furniture on every page of a skin: day, hour, skin, languages, part."""

DOWN: tuple[tuple[float, float, str], ...] = (
    (clock(9, 16.8), clock(10, 4.8), "outage"),
    (clock(14, 16.8), clock(15, 16.8), "firewall"),
    (clock(21, 16.8), clock(22, 4.8), "closed"),
)
"""The downtimes: start, end, kind.

``outage`` answers 503 to all requests, ``firewall`` answers a block page with status 200, and ``closed`` closes
connections without an answer.
"""

LATE: Mapping[int, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    5: ("old", (R, E), (B,)),
    12: ("old", (R, B), (E,)),
    21: ("new", (R,), (B, E)),
}
"""Day → the skin of its first story, its languages on that day, and the languages that appear three days later."""

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
"""The kinds of edits, and the fields of a story that each changes."""


def new_on(seed: int, day: int) -> int:
    """The number of new stories on a day: 2 to 4."""
    return 2 + bits(seed, "new", day) % 3


def hours_of(day: int) -> tuple[float, ...]:
    """The hours at which the stories of a day appear. On the day of the firewall, all appear after its end."""
    return (17.2, 17.3, 17.4, 17.5) if day == 15 else (9.0, 11.0, 13.0, 15.0)


def scenes(parts: Mapping[str, int]) -> Iterator[ScriptedChange]:
    """The scripted changes whose role has a story (``parts``), and the changes that need no story."""
    for day, hour, kind, role, languages, what in SCENES:
        if role in parts:
            yield ScriptedChange(at=clock(day, hour), kind=kind, story=parts[role], languages=languages, what=what)
    for day, hour, skin, languages, part in FURNITURE:
        yield ScriptedChange(
            at=clock(day, hour), kind="furniture", languages=languages, what=part, detail={"skin": skin}
        )
    for since, until, kind in DOWN:
        yield ScriptedChange(at=since, kind="down", what=kind, detail={"until": until})
