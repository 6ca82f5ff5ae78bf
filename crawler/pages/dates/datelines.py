"""The date at the beginning of a text, as agencies write it: "Minsk, 12 March 2024 – The minister"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_OPENS = 80
"""The number of characters at the beginning of a paragraph in which a dateline stands."""
_PLACE_WORDS = 4
"""The most words before the date: a place, an agency."""
_PARAGRAPHS = 3
"""How many paragraphs at the beginning of a text may have a dateline: after a lead, perhaps after a byline."""
_MARK = re.compile(r"\s?(?:г\.|года|г)?\s*(?:[-–—:|/]|[)\]][.,:]?\s|[)\]]?\s?[–—-]|\.\s?[–—-])")
_BRACKET = re.compile(r"[(\[][^()\[\]]{0,40}\Z")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(
    r"\b(?:am|on|in|vom|seit|since|until|bis|le|el|del|il|dal|w dniu|från|den|с|от|до|на|в|у|з|ад)\s*\Z", re.IGNORECASE
)
"""Prepositions before a date that belongs to a sentence."""

Find = Callable[[str], str | None]
"""A function from a text to the first full date in it, as written."""


def in_dateline(paragraphs: Iterable[str], find: Find) -> str | None:
    """The date in the dateline of a text, as written; None if there is none. ``paragraphs`` are cleaned."""
    for paragraph in list(paragraphs)[:_PARAGRAPHS]:
        opening = paragraph[:_OPENS]
        raw = find(opening)
        if not raw:
            continue
        before, _, after = opening.partition(raw)
        if len(_WORD.findall(before)) > _PLACE_WORDS or _SENTENCE.search(before):
            continue
        if _MARK.match(after) and (after.lstrip()[:1] not in ")]" or _BRACKET.search(before)):
            return raw
    return None
