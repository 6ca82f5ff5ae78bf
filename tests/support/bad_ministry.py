"""A ministry whose every page is wrong in its own way: what a server sends, what must come of it, and its spider.

``python -m tests.support.bad_ministry …`` is the command line with this spider known to it. It notes every socket that
is connected and every name that is looked up in the file that BAD_ASKED names.
"""

from __future__ import annotations

import gzip
import os
import socket
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from crawler.cli import main
from crawler.cli.site_lookup import spiders
from crawler.crawl.spider import MinistrySpider
from crawler.items import Article
from crawler.pages.article import ArticlePage
from crawler.pages.listing import ListingPage
from crawler.pages.site import PageRule, Seed, Site

HOST = "http://bad.localhost"
SIDES = ("huge", "html", "binary", "circle", "away", "down")
"""Hosts of the site that differ in their robots.txt."""
MASKED = "mfa.example.org"
"""A public name that leads to this machine."""


def page(
    title: str = "A title", *, text: str = "The minister met the ambassador. " * 20, day: str = "5 March 2026",
    head: str = "", language: str = "en",
) -> str:  # fmt: skip
    """An ordinary article."""
    return (
        f'<!doctype html><html lang="{language}"><head>{head}<title>x</title></head><body><article>'
        f"<h1>{title}</h1><time>{day}</time><p>{text}</p></article></body></html>"
    )


@dataclass(frozen=True, kw_only=True)
class Bad:
    """One page: what the server sends, and what must come of it."""

    body: bytes = b""
    outcome: str = "article"
    reason: str = ""
    title: str | None = None
    """The article's, where that is the point."""
    type: str | None = "text/html"
    """The header Content-Type; None: there is none."""
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes = b""
    """The whole answer, where it is no proper one."""
    status: int = 200
    size: int = 0
    """The body is so many bytes of one long word, sent in pieces; with Content-Length where ``announced``."""
    announced: bool = False

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        """The header fields."""
        return [*((("Content-Type", self.type),) if self.type is not None else ()), *self.headers]


def head(*lines: str) -> bytes:
    """The head of an answer that the test writes itself."""
    return "\r\n".join(("HTTP/1.1 200 OK", *lines, "", "")).encode("latin-1")


def moved(to: str, outcome: str = "moved", reason: str = "http-302") -> Bad:
    """A redirect."""
    return Bad(status=302, type=None, headers=(("Location", to),) if to else (), outcome=outcome, reason=reason)


RUSSIAN = page("Заявление министерства", text="Министр провёл встречу с послом. " * 10, language="ru")
UTF8, CP1251 = RUSSIAN.encode(), RUSSIAN.encode("cp1251")
SAID = "Заявление министерства"
PLAIN = page().encode()
GZIP = (("Content-Encoding", "gzip"),)
MB = 1024 * 1024


def _title(written: bytes) -> bytes:
    return page("TITLE").encode().replace(b"TITLE", written)


PAGES: dict[str, Bad] = {
    **{f"/good{n}.html": Bad(body=page(f"Good {n}", text=f"News number {n}. " * 20).encode()) for n in range(8)},
    # No page at all.
    "/pdf.html": Bad(body=b"%PDF-1.7 " + b"x" * 3000, type="application/pdf", outcome="file"),
    "/pdf-as-html.html": Bad(body=b"%PDF-1.7 " + b"x" * 3000, outcome="file"),
    "/binary.html": Bad(body=bytes(range(256)) * 40, outcome="file"),
    "/empty.html": Bad(outcome="unreadable", reason="no-body"),
    "/untitled.html": Bad(body=b"<html><article><p>x</article></html>", outcome="unreadable", reason="no-title"),
    "/bug.html": Bad(body=PLAIN, outcome="unreadable", reason="spider-error"),
    # Too much.
    "/announced.html": Bad(size=60 * MB, announced=True, outcome="unreachable", reason="too-large"),
    "/streamed.html": Bad(size=60 * MB, outcome="unreachable", reason="too-large"),
    "/bomb.html": Bad(
        body=gzip.compress(b"a" * 60 * MB, 1), headers=GZIP, outcome="unreachable", reason="too-large"
    ),
    "/word.html": Bad(body=page("Word", text="x" * 2_000_000).encode(), title="Word"),
    "/long-title.html": Bad(body=page("t" * 2_000_000).encode(), title="t" * 2_000_000),
    "/deep.html": Bad(body=b"<article><h1>Deep</h1>" + b"<div>" * 50_000 + b"text", title="Deep"),
    # Too little.
    "/cut.html": Bad(
        raw=head("Content-Type: text/html", "Content-Length: 90000") + PLAIN, outcome="unreachable", reason="cut-short"
    ),
    "/cut-chunk.html": Bad(
        raw=head("Content-Type: text/html", "Transfer-Encoding: chunked") + b"fff\r\n" + PLAIN[:99],
        outcome="unreachable",
        reason="cut-short",
    ),
    "/cut-gzip.html": Bad(
        body=gzip.compress(PLAIN)[:-30], headers=GZIP, outcome="unreachable", reason="cut-short"
    ),
    "/no-length.html": Bad(raw=head("Content-Type: text/html") + PLAIN, title="A title"),
    "/no-type.html": Bad(raw=head() + PLAIN, title="A title"),
    "/silent.html": Bad(raw=b" ", outcome="unreachable", reason="closed"),
    "/ssh.html": Bad(raw=b"SSH-2.0-OpenSSH_9.2\r\n", outcome="unreachable", reason="not-http"),
    "/two-lengths.html": Bad(
        raw=head("Content-Length: 5", "Content-Length: 900") + PLAIN, outcome="unreachable", reason="not-http"
    ),
    "/no-gzip.html": Bad(body=PLAIN, headers=GZIP, outcome="unreachable", reason="undecoded"),
    # Said wrongly.
    "/said-utf8.html": Bad(body=CP1251, type="text/html; charset=utf-8", title=SAID),
    "/said-1251.html": Bad(body=UTF8, type="text/html; charset=windows-1251", title=SAID),
    "/klingon.html": Bad(body=UTF8, type="text/html; charset=x-klingon", title=SAID),
    "/klingon-1251.html": Bad(body=CP1251, type="text/html; charset=x-klingon", title=SAID),
    "/nul.html": Bad(body=_title(b"Ti\0tle"), title="Title"),
    "/damaged.html": Bad(body=_title(b"Br\xff\xfeken"), type="text/html; charset=utf-8", title="Br\ufffd\ufffdken"),
    "/override.html": Bad(body=_title("Safe \u202egnp.exe\u202c \u2066x\u2069".encode()), title="Safe gnp.exe x"),
    "/no-such-day.html": Bad(body=page("Day", day="31 February 2026").encode(), title="Day"),
    "/year-zero.html": Bad(body=page("Zero", day="0000-00-00").encode(), title="Zero"),
    "/digits.html": Bad(body=page("Digits", day="9" * 5000).encode(), title="Digits"),
    # Leading astray.
    "/circle-a.html": moved("/circle-b.html"),
    "/circle-b.html": moved("/circle-a.html", "unreachable", "redirect-loop"),
    "/itself.html": moved("/itself.html", "unreachable", "redirect-loop"),
    "/to-other.html": moved("http://other.example/x.html"),
    "/to-private.html": moved("http://169.254.169.254/latest/"),
    "/to-file.html": moved("file:///etc/passwd", "unreadable", "bad-location"),
    "/to-broken.html": moved("http://[broken", "unreadable", "bad-location"),
    "/to-nowhere.html": moved("", "unreadable", "no-location"),
}  # fmt: skip

