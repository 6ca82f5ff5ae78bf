"""An unknown ``--site`` is an error of every command: an empty list would look like a result."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.archive import Archive
from crawler.cli import main

COMMANDS = [
    ("articles", "--site"),
    ("changes", "--site"),
    ("export", "atom", "--site"),
    ("export", "jsonl", "--site"),
    ("frontier",),
    ("replay", "--site"),
    ("runs", "--site"),
    ("search", "words", "--site"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command))
def test_a_site_that_was_never_crawled_is_an_error(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Exit status 1 with one line; the same command succeeds for a known site."""
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        archive.add_site("demo", "Demo", ("en",))
    wrong = CliRunner().invoke(main, ["--archive", str(path), *command, "demmo"])
    assert wrong.exit_code == 1, wrong.output
    assert wrong.stderr.splitlines() == ["Error: the archive has no site 'demmo': communique sites lists them"]
    right = CliRunner().invoke(main, ["--archive", str(path), *command, "demo"])
    assert right.exit_code == 0, right.output
