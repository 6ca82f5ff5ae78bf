"""Outages: whether a site was well during a run, so that its ``missing`` answers can be believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

FEW = 3
"""The number of articles that may vanish between two runs before their number alone raises doubt."""


class OutageEvidence(NamedTuple):
    """The answers of a run's known articles in one language."""

    stood: int = 0
    """How many articles still stood."""
    fresh: int = 0
    """How many articles stood before the run and are missing now."""
    suspected: int = 0
    """How many articles were missing before, without a confirmed removal, and are missing still."""
    others: bool = False
    """Whether other articles of that language stood at their last capture."""


def outage_reason(languages: Mapping[str, OutageEvidence], *, listed: bool) -> str:
    """The reason word why the ``missing`` answers of a run do not count; empty if they count.

    ``listed`` says whether a listing, feed or sitemap was read in the run. The reasons are:

    - ``nothing-stood``: every requested article of some language was missing, and nothing shows that its pages are
      well. A section in an outage, or one that has moved, looks like that. A removal without another article that
      stands is believed only for the last article of a language on a site whose listings answer;
    - ``mostly-missing``: most of the articles that stood before the run were missing.
    """
    for evidence in languages.values():
        missing = evidence.fresh + evidence.suspected
        if missing and not evidence.stood and (evidence.others or missing > 1 or not listed):
            return "nothing-stood"
    stood, fresh = (
        sum(evidence.stood for evidence in languages.values()),
        sum(evidence.fresh for evidence in languages.values()),
    )
    return "mostly-missing" if fresh > FEW and fresh > stood else ""
