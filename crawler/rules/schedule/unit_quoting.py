"""Quoting of commands and paths for a crontab and for a systemd unit. Each reads some characters in its own way."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

_PLAIN = re.compile(r"[\w@+=:,./-]+", re.ASCII)
"""Words that need no quotes, neither for systemd nor for a shell."""


def check_words(words: Sequence[str]) -> None:
    """Check that no word has a line break or another control character, which neither file can hold. Raises
    ValueError."""
    for word in words:
        if any(ord(character) < 32 or ord(character) == 127 for character in word):
            raise ValueError(f"{word!r} has a control character: use another path for the archive or the program")


def cron_command(words: Sequence[str]) -> str:
    """The command field of a crontab line (crontab(5)).

    cron passes it to ``sh``. Before that it turns each ``%`` into a line break, unless a backslash stands before it; it
    removes that backslash, with or without quotes around it.
    """
    check_words(words)
    return shlex.join(words).replace("%", r"\%")


def cron_value(value: str) -> str:
    """The value of an environment line in a crontab. cron takes it as it is, without the quotes around it.

    Raises ValueError for a value with both kinds of quotes.
    """
    check_words([value])
    return _quoted_plainly(value)


def systemd_command(words: Sequence[str]) -> str:
    """The value of ``ExecStart=`` (systemd.service(5), "Command lines").

    systemd reads quotes and backslashes as C does. ``%`` begins a specifier, and ``$`` a variable unless ``:`` stands
    before the command; doubling it works for arguments but not for the program's path. systemd refuses a program whose
    path has a quote or a backslash, and gives the characters ``-@:+!|`` before a path a meaning. So ``env`` starts such
    a program.
    """
    check_words(words)
    prefix = ":" if any("$" in word for word in words) else ""
    started = ["/usr/bin/env", *words] if re.search(r"""["'\\]|^[-@:+!|]""", words[0]) else words
    return prefix + " ".join(_systemd_word(word) for word in started)


def systemd_assignment(name: str, value: str) -> str:
    """The value of ``Environment=`` for one variable (systemd.exec(5)). ``$`` has no meaning there."""
    check_words([value])
    return _systemd_word(f"{name}={value}")


def systemd_path(path: str) -> str:
    """A path in a list of paths (``ReadWritePaths=``). systemd reads quotes there but no backslashes, and ``%`` begins
    a specifier.

    Raises ValueError for a path with both kinds of quotes.
    """
    check_words([path])
    return (path if _PLAIN.fullmatch(path) else _quoted_plainly(path)).replace("%", "%%")


def _systemd_word(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _quoted_plainly(value: str) -> str:
    if '"' not in value:
        return f'"{value}"'
    if "'" in value:
        raise ValueError(f"{value!r} has both kinds of quotes: use a path or value with one kind at most")
    return f"'{value}'"
