"""Finds the WARCs in a file: the file itself, or the members of a WACZ, which is not unpacked to disk."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from crawler.errors import SourceUnreadable

LOCAL_HEADER = struct.Struct("<4s5H3L2H")
"""A zip member's own header (PKWARE APPNOTE 4.3.7): its last two fields are the lengths of the name and the extra."""


@dataclass(frozen=True, slots=True)
class Warc:
    """One WARC, as a file or as a member of a WACZ."""

    path: Path
    member: str = ""
    """The name inside the WACZ; empty for a plain file."""
    size: int = 0
    """Bytes as stored in the file or the WACZ."""

    @property
    def label(self) -> str:
        """The name of the WARC in messages."""
        return f"{self.path.name}!{self.member}" if self.member else self.path.name

    def open(self) -> BinaryIO:
        """Open the WARC as a seekable binary file; raises SourceUnreadable."""
        try:
            if not self.member:
                return self.path.open("rb")
            return _open_member(self.path, self.member)
        except (OSError, zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError) as error:
            raise SourceUnreadable(f"{self.label}: cannot be read ({_why(error)})") from error


def warcs(path: Path) -> list[Warc]:
    """List the WARCs of a file: the file itself, or the members of a WACZ's ``archive/`` folder (WACZ 1.1.1).

    Raises SourceUnreadable where the file does not exist or is a zip without WARCs.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
        if head != b"PK\x03\x04":
            return [Warc(path, size=path.stat().st_size)]
        with zipfile.ZipFile(path) as package:
            found = [info for info in package.infolist() if info.filename.endswith((".warc", ".warc.gz"))]
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceUnreadable(f"{path}: cannot be read ({_why(error)})") from error
    inside = [info for info in found if info.filename.startswith("archive/")] or found
    if not inside:
        raise SourceUnreadable(f"{path}: a zip without a WARC in it; a WACZ keeps them in archive/")
    return [Warc(path, info.filename, info.file_size) for info in inside]


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def _open_member(path: Path, name: str) -> BinaryIO:
    """Open a member of a WACZ: a stored one, as the specification requires, is read in place.

    A compressed member is decompressed while it is read.
    """
    with zipfile.ZipFile(path) as package:
        info = package.getinfo(name)
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
            return cast("BinaryIO", zipfile.ZipFile(path).open(name))
    file = path.open("rb")
    file.seek(info.header_offset)
    header = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
    start = info.header_offset + LOCAL_HEADER.size + header[-2] + header[-1]
    return cast("BinaryIO", io.BufferedReader(_Slice(file, start, info.file_size)))


class _Slice(io.RawIOBase):
    """A part of a file that reads like a whole file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file = file
        self._start = start
        self._size = size
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
        super().close()
