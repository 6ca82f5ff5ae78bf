"""``communique diff``: the changes between two texts of an article, word by word."""

from __future__ import annotations

from dataclasses import replace

import click

from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.marked_diff import DiffPrinter
from crawler.cli.tables import TableRow, check_revision, json_option, print_json, print_message, short_time
from crawler.compare.article_diff import Comparison, article_of_row, compare_articles
from crawler.compare.text_diff import ADDED, REMOVED, SAME, Span
from crawler.items import Article, Attachment, Link
from crawler.rules.text.normalization import clean

FACTS = (
    "number", "captured_at", "last_seen", "url", "language", "published", "text_digest", "payload_digest", "extractor",
    "extractor_version", "reason",
)  # fmt: skip
"""The keys of either text in JSON."""


@click.command(
    "diff",
    short_help="compare two texts of an article, word by word",
    epilog="Examples: communique diff https://mfa.gov.by/en/press/statements/cf70e7349e4f19db.html; "
    "communique diff alqq24ofsovs 1 3; communique diff alqq24ofsovs 2026-11-01 2026-11-24",
)
@click.argument("address")
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option("--whole", is_flag=True, help="Print unchanged paragraphs, too.")
@json_option
@pass_location
def command(location: ArchiveLocation, address: str, a: str | None, b: str | None, whole: bool, as_json: bool) -> None:
    """Compare two texts of the article at ADDRESS (an address, or a 12-letter id), word by word.

    A and B are revision numbers or times: YYYY-MM-DD is the text at the end of that day in UTC, and
    2026-11-24T10:00:00Z the text at that moment. Without B, A is compared with the newest text; without A and B, the
    two newest texts are compared. On a terminal, removed words are red and added words green. Elsewhere, and with
    NO_COLOR, they are written as [-removed-] and {+added+}.
    """
    check_revision(a, "A")
    check_revision(b, "B")
    with location.read() as archive:
        known = archive.revisions(address)
        last = int(known[-1]["number"])
        if a is None and last == 1:
            print_message(_single_text(address, known[0]))
            return
        old = archive.revision(address, last - 1 if a is None else a)
        new = archive.revision(address, last if b is None else b)
        article = archive.show(address)
    comparison = compare_articles(article_of_row(old), article_of_row(new))
    if as_json:
        names = {name: article[name] for name in ("id", "url", "site")}
        sides = {side: {name: row[name] for name in FACTS} for side, row in (("before", old), ("after", new))}
        print_json([names | sides | comparison.to_dict()])
        return
    shown = _cleaned(old), _cleaned(new)
    printed = (
        comparison
        if shown == (article_of_row(old), article_of_row(new))
        else compare_articles(*shown)._replace(edit=comparison.edit)
    )
    _print(DiffPrinter(), article, old, new, printed, whole)


def _single_text(address: str, row: TableRow) -> str:
    since, until = short_time(row["captured_at"]), short_time(row["last_seen"])
    return f"{address} has one text only (captured {since}, last seen {until}): there is nothing to compare it with."


def _cleaned(row: TableRow) -> Article:
    """The article of a row without control characters, for a terminal."""
    article = article_of_row(row)
    return replace(
        article,
        title=clean(article.title),
        body=tuple(clean(paragraph) for paragraph in article.body),
        links=tuple(Link(url=clean(link.url), text=clean(link.text)) for link in article.links),
        attachments=tuple(Attachment(url=clean(file.url), title=clean(file.title)) for file in article.attachments),
    )


def _print(
    printer: DiffPrinter, article: TableRow, old: TableRow, new: TableRow, comparison: Comparison, whole: bool
) -> None:
    printer.write([Span(SAME, clean(f"{article['url']} ({article['id']})"))], style="bold")
    printer.write([Span(SAME, f"- {_head(old)}")], style="red")
    printer.write([Span(SAME, f"+ {_head(new)}")], style="green")
    printer.write([Span(SAME, _verdict(old, new, comparison))])
    printer.write()
    if not comparison.edit.fields and not whole:
        return
    printer.changes(comparison.title, whole=True, style="bold")
    printer.changes(comparison.body, whole=whole)
    for name, removed, added in (
        ("links", [_link(link.text, link.url) for link in comparison.links_removed],
            [_link(link.text, link.url) for link in comparison.links_added]),
        ("attachments", [_link(file.title, file.url) for file in comparison.attachments_removed],
            [_link(file.title, file.url) for file in comparison.attachments_added]),
    ):  # fmt: skip
        if name not in comparison.edit.fields:
            continue
        printer.write([Span(SAME, f"{name}:" if removed or added else f"{name}: in another order")], style="bold")
        for kind, each in (*((REMOVED, each) for each in removed), *((ADDED, each) for each in added)):
            printer.write([Span(kind, each)])


def _link(text: str, url: str) -> str:
    return f"{text} <{url}>" if text else f"<{url}>"


def _head(row: TableRow) -> str:
    """One line with the number of a text, its times, its payload and its extractor."""
    stood = f"{short_time(row['captured_at'])} to {short_time(row['last_seen'])}"
    payload = str(row["payload_digest"])[:19]
    reader = clean(f"{row['extractor']} {row['extractor_version']}")
    why = f", {row['reason']}" if row["reason"] else ""
    return f"revision {row['number']}: {stood}, payload {payload}…, read by {reader}{why}"


def _verdict(old: TableRow, new: TableRow, comparison: Comparison) -> str:
    if old["number"] == new["number"]:
        return f"the same text: revision {new['number']} was current at both times"
    readers = [(row["extractor"], row["extractor_version"]) for row in (old, new)]
    doubt = "" if readers[0] == readers[1] else " (read by different extractors, which may cause some of it)"
    return comparison.edit.sentence() + doubt
