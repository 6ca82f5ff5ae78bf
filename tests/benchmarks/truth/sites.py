"""Whole sites that nobody here wrote a spider for: articles kept, titles, and paragraphs in reading order."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from lxml import html

from crawler.items import Article, Capture
from crawler.pages.page import Page
from crawler.pages.site import GENERIC
from crawler.rules.text.normalization import clean
from crawler.sources.fixtures import replay
from crawler.sources.warc import ReadReport, records
from tests.benchmarks.truth.bodies import NOT_READ
from tests.benchmarks.truth.readers import OURS
from tests.benchmarks.truth.rows import Mark, Table

_SITE_NAME = re.compile(r"\s+(?:[-–—|·]|::)\s+[^-–—|·]+\Z")


_EDGE = "\ue000"
_BLOCK_NAMES = "p div li td th h1 h2 h3 h4 h5 h6 tr ul ol table section article header figure figcaption blockquote"
_BLOCKS = frozenset(_BLOCK_NAMES.split())


@dataclass(frozen=True, slots=True)
class Read:
    """A page of a site, as labelled and as read."""

    capture: Capture
    label: str
    """The labelled title, perhaps with the site's name behind it; empty if there is none."""

    @property
    def article(self) -> Article | None:
        """The article, if one was read."""
        return self.capture.article

    @property
    def has_title(self) -> bool:
        """Whether the title is the labelled one, with or without the site's name."""
        title = "" if self.article is None else _plain(self.article.title)
        return bool(title) and title in (_plain(self.label), _SITE_NAME.sub("", _plain(self.label)))


def _plain(title: str) -> str:
    """The title in one kind of dashes: headings have typographic ones, labels have not."""
    return re.sub("[–—]", "-", clean(title))


def read(corpus: Path, name: str, step: int = 1) -> Iterator[Read]:
    """The labelled pages of one site, or each ``step``-th of them."""
    folder = corpus / name
    with (folder / "labels.tsv").open(encoding="utf-8") as lines:
        labels = {row["url"]: row["title"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    for capture in islice(records(folder / "pages.warc.gz", report=ReadReport()), 0, None, step):
        url = capture.asked or capture.url
        host = capture.url.split("/")[2]
        yield Read(replay(capture, replace(GENERIC, name=host, hosts=(host,))), labels.get(url, ""))


def in_reading_order(capture: Capture) -> bool:
    """Whether each paragraph is in the page as it is read, one after the other, and none of them joins two blocks."""
    if capture.article is None:
        return False
    root = Page(capture, GENERIC).parse(html.HTMLParser(encoding="utf-8", huge_tree=True))
    for silent in root.xpath("//script|//style|//head|//noscript|//template"):
        if silent.getparent() is not None:
            silent.drop_tree()
    for block in root.iter(*_BLOCKS):
        block.text = f"{_EDGE}{block.text or ''}"
        block.tail = f"{_EDGE}{block.tail or ''}"
    flat = _squeezed(root.text_content())
    place = 0
    for paragraph in map(_squeezed, capture.article.body):
        found = flat.find(paragraph, place)
        if found < 0:
            return False
        place = found + len(paragraph)
    return True


def _squeezed(text: str) -> str:
    """Without white space within lines, one mark between lines. Line breaks of the source are white space too."""
    return "\n".join(filter(None, ("".join(clean(line).split()) for line in text.split(_EDGE))))


def tables(corpus: Path) -> Iterator[Table]:
    """A table for each site."""
    for name, least_titles in (("fi_samediggi", 0.98), ("se_lansstyrelsen", 0.98)):
        yield _table(name, list(read(corpus, name)), least_titles)


def _table(name: str, pages: list[Read], least_titles: float) -> Table:
    kept = [page for page in pages if page.article]
    titled = [page for page in pages if page.label]
    right = [page for page in titled if page.has_title]
    ordered = [page for page in kept if in_reading_order(page.capture)]
    refused = [page for page in pages if page.capture.outcome in NOT_READ]
    shares = [len(part) / max(1, len(whole)) for part, whole in ((kept, pages), (right, titled), (ordered, kept))]
    marks = [Mark("at least .99 of the pages are articles", shares[0] >= 0.99)]
    if titled:
        marks.append(Mark(f"at least {least_titles:.2f} of the titles are right", shares[1] >= least_titles))
    marks.append(Mark("no page is called blocked, missing or unreadable", not refused))
    return Table(
        title=f"{name}: {len(pages)} pages of one site, {len(titled)} with a labelled title",
        columns=("articles", "titles", "in reading order", "titles in all"),
        rows=[
            (
                OURS,
                (
                    *(f"{share:.3f}" for share in shares),
                    str(len({page.article.title for page in kept if page.article})),
                ),
            )
        ],
        marks=marks,
        notes=[f"not an article: {page.capture.url} ({page.capture.reason})" for page in pages if not page.article][:20]
        + [
            f"title {page.article.title!r}, labelled {page.label!r}"
            for page in titled
            if page.article and not page.has_title
        ][:20],
    )
