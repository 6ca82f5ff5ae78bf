"""Payloads: every byte comes back, and the archive stays smaller than the WARC.gz of the same pages."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import Archive
from crawler.archive.facts.headers import redact
from crawler.archive.facts.payloads import ENOUGH
from crawler.archive.zstd import Codec, delta, train
from crawler.errors import ArchiveBroken
from crawler.items import Capture
from tests.support.captures import HOST, START, answer, article, at, filled

WORDS = ("minister", "ambassador", "talks", "trade", "visas", "transport", "border", "signed", "received", "about")


def page(number: int, *, seed: int = 0, url: str = "", hours: float = 0) -> Capture:
    """A page of a few KB in a frame that all pages share."""
    words = random.Random(f"{seed} {number}")
    text = " ".join(words.choices(WORDS, k=150))
    frame = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(60))
    body = f"<html><head><title>{number}</title></head><body><ul>{frame}</ul><p>{text}</p></body></html>".encode()
    return Capture(
        url=url or f"{HOST}/{number}", captured_at=at(hours), status=200, body=body, outcome="file", site="mfa"
    )


def one(path: Path, sql: str) -> int:
    """One number that SQL finds in the file."""
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute(sql).fetchone()[0])


@settings(deadline=None)
@given(st.binary(max_size=5000), st.binary(min_size=8, max_size=5000), st.booleans())
def test_any_bytes_come_back_from_every_codec(content: bytes, other: bytes, magic: bool) -> None:
    """Plain, against a raw text, and as a delta."""
    assert Codec().expand(Codec().compress(content)) == content
    raw = Codec(raw=other, magic=magic)
    assert raw.expand(raw.compress(content)) == content
    assert Codec(raw=other).expand(delta(other, content)) == content


def test_no_dictionary_comes_of_too_little() -> None:
    """zstd refuses; so do we, without an error."""
    assert train([b"a"], 1024) is None


def test_a_dictionary_is_trained_once_there_are_enough_pages(tmp_path: Path) -> None:
    """Pages kept before it are compressed again with it, and it is not trained anew."""
    path = tmp_path / "a.db"
    pages = [page(number) for number in range(ENOUGH * 3)]
    with filled(path, pages[: ENOUGH - 1]) as archive:
        assert one(path, "SELECT count(*) FROM dictionary WHERE kind = 'payload'") == 0
        before = one(path, "SELECT sum(length(bytes)) FROM payload")
        run = archive.start_run("mfa", mode="live", at=START)
        archive.store(run, pages[ENOUGH - 1 : ENOUGH + 1])
        assert one(path, "SELECT count(*) FROM dictionary WHERE kind = 'payload' AND pages = 50") == 1
        assert one(path, "SELECT count(*) FROM payload WHERE dictionary IS NULL") == 0
        assert one(path, "SELECT sum(length(bytes)) FROM payload") < before
        archive.store(run, pages[ENOUGH + 1 :])
        assert one(path, "SELECT count(*) FROM dictionary WHERE kind = 'payload'") == 1
        assert [capture.body for capture in archive.captures()] == [
            capture.body for capture in sorted(pages, key=lambda capture: (capture.captured_at, archive_key(capture)))
        ]


def archive_key(capture: Capture) -> str:
    """How captures of one instant are ordered."""
    from crawler.rules.text.digests import address_id

    return address_id(capture.url)


def test_pages_counted_before_a_restart_count(tmp_path: Path) -> None:
    """An archive opened again trains when the pages of both times are enough."""
    path = tmp_path / "a.db"
    with filled(path, [page(number) for number in range(ENOUGH - 1)]):
        pass
    with filled(path, [page(ENOUGH), page(ENOUGH + 1)]):
        pass
    assert one(path, "SELECT count(*) FROM dictionary WHERE kind = 'payload'") == 1


def test_identical_payloads_are_kept_once(tmp_path: Path) -> None:
    """Whatever the address."""
    path = tmp_path / "a.db"
    with filled(path, [page(1, url=f"{HOST}/{n}") for n in range(5)]) as archive:
        assert len({capture.body for capture in archive.captures()}) == 1
    assert one(path, "SELECT count(*) FROM payload") == 1


def test_a_small_edit_costs_little(tmp_path: Path) -> None:
    """A later payload of an address is kept as a delta of an earlier one, which is no delta itself."""
    path = tmp_path / "a.db"
    first = page(1)
    edits = [
        replace(first, captured_at=at(hours), body=first.body.replace(b"<p>", b"<p>Edited %d times: " % hours))
        for hours in range(1, 6)
    ]
    with filled(path, [first], *([edit] for edit in edits)) as archive:
        assert [capture.body for capture in archive.captures(url=first.url)] == [first.body, *(e.body for e in edits)]
    assert one(path, "SELECT count(*) FROM payload WHERE base IS NOT NULL") == 5
    assert one(path, "SELECT max(length(bytes)) FROM payload WHERE base IS NOT NULL") < 100
    assert one(path, "SELECT count(*) FROM payload JOIN payload AS base ON base.id = payload.base WHERE base.base") == 0


def test_damage_is_noticed(tmp_path: Path) -> None:
    """A payload that no longer makes its digest is never handed out."""
    path = tmp_path / "a.db"
    with filled(path, [page(1)]):
        pass
    for damage in ("bytes = x'00'", "bytes = (SELECT bytes FROM payload WHERE id = 2)"):
        with filled(path, [page(2)]):
            pass
        with closing(sqlite3.connect(path)) as db, db:
            db.execute(f"UPDATE payload SET {damage} WHERE id = 1")
        with Archive.open(path, readonly=True) as archive, pytest.raises(ArchiveBroken, match="payload 1"):
            list(archive.captures(url=f"{HOST}/1"))


def test_empty_and_huge_bodies_come_back(tmp_path: Path) -> None:
    """Nothing, one byte, and more than zstd's window for small pages."""
    noise = random.Random(1).randbytes(3_000_000)
    bodies = [b"", b"x", noise, noise[:2_000_000] + b"!"]
    captures = [replace(page(1, hours=n), body=body) for n, body in enumerate(bodies)]
    with filled(tmp_path / "a.db", captures) as archive:
        assert [capture.body for capture in archive.captures()] == bodies


