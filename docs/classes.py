"""What the source of a class says of it: attributes with type, default and the docstring under each, and methods."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import re
import textwrap
import typing
from collections.abc import Iterator
from functools import cached_property
from types import ModuleType
from typing import Any, NamedTuple

from prose import docstring, inline

_DELEGATE = re.compile(r"(Deprecated|See|Same as|The same as|As) ?(:|``archive\.|``Archive\.|:meth:)")
"""How the docstring of a method begins that is only another name of a part's method."""


class Attribute(NamedTuple):
    """One attribute of a class."""

    name: str
    facts: str
    """Type and default, in Markdown."""
    text: str
    """The docstring under it, in Markdown; empty where it has none."""


def load(module: str, name: str) -> type:
    """A class by the names of its module and its own."""
    found: type = getattr(importlib.import_module(module), name)
    return found


def assignments(of: type | ModuleType) -> Iterator[tuple[str, str, str, str]]:
    """Name, annotation, value (both as written) and docstring of each assignment in the body of a class or module."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(of)))
    body = tree.body[0].body if isinstance(of, type) and isinstance(tree.body[0], ast.ClassDef) else tree.body
    for node, after in zip(body, [*body[1:], None], strict=True):
        if not isinstance(node, (ast.Assign, ast.AnnAssign)):
            continue
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        if not isinstance(target, ast.Name):
            continue
        said = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
        annotation = ast.unparse(node.annotation) if isinstance(node, ast.AnnAssign) else ""
        yield target.id, annotation, ast.unparse(node.value) if node.value else "", inline(str(said))


def attributes_of(of: type) -> list[Attribute]:
    """The public attributes that a class states, its parents' last."""
    found: dict[str, Attribute] = {}
    for each in of.__mro__:
        if not each.__module__.startswith("crawler."):
            continue
        for name, annotation, _, said in assignments(each):
            if not name.startswith("_") and (name not in found or not found[name].text):
                kind = annotation.removeprefix("ClassVar[").removesuffix("]" if "ClassVar" in annotation else "")
                found[name] = Attribute(name, f"`{kind}`{_default(of, name)}", said)
    return list(found.values())


def _default(of: type, name: str) -> str:
    if dataclasses.is_dataclass(of):
        field = next(each for each in dataclasses.fields(of) if each.name == name)
        if field.default_factory is not dataclasses.MISSING:
            return f", default `{field.default_factory()!r}`"
        return ", required" if field.default is dataclasses.MISSING else f", default `{field.default!r}`"
    return f", default `{getattr(of, name)!r}`" if hasattr(of, name) else ", required"


def classes_in(module: ModuleType) -> list[type]:
    """The classes that a module defines, in its order."""
    return [each for each in vars(module).values() if inspect.isclass(each) and each.__module__ == module.__name__]


def archive_sections() -> Iterator[str]:
    """A section for each part of ``Archive``, then one for what the archive itself has."""
    from crawler.archive import Archive

    yield docstring(Archive.__doc__)
    for name, part in parts_of(Archive):
        yield f"### archive.{name}"
        yield docstring(part.__doc__)
        yield from methods(part, f"archive.{name}")
    yield "### The archive itself"
    yield from methods(Archive, "archive")


def parts_of(of: type) -> Iterator[tuple[str, type]]:
    """The parts of a facade: public properties and attributes whose type is a class of the archive's package."""
    hints = {name: kind for name, kind in _hints(of).items() if not name.startswith("_")}
    for name, member in inspect.getmembers(of):
        if name.startswith("_"):
            continue
        if isinstance(member, (property, cached_property)):
            getter = member.fget if isinstance(member, property) else member.func
            hints[name] = _hints(getter).get("return")
    for name, kind in hints.items():
        if inspect.isclass(kind) and kind.__module__.startswith("crawler.archive"):
            yield name, kind


def _hints(of: Any) -> dict[str, Any]:
    try:
        return typing.get_type_hints(of)
    except NameError:
        return {}


def methods(of: type, called: str) -> Iterator[str]:
    """Each public method: its signature, and what it says of itself. Those that only call another come last."""
    seen: set[str] = set()
    delegates: list[str] = []
    for each in (parent for parent in of.__mro__ if parent.__module__.startswith("crawler.")):
        for name, member in vars(each).items():
            function = inspect.unwrap(member.__func__ if isinstance(member, (classmethod, staticmethod)) else member)
            if (name.startswith("_") and name != "__call__") or name in seen or not inspect.isfunction(function):
                continue
            seen.add(name)
            if name == "__call__":
                yield f"#### {called}, called"
                yield f"```python\n{_signature(function, called)}\n```"
                yield docstring(function.__doc__)
                continue
            if _DELEGATE.match(function.__doc__ or ""):
                delegates.append(f"- `{called}.{name}()`: {inline(function.__doc__ or '')}")
                continue
            prefix = of.__name__ if isinstance(member, classmethod) else called
            yield f"#### {prefix}.{name}"
            yield f"```python\n{_signature(function, f'{prefix}.{name}')}\n```"
            yield docstring(function.__doc__)
    if delegates:
        yield "#### Old names"
        yield "They go on working for one release, and say the same as what they call."
        yield "\n".join(delegates)


def _signature(function: Any, called: str) -> str:
    """As written, on one line where it fits."""
    node = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        raise TypeError(f"{called} is no function")
    arguments = node.args
    arguments.args = [each for each in arguments.args if each.arg not in ("self", "cls")]
    given = ast.unparse(arguments)
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    is_context = any(ast.unparse(each).endswith("contextmanager") for each in node.decorator_list)
    if is_context:
        returns = re.sub(r"Iterator\[(.*)\]$", r"AbstractContextManager[\1]", returns)
    line = f"{called}({given}){returns}"
    if len(line) <= 100:
        return line
    parts = _apart(given)
    return f"{called}(\n" + "".join(f"    {part},\n" for part in parts) + f"){returns}"


def _apart(given: str) -> list[str]:
    """Arguments parted at the commas that stand in no brackets."""
    parts, depth = [""], 0
    for letter in given:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
