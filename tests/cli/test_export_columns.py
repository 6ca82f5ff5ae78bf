"""Exports for other programs: each field is read back as it was, and no spreadsheet runs it."""

from __future__ import annotations

import csv
import errno
import io
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Archive
from crawler.cli import main
from crawler.cli.commands import export
from crawler.cli.export_columns import COLUMNS, write_csv
from crawler.items import Attachment
from tests.support.captures import HOST, article, filled, link

FORMULAS = "=+-@|%\uff1d\uff0b\uff0d\uff20"
"""What a spreadsheet may take for the beginning of a formula."""
HOSTILE = {
    "equals": "=cmd|' /C calc'!A0", "plus": "+1", "minus": "-2", "at": "@SUM(1)", "tab": "\t=1", "return": "\r=1",
    "newline": "\n=1", "blanks": " \u00a0\u3000=1", "fullwidth": "＝cmd()", "override": "\u202e=dlrow", "nul": "\x00=1",
    "surrogate": "half \ud83d pair", "quotes": '"a", "b"', "lines": "one\r\ntwo\nthree\rfour", "comma": ",;\t,",
    "separator": "a\u2028b\x85c\x1cd", "empty": "", "apostrophe": "'=1", "mark": "\ufeff=1", "nothing": "\x00",
}  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of hostile titles, texts, links, files, tags and dates, and of a word of two million letters."""
    batch = [
        article(
            f"/{name}", title=text, body=(text, "zebra"), kind=text, published_raw=text, tags=(text,),
            links=(link("/a,b"),), images=(HOST + "/i.png",), attachments=(Attachment(url=HOST + "/f", title=text),),
        )
        for name, text in HOSTILE.items()
    ]  # fmt: skip
    batch.append(article("/long", title="Long", body=("x" * 2_000_000 + " zebra",)))
    path = tmp_path_factory.mktemp("export") / "a.db"
    with filled(path, batch):
        return path


@pytest.fixture(autouse=True)
def _long_fields() -> Iterator[None]:
    """Fields of a CSV may be as long as they like."""
    before = csv.field_size_limit(10_000_000)
    yield
    csv.field_size_limit(before)


def call(path: Path, *words: str) -> Result:
    """A command of ours on that archive, which must do well."""
    told = CliRunner().invoke(main, ["--archive", str(path), *words])
    assert told.exit_code == 0, told.output
    return told


def json_rows(path: Path) -> list[dict[str, Any]]:
    """What ``export jsonl`` says."""
    return [json.loads(line) for line in call(path, "export", "jsonl").stdout.split("\n") if line]


def seen(text: str) -> str:
    """A text without what is not to be seen."""
    return "".join(each for each in text if each in "\t\r\n\x85" or unicodedata.category(each) not in ("Cc", "Cf"))


def is_harmless(cell: str) -> bool:
    """Whether no spreadsheet takes it for a formula, even one that strips white space first."""
    return cell[:1] not in ("\t", "\r") and not cell.strip().startswith(tuple(FORMULAS))


def expected(value: Any, name: str) -> str:
    """What a cell says."""
    if value is None or value == []:
        return ""
    if name == "body":
        return seen("\n\n".join(value))
    return seen(json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value))


def test_every_field_is_read_back_from_csv_and_none_is_a_formula(path: Path, tmp_path: Path) -> None:
    """A reader of RFC 4180 gets each field, except for invisible characters and the apostrophe."""
    call(path, "export", "csv", "--output", str(tmp_path / "a.csv"))
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        names, *table = list(csv.reader(file, strict=True))
    told = json_rows(path)
    assert tuple(names) == COLUMNS
    assert len(table) == len(told) == len(HOSTILE) + 1
    for row, whole in zip(table, told, strict=True):
        for name, cell in zip(COLUMNS, row, strict=True):
            assert is_harmless(cell), (name, cell[:20])
            assert seen(cell) in (expected(whole[name], name), "'" + expected(whole[name], name))
    assert (tmp_path / "a.csv").read_bytes().count(b"\r\n") >= len(table) + 1


@given(st.text("=+-@|%＝＋－＠'\" \t\r\n\x00\x0b\x1c\x85\u00a0\u2028\u202e\u3000\ud800a,;"))
def test_no_text_at_all_becomes_a_formula(text: str) -> None:
    """White space, controls and direction marks before the sign make no difference."""
    file = io.StringIO(newline="")
    assert write_csv([{name: text if name == "title" else None for name in COLUMNS}], file) == 1
    _, row = csv.reader(io.StringIO(file.getvalue(), newline=""), strict=True)
    assert is_harmless(row[COLUMNS.index("title")])
    assert len(row) == len(COLUMNS)
    file.getvalue().encode()


def test_parquet_says_what_jsonl_says(path: Path, tmp_path: Path) -> None:
    """Lists stay lists, absent values are null, and text is text."""
    parquet = pytest.importorskip("pyarrow.parquet")
    told = call(path, "export", "parquet", "--output", str(tmp_path / "a.parquet"))
    assert told.stderr == f"{len(HOSTILE) + 1} articles written to {tmp_path / 'a.parquet'}\n"
    table = parquet.read_table(tmp_path / "a.parquet")
    assert tuple(table.column_names) == COLUMNS
    assert table.to_pylist() == json_rows(path)


def test_hostile_texts_are_found_and_shown_without_harm(path: Path) -> None:
    """Search and articles print them as tables and JSON; a very long word is found by its beginning."""
    for words in (("articles",), ("search", "zebra")):
        shown = call(path, *words).stdout
        assert not set(shown) & {"\x00", "\u202e", "\r"}
        assert len(call(path, *words, "--json").stdout.split("\n")) == len(HOSTILE) + 2
    assert len(shown) < 100_000
    for typed in ("x" * 64, "x" * 2_000_000, "xxx*", "zebra -=cmd " + "x" * 64):
        assert call(path, "search", typed, "--json").stdout.count("\n") == 1


def test_excel_gets_a_byte_order_mark(path: Path, tmp_path: Path) -> None:
    """This holds for stdout and for a file; without the option there is no mark."""
    call(path, "export", "csv", "--excel", "--output", str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfid,url,")
    assert call(path, "export", "csv", "--excel").stdout_bytes == (tmp_path / "a.csv").read_bytes()
    assert call(path, "export", "csv").stdout_bytes == (tmp_path / "a.csv").read_bytes()[3:]


@pytest.mark.parametrize(
    ("form", "writer"), [("csv", "write_csv"), ("jsonl", "_write_jsonl"), ("parquet", "write_parquet")]
)
def test_a_write_that_fails_leaves_the_old_file(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, writer: str
) -> None:
    """No temporary file stays beside it, and one line names the reason."""
    target = tmp_path / "out"
    target.write_text("old")

    def fail(rows: object, file: Any) -> int:
        file.write(b"half" if form == "parquet" else "half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(export, writer, fail)
    told = CliRunner().invoke(main, ["--archive", str(path), "export", form, "--output", str(target)])
    assert told.exit_code == 1
    assert told.stderr.splitlines() == [
        f"Error: cannot write {target}: No space left on device; free some space or choose another --output"
    ]
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    assert target.read_text() == "old"


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_a_folder_that_is_not_there_is_one_line(path: Path, tmp_path: Path, form: str) -> None:
    """This holds for every command, and nothing is created."""
    told = CliRunner().invoke(main, ["--archive", str(path), "export", form, "--output", str(tmp_path / "no" / "a")])
    assert (told.exit_code, told.stderr.count("\n")) == (1, 1)
    assert list(tmp_path.iterdir()) == []


def test_without_pyarrow_one_line_says_what_to_install(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only Parquet needs it, and the former file stays."""
    for name in [each for each in sys.modules if each.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "out").write_text("old")
    told = CliRunner().invoke(main, ["--archive", str(path), "export", "parquet", "--output", str(tmp_path / "out")])
    assert told.exit_code == 1
    assert told.stderr.splitlines() == ["Error: Parquet needs pyarrow: pip install 'communique[parquet]'"]
    assert [each.read_text() for each in tmp_path.iterdir()] == ["old"]
    call(path, "export", "csv", "--output", str(tmp_path / "a.csv"))


