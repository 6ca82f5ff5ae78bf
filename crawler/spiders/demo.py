"""The demo ministry: a small fictional one on this machine, built as ``by_mfa`` is, to try, test and measure with.

Its host never changes, so that an archive recognizes its pages in every run. The argument ``base`` says where the
server really is (``-a base=http://127.0.0.1:8642``, see ``communique demo``); ``communique crawl demo`` starts one.
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
        from crawler.demo.server import DemoServer  # the server's libraries are not needed to read a spider

        days = iter(range(state + 1, self.states + 1))
        with DemoServer(stories=self.stories, day=state) as server:
            yield SimulatedSite(
                url=server.url,
                message=f"The demo ministry runs at {server.url}, on day {state} of its history",
                advance=lambda: server.set_day(next(days, self.states)),
            )


class DemoSpider(MinistrySpider):
    """Everything but interviews, which it has none of; no pause between requests, for nobody is bothered."""

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
        """A request for each seed; says so where nobody told where the demo runs."""
        if not self.host_overrides and not self._is_replay:
            self.logger.warning("where is the demo? say -a base=http://127.0.0.1:PORT, or use: communique crawl demo")
        async for each in super().start():
            yield each
