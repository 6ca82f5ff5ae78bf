"""The statements that make an archive's tables, step by step; ``migrations.py`` says what each step is for."""

from __future__ import annotations

FACTS = (
    """CREATE TABLE site (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        languages TEXT NOT NULL,         -- JSON: the BCP 47 tags it publishes in
        fronts TEXT NOT NULL DEFAULT '[]'       -- JSON: addresses of its front pages
    )""",
    """CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        site INTEGER NOT NULL REFERENCES site(id),
        mode TEXT NOT NULL,              -- live, replay, import
        started INTEGER NOT NULL,
        ended INTEGER,                   -- NULL while it runs, or where it died
        how TEXT,                        -- finished, stopped, failed, died
        counts TEXT NOT NULL DEFAULT '{}',      -- JSON: what the run counted
        healthy INTEGER,                 -- 1, 0; NULL where nobody judged it
        findings TEXT NOT NULL DEFAULT '[]',    -- JSON: what was wrong with it
        settled INTEGER,                 -- when its judgements were made
        discounted TEXT,                 -- why nothing is derived from it (mostly blocked)
        first_capture INTEGER,           -- its captures have ids in this range (others may too)
        last_capture INTEGER
    )""",
    """CREATE TABLE resource (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,        -- the public id: 12 base32 characters of sha256(uri_r)
        uri_r TEXT NOT NULL,
        site INTEGER NOT NULL REFERENCES site(id),
        kind TEXT,                       -- what it is expected to be: article, listing, feed, ...
        language TEXT,                   -- claimed by the place where it was found
        found_in INTEGER REFERENCES resource(id),
        found_at INTEGER,                -- when it was first known
        found_run INTEGER REFERENCES run(id),
        listed_at INTEGER,               -- when a listing, feed or sitemap first had it
        title TEXT,                      -- as listed
        published_raw TEXT,              -- as listed
        modified_raw TEXT,               -- as listed
        captured_at INTEGER,             -- the latest capture that was an answer (not blocked, not unreachable)
        etag TEXT,                       -- of the latest whole answer
        last_modified TEXT,
        due_at INTEGER,                  -- a cache: when to look again, and why
        due_why TEXT,
        alias_of INTEGER REFERENCES resource(id),   -- the site file's word: a twin (print view) of another address
        refusal TEXT,                    -- excluded, offsite, bad-address: not asked for
        refusal_reason TEXT,
        article INTEGER REFERENCES article(id)      -- the article it is an address of (a judgement)
    )""",
    """CREATE TABLE dictionary (
        id INTEGER PRIMARY KEY,
        site INTEGER NOT NULL REFERENCES site(id),
        kind TEXT NOT NULL,              -- payload (trained), headers (a first block of header lines)
        made_at INTEGER NOT NULL,
        pages INTEGER NOT NULL,          -- how many it was made from
        bytes BLOB NOT NULL
    )""",
    """CREATE TABLE payload (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL,
        size INTEGER NOT NULL,           -- bytes of the payload itself
        dictionary INTEGER REFERENCES dictionary(id),
        base INTEGER REFERENCES payload(id),        -- the payload it is a delta of (itself no delta)
        bytes BLOB NOT NULL              -- zstd
    )""",
    """CREATE TABLE capture (
        id INTEGER PRIMARY KEY,
        resource INTEGER NOT NULL REFERENCES resource(id),
        run INTEGER NOT NULL REFERENCES run(id),
        captured_at INTEGER NOT NULL,
        status INTEGER NOT NULL,
        method TEXT,                     -- NULL: GET
        asked TEXT,                      -- NULL: uri_r
        request_body_digest TEXT,
        headers BLOB,                    -- request and response header lines, zstd
        dictionary INTEGER REFERENCES dictionary(id),   -- of the headers
        payload INTEGER REFERENCES payload(id)
    )""",
    """CREATE UNIQUE INDEX capture_key ON capture (
        resource, captured_at, status, ifnull(payload, 0), ifnull(method, ''), ifnull(asked, ''),
        ifnull(request_body_digest, ''))""",
    "CREATE INDEX payload_digest ON payload (substr(digest, 1, 8))",
    "CREATE INDEX resource_waiting ON resource (site) WHERE captured_at IS NULL AND refusal IS NULL",
    "CREATE INDEX resource_listed ON resource (site, language) WHERE listed_at IS NOT NULL",
    "CREATE INDEX resource_article ON resource (article) WHERE article IS NOT NULL",
    "CREATE INDEX resource_alias ON resource (alias_of) WHERE alias_of IS NOT NULL",
)

