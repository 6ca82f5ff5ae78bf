"""Full-text search: any text is a query, and hits are stories by their best text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive import Archive
from tests.support.captures import HOST, START, article, at, filled, says


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Five articles, two of them one story."""
    batch = [
        article("/en/1", title="Visit", body=("The minister of Ireland arrived.",), alternates=says(ru="/ru/1")),
        article("/ru/1", hours=1, language="ru", language_claimed="ru", title="Визит министра",
                body=("Министр Ирландии прибыл: вынужденная миграция.",), alternates=says(en="/en/1")),
        article("/be/2", language="be", language_claimed="be", title="Сустрэча", body=("Ўсё пра Мінск і Ёўе.",)),
        article("/en/3", title="Ireland", body=("Trade.",)),
        article("/en/4", title="Nothing", body=("Résumé of the naïve minister: =cmd() \u202e dlrow.",)),
    ]  # fmt: skip
    with filled(tmp_path_factory.mktemp("search") / "a.db", batch) as archive:
        return Archive.open(archive.path, readonly=True)


def found(archive: Archive, words: str, **narrowed: str | int) -> str:
    """The paths of the hits, best first."""
    return " ".join(row["url"].removeprefix(HOST) for row in archive.search(words, **narrowed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("ireland", "/en/3 /en/1"),
        ("ireland minister", "/en/1"),
        ("МИГРАЦИЯ", "/ru/1"),
        ("мінск", "/be/2"),
        ("ЁЎЕ", "/be/2"),
        ("resume naive", "/en/4"),
        ('"minister of ireland"', "/en/1"),
        ('"ireland of minister"', ""),
        ("zebra", ""),
        ("ireland \udcff", "/en/3 /en/1"),
        ("", ""),
        ('" - * ( ', ""),
        ('=cmd() "', "/en/4"),
        ("title:ireland", ""),
        ("ireland NOT minister", ""),
        ("NEAR(ireland", ""),
    ],
)
def test_words_find_what_has_them_all(archive: Archive, words: str, paths: str) -> None:
    """Case and accents do not matter; a title counts more than a body; no operator is one."""
    assert found(archive, words) == paths


def test_a_story_is_one_hit_with_all_its_languages(archive: Archive) -> None:
    """By the text that matched best; narrowed by language or site, and limited."""
    batch = list(archive.search("визит"))
    assert [(row["language"], row["languages"]) for row in batch] == [("ru", ["en", "ru"])]
    assert batch[0]["story"] == archive.show(f"{HOST}/en/1")["id"]
    assert batch[0]["snippet"] == "[Визит] министра"
    assert batch[0]["score"] > 0
    assert found(archive, "minister", language="ru") == ""
    assert found(archive, "ireland", limit=1) == "/en/3"
    assert found(archive, "ireland", limit=0) == ""
    assert found(archive, "ireland", site="other") == ""


@settings(deadline=None)
@given(st.text())
def test_no_text_is_a_syntax_error(archive: Archive, words: str) -> None:
    """Whatever is typed, an answer comes back."""
    list(archive.search(words))


def test_only_the_current_text_is_searched(tmp_path: Path) -> None:
    """What was edited away is not found; the index follows revisions that come and go."""
    with filled(tmp_path / "a.db", [article("/1", title="Draft")]) as archive:
        run = archive.start_run("mfa", mode="live", at=START)
        archive.store(run, [article("/1", hours=24, title="Final")])
        assert found(archive, "draft") == "/1"
        archive.end_run(run, at=at(25), ended="finished", counts={})
        assert found(archive, "draft") == ""
        assert found(archive, "final") == "/1"
        archive._db.execute("INSERT INTO revision_fts (revision_fts, rank) VALUES ('integrity-check', 1)")


def test_all_revisions_are_narrowed_each_by_its_own_date_and_kind(tmp_path: Path) -> None:
    """Not by those of the text that stands now."""
    batch = [article("/1", title="Zebra", published="2024-01-01", kind="news")]
    later = [article("/1", hours=30, title="Zebra crossing", published="2025-01-01", kind="statement")]
    with filled(tmp_path / "a.db", batch, later) as archive:
        assert [row["published"] for row in archive.search("zebra", all_revisions=True, until="2024-12-31")] == [
            "2024-01-01"
        ]
        assert [row["published"] for row in archive.search("zebra", all_revisions=True, kind="news")] == ["2024-01-01"]
        assert [row["published"] for row in archive.search("zebra", all_revisions=True, since="2024-12-31")] == [
            "2025-01-01"
        ]
        assert list(archive.search("zebra", until="2024-12-31")) == []


@pytest.mark.parametrize(
    "typed", ["министры", "МИНИ\u0301СТР", "Министра\u200b", "мини\u00adстр", "\u0438\u0306рландия ирландия"]
)
def test_a_query_is_cleaned_as_texts_are(archive: Archive, typed: str) -> None:
    """Stress marks, soft hyphens and what cannot be seen make no difference."""
    assert found(archive, typed.replace("\u0438\u0306рландия ", "")) == "/ru/1"


def test_a_search_for_more_than_there_can_be_is_a_search_for_all(archive: Archive) -> None:
    """However large the number is."""
    assert found(archive, "ireland", limit=2 * 10**18, by_date=True) in ("/en/3 /en/1", "/en/1 /en/3")
