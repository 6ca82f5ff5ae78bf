"""Captures made by hand, for the tests of the archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.archive import Archive
from crawler.items import Alternate, Article, Capture, Found, Link, Listing

HOST = "https://mfa.example"
START = datetime(2024, 5, 1, 9, tzinfo=UTC)
TEXT = (
    "The minister received the ambassador on Tuesday, and they spoke about trade, visas and transport.",
    "The talks go on in June.",
)


def at(hours: float) -> datetime:
    """A time so many hours after the first."""
    return START + timedelta(hours=hours)


def article(path: str, *, hours: float = 0, **fields: object) -> Capture:
    """A capture of an English news page; ``fields`` are those of the article that differ."""
    url = HOST + path
    item = Article(url=url, title=f"News {path}", body=TEXT, language="en", language_claimed="en", kind="news")
    item = replace(item, **fields)  # type: ignore[arg-type]
    return Capture(
        url=url,
        captured_at=at(hours),
        site="mfa",
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx")),
        body=f"<h1>{item.title}</h1>{item.body}{item.alternates}".encode("utf-8", "replace"),
        outcome="article",
        extractor="NewsPage",
        extractor_version="1",
        article=item,
    )


def listing(path: str, found: Sequence[Found], *, hours: float = 0) -> Capture:
    """A capture of a listing."""
    return Capture(
        url=HOST + path,
        captured_at=at(hours),
        site="mfa",
        status=200,
        body=repr([item.url for item in found]).encode(),
        outcome="listing",
        extractor="NewsListing",
        extractor_version="1",
        listing=Listing(found=tuple(found)),
    )


def answer(path: str, outcome: str, *, hours: float = 0, status: int = 404, body: bytes = b"") -> Capture:
    """A capture that was read as nothing."""
    return Capture(
        url=HOST + path, captured_at=at(hours), site="mfa", status=status, body=body, outcome=outcome, reason="told"
    )


def moved(path: str, to: str, *, hours: float = 0) -> Capture:
    """A captured redirect to another path."""
    told = answer(path, "moved", hours=hours, status=301)
    return replace(told, reason="", location=HOST + to, headers=(("Location", to),))


def says(**targets: str) -> tuple[Alternate, ...]:
    """What a page announces: a path per language."""
    return tuple(Alternate(hreflang=tag, url=HOST + path, evidence="words") for tag, path in targets.items())


def link(path: str) -> Link:
    """A link in the text."""
    return Link(url=HOST + path, text="more")


@contextmanager
def filled(path: Path, *batches: Sequence[Capture], end: bool = True) -> Iterator[Archive]:
    """An archive with those captures, each batch stored in one run; ended and settled unless ``end`` is false."""
    with Archive.open(path) as archive:
        archive.add_site("mfa", "Ministry", ("ru", "en", "be"))
        run = archive.start_run("mfa", mode="live", at=START)
        for batch in batches:
            archive.store(run, batch)
        if end:
            archive.end_run(run, at=at(1), ended="finished", counts={})
        yield archive


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    """What SQL says of the file."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()
