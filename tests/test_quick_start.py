"""The README's quick start, run as it is written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = ("crawler", "Makefile", "pyproject.toml", "constraints.txt", "scrapy.cfg", "README.md")
QUICK_START = README.split("\n## Quick start\n")[1].split("\n## ")[0]
SHOWN = [
    (command, [line for line in output.splitlines() if line != "..."])
    for command, output in re.findall(r"```text\n\$ ([^\n]+)\n(.*?)```", QUICK_START, re.DOTALL)
]
"""Each command of the quick start with the lines of its output that are shown; an ellipsis stands for the rest."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder with ``communique`` in ``bin``: this test's interpreter, so nothing is installed."""
    program = tmp_path / "bin" / "communique"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom crawler.cli import main\nmain(prog_name='communique')\n")
    program.chmod(0o755)
    return tmp_path


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    environment |= {"PYTHONPATH": str(ROOT), "PATH": f"{folder / 'bin'}{os.pathsep}{environment['PATH']}"}
    return subprocess.run(
        line, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def _is_shown(shown: str, printed: str) -> bool:
    """Whether the README shows a printed line, white space aside; an ellipsis at its end stands for the rest."""
    start, ellipsis, _ = " ".join(shown.split()).partition(" ...")
    return printed.startswith(start) if ellipsis else printed == start


def test_the_quick_start_shows_commands() -> None:
    """Two crawls, and then two questions."""
    assert [command.split()[-2:] for command, _ in SHOWN[:2]] == [["crawl", "demo"]] * 2
    assert len(SHOWN) == 4


def test_the_quick_start_works_as_written(folder: Path) -> None:
    """Each command prints the lines that the README shows, in that order; the demo goes into its own archive."""
    for command, expected in SHOWN:
        done = run(command, folder)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        printed = iter(" ".join(line.split()) for line in (done.stderr + done.stdout).splitlines())
        missing = [line for line in expected if not any(_is_shown(line, each) for each in printed)]
        assert missing == [], f"{command}: {done.stderr}{done.stdout}"
    assert (folder / "data/demo.db").is_file()
    assert not (folder / "data/archive.db").exists()


def test_make_crawl_installs_and_crawls() -> None:
    """``make crawl``, which the README names as the short way, needs no argument and crawls the demo."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "`make crawl`" in QUICK_START
    assert re.search(r"^SITE +\?= demo$", makefile, re.MULTILINE)
    assert re.search(r"^crawl: install\n\t@\$\(BIN\)/communique crawl \$\(SITE\)", makefile, re.MULTILINE)
