"""Sites that are ill for a while: what the ledger makes of it, and what is looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from crawler.items import Capture, Found, Listing
from tests.support.captures import HOST, START, answer, at, page

LANGUAGES = ("en", "be")
ABOUT = ("trade and visas", "a bridge over the river", "schools for the blind", "the price of wool")


def listed(path: str, hour: float, *entries: str) -> Capture:
    """A listing that was read."""
    found = tuple(Found(url=f"{HOST}{entry}") for entry in entries)
    read = answer(path, "listing", hours=hour, body=repr((hour, entries)).encode())
    return replace(read, listing=Listing(found=found))


def crawled(folder: Path, runs: Sequence[Sequence[Capture]], **site: Any) -> Archive:
    """The archive after these live runs, each at the hour of its first capture."""
    archive = Archive.open(folder / "a.db")
    archive.add_site("mfa", "Ministry", LANGUAGES, **site)
    for captures in runs:
        begun = captures[0].captured_at
        run = archive.start_run("mfa", mode="live", at=begun)
        archive.store(run, captures)
        archive.end_run(run, at=begun, ended="finished", counts={})
    return archive


def sections(hour: float, missing: Sequence[str]) -> list[Capture]:
    """Four articles in each of two languages, and a listing; some of them missing."""
    return [
        listed("/en/", hour),
        *(
            answer(path, "missing", hours=hour)
            if path in missing
            else page(path, hour, language=language, title=about, text=f"The minister spoke of {about} ({language}).")
            for language in LANGUAGES
            for number, about in enumerate(ABOUT)
            for path in (f"/{language}/{number}",)
        ),
    ]


def test_a_section_in_outage_is_not_removed(tmp_path: Path) -> None:
    """All of one language answers 404 for days while the other stands: nothing is even suspected."""
    gone = [f"/be/{number}" for number in range(4)]
    with crawled(tmp_path, [sections(0, ()), *(sections(24.0 * day, gone) for day in (1, 2, 3, 4))]) as archive:
        assert list(archive.changes(kind="vanished")) == []


def test_two_of_four_in_a_language_are_removed(tmp_path: Path) -> None:
    """Where others of their language stand, three answers over two days confirm it."""
    gone = ["/be/0", "/be/1"]
    with crawled(tmp_path, [sections(0, ()), *(sections(24.0 * day, gone) for day in (1, 2, 3))]) as archive:
        told = {row["url"].removeprefix(HOST): bool(row["confirmed"]) for row in archive.changes(kind="vanished")}
    assert told == {"/be/0": True, "/be/1": True}


def test_a_small_site_that_is_ill_as_a_whole_removes_nothing(tmp_path: Path) -> None:
    """Its articles and its listing answer 404."""
    ill = [[answer(path, "missing", hours=24.0 * day) for path in ("/1", "/2")] for day in (1, 2, 3, 4)]
    with crawled(tmp_path, [[listed("/en/", 0), page("/1", 0), page("/2", 0, text="Another text.")], *ill]) as archive:
        assert list(archive.changes(kind="vanished")) == []


def test_an_article_whose_address_leads_away_for_a_while_is_looked_at_again(tmp_path: Path) -> None:
    """A redirect to a page about works says nothing of it; a day later it is due, and an edit then is found."""
    away = [answer("/1", "moved", hours=24, to="/works"), replace(answer("/works", "unreadable", hours=24), status=200)]
    with crawled(tmp_path, [[page("/1", 0)], away]) as archive:
        (due,) = (row for row in archive.schedule("mfa") if row["url"] == f"{HOST}/1")
        assert due["why"] == "leads away"
        assert [row["url"] for row in archive.agenda("mfa", at(48))["articles"]] == [f"{HOST}/1"]
        run = archive.start_run("mfa", mode="live", at=at(48))
        archive.store(run, [page("/1", 48, text="They met for the second time.")])
        archive.end_run(run, at=at(48), ended="finished", counts={})
        assert [row["kind"] for row in archive.changes() if row["kind"] != "appeared"] == ["edited"]


def test_a_chain_of_redirects_to_a_listing_is_a_removal(tmp_path: Path) -> None:
    """However many hops it takes: a slash added, then the listing."""
    runs: list[list[Capture]] = [[listed("/en/news/", 0), page("/1", 0), page("/2", 0, text="Another text.")]]
    for day in (1, 2, 3):
        hour = 24.0 * day
        hops = (("/1", "/en/news"), ("/en/news", "/en/news/"))
        chain = [answer(path, "moved", hours=hour, to=to) for path, to in hops]
        runs.append([*chain, listed("/en/news/", hour), page("/2", hour, text="Another text.")])
    with crawled(tmp_path, runs) as archive:
        (told,) = archive.changes(kind="vanished")
    assert told["url"] == f"{HOST}/1"
    assert told["summary"]["how"] == "redirect-to-listing"
    assert told["confirmed"]


def test_an_outage_makes_no_address_wait(tmp_path: Path) -> None:
    """Where nothing answered, a listing is due as before; where only it did not, it is tried less and less."""
    seed = (f"{HOST}/en/", "listing", "en")
    down = [[answer(path, "unreachable", hours=hour) for path in ("/en/", "/1")] for hour in (6, 12, 18)]
    with crawled(tmp_path, [[listed("/en/", 0), page("/1", 0)], *down], seeds=[seed]) as archive:
        assert archive.agenda("mfa", at(24))["seeds"] == [seed[0]]
        run = archive.start_run("mfa", mode="live", at=at(24))
        archive.store(run, [answer("/en/", "unreachable", hours=24), page("/1", 24)])
        archive.end_run(run, at=at(24), ended="finished", counts={})
        assert archive.agenda("mfa", at(26))["seeds"] == []
        assert archive.agenda("mfa", at(30))["seeds"] == [seed[0]]


def test_a_clock_that_was_ahead_once_stops_nothing(tmp_path: Path) -> None:
    """What was captured in the future is due now."""
    seed = (f"{HOST}/en/", "listing", "en")
    with crawled(tmp_path, [[listed("/en/", 90_000), page("/1", 90_000)]], seeds=[seed]) as archive:
        due = archive.agenda("mfa", START)
    assert due["seeds"] == [seed[0]]
    assert [row["url"] for row in due["articles"]] == [f"{HOST}/1"]
