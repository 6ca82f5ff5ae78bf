"""What a search finds where very many texts have its words: not ranked, but those with the words in the title first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawler.archive import Archive
from crawler.archive.search import ranking
from tests.support.captures import HOST, article, filled

COUNT = 60
DAYS = [f"2026-{1 + number % 5:02d}-{1 + number % 9:02d}" if number % 7 else None for number in range(COUNT)]
"""When each was published; some do not say it."""


def _title(number: int) -> str:
    return "Talks" if number % 4 == 0 else "Visits" if number % 4 == 1 else "Statement"


def _body(number: int) -> str:
    return " ".join(["The talks went on."] * (number % 3) + ["Trade."] * (number % 5 == 0) + ["The minister said so."])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Sixty articles; talks are in two of three, trade in one of five."""
    batch = [
        article(f"/en/{number}", title=_title(number), body=(_body(number),), published=DAYS[number],
                kind="news" if number % 2 else "statement")
        for number in range(COUNT)
    ]  # fmt: skip
    with filled(tmp_path_factory.mktemp("hits") / "a.db", batch) as archive:
        yield archive


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than ten texts are not ranked, and as many are asked for at first as are wanted."""
    monkeypatch.setattr(ranking, "MANY", 10)
    monkeypatch.setattr(ranking, "FEW", 1)


def found(archive: Archive, words: str, **asked: str | int | bool | None) -> list[int]:
    """The numbers of the articles, in the order in which they are found."""
    rows = archive.search(words, **asked)  # type: ignore[arg-type]
    return [int(row["url"].removeprefix(f"{HOST}/en/")) for row in rows]


def newest(archive: Archive, numbers: Iterator[int] | list[int]) -> list[int]:
    """The last published first; of one day, the last that came into the archive."""
    ids = dict(archive._db.execute(
        "SELECT address.uri_r, article.id FROM article JOIN resource AS address ON address.id = article.resource"
    ).fetchall())  # fmt: skip
    return sorted(numbers, key=lambda number: (DAYS[number] or "", ids[f"{HOST}/en/{number}"]), reverse=True)


@pytest.mark.usefixtures("few_are_many")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.one_of(st.none(), st.integers(1, COUNT)), kind=st.sampled_from([None, "news", "nothing"]))
@example(limit=1, kind=None)
@example(limit=COUNT, kind="news")
def test_of_very_many_those_with_the_word_in_the_title_come_first_and_the_newest(
    archive: Archive, limit: int | None, kind: str | None
) -> None:
    """However many are asked for, whether or not the first that are sorted are enough."""
    fits = [number for number in range(COUNT) if kind is None or (number % 2 == 1) == (kind == "news")]
    fits = fits if kind != "nothing" else []
    titled = [number for number in fits if number % 4 == 0]
    others = [number for number in fits if number % 4 and number % 3]
    wanted = newest(archive, titled) + newest(archive, others)
    assert found(archive, "talk", limit=limit, kind=kind) == wanted[:limit]
    assert found(archive, "talk", limit=limit, kind=kind, by_date=True) == newest(archive, wanted)[:limit]


@pytest.mark.usefixtures("few_are_many")
def test_what_is_not_to_be_there_is_not_in_the_text_of_a_titled_one_either(archive: Archive) -> None:
    """A word that is unwanted is so everywhere; two words are both to be in a title, or each anywhere."""
    wanted = [number for number in range(COUNT) if (number % 4 == 0 or number % 3) and number % 5]
    titled = [number for number in wanted if number % 4 == 0]
    others = [number for number in wanted if number % 4]
    assert found(archive, "talks -trade", limit=50) == newest(archive, titled) + newest(archive, others)
    both = [number for number in range(COUNT) if number % 4 == 0 or number % 3]
    assert found(archive, "talks minister", limit=50) == newest(archive, both), "no title has both"
    assert found(archive, '"the talks went" OR talks', limit=3) == newest(archive, [n for n in both if n % 4 == 0])[:3]


@pytest.mark.usefixtures("few_are_many")
def test_old_texts_are_found_among_very_many(archive: Archive) -> None:
    """Where all revisions are searched, too, and where few are found they are ranked as ever."""
    both = [number for number in range(COUNT) if number % 4 == 0 or number % 3]
    assert set(found(archive, "talks", all_revisions=True, limit=COUNT)) == set(both)
    assert next(iter(archive.search("trade visits", limit=1)))["score"] > 0
    assert next(iter(archive.search("talks", limit=1)))["score"] == 0


def test_few_are_ranked(archive: Archive) -> None:
    """As long as there are not too many: a title counts as much as eight words of the text."""
    rows = list(archive.search("visits OR trade"))
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert rows[0]["title"] == "Visits"
    assert rows[0]["score"] > rows[-1]["score"] > 0
