"""Articles made comparable."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Alternate, Article, Attachment, Capture, Link, Listing
from crawler.pages.normalization import VERSION, normalize_article, normalize_capture
from crawler.pages.site import Site

SITE = Site(
    name="example", hosts=("ministry.example",), zone="Europe/Minsk", languages={"ru": "/", "en": "/en/", "be": "/be/"}
)
URL = "https://ministry.example/en/news/1.html"
RUSSIAN = (
    "Министр иностранных дел провёл переговоры с коллегами из соседних стран. Стороны обсудили торговлю, транспорт, "
    "науку и культуру, а также подписали план совместной работы на ближайшие два года и договорились о новой встрече."
)


def test_text_is_nfc_with_white_space_folded() -> None:
    """Title, paragraphs, tags and the words of links; empty paragraphs are none."""
    article = normalize_article(
        Article(
            url=URL,
            title=" Cafe\u0301 \n au\u00adlait ",
            body=("One\u00a0 two", " \u200b ", "Three"),
            tags=("a  b", "a b", ""),
            links=(Link(url="/x", text=" a\n b "),),
            attachments=(Attachment(url="/f.pdf", title=" a\tb "),),
        ),
        SITE,
    )
    assert (article.title, article.body, article.tags) == ("Café aulait", ("One two", "Three"), ("a b",))
    assert article.links == (Link(url="https://ministry.example/x", text="a b"),)
    assert article.attachments == (Attachment(url="https://ministry.example/f.pdf", title="a b"),)


@pytest.mark.parametrize(
    ("raw", "claimed", "published"),
    [
        ("12 марта 2024", "ru", "2024-03-12"),
        ("12 сакавіка 2024", "be", "2024-03-12"),
        ("12 March 2024, 09:30", "en", "2024-03-12T09:30:00+03:00"),
        ("30 лютага 2024", "be", None),
        ("soon", "en", None),
        (None, "en", None),
    ],
)
def test_dates_are_read_with_the_sites_zone_and_keep_their_raw_form(
    raw: str | None, claimed: str, published: str | None
) -> None:
    """A date without a time keeps that it has none; one that does not exist is none."""
    article = normalize_article(Article(url=URL, published_raw=raw, modified_raw=raw, language_claimed=claimed), SITE)
    assert (article.published, article.modified) == (published, published)
    assert (article.published_raw, article.modified_raw) == (raw, raw)


@pytest.mark.parametrize(
    ("claimed", "day_first", "published"),
    [
        ("en-US", None, "2024-05-03"),
        ("en-GB", None, "2024-03-05"),
        ("en", None, "2024-03-05"),
        ("en", False, "2024-05-03"),
    ],
)
def test_the_region_of_the_claim_or_the_site_says_which_number_is_the_day(
    claimed: str, day_first: bool | None, published: str
) -> None:
    """The text alone says only that it is English."""
    body = ("The ministers spoke about trade, transport and science, and signed a plan for the next two years.",) * 3
    article = Article(url=URL, body=body, published_raw="05/03/2024", language_claimed=claimed)
    assert normalize_article(article, replace(SITE, day_first=day_first)).published == published


@pytest.mark.parametrize(
    ("languages", "tag", "published"),
    [(("en", "be"), "en", "2024-05-03"), (("en-US", "be"), "en-US", "2024-05-03"), (("fr",), "en-US", "2024-05-03")],
)
def test_a_region_that_the_site_has_not_says_how_dates_are_written_and_no_more(
    languages: tuple[str, ...], tag: str, published: str
) -> None:
    """The page says en-US; the site publishes in English."""
    body = ("The ministers spoke about trade, transport and science, and signed a plan for the next two years.",) * 3
    article = Article(url=URL, body=body, published_raw="05/03/2024", language_claimed="en_us")
    site = replace(SITE, languages=dict.fromkeys(languages, ""))
    normalized = normalize_article(article, site)
    assert (normalized.language, normalized.language_claimed, normalized.published) == (tag, "en-US", published)
    assert normalize_article(normalized, site) == normalized


def test_a_date_in_the_language_of_the_claim_is_read_where_the_text_is_of_another() -> None:
    """A Persian page with an English text."""
    body = ("The ministers spoke about trade, transport and science, and signed a plan for the next two years.",) * 3
    article = Article(url=URL, body=body, published_raw="۲۸ اردیبهشت ۱۴۰۳", language_claimed="fa")
    assert normalize_article(article, SITE).published == "2024-05-17"


def test_a_date_that_is_read_already_stays() -> None:
    """A page object may know better."""
    article = Article(url=URL, published="2024-03-11", published_raw="12 March 2024")
    assert normalize_article(article, SITE).published == "2024-03-11"


def test_the_language_is_that_of_the_text_and_the_claim_stays_beside_it() -> None:
    """An English address that shows a Russian text."""
    article = normalize_article(Article(url=URL, title="x", body=(RUSSIAN,), language_claimed="EN_us"), SITE)
    assert (article.language, article.language_claimed) == ("ru", "en-US")


def test_without_a_body_the_title_tells_and_junk_claims_nothing() -> None:
    """A short text does not contradict a claim."""
    article = normalize_article(Article(url=URL, title="Bok", language_claimed="nb"), SITE)
    assert (article.language, article.language_claimed) == ("nb", "nb")
    assert normalize_article(Article(url=URL, language_claimed="?!"), SITE).language_claimed == ""


def test_addresses_have_one_spelling_and_come_once() -> None:
    """What is no address is dropped; alternates keep their ``hreflang`` as written."""
    article = normalize_article(
        Article(
            url=URL,
            canonical_url="http://www.ministry.example/en/news/1.html?utm_source=x",
            images=("/a.png", "http://www.ministry.example/a.png", "data:image/png;base64,AA"),
            links=(Link(url="mailto:a@b.example", text="x"), Link(url="/x", text="x"), Link(url="/x#y", text="x ")),
            attachments=(Attachment(url="/f.pdf", title="One"), Attachment(url="/f.pdf#page=2", title="Two")),
            alternates=(
                Alternate(hreflang="x-default", url="/"),
                Alternate(hreflang="BE", url="/be/news/1.html"),
                Alternate(hreflang="BE", url="http://ministry.example/be/news/1.html"),
                Alternate(hreflang="ru", url="javascript:x"),
            ),
        ),
        SITE,
    )
    assert article.canonical_url == URL
    assert article.images == ("https://ministry.example/a.png",)
    assert article.links == (Link(url="https://ministry.example/x", text="x"),)
    assert article.attachments == (Attachment(url="https://ministry.example/f.pdf", title="One"),)
    assert [(each.hreflang, each.url) for each in article.alternates] == [
        ("x-default", "https://ministry.example/"),
        ("BE", "https://ministry.example/be/news/1.html"),
    ]


def test_a_capture_names_both_versions_that_read_it() -> None:
    """Of the page object and of the normalizer; a second time changes nothing, and other captures pass as they are."""
    at = datetime(2026, 11, 24, tzinfo=UTC)
    capture = Capture(url=URL, captured_at=at, article=Article(url=URL, title=" x "), extractor_version="2")
    once = normalize_capture(capture, SITE)
    assert once.extractor_version == f"2+{VERSION}"
    assert once.article is not None
    assert once.article.title == "x"
    assert normalize_capture(once, SITE) == once
    listing = Capture(url=URL, captured_at=at, listing=Listing(), extractor_version="2")
    assert normalize_capture(listing, SITE) is listing


texts = st.text(max_size=40) | st.sampled_from(["12 марта 2024", RUSSIAN, "e\u200b\u0301", " \u00a0 "])
addresses = st.sampled_from(
    ["/a", "http://www.ministry.example/b?utm_x=1#c", "mailto:x", "http://[", "//o.example/é", "?q=ж"]
)
articles = st.builds(
    Article,
    url=st.just(URL),
    title=texts,
    body=st.lists(texts, max_size=4).map(tuple),
    language_claimed=st.sampled_from(["", "en", "EN-us", "sme", "?", "be"]),
    published_raw=st.none() | texts,
    modified_raw=st.none() | texts,
    canonical_url=st.none() | addresses,
    links=st.lists(st.builds(Link, url=addresses, text=texts), max_size=3).map(tuple),
    images=st.lists(addresses, max_size=3).map(tuple),
    attachments=st.lists(st.builds(Attachment, url=addresses, title=texts), max_size=3).map(tuple),
    tags=st.lists(texts, max_size=3).map(tuple),
    alternates=st.lists(st.builds(Alternate, hreflang=st.sampled_from(["en", "x-default"]), url=addresses)).map(tuple),
)


@given(articles)
def test_normalizing_twice_changes_nothing(article: Article) -> None:
    """What is comparable stays as it is; title and body are NFC."""
    once = normalize_article(article, SITE)
    assert normalize_article(once, SITE) == once
    assert all(unicodedata.is_normalized("NFC", text) for text in (once.title, *once.body))
