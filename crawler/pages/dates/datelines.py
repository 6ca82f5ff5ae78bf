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
_SINCE = frozenset(
    """
    Am On In Vom Seit Since Until Bis Le El Del Il Dal Från Den С От До На В У З Ад Op W Dnia Στις
    """.split()  # noqa: SIM905
)
"""Words that begin a sentence with a day."""

FindDate = Callable[[str], str | None]
"""A function from a text to the first full date in it, as written."""


def in_dateline(paragraphs: Iterable[str], find: FindDate) -> str | None:
    """The date in the dateline of a text, as written; None if there is none. ``paragraphs`` are cleaned."""
    for paragraph in list(paragraphs)[:_PARAGRAPHS]:
        opening = paragraph[:_OPENS]
        raw = find(opening)
        if not raw:
            continue
        before, _, after = opening.partition(raw)
        words = _WORD.findall(before)
        if len(words) > _PLACE_WORDS or (words and (words[-1].islower() or words[-1].capitalize() in _SINCE)):
            continue  # "The plan of 3 May", "On 3 May"
        if _MARK.match(after) and (after.lstrip()[:1] not in ")]" or _BRACKET.search(before)):
            return raw
    return None
