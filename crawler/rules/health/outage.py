"""Whether a site was well in a run, so that an answer "it is gone" may be believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

FEW = 3
"""So many articles may vanish between two runs before their number alone is a reason to doubt."""


class Asked(NamedTuple):
    """What a run's known articles of one language answered."""

    stood: int = 0
    """Still stood."""
    fresh: int = 0
    """Stood before the run, and are missing."""
    suspected: int = 0
    """Were missing before already, not confirmed as gone, and still are."""
    others: bool = False
    """Whether there are other articles of that language, which stood when they were last asked for."""


def unwell(languages: Mapping[str, Asked], *, listed: bool) -> str:
    """Why the ``missing`` answers of a run count for nothing, in one word; empty where they count.

    ``listed``: whether a listing, feed or sitemap was read in the run.

    - ``nothing-stood``: of some language all that was asked for was missing, and nothing says that its pages are well:
      a section that is ill, or that has moved, looks like that. Only the last article of a language, on a site whose
      listings answer, is believed to be gone without another one that stands;
    - ``mostly-missing``: most of what stood before the run was missing.
    """
    for asked in languages.values():
        missing = asked.fresh + asked.suspected
        if missing and not asked.stood and (asked.others or missing > 1 or not listed):
            return "nothing-stood"
    stood, fresh = sum(asked.stood for asked in languages.values()), sum(asked.fresh for asked in languages.values())
    return "mostly-missing" if fresh > FEW and fresh > stood else ""
