"""Bad files on the command line: each is one clear line and an exit status, never a traceback."""

from __future__ import annotations

import io
import json
import random
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from crawler.archive import Archive
from crawler.cli import main
from tests.archive.test_importing import all_rows
from tests.support.bad_ministry import PAGES, page
from tests.support.programs import communique
from tests.support.warcs import WarcFile

SITE = "http://saved.example"
ADDRESS = f"{SITE}/good0.html"


def call(*arguments: str | Path, archive: Path) -> Result:
    """The command line, in this process."""
    return CliRunner().invoke(main, ["--archive", str(archive), *map(str, arguments)])


def said(result: Result, status: int = 1) -> str:
    """The one line that says what is wrong; nothing must have been printed as an answer."""
    assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
    assert isinstance(result.exception, SystemExit), result.exception
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("Error:")]
    assert result.stdout == ""
    return line


def article(number: int) -> bytes:
    """A page that the generic page object reads."""
    return page(f"Good {number}", text=f"The minister met ambassador number {number} in the capital. " * 8).encode()


@pytest.fixture(scope="module")
def warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty good pages, saved."""
    file = WarcFile()
    for number in range(40):
        file.add(f"{SITE}/good{number}.html", article(number), at=f"2026-01-02T03:04:{number:02}Z")
    return file.save(tmp_path_factory.mktemp("warc") / "good.warc.gz")


@pytest.fixture(scope="module")
def good(warc: Path) -> Path:
    """An archive of them."""
    path = warc.parent / "good.db"
    assert call("import", warc, archive=path).exit_code == 0
    return path


@pytest.fixture
def archive(good: Path, tmp_path: Path) -> Path:
    """A copy of it, to be ill-treated."""
    return Path(shutil.copy(good, tmp_path / "a.db"))


# Archive files


def text(path: Path) -> None:
    path.write_text("Dear diary,\n" * 1000)


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def a_third(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def its_beginning(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def another_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE article (id INTEGER, title TEXT)")
        db.execute("INSERT INTO article VALUES (1, 'Shopping list')")


def a_later_one(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('communique', 'x', '')")


READING = (
    ("runs",), ("articles", "--json"), ("search", "minister"), ("sites",), ("show", ADDRESS), ("timemap", ADDRESS),
    ("variants", ADDRESS), ("export", "jsonl"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (text, "is not an archive, or is damaged"),
        (nothing, "is empty: crawl or import into it first"),
        (a_third, "is damaged"),
        (its_beginning, "is damaged"),
        (another_database, "not an archive of Communiqué: name another file"),
        (a_later_one, "upgrade Communiqué"),
    ],
)
def test_a_bad_archive_is_one_line(archive: Path, warc: Path, spoil: Callable[[Path], None], words: str) -> None:
    """This holds for every command that reads or writes, and the file is not changed."""
    spoil(archive)
    before = archive.read_bytes()
    writing = (("crawl", "demo"), ("import", warc), ("crawl", "by_mfa", "--replay", warc))
    for arguments in READING + (() if spoil is nothing else writing):
        line = said(call(*arguments, archive=archive))
        assert "a.db" in line
        assert words in line
    assert archive.read_bytes() == before


@pytest.mark.parametrize("seed", range(25))
def test_damage_anywhere_is_one_line_or_no_matter(good: Path, tmp_path: Path, seed: int) -> None:
    """With a bad sector in the file, readable rows are read, and the rest is an error."""
    chance = random.Random(seed)
    content = bytearray(good.read_bytes())
    for _ in range(chance.choice((1, 3, 20))):
        at, size = chance.randrange(100, len(content)), chance.choice((4, 100, 8192))
        content[at : at + size] = chance.randbytes(size)[: len(content) - at]
    path = tmp_path / "a.db"
    path.write_bytes(content)
    for arguments in READING:
        result = call(*arguments, archive=path)
        assert result.exit_code == 0 or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code in (0, 1)


def test_a_missing_archive_says_what_to_do(tmp_path: Path) -> None:
    """A command that only reads does not create one."""
    assert "crawl or import first" in said(call("articles", archive=tmp_path / "a.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_one_line(good: Path, warc: Path, tmp_path: Path) -> None:
    """The path is below a file, in a file system of the kernel, or the name of a folder."""
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "a.db", Path("/proc/communique/a.db"), Path("/dev/null/a.db")):
        for arguments in (("crawl", "demo"), ("import", warc)):
            line = said(call(*arguments, archive=place))
            assert str(place.parent) in line
    assert "is a directory" in said(call("runs", archive=tmp_path), 2)


@pytest.mark.parametrize("place", [Path("/dev/null/a"), Path("/proc/communique/a")])
def test_an_output_that_cannot_be_written_is_one_line(good: Path, place: Path) -> None:
    """This holds for an export and for a saved page."""
    assert f"cannot write {place}" in said(call("export", "jsonl", "--output", place, archive=good))
    assert str(place.parent) in said(call("savepage", "demo", ADDRESS, "--from", good, "--to", place, archive=good))


def test_a_full_disk_is_one_line_where_an_answer_goes(good: Path) -> None:
    """This holds for every output format."""
    for arguments in (["articles", "--json"], ["export", "jsonl"], ["articles"]):
        with Path("/dev/full").open("w") as full:
            done = communique("--archive", good, *arguments, cwd=good.parent, stdout=full)
        assert (done.returncode, done.stderr) == (1, "Error: No space left on device\n")


# Saved captures


def stub(good: bytes) -> bytes:
    return good[:11]


def zipped(_: bytes) -> bytes:
    return zip_of("pages/pages.jsonl", b"{}")


def zipped_text(_: bytes) -> bytes:
    return zip_of("archive/a.warc.gz", b"Dear diary")


def zip_of(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(name, content)
    return file.getvalue()


BAD_WARCS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "text": (lambda _: b"Dear diary,\n" * 100, "not a WARC"),
    "empty": (lambda _: b"", "is empty"),
    "stub": (stub, "not a WARC"),
    "bytes": (lambda _: random.Random(1).randbytes(500), "not a WARC"),
    "zip": (zipped, "a zip without a WARC in it"),
    "zip-cut": (lambda good: zipped(good)[:60], "cannot be read"),
    "zip-text": (zipped_text, "not a WARC"),
}


@pytest.mark.parametrize("name", BAD_WARCS)
def test_an_unreadable_warc_is_one_line(archive: Path, warc: Path, name: str) -> None:
    """This holds for import and replay, alone or after a good file; nothing is stored from any file."""
    make, words = BAD_WARCS[name]
    path = archive.with_name(f"{name}.warc")
    path.write_bytes(make(warc.read_bytes()))
    before = all_rows(archive)
    for arguments in (("import", path), ("import", warc, path), ("crawl", "demo", "--replay", path)):
        line = said(call(*arguments, archive=archive))
        assert path.name in line
        assert words in line
    assert all_rows(archive) == before


def test_a_warc_that_is_not_there_is_one_line(archive: Path, tmp_path: Path) -> None:
    """The file does not exist, or is a folder."""
    for path, words in ((tmp_path / "gone.warc", "No such file"), (tmp_path, "Is a directory")):
        assert words in said(call("import", path, archive=archive))
        said(call("crawl", "demo", "--replay", path, archive=archive), 2)


def test_a_warc_that_was_cut_gives_what_is_whole(archive: Path, warc: Path) -> None:
    """Records before the cut are imported and the cut one is named; without a whole record it fails."""
    path = archive.with_name("cut.warc.gz")
    path.write_bytes(warc.read_bytes()[:-100])
    result = call("import", path, "--json", archive=archive.with_name("new.db"))
    assert result.exit_code == 0
    assert result.stderr.startswith("skipped: cut.warc.gz, record at byte")
    assert json.loads(result.stdout)["articles"] == 39
    path.write_bytes(warc.read_bytes()[:300])
    assert "no record could be read" in said(call("import", path, archive=archive))


def test_bad_pages_cost_an_import_nothing_else(tmp_path: Path) -> None:
    """With every kind of bad page in a file, good pages are articles and each record is a capture."""
    file = WarcFile()
    saved = {path: bad for path, bad in PAGES.items() if not bad.raw and not bad.size}
    for path, bad in saved.items():
        file.add(f"{SITE}{path}", bad.body, headers=bad.fields, status=f"{bad.status} X")
    archive = tmp_path / "a.db"
    result = call("import", file.save(tmp_path / "bad.warc.gz"), "--json", archive=archive)
    assert result.exit_code == 0, result.exception
    assert json.loads(result.stdout)["captures"] == len(saved)
    with Archive.open(archive, readonly=True) as opened:
        articles = {urlsplit(row["url"]).path for row in opened.articles()}
        assert {f"/good{number}.html" for number in range(8)} <= articles
        for path in ("/cut-gzip.html", "/bomb.html"):
            assert opened.timemap(f"{SITE}{path}")[0]["outcome"] == "unreadable"


def test_importing_twice_changes_nothing_but_the_runs(archive: Path, warc: Path) -> None:
    """The same holds for a file that is named twice in one call."""
    before = all_rows(archive)
    for files in ((warc,), (warc, warc)):
        assert call("import", *files, archive=archive).exit_code == 0
    assert all_rows(archive) == before
