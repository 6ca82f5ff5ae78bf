"""What the archive answers: the rows of design section 7, their keys, their order and what they say."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Archive, Row
from crawler.archive.sql import milliseconds, moment
from crawler.errors import NotInArchive
from crawler.items import Attachment, Found
from tests.support.captures import HOST, START, TEXT, answer, article, at, filled, link, listing, says

KEYS = {
    "articles": "id url site language language_claimed title published published_raw date_source modified modified_raw "
    "canonical_url story state text_digest first_seen last_seen revisions",
    "show": "body links images attachments tags",
    "timemap": "id url captured_at status outcome payload_digest bytes run revision",
    "variants": "language url state evidence reason",
    "search": "story url language title published snippet score languages",
    "runs": "id site started ended captures outcomes new edited removed healthy findings measures what",
    "sites": "name title languages articles last_run healthy next_due",
    "summary": "language listed archived variants_missing new edited",
}


def answers(archive: Archive, ref: str) -> dict[str, Row]:
    """The first row of every question."""
    return {
        "articles": next(archive.articles()),
        "show": archive.show(ref),
        "timemap": archive.timemap(ref)[0],
        "variants": archive.variants(ref)[0],
        "search": next(archive.search("ambassador")),
        "runs": archive.runs()[0],
        "sites": archive.sites()[0],
        "summary": archive.summary("mfa")[0],
    }


def test_rows_have_the_promised_keys(tmp_path: Path) -> None:
    """JSON keys are a public face: more may be added, none renamed."""
    with filled(tmp_path / "a.db", [article("/1")]) as archive:
        told = answers(archive, f"{HOST}/1")
        missing = {name: set(KEYS[name].split()) - set(row) for name, row in told.items()}
        assert {name: keys for name, keys in missing.items() if keys} == {}
        assert set(KEYS["articles"].split()) <= set(archive.show(f"{HOST}/1"))
        assert set(next(archive.export())) == set(archive.show(f"{HOST}/1"))


def test_an_article_is_shown_whole(tmp_path: Path) -> None:
    """Everything the page gave, the raw beside the read."""
    page = article(
        "/1",
        published="2024-04-30",
        published_raw="30 April 2024",
        date_source="element",
        tags=("trade",),
        images=(f"{HOST}/a.jpg",),
        links=(link("/2"),),
        attachments=(Attachment(url=f"{HOST}/note.pdf", title="Note", media_type="application/pdf"),),
    )
    with filled(tmp_path / "a.db", [page]) as archive:
        row = archive.show(f"{HOST}/1")
    assert row["body"] == list(TEXT)
    assert (row["published"], row["published_raw"], row["date_source"]) == ("2024-04-30", "30 April 2024", "element")
    assert row["links"] == [{"url": f"{HOST}/2", "text": "more"}]
    assert row["attachments"] == [{"url": f"{HOST}/note.pdf", "title": "Note", "media_type": "application/pdf"}]
    assert (row["tags"], row["images"]) == (["trade"], [f"{HOST}/a.jpg"])
    assert (row["site"], row["kind"], row["state"], row["revisions"]) == ("mfa", "news", "archived", 1)
    assert row["id"] == row["story"]
    assert row["first_seen"] == "2024-05-01T09:00:00.000Z"
    assert row["text_digest"].startswith("sha256:")


@pytest.mark.parametrize(
    "ref",
    [
        f"{HOST}/1",
        "HTTPS://MFA.example:443/1?utm_source=x#top",
        "mfa.example/1",
        "http://mfa.example/1",
        "https://www.mfa.example/1",
    ],
)
def test_an_address_is_found_in_any_spelling(tmp_path: Path, ref: str) -> None:
    """People paste what they have."""
    with filled(tmp_path / "a.db", [article("/1")]) as archive:
        assert archive.show(ref)["url"] == f"{HOST}/1"
        assert archive.show(archive.show(ref)["id"].upper())["url"] == f"{HOST}/1"


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("https://mfa.example/nowhere", "does not know"),
        ("aaaaaaaaaaaa", "no id"),
        ("javascript:alert(1)", "does not know"),
        ("", "does not know"),
        ("https://mfa.example/gone", "is not an article"),
        ("https://mfa.example/2", "not captured yet"),
    ],
)
def test_what_is_not_there_is_said_to_be_missing_and_why(tmp_path: Path, ref: str, words: str) -> None:
    """Not known, known but not captured, and captured but no article are three things."""
    batch = [answer("/gone", "missing"), listing("/news", [Found(url=f"{HOST}/2")])]
    with filled(tmp_path / "a.db", batch) as archive, pytest.raises(NotInArchive, match=words):
        archive.show(ref)


def test_articles_come_newest_first_and_can_be_narrowed(tmp_path: Path) -> None:
    """By the date they carry, in the site's own calendar; those without a date last."""
    pages = [
        article("/1", published="2024-04-30"),
        article("/2", published="2024-05-02T00:30:00+03:00"),
        article("/3"),
        article("/4", published="2024-05-01", language="be", language_claimed="be", kind="statement"),
    ]
    with filled(tmp_path / "a.db", pages) as archive:

        def paths(**narrowed: str | int) -> str:
            return " ".join(row["url"].removeprefix(HOST) for row in archive.articles(**narrowed))  # type: ignore[arg-type]

        assert paths() == "/2 /4 /1 /3"
        assert paths(limit=2) == "/2 /4"
        assert paths(since="2024-05-01") == "/2 /4"
        assert paths(until="2024-05-02") == "/2 /4 /1"
        assert paths(since="2024-05-02", until="2024-05-02") == "/2"
        assert paths(language="be") == "/4"
        assert paths(kind="news", site="mfa") == "/2 /1 /3"
        assert paths(site="other") == ""
        assert archive.count(since="2024-05-01") == 2
        assert [row["body"] for row in archive.export(language="be")] == [list(TEXT)]


def test_a_timemap_tells_every_capture_in_the_order_of_time(tmp_path: Path) -> None:
    """Unchanged depends on what was captured before, not on what was stored before; a block page changes nothing."""
    same = [article("/1", hours=hours) for hours in (0, 1, 4)]
    edited = article("/1", hours=5, title="Edited")
    blocked = answer("/1", "blocked", hours=3, status=403, body=b"no")
    silent = answer("/1", "unchanged", hours=6, status=304)
    expected = [
        (200, "article", 1),
        (200, "unchanged", 1),
        (403, "blocked", None),
        (200, "unchanged", 1),
        (200, "article", 2),
        (304, "unchanged", 2),
    ]
    maps: list[list[Row]] = []
    for order in ([*same, blocked, edited, silent], [silent, edited, *reversed(same), blocked]):
        name = f"{len(maps)}.db"
        with filled(tmp_path / name, *([each] for each in order)) as archive:
            rows = archive.timemap(f"{HOST}/1")
            assert [(row["status"], row["outcome"], row["revision"]) for row in rows] == expected
            assert rows[0]["bytes"] == len(same[0].body)
            assert archive.payload(rows[0]["payload_digest"]) == same[0].body
            maps.append(rows)
    assert maps[0] == maps[1]


def test_payloads_not_held_are_said_to_be_missing(tmp_path: Path) -> None:
    """By digest, as ``timemap`` prints it."""
    with filled(tmp_path / "a.db") as archive, pytest.raises(NotInArchive, match="no payload"):
        archive.payload("sha256:" + "00" * 32)


def test_known_addresses_have_an_empty_timemap(tmp_path: Path) -> None:
    """Known and never captured: nothing to list, and no error."""
    with filled(tmp_path / "a.db", [listing("/news", [Found(url=f"{HOST}/1")])]) as archive:
        assert archive.timemap(f"{HOST}/1") == []


def test_variants_name_each_language_of_the_story_once(tmp_path: Path) -> None:
    """Archived members, announced ones that nobody captured, and what was refused, with the reason."""
    batch = [
        article("/en/1", alternates=says(ru="/ru/1", be="/be/1", fr="/")),
        article("/ru/1", hours=1, language="ru", language_claimed="ru", alternates=says(en="/en/1")),
        listing("/", []),
    ]
    with filled(tmp_path / "a.db", batch) as archive:
        rows = archive.variants(f"{HOST}/ru/1")
        assert [(row["language"], row["url"].removeprefix(HOST), row["state"]) for row in rows] == [
            ("be", "/be/1", "known"),
            ("en", "/en/1", "archived"),
            ("fr", "/", "refused"),
            ("ru", "/ru/1", "archived"),
        ]
        assert [row["evidence"] for row in rows] == ["words"] * 4
        assert rows[2]["reason"] in ("front-page", "listing")
        story = archive.show(f"{HOST}/ru/1")["story"]
        assert story == archive.show(f"{HOST}/en/1")["id"]
        assert archive.variants(story) == rows == archive.variants(f"{HOST}/be/1")
        with pytest.raises(NotInArchive, match="is not an article"):
            archive.variants(f"{HOST}/")


