"""Skipped tests: each reason is printed at the end of a run, and a run may be told how many there may be."""

from __future__ import annotations

import os
from collections import Counter

import pytest

MAXIMUM = "COMMUNIQUE_MAX_SKIPS"
"""Environment variable: the run fails where more tests were skipped. Unset: any number may be."""


def reasons(reporter: pytest.TerminalReporter) -> Counter[str]:
    """How many tests were skipped for each reason; a file that skips as a whole counts as one."""
    found: Counter[str] = Counter()
    for report in reporter.stats.get("skipped", ()):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        found[reason.removeprefix("Skipped: ")] += 1
    return found


def is_over(skipped: int) -> bool:
    """Whether so many skipped tests are more than the environment allows."""
    allowed = os.environ.get(MAXIMUM, "")
    return allowed.isdecimal() and skipped > int(allowed)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails a run, otherwise green, that skipped more than it may."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput"):  # a worker of xdist sees a part of the tests only
        return
    if session.exitstatus == pytest.ExitCode.OK and is_over(reasons(reporter).total()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints why tests were skipped, aloud."""
    found = reasons(terminalreporter)
    for reason, count in sorted(found.items()):
        terminalreporter.write_line(f"skipped: {count} test(s) or files: {reason}", yellow=True)
    if is_over(found.total()):
        line = f"{found.total()} skipped, and {MAXIMUM} allows {os.environ[MAXIMUM]}: the run has failed"
        terminalreporter.write_line(line, red=True)
