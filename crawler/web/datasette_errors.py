"""What Datasette's own pages cannot answer, and why, in a status and a line: nothing of the program's insides."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import NoReturn

from markupsafe import Markup

from crawler.archive import explain
from crawler.errors import ArchiveError, NotInArchive
from crawler.web.datasette_private import Base400, DatasetteError, Forbidden

logger = logging.getLogger(__name__)


def nowhere() -> NoReturn:
    """Raises NotInArchive."""
    raise NotInArchive("there is no such page")


def trouble(error: Exception) -> tuple[int, str]:
    """The status and the line for an exception; one that nobody expected is logged."""
    if isinstance(error, Forbidden):
        return 403, str(error) or "this is not for visitors"
    if isinstance(error, Base400):
        return error.status, str(error.args[0] if error.args else "there is no such page")
    if isinstance(error, DatasetteError):
        text = Markup(error.message).striptags() if error.message_is_html else error.message
        return 400 if error.status == 500 else error.status, str(text)  # its own word for what cannot be meant
    if isinstance(error, sqlite3.DatabaseError):
        error = explain(error, Path("the archive"))
    if isinstance(error, ArchiveError):
        return 503, str(error)
    logger.error("a page could not be made", exc_info=error)
    return 500, "this page could not be made: the log of the server says why"
