"""What a crawl says of the health of its runs: a line a finding, with an example and the capture to look at."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.archive import Archive
from crawler.cli.tables import say

UNHEALTHY = 3
"""The exit status of a crawl that was done, and found a site unhealthy."""


def report_health(archive: Archive, names: Iterable[str]) -> int:
    """Say on stderr what is wrong with the newest run of each site; gives the exit status: 0, or ``UNHEALTHY``."""
    status = 0
    for name in names:
        newest = archive.runs(site=name, limit=1)
        if not newest or newest[0]["healthy"] is not False:
            continue
        status = UNHEALTHY
        findings = newest[0]["findings"]
        say(f"{name} is unhealthy: {len(findings)} finding{'s' if len(findings) != 1 else ''}.")
        for found in findings:
            where = f": {found['url']}" if found["url"] else ""
            look = f" (look at {found['capture']})" if found["capture"] else ""
            say(f"  {found['field']}: {found['what']}{where}{look}")
    return status
