"""Datasette's own pages over an archive: what they do not tell, what they refuse, and how trouble is told."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from tests.support.captures import article, filled
from tests.support.pages_of import Pages


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one article."""
    path = tmp_path_factory.mktemp("tables") / "news.db"
    with filled(path, [article("/1", title="Visit")]):
        pass
    return path


@pytest.fixture(scope="module")
def pages(path: Path) -> Pages:
    """Its pages."""
    return Pages(path)


@pytest.mark.parametrize(
    "address",
    ["/nothing", "/robots.txt", "/a/b/c/d/e", "/.env", "/.atom", "/.json", "/story/x", "/timemap/json/https://a.example/",
     "/memento/20261124/https://a.example/", "/_memory", "/~5Fmemory", "/~5Fmemory.json?sql=select+1", "/%5Fmemory",
     "/~61rchive/revision.csv", "/%61rchive/revision.csv", "/archivenothing", "/-/databases.json", "/-/metadata",
     "/archive/nothing", "/archive/nothing.json", "/archive/revision/99", "/archive/a/b/c/d/e"],
)  # fmt: skip
def test_what_is_not_there_is_said_without_a_word_of_the_insides(
    pages: Pages, capfd: pytest.CaptureFixture[str], address: str
) -> None:
    """In a page of ours, or in its JSON; nothing is printed."""
    told = pages.get(address)
    assert told.status_code == 404, address
    assert "Traceback" not in told.text
    assert "<script" not in told.text
    assert capfd.readouterr() == ("", "")


def test_nobody_is_told_where_the_file_is(pages: Pages, path: Path) -> None:
    """Neither by SQL nor by what goes wrong."""
    asked = pages.get("/archive.json?sql=select+*+from+pragma_database_list")
    assert asked.status_code == 400
    assert str(path.parent) not in asked.text
    assert "schema_version" in pages.get("/archive.json?sql=select+*+from+pragma_schema_version()").text
    away = path.with_suffix(".away")
    path.rename(away)
    try:
        for address in ("/", "/index.json", "/archive", "/archive/revision", "/archive/revision.json"):
            told = pages.get(address)
            assert told.status_code == 503, address
            assert "news.db" in told.text
            assert str(path.parent) not in told.text
    finally:
        away.rename(path)
    assert pages.get("/archive/revision").status_code == 200


def test_a_file_that_is_none_is_said_to_be_none(path: Path, tmp_path: Path) -> None:
    """When it takes the archive's place under the server."""
    own = tmp_path / "a.db"
    own.write_bytes(path.read_bytes())
    pages = Pages(own)
    assert pages.get("/archive/revision").status_code == 200
    (tmp_path / "b.db").write_bytes(b"no archive at all " * 1000)
    (tmp_path / "b.db").rename(own)
    for address in ("/", "/archive", "/archive/revision.json"):
        told = pages.get(address)
        assert told.status_code == 503, address
        assert "not an archive" in told.text


@pytest.mark.parametrize(
    "sql",
    ["with recursive c(x) as (select 1 union all select x+1 from c limit 1000) select zeroblob(15000000) from c",
     "select zeroblob(60000000)", "select printf('%.*c', 60000000, 'x')"],
)  # fmt: skip
def test_no_query_fills_the_memory(pages: Pages, sql: str) -> None:
    """Neither with one value nor with many."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = pages.get(f"/archive.json?sql={sql.replace('+', '%2B')}")
    assert told.status_code == 400 or len(told.content) < 1_000, "it is nothing at all"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000, "KiB"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("address", ["/", "/archive", "/archive/revision", "/nothing"])
def test_only_reading_is_answered(pages: Pages, method: str, address: str) -> None:
    """By our pages and by Datasette's."""
    told = pages.get(address, method=method)
    assert (told.status_code, told.headers["allow"]) == (405, "GET, HEAD")
