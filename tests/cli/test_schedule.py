"""``communique schedule`` prints what systemd and cron read."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Archive
from crawler.cli import main
from crawler.rules.schedule.timetable import DAY, EVERY, Timetable, minutes
from crawler.rules.schedule.unit_quoting import (
    cron_command,
    cron_value,
    systemd_assignment,
    systemd_command,
    systemd_path,
)
from tests.conftest import ROOT
from tests.support.programs import CALL

ODD = "with %h, blanks, 'quotes', \"more\", $HOME and \\x"
"""Everything that one of the readers reads something into."""
PRINTABLE = st.text(st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Cs"]), min_size=1)
NAMES = st.text(min_size=1, max_size=20)
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program ``communique`` in a folder whose name is as odd as can be."""
    folder = tmp_path / ODD
    folder.mkdir()
    made = folder / "communique"
    made.write_text(f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n{CALL}\n", encoding="utf-8")
    made.chmod(0o755)
    return made


def schedule(program: Path, *arguments: str, archive: Path | None = None, **environment: str) -> Done:
    """Call it by its path; what it prints."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    place = archive or program.parent / "a.db"
    return subprocess.run(
        [program, "--archive", str(place), "schedule", *arguments],
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def split(text: str) -> list[str]:
    """A command as systemd splits it (systemd.syntax(7), "Quoting"): quotes, backslashes as in C, ``%%``."""
    words: list[str] = []
    for found in re.finditer(r'"((?:[^"\\]|\\.)*)"|(\S+)', text.removeprefix(":")):
        word = re.sub(r"\\(.)", r"\1", found[1]) if found[1] is not None else found[2]
        words.append(word.replace("%%", "%"))
    return words


@given(words=st.lists(PRINTABLE, min_size=1, max_size=4))
def test_systemd_splits_a_command_into_the_words_it_was_made_of(words: list[str]) -> None:
    """Blanks, quotes, backslashes, per cent and dollar signs are kept; ``env`` starts odd names."""
    made = systemd_command(words)
    assert split(made) in (words, ["/usr/bin/env", *words])
    assert not re.search(r"(?<!%)%(?:%%)*(?!%)", made)
    assert ("$" in made) == made.startswith(":")


@given(words=st.lists(PRINTABLE, min_size=1, max_size=4))
def test_cron_and_its_shell_split_a_command_into_the_words_it_was_made_of(words: list[str]) -> None:
    """No ``%`` is left that cron would turn into a line break; ``sh`` splits the rest into the words."""
    made = cron_command(words)
    assert not re.search(r"(?<!\\)%", made)
    assert shlex.split(made.replace(r"\%", "%")) == words


def test_a_shell_reads_what_cron_gives_it() -> None:
    """A real shell splits a difficult command in the same way."""
    words = ["printf", "%s|", ODD, "%d", "a\\%b"]
    given_to_shell = cron_command(words).replace(r"\%", "%")
    told = subprocess.run(["sh", "-c", given_to_shell], capture_output=True, text=True, check=True).stdout
    assert told == "".join(f"{word}|" for word in words[2:])


@given(value=PRINTABLE)
def test_values_and_paths_keep_their_quotes_or_are_refused(value: str) -> None:
    """Lists of paths and crontab settings have no escapes: a value with both kinds of quotes is refused."""
    assert split(systemd_assignment("NAME", value)) == [f"NAME={value}"]
    if '"' in value and "'" in value:
        for write in (cron_value, systemd_path):
            with pytest.raises(ValueError, match="quotes"):
                write(value)
        return
    assert cron_value(value)[1:-1] == value
    assert cron_value(value)[0] == cron_value(value)[-1]
    assert systemd_path(value).strip("\"'").replace("%%", "%") == value.strip("\"'")


@pytest.mark.parametrize("write", [cron_value, systemd_path, lambda word: cron_command([word])])
def test_a_line_break_is_refused(write: object) -> None:
    """It would end the line and begin another one."""
    assert callable(write)
    with pytest.raises(ValueError, match="control character"):
        write("a\nb")


@given(name=NAMES, written=st.sampled_from(EVERY.split()))
def test_a_timetable_starts_as_often_as_it_is_told(name: str, written: str) -> None:
    """The distance is the same all day and over midnight; cron and systemd have the same times."""
    every = minutes(written)
    starts = Timetable(every, name).starts()
    assert len(starts) == DAY // every
    assert {(after - before) % DAY for before, after in zip(starts, [*starts[1:], starts[0]], strict=True)} == {
        every % DAY
    }
    minute, hour = (field.split(",") for field in Timetable(every, name).cron().split())
    hours = [str(number) for number in range(24)] if hour == ["*"] else hour
    assert {f"{one}:{other}" for one in hours for other in minute} == {
        f"{start // 60}:{start % 60}" for start in starts
    }
    date, time = Timetable(every, name).calendar().split()
    assert date == "*-*-*"
    assert [str(int(each)) for each in time.split(":")[1].split(",")] == minute
    assert time.split(":")[0].split(",") == hour


def test_sites_do_not_start_together() -> None:
    """Of a hundred sites every six hours, no minute of the six hours has more than a few."""
    offsets = [Timetable(360, f"site{number}").offset for number in range(100)]
    assert max(map(offsets.count, offsets)) <= 4
    assert len({offset % 60 for offset in offsets}) > 40


@pytest.mark.parametrize("written", ["", "7m", "45m", "5h", "0h", "5m", "36h", "2d", "-1h", "1w", "6", "6 hours", "٦h"])
def test_what_a_crontab_cannot_say_is_refused(written: str) -> None:
    """Cron knows minutes of an hour and hours of a day; other intervals are not rounded."""
    with pytest.raises(ValueError, match="one of 10m"):
        minutes(written)


@pytest.mark.parametrize("options", [(), ("--system",), ("--watch",), ("--watch", "--system"), ("--every", "20m")])
def test_systemd_takes_the_units(program: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    """It accepts them without a warning, also with an odd path; status 4 is a success, and 3 a failure."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd on this machine")
    units = []
    archive = tmp_path / "an %archive" / "a.db"
    for part in ("service", "timer")[: 1 if "--watch" in options else 2]:
        done = schedule(
            program, "systemd", "by_mfa", *options, "--part", part, archive=archive, COMMUNIQUE_CONTACT="50% $x \"y'"
        )
        assert done.returncode == 0, done.stderr
        unit = tmp_path / f"communique.{part}"
        unit.write_text(done.stdout, encoding="utf-8")
        units.append(unit)
    (tmp_path / "run").mkdir()
    manager = [] if "--system" in options else ["--user"]
    verified = subprocess.run(
        ["systemd-analyze", *manager, "verify", *units],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path / "run")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    text = units[0].read_text(encoding="utf-8")
    (command,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    wanted = ["--archive", str(archive), "watch", *([] if "--watch" in options else ["--once"]), "by_mfa"]
    assert split(command) == ["/usr/bin/env", str(program), *wanted]
    assert ("SuccessExitStatus=4" in text) == ("--watch" not in options)
    assert ("\nUser=" in text) == ("--system" in options)


def test_the_lines_for_cron_do_what_they_say(program: Path) -> None:
    """Each site has a line with its own minute; run as by cron, the command prints nothing if all is well."""
    done = schedule(program, "cron", "by_mfa", "se_sametinget", "--every", "1h")
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line[0].isdigit()]
    starts = [re.match(r"(\d+) \* \* \* \* (.*)", line) for line in lines]
    assert len({found[1] for found in starts if found}) == 2
    first = starts[0]
    assert first
    command = first[2].replace(r"\%", "%")
    assert command.endswith("watch --once --quiet by_mfa")
    Archive.open(program.parent / "a.db").close()
    shell = subprocess.run(
        ["sh", "-c", command.replace("watch --once --quiet by_mfa", "sites --json")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert shell.returncode == 0, shell.stderr


def test_only_the_text_goes_to_stdout(program: Path) -> None:
    """The text can be redirected into a file; stderr has commands that install it."""
    whole = schedule(program, "systemd")
    service, timer = (schedule(program, "systemd", "--part", part) for part in ("service", "timer"))
    assert whole.stdout == service.stdout + "\n" + timer.stdout
    assert service.stderr == timer.stderr == ""
    (line,) = [line for line in whole.stderr.splitlines() if line.endswith("communique.timer") and ">" in line]
    told = subprocess.run(["sh", "-c", line.partition(" > ")[0]], capture_output=True, text=True, check=True)
    assert told.stdout == timer.stdout


def test_secrets_are_not_printed(program: Path) -> None:
    """The contact address is printed; the addresses of notifications are not."""
    secret = "json://user:hunter2@127.0.0.1"
    for arguments in (["systemd"], ["systemd", "--watch", "--system"], ["cron"]):
        done = schedule(
            program,
            *arguments,
            archive=program.parent.parent / "a.db",
            COMMUNIQUE_NOTIFY=secret,
            COMMUNIQUE_CONTACT="me@example.org",
        )
        assert done.returncode == 0, done.stderr
        assert "hunter2" not in done.stdout + done.stderr
        assert "me@example.org" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["cron", "--watch"], 2),
        (["cron", "--part", "timer"], 2),
        (["cron", "--every", "7h"], 2),
        (["systemd", "demo"], 2),
        (["systemd", "--watch", "--part", "timer"], 2),
        (["launchd"], 2),
        (["systemd", "by_mfaa"], 1),
    ],
)
def test_what_has_no_schedule_is_said(arguments: list[str], status: int) -> None:
    """A message explains it, and no unit is printed."""
    done = CliRunner().invoke(main, ["schedule", *arguments])
    assert (done.exit_code, done.stdout) == (status, "")
    assert done.stderr
