"""What a reader has to be told of a text before reading on."""

from __future__ import annotations

from crawler.archive import Row
from crawler.rules.language import tags

_STATES = {
    "vanished": "This article is gone from the site. This is its last text.",
    "untranslated": "The site shows another language under this address.",
    "empty": "The site shows no text under this address.",
}


def notes(text: Row, shown: Row, newest: Row, count: int) -> list[str]:
    """Sentences: what has become of the article, whether this is its newest text, and whether it counts at all.

    ``text`` is the article in its story, ``shown`` and ``newest`` are texts of it as ``Archive.as_captured`` has them,
    ``count`` is how many there are.
    """
    told = [_STATES[text["state"]]] if text["state"] in _STATES and shown["number"] == count else []
    if shown["reason"]:
        told.append(f"Read anew from the stored page ({shown['reason']}): not just as it was read at first.")
    if not shown["counts"]:
        why = shown["discounted"] or "another address of the article does"
        told.append(f"This capture counts for nothing in the article's history ({why}).")
    elif shown["number"] < count:
        told.append(f"This is text {shown['number']} of {count}: the site has changed it since.")
    elif _is_redated(shown, newest):
        told.append(f"The text is the newest, but the page has another date since: {newest['published']}.")
    return told


def named_otherwise(text: Row, language: str) -> list[str]:
    """Where an address says another language than the text stands for: it names a capture, whatever it says."""
    if language.lower() in ("", text["language"].lower(), text["text_language"].lower()):
        return []
    own = text["language"] or "no language"
    return [f"This address names a capture of a page for {own}, though it says {language}."]


def _is_redated(shown: Row, newest: Row) -> bool:
    """Whether the page had another date later: as one reader read it in one place."""
    same = all(shown[name] == newest[name] for name in ("extractor", "extractor_version", "date_source"))
    return same and shown["captured_at"] < newest["captured_at"] and shown["published"] != newest["published"]


def of_side(text: Row, shown: Row, count: int) -> str:
    """What is to be told of one of two texts side by side; empty where nothing is."""
    told = []
    if shown["language"] and text["language"] and not tags.agree(shown["language"], text["language"]):
        told.append(f"The site shows another language under this address: {shown['language']}.")
    if not shown["counts"]:
        told.append("This capture counts for nothing in the article's history.")
    elif shown["number"] < count:
        told.append(f"This is text {shown['number']} of {count}: the site has changed it since.")
    elif text["state"] == "vanished":
        told.append(_STATES["vanished"])
    return " ".join(told)
