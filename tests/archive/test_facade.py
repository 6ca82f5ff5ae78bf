"""The archive has one door: a facade with parts; its rooms are private, and imports between them point down."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.archive.earlier_names import Delegate, Delegates
from tests.conftest import ROOT
from tests.support.captures import HOST, article, filled

EARLIER = {
    "sites": "names names, has_site has, watched watched, summary summary, add_site add, hold hold, rest set_cooldown",
    "runs": "run one, start_run start, end_run end_by_counts, end_reread end_reparse, settle derive_pending",
    "articles": "count count, export export, show show, revisions revisions, revision revision, "
    "as_captured as_captured, has_capture has_capture, history history, variants variants, duplicates duplicates, "
    "cited cite",
    "stories": "story one",
    "search": "index index, is_searchable is_current, belarusian_by belarusian_analyzer",
    "captures": "capture one, timemap timemap, files files, payload payload, recent recent_robots, store store",
    "frontier": "known known, worth_retrying worth_retrying, anchored anchored, "
    "validators validators, agenda agenda, next_due next_due, "
    "standing standing, schedule schedule, workload workload",
    "readings": "count_answers count, answers answers, doubtful doubtful, is_same is_same, reread reparse, "
    "confirm confirm",
}
"""By part: the method names that ``Archive`` had before it had parts, and what each is called now."""


def test_every_earlier_name_is_a_method_of_a_part(tmp_path: Path) -> None:
    """Code written for the release before goes on working: a name that is missing or leads elsewhere breaks it."""
    pairs = {
        old: (part, new) for part, names in EARLIER.items() for old, new in (pair.split() for pair in names.split(", "))
    }
    assert pairs.keys() == {name for name, each in vars(Delegates).items() if isinstance(each, Delegate)}
    with Archive.open(tmp_path / "a.db") as archive:
        for old, (part, new) in pairs.items():
            assert getattr(archive, old) == getattr(getattr(archive, part), new), old
            assert vars(Delegates)[old].__doc__ == f"Same as ``archive.{part}.{new}``."


def test_earlier_names_answer_as_the_parts_do(tmp_path: Path) -> None:
    """A delegate takes what its method takes."""
    with filled(tmp_path / "a.db", [article("/1")]) as archive:
        assert archive.show(f"{HOST}/1") == archive.articles.show(f"{HOST}/1")
        assert list(archive.schedule("mfa", limit=3)) == list(archive.frontier.schedule("mfa", limit=3))
        with archive.snapshot():
            assert archive.count(site="mfa") == archive.articles.count(site="mfa") == 1


FACADE = "outside the archive only its facade is known"
ARCHIVE = "within the archive, imports point down: derive and queries are siblings"
CIRCLES = "no packages import each other in a circle"


@pytest.mark.parametrize(
    ("module", "line", "contracts"),
    [
        (None, "", set()),
        ("web/cache.py", "from crawler.archive.sql import iso", {FACADE}),
        ("archive/queries/stories.py", "from crawler.archive.derive.work_queue import CHUNK", {ARCHIVE}),
        (
            "archive/readings/stored_readings.py",
            "from crawler.archive.queries.timemap import timemap_rows",
            {ARCHIVE, CIRCLES},
        ),
        ("archive/facts/captures.py", "from crawler.archive.readings.extracts import newest", {ARCHIVE, CIRCLES}),
    ],
)
def test_imports_point_down_and_the_rooms_are_private(
    tmp_path: Path, module: str | None, line: str, contracts: set[str]
) -> None:
    """The contracts hold for the package as it is, and each breaks where an import is against it.

    An import that points up closes a circle too where the other room imports this one.
    """
    shutil.copytree(ROOT / "crawler", tmp_path / "crawler", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    if module is not None:
        path = tmp_path / "crawler" / module
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}  # noqa\n", encoding="utf-8")
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip
    broken = {shown.removesuffix(" BROKEN") for shown in linted.stdout.splitlines() if shown.endswith(" BROKEN")}
    assert broken == contracts, linted.stdout + linted.stderr
    assert (linted.returncode == 0) == (not contracts), linted.stdout + linted.stderr
