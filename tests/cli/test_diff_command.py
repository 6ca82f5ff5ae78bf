"""``communique diff``, the texts behind it, and ``show --revision``."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.cli.marked_diff import lines
from crawler.compare.text_diff import ADDED, REMOVED, SAME, compare_texts
from crawler.errors import NotInArchive
from crawler.items import Attachment
from tests.support.captures import HOST, article, filled, link
from tests.support.programs import communique, rows

FIRST = ("The talks took place on 5 May in Minsk.", "Two.", "Three.", "Four.", "Five.")
SECOND = ("The talks took place on 6 May in Brest.", "Two.", "Three.", "Four.", "Five, \x1b[mred.")
KEYS = {
    "id", "url", "site", "before", "after", "fields", "added", "removed", "changed", "title", "body", "links",
    "attachments",
}  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """/1 with three texts: of 1 May 09:00, 2 May 15:00 and 4 May 21:00; /2 with one."""
    path = tmp_path_factory.mktemp("diff") / "a.db"
    held = (Attachment(url=f"{HOST}/f.pdf", title="Report"),)
    texts = [
        article("/1", body=FIRST, links=(link("/x"),)),
        article("/1", hours=30, body=SECOND),
        article("/1", hours=84, body=SECOND, title="News /1, corrected", attachments=held),
        article("/2"),
    ]
    with filled(path, texts):
        return path


def shown(archive: Path, *arguments: str, colour: str = "", no_colour: str = "") -> list[str]:
    """What the command says on stdout, without empty lines; ``colour`` makes stdout a terminal."""
    call: tuple[str | Path, ...] = ("--archive", archive, "diff", *arguments)
    done = communique(*call, cwd=archive.parent, FORCE_COLOR=colour, NO_COLOR=no_colour, TERM="xterm")
    assert (done.returncode, done.stderr) == (0, "")
    return [line for line in done.stdout.splitlines() if line]


def test_a_diff_shows_what_changed_and_what_it_rests_on(archive: Path) -> None:
    """It shows both texts with their captures, the kind of edit and the words; unchanged paragraphs are counted."""
    head, old, new, verdict, title, *rest = shown(archive, f"{HOST}/1", "1", "2")
    assert head.startswith(f"{HOST}/1 (")
    assert old.startswith("- revision 1: 2024-05-01 09:00Z to 2024-05-01 09:00Z, payload sha256:")
    assert new.startswith("+ revision 2: 2024-05-02 15:00Z to 2024-05-02 15:00Z, payload sha256:")
    assert new.endswith("read by NewsPage 1")
    assert verdict == "body, links: 3 words added, 2 removed; a date and a name changed"
    assert title == "News /1"
    assert rest == [
        "The talks took place on [-5-]{+6+} May in [-Minsk-]{+Brest+}.",
        "Two.",
        "Three.",
        "Four.",
        "Five{+, [mred+}.",
        "links:",
        f"[-more <{HOST}/x>-]",
    ]


def test_without_numbers_the_two_newest_texts_are_compared(archive: Path) -> None:
    """The last edit is what most users look for."""
    told = shown(archive, f"{HOST}/1")
    assert told[3] == "title, attachments: 1 word added"
    assert told[4:] == [
        "News /1{+, corrected+}", "… 5 paragraphs unchanged …", "attachments:", f"{{+Report <{HOST}/f.pdf>+}}",
    ]  # fmt: skip
    assert "Five, [mred." in shown(archive, f"{HOST}/1", "--whole")


def test_a_terminal_gets_colours_and_no_control_characters_of_the_page(archive: Path) -> None:
    """Red and green replace the marks; with NO_COLOR the marks are printed."""
    coloured = "\n".join(shown(archive, f"{HOST}/1", "1", "2", colour="1"))
    assert "\x1b[9;31m5\x1b[0m\x1b[1;32m6\x1b[0m May" in coloured
    assert "[-5-]" not in coloured
    assert "\x1b[mred" not in coloured
    plain = "\n".join(shown(archive, f"{HOST}/1", "1", "2", colour="1", no_colour="1"))
    assert "[-5-]{+6+} May" in plain
    assert "\x1b" not in plain


def test_json_has_every_span_and_both_texts_evidence(archive: Path) -> None:
    """The joined spans are the texts, with nothing removed."""
    (row,) = rows(communique("--archive", archive, "diff", f"{HOST}/1", "1", "2", "--json", cwd=archive.parent))
    assert set(row) == KEYS
    assert (row["before"]["number"], row["after"]["number"]) == (1, 2)
    assert row["after"]["payload_digest"].startswith("sha256:")
    assert (row["fields"], row["added"], row["removed"], row["changed"]) == (["body", "links"], 3, 2, ["date", "name"])
    for kind, text in ((ADDED, FIRST), (REMOVED, SECOND)):
        assert "".join(span["text"] for span in row["body"] if span["kind"] != kind) == "\n\n".join(text)
    assert row["links"] == {"added": [], "removed": [{"url": f"{HOST}/x", "text": "more"}]}


@pytest.mark.parametrize(
    ("which", "number"),
    [
        ("1", 1),
        ("3", 3),
        ("2024-05-01", 1),
        ("2024-05-02", 2),
        ("2024-05-02T14:59:59Z", 1),
        ("2024-05-02T15:00:00Z", 2),
        ("2024-05-02T18:00:00+03:00", 2),
        ("2030-01-01", 3),
    ],
)
def test_a_text_is_named_by_its_number_or_by_when_it_stood(archive: Path, which: str, number: int) -> None:
    """A day means the text that was the newest at its end, in UTC."""
    with Archive.open(archive, readonly=True) as opened:
        row = opened.revision(f"{HOST}/1", which)
        assert row["number"] == number
        assert {**row, **opened.revisions(f"{HOST}/1")[number - 1]} == row
        assert row["body"] == list(FIRST if number == 1 else SECOND)


def test_two_days_with_one_text_are_no_change(archive: Path) -> None:
    """The output says so, and the exit status is 0."""
    assert shown(archive, f"{HOST}/1", "2024-05-02", "2024-05-03")[3:] == [
        "the same text: revision 2 was current at both times"
    ]


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("4", "has no revision 4: it has revisions 1 to 3"),
        ("0", "has no revision 0: it has revisions 1 to 3"),
        ("9" * 30, f"has no revision {'9' * 30}: it has revisions 1 to 3"),
        ("2024-04-30", "was not captured by 2024-04-30: its first text was captured at 2024-05-01T09:00:00.000Z"),
    ],
)
def test_a_text_that_there_is_not_is_refused_with_what_there_is(archive: Path, which: str, words: str) -> None:
    """One line names the texts that exist."""
    with Archive.open(archive, readonly=True) as opened, pytest.raises(NotInArchive) as refused:
        opened.revision(f"{HOST}/1", which)
    assert str(refused.value) == f"{HOST}/1 {words}"


def test_misuse_ends_with_a_line_and_the_right_status(archive: Path) -> None:
    """2 for an invalid number, day or time; 1 for a text that the archive does not have."""
    for arguments, status, words in (
        (("diff", f"{HOST}/1", "yesterday"), 2, "'yesterday' is not a revision number, a date or a time"),
        (("diff", f"{HOST}/1", "2024-05-01T10:00:00"), 2, "is not a revision number, a date or a time"),
        (("show", f"{HOST}/1", "--revision", "-1"), 2, "'-1' is not a revision number, a date or a time"),
        (("diff", f"{HOST}/1", "1", "7"), 1, "it has revisions 1 to 3"),
        (("show", f"{HOST}/2", "--revision", "2"), 1, "it has only revision 1"),
        (("diff", f"{HOST}/3"), 1, "the archive does not know"),
    ):
        done = communique("--archive", archive, *arguments, cwd=archive.parent)
        assert (done.returncode, done.stdout) == (status, "")
        assert words in done.stderr.splitlines()[-1]


def test_one_text_alone_is_said_to_be_alone(archive: Path) -> None:
    """Nothing to compare is not a failure."""
    done = communique("--archive", archive, "diff", f"{HOST}/2", cwd=archive.parent)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        f"{HOST}/2 has one text only (captured 2024-05-01 09:00Z, last seen 2024-05-01 09:00Z): "
        "there is nothing to compare it with.\n"
    )


def test_show_reads_an_older_text(archive: Path) -> None:
    """The last good text and each text before it can be read."""
    (row,) = rows(
        communique("--archive", archive, "show", f"{HOST}/1", "--revision", "1", "--json", cwd=archive.parent)
    )
    assert (row["number"], row["body"], row["revisions"]) == (1, list(FIRST), 3)
    assert row["title"] == "News /1"
    done = communique("--archive", archive, "show", f"{HOST}/1", "--revision", "2024-05-01", cwd=archive.parent)
    assert "The talks took place on 5 May in Minsk." in done.stdout


def test_a_split_paragraph_is_shown_with_its_sign() -> None:
    """A pilcrow marks the end of a paragraph that was added or removed alone."""
    split = lines(compare_texts(["One. Two."], ["One.", "Two."]))
    assert [[(span.kind, span.text) for span in line] for line in split] == [
        [(SAME, "One."), (REMOVED, " "), (ADDED, "¶")],
        [(SAME, "Two.")],
    ]
    joined = lines(compare_texts(["One.", "Two."], ["One. Two."]))
    assert [[span.text for span in line] for line in joined] == [["One.", "¶", " ", "Two."]]
