"""Guesses of character sets that nobody declared, or that somebody declared wrongly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.charset import as_utf8
from crawler.pages.charset_guess import guessed

LATIN_1 = (("Content-Type", "text/html; charset=iso-8859-1"),)
TEXTS = {
    ("zh", "gbk"): "外交部发言人今天就双边关系问题答记者问，介绍了有关情况。",
    ("zh", "big5"): "外交部長今日在台北接見友邦大使，雙方就兩國關係與合作交換意見。",
    ("ja", "shift_jis"): "外務大臣は本日、東京で友好国の大使と会談し、二国間関係について意見を交わした。",
    ("ja", "euc-jp"): "外務大臣は本日、東京で友好国の大使と会談し、二国間関係について意見を交わした。",
    ("ko", "euc-kr"): "외교부 장관은 오늘 서울에서 우호국 대사를 접견하고 양국 관계에 대해 논의하였다.",
    ("ar", "windows-1256"): "استقبل وزير الخارجية اليوم سفير الدولة الصديقة وبحث معه العلاقات الثنائية",
    ("fa", "windows-1256"): "وزير امور خارجه امروز با سفير کشور دوست ديدار کرد",
    ("ru", "koi8-r"): "Министр иностранных дел провёл встречу с послом дружественной страны",
    ("uk", "koi8-u"): "Міністр закордонних справ провів зустріч із послом дружньої країни в Києві",
    ("be", "windows-1251"): "Міністр замежных спраў правёў сустрэчу з паслом дружалюбнай краіны ў Мінску",
    ("el", "windows-1253"): "Ο υπουργός Εξωτερικών συναντήθηκε με τον ομόλογό του στην Αθήνα",
    ("he", "windows-1255"): "שר החוץ נפגש היום בירושלים עם עמיתו ודן עמו ביחסים בין שתי המדינות",
    ("th", "cp874"): "รัฐมนตรีว่าการกระทรวงการต่างประเทศพบกับเอกอัครราชทูตที่กรุงเทพ",
    ("pl", "windows-1250"): "Minister spraw zagranicznych przyjął dziś ambasadora i rozmawiał o współpracy obu państw",
    ("cs", "iso-8859-2"): "Ministr zahraničních věcí přijal velvyslance přátelské země a hovořil o spolupráci",
    ("lv", "windows-1257"): "Ārlietu ministrs šodien Rīgā tikās ar draudzīgas valsts vēstnieku un pārrunāja attiecības",
    ("lt", "windows-1257"): "Užsienio reikalų ministras šiandien Vilniuje susitiko su draugiškos šalies ambasadoriumi",
    (
        "tr",
        "windows-1254",
    ): "Dışişleri Bakanı bugün Ankara'da dost ülkenin büyükelçisiyle görüştü ve ilişkileri konuştu",
}


def saved(text: str, charset: str, language: str = "", meta: str = "") -> bytes:
    """A page in a character set."""
    lang = f' lang="{language}"' if language else ""
    head = f"<meta charset={meta}>" if meta else ""
    return f"<html{lang}><head>{head}<title>1</title></head><body><p>{text}</p></body></html>".encode(charset)


@pytest.mark.parametrize(("language", "charset"), TEXTS)
def test_a_page_without_a_declared_set_is_read(language: str, charset: str) -> None:
    """With and without the page's ``lang``."""
    text = TEXTS[language, charset]
    assert text in as_utf8(saved(text, charset, language)).decode()
    assert text in as_utf8(saved(text, charset)).decode()


@pytest.mark.parametrize(("language", "charset"), TEXTS)
def test_a_set_that_fits_every_byte_is_no_evidence(language: str, charset: str) -> None:
    """The server says Latin-1 for whatever it sends; the page says its language."""
    text = TEXTS[language, charset]
    assert text in as_utf8(saved(text, charset, language), LATIN_1).decode()


def test_the_page_may_contradict_the_server() -> None:
    """The meta element and the bytes agree."""
    text = TEXTS["ru", "koi8-r"]
    assert text in as_utf8(saved(text, "windows-1251", meta="windows-1251"), LATIN_1).decode()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "På møtet sa ministeren at følgende påstander må prøves på nytt før året er ute"),
        ("fr", "Élysée : la réunion a été reportée à l’été, a déclaré le ministère des affaires étrangères"),
        ("de", "Außenminister begrüßt Botschafter: Gespräche über Zusammenarbeit für nächstes Jahr"),
        ("", "El señor ministro recibió al embajador y habló de la cooperación en la próxima década"),
        ("pl", "Fédération Internationale à Genève, São Paulo und Köln"),
    ],
)
@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", ""])
def test_western_text_stays_western(language: str, text: str, declared: str) -> None:
    """What the server declares is right most of the time, and the signs of windows-1252 are read."""
    headers = (("Content-Type", f"text/html; charset={declared}"),) if declared else ()
    assert text.replace("’", "") in as_utf8(saved(text, "windows-1252", language), headers).decode().replace("’", "")


def test_few_bytes_are_no_evidence() -> None:
    """Three letters of a name do not outweigh what is declared."""
    assert guessed(b"<p>" + "Łódź".encode("cp1250"), sure=True) == ""


@given(st.binary(max_size=200), st.sampled_from(["", "ar", "zh", "ja", "ru", "pl", "xx"]), st.booleans())
def test_any_bytes_have_a_guess_or_none(body: bytes, language: str, sure: bool) -> None:
    """Never an error; the name is one that Python knows."""
    name = guessed(body, language, sure=sure)
    if name:
        body.decode(name, "replace")


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "iso-2022-jp"])
@pytest.mark.parametrize("text", ["外務大臣は本日、大使と会談した。", "会見"])
def test_sets_that_bytes_show_need_no_declaration(charset: str, text: str) -> None:
    """UTF-16 without BOM has a zero beside each sign of the markup; ISO-2022-JP has escape sequences."""
    for meta in ("", "utf-8", "iso-8859-1"):
        assert text in as_utf8(saved(text, charset, "ja", meta)).decode()
        assert text in as_utf8(saved(text * 40, charset, meta=meta)).decode()


@pytest.mark.parametrize("mark", [b"\x00", b"\x1b", b"\x1b$B"])
def test_a_stray_zero_or_escape_shows_no_set(mark: bytes) -> None:
    body = saved("Minister odwiedził Łódź i Gdańsk", "utf-8")
    assert "Łódź" in as_utf8(body.replace(b"<p>", b"<p>" + mark)).decode()


@pytest.mark.parametrize(
    ("language", "charset", "text"),
    [
        ("fr", "iso-8859-1", "Une réunion"),
        ("is", "iso-8859-1", "Þingið"),
        ("sr", "windows-1250", "Pomoć i članci"),
        ("pl", "iso-8859-2", "Komitet Śląski przyjął dziś uchwałę"),
        ("fa", "windows-1256", "اخبار وزارت"),
        ("he", "windows-1255", "חדשות"),
        ("el", "windows-1253", "Νέα"),
    ],
)
def test_few_bytes_are_read_by_the_language_of_the_page(language: str, charset: str, text: str) -> None:
    """A word or two. Signs after a letter, and two scripts in a word, say that a set is wrong."""
    assert text in as_utf8(saved(text, charset, language)).decode()
    assert text in as_utf8(saved(text, charset, language, "utf-8")).decode()