READINGS = (
    "CREATE TABLE outcome (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)",
    """CREATE TABLE extractor (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        version TEXT NOT NULL,
        UNIQUE (name, version)
    )""",
    """CREATE TABLE extract (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,     -- of extractor, version and fields
        resource INTEGER NOT NULL REFERENCES resource(id),
        extractor INTEGER NOT NULL REFERENCES extractor(id),
        kind TEXT NOT NULL,              -- article, listing
        text_digest BLOB,                -- of an article's paragraphs; NULL where it has none
        content_digest BLOB,             -- of what an edit is a change in
        characters INTEGER,              -- of the body
        title TEXT,
        language TEXT,
        language_claimed TEXT,
        canonical INTEGER REFERENCES resource(id),  -- the other address that it claims to be
        fields BLOB NOT NULL             -- JSON of the item, zstd
    )""",
    """CREATE TABLE reading (
        capture INTEGER PRIMARY KEY REFERENCES capture(id),
        outcome INTEGER NOT NULL REFERENCES outcome(id),
        reason TEXT,
        extractor INTEGER REFERENCES extractor(id),
        extract INTEGER REFERENCES extract(id),
        target INTEGER REFERENCES resource(id)      -- where a redirect leads
    )""",
    """CREATE TABLE announcement (
        source INTEGER NOT NULL REFERENCES resource(id),
        target INTEGER NOT NULL REFERENCES resource(id),
        extract INTEGER NOT NULL REFERENCES extract(id),    -- the page or sitemap that says so
        hreflang TEXT NOT NULL,
        evidence TEXT NOT NULL,          -- link, a, header, sitemap, words, flag
        language TEXT NOT NULL,          -- BCP 47; empty for x-default
        PRIMARY KEY (source, target, extract, hreflang, evidence)
    ) WITHOUT ROWID""",
    "CREATE INDEX extract_resource ON extract (resource)",
    "CREATE INDEX extract_canonical ON extract (canonical) WHERE canonical IS NOT NULL",
    "CREATE INDEX reading_target ON reading (target) WHERE target IS NOT NULL",
    "CREATE INDEX announcement_target ON announcement (target)",
    "CREATE INDEX announcement_extract ON announcement (extract)",
)

JUDGEMENTS = (
    """CREATE TABLE story (
        id INTEGER PRIMARY KEY,
        resource INTEGER NOT NULL UNIQUE REFERENCES resource(id)    -- of its earliest captured member
    )""",
    """CREATE TABLE article (
        id INTEGER PRIMARY KEY,
        resource INTEGER NOT NULL UNIQUE REFERENCES resource(id),   -- its earliest captured address
        site INTEGER NOT NULL REFERENCES site(id),
        story INTEGER NOT NULL REFERENCES story(id),
        revision INTEGER REFERENCES revision(id),   -- the current one
        state TEXT NOT NULL,             -- archived, untranslated, empty, ...
        language TEXT,                   -- this and the next three are the current revision's
        language_claimed TEXT,
        kind TEXT,
        published TEXT,
        first_seen INTEGER NOT NULL,     -- the first and the last capture in which it stood
        last_seen INTEGER NOT NULL
    )""",
    """CREATE TABLE revision (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES article(id),
        number INTEGER NOT NULL,         -- 1, 2, ...: for display only
        captured_at INTEGER NOT NULL,    -- of the capture that it begins with: its name
        capture INTEGER NOT NULL REFERENCES capture(id),    -- the capture that it begins with
        shown INTEGER NOT NULL REFERENCES capture(id),      -- the capture whose text is shown
        last_seen INTEGER NOT NULL,      -- the last capture in which it stood
        extract INTEGER NOT NULL REFERENCES extract(id),
        text_digest BLOB,
        title TEXT NOT NULL,
        body TEXT NOT NULL,              -- paragraphs, an empty line between them
        language TEXT,
        language_claimed TEXT,
        published TEXT,
        published_raw TEXT,
        date_source TEXT,
        modified TEXT,
        modified_raw TEXT,
        canonical_url TEXT,
        kind TEXT,
        links TEXT,                      -- JSON, as the next three; NULL: none
        images TEXT,
        attachments TEXT,
        tags TEXT,
        UNIQUE (article, number)
    )""",
    """CREATE TABLE variant_link (
        source INTEGER NOT NULL REFERENCES resource(id),
        target INTEGER NOT NULL REFERENCES resource(id),
        language TEXT NOT NULL,
        hreflang TEXT NOT NULL,
        evidence TEXT NOT NULL,          -- all that says so, a blank between them
        state TEXT NOT NULL,             -- archived, known, untranslated, empty, refused, late, missing, withdrawn
        reason TEXT,
        PRIMARY KEY (source, target, language)
    ) WITHOUT ROWID""",
    """CREATE TABLE duplicate (
        article INTEGER NOT NULL REFERENCES article(id),
        original INTEGER NOT NULL REFERENCES article(id),   -- the earliest with that text
        kind TEXT NOT NULL,              -- exact, near
        nearness REAL NOT NULL,
        PRIMARY KEY (article, original)
    ) WITHOUT ROWID""",
    """CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES article(id),
        kind TEXT NOT NULL,              -- appeared, edited, moved, vanished, restored
        at INTEGER NOT NULL,             -- when it was seen
        run INTEGER REFERENCES run(id),
        before INTEGER REFERENCES capture(id),
        after INTEGER REFERENCES capture(id),
        confirmed INTEGER,               -- when; NULL: suspected
        summary TEXT                     -- JSON: fields changed, words added and removed
    )""",
    """CREATE TABLE attachment (
        revision INTEGER NOT NULL REFERENCES revision(id),
        number INTEGER NOT NULL,
        resource INTEGER NOT NULL REFERENCES resource(id),
        title TEXT,
        media_type TEXT,
        PRIMARY KEY (revision, number)
    ) WITHOUT ROWID""",
    "CREATE INDEX article_story ON article (story)",
    "CREATE INDEX article_published ON article (published)",
    "CREATE INDEX revision_capture ON revision (capture)",
    "CREATE INDEX revision_text ON revision (substr(text_digest, 1, 8)) WHERE text_digest IS NOT NULL",
    "CREATE INDEX variant_link_target ON variant_link (target)",
    "CREATE INDEX duplicate_original ON duplicate (original)",
    "CREATE INDEX event_article ON event (article)",
    "CREATE INDEX event_at ON event (at)",
)

