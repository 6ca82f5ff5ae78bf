"""``communique diff``: what an editor did to an article, word by word."""

from __future__ import annotations

from dataclasses import replace

import click

from crawler.cli.archive_location import Place, pass_place
from crawler.cli.marked_diff import Paper
from crawler.cli.tables import Row, check_which, json_option, print_json, say, short_time
from crawler.compare.article_diff import Comparison, article_of_row, compare_articles
from crawler.compare.text_diff import ADDED, REMOVED, SAME, Span
from crawler.items import Article, Attachment, Link
from crawler.rules.text.normalization import clean

FACTS = (
    "number", "captured_at", "last_seen", "url", "language", "published", "text_digest", "payload_digest", "extractor",
    "extractor_version", "reason",
)  # fmt: skip
"""What JSON says of either text."""


@click.command(
    "diff",
    short_help="what an edit changed, word by word",
    epilog="Examples: communique diff https://mfa.gov.by/en/press/statements/cf70e7349e4f19db.html; "
    "communique diff alqq24ofsovs 1 3; communique diff alqq24ofsovs 2026-11-01 2026-11-24",
)
@click.argument("address")
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option("--whole", is_flag=True, help="Show the paragraphs that stayed the same, too.")
@json_option
@pass_place
def command(place: Place, address: str, a: str | None, b: str | None, whole: bool, as_json: bool) -> None:
    """Show what changed between two texts of the article at ADDRESS (an address, or a 12-letter id).

    A and B are numbers of revisions, or times: YYYY-MM-DD means the text that stood at the end of that day in UTC,
    2026-11-24T10:00:00Z the one that stood then. Without B, A is held against the newest text; without both, the two
    newest are. On a terminal, removed words are red and added ones green; elsewhere, and with NO_COLOR, they are
    written [-removed-] and {+added+}.
    """
    check_which(a, "A")
    check_which(b, "B")
    with place.read() as archive:
        known = archive.revisions(address)
        last = int(known[-1]["number"])
        if a is None and last == 1:
            say(_only(address, known[0]))
            return
        old = archive.revision(address, last - 1 if a is None else a)
        new = archive.revision(address, last if b is None else b)
        article = archive.show(address)
    told = compare_articles(article_of_row(old), article_of_row(new))
    if as_json:
        names = {name: article[name] for name in ("id", "url", "site")}
        sides = {side: {name: row[name] for name in FACTS} for side, row in (("before", old), ("after", new))}
        print_json([names | sides | told.to_dict()])
        return
    shown = _cleaned(old), _cleaned(new)
    seen = (
        told
        if shown == (article_of_row(old), article_of_row(new))
        else compare_articles(*shown)._replace(edit=told.edit)
    )
    _print(Paper(), article, old, new, seen, whole)


def _only(address: str, row: Row) -> str:
    since, until = short_time(row["captured_at"]), short_time(row["last_seen"])
    return f"{address} has one text only (captured {since}, last seen {until}): there is nothing to hold against it."


def _cleaned(row: Row) -> Article:
    """The same, fit for a terminal: no control characters, whatever the page had."""
    article = article_of_row(row)
    return replace(
        article,
        title=clean(article.title),
        body=tuple(clean(paragraph) for paragraph in article.body),
        links=tuple(Link(url=clean(link.url), text=clean(link.text)) for link in article.links),
        attachments=tuple(Attachment(url=clean(held.url), title=clean(held.title)) for held in article.attachments),
    )


def _print(paper: Paper, article: Row, old: Row, new: Row, told: Comparison, whole: bool) -> None:
    paper.write([Span(SAME, clean(f"{article['url']} ({article['id']})"))], style="bold")
    paper.write([Span(SAME, f"- {_head(old)}")], style="red")
    paper.write([Span(SAME, f"+ {_head(new)}")], style="green")
    paper.write([Span(SAME, _verdict(old, new, told))])
    paper.write()
    if not told.edit.fields and not whole:
        return
    paper.changes(told.title, whole=True, style="bold")
    paper.changes(told.body, whole=whole)
    for name, removed, added in (
        ("links", [_told(link.text, link.url) for link in told.links_removed],
            [_told(link.text, link.url) for link in told.links_added]),
        ("attachments", [_told(held.title, held.url) for held in told.attachments_removed],
            [_told(held.title, held.url) for held in told.attachments_added]),
    ):  # fmt: skip
        if name not in told.edit.fields:
            continue
        paper.write([Span(SAME, f"{name}:" if removed or added else f"{name}: in another order")], style="bold")
        for kind, each in (*((REMOVED, each) for each in removed), *((ADDED, each) for each in added)):
            paper.write([Span(kind, each)])


def _told(text: str, url: str) -> str:
    return f"{text} <{url}>" if text else f"<{url}>"


def _head(row: Row) -> str:
    """One line that says which text it is, and on what evidence."""
    stood = f"{short_time(row['captured_at'])} to {short_time(row['last_seen'])}"
    payload = str(row["payload_digest"])[:19]
    reader = clean(f"{row['extractor']} {row['extractor_version']}")
    why = f", {row['reason']}" if row["reason"] else ""
    return f"revision {row['number']}: {stood}, payload {payload}…, read by {reader}{why}"


def _verdict(old: Row, new: Row, told: Comparison) -> str:
    if old["number"] == new["number"]:
        return f"the same text: revision {new['number']} stood at both times"
    readers = [(row["extractor"], row["extractor_version"]) for row in (old, new)]
    doubt = "" if readers[0] == readers[1] else " (read by different extractors: some of it may be their doing)"
    return told.edit.sentence() + doubt
