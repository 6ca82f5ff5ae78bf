"""The languages of a story as tabs: those that are archived, those that are not and why, and pairs side by side."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from crawler.archive import Archive
from crawler.archive.asking import Row
from crawler.web import addresses

_WHY = {
    "known": "not archived yet",
    "missing": "gone before it was archived",
    "late": "not archived",
    "withdrawn": "no longer announced",
}


def tabs(archive: Archive, story: Row, shown: tuple[str, ...]) -> dict[str, Any]:
    """For ``tabs.html``: ``tabs`` (``language page url why current``) and ``pairs`` (``name page current``)."""
    languages = list(dict.fromkeys(text["language"] for text in story["texts"]))
    rows: list[Row] = [
        {
            "language": tag,
            "page": addresses.story(story["story"], tag),
            "url": None,
            "why": "",
            "current": shown == (tag,),
        }
        for tag in languages
    ]
    for row in archive.variants(story["story"]):
        if row["language"] not in languages and row["state"] in _WHY:
            why = row["reason"] or _WHY[row["state"]]
            rows.append({"language": row["language"], "page": None, "url": row["url"], "why": why, "current": False})
    pairs = [
        {
            "name": f"{left} | {right}",
            "page": addresses.story(story["story"], left, right),
            "current": set(shown) == {left, right},
        }
        for left, right in combinations(languages, 2)
        if left and right
    ]
    return {"tabs": rows, "pairs": pairs}
