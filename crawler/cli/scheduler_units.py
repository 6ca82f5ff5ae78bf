"""The files of schedulers: a systemd service and its timer, crontab lines. Every path in them is absolute."""

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
"""The name of the units: ``communique.service``, ``communique.timer``."""
SECRETS = {False: "%h/.config/communique/environment", True: "/etc/communique/environment"}
"""The file that secret settings are read from, by whether the unit is a system unit."""
TEMPORARY = ("/tmp/", "/var/tmp/")


@dataclass(frozen=True, kw_only=True)
class SchedulePlan:
    """What a scheduler is to run."""

    program: str
    """The absolute path of ``communique``."""
    archive: Path
    """The absolute path of the archive."""
    sites: Sequence[str] = ()
    """The names of the sites; empty for every site that the archive has a live run of."""
    every: int = 360
    """Minutes between two runs."""
    contact: str = ""
    """The value of ``COMMUNIQUE_CONTACT``; empty if it is not set."""
    user: str = ""
    """The user who runs a system unit, and who gets the mail of cron."""
    is_system: bool = False
    """Whether the units are system units; otherwise they are the user's own."""

    def words(self, *arguments: str) -> list[str]:
        """The command line of the program with these arguments."""
        return [self.program, "--archive", str(self.archive), *arguments]

    @property
    def title(self) -> str:
        """The description of the unit."""
        return f"crawl what is due on {', '.join(self.sites) or 'every site of the archive'}"


def service(plan: SchedulePlan) -> str:
    """The service that the timer starts: it crawls what is due and ends."""
    return _text(
        f"# {NAME}.service: started by {NAME}.timer.",
        *_where(plan),
        "",
        *_unit(plan),
        "[Service]",
        "Type=oneshot",
        f"ExecStart={systemd_command(plan.words('watch', '--once', *plan.sites))}",
        "# Exit status 4 is a success: another run holds the site and crawls it. Exit status 3 is a failure, so that",
        "# `systemctl --failed` shows an unhealthy site; `communique runs --json` names the findings. The timer starts",
        "# the next run all the same.",
        "SuccessExitStatus=4",
        *_settings(plan),
        *_hardening(plan),
    )


def watch_service(plan: SchedulePlan) -> str:
    """The service that watches all the time; it needs no timer."""
    return _text(
        f"# {NAME}.service: runs all the time, without a timer.",
        *_where(plan),
        "",
        *_unit(plan),
        "[Service]",
        "Type=exec",
        f"ExecStart={systemd_command(plan.words('watch', *plan.sites))}",
        "# A failing site does not end the watch. A watch that ends is started again, except after wrong usage (2).",
        "Restart=on-failure",
        "RestartSec=1min",
        "RestartPreventExitStatus=2",
        *_settings(plan),
        *_hardening(plan),
        "",
        "[Install]",
        f"WantedBy={'multi-user.target' if plan.is_system else 'default.target'}",
    )


def timer(plan: SchedulePlan) -> str:
    """The timer: every ``plan.every`` minutes, at a minute derived from the archive's path, with a random delay."""
    return _text(
        f"# {NAME}.timer: when {NAME}.service is started.",
        "",
        "[Unit]",
        f"Description=Communiqué: {plan.title}",
        "",
        "[Timer]",
        f"OnCalendar={Timetable(plan.every, str(plan.archive)).calendar()}",
        f"RandomizedDelaySec={min(plan.every // 4, 5)}min",
        "# A start that was missed while the machine was off happens when it is on again.",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    )


def crontab(plan: SchedulePlan) -> str:
    """Crontab lines, one for each site, each at a minute of its own; only problems are printed, and so mailed."""
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
        f"# Communiqué: {plan.title}. Only problems are printed, and so mailed to MAILTO.",
        *settings,
        *lines,
    )


def _text(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def _where(plan: SchedulePlan) -> Iterator[str]:
    if plan.is_system:
        yield f"# A system unit for /etc/systemd/system. It runs as the user {plan.user}."
    else:
        yield "# A user unit for ~/.config/systemd/user. `loginctl enable-linger` lets it run while you are logged out."


def _unit(plan: SchedulePlan) -> Iterator[str]:
    yield "[Unit]"
    yield f"Description=Communiqué: {plan.title}"
    if plan.is_system:  # a user's manager does not know this target
        yield "Wants=network-online.target"
        yield "After=network-online.target"
    yield ""


def _settings(plan: SchedulePlan) -> Iterator[str]:
    if plan.is_system:
        yield f"User={plan.user.replace('%', '%%')}"
    if plan.contact:
        yield f"Environment={systemd_assignment('COMMUNIQUE_CONTACT', plan.contact)}"
    yield "# Put COMMUNIQUE_NOTIFY=... and other secrets, one a line, into a file that only you can read (chmod 600)."
    yield f"EnvironmentFile=-{SECRETS[plan.is_system]}"
    yield "# SIGTERM ends running crawls cleanly: pending responses are awaited, stored and derived from."
    yield "KillMode=mixed"
    yield "TimeoutStopSec=2min"
    yield "Nice=10"


def _hardening(plan: SchedulePlan) -> Iterator[str]:
    """Restrictions that a crawl can run with; those that change the view of the disk need a system unit."""
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
