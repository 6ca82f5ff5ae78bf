"""176 real pages of the Sámi Parliament in Sweden, read by their page object and held against labels."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.items import Article
from crawler.sources.fixtures import replay
from crawler.sources.warc import ReadReport, records
from crawler.spiders.se_sametinget import SeSametingetSpider

SITE = SeSametingetSpider.site
FURNITURE = re.compile(r"Uppdaterad:|© Sametinget|Dela sametinget|På nordsamiska|Sök på sametinget")


@pytest.fixture(scope="module")
def articles(corpus: Path) -> dict[str, Article]:
    """All pages by their file name, read and normalized."""
    read = {}
    for capture in records(corpus / "se_sametinget" / "pages.warc.gz", report=ReadReport()):
        article = replay(replace(capture, url=SITE.spell(capture.url)), SITE).article
        assert article is not None, capture.url
        read[capture.url.rpartition("/")[2]] = article
    return read


@pytest.fixture(scope="module")
def labels(corpus: Path) -> dict[str, dict[str, str]]:
    """The labels by file name."""
    with (corpus / "se_sametinget" / "labels.tsv").open(encoding="utf-8") as lines:
        return {row["file"]: row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def test_every_page_is_an_article(articles: dict[str, Article], labels: dict[str, dict[str, str]]) -> None:
    """One for each label, with a text; all claim Swedish, and one is the speech of a Norwegian president."""
    assert articles.keys() == labels.keys()
    assert {name for name, article in articles.items() if article.language != "sv"} == {"3151.html"}
    assert articles["3151.html"].language == "no"
    assert {article.language_claimed for article in articles.values()} == {"sv"}
    assert not [name for name, article in articles.items() if not article.body]


def test_the_visible_title_is_the_title(articles: dict[str, Article], labels: dict[str, dict[str, str]]) -> None:
    """Not the one that is hidden for printing, nor the ``title`` element with the site's name."""
    wrong = {
        name: (article.title, labels[name]["title_h1"])
        for name, article in articles.items()
        if article.title != labels[name]["title_h1"]
    }
    assert len(wrong) <= 0.01 * len(articles), wrong


def test_the_date_in_the_footer_is_the_last_change(
    articles: dict[str, Article], labels: dict[str, dict[str, str]]
) -> None:
    """It is no publication date, of which there is none; the header's date is the day of the crawl."""
    wrong = {
        name: (article.modified, article.modified_raw, labels[name]["updated_footer"])
        for name, article in articles.items()
        if not article.modified == article.modified_raw == labels[name]["updated_footer"]
    }
    assert len(wrong) <= 0.01 * len(articles), wrong
    assert {(article.published, article.published_raw) for article in articles.values()} == {(None, None)}


def test_flags_announce_the_siblings(articles: dict[str, Article], labels: dict[str, dict[str, str]]) -> None:
    """With the language that the flag means and the address that it leads to; the page's own dimmed flag too.

    Two pages (``folkvalt_organ_och_myndighet``, ``spraksituationen_i_sverige``) are of 2017 and of the successor's
    host: their flags lead to addresses that are not this site's, and the labels have none for them either.
    """
    wrong = {}
    for name, article in articles.items():
        pairs = [pair.partition("=") for pair in labels[name]["variants_from_flags"].split(";") if pair]
        expected = [(tag, SITE.spell(target, base=article.url)) for tag, _, target in pairs]
        said = [(alternate.hreflang, alternate.url) for alternate in article.alternates]
        if said != expected:
            wrong[name] = (said, expected)
    assert len(wrong) <= 0.01 * len(articles), wrong
    assert {alternate.evidence for article in articles.values() for alternate in article.alternates} == {"flag"}


def test_the_text_is_free_of_furniture(articles: dict[str, Article]) -> None:
    """Nothing of header, footer, flags and side column; the text does not begin with the title."""
    wrong = {
        name: paragraph
        for name, article in articles.items()
        for number, paragraph in enumerate(article.body)
        if FURNITURE.search(paragraph) or (number == 0 and paragraph == article.title)
    }
    assert not wrong


def test_the_page_says_its_own_address(articles: dict[str, Article]) -> None:
    """``og:url`` is a claim: 44 pages claim another number than the mirror filed them under."""
    assert all(article.canonical_url for article in articles.values())
    other = {
        name
        for name, article in articles.items()
        if name[0].isdecimal() and (article.canonical_url or "").rpartition("/")[2] != name.removesuffix(".html")
    }
    assert len(other) == 44
