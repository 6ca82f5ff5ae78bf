"""robots.txt: asked first, obeyed by RFC 9309, kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from crawler.crawl.robots_rules import MOST_BYTES, Rules, decode, read_rules
from crawler.crawl.spider import MinistrySpider
from crawler.pages.listing import ListingPage
from crawler.pages.site import PageRule, Seed, Site
from tests.support.loopback import Page, Server, crawl, redirect, web_text


class Items(ListingPage):
    """A list of links."""

    item = "li"


def site(*paths: str) -> Site:
    """A private site whose seeds are those paths, all asked for at once."""
    return Site(
        name="tested",
        hosts=("site.localhost",),
        private=True,
        https=False,
        delay=0,
        concurrency=16,
        first_days=None,
        seeds=tuple(Seed(path) for path in paths),
        rules=(PageRule("^/(open|closed|[abc]$)", Items, kind="listing"),),
    )


def spider(*paths: str) -> type[MinistrySpider]:
    """A spider for that site."""
    return type("TestedSpider", (MinistrySpider,), {"name": "tested", "site": site(*paths)})


def slow(text: str) -> Page:
    """A robots.txt that takes its time, so that any request let through would be there before it."""

    async def answer(_: web.Request) -> web.Response:
        await asyncio.sleep(0.4)
        return web.Response(text=text, content_type="text/plain")

    return answer


def test_of_sixteen_concurrent_requests_to_a_forbidden_path_none_reaches_the_server(tmp_path: Path) -> None:
    """robots.txt is asked for once, before anything else; each address is excluded, with the reason."""
    paths = [f"/closed/{number}" for number in range(16)]
    with Server({"/robots.txt": slow("User-agent: *\nDisallow: /closed/\n")}) as server:
        crawled = crawl(spider(*paths), tmp_path / "a.db", base=server.url)
    assert server.asked == ["/robots.txt"]
    outcomes = crawled.outcomes()
    assert [outcomes[path] for path in paths] == [("excluded", "robots")] * 16
    assert outcomes["/robots.txt"] == ("robots", "")
    assert crawled.stats["outcome/excluded"] == 16


def test_what_is_not_forbidden_is_asked_after_robots_txt(tmp_path: Path) -> None:
    """Concurrent first requests wait for one robots.txt, then go their way."""
    with Server({"/robots.txt": slow("User-agent: *\nDisallow: /closed/\n"), "/open/1": "", "/open/2": ""}) as server:
        crawl(spider("/open/1", "/closed/1", "/open/2"), tmp_path / "a.db", base=server.url)
    assert server.asked[0] == "/robots.txt"
    assert sorted(server.asked[1:]) == ["/open/1", "/open/2"]


@pytest.mark.parametrize(
    ("status", "is_asked"), [(200, True), (404, True), (403, True), (429, True), (500, False), (503, False)]
)
def test_a_missing_robots_txt_allows_and_a_failing_one_forbids(tmp_path: Path, status: int, is_asked: bool) -> None:
    """RFC 9309, 2.3.1.3 and 2.3.1.4."""
    answer = lambda _: web.Response(status=status, text="", content_type="text/plain")  # noqa: E731
    with Server({"/robots.txt": answer, "/open": ""}) as server:
        crawled = crawl(spider("/open"), tmp_path / "a.db", base=server.url)
    assert ("/open" in server.asked) is is_asked
    if not is_asked:
        assert crawled.outcomes()["/open"] == ("excluded", "robots-unreachable")


def test_no_answer_forbids_all(tmp_path: Path) -> None:
    """A connection that is closed without a word is no permission."""

    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    with Server({"/robots.txt": hang_up, "/open": ""}) as server:
        crawled = crawl(spider("/open"), tmp_path / "a.db", base=server.url)
    assert set(server.asked) == {"/robots.txt"}
    assert crawled.outcomes()["/robots.txt"][0] == "unreachable"
    assert crawled.outcomes()["/open"] == ("excluded", "robots-unreachable")


def test_redirects_are_followed_five_times_and_each_is_kept(tmp_path: Path) -> None:
    """RFC 9309, 2.3.1.2: the rules at the end of the way count for the host that was asked first."""
    pages: dict[str, Page] = {f"/r{number}": redirect(f"/r{number + 1}") for number in range(1, 5)}
    pages |= {"/robots.txt": redirect("/r1"), "/r5": web_text("User-agent: *\nDisallow: /closed")}
    with Server(pages) as server:
        crawled = crawl(spider("/closed"), tmp_path / "a.db", base=server.url)
    assert server.asked == ["/robots.txt", "/r1", "/r2", "/r3", "/r4", "/r5"]
    assert crawled.outcomes()["/closed"] == ("excluded", "robots")
    assert crawled.outcomes()["/r2"][0] == "moved"


def test_more_redirects_count_as_a_robots_txt_that_is_not_there(tmp_path: Path) -> None:
    """And the sixth target is not asked for."""
    pages = {f"/r{number}": redirect(f"/r{number + 1}") for number in range(1, 9)}
    with Server({**pages, "/robots.txt": redirect("/r1"), "/open": ""}) as server:
        crawl(spider("/open"), tmp_path / "a.db", base=server.url)
    assert server.asked == ["/robots.txt", "/r1", "/r2", "/r3", "/r4", "/r5", "/open"]


@pytest.mark.parametrize("target", ["http://[robots]/robots.txt", "mailto:webmaster@site.localhost", "http://"])
def test_a_redirect_to_no_address_counts_as_a_robots_txt_that_is_not_there(tmp_path: Path, target: str) -> None:
    """Whatever a server writes into ``Location``, the crawl goes on; the answer is kept with its reason."""
    with Server({"/robots.txt": redirect(target), "/open": ""}) as server:
        crawled = crawl(spider("/open"), tmp_path / "a.db", base=server.url)
    assert server.asked == ["/robots.txt", "/open"]
    assert crawled.outcomes()["/robots.txt"] == ("unreadable", "bad-location")


def test_a_redirect_off_the_site_is_not_followed(tmp_path: Path) -> None:
    """No request goes to a host that the site does not own, not even for its rules."""
    with Server() as other, Server({"/open": ""}) as server:
        server.pages["/robots.txt"] = redirect(f"{other.url}/robots.txt")
        crawled = crawl(spider("/open"), tmp_path / "a.db", base=server.url)
    assert other.asked == []
    assert "/open" in server.asked
    assert ("offsite", "not-owned") in crawled.outcomes().values()


def test_a_crawl_delay_is_kept_to(tmp_path: Path) -> None:
    """The larger of the host's and ours; also by requests that were waiting before the rules were known."""
    paths = ["/a", "/b", "/c"]
    pages: dict[str, Page] = {"/robots.txt": web_text("User-agent: *\nCrawl-delay: 0.3\n"), **dict.fromkeys(paths, "")}
    with Server(pages) as server:
        crawl(spider(*paths), tmp_path / "a.db", base=server.url)
    gaps = [after - before for before, after in zip(server.times, server.times[1:], strict=False)]
    assert len(gaps) == 3
    assert min(gaps) >= 0.28


