"""The documentation names only what exists: modules, files, commands, options, settings, columns, findings."""

from __future__ import annotations

import ast
import builtins
import importlib
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import click
import pytest
import scrapy.settings.default_settings as scrapy_defaults

from crawler import settings
from crawler.archive import Archive
from crawler.archive.earlier_names import Delegates
from crawler.archive.schema.tables import PLAIN_NAMES
from crawler.cli.main import COMMANDS, main
from crawler.crawl.renamed_settings import EARLIER_NAMES
from crawler.demo.damage import KINDS
from crawler.rules.health.listings import CONTINUATIONS
from crawler.rules.health.run_health import PAIRED
from tests.conftest import ROOT

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "data/README.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
TEXTS = {path.name if path.parent.name != "data" else "data": path.read_text(encoding="utf-8") for path in PAGES}
EXAMPLE = "xx_lakes"
"""The site of the worked example: its files are written by the reader."""
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
CONTEXT = click.Context(main)


def code_of(text: str) -> Iterator[str]:
    """Every inline span and every line of a block of a page."""
    for _, block in FENCE.findall(text):
        yield from block.splitlines()
    yield from (" ".join(span.split()) for span in re.findall(r"`([^`]+)`", FENCE.sub("", text)))


def spans(text: str) -> Iterator[str]:
    """Every inline span of a page."""
    return (" ".join(span.split()) for span in re.findall(r"`([^`]+)`", FENCE.sub("", text)))


def exists(dotted: str) -> bool:
    """Whether a dotted name is a module, or what a module or class has."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False


def test_every_dotted_name_exists() -> None:
    """A reader can import each ``crawler.x.y`` that a page names."""
    named = {
        (page, name)
        for page, text in TEXTS.items()
        for name in re.findall(r"(?<![\w/.-])crawler(?:\.\w+)+", text)
        if EXAMPLE not in name
    }
    assert len({name for _, name in named}) > 10
    assert sorted((page, name) for page, name in named if not exists(name)) == []


def test_every_import_of_an_example_exists() -> None:
    """Each ``from crawler.x import y`` in a block finds ``y``."""
    found = [
        (page, module, name.strip())
        for page, text in TEXTS.items()
        for module, names in re.findall(r"^from (crawler[\w.]*) import (.+)$", text, re.MULTILINE)
        for name in names.split(",")
    ]
    assert len(found) > 8
    assert [each for each in found if not exists(f"{each[1]}.{each[2]}")] == []


def test_every_path_exists() -> None:
    """A reader can open each file and folder of the project that a page names."""
    named = {
        (page, name.rstrip("/"))
        for page, text in TEXTS.items()
        for name in re.findall(r"(?<![\w/.-])((?:crawler|tests|docs|\.github)/[\w./-]*\w/?)", text)
        if EXAMPLE not in name and not re.search(r"/[A-Z]{2,}/?$", name)
    }
    assert len(named) > 70
    assert sorted((page, name) for page, name in named if not (ROOT / name).exists()) == []


def test_every_make_target_exists() -> None:
    """Each ``make x`` that a page names is a target."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w.$()/-]+):", makefile, re.MULTILINE)) | {".venv/.installed-test"}
    calls = ((page, call) for page, text in TEXTS.items() for call in code_of(text))
    named = {(page, found[1]) for page, call in calls if (found := re.match(r"make ([\w./-]+)", call.strip()))}
    assert len(named) > 10
    assert sorted((page, name) for page, name in named if name not in targets) == []


