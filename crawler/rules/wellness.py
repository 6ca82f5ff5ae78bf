"""Whether a site was well in a run, so that an answer "it is gone" may be believed."""

from __future__ import annotations

FEW = 3
"""So many articles may vanish between two runs before their number alone is a reason to doubt."""


def unwell(*, stood: int, vanished: int, others: bool) -> str:
    """Why the ``missing`` answers of a run count for nothing, in one word; empty where they count.

    ``stood``: articles that stood before the run and still did in it; ``vanished``: those that stood before and were
    missing; ``others``: whether the site has other articles, which stood when they were last asked for.

    - ``nothing-stood``: all that was asked for was missing, though there are others: the site's pages are ill, or its
      addresses have changed;
    - ``mostly-missing``: most of it was.
    """
    if not vanished:
        return ""
    if not stood and others:
        return "nothing-stood"
    if vanished > FEW and vanished * 2 > stood + vanished:
        return "mostly-missing"
    return ""
