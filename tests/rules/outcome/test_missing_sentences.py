"""Headings that say in a sentence that a page is gone, in many languages; and headlines that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.outcome.error_titles import refusal
from crawler.rules.outcome.missing_sentences import says_missing


@pytest.mark.parametrize(
    "heading",
    [
        "К сожалению, запрашиваемая Вами страница не найдена",
        "Страница удалена или перемещена",
        "Элемент не найден!",
        "На жаль, запытаная старонка не знойдзена",
        "Сторінку, яку ви шукаєте, видалено",
        "This content is no longer available",
        "Sorry, the page you are looking for could not be found",
        "The article you requested has been removed",
        "გვერდი ვერ მოიძებნა",
        "صفحه مورد نظر یافت نشد",
        "عذراً، الصفحة غير موجودة",
        "Die gesuchte Seite existiert nicht mehr",
        "Désolé, la page que vous cherchez n'existe pas",
        "Lo sentimos, la página solicitada no se encontró",
        "Tyvärr finns inte sidan du söker",
        "Hakemaasi sivua ei löytynyt",
        "Üzgünüz, aradığınız sayfa bulunamadı",
        "抱歉，您访问的页面不存在",
        "찾을 수 없는 페이지입니다",
        "Stránka nebyla nalezena",
        "Strona, której szukasz, nie istnieje",
        "La página solicitada no se encuentra",
        "Įrašas nerastas!",
        "Síðan fannst ekki",
        "Страницата не е пронајдена",
        "Faqja nuk u gjet",
        "Хуудас олдсонгүй",
        "पृष्ठ नहीं मिला",
        "صفحہ نہیں ملا",
        "お探しのページは見つかりませんでした",
    ],
)
def test_a_sentence_of_a_missing_page(heading: str) -> None:
    """As the heading of a short page it is a soft 404, and not on a page with a text."""
    assert says_missing(heading)
    assert refusal(f"<title>Ministry</title><h1>{heading}</h1><p>Back to the start.</p>".encode()) == "soft-404"
    long = f"<title>Ministry</title><h1>{heading}</h1><p>{'The ministry says this and that. ' * 90}</p>"
    assert refusal(long.encode()) is None


@pytest.mark.parametrize(
    "heading",
    [
        "Minister: the document on borders was never removed from the agenda of the talks",
        "New page in relations",
        "Найдена пропавшая страница летописи",
        "Embassy in Kabul does not exist any longer, says spokesman of the ministry",
        "Content of the agreement",
        "The page is temporarily unavailable",
        "Страница временно недоступна",
        "Sidan saknas tillfälligt",
        "このページは一時存在しません",
        "",
    ],
)
def test_a_headline_is_no_such_sentence(heading: str) -> None:
    """It names other things too, or says nothing of the kind."""
    assert not says_missing(heading)


def test_an_error_in_the_text_counts_where_the_page_has_no_other() -> None:
    """Some systems keep the title of the section."""
    page = '<title>Новости</title><h1>Новости</h1><p><font class="errortext">Элемент не найден!</font></p>{}'
    assert refusal(page.format("").encode()) == "soft-404"
    assert refusal(page.format("<p>" + "Министр принял посла. " * 40 + "</p>").encode()) is None


FRAME = (
    "<html><head><title>{title}</title></head><body><header><p>Ministry of Lakes, 1 Harbour Street, telephone 12 34 56"
    "</p><nav><a href='/'>Start</a></nav></header><main><h1>{title}</h1>{main}</main><footer><p>The ministry answers "
    "letters within a month. Of the texts on these pages you may make any use, if you say where they are from. "
    "{foot}</p></footer></body></html>"
)


@pytest.mark.parametrize(
    ("title", "main"),
    [
        ("Новости", "<p>Элемент не найден!</p>"),
        ("Naujienos", "<div><span>Įrašas nerastas!</span></div>"),
        (
            "News",
            "<table><tr><td>The requested article does not exist.</td></tr></table><a href='/'>Back to the list</a>",
        ),
        ("أخبار", "<p>عذراً، الصفحة غير موجودة</p>"),
        ("新闻", "<div class='box'>抱歉，您访问的页面不存在</div>"),
        ("Aktuelles", "<p>Leider wurde die gesuchte Seite nicht gefunden.</p><form><input></form>"),
    ],
)
def test_a_sentence_is_enough_where_it_is_the_whole_text(title: str, main: str) -> None:
    """In no marked element, below the title of the section; not with a date, an article's mark-up, or more text."""
    assert refusal(FRAME.format(title=title, main=main, foot="© 2026").encode()) == "soft-404"
    dated = f"<p>12.03.2026</p>{main}"
    more = main + "<p>" + "The minister received the envoy of the lakes. " * 6 + "</p>"
    for other in (dated, more, f"<article>{main}</article>"):
        assert refusal(FRAME.format(title=title, main=other, foot="").encode()) is None


def test_a_short_notice_is_none() -> None:
    """What a ministry says of a document, a page or an embassy."""
    for words in ("The document was signed.", "Найден подлинник договора.", "The embassy is closed on Monday."):
        assert refusal(FRAME.format(title="Notice", main=f"<p>{words}</p>", foot="").encode()) is None


@given(st.text(max_size=200))
def test_any_heading_is_judged(heading: str) -> None:
    """None makes it fail; one without letters says nothing."""
    assert not says_missing(heading) or any(letter.isalpha() for letter in heading)


