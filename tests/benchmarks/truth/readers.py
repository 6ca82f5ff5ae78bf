"""The readers that are compared: ours and its peers. Each makes the text of an article of a saved page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version

from crawler.items import Article, Capture
from crawler.pages.charset import as_utf8
from crawler.pages.site import GENERIC, Site
from crawler.sources.fixtures import replay

_CONTROLS = dict.fromkeys({*range(32)} - {*b"\t\n\r"})
"""Characters that some readers refuse a whole page for."""
Reader = Callable[[bytes], str]
"""The bytes of a page → the text of its article, one paragraph a line; empty if the reader finds none."""

SITE: Site = replace(GENERIC, name="page.example", hosts=("page.example",))
AT = datetime(2026, 11, 24, tzinfo=UTC)
OURS = "Communiqué"


def capture(body: bytes, url: str = "https://page.example/news/1.html") -> Capture:
    """A saved page as a capture of now, from a host that no spider owns."""
    return Capture(url=url, captured_at=AT, status=200, headers=(("Content-Type", "text/html"),), body=body)


def text_of(article: Article | None) -> str:
    """Title and paragraphs, as peers give them too."""
    return "" if article is None else "\n".join((article.title, *article.body))


def ours(body: bytes) -> str:
    """The article of the generic page, by all rules that an import has."""
    return text_of(replay(capture(body), SITE).article)


def _decoded(body: bytes) -> str:
    """The page as text. Every reader gets the same, so that character sets are no part of the comparison."""
    return as_utf8(body).decode("utf-8", "replace").translate(_CONTROLS)


def _trafilatura(precision: bool = False) -> Reader:
    from trafilatura import extract

    def read(body: bytes) -> str:
        return extract(_decoded(body), include_comments=False, favor_precision=precision) or ""

    return read


def _newspaper() -> Reader:
    articles = import_module("newspaper")

    def read(body: bytes) -> str:
        made = articles.Article(url="https://page.example/news/1.html", fetch_images=False)
        made.download(input_html=_decoded(body))
        made.parse()
        return f"{made.title}\n{made.text}"

    return read


def _readability() -> Reader:
    document = import_module("readability").Document
    html = import_module("lxml.html")
    failed = import_module("readability.readability").Unparseable
    errors = import_module("lxml.etree").ParserError

    def read(body: bytes) -> str:
        try:
            found = document(_decoded(body))
            return f"{found.short_title()}\n{html.fromstring(found.summary()).text_content()}"
        except (failed, errors):
            return ""

    return read


PEERS: Mapping[str, tuple[str, Callable[[], Reader]]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "trafilatura, precision": ("trafilatura", lambda: _trafilatura(precision=True)),
    "newspaper4k": ("newspaper4k", _newspaper),
    "readability-lxml": ("readability-lxml", _readability),
}
"""A peer's name → the package that has it, and what makes the reader."""


def peers(skipped: list[str]) -> Iterator[tuple[str, Reader]]:
    """The peers that are installed, with their versions; a line about each other one goes to ``skipped``."""
    for name, (package, made) in PEERS.items():
        try:
            yield f"{name} {version(package)}", made()
        except ImportError as error:
            skipped.append(f"{name} ({error}): pip install '.[bench]'")
