"""Settling: the order of records and their division into runs do not matter."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, nullcontext
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.archive.derive import steps, work_queue
from crawler.items import Capture
from tests.support.captures import LONG, answer, dump, fill, page, sitemap

PATHS = ("/en/1", "/en/2", "/1", "/2", "/be/1", "/p/1")
CLAIMED = {"/en/1": "en", "/en/2": "en", "/1": "ru", "/2": "ru", "/be/1": "be", "/p/1": "en"}
words = st.sampled_from(["ru:/1", "ru:/2", "en:/en/1", "en:/en/2", "be:/be/1", "ru:/", "en:/p/1", "ru:/none"])
hours = st.integers(1, 6)
texts = st.sampled_from([LONG, LONG + " Corrected.", ""])


@st.composite
def pages(draw: st.DrawFn) -> Capture:
    path = draw(st.sampled_from(PATHS))
    return page(
        path,
        draw(hours),
        language=CLAIMED[path],
        text=draw(texts),
        title=draw(st.sampled_from(["Meeting", "Meeting held"])),
        says=" ".join(sorted(set(draw(st.lists(words, max_size=2))))),
        version=draw(st.sampled_from(["1", "1", "2"])),
        canonical=draw(st.none() | st.sampled_from(PATHS)),
        twin_of="/en/1" if path == "/p/1" else None,
    )


answers = st.builds(
    answer,
    st.sampled_from((*PATHS, "/", "/none")),
    st.sampled_from(["missing", "blocked", "listing", "unreachable", "unreadable"]),
    hours=hours,
    reason=st.just("why"),
)
moves = st.builds(
    lambda path, hour, to: answer(path, "moved", hours=hour, to=to),
    st.sampled_from(PATHS),
    hours,
    st.sampled_from(PATHS),
)
maps = st.builds(sitemap, hours, st.dictionaries(st.sampled_from((*PATHS, "/none")), words, max_size=3))


@given(
    st.lists(pages() | answers | moves | maps, max_size=14, unique_by=lambda one: (one.url, one.captured_at, one.body)),
    st.data(),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_order_and_any_division_into_runs_give_the_same_judgements(
    captures: list[Capture], data: st.DataObject
) -> None:
    """The same records, shuffled, in one import or several: the same articles, revisions, stories, ids.

    Nor does it matter how many addresses are judged at a time, or whether the plain ones are told apart beforehand.
    """
    shuffled = data.draw(st.permutations(captures))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(captures)), max_size=3)))
    parts = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(captures)], strict=True)]
    chunk, plain = data.draw(st.sampled_from([1, 2, 1000])), data.draw(st.booleans())
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        expected = dump(fill(Path(one), [captures]))
        all_the_long_way = nullcontext() if plain else patch("crawler.archive.derive.steps.derive_single_captures")
        with patch.object(work_queue, "CHUNK", chunk), all_the_long_way:
            assert dump(fill(Path(other), parts)) == expected


@given(st.lists(pages() | answers | moves | maps, max_size=10))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_deriving_again_changes_nothing(captures: list[Capture]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = fill(Path(folder), [captures])
        with closing(sqlite3.connect(path)) as connection:
            before = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in JUDGED]
            connection.execute("BEGIN")
            steps.derive(Database(connection), [1])
            assert [connection.execute(f"SELECT * FROM {table}").fetchall() for table in JUDGED] == before


JUDGED = ("resource", "article", "revision", "story", "variant_link", "duplicate", "attachment")
"""All that deriving writes, integer ids and all."""
