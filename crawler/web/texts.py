"""Which text of a story an address means, and how that text is named in one."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.archive import Archive
from crawler.archive.as_captured import MARK
from crawler.archive.asking import Row
from crawler.errors import BadAddress, NotInArchive
from crawler.web.addresses import View


def asked_for(archive: Archive, ref: str) -> Row:
    """The story that an id leads to, as ``Archive.story`` has it, and ``ref``: that id. Raises NotInArchive."""
    return {**archive.story(ref), "ref": ref}


def is_pinned(archive: Archive, ref: str, view: View) -> bool:
    """Whether a view is a permanent address: of a moment at which that very address was captured. Then it means this
    address, whatever its language is called by now. Raises NotInArchive, BadAddress."""
    if view.at is None:
        return False
    try:
        return archive.has_capture(ref, view.at)
    except ValueError as error:
        raise _no_time(view) from error


def text_of(story: Row, view: View) -> Row:
    """The text of a story in the language of a view: the one whose address was asked for, if it stands for that
    language; else the first that does; else the one whose words are in it. Raises NotInArchive."""
    texts = sorted(story["texts"], key=lambda text: text["id"] != story["asked"])
    wanted = view.language.lower()
    for name in ("language", "text_language"):
        for text in texts:
            if not wanted or text[name].lower() == wanted:
                return dict(text)
    known = ", ".join(sorted({text["language"] or "no language" for text in story["texts"]}))
    raise NotInArchive(f"this story is not archived in {view.language}: it is in {known}")


def own_text(story: Row) -> Row:
    """The text whose address was asked for."""
    return next(dict(text) for text in story["texts"] if text["id"] == story["asked"])


def revision_at(archive: Archive, text: Row, view: View) -> Row:
    """The revision of an article that stood as of a view: whole, with the time that names it. Raises NotInArchive,
    BadAddress."""
    _check(view)
    try:
        if not view.mark:
            return archive.revision(text["id"], view.at)
        for row in archive.revisions(text["id"]):
            if row["captured_at"] == view.at and mark_of(row) == view.mark:
                return archive.revision(text["id"], row["number"])
    except ValueError as error:
        raise _no_time(view) from error
    raise NotInArchive(f"no text of this article begins with a capture of {view.at} with the mark {view.mark}")


def text_at(archive: Archive, story: Row, text: Row, view: View) -> Row:
    """The text of an article as the capture had it that a view means. Raises NotInArchive, BadAddress."""
    _check(view)
    ref = story["ref"] if text["id"] == story["asked"] else text["id"]
    try:
        return archive.as_captured(ref, view.at, view.mark)
    except ValueError as error:
        raise _no_time(view) from error


def view_of(language: str, row: Row, among: Sequence[Row]) -> View:
    """How a revision is named beside the others of its article: by the moment that it begins with."""
    is_alone = sum(other["captured_at"] == row["captured_at"] for other in among) == 1
    return View(language, row["captured_at"], "" if is_alone else mark_of(row))


def mark_of(row: Row) -> str:
    """The first digits of the payload's digest."""
    return str(row["payload_digest"]).removeprefix("sha256:")[:MARK]


def _check(view: View) -> None:
    if view.at is not None and view.at.isdecimal():
        raise _no_time(view)


def _no_time(view: View) -> BadAddress:
    return BadAddress(f"{view.at} is no time: YYYY-MM-DD, or 2026-11-24T10:00Z")
