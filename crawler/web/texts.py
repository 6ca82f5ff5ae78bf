"""Which text of a story an address means."""

from __future__ import annotations

from crawler.archive import Archive
from crawler.archive.asking import Row
from crawler.errors import BadAddress, NotInArchive
from crawler.web.addresses import View


def text_of(story: Row, view: View) -> Row:
    """The text of a story that a view means: the first one in its language. Raises NotInArchive."""
    for text in story["texts"]:
        if not view.language or text["language"].lower() == view.language.lower():
            return dict(text)
    known = ", ".join(sorted({text["language"] or "no language" for text in story["texts"]}))
    raise NotInArchive(f"this story is not archived in {view.language}: it is in {known}")


def text_at(archive: Archive, text: Row, view: View) -> Row:
    """The text of an article as of a view: whole, with the time that names it. Raises NotInArchive, BadAddress."""
    try:
        return archive.revision(text["id"], view.at)
    except ValueError as error:
        raise BadAddress(f"{view.at} is no time: YYYY-MM-DD, or 2026-11-24T10:00Z") from error
