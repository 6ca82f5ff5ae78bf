"""Which text of a story an address means, and how that text is named in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.archive import Archive, Row
from crawler.errors import BadAddress, NotInArchive
from crawler.rules.text.digests import mark_of
from crawler.web import urls
from crawler.web.urls import TextView


def asked_for(archive: Archive, ref: str) -> Row:
    """The story that an id leads to, as ``Archive.story`` has it, and ``ref``: that id. Raises NotInArchive."""
    return {**archive.story(ref), "ref": ref}


def is_pinned(archive: Archive, ref: str, view: TextView) -> bool:
    """Whether a view is a permanent address: of a moment at which that very address was captured. Then it means this
    address, whatever its language is called by now. Raises NotInArchive, BadAddress."""
    if view.at is None:
        return False
    try:
        return archive.has_capture(ref, view.at)
    except ValueError as error:
        raise _no_time(view) from error


def text_of(story: Row, view: TextView) -> Row:
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


def revision_at(archive: Archive, text: Row, view: TextView, revisions: Sequence[Row]) -> Row:
    """The revision of an article that a view means: the one that begins just then (with a capture of that mark, or the
    first stored), else the one that stood then. Raises NotInArchive, BadAddress."""
    _check(view)
    begun = [row for row in revisions if row["captured_at"] == view.at]
    if view.mark:
        begun = [row for row in begun if mark_of(row["payload_digest"]) == view.mark]
        if not begun:
            raise NotInArchive(f"no text of this article begins with a capture of {view.at} with the mark {view.mark}")
    if begun:
        return archive.revision(text["id"], min(begun, key=lambda row: (bool(row["mark"]), row["number"]))["number"])
    try:
        return archive.revision(text["id"], view.at)
    except ValueError as error:
        raise _no_time(view) from error


def text_at(archive: Archive, story: Row, text: Row, view: TextView) -> Row:
    """The text of an article as the capture had it that a view means. Raises NotInArchive, BadAddress."""
    _check(view)
    ref = story["ref"] if text["id"] == story["asked"] else text["id"]
    try:
        return archive.as_captured(ref, view.at, view.mark)
    except ValueError as error:
        raise _no_time(view) from error


def text_page(row: Row, language: str = "") -> str:
    """Where the text is shown that a revision begins with: by the capture that it begins with."""
    return urls.story(row["ref"], TextView(language, row["captured_at"], row["mark"]))


def views_of(revisions: Sequence[Row]) -> list[TextView]:
    """How the revisions of one article are named beside each other: by the moment that each begins with, and where it
    is not alone, its mark."""
    moments = Counter(row["captured_at"] for row in revisions)
    return [
        TextView(
            "", row["captured_at"], row["mark"] if moments[row["captured_at"]] == 1 else mark_of(row["payload_digest"])
        )
        for row in revisions
    ]


def _check(view: TextView) -> None:
    if view.at is not None and view.at.isdecimal():
        raise _no_time(view)


def _no_time(view: TextView) -> BadAddress:
    return BadAddress(f"{view.at} is no time: YYYY-MM-DD, or 2026-11-24T10:00Z")
