"""``communique check`` as a user calls it: its output and its exit status."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from tests.support.programs import Done, communique
from tests.support.warcs import WarcFile

HOST = "https://mfa.gov.by"
NEWS = f"{HOST}/en/press/news_mfa/"
ONE, TWO = f"{NEWS}a3a1c2d3e4f50007.html", f"{NEWS}a3a1c2d3e4f50008.html"
AT = "2026-11-24T10:00:00Z"


def said(done: Done) -> dict[str, dict[str, Any]]:
    """The lines of ``--json`` by address."""
    return {row["url"]: row for row in map(json.loads, done.stdout.splitlines())}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of the user's own in it."""
    Archive.open(tmp_path / "mine.db").close()
    return tmp_path


def card(url: str, date: str) -> str:
    return f'<a class="tabs-content__item" href="{url}"><h2>Of the day</h2><span class="date">{date}</span></a>'


def listing(*cards: str, token: str = '<input id="ggtoken" value="t">') -> bytes:
    return (
        f'<meta charset="utf-8">{token}<section class="content-page-without_style">{"".join(cards)}</section>'.encode()
    )


def page(heading: str, date: str) -> bytes:
    text = "<p>The minister received the ambassador and spoke of trade, of roads and of the border.</p>"
    block = f'<section class="content-page">{heading}<span class="date">{date}</span>{text}</section>'
    return f'<meta charset="utf-8">{block}'.encode()


def saved(folder: Path, pages: dict[str, bytes]) -> Path:
    """A WARC of some pages of the live site, as they might be after a redesign."""
    file = WarcFile()
    for url, body in pages.items():
        file.add(url, body, at=AT)
    return file.save(folder / "saved.warc.gz")


def test_all_of_the_demo_holds(folder: Path) -> None:
    """Status 0, a line for each page, and no file is made or changed, neither an archive nor the demo's."""
    mine = folder / "mine.db"
    before = mine.read_bytes()
    done = communique("check", "demo", cwd=folder, COMMUNIQUE_ARCHIVE=str(mine))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[1].split() == ["verdict", "what", "language", "address", "detail"]
    whats = [line.split()[1] for line in lines if line.startswith("holds")]
    counted = {what: whats.count(what) for what in whats}
    assert counted == {"robots": 1, "front": 3, "seed": 9, "article": 12, "page": 2}
    assert "demo: holds 27." in done.stderr
    assert "Traceback" not in done.stderr
    assert list(folder.iterdir()) == [mine]
    assert mine.read_bytes() == before


def test_what_does_not_hold_is_named_with_its_address(folder: Path) -> None:
    """Status 3: a title that no selector finds, a date that does not parse, a listing without items."""
    pages = {
        NEWS: listing(card(ONE, "12 March 2024"), card(TWO, "11 March 2024")),
        ONE: page("<h4>On a title that has moved</h4>", "12 March 2024"),
        f"{HOST}/press/statements/": listing(token=""),
        f"{HOST}/be/press/statements/": listing(card(f"{HOST}/be/press/statements/a3a1c2d3e4f50009.html", "")),
        f"{HOST}/be/press/statements/a3a1c2d3e4f50009.html": page("<h1>Заява міністэрства</h1>", "31 лютага 2024"),
    }
    done = communique("check", "by_mfa", "--json", "--replay", saved(folder, pages), cwd=folder)
    rows = said(done)
    assert done.returncode == 3, done.stderr
    failing = {url: row["reasons"][0] for url, row in rows.items() if row["verdict"] == "does not hold"}
    assert failing == {
        ONE: "unreadable no-title (looked for section.content-page h1:not([class]) or section.content-page h1)",
        f"{HOST}/press/statements/": "no entries (looked for a.tabs-content__item)",
        f"{HOST}/be/press/statements/a3a1c2d3e4f50009.html": "its date is not read ('31 лютага 2024')",
    }
    assert (rows[NEWS]["verdict"], rows[NEWS]["token"], rows[NEWS]["dated"]) == ("holds", True, 2)
    assert (rows[f"{HOST}/be/"]["verdict"], rows[f"{HOST}/be/"]["detail"]) == (
        "not asked",
        "the replay has no capture of it",
    )
    told = communique("check", "by_mfa", "--replay", folder / "saved.warc.gz", cwd=folder)
    assert told.returncode == 3
    assert f"  article {ONE}: unreadable no-title" in told.stderr
    assert "communique savepage by_mfa " in told.stderr


def test_a_site_that_cannot_be_reached_is_one_line(folder: Path) -> None:
    """Status 1: it says nothing about the site file."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        done = communique("check", "demo", "--base", f"http://127.0.0.1:{taken.getsockname()[1]}", cwd=folder)
    assert done.returncode == 1
    assert done.stdout == ""
    assert [line for line in done.stderr.splitlines() if "reached" in line] == [
        "Error: demo cannot be reached: http://demo.localhost/robots.txt: refused"
    ]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("by_mf",), "Error: no site is called 'by_mf': did you mean by_mfa?"),
        (("by_mfa", "--base", "http://127.0.0.1:1"), "Error: by_mfa: base=http://127.0.0.1:1 is only for a site whose"),
        (("by_mfa", "--replay", "mine.db"), "Error: by_mfa: the replay has none of the pages that a check requests"),
    ],
)
def test_what_cannot_be_checked_is_one_line(folder: Path, arguments: tuple[str, ...], line: str) -> None:
    done = communique("check", *arguments, cwd=folder)
    assert done.returncode == 1
    assert line in done.stderr
    assert "Traceback" not in done.stderr
