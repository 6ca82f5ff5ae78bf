"""Settling: what the archive judges from stored readings, whatever the order and the runs they came in."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.archive import Archive
from crawler.archive import settle as settling
from crawler.items import Alternate, Article, Capture, Found, Listing

HOST = "https://mfa.example"
START = datetime(2024, 5, 1, 9, tzinfo=UTC)
LONG = "The minister received the ambassador and they spoke about trade, visas and the road between the two capitals."


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour)


def page(
    path: str,
    hour: float,
    *,
    language: str = "en",
    text: str = LONG,
    title: str = "Meeting",
    says: str = "",
    text_language: str | None = None,
    version: str = "1",
    canonical: str | None = None,
    twin_of: str | None = None,
    published: str | None = None,
) -> Capture:
    """A capture read as an article; ``says`` is its switcher, words like ``ru:/1``."""
    url = HOST + path
    alternates = tuple(
        Alternate(hreflang=tag, url=HOST + target) for tag, target in (word.split(":") for word in says.split())
    )
    article = Article(
        url=url,
        title=title,
        body=(text,) if text else (),
        language=language if text_language is None else text_language,
        language_claimed=language,
        canonical_url=HOST + canonical if canonical else None,
        alternates=alternates,
        published=published,
    )
    return Capture(
        url=url,
        captured_at=at(hour),
        site="mfa",
        status=200,
        body=f"{title} {text} {says} {canonical} {published}".encode(),
        outcome="article",
        extractor="NewsPage",
        extractor_version=version,
        article=article,
        alias_of=HOST + twin_of if twin_of else None,
    )


def answer(path: str, hour: float, outcome: str, *, to: str = "", reason: str = "") -> Capture:
    """A capture that was read as no article."""
    status = {"moved": 301, "missing": 404, "blocked": 403, "unreachable": 0}.get(outcome, 200)
    return Capture(
        url=HOST + path,
        captured_at=at(hour),
        site="mfa",
        status=status,
        body=b"" if outcome == "moved" else outcome.encode(),
        outcome=outcome,
        reason=reason,
        location=HOST + to if to else None,
        extractor="ListingPage" if outcome == "listing" else "",
        extractor_version="1" if outcome == "listing" else "",
        listing=Listing() if outcome == "listing" else None,
    )


def sitemap(hour: float, says: dict[str, str]) -> Capture:
    """A sitemap that announces alternates for addresses: words like ``ru:/1`` by path."""
    found = tuple(
        Found(
            url=HOST + path,
            alternates=tuple(
                Alternate(hreflang=tag, url=HOST + target, evidence="sitemap")
                for tag, target in (word.split(":") for word in words.split())
            ),
        )
        for path, words in says.items()
    )
    return Capture(
        url=HOST + "/sitemap.xml",
        captured_at=at(hour),
        site="mfa",
        status=200,
        body=repr(says).encode(),
        outcome="sitemap",
        extractor="SitemapPage",
        extractor_version="1",
        listing=Listing(found=found),
    )


def fill(folder: Path, runs: Iterable[Sequence[Capture]], mode: str = "import") -> Path:
    """An archive with these captures, one run after the other."""
    path = folder / "archive.db"
    with Archive.open(path) as archive:
        archive.add_site("mfa", "Ministry", ("en", "ru", "be"))
        for number, captures in enumerate(runs):
            run = archive.start_run("mfa", mode=mode, at=at(1000 + number))
            for capture in captures:
                archive.store(run, [capture])
            archive.end_run(run, at=at(1000 + number), ended="finished", counts={})
    return path


DUMP = {
    "articles": """SELECT r.uri_r, s.uri_r, a.state, a.language, a.language_claimed, a.first_seen, a.last_seen,
        v.number, v.title, v.captured_at
        FROM article a JOIN resource r ON r.id = a.resource JOIN story ON story.id = a.story
        JOIN resource s ON s.id = story.resource JOIN revision v ON v.id = a.revision""",
    "addresses": """SELECT r.uri_r, n.uri_r FROM resource r JOIN article a ON a.id = r.article
        JOIN resource n ON n.id = a.resource""",
    "revisions": """SELECT r.uri_r, v.number, v.captured_at, v.last_seen, v.title, v.body, v.language,
        hex(p.digest), hex(q.digest)
        FROM revision v JOIN article a ON a.id = v.article JOIN resource r ON r.id = a.resource
        JOIN capture c ON c.id = v.capture JOIN payload p ON p.id = c.payload
        JOIN capture d ON d.id = v.shown JOIN payload q ON q.id = d.payload""",
    "links": """SELECT s.uri_r, t.uri_r, v.language, v.hreflang, v.evidence, v.state, v.reason FROM variant_link v
        JOIN resource s ON s.id = v.source JOIN resource t ON t.id = v.target""",
    "duplicates": """SELECT r.uri_r, o.uri_r, d.kind, d.nearness
        FROM duplicate d JOIN article a ON a.id = d.article
        JOIN resource r ON r.id = a.resource
        JOIN article b ON b.id = d.original JOIN resource o ON o.id = b.resource""",
    "stories": "SELECT r.uri_r, r.key FROM story s JOIN resource r ON r.id = s.resource",
    "words": """SELECT r.uri_r, v.number FROM revision_fts f JOIN revision v ON v.id = f.rowid
        JOIN article a ON a.id = v.article JOIN resource r ON r.id = a.resource WHERE revision_fts MATCH 'meeting'""",
}


def ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All judgements in an archive, in words that no integer id comes into."""
    found = {name: sorted(ask(path, sql), key=repr) for name, sql in DUMP.items()}
    return {
        name: [tuple(cell.removeprefix(HOST) if isinstance(cell, str) else cell for cell in row) for row in rows]
        for name, rows in found.items()
    }


