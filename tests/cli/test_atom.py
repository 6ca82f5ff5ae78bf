"""The Atom feed of changes: valid whatever titles hold, with ids that last, written whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.cli.commands.export import command as export
from crawler.interchange.atom import ATOM, entry_id, feed, speakable
from crawler.items import Capture, Listing
from crawler.pages.feed import FeedPage
from crawler.pages.site import Site
from tests.support.captures import TEXT, article, filled
from tests.support.programs import communique

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SITE = Site(name="mfa", title="Ministry", hosts=("mfa.example",))


def event(**given_fields: Any) -> dict[str, Any]:
    gone = {
        "id": "bbbbbbbbbbbb", "url": "https://mfa.example/be/1", "captured_at": "2026-11-20T10:00:00.000Z",
        "status": 404, "outcome": "missing", "payload_digest": "", "reason": "http-404",
    }  # fmt: skip
    return {
        "at": "2026-11-20T10:00:00.000Z", "kind": "vanished", "id": "bbbbbbbbbbbb", "url": "https://mfa.example/be/1",
        "site": "mfa", "language": "be", "story": "aaaaaaaaaaaa", "title": "Сустрэча", "confirmed": None,
        "captures": [gone], "summary": {"how": "http-404"}, **given_fields,
    }  # fmt: skip


def written(*rows: dict[str, Any], address: str | None = None) -> str:
    told = [(row, ("First paragraph.", "Second.")) for row in rows]
    return feed(told, title="Changes", about="changes of mfa", now=NOW, address=address)


def parsed(text: str) -> etree._Element:
    return etree.fromstring(text.encode("utf-8"))


def found(element: etree._Element, path: str) -> str:
    return str(element.findtext("/".join(f"{{{ATOM}}}{name}" for name in path.split("/"))) or "")


def read_back(text: str) -> Listing:
    """The feed as our own reader of ministries' feeds reads it."""
    capture = Capture(url="https://mfa.example/changes.xml", captured_at=NOW, status=200, body=text.encode("utf-8"))
    item = FeedPage(capture, SITE).to_item()
    assert isinstance(item, Listing)
    return item


def test_our_own_reader_of_feeds_reads_it() -> None:
    """The address, the language, the title and both dates."""
    confirmed = event(confirmed="2026-11-22T10:00:00.000Z")
    (entry,) = read_back(written(confirmed)).found
    assert (entry.url, entry.language) == ("https://mfa.example/be/1", "be")
    assert entry.title == "vanished: Сустрэча"
    assert entry.published_raw == "2026-11-20T10:00:00.000Z"
    assert entry.modified_raw == "2026-11-22T10:00:00.000Z"


def test_a_feed_has_what_rfc_4287_asks_for() -> None:
    """id, title and updated once in the feed and in each entry; an author; no two entries with one id."""
    root = parsed(written(event(), event(kind="edited"), event(id="cccccccccccc")))
    entries = root.findall(f"{{{ATOM}}}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{{{ATOM}}}{name}")) == 1
    assert found(root, "author/name")
    ids = [found(entry, "id") for entry in entries]
    assert len(set(ids)) == 3
    assert all(UUID(name.removeprefix("urn:uuid:")).version == 5 for name in ids)
    assert found(root, "updated") == "2026-11-20T10:00:00.000Z"


def test_an_entry_keeps_its_id_when_a_removal_is_confirmed() -> None:
    """A reader shows it as one entry that was brought up to date, not as two."""
    suspected, confirmed = event(), event(confirmed="2026-11-22T10:00:00.000Z")
    assert entry_id(suspected) == entry_id(confirmed) == "urn:uuid:f5af251a-106e-5562-a584-d8b2be0aa660"
    first, second = (parsed(written(row)).find(f"{{{ATOM}}}entry") for row in (suspected, confirmed))
    assert first is not None
    assert second is not None
    assert found(first, "title").startswith("vanished?: ")
    assert found(second, "title").startswith("vanished: ")
    assert found(first, "updated") < found(second, "updated")


def test_an_entry_tells_the_evidence_and_keeps_the_last_good_text() -> None:
    """Whoever reads only the feed can check it."""
    (entry,) = parsed(written(event())).findall(f"{{{ATOM}}}entry")
    summary = found(entry, "summary").splitlines()
    assert summary[0] == "missing in 1 capture (http-404), suspected only"
    assert summary[1:] == ["2026-11-20T10:00:00.000Z 404 missing https://mfa.example/be/1"]
    assert found(entry, "content") == "First paragraph.\n\nSecond."


