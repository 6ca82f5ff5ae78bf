"""The search page."""

from __future__ import annotations

from crawler.archive import Archive, Row
from crawler.errors import HunspellMissing, SearchStale
from crawler.interchange.atom import FeedEntry
from crawler.web import list_forms, urls
from crawler.web.responses import HtmlPage, PageFeed, WebRequest
from crawler.web.urls import TextView

_MARKS = ("\ue000", "\ue001")
"""Marks around what was found in a snippet; they are private characters, which texts do not contain."""


def search(archive: Archive, request: WebRequest) -> HtmlPage:
    """``/search?q=``, with the filters of ``communique search``."""
    words = request.query.get("q", "").strip()
    given = list_forms.filters(request)
    number, by_date, old = (
        request.number("page", 1, list_forms.MAX_PAGES),
        request.word("sort") == "date",
        bool(request.word("old")),
    )
    limit, skip = list_forms.needed(number), (number - 1) * list_forms.PAGE_SIZE
    rows: list[Row] = []
    note = ""
    if words:
        try:
            found = archive.search(
                words, limit=limit, skip=skip, by_date=by_date, all_revisions=old, marks=_MARKS, **given
            )
            rows = [_with_passage(row) for row in found]
        except (SearchStale, HunspellMissing) as error:
            note = f"{error}"
    shown, has_more = list_forms.page_of(rows, 1)
    usual = {site["name"]: site["languages"] for site in archive.names()}
    stories = [
        {**row, "page": _page(row, old=old), "languages": _in_order(row["languages"], usual.get(row["site"], []))}
        for row in shown
    ]
    data = {
        "q": words,
        "asked": bool(words) and not note,
        "note": note,
        "sort": "date" if by_date else "",
        "old": old,
        "stories": stories,
        **list_forms.choices(archive),
        **list_forms.chosen(given),
        **list_forms.pages(request, number, has_more),
    }
    entries = [_entry(request.base, row) for row in stories]
    title = f"{words}: search" if words else "Search"
    about = f"search {words} {sorted(given.items(), key=str)}"
    feed = PageFeed(f"Communiqué: {title}", about, entries)
    return HtmlPage("search.html", title, data, status=503 if note else 200, feed=feed)


def _with_passage(row: Row) -> Row:
    """A row with its snippet as parts ``text found``, because brackets also occur in texts."""
    parts: list[Row] = []
    for piece in row["snippet"].split(_MARKS[0]):
        found, marked, rest = piece.rpartition(_MARKS[1])
        parts += (
            [{"text": found, "found": True}, {"text": rest, "found": False}]
            if marked
            else [{"text": piece, "found": False}]
        )
    return row | {
        "snippet": row["snippet"].translate({ord(_MARKS[0]): "[", ord(_MARKS[1]): "]"}),
        "passage": [part for part in parts if part["text"]],
    }


def _in_order(languages: list[str], usual: list[str]) -> list[str]:
    """The languages of a story in the order of its site; others come last."""
    return sorted(languages, key=lambda tag: (usual.index(tag) if tag in usual else len(usual), tag))


def _page(row: Row, *, old: bool) -> str:
    return urls.story(row["id"], TextView("", row["captured_at"]) if old else "")


def _entry(base: str, row: Row) -> FeedEntry:
    at = row["captured_at"]
    return FeedEntry(
        name=f"found {row['story']}",
        title=row["title"] or row["url"],
        published=at,
        updated=at,
        url=base + row["page"],
        language=row["language"],
        category=row["site"],
        summary=row["snippet"],
    )
