"""What somebody who reads the archive page by page asks: newest stories, one story, one capture, all of one moment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Unpack

from crawler.archive.asking import Questions
from crawler.archive.filters import Filters, Narrowed
from crawler.archive.queries import as_captured, stories, timemap
from crawler.archive.queries.references import resource_of
from crawler.archive.queries.timemap import capture_of
from crawler.archive.sql import Row, milliseconds, read_snapshot
from crawler.archive.sql import mark as mark_sql
from crawler.errors import NotInArchive
from crawler.items import Capture


class Browsing(Questions):
    """More questions of ``Archive``."""

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Whatever is asked within the block is of one moment, whoever writes meanwhile. For readers only."""
        with self._reading(), read_snapshot(self._db):
            yield

    def names(self) -> list[Row]:
        """Sites by name, without counting anything of them: ``name title languages``."""
        with self._reading():
            rows = self._db.conn.execute("SELECT name, title, languages FROM site ORDER BY name").fetchall()
        return [{"name": name, "title": title, "languages": json.loads(tags)} for name, title, tags in rows]

    def state(self) -> tuple[int, ...]:
        """Changes whenever something is captured, judged or imported."""
        with self._reading():
            row = self._db.conn.execute(
                """SELECT ifnull((SELECT max(id) FROM capture), 0), ifnull((SELECT max(id) FROM run), 0),
                ifnull((SELECT max(ifnull(settled, 0)) FROM run), 0), ifnull((SELECT max(id) FROM event), 0)"""
            ).fetchone()
        return tuple(row)

    def stories(self, *, limit: int = 30, **narrowed: Unpack[Narrowed]) -> list[Row]:
        """Stories, the newest first by the latest date that one of their texts carries: ``story site published texts``,
        narrowed as ``articles``.

        ``texts`` are its articles in the order of the site's languages: ``id url language text_language title
        published state first_seen changed``; ``language`` is the one that an article stands for, ``text_language`` that
        of its text; ``changed`` is when its newest text was first seen.
        """
        return list(self._rows(stories.story_rows(self._db, Filters(**narrowed), limit)))

    def story(self, ref: str) -> Row:
        """One story, as ``stories`` has them, by any address or id of any of its texts, and ``asked``, the id of the
        article that was meant; raises NotInArchive."""
        with self._reading():
            return stories.story_row(self._db, ref)

    def duplicates(self, ref: str) -> list[Row]:
        """Articles with the text of this one: ``id url language title kind nearness role``; ``role`` is ``earliest``
        or ``later``. Raises NotInArchive."""
        return list(self._rows(stories.duplicate_rows(self._db, ref)))

    def cited(self, ref: str, which: int | str | None = None) -> Row:
        """What a citation has of one text (see ``crawler.rules.text.citations``), and ``path``, its permanent place in
        the web page; ``which`` as for ``revision``, None: the newest. Raises NotInArchive, ValueError."""
        with self._reading():
            return stories.cited_row(self._db, ref, which)

    def as_captured(self, ref: str, which: int | str | None = None, mark: str = "") -> Row:
        """One text of an article as one capture had it: the keys of ``revision``, of that very capture, and ``ref mark
        page_mark since counts discounted``.

        ``which`` as for ``revision``; a time means a capture of this very address and just that moment (of several the
        one stored first, or that whose payload's digest begins with ``mark``), or else the last one by then that
        counts: whatever is captured or imported later, a moment that was captured stays what it was. ``counts`` is
        false for a capture that is no part of the article's history: of a run that counts for nothing
        (``discounted``), of a print view. Raises NotInArchive, ValueError.
        """
        with self._reading():
            return as_captured.captured_row(self._db, ref, which, mark)

    def has_capture(self, ref: str, at: str) -> bool:
        """Whether an address was read as an article from a capture of just that moment; raises NotInArchive,
        ValueError."""
        with self._reading():
            return as_captured.has_capture(self._db, ref, at)

    def history(self, ref: str) -> list[Row]:
        """All captures of all addresses of an article, oldest first: the keys of ``timemap`` but ``revision``, and
        ``published published_raw date_source reader`` as they were read then, and ``uncounted``, why it is no part of
        the article's history. Raises NotInArchive."""
        return list(self._rows(timemap.history_rows(self._db, ref)))

    def files(self, urls: Iterable[str], at: datetime) -> list[Row]:
        """Which of these addresses have a file captured (a picture, a PDF), in their order: ``id url captured_at`` of
        the capture nearest to an (aware) time."""
        with self._reading():
            return stories.file_rows(self._db, urls, milliseconds(at))

    def capture(self, ref: str, at: datetime, *, mark: str = "", within: int = 1) -> Capture:
        """The last capture of an address at an (aware) time, with its payload. Of several within so many milliseconds,
        a page rather than a redirect, one with a body, the latest, the one stored first; or that whose payload's digest
        begins with ``mark``. Raises NotInArchive where none is so early, or none has the mark."""
        with self._reading():
            resource = resource_of(self._db, ref)
            row = self._db.conn.execute(
                f"""SELECT capture.id FROM capture LEFT JOIN payload ON payload.id = capture.payload
                WHERE resource = ? AND captured_at <= ? AND status > 0 AND status != 304
                    AND ? IN ('', {mark_sql("payload.digest")})
                ORDER BY captured_at / ? DESC, status BETWEEN 300 AND 399, payload IS NULL, captured_at DESC, capture.id
                LIMIT 1""",
                (resource, milliseconds(at), mark, within),
            ).fetchone()
            if row is None:
                raise NotInArchive(f"{ref} has no capture of {at.isoformat()} or earlier")
            return capture_of(self._db, self._payloads, self._headers, row[0])
