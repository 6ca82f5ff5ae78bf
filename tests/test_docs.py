"""The documentation says all there is to say, and says nothing that the code does not."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import scrapy.settings.default_settings as scrapy_defaults
from sqlite_utils import Database

from crawler import __version__, pages, settings
from crawler.archive import Archive
from crawler.cli.main import COMMANDS, main
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
FRONT_MATTER = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
CONTEXT = click.Context(main)
SHADOW = ("sqlite_", "_sqlite", "revision_fts_")
"""Tables of SQLite's and of the search index's own."""
SITE_CLASSES = ("Site", "Seed", "PageRule", "Paging", "ArticlePage", "ListingPage", "JsonListingPage")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """Headings of a page, each with what stands under it up to the next heading."""
    parts = re.split(r"^#+ (.+)$", _without_code(text, keep_inline=True), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _without_code(text: str, *, keep_inline: bool = False) -> str:
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return text if keep_inline else re.sub(r"`[^`\n]*`", "", text)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and subcommand by the words that call it."""
    for name in COMMANDS:
        command = main.get_command(CONTEXT, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {child}", each) for child, each in command.commands.items())


def options(command: click.Command) -> list[click.Option]:
    return [each for each in command.params if isinstance(each, click.Option)]


def test_every_command_is_documented_with_every_option() -> None:
    """A command or option that its page does not name is not there for a new user."""
    told = sections(page("commands"))
    missing = [
        (name, option.opts[0])
        for name, command in commands()
        for option in options(command)
        if f"`{option.opts[0]}" not in told.get(name, "")
    ]
    assert [name for name, _ in commands() if name not in told] == []
    assert missing == []


def test_every_command_helps_with_an_example() -> None:
    """``--help`` says what a command does and shows one call that works."""
    silent = [
        name
        for name, command in commands()
        if not command.help or not (command.epilog or "").startswith(("Example: communique", "Examples: communique"))
    ]
    assert silent == []


def test_every_option_says_what_it_does() -> None:
    """An option without help is a riddle."""
    assert [(name, each.name) for name, command in commands() for each in options(command) if not each.help] == []


def test_every_setting_of_ours_is_documented() -> None:
    """A setting that cannot be found might as well not be there."""
    ours = [name for name in vars(settings) if name.isupper() and not hasattr(scrapy_defaults, name)]
    assert ours
    assert [name for name in ours if not re.search(rf"^- `{name}` .*: \S", page("settings"), re.MULTILINE)] == []


def test_every_table_and_view_is_documented(tmp_path: Path) -> None:
    """Whoever opens an archive in another tool finds each table, view and column explained."""
    Archive.open(tmp_path / "archive.db").close()
    made = Database(tmp_path / "archive.db")
    told = sections(page("schema"))
    names = [name for name in made.table_names() + made.view_names() if not name.startswith(SHADOW)]
    columns = [(name, column.name) for name in names for column in made[name].columns]
    made.close()
    short = told["The views in short"] + told["The tables in short"]
    assert [name for name in names if not re.search(rf"^\| \[?`{name}`", short, re.MULTILINE)] == []
    assert [pair for pair in columns if f"\n- `{pair[1]}`" not in told.get(pair[0], "")] == []


def test_every_attribute_of_a_site_file_is_explained() -> None:
    """Whoever writes a site file needs no look into the code: each attribute has its meaning beside it."""
    told = sections(page("adding-a-site"))
    assert [name for name in SITE_CLASSES if name not in told] == []
    listed = re.findall(
        r"^- `(\w+)` \(`[^`]+`, (?:required|default `[^`]*`)\):(.*)$", page("adding-a-site"), re.MULTILINE
    )
    assert {"hosts", "seeds", "paging", "pattern", "switcher", "container", "trust_pager"} <= {
        name for name, _ in listed
    }
    assert [name for name, meaning in listed if not meaning.strip()] == []


def test_no_page_is_stale() -> None:
    """What is made from the code says what the code says: ``make docs-update`` writes it anew."""
    call = [sys.executable, str(DOCS / "generate.py"), "--check"]
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_page_is_in_the_table_of_contents() -> None:
    """A page that nothing lists is not found."""
    listed = re.findall(r"```\{toctree\}\n(?::.*\n)*\n((?:[\w-]+\n)+)```", page("index"))
    names = [name for block in listed for name in block.split()]
    assert sorted(names) == sorted(path.stem for path in PAGES if path.stem != "index")


def test_the_readme_is_one_screen_or_two() -> None:
    """A README leads to the pages; it does not replace them."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and the documentation site make them."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    heads = (head.replace("`", "").strip().lower() for head in re.findall(r"^#+ (.+)$", text, re.MULTILINE))
    return {re.sub(r"[^\w\- ]", "", head).replace(" ", "-") for head in heads}


def broken_links(path: Path) -> Iterator[str]:
    """The relative links of a page that lead to no file, or to no heading of it."""
    for link in LINK.findall(_without_code(path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        to = (path.parent / target) if target else path
        if not to.exists() or (anchor and to.suffix == ".md" and anchor not in anchors(to)):
            yield f"{path.name}: {link}"


def test_every_link_leads_somewhere() -> None:
    """Relative links and anchors of the README and of all pages resolve."""
    assert [broken for path in (*FRONT_MATTER, *PAGES) for broken in broken_links(path)] == []


def test_every_file_that_the_architecture_names_exists() -> None:
    """A description of the house that leads into a wall is worse than none."""
    named = set(re.findall(r"`((?:crawler|tests|docs)/[\w./-]+)`", page("architecture")))
    assert len(named) > 50
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_every_room_of_the_house_is_described() -> None:
    """Folders of ``crawler`` and of its ``archive`` and ``rules`` stand in the drawing of the rooms."""
    drawing = page("architecture").split("## The rooms")[1].split("## One capture")[0]
    code = Path(pages.__file__).parent.parent
    rooms = [path.parent for path in code.rglob("__init__.py") if path.parent != code]
    flat = [room for room in rooms if room.parent == code or room.parent.name in ("archive", "rules")]
    assert [str(room) for room in flat if f"{room.name}/" not in drawing] == []


def prose(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a page and their numbers, without tables, pictures and blocks of code or output."""
    is_code = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            is_code = not is_code
        elif not is_code and not line.startswith(("|", "![", "http")):
            yield number, line


def test_lines_of_prose_fit_a_terminal() -> None:
    """Pages are read as text, too: at most 120 columns, tables and output aside."""
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in PAGES]
    assert [f"{name}:{number}" for name, text in texts for number, line in prose(text) if len(line) > 120] == []


def test_the_citation_has_this_version() -> None:
    """Who cites the program cites what is installed."""
    said = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^(?:version|cff-version|license): (.+)$", said, re.MULTILINE) == ["1.2.0", __version__, "MIT"]


def test_the_changelog_has_this_version() -> None:
    """Readers of the changelog find what they have installed."""
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