@given(st.lists(st.tuples(st.sampled_from(["Cookie", "set-cookie", "AUTHORIZATION", "Date"]), st.text())))
def test_redaction_keeps_names_and_order(headers: list[tuple[str, str]]) -> None:
    """Only values go, and only the secret ones."""
    told = redact(tuple(headers))
    assert [name for name, _ in told] == [name for name, _ in headers]
    assert all(
        value == ("redacted" if name != "Date" else given_value)
        for (name, value), (_, given_value) in zip(told, headers, strict=True)
    )


def responses(path: Path) -> Iterator[Capture]:
    """Every response of a WARC, as a capture nobody has read."""
    with path.open("rb") as file:
        for number, record in enumerate(ArchiveIterator(file)):
            if record.rec_type == "response":
                yield Capture(
                    url=record.rec_headers.get_header("WARC-Target-URI"),
                    captured_at=at(number),
                    site="mfa",
                    status=int(record.http_headers.get_statuscode()),
                    headers=tuple(record.http_headers.headers),
                    body=record.content_stream().read(),
                    outcome="file",
                )


def test_real_pages_take_less_than_their_warc(corpus: Path, tmp_path: Path) -> None:
    """Capture, payload and dictionary, indexes included, are at most 0.42 of the WARC.gz; no byte is lost."""
    warc, path = corpus / "se_sametinget" / "pages.warc.gz", tmp_path / "a.db"
    pages = list(responses(warc))
    with filled(path, *batches(pages)) as archive:
        assert {capture.url: capture.body for capture in archive.captures()} == {page.url: page.body for page in pages}
    used = one(
        path,
        """SELECT sum(pgsize) FROM dbstat JOIN sqlite_master USING (name)
        WHERE tbl_name IN ('capture', 'payload', 'dictionary')""",
    )
    assert len(pages) == 176
    assert used <= 0.42 * warc.stat().st_size


def test_an_unchanged_revisit_costs_under_200_bytes(tmp_path: Path) -> None:
    """With live headers of its own each, indexes included, by ``dbstat`` (design, section 5)."""
    path = tmp_path / "a.db"
    pages = [article(f"/{n}", title=f"News {n}") for n in range(100)]
    size = "SELECT sum(pgsize) FROM dbstat WHERE name NOT LIKE 'revision_fts%'"
    with filled(path, [with_headers(page, 0, n) for n, page in enumerate(pages)]) as archive:
        before = one(path, size)
        for visit in range(1, 21):
            run = archive.start_run("mfa", mode="live", at=at(24 * visit))
            archive.store(
                run,
                [
                    with_headers(replace(page, captured_at=at(24 * visit)), visit, n)
                    if n % 2
                    else with_headers(replace(answer(f"/{n}", "unchanged", hours=24 * visit, status=304)), visit, n)
                    for n, page in enumerate(pages)
                ],
            )
            archive.end_run(run, at=at(24 * visit + 1), ended="finished", counts={})
        after = one(path, size)
        assert len(archive.timemap(f"{HOST}/7")) == 21
    assert (after - before) / 2000 < 200


def with_headers(capture: Capture, visit: int, number: int) -> Capture:
    """The capture with the header lines that a live site sends, and those that were sent to it."""
    etag = f'"{number * 7919:x}-{number * 104729:012x}"'
    return replace(
        capture,
        request_headers=(
            ("User-Agent", "Communique/0.1 (+https://example.org/communique)"),
            ("Accept", "text/html,application/xhtml+xml"),
            ("If-None-Match", etag),
        ),
        headers=(
            ("Server", "nginx/1.24.0"),
            ("Date", f"Wed, {visit + 1:02} May 2024 09:{number // 60:02}:{number % 60:02} GMT"),
            ("Connection", "keep-alive"),
            ("ETag", etag),
            *([("Content-Type", "text/html; charset=utf-8")] if capture.status == 200 else []),
            ("Cache-Control", "max-age=600"),
        ),
    )


def batches(captures: Sequence[Capture], size: int = 60) -> list[Sequence[Capture]]:
    """The captures as an import hands them over."""
    return [captures[start : start + size] for start in range(0, len(captures), size)]
