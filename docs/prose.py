"""Docstrings and help texts as Markdown of at most 120 columns."""

from __future__ import annotations

import inspect
import re
import textwrap

WIDTH = 120
_ROLE = re.compile(r":(?:class|meth|func|attr|mod):`~?([^`]+)`")
_CODE = re.compile(r"(`[^`]+`)")
_OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]*)")
_SPECIAL = re.compile(r"([*<\[\\]|(?<!\w)_|_(?!\w))")
_OPENS_BLOCK = re.compile(r"^(\s*)([-+#>]|\d+[.)])(?=\s)")


def plain(text: str) -> str:
    """Words without markup (a help text) in Markdown: options as code, what Markdown would read as markup escaped."""
    return _outside_code(_OPTION.sub(r"`\1`", text))


def inline(text: str) -> str:
    """One paragraph of a docstring in Markdown."""
    return _outside_code(_ROLE.sub(r"`\1`", text).replace("``", "`"))


def _outside_code(text: str) -> str:
    parts = _CODE.split(" ".join(text.split()))
    return "".join(part if part.startswith("`") else _SPECIAL.sub(r"\\\1", part) for part in parts)


def wrapped(text: str, *, first: str = "", rest: str = "") -> str:
    """Text in lines of at most 120 columns; no line begins with what would open a list or a heading."""
    lines = textwrap.wrap(text, WIDTH - len(rest), break_long_words=False, break_on_hyphens=False)
    kept = [lines[0], *(_OPENS_BLOCK.sub(r"\1\\\2", line) for line in lines[1:])] if lines else []
    return "\n".join(f"{rest if number else first}{line}" for number, line in enumerate(kept))


def item(name: str, facts: str, text: str) -> str:
    """A list item: a name in code, what it is, and what is to be said of it."""
    return wrapped(f"`{name}`{f' ({facts})' if facts else ''}: {text}", first="- ", rest="  ")


def docstring(text: str | None) -> str:
    """A docstring as Markdown: paragraphs, lists, and literal blocks as Python."""
    blocks = re.split(r"\n\s*\n", inspect.cleandoc(text or ""))
    made: list[str] = []
    is_literal = False
    for block in blocks:
        if is_literal and block.startswith("    "):
            made[-1] += f"\n\n{textwrap.dedent(block)}" if made[-1].startswith("```") else ""
            if not made[-1].startswith("```"):
                made.append(f"```python\n{textwrap.dedent(block)}")
            continue
        if is_literal:
            made[-1] += "\n```"
        is_literal = block.rstrip().endswith("::")
        made += _paragraphs(block.rstrip().removesuffix("::") + (":" if is_literal else ""))
    return "\n\n".join(made) + ("\n```" if is_literal else "")


def _paragraphs(block: str) -> list[str]:
    """A paragraph, or a list with each item wrapped."""
    if not block.startswith("- "):
        return [wrapped(inline(block))]
    items = re.split(r"\n(?=- )", block)
    return ["\n".join(wrapped(inline(each.removeprefix("- ")), first="- ", rest="  ") for each in items)]
