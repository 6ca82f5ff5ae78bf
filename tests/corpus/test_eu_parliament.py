"""Three real press releases of the European Parliament."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.items import Article
from crawler.sources.fixtures import replay
from crawler.sources.warc import ReadReport, records
from crawler.spiders.eu_parliament import LANGUAGES, EuParliamentSpider

SITE = EuParliamentSpider.site


@pytest.fixture(scope="module")
def articles(corpus: Path) -> dict[str, Article]:
    """By the reference in their address, read and normalized."""
    read = {}
    for capture in records(corpus / "eu_parliament" / "pages.warc.gz", report=ReadReport()):
        article = replay(replace(capture, url=SITE.spell(capture.url)), SITE).article
        assert article is not None, capture.url
        read[capture.url.split("/")[6]] = article
    return read


def test_titles_dates_and_languages(articles: dict[str, Article]) -> None:
    """The date has the zone of Brussels, in summer and winter; the record number is no date."""
    assert {
        name: (article.title, article.published, article.published_raw, article.language)
        for name, article in articles.items()
    } == {
        "20190712IPR56948": (
            "Venezuela: European Parliament calls for additional sanctions",
            "2019-07-18T11:37:00+02:00",
            "2019-07-18T11:37:00",
            "en",
        ),
        "20221014IPR43206": (
            "Car-recharging stations should be available every 60 km, say MEPs",
            "2022-10-19T13:14:00+02:00",
            "2022-10-19T13:14:00",
            "en",
        ),
        "20250204IPR26689": (
            "MEPs: Georgia’s self-proclaimed authorities have no legitimacy",
            "2025-02-13T12:47:00+01:00",
            "2025-02-13T12:47:00",
            "en",
        ),
    }


def test_each_page_announces_all_24_languages_once(articles: dict[str, Article]) -> None:
    """Its own among them; the second, hidden switcher is the same again."""
    for article in articles.values():
        assert sorted(alternate.hreflang for alternate in article.alternates) == LANGUAGES
        assert article.url in [alternate.url for alternate in article.alternates if alternate.hreflang == "en"]
        assert all(SITE.claimed(alternate.url) == alternate.hreflang for alternate in article.alternates)


def test_the_body_is_key_points_lead_and_text(articles: dict[str, Article]) -> None:
    """From the first key point to the last sentence; no sharing links, contacts or related stories."""
    body = articles["20250204IPR26689"].body
    assert body[0] == "Parliament recognises Salome Zourabichvili as Georgia’s legitimate president"
    assert body[3].startswith("MEPs call on the international community to join the boycott")
    assert body[-1].startswith("Georgia was granted EU candidate status in December 2023.")
    assert len(body) == 11
    for article in articles.values():
        assert not [line for line in article.body if line.startswith(("Share", "Contacts", "Press Officer", "Phone"))]
        assert not [link for link in article.links if "facebook" in link.url or link.url.startswith("tel:")]


def test_tags_say_which_organs_it_is_of(articles: dict[str, Article]) -> None:
    """The plenary, a committee by its letters."""
    assert articles["20250204IPR26689"].tags == ("Plenary session", "AFET")
