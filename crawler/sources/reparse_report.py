"""How captures that were read again came out, counted per site and field."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.archive import Reparsed, StoredReading
from crawler.rules.text.digests import address_id

SAME, CHANGED, LOST, GAINED = "same", "changed", "lost", "gained"
VERDICTS = (SAME, CHANGED, LOST, GAINED)

ARTICLE = (
    "title", "body", "kind", "language", "language_claimed", "published", "published_raw", "date_source", "modified",
    "modified_raw", "canonical_url", "links", "images", "attachments", "tags", "alternates",
)  # fmt: skip
LISTING = {"entries": "found", "titled": "titled", "dated": "dated", "next": "next_url", "last_page": "last_page",
           "token": "token"}  # fmt: skip
FIELDS = ("outcome", "location", *ARTICLE, *LISTING)
"""All that is compared, in the order in which it is told."""

EXAMPLES = 3
"""Captures that are named for each field and verdict."""


@dataclass(slots=True)
class FieldTally:
    """How one field of the captures of one site came out."""

    site: str
    field: str
    counts: Counter[str] = dataclasses.field(default_factory=Counter)
    examples: list[dict[str, str]] = dataclasses.field(default_factory=list)
    """Of each verdict but ``same`` the first few: ``verdict url captured_at``."""

    def add(self, verdict: str, stored: StoredReading) -> None:
        """Count one capture."""
        self.counts[verdict] += 1
        if verdict == SAME or self.counts[verdict] > EXAMPLES:
            return
        at = stored.capture.captured_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self.examples.append({"verdict": verdict, "url": stored.capture.url, "captured_at": at})

    def row(self) -> dict[str, Any]:
        """For a table or JSON."""
        counts = {verdict: self.counts[verdict] for verdict in VERDICTS}
        return {"site": self.site, "field": self.field, **counts, "examples": self.examples}

    def finding(self, verdict: str) -> dict[str, Any]:
        """What a run's findings say of it."""
        one = next(each for each in self.examples if each["verdict"] == verdict)
        what = f"captures read again have lost it, and keep their old reading: {self.field}"
        if verdict != LOST:
            what = f"captures read again say otherwise than before: {self.field}"
        return {
            "field": self.field, "what": what, "now": self.counts[verdict], "usual": None, "url": one["url"],
            "capture": f"{address_id(one['url'])}@{one['captured_at']}", "count": self.counts[verdict],
        }  # fmt: skip


@dataclass(slots=True)
class ReparseSiteReport:
    """What reading one site's captures again came to."""

    site: str
    captures: int = 0
    rewritten: int = 0
    """Captures whose reading was replaced, or would be."""
    kept: int = 0
    """Captures that keep their old reading, since the new one lacks something of it."""
    left: int = 0
    """Captures that were read by no page object, but by a spider's own code, which is not asked."""
    tallies: dict[str, FieldTally] = dataclasses.field(default_factory=dict)

    def add(self, again: Reparsed, verdicts: Mapping[str, str], *, is_same: bool) -> None:
        """Count one capture."""
        self.captures += 1
        self.kept += again.keep
        self.rewritten += not again.keep and not is_same
        for name, verdict in verdicts.items():
            self.tallies.setdefault(name, FieldTally(self.site, name)).add(verdict, again.stored)

    def rows(self) -> list[dict[str, Any]]:
        """A row per field, in the order of ``FIELDS``."""
        return [self.tallies[name].row() for name in FIELDS if name in self.tallies]

    def findings(self) -> list[dict[str, Any]]:
        """What was lost, and what changed, field by field."""
        told = [self.tallies[name] for name in FIELDS if name in self.tallies]
        return [each.finding(verdict) for verdict in (LOST, CHANGED) for each in told if each.counts[verdict]]

    @property
    def lost(self) -> int:
        """Losses of all fields."""
        return sum(tally.counts[LOST] for tally in self.tallies.values())
