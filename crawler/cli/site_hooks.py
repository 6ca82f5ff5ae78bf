"""Simulated sites in the commands: a spider whose class has a ``simulator`` is served for the length of a crawl."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import click

from crawler.cli.archive_location import Place
from crawler.crawl.spider import MinistrySpider


@dataclass(frozen=True, kw_only=True)
class SiteSession:
    """How to reach a site for the length of one command."""

    message: str = ""
    """A line for the user; empty for a site on the live web."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """Arguments that the spider needs to reach the site."""
    advance: Callable[[], None] | None = None
    """Moves a site that was started here to its next state; None for any other."""


def simulated(chosen: Sequence[type[MinistrySpider]], base: str | None) -> type[MinistrySpider] | None:
    """The simulated site of a command; None where all its sites are on the live web.

    Raises UsageError (exit status 2) where a simulated site is named beside other sites, since each has an archive of
    its own, and where ``--base`` is given for a site on the live web.
    """
    found = next((spider for spider in chosen if spider.simulator is not None), None)
    if found is not None and len(chosen) > 1:
        raise click.UsageError(f"{found.name} has an archive of its own: name no other site with it")
    if found is None and base is not None:
        raise click.UsageError("--base is the URL of a simulated site: it goes with such a site only")
    return found


@contextmanager
def site_session(spider: type[MinistrySpider] | None, place: Place | None, base: str | None) -> Iterator[SiteSession]:
    """Yield how to reach a simulated site: the one at ``base``, or one that is started here and ends with the context.

    ``spider`` is None for sites on the live web: nothing is started for them. ``place`` is the archive of the crawl;
    with None nothing is archived, and a site that is started here is in its first state.
    """
    simulator = None if spider is None else spider.simulator
    if spider is None or simulator is None:
        yield SiteSession()
    elif base is not None:
        verb = "Checking" if place is None else "Crawling"
        yield SiteSession(message=f"{verb} {simulator.title} at {base}.", arguments={"base": base})
    else:
        state = (
            1 if place is None else min(_ended_live_runs(place, spider.name, simulator.states) + 1, simulator.states)
        )
        kept = "nothing is archived" if place is None else f"archive: {place.path}"
        with simulator.start(state) as site:
            yield SiteSession(message=f"{site.message}; {kept}", arguments={"base": site.url}, advance=site.advance)


def _ended_live_runs(place: Place, name: str, most: int) -> int:
    """How many of the newest ``most`` runs of a site were live and have ended."""
    with place.read() as archive:
        return sum(1 for run in archive.runs(site=name, limit=most) if run["mode"] == "live" and run["ended"])
