"""2,051 real texts of Norwegian ministries in five languages, read by their page object and held against labels."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.items import Article
from crawler.rules.language.tags import agree
from crawler.rules.text.normalization import clean
from crawler.sources.fixtures import replay
from crawler.sources.warc import ReadReport, records
from crawler.spiders.no_regjeringen import NoRegjeringenSpider
from tests.corpus.norwegian import bodies_as_labelled, stamped_only, without_stamp

SITE = NoRegjeringenSpider.site
Labels = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def articles(corpus: Path) -> list[Article]:
    """All pages in the order of the file, read and normalized."""
    read = []
    for capture in records(corpus / "no_regjeringen" / "pages.warc.gz", report=ReadReport()):
        article = replay(replace(capture, url=SITE.spell(capture.url)), SITE).article
        assert article is not None, capture.url
        read.append(article)
    return read


@pytest.fixture(scope="module")
def labels(corpus: Path) -> Labels:
    """The labels by address; one address has two."""
    rows: Labels = defaultdict(list)
    with (corpus / "no_regjeringen" / "labels.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            rows[row["url"]].append(row)
    return rows


def test_every_page_is_an_article_at_its_own_address(articles: list[Article], labels: Labels) -> None:
    """The site's spelling keeps all 2,050 addresses as they were captured."""
    assert len(articles) == 2051
    assert {article.url for article in articles} == labels.keys()


def test_titles_and_claimed_languages_are_as_labelled(articles: list[Article], labels: Labels) -> None:
    """White space and invisible characters apart."""
    wrong = [
        (article.url, article.title, article.language_claimed)
        for article in articles
        if (article.title, article.language_claimed)
        not in [(clean(row["title"]), row["language"]) for row in labels[article.url]]
    ]
    assert not wrong


def test_paragraphs_are_as_many_as_labelled(articles: list[Article], labels: Labels, corpus: Path) -> None:
    """The office that published is no paragraph; one labelled paragraph is an invisible character, and none.

    A line that says when the page was updated is ``modified`` and no text.
    """
    raw = bodies_as_labelled(corpus)
    wrong = [url for url, body in raw.items() if str(len(body)) not in [row["paragraphs"] for row in labels[url]]]
    assert [url.rpartition("=")[2] for url in wrong] == ["486358"], wrong
    assert [article.url for article in articles if article.body != without_stamp(raw[article.url])] == []
    stamped = {article.url for article in articles if article.body != raw[article.url]}
    assert [article.url for article in articles if article.url in stamped and not article.modified] == []
    assert stamped == {url for url, body in raw.items() if body != without_stamp(body)}
    assert len(stamped) > 200
    assert sum(not article.body for article in articles) == 96 + len(stamped_only(corpus))


def test_the_announced_siblings_that_were_captured_are_the_labelled_ones(
    articles: list[Article], labels: Labels
) -> None:
    """Pairs, whichever side announces them; the pages announce others too that nobody captured."""
    said = {
        (frozenset((article.url, alternate.url)))
        for article in articles
        for alternate in article.alternates
        if alternate.url in labels
    }
    labelled = {
        frozenset((url, pair.partition("=")[2]))
        for url, rows in labels.items()
        for row in rows
        for pair in row["variants"].split(";")
        if pair
    }
    assert said == labelled, said ^ labelled


def test_texts_in_another_language_than_they_claim_are_noticed(articles: list[Article]) -> None:
    """About 120 of the bodies of 200 characters and more; Norwegian's two written forms agree."""
    long = [article for article in articles if sum(map(len, article.body)) >= 200]
    other = Counter(
        (article.language_claimed, article.language)
        for article in long
        if not agree(article.language, article.language_claimed)
    )
    assert len(long) == pytest.approx(1799, abs=30)
    assert 90 <= sum(other.values()) <= 150, other


def test_the_office_is_a_tag(articles: list[Article]) -> None:
    """Nearly every page names it."""
    assert sum(bool(article.tags) for article in articles) > 1900
