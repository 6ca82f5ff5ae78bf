"""Seeded damage: what goes wrong with the demo makes the very next run unhealthy, and a finding names the field."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from crawler.demo import script
from crawler.demo.answers import DemoAnswers
from crawler.demo.damage import KINDS
from crawler.demo.ministry import Ministry
from crawler.demo.server import DemoServer
from crawler.demo.truth import truth_on
from tests.support.programs import Done, communique

DAYS, NEXT = (1, 1.75, 2, 2.25, 2.75), 4.75
"""When all is well, and when it no longer is: a few scheduled runs, most of whose answers are 304. By the last of all
pages of many stories are due, however slow this machine is."""
FIELDS = {
    "title-class": "title",
    "dates": "date",
    "half": "body",
    "switcher": "language",
    "cookie-wall": "blocked",
    "pager": "pager",
    "furniture": "furniture",
    "listing-links": "listing",
    "same-title": "title",
    "charset": "text",
    "today": "date",
    "soft-404": "missing",
}
"""The field that a finding of each kind must name."""
CLOCK = """
import crawler.crawl.clock, datetime, time
began, moment = time.monotonic(), datetime.datetime.fromisoformat("{at}")
crawler.crawl.clock.now = lambda: moment + datetime.timedelta(milliseconds=int(1000 * (time.monotonic() - began)))
"""


def crawl(archive: Path, server: DemoServer, at: datetime, *options: str) -> Done:
    """A crawl at a time of the demo's history."""
    before = CLOCK.format(at=at.isoformat())
    crawling = ("crawl", "demo", "--base", server.url, *options)
    return communique("--archive", archive, *crawling, cwd=archive.parent, before=before)


def newest(path: Path) -> dict[str, Any]:
    with Archive.open(path, readonly=True) as archive:
        return archive.runs(limit=1)[0]


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(stories=30) as running:
        yield running


@pytest.fixture(scope="module")
def past(server: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive after two days of scheduled runs; what changed in the furniture on day 3 alarmed nobody."""
    archive = tmp_path_factory.mktemp("damage") / "past.db"
    for day in DAYS:
        server.set_day(day)
        done = crawl(archive, server, script.moment(day), "--due")
        assert done.returncode == 0, done.stderr
    server.set_day(NEXT)
    return archive


def test_every_kind_of_damage_is_tried() -> None:
    """A kind without its field here is one that nobody knows to be found."""
    assert set(FIELDS) == set(KINDS)


PLAIN = ("today", "dates", "half")
"""Tried with a plain crawl too; the first only so: of what is due at one time few pages may have a date."""
TRIED = [(kind, ("--due",)) for kind in KINDS if kind != "today"] + [(kind, ()) for kind in PLAIN]


@pytest.mark.parametrize(("kind", "how"), TRIED)
def test_the_very_next_run_is_unhealthy(
    kind: str, how: tuple[str, ...], past: Path, server: DemoServer, tmp_path: Path
) -> None:
    """Exit status 3, a line a finding on stderr with an example and the capture to look at, all of it in ``runs``."""
    archive = tmp_path / "damaged.db"
    shutil.copy(past, archive)
    server.set_damage(kind)
    try:
        done = crawl(archive, server, script.moment(NEXT), *how)
    finally:
        server.set_damage("")
    assert done.returncode == 3, done.stderr
    run = newest(archive)
    assert run["healthy"] is False
    named = [finding for finding in run["findings"] if finding["field"] == FIELDS[kind]]
    assert named, run["findings"]
    with Archive.open(archive, readonly=True) as opened:
        for finding in run["findings"]:
            assert f"{finding['field']}: {finding['what']}: {finding['url']}" in done.stderr
            key, _, at = finding["capture"].partition("@")
            assert (finding["url"], at) in [(row["url"], row["captured_at"]) for row in opened.timemap(key)]


def test_without_damage_the_next_run_is_healthy(past: Path, server: DemoServer, tmp_path: Path) -> None:
    """The same archive, the same day."""
    archive = tmp_path / "well.db"
    shutil.copy(past, archive)
    done = crawl(archive, server, script.moment(NEXT))
    assert done.returncode == 0, done.stderr
    assert "unhealthy" not in done.stderr
    run = newest(archive)
    assert (run["healthy"], run["findings"]) == (True, [])


@pytest.mark.parametrize("kind", KINDS)
def test_damage_changes_what_the_demo_sends_and_its_entity_tags(kind: str) -> None:
    """Else a conditional request would never see it; mended, the demo sends what it sent before."""
    answers = DemoAnswers(Ministry(stories=30))
    paths = [article["url"] for article in truth_on(answers.ministry, 1)["articles"]]
    paths += ["/press/news_mfa/", "/press/statements/"]
    headers = {"Cookie": "PHPSESSID=x"}
    before = {path: answers.reply(path, {}, headers) for path in paths}
    answers.set_damage(kind)
    changed = {path: reply for path in paths if (reply := answers.reply(path, {}, headers)) != before[path]}
    assert changed
    for path, reply in changed.items():
        assert reply.status == 200
        assert reply.body != before[path].body
        assert reply.headers.get("ETag", "absent") != before[path].headers.get("ETag")
    answers.set_damage("")
    assert {path: answers.reply(path, {}, headers) for path in paths} == before


def test_an_unknown_kind_of_damage_is_refused(server: DemoServer) -> None:
    """The message lists those that there are."""
    with pytest.raises(OSError, match="cookie-wall"):
        server.set_damage("gremlins")


def test_the_demo_command_takes_a_kind_or_none(tmp_path: Path) -> None:
    """A kind that there is not is wrong usage."""
    assert communique("demo", "--truth", "--stories", "3", cwd=tmp_path).returncode == 0
    assert communique("demo", "--truth", "--stories", "3", "--damage", "half", cwd=tmp_path).returncode == 0
    assert communique("demo", "--truth", "--damage", "gremlins", cwd=tmp_path).returncode == 2
