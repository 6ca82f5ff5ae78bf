"""Whether two pages are one body."""

from __future__ import annotations

import random
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.rules.outcome.body_similarity import similarity_key, title_key

URL = "https://mfa.example/en/news/the-minister-visits-oslo.html?id=42"


def page(text: str, title: str = "Notice", encoding: str = "utf-8") -> bytes:
    return f"<html><head><title>{title}</title><style>p {{}}</style></head><p>{text}</p></html>".encode(encoding)


def varied(seed: int, url: str = URL) -> bytes:
    """A page of a firewall: it names the address, the time, the client and an incident, each time another way."""
    chance = random.Random(seed)
    ids = [
        f"{chance.getrandbits(64):016x}",
        f"{chance.getrandbits(128):032X}",
        f"18.{chance.getrandbits(32):x}.{chance.randrange(10**10)}.{chance.getrandbits(28):x}",
        f"0x{chance.getrandbits(20):x}-{chance.randrange(10**6)}",
        "".join(chance.choices("abcdefABCDEFGHIJKLMNOP", k=24)) + "Q",
    ]
    return page(
        f"What you asked for (<b>{url}</b>) is not to be had. Case <code>{chance.choice(ids)}</code>, "
        f"{chance.randrange(1, 29)}.{chance.randrange(1, 13)}.2026, {chance.randrange(24)}:{chance.randrange(60):02}, "
        f"your address 10.{chance.randrange(256)}.{chance.randrange(256)}.7. Please write to us."
        f"<script>var r='{chance.getrandbits(64)}'</script><!-- {chance.random()} -->"
    )


@given(st.integers(0), st.integers(0), st.text(st.characters(codec="ascii", categories=("Ll", "Nd")), min_size=1))
def test_what_a_wall_varies_does_not_tell_its_pages_apart(one: int, other: int, name: str) -> None:
    """Address, time, client, incident: the page says the same, unless the address has a word of the page's own."""
    url = f"https://mfa.example/press/{name}"
    assume(name.encode() not in varied(one, URL).lower())
    assert similarity_key(varied(one, url), url) == similarity_key(varied(other, URL), URL) != ""


@given(st.text("абвгд abcdef", min_size=1).filter(str.strip), st.text("абвгд abcdef", min_size=1).filter(str.strip))
def test_other_words_are_another_page(one: str, other: str) -> None:
    """Each word counts."""
    assert (similarity_key(page(f"The visit {one}")) == similarity_key(page(f"The visit {other}"))) == (
        one.split() == other.split()
    )


@pytest.mark.parametrize(
    ("words", "urls"),
    [
        ("News About us Nothing stands here", ("/en/news/programme-11", "/en/node/106", "/about/12.html")),
        ("Uutiset Sivua ei ole", ("/uutiset/ohjelma-1", "/node/7", "/uutiset/2026/03/ohjelma-2/")),
        ("Новости Здесь ничего нет", ("/новости/12", "/ru/press?id=12", "/ru/press/?id=9&page=2")),
        ("Actualités Rien ici", ("/fr/actualit%C3%A9s/a1", "/fr/node/3", "/fr/actualit%C3%A9s/b2/")),
    ],
)
def test_the_folders_of_an_address_are_words_of_the_menu(words: str, urls: tuple[str, ...]) -> None:
    """An error page is one page, whatever section it was requested in."""
    keys = {similarity_key(page(words), f"https://mfa.example{url}") for url in urls}
    assert len(keys) == 1


def test_titles_count_as_they_are() -> None:
    """ "Bulletin 1" and "Bulletin 2" with one sentence each are two pages; an incident in the title is none of it."""
    assert similarity_key(page("Out now.", "Bulletin 1")) != similarity_key(page("Out now.", "Bulletin 2"))
    assert similarity_key(page("Out now.", "Case 4711ab99")) == similarity_key(page("Out now.", "Case 23fe0017"))
    assert title_key("Case 4711ab99") == title_key("CASE  23fe0017") == "case"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r"])
def test_any_character_set_will_do(encoding: str) -> None:
    """The bytes are compared with others of the same site: what they mean is not asked."""
    one = page("Страница закрыта, случай 1", encoding=encoding)
    assert similarity_key(one) == similarity_key(page("Страница закрыта, случай 2", encoding=encoding)) != ""
    assert similarity_key(one) != similarity_key(page("Страница открыта, случай 1", encoding=encoding))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"<html></html>",
        b"<html><script>x()</script><p>12:30</p></html>",
        b'{"news": []}',
        b"[]",
        b"\xef\xbb\xbf[]",
        b'<?xml version="1.0"?><rss><channel><title>News</title></channel></rss>',
        b"<urlset></urlset>",
        page("x " * 200_000),
    ],
)
def test_of_empty_pages_data_and_long_pages_nothing_is_said(body: bytes) -> None:
    """Empty listings and feeds are alike and no wall; an error page has no quarter of a megabyte."""
    assert similarity_key(body) == ""


@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_have_a_key_or_none(body: bytes, url: str) -> None:
    """It never raises, and says the same twice."""
    assert similarity_key(body, url) == similarity_key(body, url)


@pytest.mark.parametrize("part", ["<div>", "<p", "&#", "<!--", "<title>", "a/", "x-"])
def test_no_page_can_hold_a_run_up(part: str) -> None:
    """Made of beginnings without ends."""
    body = (part * (250_000 // len(part))).encode()
    before = time.process_time()
    similarity_key(body, quote(part))
    assert time.process_time() - before < 3


def test_real_pages_are_alike_only_where_they_say_the_same(corpus: Path) -> None:
    """Of 2,227 captured pages, hardly two have one key: bulletins whose number alone differs."""
    groups: dict[str, int] = {}
    for site in ("no_regjeringen", "se_sametinget"):
        with (corpus / site / "pages.warc.gz").open("rb") as warc:
            for record in ArchiveIterator(warc):
                if record.rec_type == "response":
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    if key := similarity_key(record.content_stream().read(), url):
                        groups[key] = groups.get(key, 0) + 1
    assert len(groups) > 2_000
    assert max(groups.values()) <= 2
    assert sum(count > 1 for count in groups.values()) <= 4
