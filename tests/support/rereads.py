"""A small ministry's saved pages, page objects that read them otherwise, and archives of both."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from crawler.items import Capture
from crawler.pages.article import ArticlePage
from crawler.pages.listing import ListingPage
from crawler.pages.page import Page
from crawler.pages.site import PageRule, Site
from crawler.sources.fixtures import replay
from crawler.sources.reparse import reread
from crawler.sources.reparse_report import ReparseSiteReport
from tests.support.captures import HOST, LONG, at

PATHS = ("/news/1", "/news/2", "/news/3")


class News(ArticlePage):
    """The page object as it was."""

    version, block, title, published = 1, "main", "h1", "time"


class Headlines(News):
    """Takes the title from another place, and says that it is another version."""

    version, title = 2, "h2"


class Silent(News):
    """Takes the title from another place, and does not say so."""

    title = "h2"


class Untitled(News):
    """Looks for a title where none is."""

    version, title = 3, "h6"


class Undated(News):
    """Looks for a date where none is."""

    version, published = 4, "h6"


class Dated(News):
    """Reads the date of the last change for the date of publication."""

    version, published = 5, "data"


def of_name(page: type[Page]) -> type[Page]:
    """The same page object under one name, as a site file has it after it was edited."""
    return type("News", (page,), {"__module__": page.__module__})


def site(page: type[Page] = News, **changes: Any) -> Site:
    rules = (PageRule("^/news/$", ListingPage, kind="listing"), PageRule("^/news/", of_name(page)))
    facts: dict[str, Any] = {"name": "mfa", "hosts": ("mfa.example",), "languages": {"en": "/"}, "rules": rules}
    return Site(**{**facts, **changes})


def html(path: str, text: str = "", *, head: str = "", day: int = 1, body: str = "") -> str:
    """A page whose two headlines say the same in other words."""
    head = head or f"Meeting number {path[-1]}"
    words = f"{LONG} {text}"
    return (
        f"<html lang=en><data>2024-04-2{day}</data><main><h1>{head}</h1><h2>{head}, in short</h2>"
        f"<time>2024-04-0{day}</time><p>{words}</p>{body}</main></html>"
    )


def saved(path: str, hour: float, page: str | None, status: int = 200) -> Capture:
    body = b"" if page is None else page.encode()
    return Capture(
        url=HOST + path, captured_at=at(hour), status=status, headers=(("Content-Type", "text/html"),), body=body
    )


HISTORY: tuple[tuple[Capture, ...], ...] = (
    tuple(saved(path, 0, html(path)) for path in PATHS),
    (saved("/news/1", 24, html("/news/1", "Corrected.")), saved("/news/2", 24, html("/news/2"))),
    (saved("/news/1", 48, html("/news/1", "Corrected.")), saved("/news/2", 48, "gone", 404)),
    (saved("/news/1", 96, html("/news/1", "Again.")), saved("/news/2", 96, "gone", 404)),
    (saved("/news/1", 120, html("/news/1", "Again.", day=2)), saved("/news/2", 120, "gone", 404)),
    (saved("/news/3", 130, html("/news/3")), saved("/news/2", 130, html("/news/2"))),
)
"""Six runs: two edits of the first article; the second vanishes, for good as it seems, and is restored."""


def crawled(folder: Path, runs: Iterable[Sequence[Capture]] = HISTORY, reader: Site | None = None) -> Path:
    """An archive of these runs, each read by that site."""
    path = folder / "archive.db"
    with Archive.open(path) as archive:
        add(archive, runs, reader or site())
    return path


def add(archive: Archive, runs: Iterable[Sequence[Capture]], reader: Site) -> None:
    archive.add_site("mfa", "Ministry", ("en",))
    for captures in runs:
        run = archive.start_run("mfa", mode="import", at=captures[0].captured_at)
        archive.store(run, [replay(capture, reader) for capture in captures])
        archive.end_run(run, at=captures[-1].captured_at, ended="finished", counts={})


def again(
    path: Path, page: type[Page] = News, *, dry_run: bool = False, accept: Sequence[str] = ()
) -> ReparseSiteReport:
    """Read an archive again with a page object."""
    with Archive.open(path, readonly=dry_run) as archive:
        return reread(archive, "mfa", lambda name, url: site(page), dry_run=dry_run, accept=accept)


def counts(report: ReparseSiteReport) -> dict[str, tuple[int, int, int]]:
    """Changed, lost and gained of the fields where there was any."""
    rows = {row["field"]: (row["changed"], row["lost"], row["gained"]) for row in report.rows()}
    return {name: told for name, told in rows.items() if any(told)}


def ledger(path: Path) -> list[tuple[Any, ...]]:
    """The rows of the ledger, integer ids and all."""
    return query(path, "SELECT * FROM event ORDER BY id")


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def tables(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that is in an archive but its runs."""
    facts, readings = "resource capture payload", "reading extract extractor announcement rereading"
    judgements = "article revision attachment story variant_link duplicate event"
    return {name: query(path, f"SELECT * FROM {name}") for name in f"{facts} {readings} {judgements}".split()}


def titles(path: Path) -> list[tuple[Any, ...]]:
    return query(path, "SELECT number, title, reason FROM revision ORDER BY article, number")
