"""What the labels of the Norwegian pages count as text and the archive as a date of modification.

A paragraph of theirs may be "Sist oppdatert: 12.03.2008", in each language. The labels count it; the archive reads it
as ``modified``, since it changes whenever a page is touched.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from pathlib import Path

from crawler.pages.reading import read_capture
from crawler.rules.history.duplicates import SHORTEST
from crawler.rules.text.normalization import paragraphs
from crawler.sources.warc import ReadReport, records
from crawler.spiders.no_regjeringen import NoRegjeringenSpider

SITE = NoRegjeringenSpider.site
_WORDS = "Sist oppdatert|Oppdatert|Last updated|Maŋimuš ođasmahttojuvvon"
_UPDATED = re.compile(rf"\(?(?:{_WORDS}):? (\d\d?\.\d\d?\.(\d{{4}}|\d\d)|1\. desember 2009)\)?")


@functools.cache
def bodies_as_labelled(corpus: Path) -> dict[str, tuple[str, ...]]:
    """The paragraphs of each address as its page object reads them, before normalization."""
    found = {}
    for capture in records(corpus / "no_regjeringen" / "pages.warc.gz", report=ReadReport()):
        url = SITE.spell(capture.url)
        article = read_capture(SITE, replace(capture, url=url, site=SITE.name)).article
        assert article is not None, url
        found[url] = paragraphs(article.body)
    return found


def without_stamp(body: tuple[str, ...]) -> tuple[str, ...]:
    """The paragraphs without those that only say when the page was updated."""
    return tuple(paragraph for paragraph in body if not _UPDATED.fullmatch(paragraph))


def stamped_only(corpus: Path) -> set[str]:
    """The addresses whose only paragraph says when they were updated."""
    return {url for url, body in bodies_as_labelled(corpus).items() if body and not without_stamp(body)}


def are_long_without_stamps(corpus: Path, pair: frozenset[str]) -> bool:
    """Whether two pages still have enough text to be compared once the day when they were updated is no text."""
    bodies = bodies_as_labelled(corpus)
    return all(sum(map(len, without_stamp(bodies[url]))) >= SHORTEST for url in pair)


def are_equal_without_stamps(corpus: Path, pair: frozenset[str]) -> bool:
    """Whether two pages have the same text, apart from the day when they were updated."""
    bodies = bodies_as_labelled(corpus)
    return len({without_stamp(bodies[url]) for url in pair}) == 1
