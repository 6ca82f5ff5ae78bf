"""Coverage: what is archived of what is known to exist, and each thing that is missing by its name."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.archive import Archive
from crawler.cli import main
from crawler.items import Capture, Found
from tests.support.captures import HOST, answer, article, filled, listing, says

KEYS = ["site", "month", "language", "listed", "archived", "missing", "without", "gaps"]
LATER_KEYS = ["unknown", "unknowns"]


def listed(path: str, day: str | None = None, **fields: Any) -> Found:
    """An address as an English listing has it."""
    return Found(url=HOST + path, title=f"Title {path}", language="en", published_raw=day, **fields)


BATCH = [
    listing(
        "/en/news",
        [
            listed("/en/1", "1 May 2024"),
            listed("/en/new", "2 May 2024"),
            listed("/en/blocked", "3 May 2024"),
            listed("/en/moved", "4 May 2024"),
            listed("/en/gone"),
            listed("/en/offsite", "5 May 2024", refused="offsite"),
            listed("/en/file.pdf", "5 May 2024", kind="file"),
            listed("/en/april", "30 April 2024"),
        ],
    ),
    article("/en/1", title="One", body=("One.",), published="2024-05-01", alternates=says(be="/be/1", ru="/ru/1")),
    article("/ru/1", title="Раз", body=("Раз.",), published="2024-05-01", language="ru", language_claimed="ru",
            alternates=says(en="/en/1")),
    answer("/be/1", "missing"),
    replace(answer("/en/blocked", "blocked", status=403), reason="http-403"),
    replace(answer("/en/moved", "moved", status=301), location=f"{HOST}/en/4", reason=""),
    article("/en/4", title="Four", body=("Four.",), published="2024-05-04"),
    answer("/en/gone", "missing"),
]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A listing, what became of its addresses, and two stories."""
    path = tmp_path_factory.mktemp("coverage") / "a.db"
    with filled(path, BATCH):
        return path


def call(path: Path, *words: str) -> Result:
    """``communique coverage`` of that archive, which must do well."""
    told = CliRunner().invoke(main, ["--archive", str(path), "coverage", *words])
    assert told.exit_code == 0, told.output
    return told


def counts(path: Path, **narrowed: Any) -> list[str]:
    """Each row in a line: month, language, listed, archived, missing, without."""
    with Archive.open(path, readonly=True) as archive:
        return [" ".join(str(row[key]) for key in KEYS[1:7]) for row in archive.coverage(**narrowed)]


def gaps(path: Path, **narrowed: Any) -> list[str]:
    """Each gap in a line: language, why, path."""
    with Archive.open(path, readonly=True) as archive:
        rows = archive.coverage(**narrowed)
    return [
        " ".join([gap["language"], gap["why"], gap["url"].removeprefix(HOST)]) for row in rows for gap in row["gaps"]
    ]


def small(tmp_path: Path, *batch: Capture) -> Path:
    """An archive of those captures."""
    with filled(tmp_path / "a.db", batch):
        return tmp_path / "a.db"


def test_counts_are_by_month_and_language_newest_first(path: Path) -> None:
    """What has no date comes last; an address that leads to an article is archived; files and refusals do not count."""
    assert counts(path) == [
        "2024-05 be 0 0 1 0",
        "2024-05 en 4 2 2 0",
        "2024-05 ru 0 1 0 0",
        "2024-04 en 1 0 1 0",
        " en 1 0 1 0",
    ]


def test_each_gap_is_named_with_what_became_of_it(path: Path) -> None:
    """Never captured, blocked, gone, announced and missing. A story that announces no version at all is no gap."""
    assert gaps(path) == [
        "be missing /be/1",
        "en new /en/new",
        "en http-403 /en/blocked",
        "en new /en/april",
        "en http-404 /en/gone",
    ]
    with Archive.open(path, readonly=True) as archive:
        rows = archive.coverage()
    assert [list(row) for row in rows] == [[*KEYS, *LATER_KEYS]] * 5
    assert rows[0]["unknowns"] == [
        {"site": "mfa", "month": "2024-05", "language": "be", "why": "unknown", "title": "Four", "url": f"{HOST}/en/4"}
    ]
    assert [row["unknown"] for row in rows] == [1, 0, 1, 0, 0]
    assert rows[1]["gaps"][0]["title"] == "Title /en/new"


