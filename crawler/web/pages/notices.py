"""The notices above a text: what a reader must know about it."""

from __future__ import annotations

from crawler.archive import Row
from crawler.rules.language import tags

_STATES = {
    "vanished": "This article is gone from the site. This is its last text.",
    "untranslated": "The site shows another language under this address.",
    "empty": "The site shows no text under this address.",
}


def notes(text: Row, shown: Row, newest: Row, count: int) -> list[str]:
    """The notices of a text: the state of its article, whether it is the newest text, and whether it counts.

    ``text`` is the row of the article in its story. ``shown`` and ``newest`` are texts as rows of
    ``Archive.as_captured``, and ``count`` is the number of texts.
    """
    found = [_STATES[text["state"]]] if text["state"] in _STATES and shown["number"] == count else []
    if shown["reason"]:
        found.append(
            f"This text was read again from the stored page ({shown['reason']}) and may differ from the first reading."
        )
    if not shown["counts"]:
        why = shown["discounted"] or "another address of the article counts"
        found.append(f"This capture does not count in the history of the article ({why}).")
    elif shown["number"] < count:
        found.append(f"This is text {shown['number']} of {count}: the site changed it later.")
    elif _is_redated(shown, newest):
        found.append(f"This is the newest text, but the page had another date later: {newest['published']}.")
    return found


def named_otherwise(text: Row, language: str) -> list[str]:
    """The notice of an address whose language is not that of the capture that it names."""
    if language.lower() in ("", text["language"].lower(), text["text_language"].lower()):
        return []
    own = text["language"] or "no language"
    return [f"This address names {language}, but the capture is of a page in {own}."]


def _is_redated(shown: Row, newest: Row) -> bool:
    """Whether the page had another date later, as the same extractor read it in the same place."""
    same = all(shown[name] == newest[name] for name in ("extractor", "extractor_version", "date_source"))
    return same and shown["captured_at"] < newest["captured_at"] and shown["published"] != newest["published"]


def of_side(text: Row, shown: Row, count: int) -> str:
    """The notice of one of two texts side by side; empty if there is none."""
    found = []
    if shown["language"] and text["language"] and not tags.agree(shown["language"], text["language"]):
        found.append(f"The site shows another language under this address: {shown['language']}.")
    if not shown["counts"]:
        found.append("This capture does not count in the history of the article.")
    elif shown["number"] < count:
        found.append(f"This is text {shown['number']} of {count}: the site changed it later.")
    elif text["state"] == "vanished":
        found.append(_STATES["vanished"])
    return " ".join(found)
