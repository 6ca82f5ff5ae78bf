"""Which text of a story an address means."""

from __future__ import annotations

from crawler.archive import Archive
from crawler.archive.asking import Row
from crawler.errors import BadAddress, NotInArchive
from crawler.web.addresses import View


def asked_for(archive: Archive, ref: str) -> Row:
    """The story that an id leads to, as ``Archive.story`` has it, and ``ref``: that id. Raises NotInArchive."""
    return {**archive.story(ref), "ref": ref}


def text_of(archive: Archive, story: Row, view: View) -> Row:
    """The text of a story that a view means: the one whose address was asked for, if it was captured just then or is in
    that language, else the first that is. A permanent address means the article that it names, whatever its language is
    called by now. Raises NotInArchive, BadAddress."""
    own = next((text for text in story["texts"] if text["id"] == story["asked"]), None)
    wanted = view.language.lower()
    if own is not None and wanted in ("", own["language"].lower(), own["text_language"].lower()):
        return dict(own)
    if own is not None and view.at is not None and _is_own(archive, story["ref"], view.at):
        return dict(own)
    for text in story["texts"]:
        if not view.language or text["language"].lower() == wanted:
            return dict(text)
    if own is not None and view.at is not None:
        return dict(own)
    known = ", ".join(sorted({text["language"] or "no language" for text in story["texts"]}))
    raise NotInArchive(f"this story is not archived in {view.language}: it is in {known}")


def revision_at(archive: Archive, text: Row, view: View) -> Row:
    """The revision of an article that stood as of a view: whole, with the time that names it. Raises NotInArchive,
    BadAddress."""
    try:
        return archive.revision(text["id"], view.at)
    except ValueError as error:
        raise _no_time(view) from error


def text_at(archive: Archive, story: Row, text: Row, view: View) -> Row:
    """The text of an article as the capture had it that a view means. Raises NotInArchive, BadAddress."""
    ref = story["ref"] if text["id"] == story["asked"] else text["id"]
    try:
        return archive.as_captured(ref, view.at)
    except ValueError as error:
        raise _no_time(view) from error


def _is_own(archive: Archive, ref: str, at: str) -> bool:
    try:
        return archive.has_capture(ref, at)
    except ValueError as error:
        raise _no_time(View("", at)) from error


def _no_time(view: View) -> BadAddress:
    return BadAddress(f"{view.at} is no time: YYYY-MM-DD, or 2026-11-24T10:00Z")
