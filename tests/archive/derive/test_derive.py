"""Settling: what the archive judges from stored readings."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.archive import Archive
from tests.support.captures import (
    HOST,
    LONG,
    answer,
    at,
    dump,
    edits,
    fill,
    judged,
    links,
    ms,
    page,
    rows,
    sitemap,
    stories,
)


def test_pages_that_announce_each_other_are_a_story_of_the_earliest(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        page("/en/1", 2, says="ru:/1"),
        page("/1", 1, language="ru", says="en:/en/1", text=LONG + " По-русски."),
    )
    assert stories(found) == {"/en/1": "/1", "/1": "/1"}
    assert links(found) == {("/en/1", "/1"): "archived", ("/1", "/en/1"): "archived"}
    assert [row[0] for row in found["stories"]] == ["/1"]


def test_a_variant_that_is_captured_in_a_later_run_joins_the_story(tmp_path: Path) -> None:
    first = [page("/en/1", 1, says="ru:/1 be:/be/1")]
    path = fill(tmp_path, [first])
    assert links(dump(path)) == {("/en/1", "/1"): "known", ("/en/1", "/be/1"): "known"}
    with Archive.open(path) as archive:
        run = archive.start_run("mfa", mode="import", at=at(2000))
        archive.store(run, [page("/1", 5, language="ru"), answer("/be/1", "missing", hours=5, reason="http-404")])
        archive.end_run(run, at=at(2000), ended="finished", counts={})
    found = dump(path)
    assert stories(found) == {"/en/1": "/en/1", "/1": "/en/1"}
    assert links(found) == {("/en/1", "/1"): "archived", ("/en/1", "/be/1"): "missing"}


def test_a_switcher_that_leads_to_a_front_page_or_listing_is_refused(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        page("/en/1", 1, says="ru:/ be:/be/news"),
        answer("/", "listing", hours=2),
        answer("/be/news", "listing", hours=2),
    )
    assert links(found) == {("/en/1", "/"): "refused/front-page", ("/en/1", "/be/news"): "refused/listing"}


def test_an_article_of_another_site_is_no_member(tmp_path: Path) -> None:
    """Both sites are in one archive, and the pages announce each other; a story is of one site."""
    there = page("/1", 1, language="ru", says="en:/en/1", host="https://other.example")
    here = page("/en/1", 1, says="ru:https://other.example/1")
    path = fill(fill(tmp_path, [[here]]).parent, [[there]], site="other")
    found = dump(path)
    assert links(found)["/en/1", "https://other.example/1"] == "refused/offsite"
    assert len(found["stories"]) == 2


def test_a_lying_switcher_is_refused(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        page("/en/1", 1, says="ru:/2"),
        page("/en/2", 1, says="ru:/2"),
        page("/2", 1, language="ru", says="en:/en/2"),
    )
    assert links(found)["/en/1", "/2"] == "refused/announces-others"
    assert stories(found) == {"/en/1": "/en/1", "/en/2": "/2", "/2": "/2"}


def test_a_target_behind_a_redirect_is_tied(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        page("/en/1", 1, says="ru:/old/1"),
        answer("/old/1", "moved", hours=2, to="/1"),
        page("/1", 2, language="ru"),
    )
    assert links(found) == {("/en/1", "/old/1"): "archived"}
    assert dict(found["addresses"])["/old/1"] == "/1"


def test_a_later_switcher_withdraws_the_earlier_and_a_silent_page_does_not(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        page("/en/1", 1, says="ru:/1 be:/be/1"),
        page("/en/1", 2, says="ru:/2"),
        page("/en/1", 3),
        page("/1", 1, language="ru"),
        page("/2", 1, language="ru"),
        page("/be/1", 1, language="be"),
    )
    assert links(found) == {
        ("/en/1", "/1"): "withdrawn",
        ("/en/1", "/2"): "archived",
        ("/en/1", "/be/1"): "archived",
    }
    assert stories(found)["/1"] == "/1"
    assert edits(found) == [(path, 1, "Meeting") for path in ("/1", "/2", "/be/1", "/en/1")]


def test_a_sitemap_announces_for_its_addresses(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        sitemap(1, {"/en/1": "ru:/1 x-default:/en/1", "/9": "en:/en/9"}),
        page("/en/1", 2),
        page("/1", 2, language="ru"),
    )
    assert links(found) == {("/en/1", "/1"): "archived"}
    assert found["links"][0][4] == "sitemap"


def test_members_say_how_they_fall_short(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        page("/en/1", 1, says="ru:/1 be:/be/1"),
        page("/1", 1, language="ru", text_language="en", says="en:/en/1"),
        page("/be/1", 1, language="be", text="", text_language=""),
    )
    assert {row[0]: row[2] for row in found["articles"]} == {
        "/en/1": "archived",
        "/1": "untranslated",
        "/be/1": "empty",
    }
    assert links(found) == {
        ("/en/1", "/1"): "untranslated",
        ("/en/1", "/be/1"): "empty",
        ("/1", "/en/1"): "archived",
    }
    assert found["duplicates"] == [("/en/1", "/1", "exact", 1.0)], "never translated: a variant and a duplicate"


def test_an_edit_is_a_revision_and_a_revisit_only_moves_last_seen(tmp_path: Path) -> None:
    found = judged(
        tmp_path, page("/1", 1), page("/1", 2), page("/1", 3, title="Meeting held"), answer("/1", "unchanged", hours=4)
    )
    assert edits(found) == [("/1", 1, "Meeting"), ("/1", 2, "Meeting held")]
    assert [(row[2], row[3]) for row in found["revisions"]] == [(ms(1), ms(2)), (ms(3), ms(4))]
    assert found["words"] == [("/1", 1), ("/1", 2)]


def test_a_date_put_right_is_shown_and_is_no_revision(tmp_path: Path) -> None:
    path = fill(tmp_path, [[page("/1", 2, published="2024-05-01")], [page("/1", 1, published="2024-05-02")]])
    assert [row[1] for row in dump(path)["revisions"]] == [1]
    assert rows(path, "SELECT published FROM article UNION ALL SELECT published FROM revision") == [("2024-05-01",)] * 2


def test_another_version_of_the_extractor_is_no_revision(tmp_path: Path) -> None:
    found = judged(tmp_path, page("/1", 1), page("/1", 2, title="Meeting | Ministry", version="2"))
    assert edits(found) == [("/1", 1, "Meeting | Ministry")]
    assert found["revisions"][0][2] == ms(1)


@pytest.mark.parametrize("outcome", ["blocked", "unreachable", "unreadable", "missing"])
def test_what_was_not_read_changes_no_article(tmp_path: Path, outcome: str) -> None:
    found = judged(tmp_path, page("/1", 1), answer("/1", outcome, hours=2, reason="why"))
    assert edits(found) == [("/1", 1, "Meeting")]
    assert found["articles"][0][6] == ms(1)


def test_two_bodies_at_one_instant_are_two_revisions_ordered_by_payload(tmp_path: Path) -> None:
    found = judged(tmp_path, page("/1", 1, title="Meeting one"), page("/1", 1, title="Meeting two"))
    assert [row[1] for row in found["revisions"]] == [1, 2]
    assert found["revisions"][0][7] < found["revisions"][1][7]


def test_a_moved_article_goes_on_under_its_first_address(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        page("/old", 1),
        answer("/old", "moved", hours=3, to="/new"),
        page("/new", 3, title="Meeting, moved and edited"),
    )
    assert edits(found) == [("/old", 1, "Meeting"), ("/old", 2, "Meeting, moved and edited")]
    assert dict(found["addresses"]) == {"/old": "/old", "/new": "/old"}
    assert found["duplicates"] == []


def test_a_canonical_claim_with_equal_text_is_an_alias_and_without_it_none(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        page("/1", 1),
        page("/1?view=wide", 2, canonical="/1"),
        page("/3", 2, canonical="/1", text=LONG + " More."),
    )
    assert dict(found["addresses"]) == {"/1": "/1", "/1?view=wide": "/1", "/3": "/3"}


def test_a_print_twin_is_never_an_article_nor_an_edit(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        page("/print/1", 1, title="Meeting (print)", twin_of="/1"),
        page("/1", 1),
        page("/print/1", 2, twin_of="/1"),
    )
    assert edits(found) == [("/1", 1, "Meeting")]
    assert dict(found["addresses"]) == {"/1": "/1", "/print/1": "/1"}


def test_equal_long_bodies_are_duplicates_around_the_earliest(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        page("/3", 3),
        page("/1", 1),
        page("/2", 2),
        page("/4", 1, text="Short."),
        page("/5", 1, text="Short."),
    )
    assert found["duplicates"] == [("/2", "/1", "exact", 1.0), ("/3", "/1", "exact", 1.0)]


def test_a_text_that_is_edited_is_no_duplicate_any_more(tmp_path: Path) -> None:
    path = fill(tmp_path, [[page("/1", 1), page("/2", 2), page("/3", 2)], [page("/1", 5, text=LONG + " Corrected.")]])
    assert dump(path)["duplicates"] == [("/3", "/2", "exact", 1.0)]


def test_nothing_is_derived_from_a_crawl_that_was_mostly_blocked(tmp_path: Path) -> None:
    bad = [answer(f"/{n}", "blocked", hours=5, reason="firewall") for n in range(4)]
    path = fill(tmp_path, [[page("/1", 1)], [page("/1", 5, title="Meeting?"), page("/9", 5), *bad]], mode="live")
    found = dump(path)
    assert edits(found) == [("/1", 1, "Meeting")]
    assert found["stories"] == [("/1", found["stories"][0][1])]
    assert rows(path, "SELECT ignored_because FROM run ORDER BY id") == [(None,), ("mostly-blocked",)]
    with Archive.open(path, readonly=True) as archive:
        assert HOST + "/9" not in archive.known([HOST + "/9"]), "it is asked for again"


def test_a_run_that_died_is_settled_first_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        archive.add_site("mfa", "Ministry", ("en", "ru"))
        run = archive.start_run("mfa", mode="import", at=at(10))
        archive.store(run, [page("/en/1", 1, says="ru:/1"), page("/1", 1, language="ru")])
    with Archive.open(path) as archive:
        archive.start_run("mfa", mode="import", at=at(11))
    assert links(dump(path)) == {("/en/1", "/1"): "archived"}


def test_text_and_mutual_announcement_outweigh_the_claim_and_the_partner_may_take_its_word_back(tmp_path: Path) -> None:
    """A template writes ``lang=en`` on both pages; later the first page announces the other one no more."""
    both = [
        page("/a/1", 1, says="ru:/a/2"),
        page("/a/2", 2, language="en", text_language="ru", says="en:/a/1", text=LONG + " По-русски."),
    ]
    path = fill(tmp_path, [both])
    assert stories(dump(path)) == {"/a/1": "/a/1", "/a/2": "/a/1"}
    assert links(dump(path)) == {("/a/1", "/a/2"): "archived", ("/a/2", "/a/1"): "archived"}
    with Archive.open(path, readonly=True) as archive:
        assert {row["url"]: row["state"] for row in archive.articles()}[f"{HOST}/a/2"] == "archived"
        assert {row["language"] for row in archive.articles.variants(f"{HOST}/a/1")} == {"en", "ru"}
    with Archive.open(path) as archive:
        run = archive.start_run("mfa", mode="import", at=at(2000))
        archive.store(run, [page("/a/1", 5, says="ru:/a/3")])
        archive.end_run(run, at=at(2000), ended="finished", counts={})
    assert len(set(stories(dump(path)).values())) == 2
    with Archive.open(path, readonly=True) as archive:
        assert {row["url"]: row["state"] for row in archive.articles()}[f"{HOST}/a/2"] == "untranslated"
