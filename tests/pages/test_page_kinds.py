"""What the generic page takes for an article: headlines wherever they stand, and short texts with evidence."""

from __future__ import annotations

import pytest

from crawler.errors import FieldMissing
from tests.pages.test_generic import SENTENCES, read

PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:4])
BANNER = "<header><a href='/'><img alt='Ministry'></a><h1>Ministry of Examples</h1></header>"
CONDOLENCE = "The Ministry expresses its deep condolences to the families of those killed in the earthquake."


@pytest.mark.parametrize(
    "shape",
    [
        "<main><article><header><h1>{0}</h1></header><div>{1}</div></article></main>",
        "{2}<article class='post'><header class='entry-header'><h1><a href='/a/1'>{0}</a></h1></header>{1}</article>",
        "{2}<main><header><h1>{0}</h1><p>by the press office</p></header><section>{1}</section></main>",
        "{2}<div role='main'><header><h1>{0}</h1></header>{1}</div>",
        "<header><h1>{0}</h1></header><div>{1}</div>",
    ],
)
def test_a_headline_in_a_header_is_the_title(shape: str) -> None:
    """Of the article or of the main part; the banner's heading is none, unless there is no other."""
    assert read(f"<html><body>{shape.format('Визит министра', PROSE, BANNER)}</body></html>").title == "Визит министра"


@pytest.mark.parametrize(
    "page",
    [
        f"<head><meta property='og:type' content='article'></head><body><h1>Condolences</h1><p>{CONDOLENCE}</p>",
        f"<body><article><h1>Condolences</h1><p>{CONDOLENCE}</p></article>",
        f"<body><div><h1>Condolences</h1><p class='d'>3 May 2026</p><p>{CONDOLENCE[:60]}</p></div>",
        f"<body><div><h1>Condolences</h1><p>{CONDOLENCE}</p></div>",
        "<body><h1>定例会見</h1><p>大臣は本日、大使と会談し、両国関係について意見を交換した。春に協議を行うことで一致した。</p>",
        "<body><h1>공지</h1><p>외교부는 대사와 면담을 갖고 양국 관계를 논의하였다. 봄에 협의를 열기로 합의했다.</p>",
        "<body><main><h1>Закон о дипломатической службе</h1><p><a href='/files/law.pdf'>Текст (PDF)</a></p></main>",
    ],
)
def test_a_short_page_is_an_article_by_what_it_shows(page: str) -> None:
    """Its own word, a date by the headline, some sentences, weight of the script, or a file under the headline."""
    article = read(f"<html>{page}</body></html>")
    assert article.title
    assert article.body or article.attachments


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Halaman tidak ada</h1><p>Maaf, alamat itu sudah dipindahkan.</p>",
        "<title>Portal</title><p>Please wait.</p>",
        "<h1>News</h1>" + "".join(f"<h3><a href='/n/{n}'>Talks {n}</a></h3><p>{SENTENCES[n]}</p>" for n in range(6)),
        "<h1>Навіны</h1>" + "".join(f"<li>0{n}.05.2026 <a href='/n/{n}'>Візіт {n}</a></li>" for n in range(9)),
    ],
)  # fmt: skip
def test_what_is_no_article_is_none(page: str) -> None:
    """The sentence of an error page, a waiting page, teasers of other pages, a list with a date in each line."""
    with pytest.raises(FieldMissing):
        read(f"<html><body><main>{page}</main></body></html>")
