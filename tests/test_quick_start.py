"""The README's quick start, run as it is written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = ("crawler", "Makefile", "pyproject.toml", "constraints.txt", "scrapy.cfg", "README.md")


def blocks(section: str, language: str) -> list[str]:
    """The fenced blocks of one language in one section of the README."""
    text = README.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the project whose ``.venv`` is the interpreter of this test: nothing is installed twice."""
    if shutil.which("make") is None:
        pytest.skip("there is no make on this machine")
    for name in PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    (tmp_path / "data").mkdir()
    scripts = tmp_path / ".venv/bin"
    scripts.mkdir(parents=True)
    program = scripts / "communique"
    program.write_text(f"#!{sys.executable}\nfrom crawler.cli import main\nmain(prog_name='communique')\n")
    program.chmod(0o755)
    (tmp_path / ".venv/.installed").touch()
    return tmp_path


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    environment["PYTHONPATH"] = str(folder)
    return subprocess.run(
        line, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def test_the_quick_start_works_as_written(clone: Path) -> None:
    """Both ``make crawl`` lines end well and make the tables that the README shows, row for row."""
    commands = [block.strip() for block in blocks("Quick start", "sh") if block.strip() == "make crawl"]
    shown = blocks("Quick start", "text")
    assert len(commands) == 2
    for command, output in zip(commands, shown, strict=False):
        done = run(command, clone)
        assert done.returncode == 0, done.stderr
        for line in output.splitlines():
            if re.match(r"(ru|be|en|language) ", line):
                assert line.split() in [said.split() for said in done.stdout.splitlines()], done.stdout
    assert (clone / "data/demo.db").is_file()
    assert not (clone / "data/archive.db").exists()


def test_the_questions_of_the_quick_start_have_answers(clone: Path) -> None:
    """Each ``communique`` line that the README shows with its answer runs on the demo's archive."""
    assert run("make crawl", clone).returncode == 0
    asked = re.findall(r"^\$ (.+)$", "\n".join(blocks("Quick start", "text")), re.MULTILINE)
    assert asked
    for line in asked:
        done = run(line, clone)
        assert done.returncode == 0, f"{line}: {done.stderr}"
        assert done.stdout.strip(), line
