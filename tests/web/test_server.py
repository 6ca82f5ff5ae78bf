"""The server as a whole: what is left of it when it has ended."""

from __future__ import annotations

from pathlib import Path
from urllib.request import urlopen

from crawler.web.datasette_private import plugins
from crawler.web.server import NAME, application
from tests.support.captures import article, filled
from tests.support.webserver import WebServer


def opened(path: Path) -> int:
    """How many times this process has a file open."""
    return sum(link.resolve() == path.resolve() for link in Path("/proc/self/fd").iterdir())


def test_a_server_that_has_ended_has_no_file_open(tmp_path: Path) -> None:
    """Neither one that our pages read, nor one that Datasette's tables do; and the plugin is gone."""
    path = tmp_path / "news.db"
    with filled(path, [article("/1", title="Visit")]):
        pass
    with WebServer(path) as server:
        for address in ("/", "/archive/revision.json"):
            with urlopen(server.url + address, timeout=20) as answer:
                assert answer.status == 200
        assert opened(path) >= 2
    assert opened(path) == 0
    assert plugins.get_plugin(NAME) is None


def test_the_end_of_a_server_leaves_the_next_one_alone(tmp_path: Path) -> None:
    """The plugins are the process's: that of another server stays registered."""
    path = tmp_path / "news.db"
    with filled(path, [article("/1", title="Visit")]):
        pass
    with WebServer(path):
        application(path)
        later = plugins.get_plugin(NAME)
    assert plugins.get_plugin(NAME) is later
    plugins.unregister(later)
    later.close()
