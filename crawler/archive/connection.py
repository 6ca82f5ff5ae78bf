"""Opens an archive file, and turns SQLite's errors into errors with a message of one line."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.schema.migrations import bring_up_to_date, lacking, migrations
from crawler.archive.sql import writing
from crawler.archive.zstd import DAMAGED
from crawler.errors import ArchiveBroken, ArchiveError, ArchiveMissing, ArchiveTooNew, ArchiveUnwritable

PAGE_SIZE = 8192
"""Measured on 176 pages of about 2 KB compressed: 0.38 of their WARC.gz; 0.41 with 4096, and 0.44 with 32768."""

BUSY_MS = 30_000
"""Milliseconds to wait while another process writes."""

_UNWRITABLE = ("readonly", "read-only", "disk is full", "unable to open", "disk i/o")
_BROKEN = (
    "not a database", "malformed", "file is encrypted", "unsupported file format",
    # Queries on a damaged file that can still be opened raise these.
    "could not decode to utf-8", "vtable constructor failed", "too big",
)  # fmt: skip

_UNFIT = ("no such column", "no such table")
"""What a query on a damaged file may raise, and one that does not fit the schema."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Within the block, raise SQLite's errors about the file as ArchiveError, with a message that says what to do.

    Other errors, such as programming errors, are raised unchanged.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explain(error, path) from error
    except (DAMAGED, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ArchiveBroken(f"{path} is damaged ({error}): restore a copy") from error


def explain(error: sqlite3.DatabaseError, path: Path) -> Exception:
    """An ArchiveError that says what happened and what to do; the same error where it is not about the file."""
    words = str(error).lower()
    if any(part in words for part in _BROKEN):
        return ArchiveBroken(f"{path} is not an archive, or is damaged ({error}): restore a copy, or name another file")
    if any(part in words for part in _UNFIT):
        return _unfit(error, path)
    if any(part in words for part in _UNWRITABLE):
        return ArchiveUnwritable(f"cannot write {path} ({error}): check its folder's permissions and the free space")
    if "locked" in words or "busy" in words:
        return ArchiveError(f"{path} was being written by another process for too long: try again when it is done")
    return error


def _unfit(error: sqlite3.DatabaseError, path: Path) -> Exception:
    """Why a query does not fit the tables: the file lacks some, or the query is wrong, which is a fault of ours."""
    if not path.exists():
        return ArchiveError(f"a query does not fit {path} ({error}): 'communique index' says which of them is at fault")
    try:
        with closing(Database(_connection(path, readonly=True))) as db:
            missing = lacking(db)
    except sqlite3.DatabaseError:
        missing = ["some of its tables"]
    if missing:
        return ArchiveBroken(f"{path} lacks {missing[0]} ({error}): it is damaged or was altered: restore a copy")
    return ArchiveError(f"a query does not fit the archive ({error}): this is a fault of Communiqué, report it")


def connect(path: Path, *, readonly: bool) -> Database:
    """Open an archive. A missing file is created, unless ``readonly``.

    Raises ArchiveMissing, ArchiveBroken, ArchiveTooNew or ArchiveUnwritable.
    """
    if readonly and not path.exists():
        raise ArchiveMissing(f"there is no archive at {path}: crawl or import first, or name another with --archive")
    if not readonly:
        _make_folder(path)
    with explained(path):
        db = Database(_connection(path, readonly=readonly))
        try:
            _prepare(db, path, readonly=readonly)
        except BaseException:
            db.conn.close()
            raise
    return db


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveUnwritable(f"cannot make the folder {path.parent}: {error.strerror}") from error


def _connection(path: Path, *, readonly: bool) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode={'ro' if readonly else 'rwc'}"
    if readonly and not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists():
        address += "&immutable=1"  # SQLite cannot make its files beside the archive; nobody writes it
    return sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=BUSY_MS / 1000, cached_statements=256, check_same_thread=False
    )


def _prepare(db: Database, path: Path, *, readonly: bool) -> None:
    """Check that this version can use the file; create or migrate its tables, unless ``readonly``."""
    tables = {name for (name,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    with closing(Database(memory=True)) as empty:
        known = [migration.name for migration in migrations.pending(empty)]
    applied = [migration.name for migration in migrations.applied(db)]
    if unknown := [name for name in applied if name not in known]:
        raise ArchiveTooNew(f"{path} was written by a later version (it has {unknown[0]!r}): upgrade Communiqué")
    if tables and not applied:
        raise ArchiveBroken(f"{path} is an SQLite file, but not an archive of Communiqué: name another file")
    if readonly:
        if not tables:
            raise ArchiveBroken(f"{path} is empty: crawl or import into it first, or name another file")
        if len(applied) < len(known):
            raise ArchiveBroken(f"{path} was written by an earlier version: communique index brings it up to date")
        return
    if not tables:
        db.conn.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    db.conn.execute("PRAGMA journal_mode = WAL")
    db.conn.execute("PRAGMA synchronous = NORMAL")
    db.conn.execute("PRAGMA temp_store = MEMORY")
    db.conn.execute("PRAGMA cache_size = -16384")
    with writing(db):  # raises an error if the file cannot be written
        bring_up_to_date(db)
