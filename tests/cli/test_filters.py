"""The filter options mean the same for articles, search, coverage and every export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.archive import Archive
from crawler.cli import main
from tests.support.captures import HOST, START, answer, article, at, says

ALL = "/en/1 /en/2 /en/3 /be/3 /ru/4 /ru/5 /be/6 /en/7 /en/8 /en/9"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sites, three languages, two kinds; a text that was edited, one that vanished, an untranslated and an empty
    one, and one without a date."""
    path = tmp_path_factory.mktemp("filters") / "a.db"
    # What a page announces makes its versions known: without it, nobody can say that one is missing.
    announced: dict[str, Any] = {"alternates": says(ru="/ru/0")}
    in_english: dict[str, Any] = {"alternates": says(en="/en/0")}
    ru: dict[str, Any] = {"language": "ru", "language_claimed": "ru"}
    be: dict[str, Any] = {"language": "be", "language_claimed": "be"}
    first = [
        article("/en/1", title="Zebra", body=("One.",), published="2024-05-01", **announced),
        article(
            "/en/2", title="Zebra", body=("Two.",), published="2024-05-02T23:30:00+03:00", kind="statement", **announced
        ),
        article("/en/3", title="Zebra", body=("Three.",), published="2024-05-03", alternates=says(be="/be/3")),
        article("/be/3", title="Zebra", body=("Тры.",), published="2024-05-03", alternates=says(en="/en/3"), **be),
        article(
            "/ru/4", title="Zebra", body=("Четыре.",), published="2024-06-30", kind="statement", **ru, **in_english
        ),
        article("/ru/5", title="Zebra", body=(), published="2024-07-01", **ru, **in_english),
        article("/be/6", title="Zebra", body=("Шесть.",), published="2024-07-02", language="ru", language_claimed="be"),
        article("/en/7", title="Zebra", body=("Seven.",), published=None, **announced),
    ]
    other = [
        article("/en/8", title="Zebra", body=("Eight.",), published="2024-05-02"),
        article("/en/9", title="Zebra", body=("Nine.",), published="2024-05-04", kind="statement"),
    ]
    with Archive.open(path) as archive:
        for site, languages, batch in (("mfa", ("en", "ru", "be"), first), ("un", ("en",), other)):
            archive.add_site(site, site, languages, removal=(1, 0))
            run = archive.start_run(site, mode="live", at=START)
            archive.store(run, batch)
            archive.end_run(run, at=at(1), ended="finished", counts={})
        run = archive.start_run("mfa", mode="live", at=at(24))
        edited = article("/en/1", hours=24, title="Zebra", body=("One and more.",), published="2024-05-01", **announced)
        archive.store(run, [edited, answer("/en/2", "missing", hours=24)])
        archive.end_run(run, at=at(25), ended="finished", counts={})
    return path


CASES = {
    "": ALL,
    "--site mfa": "/en/1 /en/2 /en/3 /be/3 /ru/4 /ru/5 /be/6 /en/7",
    "--site un": "/en/8 /en/9",
    "--language en": "/en/1 /en/2 /en/3 /en/7 /en/8 /en/9",
    "--language ru": "/ru/4 /ru/5 /be/6",
    "--language be": "/be/3",
    "--language fr": "",
    "--kind statement": "/en/2 /ru/4 /en/9",
    "--kind news --site un": "/en/8",
    "--kind none": "",
    "--since 2024-05-02": "/en/2 /en/3 /be/3 /ru/4 /ru/5 /be/6 /en/8 /en/9",
    "--since 2024-07-02": "/be/6",
    "--until 2024-05-02": "/en/1 /en/2 /en/8",
    "--since 2024-05-02 --until 2024-05-02": "/en/2 /en/8",
    "--since 2024-05-03 --until 2024-05-02": "",
    "--state archived": "/en/1 /en/3 /be/3 /ru/4 /en/7 /en/8 /en/9",
    "--state edited": "/en/1",
    "--state vanished": "/en/2",
    "--state untranslated": "/be/6",
    "--state empty": "/ru/5",
    "--missing be": "/en/1 /en/2 /ru/4 /ru/5 /be/6 /en/7",
    "--missing ru": "/en/1 /en/2 /en/3 /be/3 /en/7",
    "--missing en --language be": "",
    "--missing be --state archived --since 2024-06-01": "/ru/4",
    "--site mfa --language en --kind statement --state vanished --missing be --since 2024-05-01": "/en/2",
}


def call(path: Path, *words: str) -> Result:
    """A command of ours on that archive, which must do well."""
    told = CliRunner().invoke(main, ["--archive", str(path), *words])
    assert told.exit_code == 0, told.output
    return told


def paths(told: Result) -> list[str]:
    """The paths of the addresses in lines of JSON, in their order."""
    return [json.loads(line)["url"].removeprefix(HOST) for line in told.stdout.splitlines()]


@pytest.mark.parametrize("options", CASES)
def test_a_list_and_the_exports_have_the_same_articles(path: Path, tmp_path: Path, options: str) -> None:
    """The articles and their order are the same."""
    narrowed = options.split()
    listed = paths(call(path, "articles", "--json", *narrowed))
    assert sorted(listed) == sorted(CASES[options].split())
    assert paths(call(path, "export", "jsonl", *narrowed)) == listed
    table = csv.DictReader(io.StringIO(call(path, "export", "csv", *narrowed).stdout, newline=""))
    assert [row["url"].removeprefix(HOST) for row in table] == listed
    parquet = pytest.importorskip("pyarrow.parquet")
    call(path, "export", "parquet", "--output", str(tmp_path / "a.parquet"), *narrowed)
    urls = parquet.read_table(tmp_path / "a.parquet").column("url").to_pylist()
    assert [url.removeprefix(HOST) for url in urls] == listed


@pytest.mark.parametrize("options", CASES)
def test_a_search_finds_the_same_articles(path: Path, options: str) -> None:
    """Each story is found once, by relevance and by date."""
    narrowed = options.split()
    wanted = {one.replace("/be/3", "/en/3") for one in CASES[options].split()}
    for sort in ("relevance", "date"):
        found = paths(call(path, "search", "zebra", "--json", "--sort", sort, *narrowed))
        assert len(found) == len(wanted)
        assert {one.replace("/be/3", "/en/3") for one in found} == wanted


@pytest.mark.parametrize("options", CASES)
def test_coverage_counts_the_same_articles(path: Path, options: str) -> None:
    """It leaves out untranslated texts: nothing is archived in their language."""
    told = call(path, "coverage", "--json", *options.split()).stdout.splitlines()
    wanted = [one for one in CASES[options].split() if one != "/be/6"]
    assert sum(json.loads(line)["archived"] for line in told) == len(wanted)


@pytest.mark.parametrize("command", ["articles", "search zebra", "coverage", "export csv", "export jsonl"])
@pytest.mark.parametrize("options", ["--since 2024-02-30", "--until May", "--state gone"])
def test_what_is_no_day_and_no_state_is_wrong_usage(path: Path, command: str, options: str) -> None:
    """Every command ends with exit status 2."""
    told = CliRunner().invoke(main, ["--archive", str(path), *command.split(), *options.split()])
    assert told.exit_code == 2, told.output
