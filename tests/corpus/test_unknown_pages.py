"""Pages of sites that nobody wrote a spider for, and small pages that came out wrong, each with the right answer."""

from __future__ import annotations

from pathlib import Path

from crawler.items import Article
from crawler.pages.site import GENERIC
from crawler.rules.text.digests import content_digest
from crawler.sources.fixtures import replay
from crawler.sources.warc import ReadReport, records
from tests.benchmarks.truth import bodies, readers, sites


def article(cases: Path, name: str) -> Article:
    """What is read from one of the pages, as an import reads it."""
    read = replay(readers.capture((cases / name).read_bytes()), readers.SITE)
    assert read.outcome == "article", read.reason
    assert read.article is not None
    return read.article


def test_a_short_statement_is_an_article(shared_cases: Path) -> None:
    """In a script of few characters; and where the page says what it is."""
    statement = article(shared_cases, "page-zh-statement.html")
    assert (statement.title, len(statement.body)) == ("外交部发言人就两国关系答记者问", 3)
    assert article(shared_cases, "page-short-condolence.html").title == "Condolences"


def test_the_sites_name_is_no_title(shared_cases: Path) -> None:
    """Also where it stands first."""
    assert article(shared_cases, "page-title-site-first.html").title == "Minister receives envoy"


def test_lists_are_text(shared_cases: Path) -> None:
    """In a table, and as a child of the body."""
    assert "consular hours from 10 to 18" in article(shared_cases, "page-list-in-table.html").body
    demands = {"first demand: stop the fire at once and for good", "second demand: let the aid in"}
    assert demands <= set(article(shared_cases, "page-bare-list.html").body)


def test_a_relative_link_is_one_link_and_no_edit(shared_cases: Path) -> None:
    """However it is written."""
    read = [
        replay(each, GENERIC).article
        for each in records(shared_cases / "edit-relative-link.warc.gz", report=ReadReport())
        if each.status == 200
    ]
    found = [each for each in read if each is not None and each.url.endswith("/1.html")]
    assert len(found) == 2
    assert len({content_digest(each) for each in found}) == 1
    assert [link.url for each in found for link in each.links] == 2 * ["https://ministry.example/en/treaties/12.html"]


def test_real_pages_keep_their_passages(corpus: Path) -> None:
    """Every thirtieth of the labelled pages; `make bench-truth` reads all of them."""
    pages = list(bodies.labelled(corpus))[::30]
    score = bodies.score(pages, readers.ours)
    assert score.lost_whole == []
    assert score.recall > 0.9
    assert score.precision > 0.8
    assert bodies.not_read(pages) == []


def test_pages_of_unknown_sites_are_articles_with_titles_in_reading_order(corpus: Path) -> None:
    """Some pages of a parliament, from two systems, and some of the county boards."""
    for name, step in (("fi_samediggi", 30), ("se_lansstyrelsen", 10)):
        pages = list(sites.read(corpus, name, step))
        kept = [page for page in pages if page.article]
        titled = [page for page in kept if page.label]
        assert len(kept) >= 0.95 * len(pages)
        assert sum(page.has_title for page in titled) >= 0.9 * len(titled)
        assert all(sites.in_reading_order(page.capture) for page in kept)