def test_the_user_agent_names_the_project_and_its_contact(tmp_path: Path) -> None:
    """And rules for that product token are ours."""
    robots = web_text("User-agent: *\nDisallow: /\n\nUser-agent: Communique\nDisallow: /closed\n")
    agent = "Communique/9 (+mailto:desk@example.org)"
    with Server({"/robots.txt": robots, "/open": ""}) as server:
        crawl(spider("/open", "/closed"), tmp_path / "a.db", {"USER_AGENT": agent}, base=server.url)
    assert server.asked == ["/robots.txt", "/open"]
    assert {headers["User-Agent"] for headers in server.requests} == {agent}


def test_the_first_500_kib_count() -> None:
    """A rule after them is left, and so is one that the limit cuts in two."""
    filler = "# " + "x" * 61 + "\n"
    head = "User-agent: *\nDisallow: /closed\n"
    body = (head + filler * (MOST_BYTES // len(filler) + 1) + "Disallow: /late\n").encode()
    rules = read_rules(200, body)
    assert rules.refusal("https://a.example/closed")
    assert not rules.refusal("https://a.example/late")
    cut = (head + filler * ((MOST_BYTES - len(head) - 14) // len(filler))).encode()
    cut += b"#" * (MOST_BYTES - len(cut) - 12) + b"\nDisallow: /abcdef\n"
    assert not read_rules(200, cut).refusal("https://a.example/a")


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_first_rule(mark: str) -> None:
    """UTF-8 with a mark, and UTF-16, which some editors write."""
    body = "User-agent: *\nDisallow: /closed\n".encode(mark)
    assert read_rules(200, body).refusal("https://a.example/closed") == "robots"


def test_a_web_page_instead_of_a_robots_txt_has_no_rules() -> None:
    """Sites that answer everything with 200 forbid nothing by that."""
    body = b"\n<!doctype html><pre>\nUser-agent: *\nDisallow: /\n</pre>"
    assert decode(body) == ""
    assert read_rules(200, body).refusal("https://a.example/x") == ""


def test_longer_rules_win_over_shorter_and_allow_over_disallow() -> None:
    """RFC 9309, 2.2.2."""
    rules = Rules("User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c$\nAllow: /same\nDisallow: /same\n")
    answers = {path: rules.refusal(f"https://a.example{path}") for path in ("/a", "/a/b", "/a/b/c", "/a/b/cd", "/same")}
    assert answers == {"/a": "robots", "/a/b": "", "/a/b/c": "robots", "/a/b/cd": "", "/same": ""}


def test_every_robots_txt_of_real_governments_is_read(corpus: Path) -> None:
    """Ninety-nine, one of them empty, one an HTML page: each answers for its own addresses without a fault."""
    files = sorted(path for path in (corpus / "robots").iterdir() if path.is_file())
    assert len(files) == 99
    for path in files:
        rules = read_rules(200, path.read_bytes())
        assert rules.refusal(f"https://{path.name}/robots.txt") == ""
        assert rules.refusal(f"https://{path.name}/search?q=%D0%B0&b=[1]") in ("", "robots")
        assert 0 <= rules.delay < 1000
        text = decode(path.read_bytes()).lower()
        if "disallow" not in text:
            assert rules.refusal(f"https://{path.name}/news/1") == ""
    open_ones = [path for path in files if not read_rules(200, path.read_bytes()).refusal(f"https://{path.name}/")]
    assert len(open_ones) >= 90, "most governments let their front page be read"


@pytest.mark.parametrize(
    "agent",
    [
        "Communique/1.0",
        "communique",
        "COMMUNIQUE/2.3.1-beta",
        "Communiqué/1.0",
        "Communique*",
        "Communique/1.0 (+https://archive.example/)",
        "Mozilla/5.0 (compatible; Communique/1.0)",
        "OtherBot, Communique",
        "Communique/1.0 # ours",
    ],
)
@pytest.mark.parametrize("line", ["User-agent: {}", "user-agent:{}", "User agent {}"])
def test_a_group_that_names_the_product_is_ours(agent: str, line: str) -> None:
    """RFC 9309, 2.2.1: the product token counts, and the version after it does not."""
    rules = Rules(f"{line.format(agent)}\nDisallow: /en/news/20\n\nUser-agent: *\nDisallow: /nothing\n")
    assert rules.refusal("https://a.example/en/news/20.html") == "robots"
    assert rules.refusal("https://a.example/nothing") == ""


@pytest.mark.parametrize("agent", ["com", "c", "Communique-News", "Communiquette/1.0", "MyCommunique", "OtherBot/1.0"])
def test_a_group_of_another_product_is_not_ours(agent: str) -> None:
    """A token is matched as a whole, so the rules for all hold."""
    rules = Rules(f"User-agent: {agent}\nDisallow: /en/\n\nUser-agent: *\nDisallow: /nothing\nCrawl-delay: 7\n")
    assert rules.refusal("https://a.example/en/news/20.html") == ""
    assert rules.refusal("https://a.example/nothing") == "robots"
    assert rules.delay == 7


def test_groups_of_one_product_are_one_group() -> None:
    """RFC 9309, 2.2.1: the rules of all its groups hold, whatever versions they name."""
    rules = Rules("User-agent: Communique/1.0\nDisallow: /a\n\nUser-agent: b\nUser-agent: communique\nDisallow: /c\n")
    assert [rules.refusal(f"https://a.example/{path}") for path in "acd"] == ["robots", "robots", ""]
