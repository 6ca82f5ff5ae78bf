"""The page of changes: what happened to articles, with the evidence."""

from __future__ import annotations

from crawler.archive import Archive
from crawler.archive.changes import KINDS
from crawler.atom import change
from crawler.errors import BadAddress
from crawler.web import lists
from crawler.web.answers import Asked, Feed, Page
from crawler.web.front import with_pages


def ledger(archive: Archive, asked: Asked) -> Page:
    """``/changes``, narrowed by ``site kind since until run``."""
    kind, site = asked.word("kind"), asked.word("site")
    if kind is not None and kind not in KINDS:
        raise BadAddress(f"kind={kind} is none of {', '.join(KINDS)}")
    since, until = lists.day(asked, "since"), lists.day(asked, "until")
    run = int(asked.query["run"]) if asked.query.get("run", "").isdecimal() and len(asked.query["run"]) < 9 else None
    number = asked.number("page", 1, lists.DEEPEST)
    found = archive.changes(site=site, kind=kind, since=since, until=until, run=run, limit=lists.needed(number))
    shown, has_more = lists.turn(list(found), number)
    changes = with_pages(archive, shown)
    data = {
        "changes": changes,
        "kinds": list(KINDS),
        "run": run,
        **lists.offered(archive),
        **lists.chosen({"site": site, "kind": kind, "since": since, "until": until}),
        **lists.pages(asked, number, has_more),
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
