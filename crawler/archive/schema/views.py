"""The views: the public face for people who use SQL, in words, ISO times in UTC and 12-letter ids."""

from __future__ import annotations

from crawler.archive.sql import READ, SLOT, digest, iso

# Each article at the address that names it, with its current text, its story (by the first address) and its site.
_ARTICLE_LATEST = f"""
SELECT
    address.key AS id, address.uri_r AS url, site.name AS site,
    ifnull(revision.language, '') AS language, ifnull(revision.language_claimed, '') AS language_claimed,
    revision.title AS title, article.published AS published, revision.published_raw AS published_raw,
    revision.date_source AS date_source, revision.modified AS modified, revision.modified_raw AS modified_raw,
    revision.canonical_url AS canonical_url, first.key AS story, article.state AS state,
    ifnull(revision.kind, '') AS kind,
    {digest("revision.text_digest")} AS text_digest, {iso("article.first_seen")} AS first_seen,
    {iso("article.last_seen")} AS last_seen,
    (SELECT count(*) FROM revision AS each WHERE each.article = article.id) AS revisions
FROM article
JOIN resource AS address ON address.id = article.resource
JOIN site ON site.id = article.site
JOIN revision ON revision.id = article.revision
JOIN story ON story.id = article.story
JOIN resource AS first ON first.id = story.resource
"""

# Each article with the language that it stands for, beside the story that it belongs to.
_STORY_LANGUAGES = f"""
SELECT
    first.key AS story, site.name AS site,
    {SLOT} AS language,
    ifnull(article.language, '') AS text_language, article.state AS state, address.key AS id, address.uri_r AS url,
    revision.title AS title, article.published AS published
FROM article
JOIN resource AS address ON address.id = article.resource
JOIN site ON site.id = article.site
JOIN revision ON revision.id = article.revision
JOIN story ON story.id = article.story
JOIN resource AS first ON first.id = story.resource
"""

# Each text of each article, with the extractor that read it.
_REVISION_LOG = f"""
SELECT
    address.key AS id, address.uri_r AS url, site.name AS site, revision.number AS number,
    {iso("revision.captured_at")} AS captured_at, {iso("revision.last_seen")} AS last_seen,
    ifnull(revision.language, '') AS language, revision.title AS title, revision.published AS published,
    {digest("revision.text_digest")} AS text_digest, revision.body AS body,
    extractor.name AS extractor, extractor.version AS extractor_version, ifnull(revision.reason, '') AS reason
FROM revision
JOIN article ON article.id = revision.article
JOIN resource AS address ON address.id = article.resource
JOIN site ON site.id = article.site
JOIN extract ON extract.id = revision.extract
JOIN extractor ON extractor.id = extract.extractor
"""


def capture_log(where: str = "1") -> str:
    """SQL for the rows of ``capture_log``; ``where`` filters ``capture`` (by whole addresses) before rows are compared.

    Whether an answer was ``unchanged`` depends on the one captured before it, whenever either was stored.
    """
    # The inner query gives each capture its reading, and the payload of the capture before it that was read at the same
    # address. The outer query compares both payloads and adds the names of the address, the site and the extractor.
    return f"""
SELECT
    resource.key AS id, resource.uri_r AS url, site.name AS site, {iso("each.captured_at")} AS captured_at,
    ifnull(each.method, 'GET') AS method, each.requested_uri AS asked, each.status AS status,
    CASE WHEN each.payload = each.before THEN 'unchanged' ELSE each.word END AS outcome,
    ifnull(each.reason, '') AS reason, {digest("each.digest")} AS payload_digest, ifnull(each.size, 0) AS bytes,
    each.run AS run, target.uri_r AS location, each.word AS read_as, ifnull(extractor.name, '') AS extractor,
    ifnull(extractor.version, '') AS extractor_version
FROM (
    SELECT
        capture.*, outcome.word AS word, reading.reason AS reason, reading.extractor AS extractor,
        reading.target AS target, payload.digest AS digest, payload.size AS size,
        CASE WHEN outcome.word IN {READ} THEN lag(capture.payload) OVER (
            PARTITION BY capture.resource, outcome.word IN {READ} ORDER BY capture.captured_at, payload.digest
        ) END AS before
    FROM capture
    JOIN reading ON reading.capture = capture.id
    JOIN outcome ON outcome.id = reading.outcome
    LEFT JOIN payload ON payload.id = capture.payload
    WHERE {where}
) AS each
JOIN resource ON resource.id = each.resource
JOIN site ON site.id = resource.site
LEFT JOIN resource AS target ON target.id = each.target
LEFT JOIN extractor ON extractor.id = each.extractor
"""


