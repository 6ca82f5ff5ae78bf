"""Three small ministries of other build than the demo, six days each, compared with their own truth.

WordPress with Polylang, Drupal with fallback nodes, an application with sessions in its paths; by plain crawls and by
crawls of what is due.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest

from crawler.archive import Archive
from crawler.crawl.spider import MinistrySpider
from tests.sites.drupal import Drupal
from tests.sites.drupal_spider import InteriorSpider
from tests.sites.portal import Portal
from tests.sites.portal_spider import TradeSpider
from tests.sites.script import RUNS, moment
from tests.sites.server import Newsroom
from tests.sites.simulation import DRIFT, SixDays, simulate
from tests.sites.wordpress import WordPress
from tests.sites.wordpress_spider import CultureSpider

SITES: dict[str, tuple[type[Newsroom], type[MinistrySpider]]] = {
    "wordpress": (WordPress, CultureSpider),
    "drupal": (Drupal, InteriorSpider),
    "portal": (Portal, TradeSpider),
}
MODES = ("plain", "due")
_made: dict[tuple[str, str], SixDays] = {}


each_site = pytest.mark.parametrize(
    "six", [pytest.param((site, mode), id=f"{site}-{mode}") for site in SITES for mode in MODES], indirect=True
)
"""Once for each site and mode."""


@pytest.fixture
def six(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SixDays:
    """Six days of a site in a mode, made once."""
    site, mode = request.param
    if (site, mode) not in _made:
        newsroom, spider = SITES[site]
        path = tmp_path_factory.mktemp(site) / "archive.db"
        _made[site, mode] = simulate(newsroom(), spider, path, due=mode == "due")
    return _made[site, mode]


def articles(six: SixDays) -> dict[str, dict[str, Any]]:
    """All articles of the archive, with their texts, by path."""
    with Archive.open(six.path, readonly=True) as archive:
        return {six.local(row["url"]): row for row in archive.export()}


@each_site
def test_each_crawl_ends_by_itself(six: SixDays) -> None:
    """Whatever a listing says behind its end; no crawl makes twice as many requests as there are articles."""
    assert set(six.ended) <= {"finished", "blocked", "unreachable"}
    assert max(six.requests) < 2 * len(six.truth["articles"]), six.requests


@each_site
def test_no_article_is_lost(six: SixDays) -> None:
    """Each version of each story is an article."""
    assert six.names(each["url"] for each in six.truth["articles"]) - set(articles(six)) == set()


@each_site
def test_nothing_else_is_an_article(six: SixDays) -> None:
    """No error page, no wall, no session of an address; a node served in the default language is no other version."""
    more = set(articles(six)) - six.names(each["url"] for each in six.truth["articles"])
    assert more - six.names(six.truth["fallbacks"]) == set()


@each_site
def test_an_article_is_there_at_the_first_crawl_after_it_appears(six: SixDays) -> None:
    """The translation too that was announced for days before it came."""
    found = articles(six)
    late = {}
    working = [(number, day) for number, day in enumerate(RUNS) if not six.truth["down"][number]]
    for each in six.truth["articles"]:
        number, day = next(run for run in working if run[1] >= each["since"])
        begun = moment(day) + number * DRIFT
        row = found.get(six.name(each["url"]))
        if row is not None and not begun <= datetime.fromisoformat(row["first_seen"]) < begun + timedelta(minutes=10):
            late[each["url"]] = row["first_seen"]
    assert late == {}


@each_site
def test_language_title_date_and_text_are_right(six: SixDays) -> None:
    """At the end of the six days; a page may have lines besides the text of its story."""
    found = articles(six)
    wrong = []
    for each in six.truth["articles"]:
        row = found.get(six.name(each["url"]))
        if row is not None:
            wrong += [(each["url"], name, row[name]) for name in ("language", "title") if row[name] != each[name]]
            if not is_instant(row["published"], each["published"]):
                wrong.append((each["url"], "published", row["published"]))
            if [line for line in row["body"] if line in each["body"]] != each["body"]:
                wrong.append((each["url"], "body", row["body"]))
    assert wrong == []


def is_instant(found: str | None, right: str) -> bool:
    """Whether a date is the right one: to the second where it has a time, else the day, in any zone."""
    at = datetime.fromisoformat(right)
    if not found or len(found) == 10:
        return found == at.date().isoformat()
    return datetime.fromisoformat(found) == at


def edits(six: SixDays) -> tuple[Counter[str], Counter[str]]:
    """How often each article was edited, by the archive and by the truth."""
    right = Counter(six.name(each["url"]) for each in six.events("edited"))
    return Counter(row["path"] for row in six.changes("edited")), right


@each_site
def test_real_edits_are_found(six: SixDays) -> None:
    """A number, a title, a sentence; each in one language alone."""
    found, right = edits(six)
    assert right - found == Counter()


@each_site
def test_no_edit_is_false(six: SixDays) -> None:
    """No newsletter box, no counter, no clock, no "last updated", no wall, no error page."""
    found, right = edits(six)
    assert found - right == Counter()


@each_site
def test_removals_are_confirmed(six: SixDays) -> None:
    """A page that says in its own words, with status 200, that it is gone; in each language."""
    confirmed = {row["path"] for row in six.changes("vanished") if row["confirmed"]}
    assert six.names(each["url"] for each in six.events("removed")) - confirmed == set()


@each_site
def test_no_removal_is_false(six: SixDays) -> None:
    """Neither an outage nor a wall removes anything, nor even makes it suspected; what was unpublished may be."""
    vanished = {row["path"] for row in six.changes("vanished")}
    assert vanished - six.names(each["url"] for each in six.events("removed", "unpublished")) == set()


@each_site
def test_what_was_unpublished_is_recorded(six: SixDays) -> None:
    """A 403 or 410 that stays, at an article that listings name no more, is at least a suspicion.

    A plain crawl asks for nothing that no listing names.
    """
    unpublished = six.names(each["url"] for each in six.events("unpublished"))
    asked = [path for path in unpublished if six.is_asked_for(path, 4.0)]
    assert set(asked) - {row["path"] for row in six.changes("vanished")} == set()
    if six.is_due:
        assert set(asked) == unpublished


@each_site
def test_what_moved_is_one_article(six: SixDays) -> None:
    """Its two addresses are one article, and the ledger says where it went."""
    moved = {six.name(each["url"]): each["to"] for each in six.events("moved")}
    assert {row["path"]: six.local(row["summary"]["to"]) for row in six.changes("moved")} == moved
    assert {six.name(to) for to in moved.values()} == set(moved)


@each_site
def test_stories_are_tied_as_the_site_ties_them(six: SixDays) -> None:
    """The versions of a story, and no link in the prose; late translations too."""
    found = defaultdict(set)
    others = six.names(six.truth["fallbacks"]) - six.names(each["url"] for each in six.truth["articles"])
    for path, row in articles(six).items():
        if path not in others:
            found[row["story"]].add(path)
    assert {frozenset(each) for each in found.values()} == {
        frozenset(six.names(story)) for story in six.truth["stories"]
    }


@each_site
def test_what_was_never_translated_is_not_archived(six: SixDays) -> None:
    """A node that is served in the default language, or an error page, is no version of the story."""
    with Archive.open(six.path, readonly=True) as archive:
        for path, language in six.truth["missing"]:
            rows = archive.variants(f"http://{six.host}{six.name(path)}")
            assert [row for row in rows if row["language"] == language and row["state"] == "archived"] == []
