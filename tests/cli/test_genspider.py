"""An ordinary Scrapy project: Scrapy's commands work, and ``genspider -t ministry`` writes a spider that runs."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.crawl.spider import MinistrySpider
from tests.conftest import ROOT
from tests.support.loopback import Server, crawl
from tests.support.newsroom import article


def scrapy(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Scrapy's own command line, in the project."""
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of a user's own, beside ours, whose spiders are written by our template."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "mine").mkdir()
    (folder / "mine/__init__.py").touch()
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = mysettings\n")
    settings = 'from crawler.settings import *  # noqa: F403\n\nSPIDER_MODULES = ["mine"]\nNEWSPIDER_MODULE = "mine"\n'
    (folder / "mysettings.py").write_text(settings)
    return folder


def test_genspider_writes_a_ministry(project: Path) -> None:
    """The spider passes the linter, is listed at once, and reads a page of the named structure."""
    done = scrapy("genspider", "-t", "ministry", "xx_mfa", "mfa.example.org", cwd=project)
    assert done.returncode == 0, done.stderr
    written = project / "mine/xx_mfa.py"
    assert scrapy("list", cwd=project).stdout.split() == ["xx_mfa"]
    lint = [sys.executable, "-m", "ruff", "--config", str(ROOT / "pyproject.toml")]
    for check in (["check"], ["format", "--check"]):
        linted = subprocess.run(
            [*lint[:3], *check, *lint[3:], str(written)], capture_output=True, text=True, check=False
        )
        assert linted.returncode == 0, linted.stdout + linted.stderr
    assert len(written.read_text().splitlines()) <= 80


def test_what_genspider_wrote_crawls(project: Path, tmp_path: Path) -> None:
    """Only the host and the private-address setting are changed, for the server on loopback."""
    source = (project / "mine/xx_mfa.py").read_text().replace('("mfa.example.org",)', '("site.localhost",)')
    source = source.replace('zone="UTC",', 'zone="UTC", private=True, https=False, delay=0, first_days=None,')
    file = tmp_path / "generated.py"
    file.write_text(source)
    spec = importlib.util.spec_from_file_location("generated", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: type[MinistrySpider] = module.XxMfaSpider
    first = '<main><ul><li><a href="/en/news/one">One</a><time>2026-03-01</time></li></ul></main>'
    made = {"/en/news/": first, "/en/news/?page=2": "<main></main>", "/en/news/one": article("one", day="2026-03-01")}
    with Server(made) as server:
        crawled = crawl(found, tmp_path / "a.db", base=server.url)
    (archived,) = crawled.articles
    assert (archived.title, archived.published, archived.kind) == ("Title of one", "2026-03-01", "news")


def test_scrapy_lists_our_spiders() -> None:
    """Scrapy finds them: there is no registry."""
    listed = scrapy("list").stdout.split()
    assert {"demo", "by_mfa"} <= set(listed)


def test_scrapy_crawl_writes_a_feed_and_an_archive(tmp_path: Path) -> None:
    """It works as in any Scrapy project, without a traceback or a warning."""
    from crawler.demo.server import DemoServer

    feed, archive = tmp_path / "news.jsonl", tmp_path / "a.db"
    with DemoServer(stories=6) as server:
        done = scrapy("crawl", "demo", "-a", f"base={server.url}", "-O", str(feed), COMMUNIQUE_ARCHIVE=str(archive))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "WARNING" not in done.stderr, done.stderr
    assert len(feed.read_text(encoding="utf-8").splitlines()) >= 10
    assert archive.stat().st_size > 0


def test_scrapy_shell_fetches_a_page_and_archives_nothing(tmp_path: Path) -> None:
    """The project's own downloader fetches it, and robots.txt is obeyed."""
    from crawler.demo.server import DemoServer

    archive = tmp_path / "a.db"
    with DemoServer(stories=3) as server:
        url = server.url.rstrip("/") + "/press/statements/"
        code = "(response.status, response.css('h1::text').get() is not None)"
        done = scrapy("shell", url, "-c", code, COMMUNIQUE_ARCHIVE=str(archive))
    assert done.stdout.strip() == "(200, True)", done.stderr
    assert not archive.exists()
