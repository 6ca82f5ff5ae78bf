"""The text of a story that an address names, and the address of a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.archive import Archive, Row
from crawler.errors import BadAddress, NotInArchive
from crawler.rules.text.digests import mark_of
from crawler.web import urls
from crawler.web.urls import TextView


def find_story(archive: Archive, ref: str) -> Row:
    """The story of an id, as a row of ``Archive.story`` with that id as ``ref``. Raises NotInArchive."""
    return {**archive.story(ref), "ref": ref}


def is_pinned(archive: Archive, ref: str, view: TextView) -> bool:
    """Whether a view has a time at which this very address was captured, as permanent addresses do.

    Such a view names the capture, whatever language the archive has for it now. Raises NotInArchive, BadAddress.
    """
    if view.at is None:
        return False
    try:
        return archive.has_capture(ref, view.at)
    except ValueError as error:
        raise _not_a_time(view) from error


def text_of(story: Row, view: TextView) -> Row:
    """The text of a story in the language of a view; raises NotInArchive if there is none.

    The text of the requested address comes first, if it is in that language. A text whose page claims the language
    comes before a text whose words are in it.
    """
    texts = sorted(story["texts"], key=lambda text: text["id"] != story["asked"])
    tag = view.language.lower()
    for name in ("language", "text_language"):
        for text in texts:
            if not tag or text[name].lower() == tag:
                return dict(text)
    known = ", ".join(sorted({text["language"] or "no language" for text in story["texts"]}))
    raise NotInArchive(f"this story is not archived in {view.language}: it is in {known}")


def own_text(story: Row) -> Row:
    """The text of the requested address."""
    return next(dict(text) for text in story["texts"] if text["id"] == story["asked"])


def revision_at(archive: Archive, text: Row, view: TextView, revisions: Sequence[Row]) -> Row:
    """The revision of an article that a view names. Raises NotInArchive, BadAddress.

    It is the revision that begins at that time (with a capture of that mark, or the first one stored); otherwise the
    revision that was current then.
    """
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
        raise _not_a_time(view) from error


def text_at(archive: Archive, story: Row, text: Row, view: TextView) -> Row:
    """The text of an article in the capture that a view names. Raises NotInArchive, BadAddress."""
    _check(view)
    ref = story["ref"] if text["id"] == story["asked"] else text["id"]
    try:
        return archive.as_captured(ref, view.at, view.mark)
    except ValueError as error:
        raise _not_a_time(view) from error


def text_page(row: Row, language: str = "") -> str:
    """The page of a revision, named by the capture that it begins with."""
    return urls.story(row["ref"], TextView(language, row["captured_at"], row["mark"]))


def views_of(revisions: Sequence[Row]) -> list[TextView]:
    """The views of the revisions of one article: the time at which each begins, with a mark if it is not unique."""
    moments = Counter(row["captured_at"] for row in revisions)
    return [
        TextView(
            "", row["captured_at"], row["mark"] if moments[row["captured_at"]] == 1 else mark_of(row["payload_digest"])
        )
        for row in revisions
    ]


def _check(view: TextView) -> None:
    if view.at is not None and view.at.isdecimal():
        raise _not_a_time(view)


def _not_a_time(view: TextView) -> BadAddress:
    return BadAddress(f"{view.at} is not a time: use YYYY-MM-DD or 2026-11-24T10:00Z")
