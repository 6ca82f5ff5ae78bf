"""Articles as tables for other programs: CSV without formulas, and Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

from crawler.archive import storable
from crawler.cli.tables import TableRow
from crawler.errors import CommuniqueError
from crawler.rules.text.spreadsheet_cells import inert

if TYPE_CHECKING:
    import pyarrow

COLUMNS = (
    "id", "url", "site", "language", "language_claimed", "title", "published", "published_raw", "date_source",
    "modified", "modified_raw", "canonical_url", "story", "state", "kind", "text_digest", "first_seen", "last_seen",
    "revisions", "body", "links", "images", "attachments", "tags",
)  # fmt: skip
"""The columns of both formats, in order: keys of ``communique show --json``."""
BATCH = 500
"""Articles in a Parquet row group, which are in memory at once."""


def write_csv(rows: Iterable[TableRow], file: IO[str]) -> int:
    """Write articles as CSV (RFC 4180) with a header line; return their number.

    An empty line separates paragraphs; lists are JSON. A cell that a spreadsheet would run as a formula begins with an
    apostrophe (OWASP, "CSV Injection"); control characters and direction marks are removed.
    """
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        writer.writerow([_cell(row[name], name) for name in COLUMNS])
        count += 1
    return count


def write_parquet(rows: Iterable[TableRow], file: IO[bytes]) -> int:
    """Write articles as Parquet, compressed with zstd; return their number. Lists stay lists, absent values are null.

    Raises CommuniqueError if pyarrow is not installed.
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
    """The value with every text in it made encodable as UTF-8."""
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
