"""The page of changes: what happened to articles, with the evidence."""

from __future__ import annotations

from crawler.archive import EVENT_KINDS, Archive
from crawler.errors import BadAddress
from crawler.interchange.atom import change
from crawler.web import list_forms
from crawler.web.pages.front import with_pages
from crawler.web.responses import Asked, Feed, Page


def ledger(archive: Archive, asked: Asked) -> Page:
    """``/changes``, narrowed by ``site kind since until run``."""
    kind, site = asked.word("kind"), asked.word("site")
    if kind is not None and kind not in EVENT_KINDS:
        raise BadAddress(f"kind={kind} is none of {', '.join(EVENT_KINDS)}")
    since, until = list_forms.day(asked, "since"), list_forms.day(asked, "until")
    run = int(asked.query["run"]) if asked.query.get("run", "").isdecimal() and len(asked.query["run"]) < 9 else None
    number = asked.number("page", 1, list_forms.DEEPEST)
    found = archive.changes(site=site, kind=kind, since=since, until=until, run=run, limit=list_forms.needed(number))
    shown, has_more = list_forms.turn(list(found), number)
    changes = with_pages(archive, shown)
    data = {
        "changes": changes,
        "kinds": list(EVENT_KINDS),
        "run": run,
        **list_forms.offered(archive),
        **list_forms.chosen({"site": site, "kind": kind, "since": since, "until": until}),
        **list_forms.pages(asked, number, has_more),
    }
    page = f"page {number}" if number > 1 else None
    told = (
        site and f"of {site}",
        since and f"since {since}",
        until and f"until {until}",
        run and f"in run {run}",
        page,
    )
    about = " ".join(word for word in (kind or "changes", *told) if word)
    entries = [change(row, (), asked.base + row["page"]) for row in changes]
    return Page("changes.html", "Changes", data, feed=Feed(f"Communiqué: {about}", about, entries))
