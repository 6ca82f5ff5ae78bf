"""Finds the WARCs in a file: the file itself, or the members of a WACZ and of the packages in it, read in place."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from crawler.errors import SourceUnreadable

ZIP_START = b"PK\x03\x04"
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
"""A zip member's own header (PKWARE APPNOTE 4.3.7): its last two fields are the lengths of the name and the extra."""


WARC_NAMES = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")
PACKAGE_NAMES = (".wacz", ".zip")
DEEPEST = 4
"""Packages inside packages that are opened. A package deeper than this is refused: a zip can hold itself."""


@dataclass(frozen=True, slots=True)
class Warc:
    """One WARC, as a file or as a member of a WACZ."""

    path: Path
    member: str = ""
    """The name inside the WACZ; empty for a plain file."""
    size: int = 0
    """Bytes as stored in the file or the WACZ."""
    packages: tuple[str, ...] = ()
    """The names of the WACZ files inside the file that lead to the member, the outermost first."""

    @property
    def label(self) -> str:
        """The name of the WARC in messages."""
        return "!".join((self.path.name, *self.packages, *([self.member] if self.member else ())))

    def open(self) -> BinaryIO:
        """Open the WARC as a seekable binary file; raises SourceUnreadable."""
        try:
            file: BinaryIO = self.path.open("rb")
            for name in (*self.packages, *([self.member] if self.member else ())):
                file = _open_member(file, name)
        except CANNOT_READ as error:
            raise SourceUnreadable(f"{self.label}: cannot be read ({_why(error)})") from error
        return file


CANNOT_READ = (OSError, zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError)


OnAbsent = Callable[[str, str], None]
"""Receives the label of a package and the problem that it names files which are not in it."""


def warcs(path: Path, *, on_absent: OnAbsent | None = None) -> list[Warc]:
    """List the WARCs of a file: the file itself, or the members of a WACZ's ``archive/`` folder (WACZ 1.1.1) and of the
    WACZ files in it (a multi-WACZ).

    ``on_absent`` receives packages that a multi-WACZ names and does not hold. Raises SourceUnreadable where the file
    does not exist or is a zip without WARCs.
    """
    absent: list[str] = []

    def note(label: str, what: str) -> None:
        absent.append(what)
        if on_absent is not None:
            on_absent(label, what)

    try:
        with path.open("rb") as file:
            if file.read(4) != ZIP_START:
                return [Warc(path, size=path.stat().st_size)]
            found = list(_inside(path, file, (), note))
    except CANNOT_READ as error:
        raise SourceUnreadable(f"{path}: cannot be read ({_why(error)})") from error
    if not found:
        why = absent[0] if absent else "a WACZ keeps them in archive/"
        raise SourceUnreadable(f"{path}: a zip without a WARC in it; {why}")
    return found


def _inside(path: Path, file: BinaryIO, packages: tuple[str, ...], on_absent: OnAbsent) -> Iterator[Warc]:
    """The WARCs of a package, then those of the packages in it."""
    label = "!".join((path.name, *packages))
    with zipfile.ZipFile(file) as package:
        members = [info for info in package.infolist() if not info.is_dir()]
        absent = _absent(package)
    found = [info for info in members if info.filename.lower().endswith(WARC_NAMES)]
    inside = [info for info in found if info.filename.startswith("archive/")] or found
    nested = [info for info in members if info.filename.lower().endswith(PACKAGE_NAMES)]
    if absent:
        names = ", ".join(absent[:3]) + (", ..." if len(absent) > 3 else "")
        on_absent(label, f"it names packages that are not in it, so import them too: {names}")
    yield from (Warc(path, info.filename, info.file_size, packages) for info in inside)
    if nested and len(packages) == DEEPEST:
        raise SourceUnreadable(f"{label}: packages are nested more than {DEEPEST} deep")
    for info in nested:
        with _open_member(_reopened(path, packages), info.filename) as member:
            if member.read(4) == ZIP_START:
                yield from _inside(path, member, (*packages, info.filename), on_absent)


def _absent(package: zipfile.ZipFile) -> list[str]:
    """The packages that a multi-WACZ names in its datapackage.json and does not hold: they are elsewhere."""
    try:
        listed = json.loads(package.read("datapackage.json"))
    except (KeyError, ValueError):
        return []
    resources = listed.get("resources") if isinstance(listed, dict) else None
    written = [each.get("path") for each in resources or () if isinstance(each, dict)]
    names = set(package.namelist())
    return [each for each in written if isinstance(each, str) and _is_package(each) and each not in names]


def _is_package(name: str) -> bool:
    return name.partition("?")[0].lower().endswith(".wacz")


def _reopened(path: Path, packages: tuple[str, ...]) -> BinaryIO:
    file: BinaryIO = path.open("rb")
    for name in packages:
        file = _open_member(file, name)
    return file


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def _open_member(file: BinaryIO, name: str) -> BinaryIO:
    """Open a member of a package that is open as ``file``: a stored one, as the specification requires, is read in
    place. A compressed member is decompressed while it is read. Closing the member closes ``file``."""
    package = zipfile.ZipFile(file)
    info = package.getinfo(name)
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
        inside = cast("BinaryIO", package.open(name))
        return cast("BinaryIO", io.BufferedReader(_Slice(inside, 0, info.file_size, around=file)))
    file.seek(info.header_offset)
    header = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
    start = info.header_offset + LOCAL_HEADER.size + header[-2] + header[-1]
    return cast("BinaryIO", io.BufferedReader(_Slice(file, start, info.file_size)))


class _Slice(io.RawIOBase):
    """A part of a file that reads like a whole file."""

    def __init__(self, file: BinaryIO, start: int, size: int, around: BinaryIO | None = None) -> None:
        self._file = file
        self._start = start
        self._size = size
        self._around = around
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, origin + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._size - self._at)
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        if self._around is not None:
            self._around.close()
        super().close()
