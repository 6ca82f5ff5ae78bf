"""What a page says of itself to machines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.items import Capture
from crawler.pages.metadata import Metadata
from crawler.pages.page import Page
from crawler.pages.site import Site

SITE = Site(name="example", hosts=("ministry.example",))


def metadata(head: str, *, html: str = "<html>", body: str = "") -> Metadata:
    markup = f"<!DOCTYPE html>{html}<head>{head}</head><body>{body}</body></html>"
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return Metadata(Page(Capture(url="https://ministry.example/1", captured_at=at, body=markup.encode()), SITE))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<link rel='canonical' href='/a#x'><meta property='og:url' content='/b'>", "https://ministry.example/a"),
        ("<meta property='og:url' content='http://www.ministry.example/b'>", "https://ministry.example/b"),
        ("<link rel='canonical' href='mailto:x'><meta property='og:url' content='/b'>", "https://ministry.example/b"),
        ("<link rel='canonical'><link rel='next' href='/c'>", None),
    ],
)
def test_the_canonical_address_is_a_claim_in_the_sites_spelling(head: str, expected: str | None) -> None:
    """``rel=canonical`` before ``og:url``; what is no address claims nothing."""
    assert metadata(head).canonical_url == expected


@pytest.mark.parametrize(
    ("html", "head", "expected"),
    [
        ("<html lang='EN-us'>", "<meta name='language' content='ru'>", "en-US"),
        ("<html xml:lang='be'>", "", "be"),
        ("<html lang='?'>", "<meta http-equiv='Content-Language' content='ru'>", "ru"),
        ("<html>", "<meta property='og:locale' content='nb_NO'>", "nb-NO"),
        ("<html>", "", ""),
    ],
)
def test_the_language_is_a_tag(html: str, head: str, expected: str) -> None:
    """In BCP 47, whoever says it."""
    assert metadata(head, html=html).language == expected


LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "WebSite", "name": "x"}, {"@type": "NewsArticle", "headline": "Linked", "datePublished": "2024-03-12",
"dateModified": "2024-03-13"}]}</script>"""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<meta property='article:published_time' content='2024-01-01'>" + LINKED, ("2024-01-01", "meta")),
        ("<meta name='date' content='2024-01-01'>" + LINKED, ("2024-03-12", "json-ld")),
        ("<script type='application/ld+json'>{broken</script><meta name='DC.date.issued' content='12.3.2024'>",
         ("12.3.2024", "meta")),
        ("<script type='application/ld+json'>" + "[" * 100_000 + "</script>", None),
        ("<meta name='date' content=' '>", None),
    ],
)  # fmt: skip
def test_the_publication_date_is_as_written_with_its_source(head: str, expected: tuple[str, str] | None) -> None:
    """Open Graph, JSON-LD, then older names; broken JSON is passed over."""
    assert metadata(head).published == expected


def test_a_time_element_counts_where_it_says_that_it_is_the_publication() -> None:
    """Any other ``time`` may be anything."""
    assert metadata("", body="<time datetime='2024-01-01'>x</time>").published is None
    marked = metadata("", body="<time itemprop='datePublished' datetime='2024-01-01'>x</time>")
    assert marked.published == ("2024-01-01", "element")


def test_the_date_of_the_last_change_is_another_field() -> None:
    """Never taken for the publication."""
    assert metadata(LINKED).modified == "2024-03-13"
    assert metadata("<meta property='article:modified_time' content='2024-02-01'>").published is None


def test_titles_by_rank() -> None:
    """Open Graph, JSON-LD's headline, the ``title`` element."""
    assert metadata("<title>Plain  title</title><meta property='og:title' content='Open'>" + LINKED).title == "Open"
    assert metadata("<title>Plain  title</title>" + LINKED).title == "Linked"
    assert metadata("<title>Plain  title</title>").title == "Plain title"
    assert metadata("").title == ""


def test_the_image_is_an_address() -> None:
    """Absolute, or none."""
    assert metadata("<meta property='og:image' content='/i.png'>").image == "https://ministry.example/i.png"
    assert metadata("").image == ""
