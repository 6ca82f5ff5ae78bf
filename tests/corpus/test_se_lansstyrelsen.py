"""Pages of Swedish county boards, whose switchers name languages in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.pages.generic import GenericPage
from crawler.pages.languages.alternates import announced
from crawler.pages.site import GENERIC
from crawler.sources.warc import ReadReport, records

SITE = replace(GENERIC, name="lansstyrelsen", hosts=("lansstyrelsen.se",))
NAMED = {"Suomeksi": "fi", "Meänkieli": "fit", "Sámigiella": "se", "romani chib": "rmu", "English": "en"}


@pytest.fixture(scope="module")
def pages(corpus: Path) -> list[tuple[str, set[str]]]:
    """The source of each page, and the languages that it announces."""

    def read() -> Iterator[tuple[str, set[str]]]:
        for capture in records(corpus / "se_lansstyrelsen" / "pages.warc.gz", report=ReadReport()):
            page = GenericPage(replace(capture, url=SITE.spell(capture.url)), SITE)
            yield page.utf8.decode(), {each.hreflang for each in announced(page, find_switchers=True)}

    return list(read())


def test_the_words_of_switchers_are_found_on_all_pages(pages: list[tuple[str, set[str]]]) -> None:
    """Those of Meänkieli and Romani among them."""
    assert len(pages) == 38
    missed = [
        (word, tag) for source, tags in pages for word, tag in NAMED.items() if word in source and tag not in tags
    ]
    assert not missed


def test_easy_reading_and_signs_are_no_languages_of_texts(pages: list[tuple[str, set[str]]]) -> None:
    """The switcher also leads to easy Swedish and to films in sign language."""
    known = {"en", "fi", "fit", "rmu", "rmf", "rmn", "rmy", "sma", "se", "smj", "sv"}
    assert {tag for _, tags in pages for tag in tags} <= known
