"""What stands before every answer of the web page: which names it answers to."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.web.host_guard import is_ours
from tests.support.captures import article, filled
from tests.support.pages_of import BASE, Pages


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8001", "LOCALHOST", "127.0.0.1:8001", "192.168.1.5", "[::1]:8001", "[fe80::1]",
             "news.localhost", "mine.example:80", "Mine.example."],
)  # fmt: skip
def test_addresses_and_names_of_this_machine_are_ours(host: str) -> None:
    """With a port and without."""
    assert is_ours(host, {"mine.example"})


@pytest.mark.parametrize(
    "host", ["", "evil.example", "localhost.evil.example", "mine.example.evil.example", "evil.example:8001",
             "1.2.3", "[::1", "a b", "mine.example/x", "x@mine.example", "localhost:port", "127.0.0.1.evil.example"],
)  # fmt: skip
def test_any_other_name_is_not(host: str) -> None:
    """Nor what is no name."""
    assert not is_ours(host, {"mine.example"})


def test_a_name_of_somebody_else_goes_into_no_address(tmp_path: Path) -> None:
    """It is not answered at all, by our pages or Datasette's; with a base it does not matter."""
    path = tmp_path / "a.db"
    with filled(path, [article("/1", title="Visit")]):
        pass
    pages = Pages(path)
    for address in ("/", "/index.atom", "/archive", "/archive/article_latest.csv"):
        told = pages.get(address, {"Host": "evil.example"})
        assert (told.status_code, told.headers["content-type"]) == (421, "text/plain; charset=utf-8")
        assert "--base-url" in told.text
        assert pages.get(address).status_code == 200
    based = Pages(path, "https://archive.example")
    told = based.get("/index.atom", {"Host": "evil.example"})
    assert told.status_code == 200
    assert "evil.example" not in told.text
    assert BASE.replace("http:", "https:") in told.text


def test_large_answers_are_compressed(tmp_path: Path) -> None:
    """For whoever takes gzip; the same for all others."""
    path = tmp_path / "a.db"
    with filled(
        path, [article(f"/{number}", title=f"Visit {number}", body=(f"Day {number}.",)) for number in range(40)]
    ):
        pass
    pages = Pages(path)
    packed, plain = (pages.get("/", {"Accept-Encoding": each}) for each in ("gzip", "identity"))
    assert (packed.headers.get("content-encoding"), plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.text == plain.text
    assert "Accept-Encoding" in packed.headers["vary"]
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
