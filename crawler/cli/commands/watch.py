"""``communique watch``: crawl what is due, for as long as it lives."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from typing import Any, cast

import click
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.crawl_process import crawl_settings, log_in_lines
from crawler.cli.healthz import check_address, healthz
from crawler.cli.site_hooks import simulated, site_session
from crawler.cli.site_lookup import spider, spiders
from crawler.cli.tables import say
from crawler.cli.watch_loop import Watch, Wishes
from crawler.errors import CommuniqueError

FAILED, UNHEALTHY, HELD = 1, 3, 4
SIGNALS = (signal.SIGTERM, signal.SIGINT)


@click.command(
    "watch",
    short_help="crawl what is due, for as long as it lives",
    epilog="Examples: communique watch; communique watch by_mfa se_sametinget --healthz 8080; communique watch --once",
)
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--once", is_flag=True, help="Do what is due of every site, then end: for a scheduler you have already.")
@click.option("--jobs", type=click.IntRange(min=1), default=4, show_default=True, help="Sites side by side, at most.")
@click.option("--healthz", "asked", metavar="[HOST:]PORT", help="Answer /healthz there, in JSON; 127.0.0.1 by default.")
@click.option("--quiet", "-q", is_flag=True, help="Say only what is wrong.")
@click.option("--base", metavar="URL", help="Where a simulated site runs already: see communique demo.")
@click.option("--verbose", "-v", is_flag=True, help="Show what the crawler says while it works.")
@pass_place
def command(
    place: Place,
    sites: tuple[str, ...],
    once: bool,
    jobs: int,
    asked: str | None,
    quiet: bool,
    base: str | None,
    verbose: bool,
) -> None:
    """Crawl what is due of each SITE, several side by side, until SIGTERM or Ctrl-C ends it.

    Without SITE: every site that the archive has a live run of; one that is crawled later is met within a minute. A
    site is crawled when a listing of it is due, or an article that was just edited or may be gone; other articles that
    are due go along. That is not within an hour of its last run, and every six hours at least.

    Each run that ends is one line, and so is one that fails: it is tried again after ten minutes, then later and later.
    Running crawls are ended cleanly; a second signal ends the watch at once, and nothing stored is lost.

    Exit status 0. With --once: 1 where a site failed, else 3 if one is unhealthy, else 4 if another run holds one.
    """
    address = None if asked is None else check_address(asked)
    chosen = [spider(name) for name in dict.fromkeys(sites)]
    simulation = simulated(chosen, base)
    if simulation is not None and simulation.simulator is not None:
        place = place.or_own(simulation.simulator.archive)
    if chosen:
        place.write().close()  # the first run of a named site makes the archive
    else:
        _check_any(place)
    settings = crawl_settings(place, verbose=verbose, LOG_INSTALL_ROOT_HANDLER=False)
    with site_session(simulation, place, base) as session:
        if session.message:
            say(session.message)
        wishes = Wishes(
            names=[found.name for found in chosen], jobs=jobs, once=once, quiet=quiet, arguments=session.arguments,
            advance=session.advance,
        )  # fmt: skip
        watch = _run(settings, place, wishes, address)
    if once:
        click.get_current_context().exit(_status(watch))


def _check_any(place: Place) -> None:
    if place.path.exists():
        place.write().close()  # which brings one of an earlier version up to date
    with place.read() as archive:
        if not any(row["site"] in watchable() for row in archive.watched()):
            raise CommuniqueError(f"{place.path} has no site that was crawled live: crawl one first, or name it")


def watchable() -> dict[str, Any]:
    """Spiders of the sites that are watched without being named: all but simulated ones, which must be started."""
    return {name: found for name, found in spiders().items() if found.simulator is None}


def _run(settings: Settings, place: Place, wishes: Wishes, address: tuple[str, int] | None) -> Watch:
    """Watch in this process until the watch ends, or a signal ends it; a second signal ends the process at once."""
    process = AsyncCrawlerProcess(settings)
    log_in_lines(settings)
    from twisted.internet import reactor  # which the process has installed

    loop = asyncio.get_event_loop()

    async def watching() -> Watch:
        watch = Watch(process, place, spiders() if wishes.names else watchable(), wishes)

        def told(number: int, frame: object) -> None:
            for each in SIGNALS:
                signal.signal(each, signal.SIG_DFL)
            loop.call_soon_threadsafe(watch.stop, signal.Signals(number).name)

        for each in SIGNALS:
            signal.signal(each, told)
        async with AsyncExitStack() as stack:
            where = await stack.enter_async_context(healthz(watch, address))
            if where:
                say(f"Its health: {where}")
            await watch.run()
        return watch

    task = loop.create_task(watching())
    task.add_done_callback(lambda _: cast(Any, reactor).stop())
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    return task.result()


def _status(watch: Watch) -> int:
    sites = watch.sites.values()
    if watch.stopping:
        return 0
    if any(site.failures for site in sites):
        return FAILED
    if any(site.sight.run is not None and site.sight.run["healthy"] is False and site.tried for site in sites):
        return UNHEALTHY
    return HELD if any(site.is_held for site in sites) else 0
