"""Days that a page shows or claims and that are not its publication, and names of meta elements that nobody listed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.items import Capture
from crawler.pages.generic import GenericPage
from crawler.pages.site import GENERIC
from crawler.rules.dates.addresses import day_in_address
from crawler.rules.dates.labels import label_in

TEXT = "<p>The delegation signed a memorandum on trade and agreed to hold talks on transit in the spring.</p>" * 4
LATE = datetime(2026, 11, 24, tzinfo=UTC)


def dated(
    head: str = "", before: str = "", after: str = "", url: str = "https://ministry.example/news/17"
) -> str | None:
    """The publication date of a page with a headline, as written."""
    body = f"<main><h1>Delegation signs memorandum</h1>{before}{TEXT}</main>{after}"
    page = f"<html lang='en'><head>{head}</head><body>{body}</body></html>"
    found = GenericPage(Capture(url=url, captured_at=LATE, status=200, body=page.encode()), GENERIC).dated()
    return found[0] if found else None


@pytest.mark.parametrize(
    "name",
    [
        "dc.date.published",
        "news_published_at",
        "site:first-published-at",
        "x-publication-time",
        "creation_date",
        "datum",
    ],
)
def test_a_meta_element_counts_by_the_words_of_its_name(name: str) -> None:
    assert dated(f"<meta name='{name}' content='2024-05-06 10:00'>") == "2024-05-06 10:00"


@pytest.mark.parametrize(
    "name",
    ["date_modified", "publisher", "expiry-date", "event_date", "unpublish-date", "og:updated_time", "server-date"],
)
def test_a_name_of_another_day_does_not(name: str) -> None:
    """Nor is such a day guessed."""
    assert dated(f"<meta name='{name}' content='2024-05-06 10:00'>") is None


@pytest.mark.parametrize(
    ("head", "before", "after"),
    [
        (
            "",
            "",
            "<div class='related-news'><h3><a href='/n/1'>Another</a></h3><time datetime='2024-05-06'></time></div>",
        ),
        (
            "",
            "",
            "<ol id='comments'><li class='comment'>Visitor <span class='date'>6 May 2024</span> Thanks.</li></ol>",
        ),
        ("", "<p class='date'>4–6 May 2024</p>", ""),
        ("", "<p>Decree No. 12 of 6 May 2024</p>", ""),
        ("", "", "<footer>© 2010–2026 The Office, since 6 May 2024</footer>"),
        ("<meta http-equiv='last-modified' content='Mon, 06 May 2024 10:00:00 GMT'>", "", ""),
        (
            "<script type='application/ld+json'>"
            '{"@type":"WebPage","hasPart":{"@type":"Article","datePublished":"2024-05-06"}}</script>',
            "",
            "",
        ),
    ],
)
def test_days_of_others_are_not_guessed(head: str, before: str, after: str) -> None:
    """Of teasers, comments, events, laws, the site and nodes within other nodes."""
    assert dated(head, before, after) is None


def test_a_date_beside_a_date_does_not_take_its_label() -> None:
    """The line before says what its own date is."""
    assert dated(before="<p>Event date: 9 June 2024</p><p class='date'>6 May 2024</p>") == "6 May 2024"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("© 2024 The Office", "other"),
        ("Startseite 06.05.2024", ""),
        ("Starts 06.05.2024", "other"),
        ("Указ № 12 от 06.05.2024", "other"),
        ("Press release No. 12, 6 May 2024", ""),
    ],
)
def test_labels_are_whole_words(words: str, expected: str) -> None:
    assert label_in(words, "") == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("06.05.2024-talks", "2024-05-06"),
        ("news/16-05-2024", "2024-05-16"),
        ("06-05-2024", None),
        ("v1.06.05.2024.3", None),
    ],
)
def test_an_address_with_the_day_first(path: str, expected: str | None) -> None:
    """With hyphens the first number may be the month."""
    found = day_in_address(f"https://ministry.example/{path}")
    assert (found[0] if found else None) == expected
