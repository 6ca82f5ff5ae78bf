"""Pages of sites that nobody wrote a spider for."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.errors import FieldMissing
from crawler.items import Article, Attachment, Capture, Link
from crawler.pages.generic import GenericPage
from crawler.pages.site import GENERIC

SITE = replace(GENERIC, name="ministry.example", hosts=("ministry.example",))
AT = datetime(2026, 11, 24, tzinfo=UTC)
SENTENCES = [
    f"On the {number}th day of the visit the ministers spoke about trade, transport and science, and signed a plan."
    for number in range(1, 10)
]


def capture(body: str, *, at: datetime = AT) -> Capture:
    return Capture(url="https://ministry.example/a/1", captured_at=at, status=200, body=body.encode())


def page(head: str = "", before: str = "", links: str = "") -> str:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return (
        f"<!DOCTYPE html><html lang='en-GB'><head><title>A visit | Ministry of Examples</title>{head}</head><body>"
        f"<header><nav><a href='/'>Home</a><a href='/news'>News</a></nav></header>{before}"
        f"<article><h1>A visit</h1>{text}<ul><li>First result: a plan{links}</li><li>Second result: a date</li></ul>"
        "</article><footer><p>Contact us at the ministry. All rights reserved by the ministry.</p></footer></body>"
    )


def read(body: str, *, at: datetime = AT) -> Article:
    return GenericPage(capture(body, at=at), SITE).to_item()


def test_the_main_text_is_found_without_furniture() -> None:
    """Every sentence of the text, the list as items, nothing of menu and footer, and the title not twice."""
    article = read(page())
    assert article.body == (*SENTENCES, "First result: a plan", "Second result: a date")
    assert (article.title, article.language_claimed) == ("A visit", "en-GB")


def test_links_and_files_of_the_text_are_found() -> None:
    """Absolute, in one spelling."""
    article = read(page(links=" in <a href='/plan.pdf'>the plan</a> and <a href='/b/2#x'>the report</a>"))
    assert article.links == (Link(url="https://ministry.example/b/2", text="the report"),)
    plan = Attachment(url="https://ministry.example/plan.pdf", title="the plan", media_type="application/pdf")
    assert article.attachments == (plan,)


def test_metadata_outrank_a_guess() -> None:
    """The date keeps how it was written, and where."""
    head = "<meta property='article:published_time' content='2026-11-03T10:00+03:00'><link rel='canonical' href='/a'>"
    article = read(page(head, before="<div class='date'>12 October 2026</div>"))
    assert (article.published_raw, article.date_source) == ("2026-11-03T10:00+03:00", "meta")
    assert article.canonical_url == "https://ministry.example/a"


def test_a_date_by_the_title_is_read_where_it_stands() -> None:
    """It is no guess."""
    article = read(page(before="<div class='date'>12 October 2026</div>"))
    assert (article.published_raw, article.date_source) == ("12 October 2026", "element")


def test_a_date_that_only_htmldate_finds_is_a_guess_and_says_so() -> None:
    """In a sentence in the foot of the page."""
    article = read(page(before="<footer><p>This page is from 2026-10-12, and so is its picture.</p></footer>"))
    assert (article.published_raw, article.date_source) == ("2026-10-12", "guess")


@pytest.mark.parametrize("day", [12, 13])
def test_a_guess_that_is_the_day_of_the_capture_is_refused(day: int) -> None:
    """Many pages show today's date in their head."""
    dated = page(before="<div class='date'>12 October 2026</div>")
    assert read(dated, at=datetime(2026, 10, day, tzinfo=UTC)).published_raw is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("", "title"),
        ("<body><p>" + "Words without a title. " * 40 + "</p></body>", "title"),
        ("<title>Menu</title><body><ul><li><a href='/a'>A</a></li></ul></body>", "text"),
        ("<title>Short</title><body><p>A few words.</p></body>", "text"),
    ],
)
def test_a_page_without_title_or_text_is_no_article(body: str, field: str) -> None:
    """Which of the two is missing is said."""
    with pytest.raises(FieldMissing) as raised:
        read(body)
    assert raised.value.field == field


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>A long visit - Ministry</title>", "<h1>One</h1><h1>Two</h1>", "A long visit"),
        ("<title>A visit | Ministry</title>", "<h1>A visit</h1><h1>Links</h1>", "A visit"),
        ("<title>Ministry</title>", "<header><h1>Ministry of Examples</h1></header><h1>A visit</h1>", "A visit"),
        ("<title>Only title</title>", "", "Only title"),
    ],
)
def test_the_title_is_the_pages_own_heading(head: str, body: str, title: str) -> None:
    """The name of the site is cut from a ``title`` element."""
    assert GenericPage(capture(f"<head>{head}</head><body>{body}</body>"), SITE).headline == title


def test_trafilatura_and_htmldate_are_not_imported_before_they_are_needed() -> None:
    """They cost half a second, and no hand-written site needs them."""
    code = "import sys, crawler.pages.site; print(sorted({'trafilatura', 'htmldate'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("pair", ["falsepos-footer", "falsepos-num-views"])
def test_noise_is_not_read_from_real_pages(corpus: Path, pair: str) -> None:
    """The same page at two dates, with another footer, count of views and clock, says the same."""
    files = [(corpus / "us_edits" / f"{pair}-{half}.html").read_text(encoding="utf-8") for half in "ab"]
    first, second = (read(text, at=datetime(2017, 2, day, tzinfo=UTC)) for day, text in enumerate(files, 1))
    assert first.title
    assert sum(map(len, first.body)) > 300
    assert (first.title, first.body, first.published_raw) == (second.title, second.body, second.published_raw)


def test_publication_dates_of_real_pages(corpus: Path) -> None:
    """Of a hundred pages of news sites, two thirds give their date; what the metadata say outranks every guess."""
    import gzip

    from crawler.pages.normalization import normalize_article

    right, wrong = 0, []
    for line in (corpus / "dates" / "labels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, url, published = line.split("\t")
        raw = gzip.decompress((corpus / "dates" / "pages" / name).read_bytes())
        only = GenericPage(Capture(url=url, captured_at=AT, status=200, body=raw), SITE)
        written = only.metadata.published
        if written is None:
            continue
        article = normalize_article(Article(url=url, published_raw=written[0], body=("x",)), SITE)
        if (article.published or "")[:10] == published:
            right += 1
        else:
            wrong.append(f"{name}: {written} read as {article.published}, labelled {published}")
    assert right >= 65, "\n".join(wrong)
    assert len(wrong) <= 14, "\n".join(wrong)
