"""The demo ministry: a small fictional site on this machine with the structure of ``by_mfa``, for trials and tests.

Its host never changes, so that an archive recognizes its pages in every run. The argument ``base`` is the URL of the
server (``-a base=http://127.0.0.1:8642``, see ``communique demo``); ``communique crawl demo`` starts one.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from crawler.crawl.simulator import SimulatedSite, SiteSimulator
from crawler.crawl.spider import MinistrySpider
from crawler.spiders.by_mfa import ByMfaSpider


class DemoSimulator:
    """Serves the demo ministry on a free port of this machine; each state is a day of its scripted history."""

    title = "the demo ministry"
    archive = Path("data/demo.db")
    states = 30
    stories = 60

    @contextmanager
    def start(self, state: int) -> Iterator[SimulatedSite]:
        """Start the ministry on a day; raises OSError where it cannot be started."""
        from crawler.demo.server import DemoServer  # the server's libraries are loaded only when it starts

        days = iter(range(state + 1, self.states + 1))
        with DemoServer(stories=self.stories, day=state) as server:
            yield SimulatedSite(
                url=server.url,
                message=f"The demo ministry runs at {server.url}, on day {state} of its history",
                advance=lambda: server.set_day(next(days, self.states)),
            )


class DemoSpider(MinistrySpider):
    """Crawls all listings but interviews, which the demo lacks, without a delay, because the server is local."""

    name = "demo"
    simulator: ClassVar[SiteSimulator | None] = DemoSimulator()
    site = replace(
        ByMfaSpider.site,
        name="demo",
        title="Foreign Ministry of Zarechye (demo)",
        hosts=("demo.localhost",),
        seeds=tuple(seed for seed in ByMfaSpider.site.seeds if "/smi/" not in seed.url),
        https=False,
        private=True,
        delay=0.0,
        concurrency=16,
        first_days=None,
    )

    async def start(self) -> AsyncIterator[Any]:
        """Yield the first requests; log a warning where the address of the demo server is missing."""
        if not self.host_overrides and not self._is_replay:
            self.logger.warning(
                "the demo server is unknown: add -a base=http://127.0.0.1:PORT, or use communique crawl demo"
            )
        async for each in super().start():
            yield each
