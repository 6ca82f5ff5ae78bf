"""Commands and paths as a crontab and a systemd unit want them written: each reads some characters its own way."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

_PLAIN = re.compile(r"[\w@+=:,./-]+", re.ASCII)
"""What neither systemd nor a shell reads anything into."""


def check_words(words: Sequence[str]) -> None:
    """Raises ValueError for a word with a line break or another control character: neither file can hold it."""
    for word in words:
        if any(ord(character) < 32 or ord(character) == 127 for character in word):
            raise ValueError(f"{word!r} has a control character: give the archive or the program another path")


def cron_command(words: Sequence[str]) -> str:
    """The command field of a crontab line (crontab(5)).

    cron gives it to ``sh`` after turning each ``%`` into a line break, except where a backslash stands before it: that
    backslash it takes away, quotes or not.
    """
    check_words(words)
    return shlex.join(words).replace("%", r"\%")


def cron_value(value: str) -> str:
    """The value of an environment line of a crontab: read as it stands, quotes around it taken away.

    Raises ValueError for a value with both kinds of quotes.
    """
    check_words([value])
    return _quoted_plainly(value)


def systemd_command(words: Sequence[str]) -> str:
    """The value of ``ExecStart=`` (systemd.service(5), "Command lines").

    Quotes and backslashes are read as in C, ``%`` begins a specifier, and ``$`` a variable, unless ``:`` stands before
    the command; doubling it would do for arguments, but not for the path of the program. A program whose path has a
    quote or a backslash is refused however it is written, but ``env`` starts it.
    """
    check_words(words)
    prefix = ":" if any("$" in word for word in words) else ""
    started = ["/usr/bin/env", *words] if re.search(r"""["'\\]""", words[0]) else words
    return prefix + " ".join(_systemd_word(word) for word in started)


def systemd_assignment(name: str, value: str) -> str:
    """The value of ``Environment=`` that gives a variable a value (systemd.exec(5)); ``$`` means nothing there."""
    check_words([value])
    return _systemd_word(f"{name}={value}")


def systemd_path(path: str) -> str:
    """A path of a list of paths (``ReadWritePaths=``): quotes are read, backslashes are not, ``%`` is a specifier.

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
        raise ValueError(f"{value!r} has both kinds of quotes, which cannot be written there")
    return f"'{value}'"