def test_a_run_tells_what_it_brought(tmp_path: Path) -> None:
    """Counts by outcome, with the same payload as unchanged; new and edited articles are those of the run."""
    with filled(tmp_path / "a.db", [article("/1"), article("/2"), article("/3")]) as archive:
        run = archive.start_run("mfa", mode="live", at=at(24))
        archive.store(
            run,
            [
                article("/1", hours=24),
                article("/2", hours=24, title="Edited"),
                article("/4", hours=24),
                answer("/3", "unchanged", hours=24, status=304),
                answer("/5", "missing", hours=24),
            ],
        )
        live = archive.runs(limit=1)[0]
        assert (live["ended"], live["captures"], live["new"]) == (None, 5, 1)
        archive.end_run(run, at=at(25), ended="finished", counts={"stored/new": 1})
        second, first = archive.runs(site="mfa")
        assert (first["new"], first["edited"], first["outcomes"]) == (3, 0, {"article": 3})
        assert (second["new"], second["edited"], second["removed"]) == (1, 1, 0)
        assert second["outcomes"] == {"article": 2, "missing": 1, "unchanged": 2} == live["outcomes"]
        assert (second["mode"], second["how"], second["healthy"], second["findings"]) == ("live", "finished", True, [])
        assert second["counts"] == {"stored/new": 1}
        assert second["ended"] == "2024-05-02T10:00:00.000Z"
        assert archive.runs(site="other") == []


def test_a_summary_counts_by_language(tmp_path: Path) -> None:
    """Listed and archived addresses, stories without the language, and what the run brought."""
    batch = [
        listing("/ru/news", [Found(url=f"{HOST}/ru/1", language="ru"), Found(url=f"{HOST}/ru/2", language="ru")]),
        listing("/en/news", [Found(url=f"{HOST}/en/1", language="en")]),
        article("/ru/1", language="ru", language_claimed="ru", alternates=says(en="/en/1", be="/be/1")),
        article("/ru/2", language="ru", language_claimed="ru"),
        article("/en/1", alternates=says(ru="/ru/1")),
    ]
    with filled(tmp_path / "a.db", batch) as archive:
        rows = archive.summary("mfa", run=1)
        counted = [
            (
                row["language"],
                row["listed"],
                row["archived"],
                row["variants_missing"],
                row["variants_known"],
                row["new"],
            )
            for row in rows
        ]
        assert counted == [("ru", 2, 2, 0, 0, 2), ("en", 1, 1, 1, 0, 1), ("be", 0, 0, 2, 1, 0)]
        archive.end_run(archive.start_run("mfa", mode="live", at=at(5)), at=at(6), ended="finished", counts={})
        assert [row["new"] for row in archive.summary("mfa")] == [0, 0, 0]


def test_sites_tell_how_much_of_them_is_archived(tmp_path: Path) -> None:
    """A site may be added again: its title and languages are brought up to date."""
    with filled(tmp_path / "a.db", [article("/1")]) as archive:
        archive.add_site("mfa", "The Ministry", ("en",))
        archive.add_site("aaa", "Another", ())
        never = {"last_run": None, "healthy": None, "next_due": None, "rest_until": None, "rest_why": ""}
        other, ministry = archive.sites()
        assert other == {"name": "aaa", "title": "Another", "languages": [], "articles": 0, **never}
        assert set(ministry) == set(other)
        assert (ministry["name"], ministry["title"], ministry["languages"]) == ("mfa", "The Ministry", ["en"])
        assert (ministry["articles"], ministry["last_run"]) == (1, "2024-05-01T09:00:00.000Z")
        assert ministry["next_due"] > ministry["last_run"]


@given(st.datetimes(min_value=START.replace(tzinfo=None)))
def test_times_survive_to_the_millisecond(given_time: datetime) -> None:
    """Milliseconds in, the same instant out, whatever floats would make of it."""
    exact = given_time.replace(tzinfo=UTC, microsecond=given_time.microsecond // 1000 * 1000)
    assert moment(milliseconds(exact)) == exact
