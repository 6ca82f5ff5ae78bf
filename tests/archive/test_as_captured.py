"""A text as one capture had it: what a permanent address shows, whatever is captured or imported later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive import Archive
from crawler.errors import NotInArchive
from crawler.items import Capture
from tests.support.captures import HOST, TEXT, article, at, filled
from tests.support.rereads import Headlines, again, crawled

URL = f"{HOST}/en/1"
FIRST = article("/en/1", title="Visit", published="2024-05-01", images=(f"{HOST}/old.jpg",))
REDATED = replace(
    article("/en/1", hours=10, title="Visit", published="2024-05-02", images=(f"{HOST}/new.jpg",)),
    body=b"<h1>Visit</h1> 2 May",
)
EDITED = article("/en/1", hours=20, title="Visit put off", published="2024-05-02")
BACK = article("/en/1", hours=30, title="Visit", published="2024-05-03")


def told(archive: Archive, which: str | int | None, ref: str = URL) -> tuple[str, str, str]:
    """Title, date, and what the capture is called by."""
    row = archive.as_captured(ref, which)
    return row["title"], row["published"], row["captured_at"][:16]


def test_a_time_means_the_capture_of_then_with_its_own_date_and_images(tmp_path: Path) -> None:
    """Not those of a later capture of the same text; the text of a number is as it was seen last."""
    with filled(tmp_path / "a.db", [FIRST, REDATED, EDITED, BACK]) as archive:
        assert told(archive, "2024-05-01T09:00:00Z") == ("Visit", "2024-05-01", "2024-05-01T09:00")
        assert told(archive, "2024-05-01T18:59:59.999Z") == ("Visit", "2024-05-01", "2024-05-01T09:00")
        assert told(archive, "2024-05-01T19:00:00Z") == ("Visit", "2024-05-02", "2024-05-01T19:00")
        assert told(archive, 1) == ("Visit", "2024-05-02", "2024-05-01T19:00")
        assert told(archive, "2024-05-02") == ("Visit", "2024-05-03", "2024-05-02T15:00")
        assert told(archive, None) == ("Visit", "2024-05-03", "2024-05-02T15:00")
        row = archive.as_captured(URL, "2024-05-01T09:00:00Z")
        assert row["images"] == [f"{HOST}/old.jpg"]
        assert (row["number"], row["since"], row["reason"], row["discounted"]) == (1, row["captured_at"], "", None)
        assert archive.as_captured(URL, 1)["payload_digest"] != row["payload_digest"]
        with pytest.raises(NotInArchive, match="was not captured by"):
            archive.as_captured(URL, "2024-04-30")
        with pytest.raises(ValueError, match="is no day and no time"):
            archive.as_captured(URL, "yesterday")


def _seen(place: str, hours: int, each: int) -> Capture:
    """A page, or the print view of it, with bytes of its own."""
    fields = {"title": f"Visit {each % 2}", "published": f"2024-05-0{1 + each % 3}", "canonical_url": URL}
    return replace(article(place, hours=hours, **fields), body=f"{place} {each}".encode())


CAPTURES = st.lists(
    st.builds(_seen, st.sampled_from(["/en/1", "/en/1", "/en/1/print"]), st.integers(0, 4), st.integers(0, 5)),
    min_size=2, max_size=12, unique_by=lambda capture: (capture.url, capture.captured_at, capture.body),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(captures=CAPTURES, some=st.integers(1, 11))
def test_whatever_is_imported_later_a_captured_moment_keeps_its_text(
    tmp_path_factory: pytest.TempPathFactory, captures: Sequence[Capture], some: int
) -> None:
    """In any order, several of one moment among them, though texts begin earlier by it, or the article has another name
    then: title, date, address and digest."""
    held, later = captures[:some], captures[some:]
    names = ("title", "body", "published", "images", "url", "captured_at", "payload_digest", "ref", "mark")
    with filled(tmp_path_factory.mktemp("later") / "a.db", held) as archive:
        digests = ["sha256:" + sha256(each.body).hexdigest() for each in held]
        cited = [
            archive.as_captured(each.url, each.captured_at.isoformat(), digest.removeprefix("sha256:")[:8])
            for each, digest in zip(held, digests, strict=True)
        ]
        assert [row["payload_digest"] for row in cited] == digests
        run = archive.start_run("mfa", mode="import", at=at(50))
        archive.store(run, list(later))
        archive.end_run(run, at=at(51), ended="finished", counts={})
        for before in cited:
            now = archive.as_captured(before["ref"], before["captured_at"], before["mark"])
            assert {name: now[name] for name in names} == {name: before[name] for name in names}


def test_each_address_of_an_article_has_its_own_captures(tmp_path: Path) -> None:
    """A print view, captured in the same moment as the page, is shown where it is what was cited."""
    page = article("/en/1", title="Visit", canonical_url=URL)
    view = article("/en/1/print", title="Visit", body=TEXT, published="2024-05-01", canonical_url=URL)
    with filled(tmp_path / "a.db", [page, view]) as archive:
        when = "2024-05-01T09:00:00Z"
        assert archive.story(f"{HOST}/en/1/print")["asked"] == archive.as_captured(URL)["ref"]
        assert archive.as_captured(URL, when)["url"] == URL
        shown = archive.as_captured(f"{HOST}/en/1/print", when)
        assert (shown["url"], shown["published"]) == (f"{HOST}/en/1/print", "2024-05-01")
        assert archive.as_captured(f"{HOST}/en/1/print", "2024-05-02")["url"] == URL, "what counts, as of then"
        assert archive.has_capture(URL, when)
        assert not archive.has_capture(URL, "2024-05-02")


def test_what_was_read_again_says_so(tmp_path: Path) -> None:
    """Another version reads another title out of the same bytes: nothing was edited, and the reader is told."""
    path = crawled(tmp_path)
    with Archive.open(path, readonly=True) as archive:
        before = [archive.as_captured(row["id"]) for row in archive.articles()]
    again(path, Headlines)
    with Archive.open(path, readonly=True) as archive:
        now = [archive.as_captured(row["ref"], row["captured_at"]) for row in before]
    assert {row["reason"] for row in before} == {""}
    assert {row["reason"] for row in now} == {"parser-changed"}
    assert [row["title"] for row in now] == [f"{row['title']}, in short" for row in before]
    assert [row["payload_digest"] for row in now] == [row["payload_digest"] for row in before]
