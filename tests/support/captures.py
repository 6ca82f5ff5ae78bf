"""Captures made by hand, archives filled with them, and what an archive derived from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from crawler.archive import Archive
from crawler.items import Alternate, Article, Capture, Found, Link, Listing

HOST = "https://mfa.example"
START = datetime(2024, 5, 1, 9, tzinfo=UTC)
TEXT = (
    "The minister received the ambassador on Tuesday, and they spoke about trade, visas and transport.",
    "The talks go on in June.",
)
LONG = "The minister received the ambassador and they spoke about trade, visas and the road between the two capitals."


def at(hours: float) -> datetime:
    """A time so many hours after the first."""
    return START + timedelta(hours=hours)


def ms(hours: float) -> int:
    """The same in milliseconds."""
    return int(at(hours).timestamp() * 1000)


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


def answer(
    path: str,
    outcome: str,
    *,
    hours: float = 0,
    status: int | None = None,
    body: bytes = b"",
    reason: str | None = None,
    to: str = "",
) -> Capture:
    """A capture that was read as no article; ``to`` is the path that a redirect leads to."""
    usual = {"moved": 301, "missing": 404, "blocked": 403, "unreachable": 0}.get(outcome, 200)
    return Capture(
        url=HOST + path,
        captured_at=at(hours),
        site="mfa",
        status=usual if status is None else status,
        headers=(("Location", to),) if to else (),
        body=body,
        outcome=outcome,
        reason=("http-404" if outcome == "missing" else "") if reason is None else reason,
        location=HOST + to if to else None,
        extractor="NewsListing" if outcome == "listing" else "",
        extractor_version="1" if outcome == "listing" else "",
        listing=Listing() if outcome == "listing" else None,
    )


def page(
    path: str,
    hours: float,
    *,
    language: str = "en",
    text: str = LONG,
    title: str = "Meeting",
    says: str = "",
    text_language: str | None = None,
    version: str = "1",
    canonical: str | None = None,
    twin_of: str | None = None,
    published: str | None = None,
    host: str = HOST,
) -> Capture:
    """An article as the tests of deriving write it: every page says the same unless it is said otherwise, and ``says``
    is its language switcher, words like ``ru:/1``."""
    alternates = tuple(
        Alternate(hreflang=tag, url=urljoin(HOST, target))
        for tag, target in (word.split(":", 1) for word in says.split())
    )
    made = article(
        path,
        hours=hours,
        url=host + path,
        title=title,
        body=(text,) if text else (),
        language=language if text_language is None else text_language,
        language_claimed=language,
        canonical_url=HOST + canonical if canonical else None,
        alternates=alternates,
        published=published,
        kind="",
    )
    return replace(
        made,
        url=host + path,
        body=f"{title} {text} {says} {canonical} {published}".encode(),
        extractor_version=version,
        alias_of=HOST + twin_of if twin_of else None,
    )


def sitemap(hour: float, says: dict[str, str]) -> Capture:
    """A sitemap that announces alternates for addresses: words like ``ru:/1`` by path."""
    found = tuple(
        Found(
            url=HOST + path,
            alternates=tuple(
                Alternate(hreflang=tag, url=HOST + target, evidence="sitemap")
                for tag, target in (word.split(":") for word in words.split())
            ),
        )
        for path, words in says.items()
    )
    return Capture(
        url=HOST + "/sitemap.xml",
        captured_at=at(hour),
        site="mfa",
        status=200,
        body=repr(says).encode(),
        outcome="sitemap",
        extractor="SitemapPage",
        extractor_version="1",
        listing=Listing(found=found),
    )


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


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """What SQL says of the file."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def fill(folder: Path, runs: Iterable[Sequence[Capture]], mode: str = "import", site: str = "mfa") -> Path:
    """An archive with these captures, one run after the other."""
    path = folder / "archive.db"
    with Archive.open(path) as archive:
        archive.add_site(site, "Ministry", ("en", "ru", "be"))
        for number, captures in enumerate(runs):
            run = archive.start_run(site, mode=mode, at=at(1000 + number))
            for capture in captures:
                archive.store(run, [capture])
            archive.end_run(run, at=at(1000 + number), ended="finished", counts={})
    return path


DUMP = {
    "articles": """SELECT r.uri_r, s.uri_r, a.state, a.language, a.language_claimed, a.first_seen, a.last_seen,
        v.number, v.title, v.captured_at
        FROM article a JOIN resource r ON r.id = a.resource JOIN story ON story.id = a.story
        JOIN resource s ON s.id = story.resource JOIN revision v ON v.id = a.revision""",
    "addresses": """SELECT r.uri_r, n.uri_r FROM resource r JOIN article a ON a.id = r.article
        JOIN resource n ON n.id = a.resource""",
    "revisions": """SELECT r.uri_r, v.number, v.captured_at, v.last_seen, v.title, v.body, v.language,
        hex(p.digest), hex(q.digest)
        FROM revision v JOIN article a ON a.id = v.article JOIN resource r ON r.id = a.resource
        JOIN capture c ON c.id = v.capture JOIN payload p ON p.id = c.payload
        JOIN capture d ON d.id = v.text_capture JOIN payload q ON q.id = d.payload""",
    "links": """SELECT s.uri_r, t.uri_r, v.language, v.hreflang, v.evidence, v.state, v.reason FROM variant_link v
        JOIN resource s ON s.id = v.source JOIN resource t ON t.id = v.target""",
    "duplicates": """SELECT r.uri_r, o.uri_r, d.kind, d.nearness
        FROM duplicate d JOIN article a ON a.id = d.article
        JOIN resource r ON r.id = a.resource
        JOIN article b ON b.id = d.original JOIN resource o ON o.id = b.resource""",
    "stories": "SELECT r.uri_r, r.key FROM story s JOIN resource r ON r.id = s.resource",
    "words": """SELECT r.uri_r, v.number FROM revision_fts f JOIN revision v ON v.id = f.rowid
        JOIN article a ON a.id = v.article JOIN resource r ON r.id = a.resource WHERE revision_fts MATCH 'meeting'""",
}


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All judgements in an archive, in words that no integer id comes into."""
    found = {name: sorted(rows(path, sql), key=repr) for name, sql in DUMP.items()}
    return {
        name: [tuple(cell.removeprefix(HOST) if isinstance(cell, str) else cell for cell in row) for row in there]
        for name, there in found.items()
    }


def judged(folder: Path, *captures: Capture) -> dict[str, list[tuple[Any, ...]]]:
    return dump(fill(folder, [captures]))


def stories(found: dict[str, list[tuple[Any, ...]]]) -> dict[str, str]:
    return {row[0]: row[1] for row in found["articles"]}


def links(found: dict[str, list[tuple[Any, ...]]]) -> dict[tuple[str, str], str]:
    return {(row[0], row[1]): f"{row[5]}/{row[6]}" if row[6] else row[5] for row in found["links"]}


def edits(found: dict[str, list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    return [(row[0], row[1], row[4]) for row in found["revisions"]]
