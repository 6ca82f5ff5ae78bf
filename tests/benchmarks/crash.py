"""``make bench-crash``: demo crawls killed at random instants, and whether each archive is whole and the next run ends
with the truth.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from crawler.demo.server import DemoServer
from tests.support.killing import PHASES, How, Killed, Killer, complete, instants

SMALL, STANDARD = 25, 60
"""Stories of the demo."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of crawl that is killed."""

    name: str
    share: float
    """Of all kills."""
    stories: int
    batch: int
    """Captures a transaction; 0: as the project has it."""
    days: tuple[float, ...] = (1,)
    """The days of the crawls; the last of them is killed."""
    options: tuple[str, ...] = ()


KINDS = (
    Kind(name="first run, small", share=0.3, stories=SMALL, batch=7),
    Kind(name="first run, standard", share=0.15, stories=STANDARD, batch=0),
    Kind(name="a day later", share=0.1, stories=SMALL, batch=7, days=(1, 2)),
    Kind(name="eleven days later", share=0.25, stories=SMALL, batch=7, days=(1, 12)),
    Kind(name="--due, 6 hours later", share=0.1, stories=SMALL, batch=7, days=(1, 1.25), options=("--due",)),
    Kind(name="--due, 11 days later", share=0.1, stories=SMALL, batch=7, days=(1, 12), options=("--due",)),
)


@contextmanager
def killer(kind: Kind, folder: Path) -> Iterator[Killer]:
    """The demo on its last day, the archive of the days before it, and the one who kills."""
    with DemoServer(stories=kind.stories) as server:
        before: Path | None = None
        for day in kind.days[:-1]:
            server.set_day(day)
            before = complete(folder / "before.db", server, *kind.options, how=How(day=day))
        server.set_day(kind.days[-1])
        how = How(day=kind.days[-1], batch=kind.batch)
        yield Killer(folder, server, *kind.options, how=how, begin_with=before)


def rounds(times: int) -> Iterator[tuple[Kind, int]]:
    """How many of the kills each kind gets."""
    left = times
    for kind in KINDS:
        share = left if kind is KINDS[-1] else min(left, math.ceil(times * kind.share))
        left -= share
        if share:
            yield kind, share


def report(kinds: dict[str, list[Killed]]) -> int:
    """Print a table of kinds and phases; gives how many kills had a fault."""
    click.echo(f"{'killed':<22}" + "".join(f"{phase:>10}" for phase in PHASES) + f"{'all':>8}{'faults':>8}")
    for name, kills in kinds.items():
        phases = Counter(killed.phase for killed in kills)
        bad = sum(bool(killed.faults) for killed in kills)
        counts = "".join(f"{phases[phase]:>10}" for phase in PHASES)
        click.echo(f"{name:<22}{counts}{len(kills):>8}{bad:>8}")
    every = [killed for kills in kinds.values() for killed in kills]
    written = sum(killed.captures > 0 for killed in every)
    faulty = sum(bool(killed.faults) for killed in every)
    click.echo(f"{len(every)} kills, {written} of them with captures of that run in the archive, {faulty} with faults")
    return faulty


@click.command()
@click.option("--times", default=200, show_default=True, help="How many crawls are killed.")
@click.option("--seed", default=1, show_default=True, help="The same seed draws the same instants.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Keep the archives of faults here.")
def main(times: int, seed: int, keep: Path | None) -> None:
    """Kill crawls of the demo; print in which phase, and what was wrong afterwards. Exit status 1 where anything was.

    Phases: before a run is archived (start), while pages are asked for (asking), after the last of them was (settling),
    after the run was settled (end); and how many had ended already (over).
    """
    found: dict[str, list[Killed]] = defaultdict(list)
    for kind, share in rounds(times):
        with tempfile.TemporaryDirectory() as name, killer(kind, Path(name)) as one:
            for number, instant in enumerate(instants(one.life, share, seed)):
                killed = one.kill(instant)
                found[kind.name].append(killed)
                if not killed.faults:
                    continue
                click.echo(f"{kind.name}, {number}: {killed.phase}, {killed.captures} captures, {instant}", err=True)
                for fault in killed.faults[:10]:
                    click.echo(f"    {fault[:400]}", err=True)
                if keep is not None:
                    kept = keep / f"{kind.name.replace(' ', '-').replace(',', '')}-{number}"
                    kept.mkdir(parents=True, exist_ok=True)
                    for left in Path(name).glob("*.db*"):
                        shutil.copy(left, kept)
        click.echo(f"{kind.name}: {share} done", err=True)
    if report(found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
