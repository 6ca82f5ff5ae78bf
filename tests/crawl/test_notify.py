"""Notifications: what is told of a run, to whom, and what is never told to anybody."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from crawler.extensions.notify import Notify
from crawler.extensions.run_notice import LONGEST, MOST, notice
from crawler.rules.history.event_words import changed
from tests.conftest import ROOT
from tests.support.loopback import Answer, Crawled, Server, crawl
from tests.support.newsroom import article, pages, spider

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # of Apprise's

Row = dict[str, Any]
SECRET = "hunter2"
START = datetime(2026, 3, 2, 10, tzinfo=UTC)


class Service(Server):
    """What ``json://`` addresses of Apprise talk to: keeps each message."""

    def __init__(self, status: int = 200) -> None:
        self.messages: list[Row] = []
        self._status = status
        super().__init__({f"/{SECRET}": lambda request: self._take(request)})

    @property
    def address(self) -> str:
        """An address of Apprise's; its path is a secret."""
        return f"json://127.0.0.1:{self.port}/{SECRET}"

    async def _take(self, request: web.Request) -> Answer:
        self.messages.append(await request.json())
        return web.Response(status=self._status, text="taken")


def run(**changes: Any) -> Row:
    """A run as ``Archive.runs`` tells it."""
    plain = {"id": 7, "site": "by_mfa", "started": "2026-03-02T10:00:00.000Z", "healthy": True, "findings": []}
    return {**plain, **changes}


def finding(field: str = "title", **changes: Any) -> Row:
    """A finding of an unhealthy run."""
    plain = {"field": field, "what": "3 of 9 pages have no title", "url": "http://a.example/1", "capture": "abc@2026"}
    return {**plain, **changes}


def change(kind: str, title: str = "A title", **summary: Any) -> Row:
    """An event as ``Archive.changes`` tells it."""
    capture = {"outcome": "missing", "status": 404}
    return {
        "kind": kind, "at": "2026-03-01T10:00:00.000Z", "confirmed": "2026-03-03T10:00:00.000Z", "id": "x" * 12,
        "url": "http://a.example/news/1", "site": "by_mfa", "language": "be", "title": title, "summary": summary,
        "captures": [capture] * 3,
    }  # fmt: skip


def test_nothing_is_told_where_nothing_happened() -> None:
    """No message about a healthy run without changes, nor about one that nobody judged."""
    assert notice(run()) is None
    assert notice(run(healthy=None)) is None


def test_a_message_says_what_is_wrong_and_what_changed() -> None:
    """One message a run: findings with an example, removals and edits with title, language, address and size."""
    edited = change("edited", fields=["title", "body"], added=12, removed=3, changed=["number"])
    made = notice(
        run(healthy=False, findings=[finding()]), edited=[edited], removed=[change("vanished", "Gone", how="http-404")]
    )
    assert made is not None
    assert made.title == "by_mfa: unhealthy, 1 removed, 1 edited"
    assert made.is_alarm
    for words in (
        "title: 3 of 9 pages have no title; see http://a.example/1 abc@2026",
        "Gone (be) http://a.example/news/1: ", "since 2026-03-01 10:00Z", "http-404",
        f"A title (be) http://a.example/news/1: {changed(edited)}", "Run 7, begun 2026-03-02 10:00Z.",
    ):  # fmt: skip
        assert words in made.body


def test_an_edit_is_news_and_no_alarm() -> None:
    """What is told as a warning should be worth one."""
    made = notice(run(), edited=[change("edited")])
    assert made is not None
    assert not made.is_alarm


@pytest.mark.parametrize("count", [MOST, MOST + 1, 400])
def test_long_lists_are_cut_with_a_count(count: int) -> None:
    """Most services take a few thousand characters: the rest is counted, and the command that shows it is named."""
    rows = [change("edited", f"Title {number} {'long ' * 99}") for number in range(count)]
    made = notice(run(), edited=rows)
    assert made is not None
    assert f"{count} edited" in made.title
    assert made.body.count("\n- ") == min(count, MOST)
    assert (f"... and {count - MOST} more: communique changes --site by_mfa --kind edited" in made.body) == (
        count > MOST
    )
    assert max(map(len, made.body.splitlines())) < 2 * LONGEST


def test_a_standing_fault_is_no_news_but_stands_in_a_message_about_others() -> None:
    """What was told today already makes no message by itself."""
    ill = run(healthy=False, findings=[finding()])
    assert notice(ill, is_news=False) is None
    made = notice(ill, edited=[change("edited")], is_news=False)
    assert made is not None
    assert "no title" in made.body


class Newsroom:
    """A site that is crawled again and again, with a clock, into one archive."""

    def __init__(self, folder: Path, service: str) -> None:
        self.now = START
        self.archive = folder / "a.db"
        self._service = service

    def crawl(self, server: Server, **settings: Any) -> Crawled:
        """A full run, six hours after the one before."""
        self.now += timedelta(hours=6)
        changed: Mapping[str, Any] = {"NOTIFY": self._service, "COMMUNIQUE_CLOCK": lambda: self.now, **settings}
        return crawl(spider(), self.archive, changed, base=server.url, full=True)


def test_an_edit_is_told_once(tmp_path: Path) -> None:
    """After the run that saw it; the runs before and after have nothing to tell."""
    with Service() as service, Server(pages()) as server:
        room = Newsroom(tmp_path, service.address)
        room.crawl(server)
        assert service.messages == []
        server.pages["/en/news/a2"] = article("a2").replace("has to say", "has 44 things to say")
        told = room.crawl(server)
        room.crawl(server)
        assert told.stats["notify/sent"] == 1
    (message,) = service.messages
    assert message["title"] == "tested: 1 edited"
    assert "Title of a2 (en) http://site.localhost/en/news/a2: body: " in message["message"]
    assert "a number changed" in message["message"]


