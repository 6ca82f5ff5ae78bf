"""The page of a story: one text, two languages side by side, or the changes of an edit."""

from __future__ import annotations

from typing import Any

from crawler.archive import Archive, Row
from crawler.errors import NotInArchive
from crawler.rules.text.citations import cite
from crawler.web import urls
from crawler.web.pages.diff import diff_page, named
from crawler.web.pages.images import images
from crawler.web.pages.language_tabs import tabs
from crawler.web.pages.notices import named_otherwise, notes
from crawler.web.pages.side_by_side import side_page
from crawler.web.pages.text_versions import find_story, is_pinned, own_text, text_at, text_of, text_page, views_of
from crawler.web.pages.timeline import timeline
from crawler.web.responses import HtmlPage, WebRequest
from crawler.web.urls import TextView, read_views


def story(archive: Archive, request: WebRequest) -> HtmlPage:
    """``/story/ID``, ``/story/ID/be@TIME``, ``/story/ID/be..ru``, ``/story/ID/be@TIME..@TIME``."""
    ref = request.parts["id"]
    left, right = read_views(request.parts["view"]) if request.parts.get("view") else (TextView(""), None)
    try:
        found = find_story(archive, ref)
    except NotInArchive:
        if right is None and is_pinned(archive, ref, left):
            return _alone(archive, ref, left, request.base)
        raise
    if right is not None and right.language:
        texts = text_of(found, left), text_of(found, right)
        if texts[0]["id"] != texts[1]["id"]:
            return side_page(archive, found, (texts[0], left), (texts[1], right))
        return diff_page(archive, found, texts[0], left, right)
    text = own_text(found) if is_pinned(archive, ref, left) else text_of(found, left)
    if right is None:
        return _one(archive, found, text, left, request.base)
    return diff_page(archive, found, text, left, right)


def _one(archive: Archive, found: Row, text: Row, view: TextView, base: str) -> HtmlPage:
    ref, language = text["id"], text["language"]
    revisions = archive.revisions(ref)
    shown, newest = text_at(archive, found, text, view), archive.as_captured(ref)
    views = views_of(revisions)
    place = shown["number"] - 1
    is_newest = shown["text_digest"] == newest["text_digest"]
    data: dict[str, Any] = {
        "story": found["story"],
        "id": ref,
        "language": language,
        "state": text["state"],
        "live": newest["url"],
        "previous": _neighbour(revisions, language, place - 1),
        "next": _neighbour(revisions, language, place + 1),
        "diff": urls.story(ref, views[place - 1]._replace(language=language), views[place]) if place > 0 else None,
        "texts": named(revisions),
        "compared": {"a": max(1, place), "b": max(1, place + 1)},
        "notes": named_otherwise(text, view.language) + notes(text, shown, newest, len(revisions)),
        "duplicates": [{**row, "page": urls.story(row["id"])} for row in archive.duplicates(ref)] if is_newest else [],
        "timeline": timeline(ref, language, revisions, archive.changes(ref=ref), archive.history(ref)),
        **_text(archive, found["site"], shown, language, base),
        **tabs(archive, found, (ref,)),
    }
    return HtmlPage("story.html", shown["title"] or "(no title)", data)


def _text(archive: Archive, site: str, shown: Row, language: str, base: str) -> Row:
    """The facts of one text, its stored page and its citation."""
    title = next((row["title"] for row in archive.names() if row["name"] == site), site)
    permanent = base + urls.story(shown["ref"], TextView(language, shown["captured_at"], shown["mark"]))
    return {
        "site": site,
        "site_title": title,
        "text": shown,
        "pictures": images(archive, shown),
        "permanent": permanent,
        "original": urls.original(shown["ref"], shown["captured_at"], shown["page_mark"]),
        "citation": cite({**shown, "author": title, "id": shown["ref"], "permanent": permanent}),
    }


def _alone(archive: Archive, ref: str, view: TextView, base: str) -> HtmlPage:
    """The page of a cited text whose address does not count as an article any more."""
    shown = archive.as_captured(ref, view.at, view.mark)
    nothing: dict[str, list[Row]] = {
        name: [] for name in ("texts", "duplicates", "timeline", "tabs", "pairs")
    }  # fmt: skip
    data: dict[str, Any] = {
        **nothing,
        "story": None,
        "id": ref,
        "language": view.language,
        "state": "not counted",
        "live": shown["url"],
        "previous": None,
        "next": None,
        "diff": None,
        "compared": {"a": 1, "b": 1},
        "notes": notes({"state": ""}, shown, shown, 0),
        **_text(archive, shown["site"], shown, view.language, base),
    }
    return HtmlPage("story.html", shown["title"] or "(no title)", data)


def _neighbour(revisions: list[Row], language: str, place: int) -> Row | None:
    """The first capture of a neighbouring text; None if there is none."""
    if not 0 <= place < len(revisions):
        return None
    return {"page": text_page(revisions[place], language), "captured_at": revisions[place]["captured_at"]}
