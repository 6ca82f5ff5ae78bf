"""Which character set a page is in, whatever it says."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.charset import as_utf8

TEXT = "Сустрэча міністраў у Мінску, " * 20
CP1251 = TEXT.encode("windows-1251")
UTF8 = TEXT.encode()


def header(charset: str) -> tuple[tuple[str, str], ...]:
    return (("content-type", f"text/html; charset={charset}"),)


@pytest.mark.parametrize(
    ("body", "charset", "site"),
    [
        (CP1251, "windows-1251", None),
        (CP1251, "utf-8", "windows-1251"),
        (b"<meta charset=windows-1251>" + CP1251, "utf-8", None),
        (b"<meta charset=windows-1251>" + CP1251, "", None),
        (b"<meta http-equiv=content-type content='text/html; charset=windows-1251'>" + CP1251, "", None),
        (b"<meta charset=utf-8>" + CP1251, "windows-1251", None),
        (CP1251, "", "windows-1251"),
        (UTF8, "windows-1251", "windows-1251"),
        (b"<meta charset=windows-1251>" + UTF8, "iso-8859-1", None),
        (UTF8, "", None),
        (UTF8, "no-such-charset", None),
        (CP1251, "utf-8", None),
        (CP1251, "no-such-charset", None),
        (codecs.BOM_UTF8 + UTF8, "windows-1251", None),
        (TEXT.encode("utf-16"), "utf-8", None),
        (TEXT.encode("utf-16-le"), "utf-16-le", None),
    ],
    ids=lambda value: value[:24].decode("latin-1") if isinstance(value, bytes) else str(value),
)
def test_the_text_is_read_whatever_is_declared(body: bytes, charset: str, site: str | None) -> None:
    """The bytes have the last word over header, meta and site."""
    assert TEXT in as_utf8(body, header(charset) if charset else (), site).decode()


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Заявление министерства иностранных дел", "koi8-r"),
        ("På møtet sa utenriksministeren at følgende påstander må prøves på nytt", "iso-8859-1"),
        ("Élysée : la réunion a été reportée à l’été", "windows-1252"),
    ],
)
def test_bytes_that_nobody_declared_are_read_as_what_they_look_like(text: str, charset: str) -> None:
    """The server says UTF-8, and nothing else says anything."""
    assert as_utf8(text.encode(charset), header("utf-8")).decode() == text


def test_damaged_bytes_leave_the_rest_readable() -> None:
    """A saved page with some broken UTF-8 is still UTF-8, though its meta says windows-1251."""
    damaged = b"<meta charset=windows-1251>" + UTF8[:201] + UTF8[202:]
    assert TEXT[:90] in as_utf8(damaged, header("utf-8"), "windows-1251").decode()


def test_ascii_escapes_of_japanese_mail_are_read() -> None:
    """ISO-2022 is seven bits wide and would pass for UTF-8."""
    body = "外務省の発表".encode("iso-2022-jp")
    assert as_utf8(body, header("iso-2022-jp")).decode() == "外務省の発表"


def test_an_empty_body_is_an_empty_text() -> None:
    """Nothing in, nothing out."""
    assert as_utf8(b"", header("utf-8")) == b""


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "windows-1251", "utf-16", "iso-2022-jp", "idna", "hex"]))
def test_any_bytes_become_valid_utf8(body: bytes, charset: str) -> None:
    """Never an error, whatever came."""
    as_utf8(body, header(charset) if charset else (), "windows-1251").decode()


@given(st.text(max_size=200))
def test_utf8_is_never_changed(text: str) -> None:
    """What is UTF-8 comes out as it went in, a BOM and control characters of other sets apart."""
    plain = text.replace("\ufeff", "").replace("\x00", "").replace("\x1b", "")
    assert as_utf8(plain.encode("utf-8", "replace"), header("windows-1251")) == plain.encode("utf-8", "replace")
