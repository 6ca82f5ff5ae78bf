"""A test run on every Python of the project's classifiers that this machine has: ``make test-pythons``.

By default the whole suite runs on each. With ``--quick`` the wheel is installed into an empty venv of each Python, as
many at once as there are cores. There every module is imported with warnings as errors, the demo is crawled, a script
that reads the archive through ``crawler.archive`` is checked by mypy and run, and the tests of pure functions run; not
on this Python, which has the whole suite. A Python that the machine does not have is skipped, with a line that says so.
The exit status is 1 where one failed.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENVS = ROOT / "build/pythons"
THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
PURE = ("crawler.rules", "crawler.compare", "crawler.errors", "crawler.items")
"""Tests that import nothing else of the package are tests of pure functions: they need neither network nor files."""
QUICK_NEEDS = ("pytest", "hypothesis")
QUICK_OPTIONS = ("-p", "no:cacheprovider", "--hypothesis-profile", "quick")
"""A tenth of the examples: the suite has all of them, on one Python."""
SCRIPT = """
import sys
from pathlib import Path

from crawler.archive import Archive


def titles(path: Path) -> list[str]:
    with Archive.open(path, readonly=True) as archive:
        return [str(article["title"]) for article in archive.articles()]


print(len(titles(Path(sys.argv[1]))), "articles")
"""
"""What a user of the package may write."""
IMPORT_ALL = """
import importlib, pkgutil, crawler
names = [each.name for each in pkgutil.walk_packages(crawler.__path__, "crawler.") if "__main__" not in each.name]
for name in names:
    importlib.import_module(name)
print(len(names), "modules")
"""


class Failed(Exception):
    """A step that did not end well; its message is the end of what the step wrote."""


@dataclass(frozen=True)
class Found:
    """A Python of this machine."""

    path: Path
    version: str
    """All of it: 3.12.1."""


def versions() -> list[str]:
    """The Pythons that the classifiers name, oldest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    return sorted(named, key=lambda version: int(version.partition(".")[2]))


def find(version: str) -> Found | None:
    """The interpreter of a minor version: on the path, or one of pyenv's; None where there is none that runs."""
    for path in _candidates(version):
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
        if said.startswith(f"Python {version}.") and _has_venv(path):
            return Found(path, said.split()[1])
    return None


def _candidates(version: str) -> Iterator[Path]:
    if version == THIS:
        yield Path(sys.executable)
    on_path = shutil.which(f"python{version}")
    if on_path is not None:
        yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = [path for path in (pyenv / "versions").glob(f"{version}.*/bin/python") if path.exists()]
    yield from sorted(found, key=lambda path: [int(part) for part in re.findall(r"\d+", path.parts[-3])], reverse=True)


