"""Which links of an unknown page belong to the news, and which to the page around it."""

from __future__ import annotations

import pytest

from crawler.items import Attachment, Link
from tests.pages.test_generic import SENTENCES, page, read

DATASET = (
    "<div class='dataset-link'><a class='btn' href='/data/1'><span class='icon'></span> View this Dataset</a></div>"
)
LINK = Link(url="https://ministry.example/data/1", text="View this Dataset")
REPORTS = "".join(f"<li><a href='/news/{n}'>Ministers of {n} countries met for talks</a></li>" for n in range(5))


def with_below(below: str, *, within: str = "main") -> str:
    """The written page with something below its article, inside a ``main`` (or another element)."""
    text = page()
    return text.replace("<article>", f"<{within}><article>").replace("</article>", f"</article>{below}</{within}>")


@pytest.mark.parametrize(
    "below", [DATASET, f"<div><section><p>About it</p>{DATASET}</section></div>", f"<p>{DATASET}</p>"]
)
def test_a_button_below_the_text_is_a_link_of_the_news(below: str) -> None:
    """trafilatura keeps no link outside of paragraphs; the main block has it."""
    article = read(with_below(below))
    assert article.links == (LINK,)
    assert article.body == read(page()).body


@pytest.mark.parametrize(
    "around",
    [
        "<ul class='list'>{}</ul>",
        "<div class='x'><h3>Elsewhere</h3><ul>{}</ul></div>",
        "<aside>{}</aside>",
        "<section id='related-news'>{}</section>",
        "<div class='mostReadMore'>{}</div>",
        "<div role='navigation'>{}</div>",
        "<footer><p>{}</p></footer>",
        "<div>{}</div>",
    ],
)
def test_lists_of_other_news_are_no_links_of_the_news(around: str) -> None:
    """By the element, by its author's word, by its role, or since it holds little but links."""
    assert read(with_below(around.format(REPORTS))).links == ()


@pytest.mark.parametrize(
    "button",
    [
        "<p><a href='https://social.example/share?u=https://ministry.example/a/1'>Facebook</a></p>",
        "<p><a href='/a/1?utm_source=button'>Permanent link</a></p>",
        "<p><a href='#comments'>Comments (4)</a></p>",
        "<p><a href='/a/0' rel='prev'>A lunch</a></p>",
        "<p><a href='/a/2'>Next: a dinner</a></p>",
        "<p><a href='/print/a/1'>Print</a></p>",
        "<p><a href='/ru/print/a/1'>Версия для печати</a></p>",
        "<p><a href='/news/2'>2</a></p>",
        "<p><a href='/news/2'>»</a></p>",
        "<h3><a href='/b/2'>Another visit</a></h3>",
        "<a href='/b/2'><div>A card</div><div>of another text</div></a>",
        "<article><p>Another visit, told in short.</p><a href='/b/2'>Whole text</a></article>",
        "<p><a href='/b/2'>The minister of foreign affairs on a visit to another country</a></p>",
        "<p><a href='mailto:press@ministry.example'>Write to us</a></p>",
        "<p><a href='/b/2'><img src='/b/2.jpg' alt=''></a></p>",
    ],
)
def test_what_leads_on_or_shares_is_no_link_of_the_news(button: str) -> None:
    """What such links say and lead to changes with each new text of the site."""
    assert read(with_below(button)).links == ()


def test_a_count_behind_a_link_is_no_part_of_its_words() -> None:
    """Outside of the text; in a paragraph the words stay as they are."""
    first, second = (
        read(with_below(f"<p><a href='/talk'>Opinions ({number})</a></p>")).links for number in ("4", "1 204")
    )
    assert first == second == (Link(url="https://ministry.example/talk", text="Opinions"),)
    inside = read(page(links=", <a href='/b/2'>the report (3)</a>")).links
    assert inside == (Link(url="https://ministry.example/b/2", text="the report (3)"),)


@pytest.mark.parametrize("papers", ["<ul><li>{}</li></ul>", "<div><p>{}</p></div>"])
def test_files_of_the_block_are_attachments_in_a_list_too(papers: str) -> None:
    """A list of papers is what a reader comes for; they are told by the ending of their address."""
    article = read(with_below(papers.format("<a href='/f/plan.pdf'>Plan 2026</a>")))
    url = "https://ministry.example/f/plan.pdf"
    assert article.attachments == (Attachment(url=url, title="Plan 2026", media_type="application/pdf"),)
    assert article.links == ()


def test_links_stand_in_the_order_of_the_page_once() -> None:
    """Whether a paragraph or a button holds them; a link that is there twice counts once."""
    article = read(
        with_below(DATASET + DATASET).replace("First result: a plan", "<a href='/b/2'>First</a> result: a plan")
    )
    assert article.links == (Link(url="https://ministry.example/b/2", text="First"), LINK)


def test_without_main_or_article_only_what_is_among_the_text_counts() -> None:
    """Nothing tells where the news ends, so the smallest element that holds the text is the block."""
    plain = with_below(DATASET, within="div").replace("<article>", "<div>").replace("</article>", "</div>")
    assert read(plain).links == ()
    among = plain.replace("<ul>", f"{DATASET}<ul>")
    assert read(among).links == (LINK,)


def test_a_page_nested_deep_is_read_in_time_that_grows_with_its_size() -> None:
    """Ten thousand elements in each other, a link in each: it ends, with what the text says."""
    deep = "<div><a href='/b/2'>b</a>" * 10_000
    assert read(with_below(deep)).body[: len(SENTENCES)] == tuple(SENTENCES)
