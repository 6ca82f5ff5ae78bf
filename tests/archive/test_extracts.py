"""Extracts: what was read out of a page, kept and given back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.readings.extracts import read_article, write_article
from crawler.items import Alternate, Article, Attachment, Link

words = st.text(max_size=20)
maybe = st.none() | st.text(min_size=1, max_size=20)


@given(
    st.builds(
        Article,
        url=st.text(min_size=1, max_size=20),
        title=words,
        body=st.lists(words).map(tuple),
        kind=words,
        language=words,
        language_claimed=words,
        published=maybe,
        published_raw=maybe,
        date_source=maybe,
        modified=maybe,
        modified_raw=maybe,
        canonical_url=maybe,
        links=st.lists(st.builds(Link, url=words, text=words)).map(tuple),
        images=st.lists(words).map(tuple),
        attachments=st.lists(st.builds(Attachment, url=words, title=words, media_type=words)).map(tuple),
        tags=st.lists(words).map(tuple),
        alternates=st.lists(st.builds(Alternate, hreflang=words, url=words, evidence=words)).map(tuple),
    )
)
def test_what_was_read_is_kept_whole(article: Article) -> None:
    """Every field of an article survives its way through an extract."""
    assert read_article(write_article(article)) == article


def test_half_a_letter_is_refused_or_replaced() -> None:
    """Half a surrogate pair has no UTF-8: the writer says so, and replaces it if asked to."""
    broken = Article(url="https://mfa.example/1", title="cut \ud83d")
    with pytest.raises(UnicodeEncodeError):
        write_article(broken)
    assert read_article(write_article(broken, errors="replace")).title == "cut ?"
