"""Findings of pages on which the code of a page object or a site file failed, one for each cause."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.items import PageFailure
from crawler.rules.health.run_health import HealthFinding
from crawler.rules.text.digests import address_id

MOST = 20
"""The largest number of causes that have a finding of their own; the last finding counts the others."""


def capture_name(failure: PageFailure) -> str:
    """The name of the capture: ``<12-letter address id>@<ISO captured_at>``."""
    at = failure.captured_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"{address_id(failure.url)}@{at}"


def failure_findings(failures: Sequence[PageFailure]) -> list[HealthFinding]:
    """A finding for each cause (type and message), in the order in which they occurred, with the first page."""
    by_cause: dict[str, list[PageFailure]] = {}
    for each in failures:
        by_cause.setdefault(each.cause, []).append(each)
    groups = list(by_cause.items())
    findings = [
        _finding(f"A page object or the site file failed with {cause}", pages) for cause, pages in groups[:MOST]
    ]
    if others := [page for _, pages in groups[MOST:] for page in pages]:
        findings.append(_finding(f"Page objects failed with {len(groups) - MOST} more messages", others))
    return findings


def _finding(what: str, pages: Sequence[PageFailure]) -> HealthFinding:
    first, number = pages[0], len(pages)
    return HealthFinding(
        field="error", what=what, now=number, usual=0, url=first.url, capture=capture_name(first), count=number
    )
