"""The demo ministry's pages, read by the page objects of the site it is built like, against the demo's own truth."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.demo.answers import Answers
from crawler.demo.ministry import Ministry
from crawler.demo.reply import Reply
from crawler.items import Article, Capture, Found, Listing
from crawler.pages.paging import LoadMore, signature
from crawler.sources.fixtures import replay
from crawler.spiders.demo import DemoSpider

SITE = DemoSpider.site
ORIGIN = "http://demo.localhost"
HOST = {"Host": "demo.localhost"}


@pytest.fixture(scope="module")
def ministry() -> Ministry:
    return Ministry(stories=60, seed=1)


@pytest.fixture(scope="module")
def answers(ministry: Ministry) -> Answers:
    return Answers(ministry, day=1)


def read(reply: Reply, url: str) -> Capture:
    headers = (("Content-Type", reply.content_type),)
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return replay(
        Capture(url=SITE.spell(url), captured_at=at, status=reply.status, headers=headers, body=reply.body), SITE
    )


def paths(urls: Any) -> list[str]:
    return [url.removeprefix(ORIGIN) for url in urls]


def said(article: Article, skin: str) -> dict[str, Any]:
    """An article in the words of the demo's truth; the header switcher of the new skin announces nothing."""
    announced = article.alternates if skin == "old" else ()
    return {
        "title": article.title,
        "body": list(article.body),
        "kind": article.kind,
        "language": article.language_claimed,
        "published": article.published,
        "published_raw": article.published_raw,
        "date_source": article.date_source,
        "links": paths(link.url for link in article.links),
        "images": paths(article.images),
        "attachments": paths(attachment.url for attachment in article.attachments),
        "announces": {each.hreflang: each.url.removeprefix(ORIGIN) for each in announced},
    }


@pytest.mark.parametrize("day", [1, 10])
def test_every_article_is_read_exactly(ministry: Ministry, day: int) -> None:
    """Title, paragraphs, date, raw form, source, links, files, announcements; both skins, all languages."""
    answers, truth = Answers(ministry, day=day), ministry.truth(day)
    assert len(truth["articles"]) > 150
    for wanted in truth["articles"]:
        article = read(answers.reply(wanted["url"], {}, HOST), wanted["url"]).article
        assert article is not None, wanted["url"]
        got = said(article, wanted["skin"])
        assert got == {name: wanted[name] for name in got}


def test_the_new_skin_announces_front_pages_at_most(ministry: Ministry, answers: Answers) -> None:
    for wanted in ministry.truth(1)["articles"]:
        if wanted["skin"] == "new":
            article = read(answers.reply(wanted["url"], {}, HOST), wanted["url"]).article
            assert article is not None
            assert all(SITE.is_front(alternate.url) for alternate in article.alternates)
            assert wanted["language"] not in {alternate.hreflang for alternate in article.alternates}


def test_a_print_twin_is_the_same_text_and_says_whose(ministry: Ministry, answers: Answers) -> None:
    for url, printed in list(ministry.truth(1)["print"].items())[::7]:
        page, twin = (read(answers.reply(path, {}, HOST), path) for path in (url, printed))
        assert page.article is not None
        assert twin.article is not None
        assert twin.alias_of == page.url
        assert (twin.article.title, twin.article.body) == (page.article.title, page.article.body)
        assert (twin.article.language_claimed, twin.article.kind) == (page.article.language_claimed, page.article.kind)


def walk(answers: Answers, index: int) -> list[Listing]:
    """Every page of a seed, until there is none or the end repeats itself."""
    seed = SITE.seeds[index]
    url, token = seed.url, None
    seen: set[str] = set()
    pages: list[Listing] = []
    for n in range(2, 100):
        path, _, query = url.partition("?")
        asked = dict(part.partition("=")[::2] for part in query.split("&")) if query else {}
        headers = {**HOST, "X-Requested-With": "XMLHttpRequest", "Referer": ORIGIN + seed.url, "Cookie": "PHPSESSID=x"}
        listing = read(answers.reply(path, asked, headers), url).listing
        assert listing is not None, url
        if not listing.found or signature(listing) in seen:
            return pages
        seen.add(signature(listing))
        pages.append(listing)
        token = listing.token or token
        onward = seed.paging.next_address(seed, listing, n, token) if seed.paging else None
        if onward is None:
            return pages
        url = onward[0]
    raise AssertionError(f"{seed.url} does not end")


def test_the_listings_name_every_article(ministry: Ministry, answers: Answers) -> None:
    """By number past what the pager shows, and by "load more" to an end that repeats itself; titles as written."""
    truth = ministry.truth(1)
    wanted = {article["url"]: article["title"] for article in truth["articles"] if article["listed"]}
    found: dict[str, Found] = {}
    for index, seed in enumerate(SITE.seeds):
        if seed.kind == "listing":
            for listing in walk(answers, index):
                found |= {each.url.removeprefix(ORIGIN): each for each in listing.found}
    refused = {url: each.refused for url, each in found.items() if each.refused}
    assert refused == dict.fromkeys(truth["offsite"], "offsite")
    assert set(found) - set(refused) == set(wanted) | set(truth["excluded"])
    assert {url: found[url].title for url in wanted} == wanted


def test_the_pager_of_statements_skips_pages(answers: Answers) -> None:
    """It links fewer pages than there are: the numbers are counted, not followed."""
    (index,) = [i for i, seed in enumerate(SITE.seeds) if seed.url == "/press/statements/"]
    pages = walk(answers, index)
    body = answers.reply("/press/statements/", {}, HOST).body.decode("windows-1251")
    assert pages[0].last_page == len(pages)
    assert len(pages) > body.count("/press/statements/", body.index("b-paging")) + 1


def test_more_news_needs_the_token_of_the_listing(answers: Answers) -> None:
    """Without it the endpoint gives no listing, which is said."""
    (seed,) = [seed for seed in SITE.seeds if seed.url == "/press/news_mfa/"]
    assert isinstance(seed.paging, LoadMore)
    asked = {"get_more_news": "", "lang": "ru", "tid": "ru_news_mfa", "page": "2", "ggtoken": "wrong"}
    read_without = read(
        answers.reply("/press/news_mfa/json/", asked, HOST), "/press/news_mfa/json/?get_more_news&page=2"
    )
    assert read_without.listing is None


def test_the_feed_names_the_newest_news(ministry: Ministry, answers: Answers) -> None:
    for language in ("ru", "be", "en"):
        capture = read(
            answers.reply(f"/rss/get/{language}_news_mfa.rss", {}, HOST), f"/rss/get/{language}_news_mfa.rss"
        )
        assert capture.outcome == "feed"
        assert capture.listing is not None
        titles = {article["url"]: article["title"] for article in ministry.truth(1)["articles"]}
        assert capture.listing.found
        for each in capture.listing.found:
            assert titles[each.url.removeprefix(ORIGIN)] == each.title
            assert (each.language, bool(each.published_raw)) == (language, True)
