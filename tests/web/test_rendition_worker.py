"""Renditions made beside the server: the same as here, and one that takes too long ends without holding anything up."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.web import rendition_worker
from crawler.web.rendition import rendition
from crawler.web.rendition_worker import SMALL, Unshowable, made
from tests.support.captures import HOST, article, filled
from tests.support.pages_of import Pages

LARGE = b"<html><body><script>x()</script>" + b"<p onclick=x()>Visit <a href='/1'>on</a></p>" * 2_000
MONSTER = b"<p " + b" ".join(b"a%d='>'" % number for number in range(60_000)) + b">Visit</p>"
"""A tag whose attributes are looked through for each of them: some ten seconds and more; quotes hide where it ends."""
URL = f"{HOST}/en/1"


def test_a_large_page_is_rendered_as_a_small_one_is() -> None:
    """In another process, which is kept for the next."""
    assert len(LARGE) > SMALL
    for _ in range(2):
        assert made(LARGE, "text/html; charset=utf-8", URL) == rendition(LARGE, "text/html; charset=utf-8", URL)
    assert len(rendition_worker._children._all) == 1


def test_one_that_takes_too_long_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said so; the next page is made."""
    with pytest.raises(Unshowable, match="it can be saved"):
        made(MONSTER, "text/html; charset=utf-8", URL, seconds=0.5)
    assert made(LARGE, "text/html; charset=utf-8", URL)


def test_a_process_that_died_is_replaced_without_a_trace() -> None:
    """Whatever ended it meanwhile."""
    for _ in range(3):
        assert made(LARGE, "text/html; charset=utf-8", URL)
        process = rendition_worker._children.mine()
        process.kill()
        process.wait()
    assert made(LARGE, "text/html; charset=utf-8", URL)
    assert process not in rendition_worker._children._all
    assert process.stdin is not None
    assert process.stdin.closed


@pytest.mark.parametrize("charset", ["rot13", "hex", "zlib", "undefined", "idna", "no-such", "utf-16"])
def test_what_is_no_character_set_is_read_as_utf_8(charset: str) -> None:
    """In the header, or in the page."""
    page = f'<html><meta charset="{charset}"><p>Заявление</p></html>'.encode()
    for kind in ("text/html", f"text/html; charset={charset}"):
        assert "Заявление" in rendition(page, kind, URL).decode()


def test_a_page_that_is_shown_only_in_part_says_so() -> None:
    """Tags within tags have an end somewhere."""
    deep = b"<h1>T</h1>" + b"<font color=red>word " * 2_100 + b"<p>THE END</p>"
    assert b"Only the beginning of this page can be shown" in rendition(deep, "text/html", URL)
    assert b"Only the beginning" not in rendition(b"<b>" * 100, "text/html", URL)


def test_whoever_closes_waits_for_none() -> None:
    """Ctrl-C ends what is being made."""
    told: list[object] = []

    def make() -> None:
        try:
            made(MONSTER, "text/html; charset=utf-8", URL, seconds=60)
        except Unshowable as error:
            told.append(error)

    asking = threading.Thread(target=make)
    asking.start()
    while asking.is_alive():
        rendition_worker.end_all()
        time.sleep(0.05)
    asking.join()
    assert len(told) == 1


def test_a_monster_among_stored_pages_is_said_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its frame and as a memento; all of it can be saved."""
    path = tmp_path / "a.db"
    with filled(path, [replace(article("/en/1", title="Visit"), body=MONSTER)]):
        pass
    monkeypatch.setattr(rendition_worker.made, "__defaults__", (0.5,))
    pages = Pages(path)
    (story,) = pages.json("/index.json")["days"][0]["stories"]
    own = pages.json(f"/story/{story['story']}.json")["original"]
    for address in (f"{own}/page", f"/memento/20240501090000/{URL}"):
        told = pages.get(address)
        assert (told.status_code, told.headers["content-type"]) == (200, "text/plain; charset=utf-8")
        assert "it can be saved" in told.text
    assert pages.get(f"{own}/bytes").content == MONSTER
