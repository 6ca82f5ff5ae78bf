"""Two languages of a story, paragraphs facing each other."""

from __future__ import annotations

from crawler.archive import Archive
from crawler.archive.asking import Row
from crawler.compare.facing import facing
from crawler.web import addresses
from crawler.web.addresses import View
from crawler.web.answers import Page
from crawler.web.tabs import tabs
from crawler.web.texts import text_at, text_of


def sides(archive: Archive, told: Row, left: View, right: View) -> Page:
    """The page; raises NotInArchive."""
    both = [_side(archive, told, view) for view in (left, right)]
    rows = facing(both[0]["body"], both[1]["body"])
    languages = (both[0]["language"], both[1]["language"])
    data = {
        "story": told["story"],
        "site": told["site"],
        "left": both[0],
        "right": both[1],
        "rows": [[list(ours), list(theirs)] for ours, theirs in rows],
        **tabs(archive, told, languages),
    }
    return Page("side.html", " | ".join(side["title"] for side in both), data)


def _side(archive: Archive, told: Row, view: View) -> Row:
    text = text_of(archive, told, view)
    shown = text_at(archive, told, text, view)
    names = ("title", "body", "captured_at", "published", "url")
    said = {"text_language": shown["language"]}
    page = addresses.story(text["id"], View(text["language"], view.at))
    return {name: shown[name] for name in names} | said | {"language": text["language"], "id": text["id"], "page": page}
