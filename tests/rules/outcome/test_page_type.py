"""What makes a page an article: what it is, not how long it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.outcome.page_type import SUBSTANCE, PageEvidence, is_article, weight


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("双方同意扩大贸易", "both sides agreed to trade"),
        ("外務大臣は大使と会談した。", "the minister met the envoy"),
        ("외교부 장관이 대사를 만났다", "the foreign minister met him"),
        ("รัฐมนตรีพบเอกอัครราชทูต", "the minister met the envoy"),
    ],
)
def test_scripts_that_need_fewer_characters_weigh_more(short: str, long: str) -> None:
    """About as much as the same words in Latin letters."""
    assert 0.7 * len(long) < weight(short) < 2 * len(long)
    assert weight(long) == len(long)


@pytest.mark.parametrize(
    ("page", "article"),
    [
        (PageEvidence(weight=SUBSTANCE), True),
        (PageEvidence(weight=90, declared=True), True),
        (PageEvidence(weight=40, prose=True, headed=True, marked=True), True),
        (PageEvidence(weight=40, headed=True, dated=True), True),
        (PageEvidence(weight=90, prose=True, headed=True), True),
        (PageEvidence(weight=0, files=1, headed=True), True),
        (PageEvidence(weight=0, files=1), False),
        (PageEvidence(weight=40, prose=True, headed=True), False),
        (PageEvidence(weight=150, prose=True), False),
        (PageEvidence(weight=0, declared=True), False),
        (PageEvidence(weight=5000, is_list=True), False),
        (PageEvidence(weight=5000, is_list=True, declared=True), True),
    ],
)
def test_evidence_decides(page: PageEvidence, article: bool) -> None:
    """A short text needs some; a page of teasers needs the page's own word."""
    assert is_article(page) is article


EVIDENCE = st.builds(
    PageEvidence,
    weight=st.integers(0, 400),
    declared=st.booleans(),
    marked=st.booleans(),
    dated=st.booleans(),
    prose=st.booleans(),
    files=st.integers(0, 2),
    headed=st.booleans(),
)


@given(page=EVIDENCE, more=st.integers(0, 400))
def test_a_longer_text_is_no_less_an_article(page: PageEvidence, more: int) -> None:
    """So a page that gains a paragraph does not vanish."""
    from dataclasses import replace

    longer = replace(page, weight=page.weight + more, prose=True)
    assert is_article(longer) or not is_article(page)
