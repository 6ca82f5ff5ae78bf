"""``communique search``: what is typed is words, even where it looks like an option."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main
from tests.support.captures import HOST, article, filled


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two treaties, and one name in two scripts."""
    path = tmp_path_factory.mktemp("search") / "a.db"
    batch = [
        article("/1", title="Treaty on the North", published="2024-05-01"),
        article("/2", title="Treaty on the South", published="2024-05-02", body=("The treaty.",)),
        article("/3", title="Lukashenko speaks", published="2024-05-03", body=("Words.",)),
        article("/4", title="Речь", published="2024-05-04", body=("Лукашенко говорит.",), language="ru"),
    ]
    with filled(path, batch):
        return path


def call(path: Path, *words: str) -> Result:
    """The search, which must do well."""
    told = CliRunner().invoke(main, ["--archive", str(path), "search", *words])
    assert told.exit_code == 0, told.output
    return told


def found(path: Path, *words: str) -> str:
    """The paths of the hits and how each was found, best first."""
    rows = [json.loads(line) for line in call(path, "--json", *words).stdout.splitlines()]
    return " ".join(f"{row['url'].removeprefix(HOST)} {row['match']}" for row in rows)


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        (["treaty", "-on"], ""),
        (["treaty -north"], "/2 word"),
        (["treaties", "south"], "/2 word"),
        (["trea*", "-so*"], "/1 word"),
        (["--", "treaty", "-south"], "/1 word"),
        (["-treaty"], ""),
        (["north", "OR", "south", "--sort", "date"], "/2 word /1 word"),
        (["Lukashenko"], "/3 word /4 name"),
        (["Лукашенко"], "/4 word /3 name"),
    ],
    ids=" ".join,
)
def test_words_are_what_is_typed(path: Path, words: list[str], hits: str) -> None:
    """In one argument or in several, before options and after them."""
    assert found(path, *words) == hits


@pytest.mark.parametrize("word", ["-south", "-health", "-h"])
def test_an_unwanted_word_with_an_h_is_a_word(path: Path, word: str) -> None:
    """No help is shown instead of an answer; --help is there for that."""
    shown = call(path, "treaty", word).stdout
    assert "Usage" not in shown
    assert HOST not in shown
    assert "North" in shown


def test_by_date_what_has_the_word_is_no_name_in_other_letters(path: Path) -> None:
    """The order is another one, and each hit was found as it is by relevance."""
    assert found(path, "Lukashenko", "--sort", "date") == "/4 name /3 word"
