"""``communique watch``: crawl what is due until the process is ended."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from typing import Any, cast

import click
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.crawl_process import crawl_settings, log_to_stderr
from crawler.cli.healthz import check_address, serve_healthz
from crawler.cli.site_hooks import simulated, site_session
from crawler.cli.site_lookup import spider, spiders
from crawler.cli.tables import print_message
from crawler.cli.watch_loop import Watch, WatchOptions
from crawler.errors import CommuniqueError

FAILED, UNHEALTHY, HELD = 1, 3, 4
SIGNALS = (signal.SIGTERM, signal.SIGINT)


@click.command(
    "watch",
    short_help="crawl what is due, all the time",
    epilog="Examples: communique watch; communique watch by_mfa se_sametinget --healthz 8080; communique watch --once",
)
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--once", is_flag=True, help="Crawl what is due on every site once, then end: for your own scheduler.")
@click.option(
    "--jobs", type=click.IntRange(min=1), default=4, show_default=True, help="Crawl this many sites at once, at most."
)
@click.option(
    "--healthz",
    metavar="[HOST:]PORT",
    help="Serve the status of the watch as JSON at /healthz; HOST is 127.0.0.1 by default.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
@click.option("--base", metavar="URL", help="The URL at which a simulated site is running: see communique demo.")
@click.option("--verbose", "-v", is_flag=True, help="Log the crawl in detail on stderr.")
@pass_location
def command(
    location: ArchiveLocation,
    sites: tuple[str, ...],
    once: bool,
    jobs: int,
    healthz: str | None,
    quiet: bool,
    base: str | None,
    verbose: bool,
) -> None:
    """Crawl what is due on each SITE, several sites at once, until SIGTERM or Ctrl-C.

    Without SITE, every site that the archive has a live run of is watched; a site that is crawled for the first time
    joins within a minute. A site is crawled when one of its listings is due, or an article that was just edited or may
    be gone; other articles that are due are crawled with it. A site is crawled at most once an hour, and at least every
    six hours.

    Each run prints one line. A run that fails is tried again after ten minutes, and the pause doubles with each
    failure. A signal ends running crawls cleanly; a second signal ends the process at once, and the archive stays
    whole.

    The exit status is 0. With --once it is 1 if a site failed, 3 if a site is unhealthy, 4 if another run holds a site.
    """
    address = None if healthz is None else check_address(healthz)
    chosen = [spider(name) for name in dict.fromkeys(sites)]
    simulation = simulated(chosen, base)
    if simulation is not None and simulation.simulator is not None:
        location = location.or_own(simulation.simulator.archive)
    if chosen:
        location.write().close()  # the archive is created here if it is missing
    else:
        _check_any(location)
    settings = crawl_settings(location, verbose=verbose, LOG_INSTALL_ROOT_HANDLER=False)
    with site_session(simulation, location, base) as session:
        if session.message:
            print_message(session.message)
        options = WatchOptions(
            names=[found.name for found in chosen], jobs=jobs, once=once, quiet=quiet, arguments=session.arguments,
            advance=session.advance,
        )  # fmt: skip
        watch = _run(settings, location, options, address)
    if once:
        click.get_current_context().exit(_status(watch))


def _check_any(location: ArchiveLocation) -> None:
    if location.path.exists():
        location.write().close()  # this migrates an archive of an earlier version
    with location.read() as archive:
        if not any(row["site"] in watchable() for row in archive.watched()):
            raise CommuniqueError(f"{location.path} has no site that was crawled live: crawl one first, or name one")


def watchable() -> dict[str, Any]:
    """The spiders of all sites that are watched without being named: all but simulated sites."""
    return {name: found for name, found in spiders().items() if found.simulator is None}


def _run(
    settings: Settings, location: ArchiveLocation, options: WatchOptions, address: tuple[str, int] | None
) -> Watch:
    """Watch in this process until the watch or a signal ends it; a second signal ends the process at once."""
    process = AsyncCrawlerProcess(settings)
    log_to_stderr(settings)
    from twisted.internet import reactor  # the process has installed it

    loop = asyncio.get_event_loop()

    async def watching() -> Watch:
        watch = Watch(process, location, spiders() if options.names else watchable(), options)

        def handle(number: int, frame: object) -> None:
            for each in SIGNALS:
                signal.signal(each, signal.SIG_DFL)
            loop.call_soon_threadsafe(watch.stop, signal.Signals(number).name)

        for each in SIGNALS:
            signal.signal(each, handle)
        async with AsyncExitStack() as stack:
            url = await stack.enter_async_context(serve_healthz(watch, address))
            if url:
                print_message(f"The status is served at {url}")
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
    if any(site.status.run is not None and site.status.run["healthy"] is False and site.tried for site in sites):
        return UNHEALTHY
    return HELD if any(site.is_held for site in sites) else 0
