"""Makes a small archive of the demo ministry with whatever version of the code is on PYTHONPATH.

Called as a program:

- ``earlier_archives.py crawl ARCHIVE`` crawls the first days of the demo's history, the clock set to them;
- ``earlier_archives.py saved FILE`` writes a WARC to be imported after that: a text that moved, one that was removed;
- ``earlier_archives.py pack ARCHIVE FILE`` writes the archive small;
- ``earlier_archives.py count ARCHIVE`` prints what the archive holds, as the code of that version answers;
- ``earlier_archives.py answers ARCHIVE`` prints a digest of each answer, row by row;
- ``earlier_archives.py next DAY ARCHIVE...`` crawls each of the archives on a later day.

fixtures/archives/README.md has the commands for each fixture. This file imports only what every version has.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

STORIES, SEED = 5, 26
DAYS = (1.0, 2.0, 3.0)
"""A text is edited on day 2; the next edits, three, are on the evening of day 5."""
HOST = "http://demo.localhost"
MOVED, REMOVED = "/en/press/news_mfa/0000000000000001.html", "/en/press/news_mfa/0000000000000002.html"
"""Addresses that the demo never had: what ``saved`` says of them is a story that moved, and one that was removed."""
WORDS = ("министр", "міністр", "minister", "консульский", "embassy")
"""What is searched for: words of all three languages."""
COVERED = ("listed", "archived", "missing")
"""The counts of coverage."""
QUESTIONS = ("articles", "changes", "coverage", "runs", "stories", "timemap", "variants")
"""What is asked for whole, row by row."""

_began = [0.0, 0.0]


def saved(path: Path) -> None:
    """Write a WARC: a text of the demo as it stood at another address, which then redirects, and one that is removed.

    The second is another text than the demo's own, so that it is no alias; it is missing three times in two days.
    """
    import http.client

    from crawler.demo.server import DemoServer

    with DemoServer(stories=STORIES, seed=SEED) as server:
        known = sorted(row["url"] for row in server.truth()["articles"] if row["url"].startswith("/en/press/news_mfa/"))
        pages = []
        for url in known[:2]:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.request("GET", url)
            pages.append(connection.getresponse().read())
            connection.close()
    moved, removed = (
        page.replace(url.encode(), at.encode()) for page, url, at in zip(pages, known, (MOVED, REMOVED), strict=False)
    )
    html = "Content-Type: text/html; charset=utf-8"
    records = [
        _record(MOVED, 1.1, "200 OK", html, moved),
        _record(MOVED, 3.0, "301 Moved Permanently", f"Location: {known[0]}"),
        _record(REMOVED, 1.1, "200 OK", html, removed.replace(b"</p>", b" The text was revised.</p>")),
        *(_record(REMOVED, day, "404 Not Found", html, b"<title>Not found</title>") for day in (2.1, 3.1, 4.2)),
    ]
    path.write_bytes(b"".join(records))


def _record(path: str, day: float, status: str, header: str, body: bytes = b"") -> bytes:
    from crawler.demo.script import moment

    answer = f"HTTP/1.1 {status}\r\n{header}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{HOST}{path} {day}")
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Date: {moment(day):%Y-%m-%dT%H:%M:%SZ}\r\nWARC-Target-URI: {HOST}{path}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def crawl(crawls: Sequence[tuple[Path, float, bool]]) -> None:
    """Crawl the demo into an archive, on a day of its history, for what is due or as a normal run; one after the other.

    The first version has no crawls of what is due: each is a normal one there.
    """
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as installed

    reactor: Any = installed
    failed: list[BaseException] = []

    async def all_of_them() -> None:
        try:
            await _crawl(crawls)
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            reactor.stop()

    reactor.callWhenRunning(lambda: asyncio.ensure_future(all_of_them()))
    reactor.run()
    if failed:
        raise failed[0]


async def _crawl(crawls: Sequence[tuple[Path, float, bool]]) -> None:
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.settings import Settings

    from crawler.demo.server import DemoServer
    from crawler.spiders.demo import DemoSpider

    with DemoServer(stories=STORIES, seed=SEED) as server:
        for archive, day, due in crawls:
            settings = Settings()
            settings.setmodule("crawler.settings", priority="project")
            changed = {"ARCHIVE": str(archive), "LOG_LEVEL": "ERROR", "COMMUNIQUE_CLOCK": _now, "RETRY_TIMES": 0}
            settings.setdict(changed, priority="cmdline")
            runner = AsyncCrawlerRunner(settings)
            server.set_day(day)
            _began[:] = [day, time.monotonic()]
            await runner.crawl(runner.create_crawler(DemoSpider), base=server.url, due=due)


def _now() -> Any:
    """The time of the demo's history: it goes on while a crawl lasts, as a clock does."""
    from crawler.demo.script import moment

    at = moment(_began[0]) + timedelta(seconds=time.monotonic() - _began[1])
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def count(path: Path) -> dict[str, Any]:
    """What the archive holds; None for what that version cannot be asked."""
    from crawler.archive import Archive

    with Archive.open(path, readonly=True) as archive:
        articles = sorted(archive.articles(), key=lambda row: row["url"])
        texts = [(row["url"], row["language"], row["title"], row["published"], row["text_digest"]) for row in articles]
        variants = {row["story"]: archive.variants(row["url"]) for row in articles}
        return {
            "articles": len(articles),
            "by_language": _counted(row["language"] for row in articles),
            "by_state": _counted(row["state"] for row in articles),
            "revisions": sum(row["revisions"] for row in articles),
            "stories": len(variants),
            "texts": hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest(),
            "captures": _counted(row["outcome"] for row in articles for row in archive.timemap(row["url"])),
            "captures_of_all_addresses": sum(1 for _ in archive.captures()),
            "runs": [(row["mode"], row["captures"]) for row in archive.runs()],
            "variants": _counted(row["state"] for rows in variants.values() for row in rows),
            "events": _counted(row["kind"] for row in archive.changes()) if hasattr(archive, "changes") else None,
            "coverage": _covered(archive.coverage()) if hasattr(archive, "coverage") else None,
            "found": {word: sum(1 for _ in archive.search(word)) for word in WORDS},
        }


