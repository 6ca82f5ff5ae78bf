"""The web page of an archive on loopback, in a thread of its own; the demo's archive to show, and its pages."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.request import urlopen

import uvicorn

from crawler.web.server import application
from tests.conftest import ROOT

LAST_DAY = 16
"""By then the demo has edited and moved articles, some removals are confirmed, and twice it was ill for a day."""


class WebServer:
    """Serves the pages of an archive on a free port for as long as the context lasts; one at a time in a process."""

    def __init__(self, path: Path) -> None:
        config = uvicorn.Config(application(path), host="127.0.0.1", port=0, log_level="warning", lifespan="on")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="web page", daemon=True)
        self.url = ""
        """Where it answers, without a final slash."""

    def __enter__(self) -> Self:
        self._thread.start()
        until = time.monotonic() + 20
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > until:
                raise OSError("the web page did not start")
            time.sleep(0.01)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join(20)

    def told(self, page: str) -> Any:
        """A page's data."""
        path, _, query = page.partition("?")
        with urlopen(f"{self.url}{path}.json?{query}", timeout=20) as answer:
            return json.load(answer)


def crawl_demo(path: Path, last: int = LAST_DAY) -> None:
    """Crawl the demo once on each day of its history up to ``last`` into an archive; takes some seconds."""
    call = [sys.executable, "-m", "tests.support.simulation", str(path), "1", str(last), "1"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise OSError(f"the demo could not be crawled:\n{done.stderr}")


def pages(server: WebServer) -> dict[str, str]:
    """One page of each kind of the demo's archive, by a name for it."""
    stories = [story for day in server.told("/index?limit=200")["days"] for story in day["stories"]]
    whole = next(story["story"] for story in stories if len(story["texts"]) == 3)
    edited, vanished = (server.told(f"/changes?kind={kind}")["changes"] for kind in ("edited", "vanished"))
    fields = [field for month in server.told("/coverage")["sites"][0]["months"] for field in month["fields"]]
    ill = [run["id"] for run in server.told("/runs")["runs"] if run["healthy"] is False]
    return {
        "front": "/",
        "story": f"/story/{whole}/be",
        "side-by-side": f"/story/{whole}/ru..en",
        "edited": edited[0]["page"].partition("..")[0].partition("@")[0],
        "diff": next(page for page in _english_first(edited) if _changed(server, page) >= {"added", "removed"}),
        "removed": next(row["page"] for row in vanished if row["confirmed"]),
        "original": server.told(f"/story/{whole}/en")["original"],
        "form": "/search",
        "search": "/search?q=consulate",
        "changes": "/changes",
        "coverage": "/coverage",
        "gaps": next(field["page"] for field in fields if field["page"]),
        "runs": "/runs",
        "run": f"/runs/{ill[-1]}",
        "problem": "/story/aaaaaaaaaaaa",
    }


def _english_first(edited: Sequence[Any]) -> list[str]:
    """The pages of edits, the oldest first, those of English texts before the others: most readers can read them."""
    return [row["page"] for first in (True, False) for row in reversed(edited) if (row["language"] == "en") is first]


def _changed(server: WebServer, page: str) -> set[str]:
    """What became of words in an edit."""
    return {part["kind"] for paragraph in server.told(page)["paragraphs"] for part in paragraph}
