"""``make bench-web``: 50 requests a second for a minute while a crawl writes, and the pages of a million articles."""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import aiohttp
import click

CALL = "from crawler.cli import main; main(prog_name='communique')"
PATHS = (
    "/",
    "/search?q=minister",
    "/search?q=министр",
    "/search?q=міністр",
    "/changes",
    "/runs",
    "/coverage",
    "/index.json",
)
"""Asked in turn, between stories, two languages of one, edits and stored pages."""
MARK, SLOWEST = 250, 100
"""Milliseconds: the p95 under load; the median of the front and of a story at a million."""


def communique(archive: Path, *words: str, wait: bool = True) -> subprocess.Popen[bytes]:
    """A command on an archive, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", CALL, "--archive", str(archive), *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if wait and process.wait():
        raise click.ClickException(f"{words}: {process.communicate()[1].decode()[-500:]}")
    return process


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """The web page of an archive, in a process of its own."""
    process = communique(archive, "serve", "--port", "0", wait=False)
    assert process.stderr is not None
    address = process.stderr.readline().decode().split(": ", 1)[1].split(" ")[0]
    try:
        for _ in range(200):
            if _answers(address):
                break
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def _answers(address: str) -> bool:
    async def ask() -> bool:
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{address}/runs") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    return asyncio.run(ask())


async def paths_of(address: str) -> list[str]:
    """What is asked for: lists, and pages of some stories."""
    async with aiohttp.ClientSession() as session, session.get(f"{address}/index.json?limit=40") as answer:
        front = json.loads(await answer.text())
    stories = [story for day in front["days"] for story in day["stories"]]
    found = [f"/story/{story['story']}" for story in stories]
    found += [
        f"/story/{story['story']}/{story['texts'][0]['language']}..{story['texts'][1]['language']}"
        for story in stories
        if len(story["texts"]) > 1
    ]
    found += [row["page"] for row in front["changes"]]
    return [each for pair in zip(cycle(PATHS), found, strict=False) for each in pair]


async def load(address: str, rate: float, seconds: float) -> tuple[list[float], Counter[int]]:
    """Ask so many times a second, whether or not the answers before have come; milliseconds of each, and statuses."""
    paths, times, statuses = await paths_of(address), list[float](), Counter[int]()

    async def one(session: aiohttp.ClientSession, path: str, due: float) -> None:
        try:
            async with session.get(address + path) as answer:
                await answer.read()
                statuses[answer.status] += 1
        except (aiohttp.ClientError, TimeoutError):
            statuses[0] += 1
        times.append(1000 * (asyncio.get_running_loop().time() - due))

    loop = asyncio.get_running_loop()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        begun, asked = loop.time(), []
        for number, path in zip(range(int(rate * seconds)), cycle(paths), strict=False):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - loop.time()))
            asked.append(asyncio.create_task(one(session, path, due)))
        await asyncio.gather(*asked)
    return sorted(times), statuses


def under_load(folder: Path, rate: float, seconds: float) -> bool:
    """The demo served while it is crawled, again and again, whole; whether the mark was kept."""
    archive = folder / "demo.db"
    for _ in range(3):
        communique(archive, "crawl", "demo")
    with served(archive) as address:
        crawls = 0
        crawling = communique(archive, "crawl", "demo", "--full", wait=False)
        task = Load(address, rate, seconds)
        while task.is_running():
            if crawling.poll() is not None:
                crawls += 1
                crawling = communique(archive, "crawl", "demo", "--full", wait=False)
            time.sleep(0.1)
        crawling.terminate()
        crawling.wait()
    times, statuses = task.result()
    p95 = times[int(0.95 * len(times))]
    click.echo(
        f"{rate:.0f} requests a second for {seconds:.0f} s, {crawls + 1} crawls beside: statuses {dict(statuses)}, "
        f"median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms (mark {MARK}), slowest {times[-1]:.0f} ms"
    )
    return set(statuses) == {200} and p95 < MARK


class Load:
    """The load, from a thread of its own."""

    def __init__(self, address: str, rate: float, seconds: float) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._future = ThreadPoolExecutor(1).submit(lambda: asyncio.run(load(address, rate, seconds)))

    def is_running(self) -> bool:
        """Whether it goes on."""
        return not self._future.done()

    def result(self) -> tuple[list[float], Counter[int]]:
        """What ``load`` gives."""
        return self._future.result()


def at_a_million(archive: Path) -> bool:
    """Medians of the pages of a large archive; whether the marks were kept."""

    async def ask(address: str) -> dict[str, float]:
        told = {}
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{address}/index.json") as answer:
                front = json.loads(await answer.text())
            story = front["days"][0]["stories"][0]
            left, right = (text["language"] for text in story["texts"][:2])
            for name, path in {
                "front": "/", "story": f"/story/{story['story']}",
                "side by side": f"/story/{story['story']}/{left}..{right}",
                "search: a middling word": "/search?q=миграция", "search: a phrase": '/search?q="forced migration"',
                "search: a word in a sixth": "/search?q=negotiations", "changes": "/changes",
            }.items():  # fmt: skip
                times = []
                for _ in range(15):
                    begun = time.perf_counter()
                    async with session.get(address + path) as answer:
                        await answer.read()
                        assert answer.status == 200, path
                    times.append(1000 * (time.perf_counter() - begun))
                told[name] = statistics.median(times)
        return told

    with served(archive) as address:
        told = asyncio.run(ask(address))
    for name, median in told.items():
        click.echo(f"{name:<28}{median:>8.1f} ms")
    return told["front"] < SLOWEST and told["story"] < SLOWEST


@click.command()
@click.option("--rate", default=50.0, show_default=True, help="Requests a second.")
@click.option("--seconds", default=60.0, show_default=True, help="For how long.")
@click.option(
    "--million", type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that make bench-search ARGS='--keep FOLDER' left: the pages of that archive, too.",
)  # fmt: skip
def main(rate: float, seconds: float, million: Path | None) -> None:
    """Ask the web page as many would."""
    with tempfile.TemporaryDirectory() as folder:
        is_kept = under_load(Path(folder), rate, seconds)
    if million is not None:
        is_kept = at_a_million(million / "search.db") and is_kept
    raise SystemExit(0 if is_kept else 1)


if __name__ == "__main__":
    main()
