"""The demo as a real server on loopback: started, moved on, counted, ended."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.demo.ministry import Ministry
from crawler.demo.server import DemoServer

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


def ask(server: DemoServer, path: str, *, method: str = "GET", body: str | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(method, path, body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_the_server_serves_what_the_truth_says(server: DemoServer) -> None:
    server.set_day(1)
    truth = server.truth()
    assert truth == Ministry().truth(1)
    for article in truth["articles"][:20]:
        status, body = ask(server, article["url"])
        assert status == 200
        assert article["title"].encode("windows-1251") in body


def test_requests_are_counted_by_path_and_query(server: DemoServer) -> None:
    server.clear_hits()
    for path in ("/robots.txt", "/press/statements/2", "/press/statements/2", "/press/news_mfa/json/?page=2"):
        ask(server, path)
    assert server.hits == {"/robots.txt": 1, "/press/statements/2": 2, "/press/news_mfa/json/?page=2": 1}
    assert next(path for _, path in server.log) == "/robots.txt"


def test_the_day_moves_on_by_request(server: DemoServer) -> None:
    server.set_day(2)
    fresh = next(a["url"] for a in server.truth()["articles"] if a["since"] == 2)
    assert ask(server, fresh)[0] == 200
    server.set_day(1)
    assert ask(server, fresh)[0] == 404


def test_a_day_before_the_first_is_refused(server: DemoServer) -> None:
    for body in ('{"day": 0}', "{}", "no json", '{"day": "x"}', "[]"):
        assert ask(server, "/_demo/day", method="POST", body=body)[0] == 400
    with pytest.raises(OSError, match="400"):
        server.set_day(0)


def test_connections_are_closed_without_an_answer_on_the_day_for_it(server: DemoServer) -> None:
    server.set_day(21)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        ask(server, "/")
    server.set_day(22.5)
    assert ask(server, "/")[0] == 200


def test_only_reading_is_allowed(server: DemoServer) -> None:
    server.set_day(1)
    assert ask(server, "/", method="POST", body="x")[0] == 405
    assert ask(server, "/", method="HEAD") == (200, b"")


def test_the_process_ends_with_its_context() -> None:
    with DemoServer(stories=5, crawl_delay=2, delay_ms=1) as server:
        assert b"Crawl-delay: 2" in ask(server, "/robots.txt")[1]
    with pytest.raises(ConnectionRefusedError):
        ask(server, "/")


def test_the_process_ends_when_the_one_that_started_it_is_gone() -> None:
    command = [sys.executable, "-m", "crawler.demo", "--tied", "--stories", "3"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline().startswith("http://127.0.0.1:")
        process.stdin.close()
        deadline = time.monotonic() + 10
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert process.poll() == 0


def test_the_program_explains_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crawler.demo", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    for option in ("--port", "--day", "--stories", "--seed", "--delay-ms", "--crawl-delay"):
        assert option in done.stdout