def test_the_counts_are_those_of_the_gaps(path: Path) -> None:
    """Missing and without add up to what is named; listed is archived or missing."""
    with Archive.open(path, readonly=True) as archive:
        for row in archive.coverage():
            without = sum(gap["why"] == "no-version-known" for gap in row["gaps"])
            assert (row["without"], row["missing"]) == (without, len(row["gaps"]) - without)
            assert all(gap[key] == row[key] for gap in row["gaps"] for key in KEYS[:3])


@pytest.mark.parametrize(
    ("narrowed", "rows"),
    [
        ({"language": "be"}, ["2024-05 be 0 0 1 0"]),
        ({"language": "fr"}, []),
        ({"until": "2024-04-30"}, ["2024-04 en 1 0 1 0"]),
        ({"since": "2024-05-02", "language": "en"}, ["2024-05 en 3 1 2 0"]),
        ({"since": "2024-05-03", "until": "2024-05-03"}, ["2024-05 en 1 0 1 0"]),
        ({"since": "2024-05-04"}, ["2024-05 be 0 0 0 0", "2024-05 en 1 1 0 0", "2024-05 ru 0 0 0 0"]),
        ({"missing": "ru", "language": "ru"}, []),
        ({"site": "mfa", "language": "be"}, ["2024-05 be 0 0 1 0"]),
        ({"site": "un"}, []),
    ],
    ids=["be", "fr", "april", "since", "one day", "no listing", "missing", "site", "no site"],
)
def test_coverage_is_narrowed(path: Path, narrowed: dict[str, str], rows: list[str]) -> None:
    """By the day of the article, or else by the one that the listing had."""
    assert counts(path, **narrowed) == rows


def test_the_command_says_what_the_library_does(path: Path) -> None:
    """As JSON, whole rows, or with --gaps one line for each that is missing; as tables for people."""
    with Archive.open(path, readonly=True) as archive:
        rows = archive.coverage()
    assert [json.loads(line) for line in call(path, "--json").stdout.splitlines()] == rows
    named = [json.loads(line) for line in call(path, "--gaps", "--json").stdout.splitlines()]
    assert named == [gap for row in rows for gap in row["gaps"]]
    table = call(path)
    assert [line.split()[2] for line in table.stdout.splitlines() if line.startswith("mfa ")][:2] == ["be", "en"]
    assert table.stderr.startswith("To list what is missing")
    few = call(path, "--gaps", "--limit", "2")
    assert (few.stdout.count(HOST), few.stderr) == (2, "3 more rows: --limit 5 shows all.\n")
    unknown = [json.loads(line) for line in call(path, "--unknown", "--json").stdout.splitlines()]
    assert unknown == [gap for row in rows for gap in row["unknowns"]] != []
    assert call(path, "--language", "fr").stderr.startswith("No article matches.")
    assert call(path, "--gaps", "--language", "fr").stderr == "Nothing is missing.\n"


def test_a_text_in_another_language_than_its_page_claims_is_not_archived_there(tmp_path: Path) -> None:
    """The story is without it, however many pages say they are it."""
    batch = [article("/en/1", published="2024-05-01", alternates=says(be="/be/1")),
             article("/be/1", hours=1, published="2024-05-01", language="en", language_claimed="be", body=("Other.",),
                     alternates=says(en="/en/1"))]  # fmt: skip
    assert gaps(small(tmp_path, *batch), language="be") == ["be untranslated /en/1"]


def test_an_address_that_is_listed_in_two_places_is_one(tmp_path: Path) -> None:
    """And one that was announced as well."""
    batch = [listing("/a", [listed("/en/1")]), listing("/b", [listed("/en/1")])]
    assert counts(small(tmp_path, *batch)) == [" en 1 0 1 0"]


