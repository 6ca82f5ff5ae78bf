"""Simulated sites: a spider whose class has a ``simulator`` is started by the commands, whatever its name is."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from crawler.archive import Archive
from crawler.cli import main
from crawler.cli.archive_location import ArchiveLocation
from crawler.cli.commands.watch import watchable
from crawler.cli.site_hooks import simulated, site_session
from crawler.cli.site_lookup import spiders
from crawler.crawl.simulator import SimulatedSite
from crawler.crawl.spider import MinistrySpider
from crawler.items import RunOutcome
from tests.conftest import ROOT
from tests.support.newsroom import spider

COMMANDS = sorted((ROOT / "crawler/cli").rglob("*.py"))
ALLOWED = {"crawler/cli/main.py", "crawler/cli/commands/demo.py"}
"""The list of commands, and the command ``demo`` itself."""


class Theatre:
    """Starts a site that only records in which state it was started."""

    title = "the theatre"
    states = 3

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self.log: list[str] = []

    @contextmanager
    def start(self, state: int) -> Iterator[SimulatedSite]:
        """Record the beginning and the end."""
        self.log.append(f"started in state {state}")
        yield SimulatedSite(
            url="http://127.0.0.1:1", message=f"The theatre plays act {state}", advance=lambda: self.log.append("next")
        )
        self.log.append("ended")


@pytest.fixture
def theatre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theatre:
    """A simulated site of a user's own, known to the commands as ``stage``."""
    made = Theatre(tmp_path / "stage.db")
    found = spider()
    monkeypatch.setitem(spiders(), "stage", type("Stage", (found,), {"name": "stage", "simulator": made}))
    return made


def stage() -> type[MinistrySpider]:
    """Its spider."""
    return spiders()["stage"]


@pytest.mark.parametrize(
    ("runs", "state"),
    [
        ("", 1),
        ("live", 2),
        ("replay live unended", 2),
        ("live live", 3),
        ("live live live live live", 3),
    ],
)
def test_a_simulated_site_is_in_its_next_state_after_each_live_run(theatre: Theatre, runs: str, state: int) -> None:
    """It stays in its last state, and ends with the context. A run that has not ended, and a replay, do not count."""
    with Archive.open(theatre.archive) as archive:
        archive.add_site("stage", "The stage", ("en",))
        for hour, mode in enumerate(runs.split()):
            at = datetime(2026, 3, 2, hour, tzinfo=UTC)
            run = archive.runs.start("stage", mode="live" if mode == "unended" else mode, at=at)
            if mode != "unended":
                archive.runs.end(run, RunOutcome(ended="finished"), at=at)
    with site_session(stage(), ArchiveLocation(theatre.archive), None) as session:
        assert session.arguments == {"base": "http://127.0.0.1:1"}
        assert session.message == f"The theatre plays act {state}; archive: {theatre.archive}"
        assert session.advance is not None
        session.advance()
    assert theatre.log == [f"started in state {state}", "next", "ended"]


def test_without_an_archive_it_is_in_its_first_state(theatre: Theatre) -> None:
    """This is the state for ``check``."""
    with site_session(stage(), None, None) as session:
        assert session.message == "The theatre plays act 1; nothing is archived"


def test_one_that_runs_already_is_not_started(theatre: Theatre) -> None:
    """``--base`` names its URL."""
    with site_session(stage(), None, "http://127.0.0.1:2") as session:
        assert session.arguments == {"base": "http://127.0.0.1:2"}
        assert session.message == "Checking the theatre at http://127.0.0.1:2."
    assert theatre.log == []


def test_a_site_on_the_live_web_starts_nothing() -> None:
    """It needs no spider arguments either."""
    with site_session(spiders()["by_mfa"], None, None) as session:
        assert (session.message, session.arguments, session.advance) == ("", {}, None)


def test_a_simulated_site_is_crawled_alone_and_base_goes_with_it_only(theatre: Theatre) -> None:
    """Anything else is wrong usage."""
    live = spiders()["by_mfa"]
    assert simulated([stage()], "http://127.0.0.1:2") is stage()
    assert simulated([live], None) is None
    with pytest.raises(click.UsageError, match="stage has an archive of its own"):
        simulated([live, stage()], None)
    with pytest.raises(click.UsageError, match="--base is the URL of a simulated site"):
        simulated([live], "http://127.0.0.1:2")


def test_crawl_starts_it_and_uses_its_archive(
    theatre: Theatre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's archive is used only if ``--archive`` names it."""
    monkeypatch.chdir(tmp_path)
    taken: list[Path] = []

    def record(chosen: object, plan: object, place: ArchiveLocation, arguments: object) -> list[object]:
        taken.append(place.path)
        return []

    monkeypatch.setattr("crawler.cli.commands.crawl._run", record)
    run: Callable[..., object] = CliRunner().invoke
    run(main, ["crawl", "stage"], catch_exceptions=False)
    run(main, ["--archive", "mine.db", "crawl", "stage"], catch_exceptions=False)
    assert taken == [theatre.archive, Path("mine.db")]
    assert theatre.log == ["started in state 1", "ended"] * 2


def test_it_is_neither_scheduled_nor_watched_without_its_name(theatre: Theatre) -> None:
    """Nothing would start it."""
    done = CliRunner().invoke(main, ["schedule", "cron", "stage"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "stage cannot be scheduled: it is a simulated site" in done.stderr
    assert {"stage", "demo"} & set(watchable()) == set()
    assert "by_mfa" in watchable()


def test_no_command_names_the_demo() -> None:
    """Only ``communique demo`` and help examples do: a user's own simulated site is treated alike."""
    assert len(COMMANDS) > 20
    named = []
    for path in COMMANDS:
        if str(path.relative_to(ROOT)) in ALLOWED:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = [
                getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "arg", "") or "",
                getattr(node, "name", "") or "", getattr(node, "module", "") or "",
            ]  # fmt: skip
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
                words.append(node.value)  # a text with blanks is a help text
            named += [f"{path.name}: {word}" for word in words if "demo" in word.lower()]
    assert named == []
