"""Pages as a run reads them, well and damaged, for the tests of health."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crawler.rules.health.page_pairs import Seen

DAY = 86_400_000
WORDS = [
    "river",
    "basin",
    "minister",
    "meeting",
    "bridge",
    "season",
    "water",
    "lock",
    "fleet",
    "harbour",
    "island",
    "treaty",
    "visit",
    "answer",
    "press",
]


def text(number: int, paragraphs: int = 5) -> tuple[str, ...]:
    """Paragraphs of more than a hundred characters in all, each story with words of its own."""
    return tuple(
        f"{WORDS[(number + place) % len(WORDS)]} {number} of {number * 31 + place} said story{number}word{place} today"
        for place in range(paragraphs)
    )


def page(number: int, language: str = "en", **changes: Any) -> Seen:
    """A page as it is read while all is well."""
    body = text(number)
    made = Seen(
        url=f"https://x.example/{language}/{number}",
        capture=f"abcdefghijkl@{number}",
        extractor="x.News",
        version="1+1",
        language=language,
        claimed=language,
        kind="news",
        title=f"Title {number} {language}",
        published="2026-03-01",
        days=frozenset({"2026-03-10", "2026-03-11"}),
        announced=frozenset({"ru", "be", "en"} - {language}),
        paragraphs=body,
        characters=sum(map(len, body)),
    )
    return replace(made, **changes)


def cut(seen: Seen) -> Seen:
    kept = seen.paragraphs[: len(seen.paragraphs) // 2]
    return replace(seen, paragraphs=kept, characters=sum(map(len, kept)))


def grown(seen: Seen) -> Seen:
    more = text(300 + int(seen.url.rpartition("/")[2]), 10)
    return replace(seen, paragraphs=(*seen.paragraphs, *more), characters=seen.characters + sum(map(len, more)))


def garbled(seen: Seen) -> Seen:
    return replace(seen, paragraphs=tuple(each.translate(ROTATED) for each in seen.paragraphs))


ROTATED = str.maketrans("abcdefghijklmnopqrstuvwxyz0123456789", "nopqrstuvwxyzabcdefghijklm€‚ƒ„…†‡ˆ‰Š")
WALL = ("We use cookies to remember what you have chosen, and so do our partners.", "Accept all of them to go on." * 5)

DAMAGE: dict[str, tuple[str, Callable[[Seen], Seen]]] = {
    "no title": ("title", lambda seen: replace(seen, outcome="unreadable", reason="no-title", title="")),
    "a guess": ("title", lambda seen: replace(seen, reason="no-title", extractor="x.Generic", published="")),
    "no block": ("body", lambda seen: replace(seen, outcome="unreadable", reason="no-block", title="")),
    "empty title": ("title", lambda seen: replace(seen, title="")),
    "one title": ("title", lambda seen: replace(seen, title="The Ministry")),
    "no date": ("date", lambda seen: replace(seen, published="")),
    "today": ("date", lambda seen: replace(seen, published="2026-03-11")),
    "other date": ("date", lambda seen: replace(seen, published="2001-01-01")),
    "half": ("body", cut),
    "no text": ("body", lambda seen: replace(seen, paragraphs=(), characters=0)),
    "no English": ("language", lambda seen: replace(seen, announced=seen.announced - {"en"})),
    "other language": ("language", lambda seen: replace(seen, language="pl")),
    "mojibake": ("text", garbled),
    "a wall": ("blocked", lambda seen: replace(seen, paragraphs=WALL, characters=200, title="Cookies")),
    "a guessed wall": (
        "blocked",
        lambda seen: replace(
            seen, paragraphs=WALL, characters=200, title="Cookies", reason="no-title", extractor="x.Generic"
        ),
    ),
    "related news": ("body", grown),
    "the menu": ("furniture", lambda seen: replace(seen, paragraphs=("Home | News | Visa", *seen.paragraphs))),
}


def measures(**changes: Any) -> dict[str, Any]:
    """What a run without anything remarkable measures."""
    return {
        "at": 20_000 * DAY,
        "asked": 50,
        "blocked": 0,
        "unreachable": 0,
        "robots": "",
        "read": 40,
        "unchanged": 0,
        "paired": {},
        "pages": {"unread-title": [0, 40], "unread-body": [0, 40], "undated-news": [2, 30], "empty": [0, 40]},
        "gone": [0, 40, 0],
        "links": [0, 5],
        "listings": {"abcdefghijkl": ["", 10, 9, 10, 10, "pt"]},
        "characters": [900, 40],
        "new": {"en": 2, "ru": 3},
        "examples": {},
        **changes,
    }


def healthy(count: int, **changes: Any) -> list[dict[str, Any]]:
    """A past of that many healthy runs, a day apart, up to yesterday."""
    return [measures(at=(20_000 - count + number) * DAY, healthy=True, **changes) for number in range(count)]