def test_every_extra_exists() -> None:
    """Each extra that a page installs is one of the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [group for text in TEXTS.values() for group in re.findall(r"\.\[([\w,]+)\]", text)]
    named = {name for group in groups for name in group.split(",")}
    assert {"web", "notify", "parquet"} <= named <= set(project["optional-dependencies"])


def command_of(words: list[str]) -> tuple[click.Command, list[str]] | None:
    """The command that a call names, and the words that belong to it; None where the page names a word for one."""
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] == "--archive" else words[1:]
    if not words or not re.fullmatch(r"[a-z]+", words[0]):
        return None
    command = main.get_command(CONTEXT, words[0])
    assert command is not None, f"there is no command {words[0]}"
    if isinstance(command, click.Group) and len(words) > 1 and words[1] in command.commands:
        return command.commands[words[1]], words[2:]
    return command, words[1:]


def calls(text: str) -> Iterator[str]:
    """The calls of ``communique`` on a page, without prompt, comment, and what the shell does besides."""
    for line in code_of(text):
        for part in re.split(r"\s#\s|;|&&|&$|>", line.strip().removeprefix("$ ")):
            if found := re.match(r"(?:\w+='?\S*'? )?communique (?!is |has )(.+)", part.strip()):
                yield found[1]


def options_of(command: click.Command) -> set[str]:
    options = (each for each in command.params if isinstance(each, click.Option))
    return {name for each in options for name in (*each.opts, *each.secondary_opts)}


@pytest.mark.parametrize("page", sorted(TEXTS))
def test_every_call_has_a_command_and_its_options(page: str) -> None:
    """Each ``communique ...`` of a page is a command with options that it has."""
    wrong = []
    for call in calls(TEXTS[page]):
        words = shlex.split(call.replace("'", "") if call.count("'") % 2 else call)
        if words[0] in ("COMMAND", "--help", "--version") or (found := command_of(words)) is None:
            continue
        command, rest = found
        given = {word.partition("=")[0] for word in rest if word.startswith("--")} - {"--help"}
        wrong += [f"{call}: {name}" for name in given - options_of(command)]
    assert wrong == []


FOREIGN = {"--env-file", "--constraint", "--user"}
"""Options of other programs that a page names alone."""


def test_every_option_named_alone_exists() -> None:
    """``--x`` in a sentence is an option of some command."""
    commands = [command for name in COMMANDS if (command := main.get_command(CONTEXT, name)) is not None]
    commands += [child for each in commands if isinstance(each, click.Group) for child in each.commands.values()]
    known = {"--help", *options_of(main), *(name for each in commands for name in options_of(each))}
    alone = [(page, span) for page, text in TEXTS.items() for span in spans(text)]
    named = {(page, found[0]) for page, span in alone if (found := re.match(r"--[\w-]+", span))}
    assert len({name for _, name in named}) > 30
    assert sorted((page, name) for page, name in named if name not in known | FOREIGN) == []


def test_every_setting_named_exists() -> None:
    """Each name in capitals with an underscore is a setting of ours or Scrapy's, or a variable that we read."""
    readers = [*(ROOT / "crawler").rglob("*.py"), ROOT / "tests/conftest.py"]
    sources = [path.read_text(encoding="utf-8") for path in readers]
    environment = {name for source in sources for name in re.findall(r"COMMUNIQUE_[A-Z]+", source)}
    named = {
        (page, name)
        for page, text in TEXTS.items()
        for span in spans(text)
        for name in re.findall(r"(?<![\w-])[A-Z]+(?:_[A-Z]+)+(?![\w-])", span)
    }
    known = environment | {"NO_COLOR"} | set(EARLIER_NAMES.values())
    assert {"BACKOFF_MIN", "REMOVAL_HOURS"} <= {name for _, name in named}
    assert [
        (page, name)
        for page, name in sorted(named)
        if name not in known and not hasattr(settings, name) and not hasattr(scrapy_defaults, name)
    ] == []


def test_every_method_of_the_archive_exists(tmp_path: Path) -> None:
    """Each ``archive.x`` and ``archive.x.y`` of a page is a part or a method."""
    with Archive.open(tmp_path / "archive.db") as archive:
        named = {
            (page, name)
            for page, text in TEXTS.items()
            for name in re.findall(r"(?<![\w/.])archive((?:\.[a-z_]+)+)\(", text)
        }
        missing = []
        for page, name in sorted(named):
            found: object = archive
            for part in name.split(".")[1:]:
                found = getattr(found, part, None)
            missing += [] if found is not None else [(page, name)]
    assert len(named) > 30
    assert missing == []


def test_every_part_of_the_archive_is_explained() -> None:
    """Each part has its section, and the call that answers its first question."""
    parts = get_type_hints(Delegates)
    assert len(parts) >= 10
    heads = {line.lstrip("# ") for line in TEXTS["api.md"].splitlines() if line.startswith("###")}
    needed = [f"archive.{name}" for name in parts]
    needed += [f"archive.{name}, called" for name, part in parts.items() if "__call__" in vars(part)]
    assert [head for head in needed if head not in heads] == []


