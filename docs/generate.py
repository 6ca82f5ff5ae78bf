"""The sections of the documentation that are made from the code: ``python docs/generate.py [--check]``.

Each such section stands between two comments of cog in its page; the first names the function below that writes it.
"""

from __future__ import annotations

import dataclasses
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from cogapp import Cog
from prose import docstring, item, plain, wrapped
from sqlite_utils import Database

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHADOW = ("sqlite_", "_sqlite", "revision_fts_")
"""How tables of SQLite's and of the search index's own begin."""


def command_table() -> str:
    """Every command in one line, with a link to what is said of it below."""
    rows = (f"| [`{name}`](#{name}) | {plain(each.get_short_help_str(200))} |" for name, each in _all_commands())
    return "\n".join(["| command | what it does |", "|---|---|", *rows])


def commands() -> str:
    """Every command with its subcommands: usage, help, options, examples."""
    from crawler.cli import main

    context = click.Context(main, info_name="communique")
    return "\n\n".join(_command(each, name, context, "###") for name, each in _all_commands())


def _all_commands() -> list[tuple[str, click.Command]]:
    from crawler.cli.main import COMMANDS, main

    context = click.Context(main, info_name="communique")
    found = ((name, main.get_command(context, name)) for name in COMMANDS)
    return [(name, each) for name, each in found if each is not None]


def main_options() -> str:
    """The options of ``communique`` itself."""
    from crawler.cli import main

    return _options(main)


def _command(command: click.Command, name: str, parent: click.Context, marks: str) -> str:
    context = click.Context(command, parent=parent, info_name=name)
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    parts = [f"{marks} {name}", f"```text\n{usage}\n```"]
    parts += (wrapped(plain(block)) for block in (command.help or "").split("\n\n"))
    if options := _options(command):
        parts.append(options)
    parts += _examples(command.epilog or "")
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            if (found := command.get_command(context, child)) is not None:
                parts.append(_command(found, f"{name} {child}", parent, f"{marks}#"))
    return "\n\n".join(parts)


def _options(command: click.Command) -> str:
    options = (each for each in command.params if isinstance(each, click.Option))
    return "\n".join(item(_spelled(each), _facts(each), _help(each)) for each in options if not each.hidden)


def _help(option: click.Option) -> str:
    choices = option.type.choices if isinstance(option.type, click.Choice) and _has_many(option) else ()
    said = plain(option.help or "")
    return f"{said} One of {', '.join(f'`{each}`' for each in choices)}." if choices else said


def _has_many(option: click.Option) -> bool:
    """Whether an option has more choices than fit into its name."""
    return isinstance(option.type, click.Choice) and len("|".join(map(str, option.type.choices))) > 60


def _spelled(option: click.Option) -> str:
    names = ", ".join((*option.opts, *option.secondary_opts))
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {'CHOICE' if _has_many(option) else '|'.join(map(str, option.type.choices))}"
    return f"{names} {option.metavar or option.type.name.upper().removesuffix(' RANGE')}"


def _facts(option: click.Option) -> str:
    if option.required:
        return "required"
    has_default = option.show_default and not option.is_flag and option.default not in (None, "")
    return f"default: `{option.default}`" if has_default else ""


def _examples(epilog: str) -> Iterator[str]:
    """What stands after "Example:", a call a line."""
    calls = re.sub(r"^[^:]*: ", "", " ".join(epilog.split()))
    if calls:
        yield "```sh\n" + "\n".join(calls.split("; ")) + "\n```"


def settings() -> str:
    """Our own settings: default, environment variable, what each is."""
    import scrapy.settings.default_settings as scrapy_defaults
    from classes import assignments

    from crawler import settings as ours

    made = []
    for name, _, value, said in assignments(ours):
        if name.isupper() and not hasattr(scrapy_defaults, name):
            environment = re.match(r"os\.environ\.get\(['\"](\w+)['\"]", value)
            also = f"; environment: `{environment[1]}`" if environment else ""
            made.append((name, f"default: `{getattr(ours, name)!r}`{also}", said))
    return "\n".join(item(name, facts, _first_upper(said)) for name, facts, said in made)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def attributes(module: str, name: str) -> str:
    """Every attribute of a class that a site file states: type, default, what it is."""
    from classes import attributes_of, load

    rows = attributes_of(load(module, name))
    return "\n".join(item(each.name, each.facts, each.text) for each in rows)


def pagings() -> str:
    """Every paging strategy, with what it says of itself and its attributes."""
    from classes import attributes_of, classes_in

    from crawler.pages import paging

    made = []
    for each in classes_in(paging):
        if dataclasses.is_dataclass(each) and hasattr(each, "next_address"):
            rows = "\n".join(item(row.name, row.facts, row.text) for row in attributes_of(each))
            made.append("\n\n".join(filter(None, (f"### {each.__name__}", docstring(each.__doc__), rows))))
    return "\n\n".join(made)


def archive_methods() -> str:
    """The public methods of ``Archive`` and of its parts, with what each says of itself."""
    from classes import archive_sections

    return "\n\n".join(archive_sections())


def errors() -> str:
    """Each exception, in the order of the module, with its parent."""
    from classes import classes_in

    from crawler import errors as module

    return "\n".join(
        item(each.__name__, f"a `{each.__bases__[0].__name__}`", " ".join(docstring(each.__doc__).split("\n")))
        for each in classes_in(module)
    )


def tables() -> str:
    """Every table of a new archive with its columns."""
    from columns import table_section

    with _new_archive() as db:
        names = [name for name in db.table_names() if not name.startswith(SHADOW)]
        return "\n\n".join(table_section(db, name) for name in names)


def views() -> str:
    """Every view of a new archive with its columns."""
    from columns import view_section

    with _new_archive() as db:
        return "\n\n".join(view_section(db, name) for name in db.view_names())


class _new_archive:  # used as a function is
    """A new archive, for the length of a block."""

    def __enter__(self) -> Database:
        from crawler.archive import Archive

        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "archive.db"
        Archive.open(path).close()
        self.db = Database(path)
        return self.db

    def __exit__(self, *_: object) -> None:
        self.db.close()
        self.folder.cleanup()


def main(arguments: list[str]) -> int:
    """Write all sections anew, or with ``--check`` say whether any is stale; the exit status of that."""
    for name in [name for name in os.environ if name.startswith("COMMUNIQUE_")]:
        del os.environ[name]  # what a default is does not hang on who asks
    sys.path[:0] = [str(ROOT), str(HERE)]
    os.chdir(ROOT)
    how = ["--check", "--diff"] if "--check" in arguments else ["-r"]
    pages = sorted(str(path.relative_to(ROOT)) for path in HERE.glob("*.md"))
    message = "a page is stale: make docs-update"
    call = ["cog", *how, "--check-fail-msg", message, "-U", "-n", "utf-8", "-p", "import generate", *pages]
    return int(Cog().main(call))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