def test_a_removal_is_told_when_it_is_confirmed(tmp_path: Path) -> None:
    """Not while it is only suspected; and when the article is back, that is told as well."""
    with Service() as service, Server(pages()) as server:
        room = Newsroom(tmp_path, service.address)
        room.crawl(server)
        kept = server.pages.pop("/en/news/b1")
        titles = []
        for _ in range(10):
            room.crawl(server)
            titles.append([message["title"] for message in service.messages])
        server.pages["/en/news/b1"] = kept
        room.crawl(server)
    assert titles[7] == []
    assert titles[8] == titles[9] == ["tested: 1 removed"]
    assert [message["title"] for message in service.messages] == ["tested: 1 removed", "tested: 1 restored"]
    assert "Title of b1" in service.messages[0]["message"]
    assert "http://site.localhost/en/news/b1" in service.messages[0]["message"]


def down(request: web.Request) -> Answer:
    """A server that is ill."""
    return web.Response(status=503)


def test_an_unhealthy_run_is_told_with_its_findings_once_a_day(tmp_path: Path) -> None:
    """The same fault again is no news the same day, and is told again the next."""
    with Service() as service, Server({"/robots.txt": down}) as server:
        room = Newsroom(tmp_path, service.address)
        for _ in range(4):  # 16:00, 22:00, 04:00, 10:00
            room.crawl(server)
    assert [message["title"] for message in service.messages] == ["tested: unhealthy"] * 2
    assert "robots.txt gave no answer" in service.messages[0]["message"]
    assert service.messages[0]["type"] == "warning"


def test_a_replay_tells_nothing(tmp_path: Path) -> None:
    """What was saved long ago is no news."""
    with Service() as service, Server({"/robots.txt": down}) as server:
        Newsroom(tmp_path, "").crawl(server)
        room = Newsroom(tmp_path, service.address)
        replayed = crawl(
            spider(), tmp_path / "b.db", {"NOTIFY": service.address, "REPLAY": str(room.archive)}, base=server.url
        )
        assert replayed.reason == "finished"
    assert service.messages == []


@pytest.mark.parametrize("status", [200, 500])
def test_a_message_that_cannot_be_sent_is_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    """The run is finished and kept; neither log has the address."""
    with Service(status) as service, Server({"/robots.txt": down}) as server:
        nowhere = "json://127.0.0.1:9/" + SECRET
        with caplog.at_level(logging.DEBUG):
            crawled = Newsroom(tmp_path, nowhere if status == 200 else service.address).crawl(server)
    assert crawled.reason == "finished"
    assert crawled.stats["notify/failed"] == 1
    warned = [record.getMessage() for record in caplog.records if record.name.startswith("crawler.extensions")]
    assert len(warned) == 1
    assert warned[0].startswith("tested: the message about run 1 was not sent")
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp")]  # the service's
    assert SECRET not in "".join(ours)


def test_an_address_that_nobody_knows_is_said_without_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """By its place in the list; those that are known are still told."""
    with Service() as service, Server({"/robots.txt": down}) as server:
        wrong = f"nosuch://{SECRET} {SECRET} {service.address}"
        Newsroom(tmp_path, wrong).crawl(server)
    warned = [record.getMessage() for record in caplog.records if record.name.startswith("crawler.extensions")]
    assert warned == [
        "NOTIFY: Apprise does not accept address number 1 (nosuch)",
        "NOTIFY: Apprise does not accept address number 2 (no scheme)",
    ]
    assert len(service.messages) == 1


def test_without_apprise_it_is_said_before_the_crawl_and_the_crawl_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Once in a process, with the command that installs it."""
    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.setattr(Notify, "_is_warned", False)
    with Server(pages()) as server:
        room = Newsroom(tmp_path, "json://127.0.0.1:9/")
        assert len(room.crawl(server).articles) == 9
        room.crawl(server)
    warned = [record.getMessage() for record in caplog.records if "apprise" in record.getMessage().lower()]
    assert len(warned) == 1
    assert "pip install apprise" in warned[0]


def test_no_log_has_the_secrets(tmp_path: Path) -> None:
    """Not even that of ``scrapy crawl`` at its most talkative, while a message is sent."""
    with Service() as service, Server({"/robots.txt": down}) as server:
        done = subprocess.run(
            [
                sys.executable, "-m", "scrapy", "crawl", "demo", "-a", f"base={server.url}", "-s", "LOG_LEVEL=DEBUG",
                "-s", f"ARCHIVE={tmp_path / 'a.db'}",
            ],
            cwd=ROOT,
            env={**os.environ, "COMMUNIQUE_NOTIFY": service.address, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert [message["title"] for message in service.messages] == ["demo: unhealthy"]
    assert "DEBUG" in done.stderr
    assert SECRET not in done.stdout + done.stderr


def test_pages_may_say_what_they_like(tmp_path: Path) -> None:
    """Titles come from pages: they are sent as plain text, on one line, and cut."""
    title = "Break\n- me <b>now</b> " + "x" * 400
    made = notice(run(), edited=[change("edited", title)])
    assert made is not None
    (line,) = [line for line in made.body.splitlines() if line.startswith("- ")]
    assert line.startswith("- Break - me <b>now</b> xxx")
    assert len(line) < 2 * LONGEST
