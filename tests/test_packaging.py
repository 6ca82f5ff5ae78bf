"""What a person installs, and what checks it: versions, bounds, the workflow and the hooks say the same."""

from __future__ import annotations

import re
import threading
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests import pythons
from tests.conftest import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
PINS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
DIRECT = sorted({line for lines in ([*PROJECT["dependencies"]], *EXTRAS.values()) for line in lines})


def pinned(name: str) -> Version:
    """The version that the constraints have for a package on the oldest Python."""
    found = [
        pin
        for pin in PINS
        if canonicalize_name(pin.name) == canonicalize_name(name)
        and (pin.marker is None or pin.marker.evaluate({"python_version": pythons.versions()[0]}))
    ]
    assert len(found) == 1, f"{name} has {len(found)} lines in constraints.txt: make constraints"
    return Version(str(found[0].specifier).removeprefix("=="))


def read(name: str) -> Any:
    """A YAML file of the project."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_what_is_required_is_pinned_within_its_bounds() -> None:
    """The versions that the tests passed with are versions that a user may have."""
    required = [Requirement(line) for line in DIRECT]
    assert [str(each) for each in required if pinned(each.name) not in each.specifier] == []


def test_a_constraint_names_one_version() -> None:
    """And no address, no file, no extra: pip refuses those in constraints."""
    exact = re.compile(r"==[\w.!+]+")
    assert [str(pin) for pin in PINS if not exact.fullmatch(str(pin.specifier)) or pin.url or pin.extras] == []


@pytest.mark.parametrize("name", ["scrapy", "datasette"])
def test_what_is_used_privately_has_an_upper_bound(name: str) -> None:
    """The next minor version may move what is used; every line that names the package says so."""
    bounds = {str(Requirement(line).specifier) for line in DIRECT if Requirement(line).name == name}
    assert len(bounds) == 1
    known = pinned(name)
    assert Version(f"{known.major}.{known.minor + 1}") not in Requirement(f"{name}{bounds.pop()}").specifier


def test_the_package_says_where_it_lives() -> None:
    """Each address that package indexes show, all of one place."""
    urls: dict[str, str] = PROJECT["urls"]
    assert {"Homepage", "Documentation", "Source", "Changelog", "Issues"} <= urls.keys()
    assert all(url.startswith(urls["Source"]) for url in urls.values())


def test_the_workflow_has_every_python_that_the_package_claims() -> None:
    """Neither more nor less."""
    job = read(".github/workflows/test.yml")["jobs"]["test"]
    assert job["strategy"]["matrix"]["python"] == pythons.versions()
    assert PROJECT["requires-python"] == f">={pythons.versions()[0]}"


def test_the_workflow_does_what_ci_does() -> None:
    """By calling it."""
    steps = read(".github/workflows/test.yml")["jobs"]["test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]
    used = [step["uses"] for step in steps if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", each) for each in used), used


def test_ci_allows_few_skipped_tests_where_the_corpus_is() -> None:
    """And no more than the tests of real pages where it is not."""
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    [(few, many)] = re.findall(
        r"^if \[ -d \"\$corpus\" \]; then skips=(\d+); else skips=(\d+); fi$", script, re.MULTILINE
    )
    assert 'export COMMUNIQUE_MAX_SKIPS="${COMMUNIQUE_MAX_SKIPS:-$skips}"' in script
    assert int(few) < 10 < int(many) < 200


def test_the_hooks_have_the_versions_of_the_constraints() -> None:
    """Else a commit would be formatted in one way and checked in another."""
    repos = {Path(repo["repo"]).name: repo for repo in read(".pre-commit-config.yaml")["repos"]}
    assert Version(repos["ruff-pre-commit"]["rev"]) == pinned("ruff")
    hooks = {hook["id"]: hook for repo in repos.values() for hook in repo["hooks"]}
    assert {"ruff-check", "ruff-format", "types", "imports"} <= hooks.keys()
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    entries = [hook["entry"].split() for hook in repos["local"]["hooks"]]
    assert all(command == "make" and target in targets for command, target in entries)


def test_pure_tests_are_found_by_what_they_import() -> None:
    """Those that ``make test-pythons QUICK=1`` runs on every Python: many, and none that crawls or opens an archive."""
    names = {path.name for path in pythons.pure_tests()}
    assert len(names) > 20
    assert "test_web.py" not in names
    assert "test_packaging.py" not in names


def test_a_python_that_is_not_here_is_not_found() -> None:
    """It is skipped with a line, and is no failure."""
    assert pythons.find("3.2") is None
    assert pythons.find(pythons.THIS) is not None


def test_every_python_has_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Passed, failed or not installed; one that failed is an exit status of 1."""

    def tried(found: pythons.Found, constraints: object, rest: object) -> str:
        if found.version.startswith("3.12"):
            raise pythons.Failed("the suite failed:\nE  it is so")
        return "9 passed"

    here = {version: pythons.Found(Path("python"), f"{version}.1") for version in ("3.11", "3.12")}
    monkeypatch.setattr(pythons, "find", here.get)
    monkeypatch.setattr(pythons, "whole", tried)
    assert pythons.main([]) == 1
    said = capsys.readouterr().out
    assert "Python 3.11.1: passed (9 passed; 0 s)\n" in said
    assert "Python 3.12.1: failed: the suite failed:\nE  it is so\n" in said
    assert "Python 3.13: not installed: skipped\n" in said
    here.pop("3.12")
    assert pythons.main([]) == 0


def test_a_wheel_is_tried_on_every_python_that_is_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is built once; the lines stand in the order of the Pythons, whichever ends first."""

    def tried(found: pythons.Found, wheel: Path, constraints: object, rest: object) -> str:
        if found.version.startswith("3.11"):
            assert ended.wait(10)
        ended.set()
        return f"{wheel} tried"

    ended = threading.Event()
    here = {version: pythons.Found(Path("python"), f"{version}.1") for version in ("3.11", "3.13")}
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(pythons, "find", here.get)
    monkeypatch.setattr(pythons, "build_wheel", lambda: Path("a.whl"))
    monkeypatch.setattr(pythons, "quick", tried)
    assert pythons.main(["--quick"]) == 0
    said = [line.partition(";")[0] for line in capsys.readouterr().out.splitlines()]
    assert said == [
        "Python 3.11.1: passed (a.whl tried",
        "Python 3.12: not installed: skipped",
        "Python 3.13.1: passed (a.whl tried",
        "Python 3.14: not installed: skipped",
    ]


def test_a_wheel_that_cannot_be_built_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is tried then."""

    def unbuilt() -> Path:
        raise pythons.Failed("building the wheel failed:\nno hatchling")

    monkeypatch.setattr(pythons, "build_wheel", unbuilt)
    assert pythons.main(["--quick"]) == 1
    assert capsys.readouterr().out == "building the wheel failed:\nno hatchling\n"