def _covered(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """What each language has: how many texts are listed, how many archived, how many missing."""
    covered: dict[str, Counter[str]] = {}
    for row in rows:
        covered.setdefault(row["language"], Counter()).update({key: row[key] for key in COVERED})
    return {language: {key: counts[key] for key in COVERED} for language, counts in sorted(covered.items())}


def answers(path: Path, keys: Mapping[str, Sequence[str]] | None = None) -> dict[str, dict[str, Any]]:
    """Return what each question is answered: the keys of its rows, and a digest of all that they say under these.

    With keys given, only these questions are asked, and nothing else of a row counts: a later version may add keys.
    """
    from crawler.archive import Archive

    with Archive.open(path, readonly=True) as archive:
        urls = sorted(row["url"] for row in archive.articles())
        found = {name: _rows(archive, name, urls) for name in keys or QUESTIONS if hasattr(archive, name)}
    asked = keys or {name: sorted({key for row in rows for key in row}) for name, rows in found.items()}
    return {name: _answer(rows, asked[name]) for name, rows in found.items()}


def _rows(archive: Any, name: str, urls: Sequence[str]) -> list[dict[str, Any]]:
    question = getattr(archive, name)
    if name in {"timemap", "variants"}:
        return [row for url in urls for row in question(url)]
    return list(question(limit=1000) if name == "stories" else question())


def _answer(rows: Sequence[dict[str, Any]], keys: Sequence[str]) -> dict[str, Any]:
    said = json.dumps([[row.get(key) for key in keys] for row in rows], ensure_ascii=False)
    return {"rows": len(rows), "keys": list(keys), "digest": hashlib.sha256(said.encode()).hexdigest()}


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


def pack(path: Path, packed: Path) -> None:
    """Write the archive without free pages and without a journal, compressed."""
    from zstandard import ZstdCompressor

    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("VACUUM")
    packed.write_bytes(ZstdCompressor(level=19).compress(path.read_bytes()))


def main(what: str, first: str, *rest: str) -> None:
    """Run the program."""
    if what == "crawl":
        crawl([(Path(first), day, number > 0) for number, day in enumerate(DAYS)])
    elif what == "saved":
        saved(Path(first))
    elif what == "pack":
        pack(Path(first), Path(rest[0]))
    elif what == "count":
        print(json.dumps(count(Path(first)), ensure_ascii=False, indent=1))  # noqa: T201
    elif what == "answers":
        print(json.dumps(answers(Path(first)), ensure_ascii=False, indent=1))  # noqa: T201
    elif what == "next":
        crawl([(Path(each), float(first), False) for each in rest])
    else:
        sys.exit(f"{what}: none of crawl, saved, pack, count, answers, next")


if __name__ == "__main__":
    main(*sys.argv[1:])