def sentences(path: Path) -> Iterator[str]:
    """The parts of sentences in a module that people read: strings of four words and more that are no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    quiet = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node in quiet:
            continue
        if len(node.value.split()) >= 4:
            yield " ".join(node.value.strip(" :;,%()").split())


@pytest.mark.parametrize("module", ["run_health", "listings"])
def test_every_finding_is_explained_in_its_words(module: str) -> None:
    """Whoever gets a finding finds its words on the page on health."""
    page = re.sub(r"[*`]", "", " ".join(TEXTS["health.md"].split())).lower()
    parts = sentences(ROOT / f"crawler/rules/health/{module}.py")
    said = [each for each in parts if each not in CONTINUATIONS.values()]  # one of these stands for all
    assert len(said) >= 4
    assert [each for each in said if each.lower() not in page] == []


def test_every_field_of_a_finding_is_explained() -> None:
    """Each ``field`` of a finding has its row, and no row is of a field that no finding has."""
    table = TEXTS["health.md"].split("## What each finding means")[1].split("\n## ")[0]
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "crawler/rules/health").glob("*.py")]
    quoted = {word for source in sources for word in re.findall(r'"(\w+)"', source)}
    explained = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    assert {field for field, _ in PAIRED.values()} <= explained <= quoted


def test_every_reason_that_something_is_due_is_explained() -> None:
    """Each ``why`` of the frontier has its row, and no row is of a reason that nothing has."""
    table = TEXTS["changes.md"].split("## What is due")[1]
    source = (ROOT / "crawler/rules/schedule/revisits.py").read_text(encoding="utf-8")
    others = [path.read_text(encoding="utf-8") for path in (ROOT / "crawler").rglob("*.py")]
    explained = set(re.findall(r"^\| `([\w ]+)` \|", table, re.MULTILINE))
    assert set(re.findall(r'Due\(.*"([\w ]+)"\)', source)) <= explained
    assert [
        why for why in sorted(explained) if not any(f'"{why}"' in each or f"'{why}'" in each for each in others)
    ] == []


def test_every_damage_is_named() -> None:
    """The page on health names the damages that the demo ministry can be served with, and no other."""
    named = TEXTS["health.md"].split("## Try it")[1].split("With the demo")[0].split("ways:")[1]
    assert set(re.findall(r"`([\w-]+)`", named)) == set(KINDS)


def test_every_reason_of_an_outcome_exists() -> None:
    """Each word with a hyphen in the table of outcomes is one that the code gives."""
    table = TEXTS["changes.md"].split("## Outcomes")[1].split("\n## ")[0]
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "crawler").rglob("*.py")]
    words = set(re.findall(r"`(\w+(?:-\w+)+)`", table))
    assert len(words) > 8
    assert [word for word in sorted(words) if not any(f'"{word}"' in source for source in sources)] == []


def test_the_glossary_has_the_earlier_names_of_columns() -> None:
    """Who knew a column by its earlier name finds the name that it has now."""
    earlier = TEXTS["glossary.md"].split("## Earlier names")[1]
    columns = [f"| `{table}.{old}` | `{table}.{name}` |" for (table, old), name in PLAIN_NAMES.items()]
    renamed = [f"| `{old}` | `{name}` |" for name, old in EARLIER_NAMES.items()]
    assert [row for row in columns + renamed if row not in earlier] == []


def test_no_former_column_is_named_as_a_column() -> None:
    """``table.column`` on a page is a column that the table has."""
    pattern = "|".join(sorted({table for table, _ in PLAIN_NAMES}))
    named = {
        (page, table, column)
        for page, text in TEXTS.items()
        if page != "glossary.md"
        for table, column in re.findall(rf"`({pattern})\.(\w+)`", text)
    }
    assert [each for each in named if each[1:] in PLAIN_NAMES] == []


def test_every_exception_named_exists() -> None:
    """Each exception that a page names is one of Python's or of ``crawler.errors``."""
    errors = importlib.import_module("crawler.errors")
    named = {name for text in TEXTS.values() for name in re.findall(r"\b([A-Z]\w+Error)\b", text)}
    assert named
    assert [name for name in sorted(named) if not hasattr(errors, name) and not hasattr(builtins, name)] == []
