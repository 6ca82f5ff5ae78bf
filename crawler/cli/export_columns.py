"""Articles as rows of a table that other programs read: CSV that no spreadsheet runs, and Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

from crawler.archive import storable
from crawler.cli.tables import Row
from crawler.errors import CommuniqueError
from crawler.rules.text.spreadsheet_cells import inert

if TYPE_CHECKING:
    import pyarrow

COLUMNS = (
    "id", "url", "site", "language", "language_claimed", "title", "published", "published_raw", "date_source",
    "modified", "modified_raw", "canonical_url", "story", "state", "kind", "text_digest", "first_seen", "last_seen",
    "revisions", "body", "links", "images", "attachments", "tags",
)  # fmt: skip
"""The columns of both, in their order: the keys of ``communique show``."""
BATCH = 500
"""Articles of a Parquet row group: what is in memory at a time."""


def write_csv(rows: Iterable[Row], file: IO[str]) -> int:
    """Write articles as CSV (RFC 4180), a line for the names first; gives how many.

    Paragraphs are parted by an empty line, lists are JSON. A cell that a spreadsheet would run as a formula gets an
    apostrophe before it (OWASP, "CSV Injection"); controls and direction marks are left out.
    """
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        writer.writerow([_cell(row[name], name) for name in COLUMNS])
        count += 1
    return count


def write_parquet(rows: Iterable[Row], file: IO[bytes]) -> int:
    """Write articles as Parquet, zstd, in row groups; gives how many. Lists are lists, absent values are null.

    Raises CommuniqueError where pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise CommuniqueError("Parquet needs pyarrow: pip install 'communique[parquet]'") from error
    schema = _schema(pyarrow)
    count = 0
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append({name: _value(row[name]) for name in COLUMNS})
            count += 1
            if len(batch) == BATCH:
                writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
                batch = []
        if batch:
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
    return count


def _cell(value: Any, name: str) -> str:
    if value is None:
        return ""
    if name == "body":
        value = "\n\n".join(value)
    elif isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    return inert(str(value))


def _value(value: Any) -> Any:
    """Text that can be encoded, whatever came in."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_value(each) for each in value]
    if isinstance(value, dict):
        return {key: _value(each) for key, each in value.items()}
    return value


def _schema(pyarrow: Any) -> pyarrow.Schema:
    text = pyarrow.string()
    texts = pyarrow.list_(text)
    special = {
        "revisions": pyarrow.int32(),
        "body": texts,
        "images": texts,
        "tags": texts,
        "links": pyarrow.list_(pyarrow.struct([("url", text), ("text", text)])),
        "attachments": pyarrow.list_(pyarrow.struct([("url", text), ("title", text), ("media_type", text)])),
    }
    return pyarrow.schema([(name, special.get(name, text)) for name in COLUMNS])
