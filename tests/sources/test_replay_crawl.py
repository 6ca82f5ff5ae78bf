"""A whole spider run on saved responses, in a process that cannot open a socket."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.archive.test_importing import all_rows, page
from tests.conftest import ROOT
from tests.support.warcs import WarcFile

HOST = "https://mfa.example"

SCRIPT = '''
"""Crawls a small site from saved responses and prints what the archive then holds."""
import json, socket, sys
from crawler.archive import Archive
from crawler.cli.site_lookup import project_settings
from crawler.crawl.spider import MinistrySpider
from crawler.pages.generic import GenericPage
from crawler.pages.listing import ListingPage
from crawler.pages.site import PageRule, Seed, Site
from scrapy.crawler import AsyncCrawlerProcess
import urllib3  # which the date finder brings along: once, on import, it tries whether this machine has IPv6

class Listing(ListingPage):
    item = "li a"

class Small(MinistrySpider):
    name = "small"
    site = Site(
        name="small", title="Small", hosts=("mfa.example",), languages={"en": "/en/", "ru": "/"},
        seeds=(Seed("/en/news/", language="en"),),
        rules=(PageRule(r"/news/$", Listing, kind="listing"), PageRule(r"\\\\.html$", GenericPage)),
    )

def refuse(*args, **kwargs):
    print("a socket was used", file=sys.stderr)
    raise OSError("a replay opens no socket")

for name in ("connect", "connect_ex", "bind", "listen", "sendto"):
    setattr(socket.socket, name, refuse)
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse

saved, path = sys.argv[1:]
process = AsyncCrawlerProcess(project_settings(REPLAY=saved, ARCHIVE=path, LOG_LEVEL="ERROR"))
process.crawl(Small)
process.start()
with Archive.open(path, readonly=True) as archive:
    print(json.dumps({
        "runs": archive.runs(),
        "articles": list(archive.articles()),
        "captures": [
            [c.url, c.captured_at.isoformat(), c.status, len(c.body), c.outcome, c.reason] for c in archive.captures()
        ],
    }))
'''.replace("\\\\", "\\")


def crawl(saved: Path, path: Path) -> dict[str, Any]:
    """Run the script; any socket use fails it."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(saved), str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "socket" not in done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A listing of two articles, one of which was saved with its variant; the other was not saved at all."""
    alternates = [("en", "/en/1.html"), ("ru", "/1.html")]
    listing = b'<html lang="en"><ul><li><a href="/en/1.html">One</a><li><a href="/en/2.html">Two</a></ul></html>'
    file = WarcFile()
    file.add(f"{HOST}/en/news/", listing, at="2026-01-05T00:00:00Z")
    file.add(f"{HOST}/en/1.html", page("en", 1, alternates=alternates), at="2026-01-05T00:00:01Z")
    file.add(f"{HOST}/1.html", page("ru", 1, alternates=alternates), at="2026-01-05T00:00:02Z")
    return file.save(tmp_path / "saved.warc.gz")


def test_a_crawl_runs_on_a_warc_alone(saved: Path, tmp_path: Path) -> None:
    """Listing, article and variant are captured as of their records; what was not saved is unreachable."""
    found = crawl(saved, tmp_path / "a.db")
    assert sorted(row["url"] for row in found["articles"]) == [f"{HOST}/1.html", f"{HOST}/en/1.html"]
    assert len({row["story"] for row in found["articles"]}) == 1
    (run,) = found["runs"]
    assert run["mode"] == "replay"
    assert run["outcomes"] == {"article": 2, "listing": 1, "unreachable": 1}
    times = {url: at for url, at, *_ in found["captures"]}
    assert times[f"{HOST}/en/1.html"] == "2026-01-05T00:00:01+00:00"
    (missing,) = [each for each in found["captures"] if each[0] == f"{HOST}/en/2.html"]
    assert missing[2:] == [0, 0, "unreachable", "not-in-replay"]


def test_a_replay_twice_changes_nothing_but_the_run_table(saved: Path, tmp_path: Path) -> None:
    """A missing record too is captured once: as of the newest record, not of the clock."""
    path = tmp_path / "a.db"
    crawl(saved, path)
    before = all_rows(path)
    crawl(saved, path)
    assert all_rows(path) == before


def test_an_archive_replays_to_the_same_articles(saved: Path, tmp_path: Path) -> None:
    """A crawl from the archive of a crawl gives what that crawl gave, payloads and times included."""
    first = crawl(saved, tmp_path / "a.db")
    second = crawl(tmp_path / "a.db", tmp_path / "b.db")
    assert second["articles"] == first["articles"]
    answered = [each for each in first["captures"] if each[2]]
    assert [each for each in second["captures"] if each[2]] == answered


def test_importing_and_replaying_a_warc_read_the_same(saved: Path, tmp_path: Path) -> None:
    """Live or saved, one way through: the same articles, whichever way they came."""
    script = SCRIPT.split("process = ")[0] + (
        "from pathlib import Path\nfrom crawler.sources.importing import import_files\n"
        "with Archive.open(path) as archive:\n"
        "    import_files(archive, [Path(saved)], lambda url: Small.site)\n"
        "    print(json.dumps(list(archive.articles())))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(saved), str(tmp_path / "b.db")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert json.loads(done.stdout) == crawl(saved, tmp_path / "a.db")["articles"]
