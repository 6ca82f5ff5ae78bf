"""The ledger told: every kind of event from real captures, its evidence, its order, and what narrows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive, Row
from crawler.archive.queries.changes import EVENT_KINDS, ChangeFilter
from crawler.errors import NotInArchive
from crawler.items import Capture
from tests.support.captures import HOST, TEXT, answer, article, at
from tests.support.programs import communique, rows

KEYS = {"at", "kind", "id", "url", "site", "language", "story", "title", "confirmed", "captures", "summary"}
EVIDENCE = {"id", "url", "captured_at", "status", "outcome", "reason", "payload_digest"}


@contextmanager
def lived(path: Path, *runs: Sequence[Capture]) -> Iterator[Archive]:
    """An archive of a site crawled some times; in every run an article stands that nothing happens to."""
    with Archive.open(path) as archive:
        archive.add_site("mfa", "Ministry", ("en",))
        for captures in runs:
            hour = (captures[0].captured_at - at(0)).total_seconds() / 3600
            run = archive.start_run("mfa", mode="live", at=at(hour))
            archive.store(run, [*captures, page("/well", hour)])
            archive.end_run(run, at=at(hour + 1), ended="finished", counts={})
        yield archive


TITLES = {"/1": "Ambassador received", "/2": "A bridge is opened", "/well": "The school has a new roof"}


def page(path: str, hours: float = 0, *, day: str = "Tuesday", title: str = "") -> Capture:
    """A text of its own for each address: one text under many addresses would be taken for a wall."""
    title = title or TITLES[path]
    return article(path, hours=hours, title=title, body=(TEXT[0].replace("Tuesday", day), f"{title}, they said."))


def gone(path: str, hours: float) -> Capture:
    return answer(path, "missing", hours=hours, body=b"gone")


RUNS = (
    [page("/1"), page("/2")],
    [page("/1", 24, day="Friday"), page("/2", 24)],
    [gone("/1", 48), gone("/2", 48)],
    [gone("/1", 72), page("/2", 72)],
    [gone("/1", 96), page("/2", 96)],
    [page("/1", 120, day="Friday")],
)
"""Six days: /1 is edited, removed for three days, and back; /2 is missing once."""


def told(archive: Archive, **narrowed: Any) -> list[tuple[str, str, str]]:
    """Events as kind, path, and whether it is confirmed; without the article that nothing happens to."""
    return [
        (row["kind"], row["url"].removeprefix(HOST), "sure" if row["confirmed"] else "suspected")
        for row in archive.changes(**narrowed)
        if row["url"] != f"{HOST}/well"
    ]


def the(archive: Archive, kind: str, path: str) -> Row:
    (row,) = archive.changes(kind=kind, ref=HOST + path)
    return row


def test_events_are_told_newest_first(tmp_path: Path) -> None:
    """Appeared, edited, suspected, confirmed, restored: each once, at the time it was first seen."""
    with lived(tmp_path / "a.db", *RUNS) as archive:
        assert told(archive, ref=f"{HOST}/1") == [
            ("restored", "/1", "sure"),
            ("vanished", "/1", "sure"),
            ("edited", "/1", "sure"),
            ("appeared", "/1", "sure"),
        ]
        assert told(archive, ref=f"{HOST}/2") == [
            ("restored", "/2", "sure"),
            ("vanished", "/2", "suspected"),
            ("appeared", "/2", "sure"),
        ]
        every = list(archive.changes())
        assert len(every) == 8
        assert every == sorted(sorted(every, key=lambda row: row["id"]), key=lambda row: row["at"], reverse=True)


def test_a_row_has_the_promised_keys(tmp_path: Path) -> None:
    """JSON keys are a public face, those of the evidence too."""
    with lived(tmp_path / "a.db", *RUNS) as archive:
        for row in archive.changes():
            assert set(row) == KEYS
            assert row["kind"] in EVENT_KINDS
            assert row["captures"]
            for capture in row["captures"]:
                assert set(capture) == EVIDENCE


def test_a_removal_carries_every_capture_that_shows_it(tmp_path: Path) -> None:
    """The last time it stood, and each answer that it is gone up to the one that confirmed it."""
    with lived(tmp_path / "a.db", *RUNS) as archive:
        row = the(archive, "vanished", "/1")
        seen = [(each["captured_at"][:10], each["status"], each["outcome"]) for each in row["captures"]]
        assert seen == [
            ("2024-05-02", 200, "article"),
            ("2024-05-03", 404, "missing"),
            ("2024-05-04", 404, "missing"),
            ("2024-05-05", 404, "missing"),
        ]
        assert (row["at"][:10], row["confirmed"][:10]) == ("2024-05-03", "2024-05-05")
        assert row["summary"] == {"how": "http-404"}
        assert {each["id"] for each in row["captures"]} == {row["id"]}
        assert archive.payload(row["captures"][1]["payload_digest"]) == b"gone"


def test_an_edit_names_the_captures_before_and_after(tmp_path: Path) -> None:
    """Both have the outcomes of the timemap, so that one leads to the other."""
    with lived(tmp_path / "a.db", *RUNS) as archive:
        row = the(archive, "edited", "/1")
        assert row["summary"]["fields"] == ["body"]
        assert (row["summary"]["added"], row["summary"]["removed"]) == (1, 1)
        mapped = {each["captured_at"]: each for each in archive.timemap(f"{HOST}/1")}
        assert [each["captured_at"][:10] for each in row["captures"]] == ["2024-05-01", "2024-05-02"]
        for capture in row["captures"]:
            same = mapped[capture["captured_at"]]
            assert {key: same[key] for key in EVIDENCE} == capture


def test_the_payload_of_the_time_before_is_told_as_unchanged(tmp_path: Path) -> None:
    """The last capture of the old text is a revisit; evidence and timemap say the same of it."""
    runs = ([page("/1")], [page("/1", 5)], [page("/1", 9, title="Another")])
    with lived(tmp_path / "a.db", *runs) as archive:
        outcomes = [each["outcome"] for each in the(archive, "edited", "/1")["captures"]]
        assert outcomes == ["unchanged", "article"] == [row["outcome"] for row in archive.timemap(f"{HOST}/1")[1:]]


def test_an_article_appeared_when_it_was_first_captured(tmp_path: Path) -> None:
    """Its evidence is the capture of its first text."""
    with lived(tmp_path / "a.db", *RUNS) as archive:
        row = the(archive, "appeared", "/1")
        assert row["at"] == row["confirmed"] == archive.show(f"{HOST}/1")["first_seen"]
        assert [each["captured_at"] for each in row["captures"]] == [row["at"]]


def test_a_return_says_how_long_it_was_gone(tmp_path: Path) -> None:
    """Since it was first missing."""
    with lived(tmp_path / "a.db", *RUNS) as archive:
        assert the(archive, "restored", "/1")["summary"] == {"gone_ms": 72 * 3_600_000}


def test_a_move_names_both_addresses(tmp_path: Path) -> None:
    """The event belongs to the one article; its evidence is at the old address, its summary says where it went."""
    moved = replace(answer("/1", "moved", hours=5, status=301), location=f"{HOST}/9")
    there = replace(page("/1", 5), url=f"{HOST}/9", captured_at=at(5.1))
    with lived(tmp_path / "a.db", [page("/1")], [moved, there], [page("/2", 9)]) as archive:
        row = the(archive, "moved", "/9")
        assert row["url"] == f"{HOST}/1"
        assert row["summary"] == {"to": f"{HOST}/9"}
        assert [(each["url"], each["status"]) for each in row["captures"]] == [(f"{HOST}/1", 200), (f"{HOST}/1", 301)]
        assert [kind for kind, _, _ in told(archive, ref=f"{HOST}/9")] == ["moved", "appeared"]


@pytest.mark.parametrize(
    ("narrowed", "kinds"),
    [
        ({"kind": "vanished"}, "vanished vanished"),
        ({"kind": "appeared"}, "appeared appeared"),
        ({"since": "2024-05-04"}, "restored restored"),
        ({"since": "2024-05-04T12:00:00+03:00", "until": "2024-05-04T09:00:00Z"}, "restored"),
        ({"until": "2024-05-01"}, "appeared appeared"),
        ({"since": "2024-05-02", "until": "2024-05-03"}, "vanished vanished edited"),
        ({"ref": f"{HOST}/2"}, "restored vanished appeared"),
        ({"ref": f"{HOST}/2", "kind": "appeared"}, "appeared"),
        ({"run": 3}, "vanished vanished"),
        ({"run": 1}, "appeared appeared"),
        ({"run": 5}, ""),
        ({"site": "other"}, ""),
        ({"site": "mfa", "limit": 2}, "restored restored"),
        ({"limit": 5}, "restored restored vanished vanished edited"),
    ],
)
def test_the_ledger_can_be_narrowed(tmp_path: Path, narrowed: dict[str, Any], kinds: str) -> None:
    """Days are whole days in UTC, ends included; a limit takes the newest of both halves together."""
    with lived(tmp_path / "a.db", *RUNS) as archive:
        assert [kind for kind, _, _ in told(archive, **narrowed)] == kinds.split()


def test_what_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    """At once, not at the first row."""
    with lived(tmp_path / "a.db", *RUNS) as archive:
        with pytest.raises(
            ValueError, match="not a kind of event: use one of appeared, edited, moved, vanished, restored"
        ):
            archive.changes(kind="deleted")
        with pytest.raises(ValueError, match="use YYYY-MM-DD"):
            archive.changes(since="yesterday")
        with pytest.raises(NotInArchive):
            archive.changes(ref="aaaaaaaaaaaa")


def test_the_view_tells_the_same_ledger(tmp_path: Path) -> None:
    """For whoever reads the file with another tool; appeared is there without rows of its own."""
    with lived(tmp_path / "a.db", *RUNS) as archive:
        names = ("at", "kind", "id", "url", "site", "language", "story", "title", "confirmed")
        asked = sorted(tuple(row[name] for name in names) for row in archive.changes())
        view = archive._db.query(f"SELECT {', '.join(names)} FROM event_latest")
        assert sorted(tuple(row.values()) for row in view) == asked


@pytest.mark.parametrize(
    "wanted",
    [
        ChangeFilter(),
        ChangeFilter(site="mfa"),
        ChangeFilter(kind="vanished"),
        ChangeFilter(kind="appeared"),
        ChangeFilter(since=0, until=1),
    ],
)
def test_the_newest_changes_are_found_by_an_index(tmp_path: Path, wanted: ChangeFilter) -> None:
    """At a million articles neither half of the ledger may be read whole, nor sorted whole."""
    with lived(tmp_path / "a.db") as archive:
        values = {**wanted._asdict(), "limit": 50}
        plan = [row[3] for row in archive._db.conn.execute("EXPLAIN QUERY PLAN " + wanted.halves(), values)]
        first = [step for step in plan if step.startswith(("SCAN", "SEARCH event", "SEARCH article USING INDEX"))]
        halves = {"appeared": 1, "vanished": 1}.get(wanted.kind or "", 2)
        assert len(first) == halves
        assert all("event_at" in step or "article_first_seen" in step for step in first)
        assert not [step for step in plan if step == "USE TEMP B-TREE FOR ORDER BY"]


def test_the_command_tells_a_suspicion_from_a_certainty(tmp_path: Path) -> None:
    """In the table by a question mark, in JSON by a confirmed that is null."""
    with lived(tmp_path / "a.db", *RUNS):
        pass
    call = ("--archive", tmp_path / "a.db", "changes", "--kind", "vanished")
    done = communique(*call, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    suspected, certain = sorted(done.stdout.splitlines()[2:], key=lambda line: "vanished " in line)
    assert "vanished?" in suspected
    assert "suspected only" in suspected
    assert "200 -> 404 x3" in certain
    sure = {row["url"]: row["confirmed"] is not None for row in rows(communique(*call, "--json", cwd=tmp_path))}
    assert sure == {f"{HOST}/1": True, f"{HOST}/2": False}


def test_the_command_says_what_to_do_where_there_is_nothing_and_where_it_is_wrong(tmp_path: Path) -> None:
    """No change is no error; a wrong kind or time is wrong usage, with what would be right."""
    with lived(tmp_path / "a.db"):
        pass
    call = ("--archive", tmp_path / "a.db", "changes")
    nothing = communique(*call, cwd=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "communique crawl" in nothing.stderr
    kind = communique(*call, "--kind", "deleted", cwd=tmp_path)
    assert kind.returncode == 2
    assert all(word in kind.stderr for word in EVENT_KINDS)
    assert communique(*call, "--since", "yesterday", cwd=tmp_path).returncode == 2


def test_a_vanished_article_is_shown_with_its_last_good_text(tmp_path: Path) -> None:
    """And a word on stderr since when it is gone, or may be gone; nothing of the kind once it is back."""
    with lived(tmp_path / "gone.db", *RUNS[:5]):
        pass
    with lived(tmp_path / "back.db", *RUNS):
        pass
    with lived(tmp_path / "once.db", *RUNS[:3]):
        pass
    shown = {
        name: communique("--archive", tmp_path / f"{name}.db", "show", f"{HOST}/1", cwd=tmp_path)
        for name in ("gone", "back", "once")
    }
    for done in shown.values():
        assert "received the ambassador on Friday" in " ".join(done.stdout.split())
    assert "has been gone since 2024-05-03 09:00Z" in shown["gone"].stderr
    assert "may have been gone since 2024-05-03 09:00Z" in shown["once"].stderr
    assert shown["back"].stderr == ""
    listed = rows(
        communique("--archive", tmp_path / "gone.db", "articles", "--state", "vanished", "--json", cwd=tmp_path)
    )
    assert [row["url"] for row in listed] == [f"{HOST}/1"]
