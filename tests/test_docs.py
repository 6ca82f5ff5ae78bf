"""The README says all there is to say: every command, option, setting, table and view."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import scrapy.settings.default_settings as scrapy_defaults
from sqlite_utils import Database

from crawler import settings
from crawler.archive import Archive
from crawler.cli.main import COMMANDS, main
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTEXT = click.Context(main)
SHADOW = ("sqlite_", "_sqlite", "revision_fts_")
"""Tables of SQLite's and of the search index's own."""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    """A command that the README does not name is not there for a new user."""
    assert re.search(rf"^\| `{name}\b", README, re.MULTILINE), f"README's table of commands lacks {name}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example(name: str) -> None:
    """``--help`` says what it does and shows one call that works."""
    command = main.get_command(CONTEXT, name)
    assert command is not None
    assert command.help
    assert command.epilog
    assert command.epilog.startswith(("Example: communique", "Examples: communique"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    """An option without help is a riddle."""
    command = main.get_command(CONTEXT, name)
    assert command is not None
    silent = [option.name for option in command.params if isinstance(option, click.Option) and not option.help]
    assert silent == []


def ours() -> list[str]:
    """The settings that Scrapy does not have."""
    return [name for name in vars(settings) if name.isupper() and not hasattr(scrapy_defaults, name)]


@pytest.mark.parametrize("name", ours())
def test_every_setting_of_ours_is_in_the_readme(name: str) -> None:
    """A setting that cannot be found might as well not be there."""
    assert f"`{name}`" in README


def test_every_table_and_view_is_in_the_readme(tmp_path: Path) -> None:
    """The archive is a public face: whoever opens it in another tool finds each table and view explained."""
    Archive.open(tmp_path / "archive.db").close()
    made = Database(tmp_path / "archive.db")
    names = [name for name in made.table_names() + made.view_names() if not name.startswith(SHADOW)]
    made.close()
    missing = [name for name in names if f"`{name}`" not in README]
    assert missing == []


def test_the_changelog_has_this_version() -> None:
    """Readers of the changelog find what they have installed."""
    from crawler import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
