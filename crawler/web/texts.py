"""Which text of a story an address means."""

from __future__ import annotations

from crawler.archive import Archive
from crawler.archive.asking import Row
from crawler.errors import BadAddress, NotInArchive
from crawler.web.addresses import View


def text_of(story: Row, view: View) -> Row:
    """The text of a story that a view means: the one whose address was asked for, if it is in that language, else the
    first that is. A permanent address means the article that it names, whatever its language is called by now.
    Raises NotInArchive."""
    own = next((text for text in story["texts"] if text["id"] == story["asked"]), None)
    wanted = view.language.lower()
    if own is not None and wanted in ("", own["language"].lower(), own["text_language"].lower()):
        return dict(own)
    for text in story["texts"]:
        if not view.language or text["language"].lower() == view.language.lower():
            return dict(text)
    if own is not None and view.at is not None:
        return dict(own)
    known = ", ".join(sorted({text["language"] or "no language" for text in story["texts"]}))
    raise NotInArchive(f"this story is not archived in {view.language}: it is in {known}")


def text_at(archive: Archive, text: Row, view: View) -> Row:
    """The text of an article as of a view: whole, with the time that names it. Raises NotInArchive, BadAddress."""
    try:
        return archive.revision(text["id"], view.at)
    except ValueError as error:
        raise BadAddress(f"{view.at} is no time: YYYY-MM-DD, or 2026-11-24T10:00Z") from error