TIME = (
    "ALTER TABLE site ADD COLUMN seeds TEXT NOT NULL DEFAULT '[]'",  # JSON: address, kind, language of each
    "ALTER TABLE site ADD COLUMN budget INTEGER NOT NULL DEFAULT 150",  # revisits a day
    "ALTER TABLE site ADD COLUMN removal_captures INTEGER NOT NULL DEFAULT 3",  # what confirms a removal: so many
    "ALTER TABLE site ADD COLUMN removal_hours REAL NOT NULL DEFAULT 48",  # captures over so long
    "ALTER TABLE site ADD COLUMN rest_until INTEGER",  # it is not to be asked before
    "ALTER TABLE site ADD COLUMN rest_why TEXT",
    "ALTER TABLE run ADD COLUMN pid INTEGER",  # of the process that crawls
    "ALTER TABLE run ADD COLUMN what TEXT NOT NULL DEFAULT ''",  # due, full; empty: an ordinary one
    "ALTER TABLE run ADD COLUMN complete INTEGER",  # 1: every listing was walked as far as it was wanted
    "ALTER TABLE run ADD COLUMN unwell TEXT",  # why its "missing" answers count for nothing
    "ALTER TABLE run ADD COLUMN measures TEXT NOT NULL DEFAULT '{}'",  # JSON: what its health was judged by
    "ALTER TABLE revision ADD COLUMN reason TEXT",  # parser-changed: its text is another extractor's than at first
    "CREATE INDEX resource_due ON resource (site, due_at) WHERE due_at IS NOT NULL",
    "CREATE INDEX article_first_seen ON article (first_seen, site)",
    "CREATE INDEX event_run ON event (run)",
)

REREADINGS = (
    # What each reader read out of a capture that several have read: replaced readings go on saying what was an edit.
    """CREATE TABLE rereading (
        capture INTEGER NOT NULL REFERENCES capture(id),
        number INTEGER NOT NULL,         -- 1, 2, ...: in the order in which they read it
        extractor INTEGER NOT NULL REFERENCES extractor(id),
        content BLOB NOT NULL,           -- 8 bytes, as the next two: of extract.content_digest
        text BLOB,                       -- of text_digest and title; NULL where it has no text
        whole BLOB NOT NULL,             -- of all fields
        PRIMARY KEY (capture, number)
    ) WITHOUT ROWID""",
)

