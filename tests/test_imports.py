"""The import graph of the package has no circles."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "crawler"


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name; a package's ``__init__`` has the package's name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(name: str, path: Path, names: set[str]) -> Iterator[str]:
    """The modules of the package that a module imports: in functions and under ``TYPE_CHECKING`` too."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                if full in names or base in names:
                    yield full if full in names else base


def import_graph() -> dict[str, set[str]]:
    found = modules()
    names = set(found)
    return {name: set(imported(name, path, names)) - {name} for name, path in found.items()}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that import each other, directly or by others (Tarjan's strong components)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return sorted(found)


def test_no_modules_import_each_other() -> None:
    """No import circle exists, not even one that only a type checker or a lazy import sees."""
    assert circles(import_graph()) == []


def test_a_circle_of_three_modules_is_found() -> None:
    """The search itself: three modules in a circle are one group, a module above them is none."""
    graph = {"top": {"a"}, "a": {"b"}, "b": {"c"}, "c": {"a", "leaf"}, "leaf": set()}
    assert circles(graph) == [["a", "b", "c"]]


def test_imports_in_functions_and_for_type_checkers_count(tmp_path: Path) -> None:
    """The graph has the imports that run late or never, in absolute and in relative form."""
    module = tmp_path / "module.py"
    module.write_text(
        "from typing import TYPE_CHECKING\n"
        "import crawler.items\n"
        "if TYPE_CHECKING:\n    from crawler.pages.site import Site\n"
        "def read():\n    from crawler import errors\n    from .page import Page\n    from . import feed\n",
        encoding="utf-8",
    )
    names = {"crawler", "crawler.items", "crawler.errors", "crawler.pages.site", "crawler.pages.page"}
    names.add("crawler.pages.feed")
    found = set(imported("crawler.pages.module", module, names))
    assert found == names - {"crawler"}