def test_a_feed_says_where_it_is_served_from_and_what_it_is_about() -> None:
    """Two feeds of different changes have different ids; the same one has the same, whatever is in it."""
    linked = parsed(written(address="https://archive.example/changes.xml"))
    (link,) = linked.findall(f"{{{ATOM}}}link")
    assert (link.get("rel"), link.get("href")) == ("self", "https://archive.example/changes.xml")
    assert found(linked, "id") == found(parsed(written(event())), "id")
    other = feed([], title="Changes", about="changes of mod", now=NOW)
    assert found(parsed(other), "id") != found(linked, "id")


def test_an_empty_feed_is_a_feed() -> None:
    """Dated by the time it was written."""
    assert read_back(written()).found == ()
    assert found(parsed(written()), "updated") == "2026-11-24T10:00:00+00:00"


@given(st.text(), st.text(), st.text())
def test_any_text_makes_well_formed_xml(title: str, address: str, how: str) -> None:
    """Control characters, lone surrogates, markup, scripts from right to left: what XML can hold is held."""
    row = event(title=title, url=f"https://mfa.example/{address}", summary={"how": how})
    (entry,) = parsed(written(row)).findall(f"{{{ATOM}}}entry")
    expected = speakable(f"vanished?: {title or row['url']}")
    assert found(entry, "title") == expected
    assert speakable(expected) == expected


def test_what_xml_can_hold_is_left_alone() -> None:
    """Direction marks and joiners belong to the words; a NUL, an escape and half a pair do not."""
    assert speakable("\u202bמשרד החוץ\u202c می\u200cخواهم 🇧🇾\t\n") == "\u202bמשרד החוץ\u202c می\u200cخواهم 🇧🇾\t\n"
    assert speakable("a\x00b\x1bc\ud800d\ufffe") == "abcd"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with two articles, one of them with a title that XML cannot hold whole."""
    path = tmp_path / "a.db"
    with filled(path, [article("/1", title="First <one> & \x1b[31mred"), article("/2", hours=1)]):
        pass
    return path


def test_the_command_writes_what_the_ledger_tells(archive: Path, tmp_path: Path) -> None:
    """To a file, and the same to stdout; the newest first, so many as are asked for."""
    call = ("--archive", archive, "export", "atom", "--site", "mfa", "--kind", "appeared")
    done = communique(*call, "--output", tmp_path / "changes.xml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 changes written" in done.stderr
    text = (tmp_path / "changes.xml").read_text(encoding="utf-8")
    assert text == communique(*call, cwd=tmp_path).stdout
    titles = [found(entry, "title") for entry in parsed(text).findall(f"{{{ATOM}}}entry")]
    assert titles == ["appeared: News /2", "appeared: First <one> & [31mred"]
    assert found(parsed(text), "entry/content") == "\n\n".join(TEXT)
    assert found(parsed(text), "title") == "Communiqué: appeared of mfa"
    newest = communique(*call, "--limit", "1", cwd=tmp_path).stdout
    assert [entry.url for entry in read_back(newest).found] == ["https://mfa.example/2"]
    assert found(parsed(newest), "id") == found(parsed(text), "id")


def test_a_feed_that_cannot_be_written_leaves_the_old_one(archive: Path, tmp_path: Path) -> None:
    """A reader that polls the file never meets half of one."""
    folder = tmp_path / "public"
    (folder / "changes.xml").mkdir(parents=True)
    done = communique("--archive", archive, "export", "atom", "-o", folder / "changes.xml", cwd=tmp_path)
    assert done.returncode == 2
    assert list(folder.iterdir()) == [folder / "changes.xml"]
    done = communique("--archive", archive, "export", "atom", "-o", tmp_path / "none/changes.xml", cwd=tmp_path)
    assert done.returncode == 1
    assert "cannot write" in done.stderr
    assert not (tmp_path / "none").exists()


def test_an_export_of_nothing_is_still_a_feed(archive: Path, tmp_path: Path) -> None:
    """And says that nothing matched; a kind that is none is wrong usage."""
    target = tmp_path / "none.xml"
    done = communique("--archive", archive, "export", "atom", "--kind", "vanished", "-o", target, cwd=tmp_path)
    assert "none matches" in done.stderr
    assert read_back(target.read_text(encoding="utf-8")).found == ()
    assert communique("--archive", archive, "export", "atom", "--kind", "deleted", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize("name", sorted(export.commands))
def test_every_format_helps_with_an_example(name: str) -> None:
    """What holds for commands holds for theirs."""
    command = export.commands[name]
    assert command.help
    assert (command.epilog or "").startswith("Example: communique export")
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []
