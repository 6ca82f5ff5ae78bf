"""The report on the health of a crawl's runs: one line for each finding, with an example and a capture."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.archive import Archive
from crawler.cli.tables import print_message

UNHEALTHY = 3
"""The exit status of a crawl that finished and found a site unhealthy."""


def report_health(archive: Archive, names: Iterable[str]) -> int:
    """Print on stderr the findings of each site's newest run; return the exit status, 0 or ``UNHEALTHY``."""
    status = 0
    for name in names:
        newest = archive.runs(site=name, limit=1)
        if not newest or newest[0]["healthy"] is not False:
            continue
        status = UNHEALTHY
        findings = newest[0]["findings"]
        print_message(f"{name} is unhealthy: {len(findings)} finding{'s' if len(findings) != 1 else ''}.")
        for finding in findings:
            example = f": {finding['url']}" if finding["url"] else ""
            capture = f" (see {finding['capture']})" if finding["capture"] else ""
            print_message(f"  {finding['field']}: {finding['what']}{example}{capture}")
    return status
