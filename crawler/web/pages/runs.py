"""The pages of runs: crawls and imports, how they ended, and the health of the site."""

from __future__ import annotations

from crawler.archive import Archive, Row
from crawler.interchange.atom import FeedEntry
from crawler.web import list_forms
from crawler.web.responses import HtmlPage, PageFeed, WebRequest


def runs(archive: Archive, request: WebRequest) -> HtmlPage:
    """``/runs``, with the filter ``site``."""
    site, number = request.word("site"), request.number("page", 1, list_forms.MAX_PAGES)
    shown, has_more = list_forms.page_of(archive.runs(site=site, limit=list_forms.needed(number)), number)
    data = {
        "runs": shown,
        **list_forms.choices(archive),
        **list_forms.chosen({"site": site}),
        **list_forms.pages(request, number, has_more),
    }
    entries = [_entry(request.base, row) for row in shown]
    return HtmlPage("runs.html", "Runs", data, feed=PageFeed("Communiqué: runs", f"runs {site or ''}".strip(), entries))


def run(archive: Archive, request: WebRequest) -> HtmlPage:
    """``/runs/NUMBER``: one run with its findings."""
    number = int(request.parts["number"])
    return HtmlPage("run.html", f"Run {number}", {"run": archive.run(number)})


def _entry(base: str, row: Row) -> FeedEntry:
    health = "not assessed" if row["healthy"] is None else "healthy" if row["healthy"] else "unhealthy"
    return FeedEntry(
        name=f"run {row['site']} {row['started']}",
        title=f"{row['site']}: {health}, {row['new']} new, {row['edited']} edited, {row['removed']} removed",
        published=row["started"],
        updated=row["ended"] or row["started"],
        url=f"{base}/runs/{row['id']}",
        category=row["site"],
    )
