"""Digests of bytes, texts, edits and addresses."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Alternate, Article, Attachment, Link
from crawler.rules.text.digests import address_id, content_digest, payload_digest, text_digest

PARAGRAPHS = st.lists(st.text('ab1;:,\n "[]\\', max_size=4), max_size=4)
ARTICLE = Article(
    url="https://mfa.gov.by/en/press/news_mfa/a.html",
    title="On the meeting",
    body=("First.", "Second."),
    links=(Link(url="https://mfa.gov.by/x", text="x"),),
    attachments=(Attachment(url="https://mfa.gov.by/a.pdf", title="Text"),),
)


@given(st.binary())
def test_a_payload_digest_is_the_sha256_of_the_bytes(body: bytes) -> None:
    """Anyone can check it with another tool."""
    assert payload_digest(body) == "sha256:" + hashlib.sha256(body).hexdigest()


@given(PARAGRAPHS, PARAGRAPHS)
def test_texts_have_one_digest_exactly_when_their_paragraphs_are_equal(one: list[str], other: list[str]) -> None:
    """("ab", "c") is another text than ("a", "bc"), whatever marks the paragraphs hold."""
    assert (text_digest(one) == text_digest(other)) == (one == other)


@given(PARAGRAPHS)
def test_a_text_digest_does_not_see_what_holds_the_paragraphs(body: list[str]) -> None:
    """A list and a tuple of the same paragraphs are the same text."""
    assert text_digest(body) == text_digest(tuple(body))


def test_no_body_has_no_text_digest() -> None:
    """Two empty articles are not duplicates of each other."""
    assert text_digest(()) == ""
    assert text_digest(("",)) != ""


def test_the_text_digest_is_part_of_the_archive_format() -> None:
    """A change of the form would make every archived article look edited, so it is pinned."""
    told = "2;6:First.7:Second."
    assert text_digest(("First.", "Second.")) == "sha256:" + hashlib.sha256(told.encode()).hexdigest()


def test_an_edit_changes_the_content_digest() -> None:
    """Title, paragraphs, attachments and links of the main block are what an editor edits."""
    edits = (
        replace(ARTICLE, title="On the meetings"),
        replace(ARTICLE, body=("First.Second.",)),
        replace(ARTICLE, body=("Second.", "First.")),
        replace(ARTICLE, links=()),
        replace(ARTICLE, links=(Link(url="https://mfa.gov.by/y", text="x"),)),
        replace(ARTICLE, attachments=(Attachment(url="https://mfa.gov.by/a.pdf", title="Texts"),)),
        replace(
            ARTICLE, links=(), attachments=(Attachment(url="https://mfa.gov.by/x", title="x"), *ARTICLE.attachments)
        ),
    )
    digests = {content_digest(article) for article in (ARTICLE, *edits)}
    assert len(digests) == len(edits) + 1


def test_where_paragraphs_end_is_no_edit() -> None:
    """A ``<br>`` that became a ``<p>`` changes no word."""
    assert content_digest(replace(ARTICLE, body=("First. Second.",))) == content_digest(ARTICLE)


def test_what_the_furniture_writes_does_not_change_the_content_digest() -> None:
    """Dates, tags, images, alternates and the address come from elsewhere than the editor's text."""
    other = replace(
        ARTICLE,
        url="https://mfa.gov.by/print/press/news_mfa/a.html",
        published="2024-03-12",
        modified_raw="today",
        tags=("x",),
        images=("https://mfa.gov.by/i.jpg",),
        alternates=(Alternate(hreflang="ru", url="https://mfa.gov.by/press/news_mfa/b.html"),),
        language="en",
    )
    assert content_digest(other) == content_digest(ARTICLE)


@given(st.text())
def test_an_address_id_is_twelve_lower_case_base32_characters(address: str) -> None:
    """So it can stand in a URL and be typed."""
    name = address_id(address)
    assert len(name) == 12
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_an_address_id_never_changes() -> None:
    """It is a permalink. The value is what ``openssl dgst -sha256 -binary | base32`` gives for the address."""
    assert address_id("https://mfa.gov.by/") == "j7fpvmvvkei5"
