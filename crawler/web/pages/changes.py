"""The page of changes: the events of articles, with the evidence."""

from __future__ import annotations

from crawler.archive import EVENT_KINDS, Archive
from crawler.errors import BadAddress
from crawler.interchange.atom import change_entry
from crawler.web import list_forms
from crawler.web.pages.front import with_pages
from crawler.web.responses import HtmlPage, PageFeed, WebRequest


def changes(archive: Archive, request: WebRequest) -> HtmlPage:
    """``/changes``, with the filters ``site``, ``kind``, ``since``, ``until`` and ``run``."""
    kind, site = request.word("kind"), request.word("site")
    if kind is not None and kind not in EVENT_KINDS:
        raise BadAddress(f"kind={kind} is not one of {', '.join(EVENT_KINDS)}")
    since, until = list_forms.day(request, "since"), list_forms.day(request, "until")
    run = (
        int(request.query["run"])
        if request.query.get("run", "").isdecimal() and len(request.query["run"]) < 9
        else None
    )
    number = request.number("page", 1, list_forms.MAX_PAGES)
    found = archive.changes(site=site, kind=kind, since=since, until=until, run=run, limit=list_forms.needed(number))
    shown, has_more = list_forms.page_of(list(found), number)
    events = with_pages(archive, shown)
    data = {
        "changes": events,
        "kinds": list(EVENT_KINDS),
        "run": run,
        **list_forms.choices(archive),
        **list_forms.chosen({"site": site, "kind": kind, "since": since, "until": until}),
        **list_forms.pages(request, number, has_more),
    }
    page = f"page {number}" if number > 1 else None
    described = (
        site and f"of {site}",
        since and f"since {since}",
        until and f"until {until}",
        run and f"in run {run}",
        page,
    )
    about = " ".join(word for word in (kind or "changes", *described) if word)
    entries = [change_entry(row, (), request.base + row["page"]) for row in events]
    return HtmlPage("changes.html", "Changes", data, feed=PageFeed(f"Communiqué: {about}", about, entries))
