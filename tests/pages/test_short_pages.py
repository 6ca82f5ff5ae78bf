"""Pages with hardly any text, or none: notices, pictures, films, files, tables; and lists that are no articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import FieldMissing
from tests.pages.test_generic import SENTENCES, read

DATED = "<time datetime='2026-05-03'>3.5.2026</time>"
DECLARED = "<meta property='og:type' content='article'>"
MENU = "<nav><a href='/'>1</a><a href='/n/'>2</a></nav>"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("대변인 논평", "정부는 오늘 회담을 환영한다."),
        ("官房長官談話", "政府はこの合意を歓迎する。"),
        ("განცხადება", "სამინისტრო მიესალმება შეთანხმებას."),
        ("वक्तव्य", "मंत्रालय समझौते का स्वागत करता है।"),
        ("መግለጫ", "ሚኒስቴሩ ስምምነቱን በደስታ ተቀብሏል።"),
        ("Заява", "Міністэрства вітае пагадненне."),
    ],
)
@pytest.mark.parametrize(
    "shape",
    [
        f"<head>{DECLARED}</head><body>{MENU}<main><h1>{{0}}</h1><p>{{1}}</p></main>",
        f"<body>{MENU}<div id='c'><h2>{{0}}</h2>{DATED}<div>{{1}}</div></div><div>Footer of it.</div>",
        f"<body>{MENU}<section><div><h1>{{0}}</h1></div>{DATED}<blockquote>{{1}}</blockquote></section>",
    ],
)
def test_one_sentence_is_an_article_where_the_page_is_dated_or_says_so(title: str, text: str, shape: str) -> None:
    """In any script, whatever trafilatura finds; and nothing but the sentence is its text."""
    article = read(f"<html>{shape.format(title, text)}</body></html>")
    assert (article.title, article.body) == (title, (text,))


@pytest.mark.parametrize(
    "below",
    [
        "<div class='photos'><a href='/i/1.jpg'><img src='/i/1s.jpg' alt=''></a><img src='/i/2.jpg'></div>",
        "<video controls><source src='/v/1.mp4' type='video/mp4'></video>",
        "<figure><iframe src='https://video.example/e/1'></iframe></figure>",
        "<p class='d'>3 May 2026</p><a href='/f/order.docx'>Order</a>",
        "<object data='/f/order.pdf' type='application/pdf'></object>",
    ],
)
def test_a_dated_headline_over_media_is_an_article(below: str) -> None:
    """Pictures, a film, a file beside the text or within the page."""
    article = read(f"<html><body>{MENU}<main><h1>Order of the day</h1>{DATED}{below}</main></body></html>")
    assert article.title == "Order of the day"
    if "/f/" in below:
        assert [each.url.rpartition("/")[2][:5] for each in article.attachments] == ["order"]


@pytest.mark.parametrize(
    "below",
    [
        "<a href='/n/1'><img src='/1.jpg'></a><a href='/n/2'><img src='/2.jpg'></a>",
        "<aside><img src='/banner.jpg'></aside>",
        "<img src='/pixel.gif' width='1' height='1'>",
        "<p>Oho.</p>",
    ],
)
def test_a_dated_headline_over_nothing_of_its_own_is_none(below: str) -> None:
    """Cards of other pages, banners, pixels that count visits."""
    with pytest.raises(FieldMissing):
        read(f"<html><body>{MENU}<main><h1>Order of the day</h1>{DATED}{below}</main></body></html>")


def test_the_last_rows_of_a_list_of_text_are_kept() -> None:
    """Also where trafilatura keeps only the first ones."""
    rows = "".join(f"<dt>Question {n}?</dt><dd>The answer to it is {n} and no more.</dd>" for n in range(4))
    article = read(f"<html><body><main><article><h1>Answers</h1>{DATED}<dl>{rows}</dl></article></main></body></html>")
    assert "The answer to it is 3 and no more." in article.body


def test_figures_in_a_table_are_text() -> None:
    """A press release may be a table alone."""
    rows = "".join(f"<tr><td>Province {n}</td><td>{n}07</td></tr>" for n in range(1, 7))
    article = read(f"<html><body>{MENU}<main><h1>Births</h1>{DATED}<table>{rows}</table></main></body></html>")
    assert article.body[-2:] == ("Province 6", "607")


def test_the_template_of_a_shadow_root_is_shown() -> None:
    """And any other template is not."""
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:3])
    page = "<html><body><x-story><template {}><h1>Visit of the envoy</h1>{}</template></x-story></body></html>"
    assert read(page.format("shadowrootmode='open'", text)).title == "Visit of the envoy"
    with pytest.raises(FieldMissing):
        read(page.format("id='card'", text))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9])
@pytest.mark.parametrize("above", ["", "<p>All news of the office since 1998.</p>"])
def test_teasers_of_any_number_are_a_list(count: int, above: str) -> None:
    """Also one or two long ones; with a line above them from four on."""
    if above and count < 4:
        return
    text = " ".join(SENTENCES[:3])
    cards = "".join(f"<div><h3><a href='/n/{n}'>Talks {n}</a></h3><p>{text}</p></div>" for n in range(count))
    with pytest.raises(FieldMissing):
        read(f"<html><body>{MENU}<main><h1>News in May</h1>{above}{cards}</main></body></html>")


def test_a_headline_that_links_to_its_own_page_makes_no_list() -> None:
    """Many themes link each headline, also that of the article itself."""
    text = " ".join(SENTENCES[:3])
    page = f"<html><body>{MENU}<main><h2><a href='/p/7'>Talks in May</a></h2><p>{text}</p></main></body></html>"
    assert read(page).body == (text,)


@pytest.mark.parametrize("name", ["name='description'", "property='og:description'"])
def test_a_text_that_the_page_describes_itself_with_is_no_teaser(name: str) -> None:
    """Its headline may be a link to the page, with other words than the page's title."""
    text = " ".join(SENTENCES[:3])
    head = f"<head><title>The May talks, told whole</title><meta {name} content='{text[:90]}...'></head>"
    main = f"<main><h2><a href='/p/7'>Talks in May</a></h2><p>{text}</p></main>"
    assert read(f"<html>{head}<body>{MENU}{main}</body></html>").body == (text,)
    with pytest.raises(FieldMissing):
        read(f"<html>{head.replace(text[:90], 'All news of the office since 1998')}<body>{MENU}{main}</body></html>")


