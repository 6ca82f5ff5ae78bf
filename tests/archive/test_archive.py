"""What the archive writes, what it does not write twice, and what it asks for next."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.errors import (
    NotInArchive,
    SiteUnknown,
)
from crawler.items import Alternate, Attachment, Found
from tests.support.captures import HOST, START, answer, article, at, filled, listing, rows, says


def test_each_capture_is_told_by_one_word(tmp_path: Path) -> None:
    """new, changed, revisit, stored, seen and noted are what a batch can be."""
    first = article("/1")
    edited = article("/1", hours=2, title="News, edited")
    with filled(tmp_path / "a.db", end=False) as archive:
        run = archive.start_run("mfa", mode="live", at=START)
        assert archive.store(run, [first]) == ["new"]
        assert archive.store(
            run,
            [
                replace(first, captured_at=at(1)),
                edited,
                answer("/1", "unchanged", hours=3, status=304),
                answer("/gone", "missing"),
                first,
                answer("/admin", "excluded", status=0),
            ],
        ) == ["revisit", "changed", "revisit", "stored", "seen", "noted"]


def test_the_same_capture_twice_in_one_batch_is_seen_once(tmp_path: Path) -> None:
    """The key of a capture holds within a transaction too."""
    with filled(tmp_path / "a.db", end=False) as archive:
        run = archive.start_run("mfa", mode="live", at=START)
        assert archive.store(run, [article("/1"), article("/1"), answer("/2", "missing"), answer("/2", "missing")]) == [
            "new",
            "seen",
            "stored",
            "seen",
        ]
        assert archive.store(run, []) == []


def test_storing_again_changes_nothing_but_the_runs(tmp_path: Path) -> None:
    """Every import is idempotent: only the run table grows."""
    path = tmp_path / "a.db"
    batch = [
        article("/1", alternates=says(ru="/ru/1"), attachments=(Attachment(url=f"{HOST}/note.pdf"),)),
        listing("/news", [Found(url=f"{HOST}/1"), Found(url=f"{HOST}/2", language="en")]),
        answer("/3", "unreachable", status=0),
        answer("/4", "offsite", status=0),
    ]
    dumps = []
    for _ in range(2):
        with filled(path, batch):
            pass
        with closing(sqlite3.connect(path)) as db:
            tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            dumps.append({name: db.execute(f"SELECT * FROM {name}").fetchall() for name in tables if name != "run"})
    assert dumps[0] == dumps[1]
    assert rows(path, "SELECT count(*) FROM run") == [(2,)]


def test_new_articles_show_before_the_run_ends(tmp_path: Path) -> None:
    """A reader need not wait for the settling to see what is new."""
    with (
        filled(tmp_path / "a.db", [article("/1")], end=False),
        Archive.open(tmp_path / "a.db", readonly=True) as reader,
    ):
        assert [row["url"] for row in reader.articles()] == [f"{HOST}/1"]
        assert reader.show(f"{HOST}/1")["revisions"] == 1
        assert [row["url"] for row in reader.search("ambassador")] == [f"{HOST}/1"]


def test_a_changed_text_waits_for_the_end_of_the_run(tmp_path: Path) -> None:
    """Changes are judgements: a run may yet turn out to be mostly blocked."""
    with filled(tmp_path / "a.db", end=False) as archive:
        run = archive.start_run("mfa", mode="live", at=START)
        archive.store(run, [article("/1"), article("/1", hours=1, title="Another title")])
        assert archive.show(f"{HOST}/1")["title"] == "News /1"
        archive.end_run(run, at=at(2), ended="finished", counts={})
        assert archive.show(f"{HOST}/1")["title"] == "Another title"
        assert archive.show(f"{HOST}/1")["revisions"] == 2


def test_a_run_that_died_is_settled_by_the_next(tmp_path: Path) -> None:
    """What a killed process left unsettled is judged first thing in the next run of the site."""
    with filled(tmp_path / "a.db", [article("/1"), article("/1", hours=1, title="Another")], end=False) as archive:
        archive.start_run("mfa", mode="live", at=at(5))
        assert archive.show(f"{HOST}/1")["title"] == "Another"
        assert [(row["how"], row["ended"]) for row in archive.runs()] == [
            (None, None),
            ("died", "2024-05-01T10:00:00.000Z"),
        ]


def test_secrets_in_headers_are_never_kept(tmp_path: Path) -> None:
    """Set-Cookie, Cookie and Authorization keep their names and lose their values."""
    capture = replace(
        article("/1"),
        headers=(("Set-Cookie", "session=topsecret1"), ("X-Kind", "plain")),
        request_headers=(("cookie", "topsecret2"), ("Authorization", "Basic topsecret3"), ("Accept", "*/*")),
    )
    with filled(tmp_path / "a.db", [capture]) as archive:
        (kept,) = archive.captures()
    assert kept.headers == (("Set-Cookie", "redacted"), ("X-Kind", "plain"))
    assert kept.request_headers == (("cookie", "redacted"), ("Authorization", "redacted"), ("Accept", "*/*"))
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        assert "topsecret" not in "".join(map(repr, (row for row in db.execute("SELECT bytes FROM dictionary"))))


def test_facts_come_back_as_they_went_in(tmp_path: Path) -> None:
    """A capture is read back whole, in the order of its time and not of its arrival."""
    posted = replace(
        answer("/load", "listing", hours=1, status=200, body=b'{"more": []}'),
        method="POST",
        asked=f"{HOST}/load?utm_source=x",
        request_body_digest="sha256:00",
        found_in=f"{HOST}/1",
        headers=(("ETag", '"ü"'), ("etag", '"2"'), ("odd: name", "va\nlue")),
    )
    timed_out = replace(answer("/2", "unreachable", hours=0.5, status=0), reason="timeout")
    with filled(tmp_path / "a.db", [posted, article("/1"), timed_out]) as archive:
        kept = list(archive.captures(site="mfa"))
        assert [capture.url for capture in kept] == [f"{HOST}/1", f"{HOST}/2", f"{HOST}/load"]
        assert kept[-1] == replace(posted, outcome="", extractor="", extractor_version="", listing=None)
        assert list(archive.captures(url=f"{HOST}/2")) == [timed_out]
        assert list(archive.captures(site="other")) == []
        with pytest.raises(NotInArchive):
            list(archive.captures(url=f"{HOST}/nowhere"))


def test_text_with_half_a_surrogate_pair_is_stored(tmp_path: Path) -> None:
    """JSON that was cut in the middle of a letter must not cost the batch."""
    broken = article("/1", title="cut \ud83d", body=("half \udc00 letter",))
    found = Found(url=f"{HOST}/2", title="cut \ud83d", published_raw="\ud83d")
    with filled(tmp_path / "a.db", [broken, listing("/news", [found])]) as archive:
        assert archive.show(f"{HOST}/1")["title"] == "cut ?"
        assert archive.show(f"{HOST}/1")["body"] == ["half ? letter"]


def test_a_listing_may_name_what_is_no_address(tmp_path: Path) -> None:
    """``javascript:`` is no address: the listing's reading tells of it, the addresses do not."""
    found = [
        Found(url="javascript:void(0)", refused="bad-address"),
        Found(url="https://evil.example/", refused="offsite"),
    ]
    with filled(tmp_path / "a.db", [listing("/news", found)]) as archive:
        assert list(archive.frontier("mfa")) == []
    assert rows(tmp_path / "a.db", "SELECT uri_r, refusal FROM resource WHERE refusal IS NOT NULL") == [
        ("https://evil.example/", "offsite")
    ]


