"""A site that asks to be left alone is left alone: ``Retry-After``, the pace after refusals, retries in an outage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from aiohttp import web

from crawler.archive import Archive
from tests.support.loopback import Crawled, Page, Server, crawl
from tests.support.newsroom import article, listing, pages, spider

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def noon() -> datetime:
    """A clock that stands still."""
    return NOW


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def crawled(server: Server, archive: Path, **settings: Any) -> Crawled:
    return crawl(spider(), archive, {"COMMUNIQUE_CLOCK": noon, **settings}, base=server.url)


def site(archive: Path) -> dict[str, Any]:
    with Archive.open(archive, readonly=True) as opened:
        return opened.sites()[0]


def newest(archive: Path) -> dict[str, Any]:
    with Archive.open(archive, readonly=True) as opened:
        return opened.runs()[0]


def once(first: web.Response | Callable[[], web.Response], then: str) -> Page:
    """A page that is answered otherwise the first time."""
    asked: Counter[str] = Counter()

    def answer(request: web.Request) -> web.Response:
        asked["times"] += 1
        if asked["times"] == 1:
            return first() if callable(first) else first
        return web.Response(text=then, content_type="text/html")

    return answer


def refused(status: int, after: str, **headers: str) -> web.Response:
    return web.Response(
        status=status, text="<p>Later", content_type="text/html", headers={"Retry-After": after, **headers}
    )


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("after", ["0", "1", format_datetime(NOW, usegmt=True)])
def test_a_short_wait_is_waited_and_the_page_asked_again(archive: Path, status: int, after: str) -> None:
    """Nothing is lost: the page that was refused is there in the same run. A time that has passed is no wait at all."""
    with Server(pages(**{"/en/news/a1": once(lambda: refused(status, after), article("a1"))})) as server:
        done = crawled(server, archive)
        assert server.hits["/en/news/a1"] == 2
    assert done.reason == "finished"
    assert done.outcomes()["/en/news/a1"] == ("article", "")
    assert len(done.articles) == 9
    assert not site(archive)["rest_until"]


def test_the_wait_is_as_long_as_was_asked_for(archive: Path) -> None:
    """Nothing goes to the host meanwhile, but for what was on its way."""
    with Server(pages(**{"/en/news/a1": once(lambda: refused(429, "1"), article("a1"))})) as server:
        crawled(server, archive, CONCURRENT_REQUESTS_PER_DOMAIN=1, CONCURRENT_REQUESTS=1)
        first, second = [time for time, path in zip(server.times, server.paths, strict=True) if path == "/en/news/a1"]
        after = min(time for time in server.times if time > first)
    assert after - first >= 1
    assert second >= after


@pytest.mark.parametrize(("status", "why"), [(429, "http-429"), (503, "http-503")])
def test_a_long_wait_ends_the_run_and_is_kept(archive: Path, status: int, why: str) -> None:
    """Whoever asks next is told until when the site is not to be asked; what was read before the refusal counts."""
    with Server(pages(**{"/en/news/?p=2": lambda _: refused(status, "7200")})) as server:
        done = crawled(server, archive)
        assert server.hits["/en/news/?p=2"] == 1
        assert not any(path.endswith("?p=3") for path in server.asked)
    assert done.reason == ("blocked" if status == 429 else "unreachable")
    assert len(done.articles) == 3
    assert newest(archive)["how"] == "blocked"
    assert datetime.fromisoformat(site(archive)["rest_until"]) == NOW + timedelta(hours=2)
    assert site(archive)["rest_why"] == why


def test_a_date_is_held_against_the_answers_own_clock(archive: Path) -> None:
    """A server whose clock is a year off still means two hours."""
    theirs = NOW - timedelta(days=365)
    until = format_datetime(theirs + timedelta(hours=2), usegmt=True)
    told = refused(429, until, Date=format_datetime(theirs, usegmt=True))
    with Server(pages(**{"/en/news/": lambda _: told})) as server:
        crawled(server, archive)
    assert datetime.fromisoformat(site(archive)["rest_until"]) == NOW + timedelta(hours=2)


@pytest.mark.parametrize("after", ["soon", "-5", "", "1e3", "Tue, 99 Foo 2026 99:99:99 GMT", "٣٠"])
def test_nonsense_is_no_wait(archive: Path, after: str) -> None:
    """The page is blocked as it would be without; the run goes on."""
    with Server(pages(**{"/en/news/a1": lambda _: refused(429, after)})) as server:
        done = crawled(server, archive)
        assert server.hits["/en/news/a1"] == 1
    assert done.reason == "finished"
    assert done.outcomes()["/en/news/a1"] == ("blocked", "http-429")
    assert len(done.articles) == 8
    assert not site(archive)["rest_until"]


def test_what_is_refused_again_after_the_wait_is_blocked(archive: Path) -> None:
    """It is waited for once: a host that always says "in no time" is not asked for ever."""
    with Server(pages(**{"/en/news/a1": lambda _: refused(429, "0")})) as server:
        done = crawled(server, archive)
        assert server.hits["/en/news/a1"] == 2
    assert done.outcomes()["/en/news/a1"] == ("blocked", "http-429")


def test_an_answer_in_a_later_run_ends_the_rest(archive: Path) -> None:
    """The site is well again, whatever it asked for."""
    with Server(pages(**{"/en/news/?p=2": lambda _: refused(429, "7200")})) as server:
        crawled(server, archive)
        assert site(archive)["rest_until"]
        server.pages |= pages()
        crawled(server, archive)
    assert not site(archive)["rest_until"]
    assert newest(archive)["how"] == "finished"


def test_a_site_that_refuses_without_a_word_rests_longer_each_time(archive: Path) -> None:
    """An hour, two, four: a firewall that lasts for a day is not asked every ten minutes."""
    rests = []
    with Server({"/en/news/": lambda _: web.Response(status=403)}) as server:
        for day in range(3):
            at = NOW + timedelta(days=day)
            crawled(server, archive, COMMUNIQUE_CLOCK=lambda at=at: at)
            rests.append(datetime.fromisoformat(site(archive)["rest_until"]) - at)
    assert rests == [timedelta(hours=hours) for hours in (1, 2, 4)]
    assert site(archive)["rest_why"] == "blocked"


def test_a_refusal_slows_a_host_down_and_good_answers_speed_it_up(archive: Path) -> None:
    """Twice as long between two requests with each refusal, up to the bound; half with each good answer."""

    class Noting(spider()):  # type: ignore[misc]  # the base is made for the test
        delays: ClassVar[list[float]] = []

        def parse(self, response: Any, purpose: Any = None) -> Iterator[Any]:
            self.delays.append(self.crawler.engine.downloader.slots["site.localhost"].delay)
            yield from super().parse(response, purpose)

    walls = {f"/en/news/a{number}": lambda _: web.Response(status=403) for number in "123"}
    with Server(pages(**walls)) as server:
        settings = {"BACKOFF_MIN": 0.02, "BACKOFF_MAX": 0.05, "CONCURRENT_REQUESTS": 1}
        done = crawl(Noting, archive, settings, base=server.url)
    assert done.reason == "finished"
    assert done.stats["backoff/slower"] >= 1
    assert 0.02 in Noting.delays
    assert max(Noting.delays) <= 0.05
    assert Noting.delays[0] == Noting.delays[-1] == 0


def test_an_outage_is_not_asked_three_times_over(archive: Path) -> None:
    """The first page that fails is tried again; once all tries failed, the others are asked once each."""
    names = [f"n{number}" for number in range(100)]
    with Server({"/en/news/": listing(*names), "/en/news/?p=2": "<ul></ul>"}) as server:
        server.pages |= {f"/en/news/{name}": lambda _: web.Response(status=503) for name in names}
        done = crawled(server, archive, RETRY_TIMES=2)
        failed = [path for path in server.asked if path.startswith("/en/news/n")]
    assert done.reason == "unreachable"
    assert len(failed) < 100
    assert len(failed) - len(set(failed)) <= 2 + 16  # those on their way when it was noticed may be tried again
    assert newest(archive)["how"] == "blocked"


def test_a_page_that_fails_by_chance_is_tried_again(archive: Path) -> None:
    """One 503 in a run that goes well is nothing."""
    down = once(lambda: web.Response(status=503), article("a1"))
    with Server(pages(**{"/en/news/a1": down})) as server:
        done = crawled(server, archive, RETRY_TIMES=2)
    assert done.outcomes()["/en/news/a1"] == ("article", "")


def test_a_host_that_answers_nothing_at_all_ends_the_run(archive: Path) -> None:
    """A robots.txt without an answer forbids the rest (RFC 9309), and the run says that nothing was reachable."""
    with Server({"/robots.txt": lambda _: web.Response(status=503)}) as server:
        crawled(server, archive)
        assert set(server.asked) == {"/robots.txt"}
    assert newest(archive)["how"] == "blocked"
    assert site(archive)["rest_why"] == "unreachable"
