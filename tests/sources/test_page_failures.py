"""Page objects that raise: other pages are read, the failure is a finding, and the page is read after the repair."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest

from crawler.archive import Archive
from crawler.items import Article
from crawler.pages.site import Site
from crawler.sources.importing import ImportReport, import_files
from crawler.sources.reparse import reread
from tests.support.captures import HOST
from tests.support.programs import communique
from tests.support.rereads import News, html, of_name, query, site
from tests.support.warcs import WarcFile

PATHS = ("/news/1", "/news/2", "/news/3")


def raising(error: Exception) -> Callable[..., NoReturn]:
    """A function that raises it."""

    def fail(*_: Any) -> NoReturn:
        raise error

    return fail


class Failing(News):
    """Fails on one page of three, each time with the page's own words."""

    def to_item(self) -> Article:
        """Raises KeyError."""
        if self.capture.url.endswith("2"):
            raise KeyError("no such\nkey")
        return super().to_item()


class TooDeep(News):
    """Fails with what no page object raises on purpose."""

    def to_item(self) -> Article:
        """Raises RecursionError."""
        return super().to_item() if not self.capture.url.endswith("2") else self.to_item()


FAULTS: dict[str, tuple[Site, str]] = {
    "a page object": (site(Failing), "KeyError: 'no such\\nkey'"),
    "too deep": (site(TooDeep), "RecursionError: maximum recursion depth exceeded"),
    "no item": (site(type("Odd", (News,), {"to_item": lambda self: 7})), "AttributeError: "),
    "a file": (site(type("Bad", (News,), {"to_item": raising(OSError(2, "x"))})), "FileNotFoundError: [Errno 2] x"),
}


def warc(folder: Path, at: str = "2024-05-01T00:00:00Z", text: str = "", paths: tuple[str, ...] = PATHS) -> Path:
    file = WarcFile()
    for path in paths:
        file.add(HOST + path, html(path, text).encode(), at=at)
    return file.save(folder / f"{at[:10]}.warc.gz")


def take_in(path: Path, reader: Site, *files: Path) -> ImportReport:
    with Archive.open(path) as archive:
        return import_files(archive, files, lambda url: reader)


@pytest.mark.parametrize("fault", FAULTS)
def test_an_exception_is_a_finding_and_ends_no_import(tmp_path: Path, fault: str) -> None:
    """Type, message and address are in the run; the run is not complete; every capture is stored."""
    reader, cause = FAULTS[fault]
    report = take_in(tmp_path / "a.db", reader, warc(tmp_path))
    (row,) = report.rows()
    failed = row["outcomes"]["unreadable"]
    assert (row["captures"], row["errors"], row["reasons"]) == (3, failed, {"page-error": failed})
    with Archive.open(tmp_path / "a.db", readonly=True) as archive:
        (run,) = archive.runs()
    (finding,) = run["findings"]
    assert cause in finding["what"]
    assert (finding["field"], finding["count"]) == ("error", failed)
    assert finding["url"] in {HOST + path for path in PATHS}
    assert finding["capture"].endswith("@2024-05-01T00:00:00.000Z")
    assert (run["complete"], run["healthy"], run["how"]) == (False, None, "finished")
    assert run["counts"]["captures/page-error"] == failed


def test_each_cause_has_a_finding_with_its_count(tmp_path: Path) -> None:
    """Messages that repeat are counted; of very many different ones, the last finding has the number."""

    def fail(self: News) -> NoReturn:
        raise ValueError(self.capture.url.rpartition("/")[2] if "many" in self.capture.url else "same")

    paths = (*PATHS, *(f"/news/many/{n}" for n in range(30)))
    reader = site(type("Bad", (News,), {"to_item": fail}))
    take_in(tmp_path / "a.db", reader, warc(tmp_path, paths=paths))
    with Archive.open(tmp_path / "a.db", readonly=True) as archive:
        (run,) = archive.runs()
    assert [each["count"] for each in run["findings"]] == [3, *[1] * 19, 11]
    assert run["findings"][-1]["what"] == "Page objects failed with 11 more messages"


