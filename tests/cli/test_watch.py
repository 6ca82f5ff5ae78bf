"""``communique watch``, as a process that lives: what is due, site beside site, until a signal ends it."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from datetime import timedelta
from pathlib import Path

import click
import pytest
from aiohttp import web
from click.testing import CliRunner

from crawler.archive import Archive
from crawler.cli import main
from crawler.cli.healthz import check_address
from crawler.cli.watch_status import run_summary
from tests.support.loopback import Answer, Server
from tests.support.newsroom import article, pages
from tests.support.watched import Watching, hows, lines

HOUR = timedelta(hours=1)


def test_sites_are_crawled_side_by_side_and_again_when_their_time_comes(tmp_path: Path) -> None:
    """Each run prints one line; the next one comes when something is due, within six hours."""
    with Server(pages()) as server, Watching(tmp_path, server.url, "east", "west") as watch:
        watch.wait_for("east: ")
        said = watch.wait_for("west: ")
        (east,) = lines(said, "east: ")
        assert " captures, 9 new, 0 edited, 0 removed" in east
        assert "; next at 2026-03-02 1" in east
        watch.move(timedelta(minutes=9))
        watch.move(6 * HOUR)
        watch.wait_for(lambda: len(lines(watch.said(), "east: ")) == 2)
        watch.wait_for(lambda: len(lines(watch.said(), "west: ")) == 2)
        assert watch.stop() == 0
    assert hows(watch.archive, "east") == hows(watch.archive, "west") == ["finished", "finished"]


def test_a_site_that_fails_is_tried_again_and_keeps_no_other_from_its_turn(tmp_path: Path) -> None:
    """It prints one line without a traceback; the pause grows until a run succeeds."""
    with (
        Server(pages()) as server,
        Watching(tmp_path, server.url, "moody", "east", "--healthz", "0", WATCH_FAILURES="2") as watch,
    ):
        watch.wait_for("east: ")
        watch.wait_for("moody: ZeroDivisionError: what nobody thought of; next at 2026-03-02 10:10Z")
        moody = watch.health()["sites"]["moody"]
        assert (moody["failures"], moody["running"], moody["last_run"]) == (1, False, None)
        watch.move(timedelta(minutes=10))
        watch.wait_for("moody: ZeroDivisionError: what nobody thought of; next at 2026-03-02 10:30Z")
        watch.move(timedelta(minutes=20))
        watch.wait_for(lambda: len(lines(watch.said(), "moody: ")) == 3)
        assert ", 9 new," in lines(watch.said(), "moody: ")[2]
        assert watch.health()["sites"]["moody"]["failures"] == 0
        said = watch.said()
        assert watch.stop() == 0
    assert "Traceback" not in said


def test_its_health_says_how_each_site_is(tmp_path: Path) -> None:
    """``/healthz`` answers while the loop runs, with the last run and the next of each site."""
    with Server(pages()) as server, Watching(tmp_path, server.url, "east", "--healthz", "0") as watch:
        watch.wait_for("east: ")
        health = watch.health()
        assert (health["status"], health["since"]) == ("ok", "2026-03-02T10:00:00+00:00")
        east = health["sites"]["east"]
        assert east["last_run"]["new"] == 9
        assert east["last_run"]["how"] == "finished"
        assert east["healthy"] == east["last_run"]["healthy"]
        assert "2026-03-02T11:00:00+00:00" <= east["next"] <= "2026-03-02T16:00:00+00:00"
        assert watch.stop() == 0


@pytest.mark.parametrize("wanted", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_running_crawls_cleanly(tmp_path: Path, wanted: signal.Signals) -> None:
    """Captures are stored and derived from, the run is ``stopped``, and the exit status is 0."""
    gate = threading.Event()

    async def slow(request: web.Request) -> Answer:
        await asyncio.to_thread(gate.wait, 60)
        return article("a2")

    with Server(pages(**{"/en/news/a2": slow})) as server, Watching(tmp_path, server.url, "east") as watch:
        watch.wait_for(lambda: "/en/news/a2" in server.asked)
        watch.send(wanted)
        watch.wait_for(f"east: {wanted.name}, so the crawl ends")
        gate.set()
        assert watch.wait() == 0
    with Archive.open(watch.archive, readonly=True) as archive:
        (run,) = archive.runs(site="east")
        assert (run["how"], run["new"]) == ("stopped", len(list(archive.articles())))
        assert 1 <= run["new"] < 9


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    """A server does not answer and the user does not wait: stored captures stay for the next run."""
    gate = threading.Event()

    async def slow(request: web.Request) -> Answer:
        await asyncio.to_thread(gate.wait, 60)
        return article("a2")

    with Server(pages(**{"/en/news/a2": slow})) as server:
        with Watching(tmp_path, server.url, "east") as watch:
            watch.wait_for(lambda: "/en/news/a2" in server.asked)
            watch.send(signal.SIGTERM)
            watch.wait_for("so the crawl ends")
            assert watch.stop() == -signal.SIGTERM
        gate.set()
        with Watching(tmp_path, server.url, "--once", "east") as again:
            assert again.wait() == 0
    with Archive.open(watch.archive, readonly=True) as archive:
        assert len(list(archive.articles())) == 9


def test_a_signal_while_nothing_runs_ends_it_at_once(tmp_path: Path) -> None:
    """There is no crawl to end."""
    with Server(pages()) as server, Watching(tmp_path, server.url, "east") as watch:
        watch.wait_for("east: ")
        assert watch.stop() == 0
        assert "running" not in watch.said()


def test_a_site_that_another_run_holds_is_left_to_it(tmp_path: Path) -> None:
    """``--once --quiet`` prints nothing and exits with 4; a watch names the holder once and tries again."""
    gate = threading.Event()

    async def slow(request: web.Request) -> Answer:
        await asyncio.to_thread(gate.wait, 60)
        return article("a2")

    with Server(pages(**{"/en/news/a2": slow})) as server, Watching(tmp_path, server.url, "east") as holding:
        holding.wait_for(lambda: "/en/news/a2" in server.asked)
        with Watching(tmp_path, server.url, "--once", "--quiet", "east") as second:
            assert (second.wait(), second.said()) == (4, "")
        with Watching(tmp_path, server.url, "east", "--healthz", "0") as third:
            assert f"process {holding.pid}" in third.wait_for("; next at 2026-03-02 10:10Z")
            assert third.health()["sites"]["east"]["failures"] == 0
            gate.set()
            holding.wait_for("east: ")
            assert holding.stop() == 0
            third.move(6 * HOUR)
            third.wait_for(" captures, ")
            assert third.stop() == 0


def test_a_spider_that_fails_on_its_way_is_one_line_too(tmp_path: Path) -> None:
    """The traceback of Scrapy is shortened; the run counts as failed and is tried again."""
    with (
        Server(pages()) as server,
        Watching(tmp_path, server.url, "moody", "--healthz", "0", WATCH_FAULT="start") as watch,
    ):
        watch.wait_for("moody: the crawl failed: the log says why; next at 2026-03-02 10:10Z")
        said = watch.said()
        assert "Traceback" not in said
        assert "what nobody thought of" in said
        assert watch.health()["sites"]["moody"]["last_run"]["how"] == "failed"
        assert watch.stop() == 0


def test_without_names_the_sites_of_the_archive_are_watched(tmp_path: Path) -> None:
    """These are sites with a live run; a site that is crawled for the first time joins."""
    with Server(pages()) as server:
        with Watching(tmp_path, server.url, "--once", "east") as first:
            assert first.wait() == 0
        with Watching(tmp_path, server.url, "--healthz", "0") as watch:
            watch.wait_for(lambda: list(watch.health()["sites"]) == ["east"])
            with Watching(tmp_path, server.url, "--once", "west") as other:
                assert other.wait() == 0
            watch.wait_for(lambda: list(watch.health()["sites"]) == ["east", "west"])
            assert watch.stop() == 0


def test_an_archive_that_cannot_be_read_is_said_and_looked_at_again(tmp_path: Path) -> None:
    """The loop goes on, and continues when the archive is back."""
    with Server(pages()) as server, Watching(tmp_path, server.url, "east", "--healthz", "0") as watch:
        watch.wait_for("east: ")
        away = watch.archive.rename(tmp_path / "away.db")
        watch.wait_for("there is no archive at")
        assert watch.health()["status"] == "ok"
        away.rename(watch.archive)
        watch.move(6 * HOUR)
        watch.wait_for(lambda: len(lines(watch.said(), "east: ")) == 2)
        assert watch.stop() == 0


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["watch"], 1, "there is no archive"),
        (["watch", "nowhere"], 1, "no site is called"),
        (["watch", "demo", "by_mfa"], 2, "demo has an archive of its own: name it alone"),
        (["watch", "by_mfa", "--base", "http://127.0.0.1:1"], 2, "--base"),
        (["watch", "--healthz", "x"], 2, "is not a port: use 8080"),
    ],
)
def test_what_cannot_be_watched_is_said(tmp_path: Path, arguments: list[str], status: int, said: str) -> None:
    """One line is printed before any request, and no archive is created."""
    done = CliRunner().invoke(main, ["--archive", str(tmp_path / "a.db"), *arguments])
    assert (done.exit_code, list(tmp_path.iterdir())) == (status, []), done.output
    assert said in done.output.splitlines()[-1]


def test_an_archive_without_a_site_is_not_watched(tmp_path: Path) -> None:
    """Nothing would ever be due."""
    Archive.open(tmp_path / "a.db").close()
    done = CliRunner().invoke(main, ["--archive", str(tmp_path / "a.db"), "watch"])
    assert done.exit_code == 1
    assert "crawl one first, or name one" in done.output


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("8080", ("127.0.0.1", 8080)),
        (":8080", ("127.0.0.1", 8080)),
        ("0.0.0.0:1", ("0.0.0.0", 1)),
        ("[::1]:80", ("::1", 80)),
        ("watch.example:0", ("watch.example", 0)),
    ],
)
def test_where_the_health_is_answered(written: str, meant: tuple[str, int]) -> None:
    """The host is this machine alone, unless one is named."""
    assert check_address(written) == meant


@pytest.mark.parametrize("written", ["", "x", "127.0.0.1", "host:", "1:65536", "80 80", "٨٠", "-1"])
def test_what_is_no_port_is_refused(written: str) -> None:
    """The error comes before any crawl."""
    with pytest.raises(click.BadParameter):
        check_address(written)


def test_an_unhealthy_run_says_what_is_wrong_in_its_line() -> None:
    """The line has the first findings with an example, and counts the rest."""
    run = dict.fromkeys(("captures", "new", "edited", "removed"), 0) | {"how": "finished", "healthy": False}
    findings = [{"field": f"f{number}", "what": "is wrong", "url": "http://a.example/"} for number in range(5)]
    line = run_summary({**run, "findings": findings})
    assert "unhealthy: f0: is wrong (http://a.example/); f1:" in line
    assert line.endswith("(and 2 more)")
    assert "\n" not in line


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    """Exit status 1 with one line: the watch does not run without its status."""
    with socket.create_server(("127.0.0.1", 0)) as taken, Server(pages()) as server:
        port = str(taken.getsockname()[1])
        with Watching(tmp_path, server.url, "east", "--healthz", port) as watch:
            assert watch.wait() == 1
            (line,) = watch.said().splitlines()
    assert port in line
    assert "in use" in line
