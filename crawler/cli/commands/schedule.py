"""``communique schedule``: units for systemd, or lines for cron."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import click

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.scheduler_units import NAME, SchedulePlan, crontab, service, timer, watch_service
from crawler.cli.site_lookup import spider
from crawler.cli.tables import print_message
from crawler.errors import CommuniqueError
from crawler.rules.schedule.timetable import minutes
from crawler.settings import CONTACT

FOLDERS = {False: "~/.config/systemd/user", True: "/etc/systemd/system"}


@click.command(
    "schedule",
    short_help="print units for systemd or lines for cron",
    epilog="Examples: communique schedule systemd by_mfa; communique schedule systemd --watch; "
    "communique schedule cron by_mfa --every 1h",
)
@click.argument("scheduler", type=click.Choice(["systemd", "cron"]), metavar="systemd|cron")
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option(
    "--every",
    default="6h",
    show_default=True,
    help="The interval between two runs, from 10m to 1d (m: minutes, h: hours, d: day).",
)
@click.option("--watch", is_flag=True, help="systemd: print a service that watches all the time, instead of a timer.")
@click.option("--system", "is_system", is_flag=True, help="systemd: print system units, instead of units of the user.")
@click.option("--part", type=click.Choice(["service", "timer"]), help="systemd: print only this unit.")
@pass_location
def command(
    location: ArchiveLocation,
    scheduler: str,
    sites: tuple[str, ...],
    every: str,
    watch: bool,
    is_system: bool,
    part: str | None,
) -> None:
    """Print systemd units or crontab lines that crawl each SITE; without SITE, all sites with a live run.

    The text is printed on stdout, and the commands that install it on stderr. All paths are absolute. Each site starts
    at a minute of its own. Under cron only problems are printed, so that there is no mail while all is well.
    """
    if scheduler == "cron" and (watch or is_system or part):
        raise click.UsageError("--watch, --system and --part are for systemd")
    if watch and part == "timer":
        raise click.UsageError("--watch has no timer: leave out --part timer")
    found = [spider(name) for name in dict.fromkeys(sites)]
    for each in found:
        if each.simulator is not None:
            raise click.UsageError(
                f"{each.name} cannot be scheduled: it is a simulated site, which only a crawl starts"
            )
    chosen = [each.name for each in found]
    try:
        minute_count = minutes(every)
        plan = SchedulePlan(
            program=_program(),
            archive=location.path.absolute(),
            sites=chosen,
            every=minute_count,
            contact=CONTACT,
            user=_user(),
            is_system=is_system,
        )
        texts = _texts(plan, scheduler, watch)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    chosen_texts = {name: text for name, text in texts.items() if part in (None, name)}
    click.echo("\n".join(chosen_texts.values()), nl=False)
    if part is None:
        _print_installation(plan, scheduler, list(texts), sites=chosen, every=every, watch=watch)


def _texts(plan: SchedulePlan, scheduler: str, watch: bool) -> dict[str, str]:
    if scheduler == "cron":
        return {"crontab": crontab(plan)}
    if watch:
        return {"service": watch_service(plan)}
    makers: dict[str, Callable[[SchedulePlan], str]] = {"service": service, "timer": timer}
    return {name: make(plan) for name, make in makers.items()}


def _print_installation(
    plan: SchedulePlan, scheduler: str, parts: list[str], *, sites: list[str], every: str, watch: bool
) -> None:
    """Print the commands that install the text."""
    again = ["schedule", scheduler, *sites, *(["--watch"] if watch else ["--every", every])]
    again += ["--system"] if plan.is_system else []
    if scheduler == "cron":
        call = shlex.join(plan.words(*again))
        print_message(f"To add these lines: (crontab -l; {call}) | crontab -")
        return
    folder, systemctl = FOLDERS[plan.is_system], "systemctl" if plan.is_system else "systemctl --user"
    print_message("To install it:")
    if not plan.is_system:
        print_message(f"  mkdir -p {folder}")
    for part in parts:
        call = shlex.join(plan.words(*again, "--part", part))
        print_message(f"  {call} {'| sudo tee' if plan.is_system else '>'} {folder}/{NAME}.{part}")
    print_message(f"  {systemctl} daemon-reload && {systemctl} enable --now {NAME}.{parts[-1]}")
    if not plan.is_system:
        print_message("  loginctl enable-linger    # lets it run while you are logged out")


def _program() -> str:
    """The absolute path of this program; raises CommuniqueError if it cannot be found."""
    called = Path(sys.argv[0])
    beside = Path(sys.executable).with_name("communique")
    found = shutil.which("communique")
    for candidate in (called if called.name == "communique" else None, beside, Path(found) if found else None):
        if candidate is not None and candidate.is_file() and os.access(candidate, os.X_OK):
            return str(candidate.absolute())
    raise CommuniqueError("the program communique was not found: call it by its path")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # the system does not know the user
        return ""
