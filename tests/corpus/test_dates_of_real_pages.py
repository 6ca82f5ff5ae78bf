"""The dates of 519 labelled pages, and of a site whose addresses alone have the day."""

from __future__ import annotations

from pathlib import Path

from crawler.pages.generic import GenericPage
from crawler.pages.site import GENERIC
from crawler.sources.warc import ReadReport, records
from tests.benchmarks.truth.dates import addressed_pages, dated_pages, measured, read_by_communique


def test_nine_in_ten_days_are_right_and_few_are_wrong(corpus: Path) -> None:
    """Exact days. Some labels are days of a later change, so no reader has them all."""
    pages = [
        *dated_pages(corpus / "dates", "file", "url", "published"),
        *dated_pages(corpus / "dates_more", "file", "url", "date"),
    ]
    row = measured("Communiqué", pages, read_by_communique)
    assert row.pages == 519
    assert row.right >= 0.90 * row.pages, str(row)
    assert row.wrong <= 0.07 * row.pages, str(row)


def test_the_day_in_the_address_counts_where_the_page_has_none(corpus: Path) -> None:
    """316 pages of a WordPress site without any metadata."""
    pages = list(addressed_pages(corpus / "fi_samediggi" / "pages.warc.gz"))
    row = measured("Communiqué", pages, read_by_communique)
    assert len(pages) > 300
    assert row.right >= 0.99 * row.pages, str(row)


def test_the_day_of_the_crawl_and_the_day_of_a_change_are_no_publication(corpus: Path) -> None:
    """The head of each page shows the day of the crawl; its foot says "Uppdaterad:"."""
    wrong, changed = [], 0
    for capture in records(corpus / "se_sametinget" / "pages.warc.gz", report=ReadReport()):
        page = GenericPage(capture, GENERIC)
        changed += page.date.modified_shown() is not None
        if found := page.dated():
            wrong.append((capture.url, found))
    assert len(wrong) <= 4, wrong
    assert changed >= 170
