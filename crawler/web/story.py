"""A story's page: one text, two languages side by side, or what an edit changed."""

from __future__ import annotations

from typing import Any

from crawler.archive import Archive
from crawler.archive.asking import Row
from crawler.rules.citations import cite
from crawler.rules.digests import address_id
from crawler.web import addresses
from crawler.web.addresses import View, read_views
from crawler.web.answers import Asked, Page
from crawler.web.differing import differing, named
from crawler.web.sides import sides
from crawler.web.tabs import tabs
from crawler.web.texts import text_at, text_of
from crawler.web.timeline import timeline

_NOTES = {
    "vanished": "This article is gone from the site. This is its last text.",
    "untranslated": "The site shows another language under this address.",
    "empty": "The site shows no text under this address.",
}


def story(archive: Archive, asked: Asked) -> Page:
    """``/story/ID``, ``/story/ID/be@TIME``, ``/story/ID/be..ru``, ``/story/ID/be@TIME..@TIME``."""
    told = archive.story(asked.parts["id"])
    left, right = read_views(asked.parts["view"]) if asked.parts.get("view") else (View(""), None)
    if right is None:
        return _one(archive, told, left, asked.base)
    if text_of(told, left)["id"] != text_of(told, right)["id"]:
        return sides(archive, told, left, right)
    return differing(archive, told, left, right)


def _one(archive: Archive, told: Row, view: View, base: str) -> Page:
    text = text_of(told, view)
    revisions = archive.revisions(text["id"])
    shown = text_at(archive, text, view)
    place = next(at for at, row in enumerate(revisions) if row["number"] == shown["number"])
    ref, language = text["id"], text["language"]
    pages = [addresses.story(ref, View(language, row["captured_at"])) for row in revisions]
    title = next((site["title"] for site in archive.names() if site["name"] == told["site"]), told["site"])
    diff = (
        addresses.story(ref, View(language, revisions[place - 1]["captured_at"]), View("", shown["captured_at"]))
        if place
        else None
    )
    data: dict[str, Any] = {
        "story": told["story"],
        "id": ref,
        "site": told["site"],
        "site_title": title,
        "language": language,
        "state": text["state"],
        "text": shown,
        "permanent": base + pages[place],
        "previous": {"page": pages[place - 1], "captured_at": revisions[place - 1]["captured_at"]} if place else None,
        "next": _next(pages, revisions, place),
        "diff": diff,
        "texts": named(revisions),
        "compared": {"a": revisions[max(0, place - 1)]["captured_at"], "b": shown["captured_at"]},
        "original": addresses.original(address_id(shown["url"]), shown["captured_at"]),
        "citation": cite(archive.cited(text["id"], shown["number"]) | {"permanent": base + pages[place]}),
        "notes": _notes(text, shown, place, len(revisions)),
        "duplicates": [
            {**row, "page": addresses.story(row["id"])} for row in archive.duplicates(text["id"])
        ],
        "timeline": timeline(
            ref, language, revisions, archive.changes(ref=text["id"]), archive.timemap(text["id"])
        ),
        **tabs(archive, told, (language,)),
    }  # fmt: skip
    return Page("story.html", shown["title"] or "(no title)", data)


def _next(pages: list[str], revisions: list[Row], place: int) -> Row | None:
    if place + 1 == len(pages):
        return None
    return {"page": pages[place + 1], "captured_at": revisions[place + 1]["captured_at"]}


def _notes(text: Row, shown: Row, place: int, count: int) -> list[str]:
    notes = [_NOTES[text["state"]]] if text["state"] in _NOTES and place + 1 == count else []
    if shown["reason"]:
        notes.append(f"Read anew from the stored page ({shown['reason']}): not just as it was read at first.")
    if place + 1 < count:
        notes.append(f"This is text {place + 1} of {count}: the site has changed it since.")
    return notes