SHORT_NEWS = [
    (
        "News briefing was moved to Thursday",
        "The weekly briefing takes place on Thursday at eleven in the press centre.",
    ),
    (
        "Postal services unavailable",
        "Because of the strike the embassy does not accept applications by post this week.",
    ),
    ("Entry visas not available", "Entry visas are not issued at the border; citizens apply at the nearest consulate."),
    ("Border post was moved", "The border post was moved two kilometres to the west, for pedestrians and for cars."),
    ("Онлайн-запись недоступна", "Запись на приём ведётся только по телефону. Приносим извинения за неудобства."),
    ("Объект перемещён в музей", "Памятник перемещён в музей. Министерство выразило протест послу соседней страны."),
    ("Документ не найден в архиве", "Историки сообщили, что протокол в архиве отсутствует. Поиски продолжатся весной."),
    ("Відсутня згода сторін", "Переговори завершилися без домовленостей. Сторони продовжать консультації у квітні."),
    (
        "Strona białoruska nie istnieje",
        "Rzecznik odpowiedział na pytania dziennikarzy o wypowiedź posła z ubiegłego tygodnia.",
    ),
    ("Artikel 5 gelöscht", "Die Parteien haben vereinbart, den Artikel des Abkommens im nächsten Jahr zu streichen."),
    ("Laps ei leitud", "Välisministeerium teatab, et kadunud last ei ole leitud. Otsingud jätkuvad homme hommikul."),
    ("外交部:有关文章所称协议不存在", "外交部发言人表示,有关报道完全不符合事实,双方从未签署过此类协议。"),
    ("報道記事の合意は存在しません", "外務省は、一部報道について、そのような合意に署名した事実はないと発表した。"),
]
PAGE = "<html><head><title>{0} | Ministry of Lakes</title></head><body><main><h1>{0}</h1>{1}</main></body></html>"


@pytest.mark.parametrize(("headline", "text"), SHORT_NEWS)
@pytest.mark.parametrize("date", ["", "<time datetime='2026-03-05'>5 March 2026</time>", "<p>05.03.2026</p>"])
def test_a_headline_that_says_of_something_else_that_it_is_gone_is_news(headline: str, text: str, date: str) -> None:
    """Posts, articles of treaties, entries and documents are things of the world too."""
    assert refusal(PAGE.format(headline, f"{date}<p>{text}</p>").encode()) is None


@pytest.mark.parametrize(
    "statement", ["The document does not exist.", "Такой документ не существует.", "该文件内容不存在。"]
)
def test_a_statement_that_denies_a_document_is_no_error(statement: str) -> None:
    """Only a page, or what was requested, is missing from a site."""
    assert refusal(PAGE.format("Comment by the spokesperson", f"<p>{statement}</p>").encode()) is None


def test_an_error_over_a_text_is_a_headline() -> None:
    """Also where it is the sentence of an error page: what it stands over decides, and a date beside it."""
    title, line = (
        "The page you requested could not be found",
        "The exhibition of lost archives opened in the hall today.",
    )
    assert refusal(PAGE.format(title, "<p>Go to the front page.</p>").encode()) == "soft-404"
    assert refusal(PAGE.format(title, f"<p>{line}</p>" * 12).encode()) is None
    assert refusal(PAGE.format(title, "<time>5 March 2026</time><p>Go to the front page.</p>").encode()) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "We couldn’t find the page you were looking for.",
        "This page isn't available",
        "К сожалению, такой страницы нет на нашем сайте",
        "Вы попали на несуществующую страницу",
        "Diese Seite gibt es nicht mehr",
        "La page que vous recherchez n'existe pas ou plus",
        "No se ha encontrado la página",
        "La pagina che stai cercando non è stata trovata",
        "Страницата не беше намерена",
        "Stran ne obstaja",
        "Саҳифа топилмади",
        "Vi kan inte hitta sidan",
        "对不起，页面不存在",
        "Die gewünschte Seite wurde nicht gefunden",
        "De opgevraagde pagina bestaat niet",
        "Požadovaná stránka neexistuje",
    ],
)
def test_more_sentences_of_error_pages(sentence: str) -> None:
    """As a heading, and as the only text of a page whose title is the ministry's."""
    assert refusal(PAGE.format(sentence, "").encode()) == "soft-404"
    assert refusal(PAGE.format("Ministry", f"<p>{sentence}</p>").encode()) == "soft-404"


@pytest.mark.parametrize("sentence", ["对不起，该文章已被删除", "找不到您的文章", "文章不存在", "삭제된 게시물입니다"])
def test_what_is_missing_comes_first_in_scripts_without_spaces(sentence: str) -> None:
    """As a heading over nothing; a denial begins with who denies."""
    assert says_missing(sentence) == "perhaps"
    assert refusal(PAGE.format(sentence, "").encode()) == "soft-404"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_western_heading_is_read_in_its_character_set(charset: str) -> None:
    """The bytes are not decoded by what the page declares."""
    page = PAGE.format("Lo sentimos, la página solicitada no existe", "")
    assert refusal(page.encode(charset)) == "soft-404"


def test_a_withdrawal_at_somebodys_request_is_news() -> None:
    """Only what the visitor requested is the address."""
    text = "The document was withdrawn at our request."
    assert says_missing(text) != "surely"
    assert refusal(PAGE.format("Comment", f"<p>{text}</p>").encode()) is None
