"""Texts for schedulers: a systemd service and its timer, crontab lines. Every path is absolute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.rules.schedule.timetable import Timetable
from crawler.rules.schedule.unit_quoting import (
    cron_command,
    cron_value,
    systemd_assignment,
    systemd_command,
    systemd_path,
)

NAME = "communique"
"""Of the units: ``communique.service``, ``communique.timer``."""
SECRETS = {False: "%h/.config/communique/environment", True: "/etc/communique/environment"}
"""Where settings that are secrets are read from, by whether it is a system unit."""
TEMPORARY = ("/tmp/", "/var/tmp/")


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """What is to be run."""

    program: str
    """The absolute path of ``communique``."""
    archive: Path
    """Absolute."""
    sites: Sequence[str] = ()
    """None: every site of the archive that was crawled live."""
    every: int = 360
    """Minutes."""
    contact: str = ""
    """What ``COMMUNIQUE_CONTACT`` is now."""
    user: str = ""
    """Who runs it; of a system unit, and the reader of cron's mail."""
    is_system: bool = False

    def words(self, *arguments: str) -> list[str]:
        """The command line."""
        return [self.program, "--archive", str(self.archive), *arguments]

    @property
    def title(self) -> str:
        """What it does, for people."""
        return f"crawl what is due of {', '.join(self.sites) or 'every site of the archive'}"


def service(plan: Scheduled) -> str:
    """The service that a timer starts: it does what is due, and ends."""
    return _text(
        f"# {NAME}.service: started by {NAME}.timer.",
        *_where(plan),
        "",
        *_unit(plan),
        "[Service]",
        "Type=oneshot",
        f"ExecStart={systemd_command(plan.words('watch', '--once', *plan.sites))}",
        "# 4: another run holds the site, and does its work. 3 stays a failure: a site is unhealthy, and `systemctl",
        "# --failed` is to show it; `communique runs --json` says what is wrong. The timer starts the next run anyway.",
        "SuccessExitStatus=4",
        *_settings(plan),
        *_hardening(plan),
    )


def watcher(plan: Scheduled) -> str:
    """The service that watches for as long as the machine runs; it needs no timer."""
    return _text(
        f"# {NAME}.service: a watch that needs no timer.",
        *_where(plan),
        "",
        *_unit(plan),
        "[Service]",
        "Type=exec",
        f"ExecStart={systemd_command(plan.words('watch', *plan.sites))}",
        "# A site that fails does not end the watch; what ends it is worth another try. Wrong usage (2) is not.",
        "Restart=on-failure",
        "RestartSec=1min",
        "RestartPreventExitStatus=2",
        *_settings(plan),
        *_hardening(plan),
        "",
        "[Install]",
        f"WantedBy={'multi-user.target' if plan.is_system else 'default.target'}",
    )


def timer(plan: Scheduled) -> str:
    """The timer: every so often, from a minute that the archive's path decides, a little late at random."""
    return _text(
        f"# {NAME}.timer: when {NAME}.service is started.",
        "",
        "[Unit]",
        f"Description=Communiqué: {plan.title}",
        "",
        "[Timer]",
        f"OnCalendar={Timetable(plan.every, str(plan.archive)).calendar()}",
        f"RandomizedDelaySec={min(plan.every // 4, 5)}min",
        "# A start that was missed while the machine was off is made up for.",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    )


def crontab(plan: Scheduled) -> str:
    """Crontab lines: one a site, each at its own minute. Only what is wrong is written, so only that is mailed."""
    lines = [
        Timetable(plan.every, name or str(plan.archive)).cron()
        + " * * * "
        + cron_command(plan.words("watch", "--once", "--quiet", *([name] if name else [])))
        for name in plan.sites or ("",)
    ]
    settings = [
        *([f"MAILTO={cron_value(plan.user)}"] if plan.user else []),
        *([f"COMMUNIQUE_CONTACT={cron_value(plan.contact)}"] if plan.contact else []),
    ]
    return _text(
        f"# Communiqué: {plan.title}. Only what is wrong is written, and so mailed to MAILTO.",
        *settings,
        *lines,
    )


def _text(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def _where(plan: Scheduled) -> Iterator[str]:
    if plan.is_system:
        yield f"# A system unit, for /etc/systemd/system; it runs as the user {plan.user}, logged in or not."
    else:
        yield "# A user unit, for ~/.config/systemd/user; `loginctl enable-linger` lets it run when you are logged out."


def _unit(plan: Scheduled) -> Iterator[str]:
    yield "[Unit]"
    yield f"Description=Communiqué: {plan.title}"
    if plan.is_system:  # a user's manager does not know this target
        yield "Wants=network-online.target"
        yield "After=network-online.target"
    yield ""


def _settings(plan: Scheduled) -> Iterator[str]:
    if plan.is_system:
        yield f"User={plan.user.replace('%', '%%')}"
    if plan.contact:
        yield f"Environment={systemd_assignment('COMMUNIQUE_CONTACT', plan.contact)}"
    yield "# COMMUNIQUE_NOTIFY=... and other secrets, one a line, in a file that only you can read (chmod 600)."
    yield f"EnvironmentFile=-{SECRETS[plan.is_system]}"
    yield "# SIGTERM ends running crawls cleanly: what was asked is waited for, stored and settled."
    yield "KillMode=mixed"
    yield "TimeoutStopSec=2min"
    yield "Nice=10"


def _hardening(plan: Scheduled) -> Iterator[str]:
    """What a crawl needs no right to. Those that change what the process sees of the disk need a system unit."""
    yield "NoNewPrivileges=yes"
    yield "LockPersonality=yes"
    yield "RestrictRealtime=yes"
    yield "RestrictSUIDSGID=yes"
    yield "RestrictNamespaces=yes"
    yield "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK"
    yield "SystemCallArchitectures=native"
    yield "SystemCallFilter=@system-service"
    if not plan.is_system:
        return
    yield "CapabilityBoundingSet="
    yield "ProtectSystem=strict"
    yield "ProtectHome=read-only"
    yield f"ReadWritePaths={systemd_path(str(plan.archive.parent))}"
    if not str(plan.archive).startswith(TEMPORARY) and not plan.program.startswith(TEMPORARY):
        yield "PrivateTmp=yes"
    yield "PrivateDevices=yes"
    yield "ProtectClock=yes"
    yield "ProtectControlGroups=yes"
    yield "ProtectHostname=yes"
    yield "ProtectKernelLogs=yes"
    yield "ProtectKernelModules=yes"
    yield "ProtectKernelTunables=yes"