SEARCH = (
    "DROP TABLE revision_fts",
    # The words as texts spell them, folded; beside them the keys of those words, as ``ru·миграц``.
    """CREATE VIRTUAL TABLE revision_fts USING fts5 (
        title, body, title_keys, body_keys, content = '', tokenize = 'ascii'
    )""",
    "INSERT INTO revision_fts (revision_fts, rank) VALUES ('hashsize', 67108864)",
    """CREATE TABLE analyzer (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        version TEXT NOT NULL,           -- what made the keys; another one in use: all are to be made anew
        belarusian TEXT NOT NULL,        -- own, hunspell
        upto INTEGER NOT NULL,           -- revisions with an id up to this are in the index, later ones are not
        languages TEXT NOT NULL          -- JSON: the languages of the texts in the index
    )""",
    "INSERT INTO analyzer VALUES (1, '', 'own', 0, '[]')",
    """CREATE TABLE name_key (
        key TEXT NOT NULL,               -- how a name sounds, roughly
        word TEXT NOT NULL,              -- a word of the index that was met with a capital
        PRIMARY KEY (key, word)
    ) WITHOUT ROWID""",
)

SEARCH_IN_ORDER = (
    "DROP TABLE revision_fts",
    # The words as texts spell them, folded; after them the keys of those words, as ``·ru·миграц``. The text comes
    # first, since each word of another column than the first takes two bytes more. Made in large transactions: parts
    # of an index are merged only sixteen at a time, else each word is written over and over.
    "CREATE VIRTUAL TABLE revision_fts USING fts5 (body, title, content = '', tokenize = 'ascii')",
    "INSERT INTO revision_fts (revision_fts, rank) VALUES ('hashsize', 67108864)",
    "INSERT INTO revision_fts (revision_fts, rank) VALUES ('automerge', 16)",
    # What a search asks of each text that it finds.
    "CREATE INDEX article_revision ON article (revision, published, story)",
    "DELETE FROM name_key",
    "UPDATE analyzer SET version = '', upto = 0, languages = '[]'",
)

TEXT_CHANGES = (
    # Each pair of neighbouring readings of an article that one extractor read differently.
    """CREATE TABLE text_change (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES article(id),
        before INTEGER NOT NULL REFERENCES capture(id),
        after INTEGER NOT NULL REFERENCES capture(id),
        before_extract INTEGER NOT NULL,         -- the extracts that were compared
        after_extract INTEGER NOT NULL,
        since INTEGER NOT NULL,          -- when the earlier one was captured
        at INTEGER NOT NULL,             -- when the later one was captured
        differs INTEGER NOT NULL,        -- 1: title, or more than lines; 2: typography; 3: both; 0: lines alone
        beside TEXT                      -- JSON: other fields that differ (published, images, captions); NULL: none
    )""",
    """CREATE TABLE changed_line (
        change INTEGER NOT NULL REFERENCES text_change(id),
        key BLOB NOT NULL,               -- 8 bytes: of the line, or of the shape of a line whose numbers changed
        how TEXT NOT NULL,               -- gained, lost, counted, counted-alone
        PRIMARY KEY (change, key, how)
    ) WITHOUT ROWID""",
    # Lines that are no part of any article: many articles gained them at one time, or they only count.
    """CREATE TABLE furniture (
        site INTEGER NOT NULL REFERENCES site(id),
        key BLOB NOT NULL,               -- as in changed_line
        PRIMARY KEY (site, key)
    ) WITHOUT ROWID""",
    "CREATE INDEX text_change_article ON text_change (article)",
    "CREATE INDEX changed_line_key ON changed_line (key)",
)

PLAIN_NAMES = {
    # Why it ended: finished, stopped, blocked, failed, died.
    ("run", "how"): "end_reason",
    # What it was to request: due, full; empty: an ordinary run.
    ("run", "what"): "scope",
    # Why its "missing" answers do not count: the site was not well.
    ("run", "unwell"): "outage",
    # Why nothing is derived from it: mostly blocked.
    ("run", "discounted"): "ignored_because",
    # When judgements were derived from it; NULL: not yet.
    ("run", "settled"): "derived_at",
    # The address that was requested, where it was spelled in another way than the resource; NULL: uri_r.
    ("capture", "asked"): "requested_uri",
    # The capture whose text the revision has.
    ("revision", "shown"): "text_capture",
    # When the site may be requested again, and why not before.
    ("site", "rest_until"): "cooldown_until",
    ("site", "rest_why"): "cooldown_reason",
}
"""Columns, by table and earlier name, and what they are called now."""

HOST_TEMPLATES = (
    """CREATE TABLE host_template (
        site INTEGER NOT NULL REFERENCES site(id),
        month TEXT NOT NULL,             -- of the captures, in UTC: 2024-03
        version TEXT NOT NULL,           -- of the rule, and of the page object that reads the sample
        sample TEXT NOT NULL,            -- JSON: the captures it was learned from, in the order of their keys
        content TEXT NOT NULL,           -- JSON: lines and names that recur, and how many articles there were
        PRIMARY KEY (site, month)
    ) WITHOUT ROWID""",
)
