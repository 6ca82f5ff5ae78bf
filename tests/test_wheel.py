"""The wheel as a user gets it: what is in it, and what is not."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

from tests.conftest import ROOT

BACKEND_LACKS = ("No matching distribution found for hatchling", "Could not find a version that satisfies")
"""What pip says where the program that builds the wheel cannot be had: it is fetched for each build."""
SOURCES = sorted(path for path in (ROOT / "crawler").rglob("*") if path.is_file() and "__pycache__" not in path.parts)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built as ``pip install`` builds it; a test that needs it skips where that cannot be."""
    folder = tmp_path_factory.mktemp("wheel")
    call = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--disable-pip-version-check",
        "--no-deps",
        "-w",
        str(folder),
        str(ROOT),
    ]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=300)
    said = done.stdout + done.stderr
    if done.returncode and any(line in said for line in BACKEND_LACKS):
        pytest.skip("the wheel cannot be built here: hatchling cannot be had from a package index")
    assert done.returncode == 0, said
    return next(folder.glob("communique-*-py3-none-any.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def test_every_file_of_the_package_is_in_the_wheel(names: set[str]) -> None:
    """Templates, styles and all: what is not there is missed at the first page that is served."""
    assert {str(path.relative_to(ROOT)) for path in SOURCES} - names == set()


@pytest.mark.parametrize("name", ["crawler/py.typed", "crawler/templates/spiders/ministry.tmpl"])
def test_what_is_no_module_is_in_the_wheel(names: set[str], name: str) -> None:
    """The mark that the package is typed (PEP 561), and what ``scrapy genspider`` writes from."""
    assert name in names


@pytest.mark.parametrize("kind", ["crawler/web/templates/*.html", "crawler/web/static/*.css"])
def test_what_the_web_page_is_made_of_is_in_the_wheel(names: set[str], kind: str) -> None:
    """Each kind of file that it is served from."""
    assert [name for name in names if Path(name).match(kind)]


def test_nothing_else_is_in_the_wheel(names: set[str]) -> None:
    """No tests, no archives, no documentation: they would be modules of whoever installs it."""
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"crawler", "communique"}
    assert not [name for name in names if "__pycache__" in name or name.endswith((".db", ".pyc"))]


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    """Its licence, its Pythons and where it lives, for package indexes."""
    with zipfile.ZipFile(wheel) as opened:
        name = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_string(opened.read(name).decode("utf-8"))
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert {line.partition(",")[0] for line in metadata.get_all("Project-URL", [])} >= {"Source", "Changelog", "Issues"}
    assert "communique" in metadata["Name"]