def test_addresses_with_one_id_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve letters can be made to collide on purpose; the second address then gets other ones."""
    for module in ("facts.addresses", "sql"):
        real = f"crawler.archive.{module}.address_id"
        monkeypatch.setattr(real, lambda url: "aaaaaaaaaaaa" if "#" not in url else f"b{len(url):011d}")
    with filled(tmp_path / "a.db", [article("/1"), article("/22")], [article("/333")]) as archive:
        assert len({archive.show(HOST + path)["id"] for path in ("/1", "/22", "/333")}) == 3
        assert archive.known([f"{HOST}/22", f"{HOST}/4"]) == {f"{HOST}/22"}
        run = archive.start_run("mfa", mode="live", at=START)
        assert archive.store(run, [article("/333"), article("/1")]) == ["seen", "seen"]


def test_a_batch_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    """A mistake of the caller's rolls the whole batch back, and what was cached of it."""
    naive = replace(article("/2"), captured_at=START.replace(tzinfo=None))
    with filled(tmp_path / "a.db", end=False) as archive:
        run = archive.start_run("mfa", mode="live", at=START)
        with pytest.raises(ValueError, match="no time zone"):
            archive.store(run, [article("/1"), naive])
        assert archive.count() == 0
        assert archive.store(run, [article("/1")]) == ["new"]
        with pytest.raises(ValueError, match="there is no run"):
            archive.store(run + 1, [article("/3")])
        with pytest.raises(ValueError, match="a run ends as one of"):
            archive.end_run(run, at=at(1), ended="tired", counts={})


