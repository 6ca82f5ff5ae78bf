"""``communique search``: find stories by words."""

from __future__ import annotations

from itertools import islice

import click

from crawler.archive import ArticleFilterArguments
from crawler.cli.archive_location import ArchiveLocation, pass_location
from crawler.cli.filter_options import filter_options
from crawler.cli.indexing import searchable
from crawler.cli.tables import TableRow, json_option, limit_option, print_message, print_rows


@click.command(
    "search",
    short_help="find stories by words",
    epilog="Examples: communique search миграция; communique search '\"права чалавека\" -вайна' --language be",
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},  # -h… is a word
)
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
@filter_options
@click.option(
    "--sort",
    type=click.Choice(("relevance", "date")),
    default="relevance",
    show_default=True,
    help="The order: the best match first, or the newest.",
)
@click.option("--all-revisions", is_flag=True, help="Search also the texts before an edit.")
@limit_option
@json_option
@pass_location
def command(
    location: ArchiveLocation,
    words: tuple[str, ...],
    filters: ArticleFilterArguments,
    sort: str,
    all_revisions: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Find the stories in which a text has all WORDS; each story is listed once, by its best text.

    A word is found in all its forms, by the rules of the text's language. A name in Latin letters is also found in
    Cyrillic letters and the other way round; such matches come last. "Words in quotes" are found as a phrase, either
    word with OR (in capitals), texts without a word with -word, and the beginning of words with begin*. Every query is
    valid: other signs are searched as words. The ids in the table work with communique show and communique variants.
    """
    typed = " ".join(words)
    with searchable(location, filters["site"]) as archive:
        found = archive.search(typed, by_date=sort == "date", all_revisions=all_revisions, limit=limit + 1, **filters)
        rows = list(islice(found, limit))
        print_rows(
            rows,
            as_json=as_json,
            title=f"Found in {location.path}",
            columns=(
                "id",
                "language",
                *(("revision",) if all_revisions else ()),
                "published",
                "title",
                "snippet",
                "languages",
            ),
            fold=("title", "snippet"),
            empty="Nothing was found. A search needs at least one word without a minus.",
            shape=_shape,
        )
        if next(found, None) is not None:
            print_message(f"There are more results: --limit {2 * limit} shows more.")


def _shape(row: TableRow) -> TableRow:
    title = row["title"] if row["match"] == "word" else f"{row['title']} (a name in another script)"
    return {**row, "title": title}