NO_ADDRESS = (
    "javascript:void(0)", "mailto:a@b.example", "tel:+375171234567", "http://[broken", "http://", "http://a b/",
    "data:text/html,x", "ftp://x.example/y", f"{HOST}:99999/", "http://" + "a" * 300 + ".example/",
)  # fmt: skip
"""What a listing may link to that nobody can ask for."""


def elsewhere(port: int) -> list[str]:
    """Addresses of hosts that are not the ministry's; on ``port`` of this machine something listens."""
    ours = ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]")
    return [
        *(f"http://{host}:{port}/a.html" for host in ours),
        f"//127.0.0.1:{port}/b.html",
        f"http://bad.localhost@127.0.0.1:{port}/c.html",
        f"http://127.0.0.1:{port}\\@bad.localhost/d.html",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://other.example/",
        "http://bad.localhost.evil.example/",
        "http://evil-bad.localhost/",
    ]


class News(ArticlePage):
    """Dates in an element."""

    published = "time"


class Bug(ArticlePage):
    """What a page object must not do."""

    def to_item(self) -> Article:
        """Fails, as code does that met what its author did not think of."""
        raise ZeroDivisionError("what nobody thought of")


class Front(ListingPage):
    """Links in a list."""

    item = "li a"


RULES = (
    PageRule(r"^/news/", Front, kind="listing"),
    PageRule(r"^/bug\.html", Bug),
    PageRule(r"\.html", News),
)


class BadMinistry(MinistrySpider):
    """Crawls the bad ministry, on a server of the test."""

    name = "bad"
    site = Site(
        name="bad", title="The bad ministry", hosts=("bad.localhost", *(f"{side}.localhost" for side in SIDES)),
        languages={"en": ""}, https=False, private=True, delay=0, concurrency=8, first_days=None,
        seeds=(Seed(f"{HOST}/news/", language="en"),), rules=RULES,
    )  # fmt: skip

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        """``base`` is where the test's server is."""
        super().__init__(name, **{**kwargs, "base": os.environ["BAD_BASE"]})


class MaskedMinistry(MinistrySpider):
    """Crawls a site of the public internet, or so its name says."""

    name = "masked"
    site = Site(
        name="masked", title="The masked ministry", hosts=(MASKED,), languages={"en": ""}, https=False, delay=0,
        seeds=(Seed(f"http://{MASKED}:{os.environ.get('BAD_PORT', '80')}/news/", language="en"),), rules=RULES,
    )  # fmt: skip


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and arguments[0].family != socket.AF_UNIX:
        line = f"{arguments[1][0]}:{arguments[1][1]}"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyname_ex"):
        line = str(arguments[0])
    else:
        return
    with Path(os.environ["BAD_ASKED"]).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


if __name__ == "__main__":
    spiders().update(bad=BadMinistry, masked=MaskedMinistry)
    socket.gethostbyname = lambda name: "127.0.0.1"
    sys.addaudithook(_note)
    main(prog_name="communique")
