"""Simulated sites: a spider class with a ``simulator`` has its site served on this machine during a crawl."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import click

from crawler.cli.archive_location import ArchiveLocation
from crawler.crawl.spider import MinistrySpider


@dataclass(frozen=True, kw_only=True)
class SiteSession:
    """How a command reaches a site."""

    message: str = ""
    """A line to print; empty for a site on the live web."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """The spider arguments that lead to the site."""
    advance: Callable[[], None] | None = None
    """Moves a site that this command started to its next state; None for other sites."""


def simulated(chosen: Sequence[type[MinistrySpider]], base: str | None) -> type[MinistrySpider] | None:
    """The simulated site among the chosen ones; None if all are on the live web.

    Raises UsageError (exit status 2) if a simulated site is named together with other sites, because it has an archive
    of its own, and if ``base`` (``--base``) is given for a site on the live web.
    """
    found = next((spider for spider in chosen if spider.simulator is not None), None)
    if found is not None and len(chosen) > 1:
        raise click.UsageError(f"{found.name} has an archive of its own: name it alone")
    if found is None and base is not None:
        raise click.UsageError("--base is the URL of a simulated site: name such a site")
    return found


@contextmanager
def site_session(
    spider: type[MinistrySpider] | None, location: ArchiveLocation | None, base: str | None
) -> Iterator[SiteSession]:
    """Yield how to reach a simulated site: the one at ``base``, or one that is started and ends with the context.

    With ``spider`` None, all sites are on the live web and nothing is started. ``location`` is the archive of the
    crawl; with None nothing is archived, and a site that is started is in its first state.
    """
    simulator = None if spider is None else spider.simulator
    if spider is None or simulator is None:
        yield SiteSession()
    elif base is not None:
        verb = "Checking" if location is None else "Crawling"
        yield SiteSession(message=f"{verb} {simulator.title} at {base}.", arguments={"base": base})
    else:
        state = 1 if location is None else min(_ended_live_runs(location, spider.name) + 1, simulator.states)
        kept = "nothing is archived" if location is None else f"archive: {location.path}"
        with simulator.start(state) as site:
            yield SiteSession(message=f"{site.message}; {kept}", arguments={"base": site.url}, advance=site.advance)


def _ended_live_runs(location: ArchiveLocation, name: str) -> int:
    """The number of live runs of a site that have ended."""
    with location.read() as archive:
        return archive.runs.ended_live(name)
