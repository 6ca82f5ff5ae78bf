"""The front page: the newest stories by day, the ministries, the newest edits and removals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import groupby, islice, pairwise
from typing import Any

from crawler.archive import Archive, Row
from crawler.interchange.atom import FeedEntry
from crawler.web import urls
from crawler.web.cache import ResultCache
from crawler.web.pages.text_versions import views_of
from crawler.web.responses import HtmlPage, PageFeed, WebRequest

STORIES, CHANGES = 40, 12
EXTRA = 5
"""Stories read in addition: stories with a date in the future, which is mostly a mistake of the site, go to the end."""


_TextsWithViews = list[tuple[Row, urls.TextView]]
"""The texts of an article, each with its view."""
_sites = ResultCache()
"""The sites with their counts: counting a million articles is the slowest query of the page."""


def front(archive: Archive, request: WebRequest) -> HtmlPage:
    """The front page; ``language`` is the preferred language of titles."""
    limit = request.number("limit", STORIES, 200)
    stories = _in_order(archive.stories(limit=limit + EXTRA))[:limit]
    language = request.word("language")
    days = [
        {"day": day or None, "stories": list(same)}
        for day, same in groupby(stories, key=lambda story: (story["published"] or "")[:10])
    ]
    newest = merge(
        *(archive.changes(kind=kind, limit=CHANGES) for kind in ("edited", "vanished", "restored")),
        key=lambda row: row["at"],
        reverse=True,
    )
    data = {
        "language": language,
        "days": days,
        "sites": _sites.rows(archive, query=archive.sites),
        "changes": with_pages(archive, islice(newest, CHANGES)),
    }
    entries = [entry(request.base, story, language) for story in stories]
    about = " ".join(("stories", language or "")).strip()
    return HtmlPage("front.html", "Newest", data, feed=PageFeed("Communiqué: newest stories", about, entries))


def _in_order(stories: list[Row]) -> list[Row]:
    """Stories in order: the newest first, then those with a date in the future, then those without a date."""
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    return sorted(stories, key=lambda row: 2 if not row["published"] else row["published"][:10] > tomorrow)


def with_pages(archive: Archive, rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Events, each with the address of its page: the diff of an edit, or the article."""
    known: dict[str, _TextsWithViews] = {}
    return [_with_page(archive, row, known) for row in rows]


def _with_page(archive: Archive, row: Mapping[str, Any], known: dict[str, _TextsWithViews]) -> Row:
    page = urls.story(row["id"])
    if row["kind"] == "edited" and len(row["captures"]) > 1:
        if row["id"] not in known:
            texts = archive.revisions(row["id"])
            known[row["id"]] = list(zip(texts, views_of(texts), strict=True))
        page = _edit(known[row["id"]], row) or page
    return {**row, "page": page}


def _edit(texts: _TextsWithViews, row: Mapping[str, Any]) -> str | None:
    """The page of an edit; None if the text that it led to is not a revision any more."""
    after = row["captures"][-1]
    for (_, before), (text, own) in pairwise(texts):
        if all(text[name] == after[name] for name in ("captured_at", "payload_digest")):
            return urls.story(row["id"], before, own)
    return None


def entry(base: str, story: Row, language: str | None = None) -> FeedEntry:
    """A story as an entry of a feed, with the titles of its texts; an edit or a new language updates the entry."""
    first = next((text for text in story["texts"] if text["language"] == language), story["texts"][0])
    titles = [f"{text['language']}: {text['title']}" for text in story["texts"]]
    seen = min(text["first_seen"] for text in story["texts"])
    return FeedEntry(
        name=f"story {story['story']}",
        title=first["title"] or first["url"],
        published=_instant(story["published"]) or seen,
        updated=max(text["changed"] for text in story["texts"]),
        url=base + urls.story(first["id"], first["language"]),
        language=first["text_language"],
        category=story["site"],
        summary="\n".join(titles),
    )


def _instant(published: str | None) -> str:
    """A date in RFC 3339, as feeds need it: a day is its beginning in UTC; empty without a date."""
    if not published:
        return ""
    return published if len(published) > 10 else f"{published}T00:00:00Z"
