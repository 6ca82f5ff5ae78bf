"""Stored pages in the web page: harmless to look at, byte for byte to save, mementos to machines (RFC 7089)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.web.rendition import is_page, rendition
from tests.support.captures import HOST, article, filled
from tests.support.pages_of import BASE, Pages

HOSTILE = """<html><head><title>T</title><script>steal()</script><base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/"><link rel="preconnect" href="https://evil.example">
<link rel=stylesheet href="https://evil.example/a.css"><style>body { color: red }</style></head>
<body onload="steal()" background="https://evil.example/b.png"><h1>Заявление</h1>
<img src="https://evil.example/p.png" onerror="steal()" alt="picture">
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<a href="javascript:steal()">click</a><a href="https://mfa.example/next" ping="https://evil.example/">next</a>
<iframe src="https://evil.example/"></iframe>
<form action="https://evil.example/"><button formaction="x">go</button></form>
<svg onload="steal()"><a xlink:href="javascript:steal()"><text>svg</text></a></svg><object data="x"></object>
<video poster="https://evil.example/v.png"><source src="https://evil.example/v.mp4"></video>
</body></html>"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """An article captured three times: its page does what a page can, the last time it is a picture."""
    first = article("/1?a=1&b=2", title="Заявление", language="ru", language_claimed="ru", body=("Текст заявления.",))
    batch = [
        replace(first, body=HOSTILE.encode()),
        replace(first, body=HOSTILE.replace("next", "later").encode(), captured_at=first.captured_at.replace(hour=12)),
        replace(first, body=b"\x89PNG", captured_at=first.captured_at.replace(hour=15), outcome="file", article=None,
                headers=(("Content-Type", "image/png"),)),
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("web") / "a.db"
    with filled(path, batch):
        pass
    return Pages(path)


URL = f"{HOST}/1?a=1&b=2"


def test_a_stored_page_is_shown_without_anything_that_acts_or_loads() -> None:
    """Its text and its own styles stay; a link says where it led."""
    shown = rendition(HOSTILE.encode(), "text/html; charset=utf-8", URL).decode()
    for word in (
        "<script", "evil.example/a.css", "preconnect", "refresh", "<base", "iframe", "object", "onload", "onerror",
        "formaction", "ping=", "poster", "background=", "href=",
    ):  # fmt: skip
        assert word not in shown, word
    assert "Заявление" in shown
    assert "color: red" in shown
    assert 'title="https://mfa.example/next"' in shown
    assert "data:image/gif" in shown


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_make_a_page(body: bytes) -> None:
    """In UTF-8, whatever they were."""
    shown = rendition(body, "text/html", URL).decode("utf-8")
    assert shown.startswith("<!doctype html><meta charset=utf-8>")


PARTS = [
    "<script>", "</script>", "<svg ", "<math>", "<style>", "</style>", "<img src=x onerror=a()>", "onload=a() ", "<p ",
    ">",    "<a href='javascript:a()'>", "<!--", "-->", "<template>", "<noscript>", "]]>", "\0",
    "<iframe srcdoc='<script>'>", "<title>", "<textarea>", "</textarea>",
    "<base href=//x>", "<meta http-equiv=refresh content='0;url=//x'>",
    "<xmp>", "<plaintext>",    "<link rel=preconnect href=//x>", "'", '"', "<?x ", "<![CDATA[",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=14))
def test_however_tags_are_mixed_nothing_that_acts_is_left(parts: list[str]) -> None:
    """Read again by an HTML parser, the page has no active element and no handler."""
    shown = rendition("".join(parts).encode(), "text/html; charset=utf-8", URL).decode()
    if "<p>This page has no text.</p>" in shown:
        return
    tree = html.document_fromstring(shown)
    for element in tree.iter():
        if isinstance(element.tag, str):
            assert element.tag not in {"script", "iframe", "object", "embed", "base", "link", "template", "noscript"}
            assert not [name for name in element.attrib if name.lower().startswith("on") or name in ("href", "src")]


def test_what_is_no_page_is_told_from_one() -> None:
    """By what the server said; where it said nothing, by a tag."""
    assert is_page("text/html; charset=windows-1251", b"x")
    assert is_page("", b"<html>")
    assert not is_page("image/svg+xml", b"<svg/>")
    assert not is_page("text/html", b" ")
    assert not is_page("application/pdf", b"%PDF")
    assert not is_page("text/html", b"<p>" + b"a" * 5_000_000)


def test_a_memento_says_when_it_was_captured_and_what_stands_around_it(pages: Pages) -> None:
    """RFC 7089, 4.2.2: Memento-Datetime, and links to the original, the timegate, the timemap and its neighbours."""
    told = pages.get(f"/memento/20240501120000/{URL}")
    assert told.headers["memento-datetime"] == "Wed, 01 May 2024 12:00:00 GMT"
    links = told.headers["link"]
    for part in (
        f'<{URL}>; rel="original"', f'<{BASE}/timegate/{URL}>; rel="timegate"',
        f'<{BASE}/timemap/link/{URL}>; rel="timemap"; type="application/link-format"',
        f'<{BASE}/memento/20240501090000/{URL}>; rel="prev memento"; datetime="Wed, 01 May 2024 09:00:00 GMT"',
        f'<{BASE}/memento/20240501150000/{URL}>; rel="next memento"',
    ):  # fmt: skip
        assert part in links
    assert "sandbox; default-src 'none'" in told.headers["content-security-policy"]
    assert "Заявление" in told.text
    assert told.headers["content-type"] == "text/html; charset=utf-8"


def test_a_memento_has_one_address(pages: Pages) -> None:
    """Another time leads to the capture before it, another spelling to what is archived."""
    own = f"{BASE}/memento/20240501120000/{URL}"
    for other in (f"/memento/20240501130000/{URL}", f"/memento/20240501120000/{URL.replace('https:', 'http:')}",
                  f"/memento/20240501120000/{URL.replace('https://', 'https://www.')}"):  # fmt: skip
        told = pages.get(other)
        assert (told.status_code, told.headers["location"]) == (302, own), other
        assert "memento-datetime" not in told.headers
    assert pages.get(own.removeprefix(BASE)).status_code == 200
    assert f'<{URL}>; rel="original"' in pages.get(f"/timemap/link/{URL.replace('https:', 'http:')}").text
    newest = f"/memento/20990101000000/{URL}"
    assert pages.get(newest).headers["location"] == f"{BASE}/memento/20240501150000/{URL}"


def test_the_timegate_leads_to_the_nearest_capture(pages: Pages) -> None:
    """To the newest where no time is asked for; what cannot be a time is an error."""
    newest = pages.get(f"/timegate/{URL}")
    assert (newest.status_code, newest.headers["location"]) == (302, f"{BASE}/memento/20240501150000/{URL}")
    assert "accept-datetime" in newest.headers["vary"].lower()
    asked = {"Accept-Datetime": "Wed, 01 May 2024 10:00:00 GMT"}
    assert pages.get(f"/timegate/{URL}", asked).headers["location"] == f"{BASE}/memento/20240501090000/{URL}"
    assert pages.get(f"/timegate/{URL}", {"Accept-Datetime": "yesterday"}).status_code == 400


def test_the_timemap_lists_all_captures(pages: Pages) -> None:
    """In the link format, the first and the last marked."""
    told = pages.get(f"/timemap/link/{URL}")
    assert told.headers["content-type"] == "application/link-format; charset=utf-8"
    lines = told.text.split(",\n")
    assert len(lines) == 6
    assert 'rel="first memento"' in lines[3]
    assert lines[4].startswith(f'<{BASE}/memento/20240501120000/{URL}>; rel="memento"')
    assert 'rel="last memento"' in lines[5]


def test_a_stored_page_is_framed_and_can_be_saved_byte_for_byte(pages: Pages) -> None:
    """What is no page is only to be saved, never as what it was."""
    text = pages.json("/search.json?q=заявление")["stories"][0]["id"]
    told = pages.json(f"/original/{text}@2024-05-01T09:00:00.000Z.json")
    assert (told["url"], told["status"]) == (URL, 200)
    page = pages.get(f"/original/{text}@2024-05-01T09:00:00.000Z").text
    assert f'<iframe class="page" sandbox src="/original/{text}@2024-05-01T09:00:00.000Z/page"' in page
    framed = pages.get(f"/original/{text}@2024-05-01T09:00:00.000Z/page")
    assert "Заявление" in framed.text
    assert "sandbox; default-src 'none'" in framed.headers["content-security-policy"]
    saved = pages.get(told["download"])
    assert saved.content == HOSTILE.encode()
    assert saved.headers["content-disposition"].startswith("attachment")
    assert saved.headers["content-type"] == "application/octet-stream"
    picture = pages.json(f"/original/{text}@2024-05-01T15:00:00.000Z.json")
    assert picture["shown"] is None
    assert pages.get(f"/original/{text}@2024-05-01T15:00:00.000Z").status_code == 200
    assert pages.get(f"/original/{text}@1999-01-01T00:00:00Z").status_code == 404


def test_a_page_with_an_xml_declaration_is_shown() -> None:
    """As XHTML begins; in whatever encoding it says."""
    page = '<?xml version="1.0" encoding="windows-1251"?><html><body><p>Заявление</p></body></html>'
    shown = rendition(page.encode("windows-1251"), "text/html; charset=windows-1251", URL).decode()
    assert "<p>Заявление</p>" in shown