def _has_venv(path: Path) -> bool:
    return subprocess.run([path, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode == 0


def pure_tests() -> list[Path]:
    """The test files that import of the package what is pure, and of the other test modules nothing."""
    return [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if _is_pure(path)]


def _is_pure(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    names = [
        name
        for node in ast.walk(ast.parse(text))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        )
    ]  # fmt: skip
    ours = [name for name in names if name.startswith(("crawler", "tests"))]
    return bool(ours) and "corpus" not in text and all(name.startswith(PURE) for name in ours)


def run(step: str, *command: str | Path, cwd: Path = ROOT) -> str:
    """What a command wrote; raises Failed with the end of it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COMMUNIQUE_", "PYTHON"))}
    done = subprocess.run(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{step} failed:\n" + "\n".join(done.stdout.splitlines()[-60:]))
    return done.stdout


def install(interpreter: Path, *arguments: str | Path) -> None:
    """Install into the venv of an interpreter; raises Failed."""
    run("installing", interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def quick(found: Found, wheel: Path, constraints: Sequence[str], rest: Sequence[str]) -> str:
    """The wheel in an empty venv; gives what was seen there. Raises Failed."""
    folder = VENVS / f"{found.version}-quick"
    shutil.rmtree(folder, ignore_errors=True)
    interpreter, work = folder / "venv/bin/python", folder / "work"
    run("making a venv", found.path, "-m", "venv", folder / "venv")
    needs = () if found.version.startswith(f"{THIS}.") else QUICK_NEEDS
    install(interpreter, "--no-compile", f"{wheel}[web]", *needs, *constraints)
    work.mkdir()
    seen = [
        run("importing", interpreter, "-W", "error", "-I", "-c", IMPORT_ALL, cwd=work).split("\n")[-2] + " imported"
    ]
    run("crawling the demo", interpreter.with_name("communique"), "crawl", "demo", cwd=work)
    seen.append(f"demo crawled, {check_script(interpreter, work)} read by a typed script")
    if needs:
        shutil.copytree(ROOT / "tests", work / "tests", ignore=shutil.ignore_patterns("__pycache__", "benchmarks"))
        shutil.copy(ROOT / "pyproject.toml", work)
        tests = [path.relative_to(ROOT) for path in pure_tests()]
        said = run("the tests", interpreter, "-m", "pytest", *QUICK_OPTIONS, *tests, *rest, cwd=work)
        seen.append(said.rstrip().splitlines()[-1])
    return ", ".join(seen)


def check_script(interpreter: Path, folder: Path) -> str:
    """What the script writes of the demo's archive, after mypy has found nothing in it. Raises Failed.

    This Python's mypy looks for the package and its types where the interpreter has them: in the venv of the wheel.
    """
    script = folder / "script.py"
    script.write_text(SCRIPT.lstrip(), encoding="ascii")
    options = ("--strict", "--python-executable", interpreter, "--cache-dir", folder / "mypy")
    run("mypy of a script", sys.executable, "-m", "mypy", *options, script.name, cwd=folder)
    return run("the script", interpreter, "-W", "error", script.name, "data/demo.db", cwd=folder).strip()


def whole(found: Found, constraints: Sequence[str], rest: Sequence[str]) -> str:
    """The whole suite; gives the last line of it. Raises Failed."""
    interpreter = suite_environment(found, constraints)
    said = run("the suite", interpreter, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "-rs", *rest)
    return said.rstrip().splitlines()[-1]


def suite_environment(found: Found, constraints: Sequence[str]) -> Path:
    """The interpreter of a venv with what the suite needs; one of an earlier call is used again. Raises Failed."""
    folder = VENVS / f"{found.version}-whole"
    interpreter, stamp = folder / "bin/python", folder / "made-of"
    made_of = hashlib.sha256("\n".join([str(found), *constraints]).encode())
    for name in ("pyproject.toml", "constraints.txt"):
        made_of.update((ROOT / name).read_bytes())
    if not stamp.exists() or stamp.read_text(encoding="ascii") != made_of.hexdigest():
        shutil.rmtree(folder, ignore_errors=True)
        run("making a venv", found.path, "-m", "venv", folder)
        install(interpreter, "--editable", f"{ROOT}[test]", *constraints)
        stamp.write_text(made_of.hexdigest(), encoding="ascii")
    return interpreter


def build_wheel() -> Path:
    """The wheel of this tree; raises Failed."""
    folder = VENVS / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    run("building the wheel", sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT)
    return next(folder.glob("*.whl"))


def say(line: str) -> None:
    """Write a line at once: each Python takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """A line for each Python; the exit status."""
    parser = argparse.ArgumentParser(prog="tests.pythons", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="the wheel, its modules, the demo and the pure tests only")
    parser.add_argument("--constraints", default="", help="a file of pip constraints; empty: the newest of everything")
    parser.add_argument("rest", nargs="*", help="what else pytest is called with (after --)")
    chosen = parser.parse_args(arguments)
    constraints = ["--constraint", str(Path(chosen.constraints).resolve())] if chosen.constraints else []
    if chosen.quick:
        try:
            wheel = build_wheel()
        except Failed as error:
            say(str(error))
            return 1
        lines = at_once(lambda found: quick(found, wheel, constraints, chosen.rest))
    else:
        lines = (line_of(version, lambda found: whole(found, constraints, chosen.rest)) for version in versions())
    failed = False
    for line, is_failure in lines:
        say(line)
        failed |= is_failure
    return int(failed)


def at_once(attempt: Callable[[Found], str]) -> Iterator[tuple[str, bool]]:
    """A line for each Python and whether it failed, oldest first; as many are tried at once as there are cores."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(lambda version: line_of(version, attempt), versions())


def line_of(version: str, attempt: Callable[[Found], str]) -> tuple[str, bool]:
    """What there is to say of one Python, and whether it failed."""
    found = find(version)
    if found is None:
        return f"Python {version}: not installed: skipped", False
    began = time.monotonic()
    try:
        seen = attempt(found)
    except Failed as error:
        return f"Python {found.version}: failed: {error}", True
    return f"Python {found.version}: passed ({seen}; {time.monotonic() - began:.0f} s)", False


if __name__ == "__main__":
    sys.exit(main())
