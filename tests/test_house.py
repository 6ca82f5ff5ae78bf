"""The house rules that no linter knows, one test a rule; each names all that break it."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULES = sorted((ROOT / "crawler").rglob("*.py"))
CODE = MODULES + sorted((ROOT / "tests").rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base", "data", "info"}
PRIVATE_WORDS = re.compile(r"told|asked|wanted|(?<![a-z])way(?![a-z])|(?<![a-z])walk")
"""Words of our own for which the field has better ones: report, request, filter, purpose, pagination."""
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def public(tree: ast.Module) -> Iterator[Definition]:
    for node in tree.body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node


def types(tree: ast.Module) -> Iterator[str]:
    """The public types that a module defines: its classes, and its aliases of types (``Row = dict[str, Any]``)."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            name = node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
        else:
            continue
        if re.fullmatch(r"[A-Z]\w*[a-z]\w*", name):
            yield name


def test_a_file_has_at_most_400_lines() -> None:
    """A file that grows hides an idea that wants its own name."""
    assert [f"{name_of(path)}: {lines_of(path)}" for path in CODE if lines_of(path) > 400] == []


def test_a_folder_has_at_most_25_modules() -> None:
    """A folder whose files nobody can keep in mind wants rooms."""
    counts = Counter(path.parent for path in CODE)
    assert {name_of(folder): count for folder, count in counts.items() if count > 25} == {}


def test_a_module_opens_with_a_sentence() -> None:
    """The first line of a module says what lives there."""
    silent = []
    for path, tree in TREES.items():
        opening = (ast.get_docstring(tree) or "").split("\n\n")[0].rstrip()
        if not opening.endswith((".", "::", ":")):
            silent.append(name_of(path))
    assert silent == []


def test_a_module_has_a_telling_name() -> None:
    """Drawers for odds and ends fill up."""
    assert [name_of(path) for path in MODULES if path.stem in FORBIDDEN_NAMES] == []


def test_a_spider_has_at_most_80_lines() -> None:
    """A ministry is a table of facts."""
    spiders = sorted([*(ROOT / "crawler/spiders").glob("[!_]*.py"), *(ROOT / "tests/sites").glob("*_spider.py")])
    assert spiders
    assert [f"{name_of(path)}: {lines_of(path)}" for path in spiders if lines_of(path) > 80] == []


def test_public_names_have_docstrings() -> None:
    """What others call says what goes in and what comes out."""
    found = [(path, node) for path, tree in TREES.items() for node in public(tree)]
    assert [f"{name_of(path)}: {node.name}" for path, node in found if not ast.get_docstring(node)] == []


def test_a_function_has_at_most_40_lines_of_code() -> None:
    """Long functions hide steps that want names (docstrings, signatures and tables aside)."""
    long = []
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > 40:
                long.append(f"{name_of(path)}: {node.name}: {lines}")
    assert long == []


def test_a_public_type_name_is_unique_in_the_package() -> None:
    """Who searches for a type finds one definition."""
    places = defaultdict(list)
    for path, tree in TREES.items():
        for name in types(tree):
            if not name.startswith("_"):
                places[name].append(name_of(path))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_types_are_named_in_words_of_the_field() -> None:
    """A type named ``Told`` tells nobody what it is."""
    named = [(path, name) for path, tree in TREES.items() for name in types(tree)]
    words = [(path, name, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()) for path, name in named]
    assert [f"{name_of(path)}: {name}" for path, name, word in words if PRIVATE_WORDS.search(word)] == []


def test_no_file_of_the_corpus_is_in_the_repository(corpus: Path) -> None:
    """Real pages belong to their publishers: the project commits pages that it wrote itself."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    tracked = {(ROOT / name).read_bytes() for name in listed.split("\0") if name and (ROOT / name).is_file()}
    real = {path.read_bytes() for path in corpus.rglob("*") if path.is_file() and path.stat().st_size > 500}
    assert not tracked & real
