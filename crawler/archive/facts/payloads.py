"""Payloads: bytes by digest, once each; compressed with the site's dictionary, or as a delta of an earlier one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.sql import inserted
from crawler.archive.zstd import CAREFUL, DAMAGED, Codec, delta, train
from crawler.errors import ArchiveBroken

DICTIONARY_SIZE = 32 * 1024
"""32 KiB did well on 50 pages of one site (0.31 of WARC.gz), 64 KiB badly (0.58)."""

ENOUGH = 50
"""So many pages of a site, its first, train its dictionary."""

WORTH_TRAINING = range(500, 256 * 1024)
"""Sizes, in bytes, of payloads that a dictionary is made from."""

AT_ONCE = 8 * 1024 * 1024
"""Bytes of payloads that are held in memory while they are compressed again."""

_KEPT_CODECS = 64


class Payloads:
    """The table ``payload``. The caller holds the transaction."""

    def __init__(self, db: Database) -> None:
        self._conn = db.conn
        self._plain = Codec()
        self._codecs: dict[int, Codec] = {}
        self._current: dict[int, int | None] = {}
        self._untrained: dict[int, int] = {}

    def forget(self) -> None:
        """Forget everything that a failed transaction may have made untrue."""
        self._codecs.clear()
        self._current.clear()
        self._untrained.clear()

    def find(self, digest: bytes) -> int | None:
        """The id of the payload with that sha256; None where the archive has none."""
        row = self._conn.execute(
            "SELECT id FROM payload WHERE substr(digest, 1, 8) = ? AND digest = ?", (digest[:8], digest)
        ).fetchone()
        return row[0] if row else None

    def add(self, site: int, resource: int | None, digest: bytes, body: bytes) -> int:
        """Keep a new payload, and give its id. ``resource`` is None for an address that is new."""
        dictionary = self._dictionary_of(site)
        codec = self._plain if dictionary is None else self._codec(dictionary)
        frame, base = codec.compress(body), None
        earlier = None if resource is None else self._base(resource)
        if earlier is not None:
            against = delta(self.read(earlier), body)
            if len(against) * 2 < len(frame):
                frame, base = against, earlier
        if base is not None:
            dictionary = None
        elif dictionary is None and len(body) in WORTH_TRAINING:
            self._untrained[site] += 1
        return inserted(
            self._conn.execute(
                "INSERT INTO payload (digest, size, dictionary, base, bytes) VALUES (?, ?, ?, ?, ?)",
                (digest, len(body), dictionary, base, frame),
            )
        )

    def read(self, payload: int) -> bytes:
        """The bytes, exactly as they were given; raises ArchiveBroken if they do not match their digest."""
        row = self._conn.execute(
            "SELECT digest, dictionary, base, bytes FROM payload WHERE id = ?", (payload,)
        ).fetchone()
        if row is None:
            raise ArchiveBroken(f"payload {payload} is missing: restore a copy of the archive")
        digest, dictionary, base, frame = row
        if base is not None:
            codec = Codec(raw=self.read(base))
        else:
            codec = self._plain if dictionary is None else self._codec(dictionary)
        try:
            body = codec.expand(frame)
        except DAMAGED as error:
            raise ArchiveBroken(f"payload {payload} is damaged ({error}): restore a copy of the archive") from error
        if hashlib.sha256(body).digest() != digest:
            raise ArchiveBroken(f"payload {payload} does not match its digest: restore a copy of the archive")
        return body

    def ready_to_train(self) -> list[int]:
        """Ids of sites that have enough pages for a dictionary and do not have one yet."""
        return [site for site, count in self._untrained.items() if count >= ENOUGH]

    def train(self, site: int, at: int) -> None:
        """Train the site's dictionary on its first pages, and compress earlier pages with it, a few at a time.

        It is done once; the row in ``dictionary`` says when (milliseconds UTC) and on how many pages.
        """
        payloads = list(self._of_site(site))
        samples = [self.read(payload) for payload in payloads[:ENOUGH]]
        content = train(samples, DICTIONARY_SIZE)
        self._untrained.pop(site, None)
        if content is None:
            return
        dictionary = inserted(
            self._conn.execute(
                "INSERT INTO dictionary (site, kind, made_at, pages, bytes) VALUES (?, 'payload', ?, ?, ?)",
                (site, at, len(samples), content),
            )
        )
        self._current[site] = dictionary
        codec = Codec(trained=content, level=CAREFUL)
        rows: list[tuple[int, bytes, int, int, bytes]] = []
        held = 0
        for payload in payloads:
            body = self.read(payload)
            rows.append((payload, hashlib.sha256(body).digest(), len(body), dictionary, codec.compress(body)))
            held += len(rows[-1][-1])
            if held > AT_ONCE:
                self._write_again(rows)
                rows, held = [], 0
        self._write_again(rows)

    def _write_again(self, rows: list[tuple[int, bytes, int, int, bytes]]) -> None:
        """Write rows anew: rows that only shrink would leave their pages half empty."""
        self._conn.executemany("DELETE FROM payload WHERE id = ?", [(row[0],) for row in rows])
        self._conn.executemany("INSERT INTO payload (id, digest, size, dictionary, bytes) VALUES (?, ?, ?, ?, ?)", rows)

    def _of_site(self, site: int) -> Iterator[int]:
        """The site's payloads that are worth a dictionary and have none, oldest first. Large files are not."""
        rows = self._conn.execute(
            """SELECT DISTINCT payload.id FROM resource JOIN capture ON capture.resource = resource.id
            JOIN payload ON payload.id = capture.payload
            WHERE resource.site = ? AND payload.dictionary IS NULL AND payload.base IS NULL
                AND payload.size BETWEEN ? AND ? ORDER BY payload.id""",
            (site, WORTH_TRAINING.start, WORTH_TRAINING.stop - 1),
        )
        return (row[0] for row in rows.fetchall())

    def _base(self, resource: int) -> int | None:
        """The newest payload of an address that is not a delta itself."""
        row = self._conn.execute(
            """SELECT payload.id FROM capture JOIN payload ON payload.id = capture.payload
            WHERE capture.resource = ? AND payload.base IS NULL ORDER BY payload.id DESC LIMIT 1""",
            (resource,),
        ).fetchone()
        return row[0] if row else None

    def _dictionary_of(self, site: int) -> int | None:
        if site not in self._current:
            row = self._conn.execute(
                "SELECT max(id) FROM dictionary WHERE site = ? AND kind = 'payload'", (site,)
            ).fetchone()
            self._current[site] = row[0]
        dictionary = self._current[site]
        if dictionary is None and site not in self._untrained:
            self._untrained[site] = sum(1 for _ in self._of_site(site))
        return dictionary

    def _codec(self, dictionary: int) -> Codec:
        codec = self._codecs.get(dictionary)
        if codec is None:
            row = self._conn.execute("SELECT bytes FROM dictionary WHERE id = ?", (dictionary,)).fetchone()
            if row is None:
                raise ArchiveBroken(f"dictionary {dictionary} is missing: restore a copy of the archive")
            if len(self._codecs) >= _KEPT_CODECS:
                self._codecs.clear()
            codec = self._codecs[dictionary] = Codec(trained=row[0])
        return codec
