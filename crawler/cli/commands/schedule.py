"""``communique schedule``: ready units for a scheduler that is there already."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import click

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.scheduler_units import NAME, Scheduled, crontab, service, timer, watcher
from crawler.cli.site_lookup import spider
from crawler.cli.tables import say
from crawler.errors import CommuniqueError
from crawler.rules.schedule.timetable import minutes
from crawler.settings import CONTACT

FOLDERS = {False: "~/.config/systemd/user", True: "/etc/systemd/system"}


@click.command(
    "schedule",
    short_help="print units for systemd, or lines for cron",
    epilog="Examples: communique schedule systemd by_mfa; communique schedule systemd --watch; "
    "communique schedule cron by_mfa --every 1h",
)
@click.argument("scheduler", type=click.Choice(["systemd", "cron"]), metavar="systemd|cron")
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--every", default="6h", show_default=True, help="How often, from 10m to 1d.")
@click.option("--watch", is_flag=True, help="systemd: a service that watches all the time, instead of a timer.")
@click.option("--system", "is_system", is_flag=True, help="systemd: units of the system, instead of the user's own.")
@click.option("--part", type=click.Choice(["service", "timer"]), help="systemd: print only this unit.")
@pass_place
def command(
    place: Place, scheduler: str, sites: tuple[str, ...], every: str, watch: bool, is_system: bool, part: str | None
) -> None:
    """Print what makes systemd or cron crawl each SITE; without SITE, every site that the archive has a live run of.

    Only the text goes to stdout; where to put it is said on stderr. All paths are absolute. Each site starts at a
    minute of its own. In cron only what is wrong is written, so that no mail comes while all is well.
    """
    if scheduler == "cron" and (watch or is_system or part):
        raise click.UsageError("--watch, --system and --part are for systemd")
    if watch and part == "timer":
        raise click.UsageError("a watch needs no timer")
    found = [spider(name) for name in dict.fromkeys(sites)]
    for each in found:
        if each.simulator is not None:
            raise click.UsageError(f"{each.name} cannot be scheduled: it is a simulated site, which a crawl starts")
    chosen = [each.name for each in found]
    try:
        minute_count = minutes(every)
        plan = Scheduled(
            program=_program(),
            archive=place.path.absolute(),
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
        _say_where(plan, scheduler, list(texts), sites=chosen, every=every, watch=watch)


def _texts(plan: Scheduled, scheduler: str, watch: bool) -> dict[str, str]:
    if scheduler == "cron":
        return {"crontab": crontab(plan)}
    if watch:
        return {"service": watcher(plan)}
    makers: dict[str, Callable[[Scheduled], str]] = {"service": service, "timer": timer}
    return {name: make(plan) for name, make in makers.items()}


def _say_where(plan: Scheduled, scheduler: str, parts: list[str], *, sites: list[str], every: str, watch: bool) -> None:
    """The commands that put the text into its place."""
    again = ["schedule", scheduler, *sites, *(["--watch"] if watch else ["--every", every])]
    again += ["--system"] if plan.is_system else []
    if scheduler == "cron":
        call = shlex.join(plan.words(*again))
        say(f"To add these lines: (crontab -l; {call}) | crontab -")
        return
    folder, systemctl = FOLDERS[plan.is_system], "systemctl" if plan.is_system else "systemctl --user"
    say("To put this into its place:")
    if not plan.is_system:
        say(f"  mkdir -p {folder}")
    for part in parts:
        call = shlex.join(plan.words(*again, "--part", part))
        say(f"  {call} {'| sudo tee' if plan.is_system else '>'} {folder}/{NAME}.{part}")
    say(f"  {systemctl} daemon-reload && {systemctl} enable --now {NAME}.{parts[-1]}")
    if not plan.is_system:
        say("  loginctl enable-linger    # so that it runs while you are logged out")


def _program() -> str:
    """The absolute path of this program; raises CommuniqueError where it was not called by a path."""
    called = Path(sys.argv[0])
    beside = Path(sys.executable).with_name("communique")
    found = shutil.which("communique")
    for candidate in (called if called.name == "communique" else None, beside, Path(found) if found else None):
        if candidate is not None and candidate.is_file() and os.access(candidate, os.X_OK):
            return str(candidate.absolute())
    raise CommuniqueError("cannot tell where the program communique is: call it by its path")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # nobody the system knows
        return ""
