"""``communique watch --once`` crawls what is due on every site and ends; the demo gets older meanwhile."""

from __future__ import annotations

from pathlib import Path

from crawler.demo.server import DemoServer
from tests.support.loopback import Server
from tests.support.newsroom import pages
from tests.support.programs import communique
from tests.support.watched import Watching, hows, lines


def test_once_ends_when_every_site_had_its_turn(tmp_path: Path) -> None:
    """Each site has one run; a call before anything is due requests nothing and says until when."""
    with Server(pages()) as server:
        with Watching(tmp_path, server.url, "--once", "east", "west") as watch:
            assert watch.wait() == 0
            assert len(lines(watch.said(), "east: ")) == 1
            assert len(lines(watch.said(), "west: ")) == 1
        asked = len(server.asked)
        with Watching(tmp_path, server.url, "--once", "east") as again:
            assert again.wait() == 0
            assert len(lines(again.said(), "east: nothing is due before 2026-03-02")) == 1
        assert len(server.asked) == asked


def test_once_fails_where_a_site_failed(tmp_path: Path) -> None:
    """The exit status is 1, and the other sites are crawled."""
    with (
        Server(pages()) as server,
        Watching(tmp_path, server.url, "--once", "moody", "east", WATCH_FAILURES="9") as watch,
    ):
        assert watch.wait() == 1
        assert lines(watch.said(), "moody: ") == ["moody: ZeroDivisionError: what nobody thought of"]
    assert hows(watch.archive, "east") == ["finished"]


def test_quiet_says_only_what_is_wrong(tmp_path: Path) -> None:
    """Nothing is printed while all is well, because cron mails what is printed."""
    with Server(pages()) as server:
        with Watching(tmp_path, server.url, "--once", "--quiet", "east") as watch:
            assert watch.wait() == 0
            assert watch.said() == ""
        with Watching(tmp_path, server.url, "--once", "--quiet", "moody", WATCH_FAILURES="9") as watch:
            assert watch.wait() == 1
            assert watch.said() == "moody: ZeroDivisionError: what nobody thought of\n"


def test_the_demo_is_watched_while_it_gets_older(tmp_path: Path) -> None:
    """``watch demo`` starts the demo ministry; ``--base`` is for one that is running."""
    done = communique("watch", "demo", "--once", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert " captures, 167 new" in done.stderr
    with DemoServer() as server:
        done = communique("--archive", "b.db", "watch", "demo", "--once", "--base", server.url, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert sum(server.hits.values()) > 100
