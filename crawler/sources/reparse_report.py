"""Counts the results of captures that were read again, per site and field."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.archive import Reparsed, StoredReading
from crawler.items import PageFailure
from crawler.rules.health.failures import failure_findings
from crawler.rules.text.digests import address_id

SAME, CHANGED, LOST, GAINED = "same", "changed", "lost", "gained"
VERDICTS = (SAME, CHANGED, LOST, GAINED)
"""The results of comparing a field of two readings."""

ARTICLE = (
    "title", "body", "kind", "language", "language_claimed", "published", "published_raw", "date_source", "modified",
    "modified_raw", "canonical_url", "links", "images", "attachments", "tags", "alternates",
)  # fmt: skip
LISTING = {"entries": "found", "titled": "titled", "dated": "dated", "next": "next_url", "last_page": "last_page",
           "token": "token"}  # fmt: skip
FIELDS = ("outcome", "location", *ARTICLE, *LISTING)
"""All fields that are compared, in the order of reports."""

EXAMPLES = 3
"""The number of captures that are listed for each field and verdict."""


@dataclass(slots=True)
class FieldTally:
    """The counts of one field of the captures of one site."""

    site: str
    field: str
    counts: Counter[str] = dataclasses.field(default_factory=Counter)
    examples: list[dict[str, str]] = dataclasses.field(default_factory=list)
    """The first captures of each verdict but ``same``: ``verdict url captured_at``."""

    def add(self, verdict: str, stored: StoredReading) -> None:
        """Count one capture."""
        self.counts[verdict] += 1
        if verdict == SAME or self.counts[verdict] > EXAMPLES:
            return
        at = stored.capture.captured_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self.examples.append({"verdict": verdict, "url": stored.capture.url, "captured_at": at})

    def row(self) -> dict[str, Any]:
        """Return the counts for a table or JSON."""
        counts = {verdict: self.counts[verdict] for verdict in VERDICTS}
        return {"site": self.site, "field": self.field, **counts, "examples": self.examples}

    def finding(self, verdict: str) -> dict[str, Any]:
        """Return the finding of a run about the captures with a verdict."""
        one = next(each for each in self.examples if each["verdict"] == verdict)
        what = f"the field {self.field} is lost in captures that were read again; they keep their earlier reading"
        if verdict != LOST:
            what = f"the field {self.field} differs in captures that were read again"
        return {
            "field": self.field, "what": what, "now": self.counts[verdict], "usual": None, "url": one["url"],
            "capture": f"{address_id(one['url'])}@{one['captured_at']}", "count": self.counts[verdict],
        }  # fmt: skip


@dataclass(slots=True)
class ReparseSiteReport:
    """The result of reading the captures of one site again."""

    site: str
    captures: int = 0
    rewritten: int = 0
    """Captures whose reading was replaced, or would be without the dry run."""
    kept: int = 0
    """Captures that keep their earlier reading, because the new one lacks a field."""
    left: int = 0
    """Captures that a spider's own code read; only page objects read again."""
    failures: list[PageFailure] = dataclasses.field(default_factory=list)
    """Captures on which the code of a page object failed; they keep their earlier reading."""
    tallies: dict[str, FieldTally] = dataclasses.field(default_factory=dict)

    def add(self, again: Reparsed, verdicts: Mapping[str, str], *, is_same: bool) -> None:
        """Count one capture."""
        self.captures += 1
        self.kept += again.keep
        self.rewritten += not again.keep and not is_same
        for name, verdict in verdicts.items():
            self.tallies.setdefault(name, FieldTally(self.site, name)).add(verdict, again.stored)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row per field, in the order of ``FIELDS``."""
        return [self.tallies[name].row() for name in FIELDS if name in self.tallies]

    def findings(self) -> list[dict[str, Any]]:
        """Return the findings: failures first, then the lost fields, then the changed ones."""
        tallies = [self.tallies[name] for name in FIELDS if name in self.tallies]
        failed = [finding.to_row() for finding in failure_findings(self.failures)]
        differing = [each.finding(word) for word in (LOST, CHANGED) for each in tallies if each.counts[word]]
        return failed + differing

    @property
    def lost(self) -> int:
        """The number of losses of all fields."""
        return sum(tally.counts[LOST] for tally in self.tallies.values())