def test_an_archive_without_articles_is_a_file_without_rows(tmp_path: Path) -> None:
    """The names of the columns are written."""
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_site("mfa", "Ministry", ("en",))
    assert call(tmp_path / "a.db", "export", "csv").stdout_bytes.decode() == ",".join(COLUMNS) + "\r\n"
    assert call(tmp_path / "a.db", "export", "jsonl").stdout == ""
    parquet = pytest.importorskip("pyarrow.parquet")
    call(tmp_path / "a.db", "export", "parquet", "--output", str(tmp_path / "a.parquet"))
    table = parquet.read_table(tmp_path / "a.parquet")
    assert (tuple(table.column_names), table.num_rows) == (COLUMNS, 0)


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "atom"])
@pytest.mark.parametrize("end", ["", "-wal"])
def test_an_export_never_takes_the_archives_place(tmp_path: Path, form: str, end: str) -> None:
    """An --output that is the archive is an error, also through a symbolic link."""
    with filled(tmp_path / "a.db", [article("/1")]):
        pass
    (tmp_path / "link").symlink_to(tmp_path / f"a.db{end}")
    before = (tmp_path / "a.db").read_bytes()
    for output in (tmp_path / f"a.db{end}", tmp_path / "link"):
        told = CliRunner().invoke(main, ["--archive", str(tmp_path / "a.db"), "export", form, "--output", str(output)])
        assert (told.exit_code, told.stderr.count("\n")) == (1, 1)
    assert (tmp_path / "a.db").read_bytes() == before
