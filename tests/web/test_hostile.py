"""A hostile archive in the web page: whatever a ministry's page had in it, ours shows it as text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from lxml import etree, html

from crawler.archive import Archive
from crawler.items import Attachment, Link
from tests.support.captures import article, filled, says
from tests.support.pages_of import Pages

TITLES = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", "{{ 7*7 }}{% raw %}",
    "\u202egnp.exe \u2066isolate", "a\ufffdb\x07c\x1b[31m", "</title><svg onload=alert(1)>", "javascript:alert(1)",
    "x" * 2_000_000, "]]><!--", "' OR 1=1 --", "[brackets] [not] marks", "",
)  # fmt: skip


csv.field_size_limit(10_000_000)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story for each title, in body, raw date and links too."""
    path = tmp_path_factory.mktemp("hostile") / "a<b>&.db"
    batch = [
        article(f"/en/{number}?q=<script>&x='\"", title=title, body=(f"{title} zebra", "zebra"),
                published_raw=title[:90], links=(Link(url="javascript:alert(1)", text=title[:90]),),
                images=("javascript:alert(1)", "data:text/html,x"),
                attachments=(Attachment(url="vbscript:x", title=title[:90]),), alternates=says(be=f"/be/{number}"))
        for number, title in enumerate(TITLES)
    ]  # fmt: skip
    edited = [
        article(f"/en/{number}?q=<script>&x='\"", hours=30, title=title, body=(f"{title} zebra horse", "zebra"))
        for number, title in enumerate(TITLES)
    ]  # fmt: skip
    with filled(path, batch, edited):
        pass
    return path


@pytest.fixture(scope="module")
def pages(path: Path) -> Pages:
    """Its pages."""
    return Pages(path)


def harmless(text: str) -> None:
    """No script, no handler, no address that runs, in a page as a browser reads it."""
    tree = html.document_fromstring(text)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in {"script", "svg", "img", "object", "embed", "base"}
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), f"{element.tag} {name}"
            if name in ("href", "src", "action"):
                assert value.startswith(("/", "http://", "https://", "#")), value[:80]


def test_every_page_of_a_hostile_archive_is_harmless(path: Path, pages: Pages) -> None:
    """The lists, each story, each edit, the page around each stored one, and the same as JSON."""
    with Archive.open(path, readonly=True) as archive:
        stories = archive.stories(limit=50)
        assert len(stories) == len(TITLES)
    addresses = ["/", "/search?q=zebra", "/changes", "/coverage", "/runs", "/search?q=<script>alert(1)</script>"]
    addresses += [f"/story/{story['story']}" for story in stories]
    addresses += [row["page"] for row in pages.json("/changes.json?kind=edited")["changes"]]
    addresses += [pages.json(f"/story/{story['story']}.json")["original"] for story in stories]
    for address in addresses:
        told = pages.get(address)
        assert told.status_code == 200, address
        harmless(told.text)
        path_of, _, query = address.partition("?")
        as_json = pages.get(f"{path_of if path_of != '/' else '/index'}.json?{query}")
        assert (as_json.status_code, as_json.headers["content-type"]) == (200, "application/json; charset=utf-8")


@pytest.mark.parametrize("address", ["/index.atom?limit=50", "/search.atom?q=zebra", "/changes.atom"])
def test_feeds_of_a_hostile_archive_are_xml(pages: Pages, address: str) -> None:
    """With what XML cannot hold left out."""
    assert len(etree.fromstring(pages.get(address).content, etree.XMLParser(huge_tree=True))) > len(TITLES)


def test_a_template_in_a_title_is_only_text(pages: Pages) -> None:
    """It is shown as it was written."""
    (row,) = (row for row in pages.json("/search.json?q=zebra")["stories"] if "7*7" in row["title"])
    assert "{{ 7*7 }}{% raw %}" in pages.get(row["page"]).text


def test_a_search_marks_what_was_found(pages: Pages) -> None:
    """As marks, whatever brackets a text has."""
    told = pages.get("/search?q=zebra").text
    assert "<mark>zebra</mark>" in told


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=%FF%FE", "q=zebra&page=-1", "q=zebra&page=99999999999999999999", "q=zebra&page=٣", "q=" + "a" * 5000,
     "q=zebra&language=%3Cscript%3E", "q=zebra&kind='", "q=zebra&site=nowhere", "q=zebra&sort=nonsense", "&&=&q",
     "q=zebra;q=horse"],
)  # fmt: skip
def test_no_query_is_an_error_of_ours(pages: Pages, query: str) -> None:
    """Whatever is typed into the address bar."""
    told = pages.get(f"/search?{query}")
    assert told.status_code in (200, 400)
    harmless(told.text)


@pytest.mark.parametrize(
    "address",
    ["/story/%2e%2e", "/story/AAAAAAAAAAAA", "/original/aaaaaaaaaaaa@", "/memento/20240501090000/javascript:alert(1)",
     "/timegate/https:/", "/timemap/link/https://[", "/memento/20240501090000/https://mfa.example:99999/", "/runs/0",
     "/story/aaaaaaaaaaaa/%00", "/-/communique.css/../../x", f"/story/aaaaaaaaaaaa/{'a' * 3000}"],
)  # fmt: skip
def test_no_address_is_an_error_of_ours(pages: Pages, address: str) -> None:
    """What cannot be is not there; Datasette spells some of it anew."""
    told = pages.get(address)
    assert told.status_code in (400, 404) or (told.status_code == 302 and told.headers["location"].startswith("/"))
    assert not told.headers.get("location", "").startswith("//")


@pytest.mark.parametrize(
    "address",
    ["/archive/revision_log.csv?_stream=on&_dl=1", "/archive/revision_log.csv?_size=max",
     "/archive/revision.csv?_labels=on", "/archive.csv?sql=select+title,body+from+revision"],
)  # fmt: skip
def test_no_cell_of_datasettes_csv_is_a_formula(pages: Pages, address: str) -> None:
    """Streamed or not, of a table or of SQL; all rows are there."""
    told = pages.get(address)
    assert told.status_code == 200
    read = list(csv.reader(io.StringIO(told.text, newline="")))
    assert len(read) == 1 + 2 * len(TITLES)
    cells = [cell for row in read for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r", "|"))]


@pytest.mark.parametrize(
    "address", ["/archive", "/archive/revision_log", "/archive/revision_log.json", "/archive/revision/1"]
)
def test_datasettes_pages_reach_nothing_but_this_server(pages: Pages, address: str) -> None:
    """Whatever a cell has in it; and nobody may frame them."""
    headers = pages.get(address).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "connect-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
