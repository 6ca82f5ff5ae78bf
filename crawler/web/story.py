"""A story's page: one text, two languages side by side, or what an edit changed."""

from __future__ import annotations

from typing import Any

from crawler.archive import Archive
from crawler.archive.asking import Row
from crawler.rules.citations import cite
from crawler.web import addresses
from crawler.web.addresses import View, read_views
from crawler.web.answers import Asked, Page
from crawler.web.differing import differing, named
from crawler.web.pictures import pictures
from crawler.web.sides import sides
from crawler.web.tabs import tabs
from crawler.web.texts import asked_for, text_at, text_of
from crawler.web.timeline import timeline

_NOTES = {
    "vanished": "This article is gone from the site. This is its last text.",
    "untranslated": "The site shows another language under this address.",
    "empty": "The site shows no text under this address.",
}


def story(archive: Archive, asked: Asked) -> Page:
    """``/story/ID``, ``/story/ID/be@TIME``, ``/story/ID/be..ru``, ``/story/ID/be@TIME..@TIME``."""
    told = asked_for(archive, asked.parts["id"])
    left, right = read_views(asked.parts["view"]) if asked.parts.get("view") else (View(""), None)
    if right is None:
        return _one(archive, told, left, asked.base)
    if text_of(archive, told, left)["id"] != text_of(archive, told, right)["id"]:
        return sides(archive, told, left, right)
    return differing(archive, told, left, right)


def _one(archive: Archive, told: Row, view: View, base: str) -> Page:
    text = text_of(archive, told, view)
    ref, language = text["id"], text["language"]
    revisions = archive.revisions(ref)
    shown, newest = text_at(archive, told, text, view), archive.as_captured(ref)
    place = shown["number"] - 1
    site = next((site["title"] for site in archive.names() if site["name"] == told["site"]), told["site"])
    permanent = base + addresses.story(shown["ref"], View(language, shown["captured_at"]))
    starts = [row["captured_at"] for row in revisions]
    data: dict[str, Any] = {
        "story": told["story"],
        "id": ref,
        "site": told["site"],
        "site_title": site,
        "language": language,
        "state": text["state"],
        "text": shown,
        "pictures": pictures(archive, shown),
        "live": newest["url"],
        "permanent": permanent,
        "previous": _turn(ref, language, starts, place - 1),
        "next": _turn(ref, language, starts, place + 1),
        "diff": addresses.story(ref, View(language, starts[place - 1]), View("", starts[place])) if place > 0 else None,
        "texts": named(revisions),
        "compared": {"a": starts[max(0, place - 1)], "b": starts[max(0, place)]},
        "original": addresses.original(shown["ref"], shown["captured_at"]),
        "citation": cite({**shown, "author": site, "id": shown["ref"], "permanent": permanent}),
        "notes": _notes(text, shown, newest, len(revisions)),
        "duplicates": [{**row, "page": addresses.story(row["id"])} for row in archive.duplicates(ref)],
        "timeline": timeline(ref, language, revisions, archive.changes(ref=ref), archive.history(ref)),
        **tabs(archive, told, (language,)),
    }
    return Page("story.html", shown["title"] or "(no title)", data)


def _turn(ref: str, language: str, starts: list[str], place: int) -> Row | None:
    """The text before or after: the first capture of it."""
    if not 0 <= place < len(starts):
        return None
    return {"page": addresses.story(ref, View(language, starts[place])), "captured_at": starts[place]}


def _notes(text: Row, shown: Row, newest: Row, count: int) -> list[str]:
    notes = []
    if text["state"] in _NOTES and shown["number"] == count:
        notes.append(_NOTES[text["state"]])
    if shown["reason"]:
        notes.append(f"Read anew from the stored page ({shown['reason']}): not just as it was read at first.")
    if shown["discounted"]:
        notes.append(f"This capture counts for nothing in the article's history ({shown['discounted']}).")
    elif shown["number"] < count:
        notes.append(f"This is text {shown['number']} of {count}: the site has changed it since.")
    elif (shown["published"], shown["published_raw"]) != (newest["published"], newest["published_raw"]):
        now = newest["published_raw"] or newest["published"] or "none"
        notes.append(f"The text is the newest, but the page has another date since: {now}.")
    return notes
