"""The page of two languages of a story, with their paragraphs side by side."""

from __future__ import annotations

from crawler.archive import Archive, Row
from crawler.compare.facing_paragraphs import facing
from crawler.web import urls
from crawler.web.pages.language_tabs import tabs
from crawler.web.pages.notices import of_side
from crawler.web.pages.text_versions import text_at
from crawler.web.responses import HtmlPage
from crawler.web.urls import TextView


def side_page(archive: Archive, story: Row, left: tuple[Row, TextView], right: tuple[Row, TextView]) -> HtmlPage:
    """The page for two texts of a story, each with its view; raises NotInArchive."""
    both = [_side(archive, story, text, view) for text, view in (left, right)]
    rows = facing(both[0]["body"], both[1]["body"])
    data = {
        "story": story["story"],
        "site": story["site"],
        "left": both[0],
        "right": both[1],
        "rows": [[list(left_texts), list(right_texts)] for left_texts, right_texts in rows],
        **tabs(archive, story, (both[0]["id"], both[1]["id"])),
    }
    return HtmlPage("side.html", " | ".join(side["title"] for side in both), data)


def _side(archive: Archive, story: Row, text: Row, view: TextView) -> Row:
    shown = text_at(archive, story, text, view)
    names = ("title", "body", "captured_at", "published", "url")
    added = {
        "text_language": shown["language"],
        "note": of_side(text, shown, len(archive.revisions(text["id"]))),
        "language": text["language"],
        "id": text["id"],
        "page": urls.story(text["id"], view._replace(language=text["language"])),
    }
    return {name: shown[name] for name in names} | added