@given(
    date=st.sampled_from(["03.05.2026", "2026-05-03", "2026年5月3日", "3 May 2026", "3 мая 2026 г.", "10:30"]),
    before=st.booleans(),
    titles=st.lists(st.sampled_from(["大臣が会見", "部长会见大使", "Meeting held", "Візіт"]), min_size=4, max_size=12),
)
def test_links_with_their_dates_are_no_text(date: str, before: bool, titles: list[str]) -> None:
    """However short the title is beside the date."""
    lines = [f"<a href='/n/{number}'>{title} {title}</a>" for number, title in enumerate(titles)]
    items = "".join(f"<li>{date} {line}</li>" if before else f"<li>{line} {date}</li>" for line in lines)
    with pytest.raises(FieldMissing):
        read(f"<html><body>{MENU}<main><h1>Archive of it</h1><ul>{items}</ul></main></body></html>")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("សេចក្តីថ្លែងការណ៍", "រដ្ឋាភិបាលសូមចូលរួមរំលែកទុក្ខ"),
        ("แถลงการณ์", "รัฐบาลขอแสดงความเสียใจอย่างสุดซึ้งต่อครอบครัว"),
        ("ຖະແຫຼງການ", "ລັດຖະບານຂໍສະແດງຄວາມເສຍໃຈຢ່າງສຸດຊຶ້ງ"),
    ],
)
def test_a_sentence_may_have_no_mark_at_its_end(title: str, text: str) -> None:
    """Thai, Lao and Khmer have none."""
    article = read(f"<html><body>{MENU}<main><h1>{title}</h1>{DATED}<p>{text}</p></main></body></html>")
    assert article.body[-1] == text


@pytest.mark.parametrize("breaks", ["<br><br>", "<br/>\n<br/>", "<br><br><br>"])
@pytest.mark.parametrize("around", ["div", "td"])
def test_paragraphs_that_line_breaks_part_are_text(breaks: str, around: str) -> None:
    """The last one too, however short."""
    lines = [SENTENCES[0], "The next round is in June.", "It will be held in Oslo."]
    cell = f"<{around} class='t'>{breaks.join(lines)}</{around}>"
    inside = f"<table><tr>{cell}</tr></table>" if around == "td" else cell
    article = read(f"<html><body>{MENU}<div><h2>Talks in Oslo</h2>{DATED}{inside}</div></body></html>")
    assert article.body == tuple(lines)


def test_a_list_in_a_cell_below_a_paragraph_is_text() -> None:
    """And one of links is not."""
    rows = "<ul><li>hours from 9 to 12</li><li><a href='/n/2'>Another text of the ministry</a></li></ul>"
    page = f"<main><h1>Hours</h1>{DATED}<table><tr><td><p>{SENTENCES[0]}</p>{rows}</td></tr></table></main>"
    article = read(f"<html><body>{MENU}{page}</body></html>")
    assert article.body[-1] == "hours from 9 to 12"