def test_an_unknown_site_is_explained(tmp_path: Path) -> None:
    """A run needs a site."""
    with Archive.open(tmp_path / "a.db") as archive, pytest.raises(SiteUnknown, match="mfa"):
        archive.start_run("mfa", mode="live", at=START)


def test_what_is_known_and_what_waits(tmp_path: Path) -> None:
    """Known addresses that gave no answer wait; blocked ones were not answered; files and claims are nobody's task."""
    home = article(
        "/1",
        alternates=(Alternate(hreflang="ru", url=f"{HOST}/ru/1"),),
        attachments=(Attachment(url=f"{HOST}/note.pdf"),),
        canonical_url=f"{HOST}/canonical/1",
    )
    news = listing("/news", [Found(url=f"{HOST}/1"), Found(url=f"{HOST}/2", language="en", title="Two")], hours=1)
    with filled(tmp_path / "a.db", [home, news, answer("/3", "blocked", status=403)]) as archive:
        waiting = list(archive.frontier("mfa"))
        assert {row["url"] for row in waiting} == {f"{HOST}/2", f"{HOST}/ru/1", f"{HOST}/3"}
        two = next(row for row in waiting if row["url"] == f"{HOST}/2")
        assert (two["language"], two["title"], two["found_in"], two["kind"]) == ("en", "Two", f"{HOST}/news", "article")
        assert archive.known([f"{HOST}/{n}" for n in (1, 2, 3, 4)]) == {f"{HOST}/1"}
        assert archive.known([]) == set()


def test_validators_are_those_of_the_latest_answer(tmp_path: Path) -> None:
    """Whatever arrived last, the newest capture's ETag is asked with; a 304 without one changes nothing."""
    newer = replace(article("/1", hours=5), headers=(("ETag", '"new"'),))
    older = replace(article("/1"), headers=(("ETag", '"old"'), ("Last-Modified", "Wed, 01 May 2024 09:00:00 GMT")))
    silent = answer("/1", "unchanged", hours=6, status=304)
    with filled(tmp_path / "a.db", [newer], [older], [silent]) as archive:
        assert archive.validators([f"{HOST}/1", f"{HOST}/2"])[f"{HOST}/1"][0] == '"new"'


def test_an_address_refused_once_is_no_longer_when_it_answers(tmp_path: Path) -> None:
    """robots.txt may change; the reason stands only while nothing was captured."""
    with filled(tmp_path / "a.db", [answer("/1", "excluded", status=0)]) as archive:
        with pytest.raises(NotInArchive, match="excluded"):
            archive.show(f"{HOST}/1")
        run = archive.start_run("mfa", mode="live", at=START)
        archive.store(run, [article("/1", hours=1)])
        assert archive.show(f"{HOST}/1")["title"] == "News /1"
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM resource WHERE refusal IS NOT NULL") == [(0,)]
