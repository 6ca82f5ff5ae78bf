"""The program ``communique``: its commands, each imported when it is called, and its exit statuses.

Exit status: 0 done; 1 failed, with one line that says what went wrong and what to do; 2 wrong usage; 3 done, but a site
is unhealthy; 4 another run holds the site.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from crawler import __version__
from crawler.cli.archive_location import DEFAULT_ARCHIVE, ArchiveLocation
from crawler.errors import CommuniqueError, SiteHeld

COMMANDS = {
    "crawl": "crawler.cli.commands.crawl",
    "watch": "crawler.cli.commands.watch",
    "schedule": "crawler.cli.commands.schedule",
    "check": "crawler.cli.commands.check",
    "import": "crawler.cli.commands.import_",
    "replay": "crawler.cli.commands.replay",
    "sites": "crawler.cli.commands.sites",
    "runs": "crawler.cli.commands.runs",
    "articles": "crawler.cli.commands.articles",
    "show": "crawler.cli.commands.show",
    "timemap": "crawler.cli.commands.timemap",
    "diff": "crawler.cli.commands.diff",
    "cite": "crawler.cli.commands.cite",
    "changes": "crawler.cli.commands.changes",
    "frontier": "crawler.cli.commands.frontier",
    "variants": "crawler.cli.commands.variants",
    "search": "crawler.cli.commands.search",
    "coverage": "crawler.cli.commands.coverage",
    "export": "crawler.cli.commands.export",
    "serve": "crawler.cli.commands.serve",
    "index": "crawler.cli.commands.index",
    "savepage": "crawler.cli.commands.savepage",
    "demo": "crawler.cli.commands.demo",
}


class SiteIsHeld(click.ClickException):
    """The error of a command whose site is held by another run (exit status 4)."""

    exit_code = 4


class CommandGroup(click.Group):
    """A group that imports the module of a command when it is called, and prints an expected error as one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name]).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]}.command is not a command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of this package or of the disk ends it with exit status 1 and one line."""
        try:
            return super().invoke(ctx)
        except SiteHeld as error:
            raise SiteIsHeld(str(error)) from error
        except CommuniqueError as error:
            raise click.ClickException(" ".join(str(error).split())) from error
        except OSError as error:
            if error.errno == errno.EPIPE or error.strerror is None:  # click ends quietly on a closed pipe
                raise
            _discard_stdout()
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{where}{error.strerror}") from error


def _discard_stdout() -> None:
    """Discard buffered output of a stdout that cannot be written; Python would try to write it again at exit."""
    if sys.stdout is sys.__stdout__ and sys.__stdout__ is not None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.__stdout__.fileno())
        os.close(null)


@click.command(
    cls=CommandGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Start with: communique crawl demo",
)
@click.option(
    "--archive",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="COMMUNIQUE_ARCHIVE",
    help=f"The archive file, an SQLite database.  [default: {DEFAULT_ARCHIVE}; environment: COMMUNIQUE_ARCHIVE]",
)
@click.version_option(__version__, prog_name="communique")
@click.pass_context
def main(ctx: click.Context, archive: Path | None) -> None:
    """Keep and read a complete record of what ministries publish, in every language they publish it in."""
    source = ctx.get_parameter_source("archive")
    ctx.obj = ArchiveLocation(archive or DEFAULT_ARCHIVE, named=source is click.core.ParameterSource.COMMANDLINE)