def test_what_a_story_announces_and_a_listing_had_is_missing_once(tmp_path: Path) -> None:
    """It is no story without a version: the version is known, by its address."""
    batch = [
        listing("/be/news", [Found(url=f"{HOST}/be/1", language="be", published_raw="1 мая 2024")]),
        article("/en/1", published="2024-05-01", alternates=says(be="/be/1")),
    ]
    assert gaps(small(tmp_path, *batch), language="be") == ["be new /be/1"]


@pytest.mark.parametrize(
    "narrowed", [{"since": "2024-06-01"}, {"kind": "statement"}, {"state": "archived", "since": "2024-06-01"}],
    ids=["since", "kind", "state"],
)  # fmt: skip
def test_a_story_has_the_versions_that_the_filters_leave_out(tmp_path: Path, narrowed: dict[str, str]) -> None:
    """An English text of May is archived, whatever is asked of the Russian one of June."""
    batch = [
        article("/en/1", published="2024-05-31", alternates=says(ru="/ru/1")),
        article("/ru/1", published="2024-06-01", language="ru", language_claimed="ru", body=("Раз.",),
                kind="statement", alternates=says(en="/en/1")),
    ]  # fmt: skip
    assert gaps(small(tmp_path, *batch), language="en", **narrowed) == []


def test_what_was_listed_is_of_the_kind_that_is_asked_for(path: Path) -> None:
    """No address whose article is of another kind, or in another state, counts."""
    assert counts(path, kind="none") == counts(path, state="vanished") == []


def test_a_language_is_asked_for_as_in_every_list(path: Path) -> None:
    """In any case of letters, like ``articles --language``."""
    with Archive.open(path, readonly=True) as archive:
        assert archive.coverage(language="BE") == archive.coverage(language="be") != []


def test_a_story_whose_versions_are_known_is_without_the_others(tmp_path: Path) -> None:
    """The English page announces a Russian one and no Belarusian one; another page announces nothing at all."""
    batch = [
        article("/en/1", published="2024-05-01", alternates=says(ru="/ru/1")),
        article("/ru/1", published="2024-05-01", language="ru", language_claimed="ru", body=("Раз.",)),
        article("/en/2", published="2024-05-02", body=("Other.",)),
    ]
    path = small(tmp_path, *batch)
    assert gaps(path, language="be") == ["be no-version-known /en/1"]
    with Archive.open(path, readonly=True) as archive:
        assert [row["url"].removeprefix(HOST) for row in list(archive.articles(missing="be"))] == ["/en/1", "/ru/1"]
        assert list(archive.articles(missing="ru")) == []


def test_what_was_refused_or_leads_nowhere_is_no_knowledge_of_versions(tmp_path: Path) -> None:
    """A switcher that leads to the front page says nothing about this story."""
    batch = [article("/en/1", published="2024-05-01", alternates=says(ru="/"))]
    path = small(tmp_path, *batch)
    assert gaps(path) == []
    with Archive.open(path, readonly=True) as archive:
        assert list(archive.articles(missing="ru")) == []
        assert {row["language"]: row["unknown"] for row in archive.coverage()} == {"be": 1, "en": 0, "ru": 1}


def test_a_region_is_the_language_of_the_site(tmp_path: Path) -> None:
    """The site publishes in ``en``, and its pages say ``en-GB``."""
    batch = [
        article("/en/1", published="2024-05-01", language="en-GB", language_claimed="en-GB",
                alternates=says(ru="/ru/1")),
        article("/ru/1", published="2024-05-01", language="ru", language_claimed="ru-RU", body=("Раз.",),
                alternates=says(en="/en/1")),
    ]  # fmt: skip
    path = small(tmp_path, *batch)
    assert counts(path) == ["2024-05 be 0 0 0 1", "2024-05 en 0 1 0 0", "2024-05 ru 0 1 0 0"]
    with Archive.open(path, readonly=True) as archive:
        assert list(archive.articles(missing="en")) == list(archive.articles(missing="ru")) == []
        assert len(list(archive.articles(missing="be"))) == 2
