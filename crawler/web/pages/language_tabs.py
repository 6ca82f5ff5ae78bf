"""The tabs of a story: its languages, those that are not archived with the reason, and pairs side by side."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from crawler.archive import Archive, Row
from crawler.web import urls

_WHY = {
    "known": "not archived yet",
    "missing": "gone before it was archived",
    "late": "not archived",
    "withdrawn": "no longer announced",
}
ALL_PAIRS = 3
"""The most languages of which all pairs are offered; with more, only pairs with the shown language are."""


def tabs(archive: Archive, story: Row, shown: tuple[str, ...]) -> dict[str, Any]:
    """The data of ``tabs.html``; ``shown`` are the ids of the texts on the page.

    ``tabs`` are rows ``language page url why current``, and ``pairs`` rows ``name page current``.
    """
    texts = story["texts"]
    rows: list[Row] = [
        {
            "language": text["language"],
            "page": urls.story(text["id"], text["language"]),
            "url": None,
            "why": "",
            "current": shown == (text["id"],),
        }
        for text in texts
    ]
    languages = {text["language"] for text in texts}
    for row in archive.variants(story["story"]):
        if row["language"] not in languages and row["state"] in _WHY:
            why = row["reason"] or _WHY[row["state"]]
            rows.append({"language": row["language"], "page": None, "url": row["url"], "why": why, "current": False})
    return {"tabs": rows, "pairs": _pairs(texts, shown)}


def _pairs(texts: list[Row], shown: tuple[str, ...]) -> list[Row]:
    first = {text["language"]: text for text in reversed(texts) if text["language"]}
    first |= {text["language"]: text for text in texts if text["id"] in shown and text["language"]}
    pairs = combinations([first[tag] for tag in dict.fromkeys(t["language"] for t in texts) if tag], 2)
    return [
        {
            "name": f"{left['language']} | {right['language']}",
            "page": urls.story(left["id"], left["language"], right["language"]),
            "current": set(shown) == {left["id"], right["id"]},
        }
        for left, right in pairs
        if len(first) <= ALL_PAIRS or {left["id"], right["id"]} & set(shown[:1])
    ]