def judged(folder: Path, *captures: Capture) -> dict[str, list[tuple[Any, ...]]]:
    return dump(fill(folder, [captures]))


def stories(found: dict[str, list[tuple[Any, ...]]]) -> dict[str, str]:
    return {row[0]: row[1] for row in found["articles"]}


def links(found: dict[str, list[tuple[Any, ...]]]) -> dict[tuple[str, str], str]:
    return {(row[0], row[1]): f"{row[5]}/{row[6]}" if row[6] else row[5] for row in found["links"]}


def edits(found: dict[str, list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    return [(row[0], row[1], row[4]) for row in found["revisions"]]


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
        archive.store(run, [page("/1", 5, language="ru"), answer("/be/1", 5, "missing", reason="http-404")])
        archive.end_run(run, at=at(2000), ended="finished", counts={})
    found = dump(path)
    assert stories(found) == {"/en/1": "/en/1", "/1": "/en/1"}
    assert links(found) == {("/en/1", "/1"): "archived", ("/en/1", "/be/1"): "missing"}


def test_a_switcher_that_leads_to_a_front_page_or_listing_is_refused(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        page("/en/1", 1, says="ru:/ be:/be/news"),
        answer("/", 2, "listing"),
        answer("/be/news", 2, "listing"),
    )
    assert links(found) == {("/en/1", "/"): "refused/front-page", ("/en/1", "/be/news"): "refused/listing"}


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
        answer("/old/1", 2, "moved", to="/1"),
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
        tmp_path, page("/1", 1), page("/1", 2), page("/1", 3, title="Meeting held"), answer("/1", 4, "unchanged")
    )
    assert edits(found) == [("/1", 1, "Meeting"), ("/1", 2, "Meeting held")]
    assert [(row[2], row[3]) for row in found["revisions"]] == [(ms(1), ms(2)), (ms(3), ms(4))]
    assert found["words"] == [("/1", 1), ("/1", 2)]


def ms(hour: float) -> int:
    return int(at(hour).timestamp() * 1000)


def test_a_date_put_right_is_shown_and_is_no_revision(tmp_path: Path) -> None:
    path = fill(tmp_path, [[page("/1", 2, published="2024-05-01")], [page("/1", 1, published="2024-05-02")]])
    assert [row[1] for row in dump(path)["revisions"]] == [1]
    assert ask(path, "SELECT published FROM article UNION ALL SELECT published FROM revision") == [("2024-05-01",)] * 2


def test_another_version_of_the_extractor_is_no_revision(tmp_path: Path) -> None:
    found = judged(tmp_path, page("/1", 1), page("/1", 2, title="Meeting | Ministry", version="2"))
    assert edits(found) == [("/1", 1, "Meeting | Ministry")]
    assert found["revisions"][0][2] == ms(1)


@pytest.mark.parametrize("outcome", ["blocked", "unreachable", "unreadable", "missing"])
def test_what_was_not_read_changes_no_article(tmp_path: Path, outcome: str) -> None:
    found = judged(tmp_path, page("/1", 1), answer("/1", 2, outcome, reason="why"))
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
        answer("/old", 3, "moved", to="/new"),
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
    bad = [answer(f"/{n}", 5, "blocked", reason="firewall") for n in range(4)]
    path = fill(tmp_path, [[page("/1", 1)], [page("/1", 5, title="Meeting?"), page("/9", 5), *bad]], mode="live")
    found = dump(path)
    assert edits(found) == [("/1", 1, "Meeting")]
    assert found["stories"] == [("/1", found["stories"][0][1])]
    assert ask(path, "SELECT discounted FROM run ORDER BY id") == [(None,), ("mostly-blocked",)]
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


PATHS = ("/en/1", "/en/2", "/1", "/2", "/be/1", "/p/1")
CLAIMED = {"/en/1": "en", "/en/2": "en", "/1": "ru", "/2": "ru", "/be/1": "be", "/p/1": "en"}
words = st.sampled_from(["ru:/1", "ru:/2", "en:/en/1", "en:/en/2", "be:/be/1", "ru:/", "en:/p/1", "ru:/none"])
hours = st.integers(1, 6)
texts = st.sampled_from([LONG, LONG + " Corrected.", ""])


@st.composite
def pages(draw: st.DrawFn) -> Capture:
    path = draw(st.sampled_from(PATHS))
    return page(
        path,
        draw(hours),
        language=CLAIMED[path],
        text=draw(texts),
        title=draw(st.sampled_from(["Meeting", "Meeting held"])),
        says=" ".join(sorted(set(draw(st.lists(words, max_size=2))))),
        version=draw(st.sampled_from(["1", "1", "2"])),
        canonical=draw(st.none() | st.sampled_from(PATHS)),
        twin_of="/en/1" if path == "/p/1" else None,
    )


answers = st.builds(
    answer,
    st.sampled_from((*PATHS, "/", "/none")),
    hours,
    st.sampled_from(["missing", "blocked", "listing", "unreachable", "unreadable"]),
    reason=st.just("why"),
)
moves = st.builds(
    lambda path, hour, to: answer(path, hour, "moved", to=to), st.sampled_from(PATHS), hours, st.sampled_from(PATHS)
)
maps = st.builds(sitemap, hours, st.dictionaries(st.sampled_from((*PATHS, "/none")), words, max_size=3))


@given(
    st.lists(pages() | answers | moves | maps, max_size=14, unique_by=lambda one: (one.url, one.captured_at, one.body)),
    st.data(),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_order_and_any_division_into_runs_give_the_same_judgements(
    captures: list[Capture], data: st.DataObject
) -> None:
    """The same records, shuffled, in one import or several: the same articles, revisions, stories, ids.

    Nor does it matter how many addresses are judged at a time, or whether the plain ones are told apart beforehand.
    """
    shuffled = data.draw(st.permutations(captures))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(captures)), max_size=3)))
    parts = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(captures)], strict=True)]
    chunk, plain = data.draw(st.sampled_from([1, 2, 1000])), data.draw(st.booleans())
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        expected = dump(fill(Path(one), [captures]))
        all_the_long_way = nullcontext() if plain else patch("crawler.archive.settle.settle_fresh")
        with patch.object(settling, "CHUNK", chunk), all_the_long_way:
            assert dump(fill(Path(other), parts)) == expected


@given(st.lists(pages() | answers | moves | maps, max_size=10))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_settling_again_changes_nothing(captures: list[Capture]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = fill(Path(folder), [captures])
        with closing(sqlite3.connect(path)) as connection:
            before = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in JUDGED]
            connection.execute("BEGIN")
            settling.settle(Database(connection), [1])
            assert [connection.execute(f"SELECT * FROM {table}").fetchall() for table in JUDGED] == before


JUDGED = ("resource", "article", "revision", "story", "variant_link", "duplicate", "attachment")
"""All that settling writes, integer ids and all."""
