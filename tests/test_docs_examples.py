"""What the documentation shows runs as it is written: SQL, Python, and the worked example of a new site."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import inspect
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from crawler.pages.article import ArticlePage
from crawler.pages.listing import JsonListingPage, ListingPage
from crawler.pages.paging import LoadMore, PageNumber
from crawler.pages.site import PageRule, Seed, Site
from tests.conftest import ROOT

DAYS = ("6", "14", "1")
"""Of the demo's history: with edits, a confirmed removal, and two days on which the site was ill."""
STORIES = "20"


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of one language in a page."""
    text = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``data/archive.db``, an archive of the demo ministry."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "data").mkdir()
    call = [sys.executable, "-m", "tests.support.simulation", str(folder / "data/archive.db"), *DAYS, STORIES]
    subprocess.run(call, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=600)
    return folder


def test_every_query_of_the_cookbook_finds_something(demo: Path) -> None:
    """Each SQL block is one statement that runs on an archive of the demo ministry, and has rows there."""
    queries = blocks("schema", "sql")
    assert len(queries) >= 12
    with contextlib.closing(sqlite3.connect(f"file:{demo / 'data/archive.db'}?mode=ro", uri=True)) as db:
        empty = [query for query in queries if not db.execute(query).fetchall()]
    assert empty == []


def test_every_python_example_prints_something(demo: Path) -> None:
    """Each program of the page on the Python API runs beside an archive, and has something to say."""
    programs = [block for block in blocks("api", "python") if "import" in block]
    assert len(programs) >= 4
    for program in programs:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=demo, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{program}\n{done.stderr}"
        assert done.stdout.strip(), program


def test_the_example_of_all_attributes_has_all() -> None:
    """One file shows a value for every attribute that a site file may state, and it can be loaded."""
    (program,) = (block for block in blocks("adding-a-site", "python") if "XxExampleSpider" in block)
    made: dict[str, Any] = {"__name__": "xx_example"}
    exec(compile(program, "xx_example.py", "exec"), made)  # a page of this repository, and nothing of a stranger's
    site = made["XxExampleSpider"].site
    missing = [
        (of.__name__, name)
        for of, shown in {ArticlePage: "News", ListingPage: "NewsList", JsonListingPage: "NewsApi"}.items()
        for name in {name: 0 for parent in of.__mro__ for name in inspect.get_annotations(parent)}
        if not name.startswith("_") and name not in vars(made[shown])
    ]
    calls = [node for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Call)]
    for of in (Site, Seed, PageRule, PageNumber, LoadMore):
        names = [each.name for each in dataclasses.fields(of) if not each.metadata.get("learned")]
        given = set()
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id == of.__name__:
                given |= {*names[: len(call.args)], *(word.arg for word in call.keywords)}
        missing += [(of.__name__, name) for name in names if name not in given]
    assert missing == []
    assert site.spell("/en/news/1?sessionid=2") == "https://www.ministry.example/en/news/1"
    assert [site.rule(site.spell(seed.url)).kind for seed in site.seeds] == ["listing", "listing", "listing", "feed"]


CALLS = {
    "articles": "articles",
    "show": "show 3m7gb3yswmiq",
    "timemap": "timemap 3m7gb3yswmiq",
    "variants": "variants 3m7gb3yswmiq",
    "search": "search consultations",
    "coverage": "coverage",
    "changes": "changes",
    "frontier": "frontier",
    "sites": "sites",
    "runs": "runs",
}


def test_the_json_keys_are_those_of_the_page(demo: Path) -> None:
    """Each list prints objects with just the keys that the page on commands has for it."""
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8").split("## JSON keys")[1].split("## Each command")[0]
    told = {name: set(keys.split()) for name, keys in re.findall(r"^- `(\w+)`[^:]*: `([^`]+)`", text, re.MULTILINE)}
    told["show"] = told["articles"] | set(re.findall(r"`show` adds\s+`([^`]+)`", text)[0].split())
    printed = {}
    for name, call in CALLS.items():
        done = run(f"communique --archive data/archive.db {call} --json", demo, code=ROOT)
        assert done.returncode == 0, f"{call}: {done.stderr}"
        printed[name] = set(json.loads(done.stdout.splitlines()[0]))
    assert printed == {name: told[name] for name in CALLS}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the project, without anything of the example's."""
    for name in ("crawler", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "scrapy.cfg"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
    return number


@contextlib.contextmanager
def serving(folder: Path, port: int) -> Iterator[None]:
    """The first line of the example: the pages, served on this machine."""
    call = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(folder)]
    server = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.1):
                break
        yield
    finally:
        server.terminate()
        server.wait(10)


def lines_of(block: str, port: int) -> list[str]:
    """The calls of a block, but for the one that serves the pages."""
    return [line for line in block.replace("8000", str(port)).splitlines() if not line.endswith("&")]


def run(line: str, folder: Path, *, code: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A line of the page, with the programs of this interpreter and the code in a folder (that one, unless given)."""
    programs = {
        "communique": ["-c", "from crawler.cli import main; main(prog_name='communique')"],
        "scrapy": ["-m", "scrapy"],
        "pytest": ["-m", "pytest"],
    }
    name, *words = line.split()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COMMUNIQUE_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, *programs[name], *words],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(code or folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_worked_example_works_as_written(clone: Path, port: int) -> None:
    """From nothing to a green fixture test and a crawled archive, by the files and lines of the page alone."""
    text = (ROOT / "docs/adding-a-site.md").read_text(encoding="utf-8")
    files = dict(re.findall(r"^`([\w/.-]+)`:\n\n```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    assert len(files) == 6
    for name in (name for name in files if name.startswith("ministry/")):
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        (clone / name).write_text(files[name], encoding="utf-8")
    begin, save, check, crawl = (lines_of(block, port) for block in blocks("adding-a-site", "sh"))
    unreadable, expected = (block.replace("8000", str(port)) for block in blocks("adding-a-site", "json"))
    spider = clone / "crawler/spiders/xx_lakes.py"
    with serving(clone / "ministry", port):
        for line in begin:
            assert run(line, clone).returncode == 0, line
        host = f'("localhost:{port}", "localhost"), private=True, https=False'
        spider.write_text(spider.read_text(encoding="utf-8").replace('("lakes.example",)', host), encoding="utf-8")
        said = clone / "tests/fixtures/xx_lakes/news-en/expected.json"
        assert run(save[0], clone).returncode == 0
        assert said.read_text(encoding="utf-8") == unreadable
        spider.write_text(files["crawler/spiders/xx_lakes.py"].replace("8000", str(port)), encoding="utf-8")
        for line in (*save, *check, *crawl):
            done = run(line, clone)
            assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        assert said.read_text(encoding="utf-8") == expected
    with Archive.open(clone / "data/lakes.db", readonly=True) as archive:
        assert sorted(row["language"] for row in archive.articles()) == ["be", "en", "en"]
        assert [row["state"] for row in archive.variants(f"http://localhost:{port}/be/news/bridge.html")] == [
            "archived"
        ] * 2
