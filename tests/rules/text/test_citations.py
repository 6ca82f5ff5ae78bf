"""A citation says what was said, when it was captured, and by what it can be checked."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from crawler.cli import main
from crawler.rules.text.citations import cite
from tests.support.captures import HOST, article, filled

TOLD = {
    "author": "Ministry of {Foreign} Affairs", "title": "A statement\n& more_of it", "language": "en",
    "published": "2024-05-01", "url": "https://mfa.example/1", "captured_at": "2024-05-02T10:00:00.000Z",
    "payload_digest": "sha256:ab", "permanent": "https://archive.example/story/x/en@2024", "id": "aaaaaaaaaaaa",
}  # fmt: skip


def test_a_citation_as_text_has_all_that_is_needed() -> None:
    """On one line; without a date it says so, without a permanent address it ends before."""
    assert cite(TOLD) == (
        "Ministry of {Foreign} Affairs (2024-05-01). A statement & more_of it. https://mfa.example/1. "
        "Archived 2024-05-02T10:00:00Z, payload sha256:ab. https://archive.example/story/x/en@2024"
    )
    bare = cite({**TOLD, "published": None, "permanent": None, "title": ""})
    assert "(n.d.). (no title). " in bare
    assert bare.endswith("payload sha256:ab.")


def test_bibtex_escapes_what_tex_would_read() -> None:
    """Braces, ampersands, underscores."""
    told = cite(TOLD, "bibtex")
    assert told.startswith("@online{aaaaaaaaaaaa-2024-05-02,\n")
    assert r"  author = {{Ministry of \{Foreign\} Affairs}}," in told
    assert r"  title = {A statement \& more\_of it}," in told
    assert "  urldate = {2024-05-02}," in told


@given(st.text(max_size=60), st.sampled_from([None, "2024-05-01", "2024-05-01T10:00:00+03:00"]))
def test_csl_is_json_whatever_the_title_is(title: str, published: str | None) -> None:
    """One item, as Zotero reads it."""
    (item,) = json.loads(cite({**TOLD, "title": title, "published": published}, "csl"))
    assert item["type"] == "webpage"
    assert item["accessed"] == {"date-parts": [[2024, 5, 2]]}
    assert item.get("issued") == (None if published is None else {"date-parts": [[2024, 5, 1]]})


def test_the_command_cites_any_text_of_an_article(tmp_path: Path) -> None:
    """The newest, or an older one, with the address under which it is served."""
    path = tmp_path / "a.db"
    with filled(path, [article("/1", title="Draft")], [article("/1", hours=30, title="Final")]):
        pass

    def call(*words: str) -> str:
        done = CliRunner().invoke(main, ["--archive", str(path), "cite", f"{HOST}/1", *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "Final" in call()
    assert "/story/" not in call()
    older = call("--revision", "1", "--base-url", "https://archive.example/")
    assert "Draft" in older
    assert "https://archive.example/story/" in older
    assert older.rstrip().endswith("/en@2024-05-01T09:00:00.000Z")
    assert call("--format", "bibtex").startswith("@online{")
    missing = CliRunner().invoke(main, ["--archive", str(path), "cite", f"{HOST}/nowhere"])
    assert (missing.exit_code, missing.stderr.count("\n")) == (1, 1)
