"""Attachments: links to files, whatever stands in their address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.attachments import FILES, attachment
from tests.pages.test_generic import SENTENCES, read

PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:4])


@pytest.mark.parametrize(
    ("url", "media_type"),
    [
        ("https://ministry.example/files/note.pdf", "application/pdf"),
        ("/files/Note.PDF?download=1#page=2", "application/pdf"),
        (" //cdn.ministry.example/treaty.docx ", FILES["docx"]),
        ("files/a.b/table.ods", FILES["ods"]),
        ("https://archive.zip", None),
        ("//press.zip?x=1", None),
        ("https://archive.zip/news", None),
        ("/news/1?file=note.pdf", None),
        ("#note.pdf", None),
        ("mailto:press@ministry.example", None),
        ("", None),
    ],
)
def test_the_path_decides(url: str, media_type: str | None) -> None:
    """Neither the host nor the query makes a file."""
    found = attachment(url, "")
    assert (found and found.media_type) == media_type


@pytest.mark.parametrize(
    "href", ["http://[privacy-settings]", "//[link]/note", "https://[::1", "http://a\u2100b.example/x", "http://]["]
)
def test_a_link_that_is_no_address_does_not_stop_a_page(href: str) -> None:
    """Templates leave their placeholders in links; the page is read all the same."""
    page = f"<body><main><h1>Minister receives envoy</h1>{PROSE}<p>See <a href='{href}'>the note</a>.</p></main></body>"
    article = read(page)
    assert article.title == "Minister receives envoy"
    assert article.body[-1] == "See the note."
    assert not article.attachments


@given(st.one_of(st.text(), st.from_regex(r"(https?:)?//[\[\]a-z:.\u2100%]*/?[a-z.]*", fullmatch=True)))
def test_any_string_may_be_an_address(url: str) -> None:
    """A page writes what it likes."""
    found = attachment(url, "")
    assert found is None or found.url == url