def test_a_page_is_read_again_when_the_code_is_mended(tmp_path: Path) -> None:
    """Nothing is lost: the payload is there, and replay reads it."""
    take_in(tmp_path / "a.db", site(Failing), warc(tmp_path))
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.count() == 2
        reread(archive, "mfa", lambda name, url: site(), dry_run=False)
        assert archive.count() == 3


@pytest.mark.parametrize("reason", ["spider-error", "pipeline-error"])
def test_so_is_a_page_of_a_crawl(tmp_path: Path, reason: str) -> None:
    """Page objects read what a spider's code failed on."""
    take_in(tmp_path / "a.db", site(Failing), warc(tmp_path))
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE reading SET reason = ? WHERE reason = 'page-error'", (reason,))
    with Archive.open(path) as archive:
        reread(archive, "mfa", lambda name, url: site(), dry_run=False)
        assert archive.count() == 3


def test_replay_keeps_the_reading_of_a_page_on_which_the_code_fails(tmp_path: Path) -> None:
    """Whatever losses are accepted; the failure is a finding of the run."""
    path = tmp_path / "a.db"
    take_in(path, site(), warc(tmp_path))
    broken = site(of_name(Failing))
    with Archive.open(path) as archive:
        report = reread(archive, "mfa", lambda name, url: broken, dry_run=False, accept=["outcome"])
        assert archive.count() == 3
        run = next(iter(archive.runs()))
    assert [each.error for each in report.failures] == ["KeyError"]
    assert (run["findings"][0]["field"], run["findings"][0]["url"]) == ("error", f"{HOST}/news/2")


def test_a_failure_makes_neither_an_edit_nor_a_suspected_removal(tmp_path: Path) -> None:
    """Again and again: the code fails, not the page."""
    path = tmp_path / "a.db"
    take_in(path, site(), warc(tmp_path))
    for day in range(2, 8):
        take_in(path, site(Failing), warc(tmp_path, f"2024-05-{day:02}T00:00:00Z"))
    assert query(path, "SELECT kind FROM event") == []


def test_an_earlier_capture_that_cannot_be_read_again_keeps_its_reading(tmp_path: Path) -> None:
    """The reading before an edit is confirmed; where the code fails on it, the run has a finding and goes on."""
    path = tmp_path / "a.db"
    take_in(path, site(), warc(tmp_path))

    class Later(News):
        version = 2

        def to_item(self) -> Article:
            if self.capture.captured_at.day == 1:
                raise LookupError("of the first day")
            return super().to_item()

    report = take_in(path, site(Later), warc(tmp_path, "2024-05-02T00:00:00Z", "More was said."))
    assert {each.cause for each in report.sites["mfa"].failures} == {"LookupError: of the first day"}
    with Archive.open(path, readonly=True) as archive:
        assert archive.count() == 3
        assert archive.runs()[0]["findings"][0]["count"] == 3


BOOM = """
from crawler.spiders.by_mfa import NewSkin, OldSkin
def boom(self): raise KeyError("title")
NewSkin.to_item = OldSkin.to_item = boom
"""


def test_the_command_says_what_failed_and_exits_with_3(tmp_path: Path) -> None:
    """One line for each cause, on stderr, with an address; the counts have it too."""
    address = "https://mfa.gov.by/en/press/news_mfa/e1b1f3c9f0aa4b52.html"
    file = WarcFile().add(address, html("/news/1").encode()).save(tmp_path / "a.warc.gz")
    done = communique("--archive", "a.db", "import", file, "--json", cwd=tmp_path, before=BOOM)
    assert done.returncode == 3, done.stderr
    assert '"errors":1' in done.stdout.replace(" ", "")
    assert "Traceback" not in done.stderr
    assert f"A page object or the site file failed with KeyError: 'title': {address}" in done.stderr
    done = communique("--archive", "a.db", "replay", cwd=tmp_path, before=BOOM)
    assert done.returncode == 3
    assert "KeyError: 'title'" in done.stderr