# Each announced language version: who announces it, where it is, and the story of the announcing article.
_VARIANT_STATE = """
SELECT
    first.key AS story, site.name AS site, variant_link.language AS language, source.uri_r AS announced_by,
    target.uri_r AS url, variant_link.hreflang AS hreflang, variant_link.state AS state,
    variant_link.evidence AS evidence, ifnull(variant_link.reason, '') AS reason
FROM variant_link
JOIN resource AS source ON source.id = variant_link.source
JOIN resource AS target ON target.id = variant_link.target
JOIN site ON site.id = source.site
LEFT JOIN article ON article.id = source.article
LEFT JOIN story ON story.id = article.story
LEFT JOIN resource AS first ON first.id = story.resource
"""

# Each pair of an article and the earliest article with the same text, at the addresses that name them.
_DUPLICATE_PAIR = """
SELECT
    address.key AS id, address.uri_r AS url, origin.key AS original, origin.uri_r AS original_url,
    duplicate.kind AS kind, duplicate.nearness AS nearness
FROM duplicate
JOIN article ON article.id = duplicate.article
JOIN resource AS address ON address.id = article.resource
JOIN article AS earliest ON earliest.id = duplicate.original
JOIN resource AS origin ON origin.id = earliest.resource
"""

_NAMED = """address.key AS id, address.uri_r AS url, site.name AS site, ifnull(article.language, '') AS language,
    first.key AS story, ifnull(revision.title, '') AS title"""
_NAMES = """{join} resource AS address ON address.id = article.resource
    {join} site ON site.id = article.site
    {join} story ON story.id = article.story
    {join} resource AS first ON first.id = story.resource
    LEFT JOIN revision ON revision.id = article.revision"""

EVENTS = f"""SELECT event.at AS at, event.kind AS kind, {_NAMED}, event.confirmed AS confirmed,
    event.before AS before, event.after AS after, ifnull(event.summary, '{{{{}}}}') AS summary
    FROM event {{join}} article ON article.id = event.article {_NAMES} WHERE {{where}}"""
APPEARED = f"""SELECT article.first_seen AS at, 'appeared' AS kind, {_NAMED}, article.first_seen AS confirmed,
    NULL AS before, (SELECT each.capture FROM revision AS each WHERE each.article = article.id AND each.number = 1)
    AS after, '{{{{}}}}' AS summary
    FROM article {_NAMES} WHERE {{where}}"""
"""SQL for the two halves of the ledger, times in milliseconds: what happened to articles, and that each appeared.

``join`` (JOIN; CROSS JOIN where SQLite should begin with the first table) and ``where`` must be filled in.
"""

# Both halves of the ledger, with times as RFC 3339.
_EVENT_LATEST = f"""
SELECT
    {iso("each.at")} AS at, each.kind AS kind, each.id AS id, each.url AS url, each.site AS site,
    each.language AS language, each.story AS story, {iso("each.confirmed")} AS confirmed, each.summary AS summary,
    each.title AS title
FROM (
    {EVENTS.format(join="JOIN", where="1")}
    UNION ALL
    {APPEARED.format(join="JOIN", where="1")}
) AS each
"""

# Addresses with what is known of them; the last lines leave out those that are never requested, and mere claims.
FRONTIER = f"""
SELECT
    resource.key AS id, resource.uri_r AS url, site.name AS site, ifnull(resource.kind, '') AS kind,
    ifnull(resource.language, '') AS language, place.uri_r AS found_in, {iso("resource.found_at")} AS found_at,
    resource.title AS title, resource.published_raw AS published_raw, {iso("resource.due_at")} AS due_at,
    coalesce(resource.due_why, iif(resource.captured_at IS NULL, 'new', '')) AS why
FROM resource
JOIN site ON site.id = resource.site
LEFT JOIN resource AS place ON place.id = resource.found_in
WHERE resource.refusal IS NULL AND {{where}}
    AND resource.kind IS NOT 'claim' AND (resource.kind IS NOT 'file' OR resource.listed_at IS NOT NULL)
"""
"""SQL for addresses to be requested. ``where`` must be filled in: never captured, or due."""

# Each run with the count of its captures; the range of ids may have captures of other runs, too.
_RUN_LOG = f"""
SELECT
    run.id AS id, site.name AS site, run.mode AS mode, {iso("run.started")} AS started, {iso("run.ended")} AS ended,
    run.end_reason AS how, run.healthy AS healthy, run.findings AS findings, run.counts AS counts,
    (SELECT count(*) FROM capture WHERE capture.id BETWEEN run.first_capture AND run.last_capture
        AND capture.run = run.id) AS captures,
    run.scope AS what, run.complete AS complete, ifnull(run.outage, '') AS unwell, run.measures AS measures
FROM run
JOIN site ON site.id = run.site
"""

VIEWS = {
    "article_latest": _ARTICLE_LATEST,
    "story_languages": _STORY_LANGUAGES,
    "revision_log": _REVISION_LOG,
    "capture_log": capture_log(),
    "variant_state": _VARIANT_STATE,
    "duplicate_pair": _DUPLICATE_PAIR,
    "event_latest": _EVENT_LATEST,
    "frontier": FRONTIER.format(where="(resource.captured_at IS NULL OR resource.due_at IS NOT NULL)"),
    "run_log": _RUN_LOG,
}
