"""The house rules that no linter knows."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULES = sorted((ROOT / "crawler").rglob("*.py"))
CODE = MODULES + sorted((ROOT / "tests").rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base", "data", "info"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_a_file_has_at_most_300_lines(path: Path) -> None:
    """A file that grows hides an idea that wants its own name."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_opens_with_a_sentence(path: Path) -> None:
    """The first line of a module says what lives there."""
    opening = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert opening
    assert opening.split("\n\n")[0].rstrip().endswith((".", "::", ":")), opening


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_has_a_telling_name(path: Path) -> None:
    """Drawers for odds and ends fill up."""
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", sorted((ROOT / "crawler/spiders").glob("[!_]*.py")), ids=name_of)
def test_a_spider_has_at_most_80_lines(path: Path) -> None:
    """A ministry is a table of facts."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 80


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_names_have_docstrings(path: Path) -> None:
    """What others call says what goes in and what comes out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [node.name for node in public(tree) if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_has_at_most_40_lines_of_code(path: Path) -> None:
    """Long functions hide steps that want names (docstrings, signatures and tables aside)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    long = []
    for node in functions:
        body = node.body[1:] if ast.get_docstring(node) else node.body
        lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
        if lines > 40:
            long.append(f"{node.name}: {lines}")
    assert long == []


def test_no_file_of_the_corpus_is_in_the_repository(corpus: Path) -> None:
    """Real pages belong to their publishers: the project commits pages that it wrote itself."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    tracked = {(ROOT / name).read_bytes() for name in listed.split("\0") if name and (ROOT / name).is_file()}
    real = {path.read_bytes() for path in corpus.rglob("*") if path.is_file() and path.stat().st_size > 500}
    assert not tracked & real
