"""``communique search``: find stories by their words."""

from __future__ import annotations

from itertools import islice

import click

from crawler.archive import ArticleFilterArguments
from crawler.cli.archive_location import Place, pass_place
from crawler.cli.filter_options import filter_options
from crawler.cli.indexing import searchable
from crawler.cli.tables import Row, answer, json_option, limit_option, say


@click.command(
    "search",
    short_help="find stories by their words",
    epilog="Examples: communique search миграция; communique search '\"права чалавека\" -вайна' --language be",
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},  # -h… is a word
)
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
@filter_options
@click.option(
    "--sort", type=click.Choice(("relevance", "date")), default="relevance", show_default=True, help="Best, or newest."
)
@click.option(
    "--all-revisions", is_flag=True, help="Search texts that were replaced, too: what was said before an edit."
)
@limit_option
@json_option
@pass_place
def command(
    place: Place,
    words: tuple[str, ...],
    narrowed: ArticleFilterArguments,
    sort: str,
    all_revisions: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Find the stories in which a text has all the WORDS, each once, by the text that fits best.

    A word is found in any of its forms, in the language of the text; a name in Latin letters in Cyrillic ones too, and
    the other way round, after all that has the word itself. "Words in quotes" are found as they stand, one OR the other
    (in capitals), -without, begin* what begins so. Anything else is words: no text is an error. An id of the table is
    that of the text that fits: communique show ID, communique variants ID.
    """
    typed = " ".join(words)
    with searchable(place, narrowed["site"]) as archive:
        found = archive.search(typed, by_date=sort == "date", all_revisions=all_revisions, limit=limit + 1, **narrowed)
        rows = list(islice(found, limit))
        answer(
            rows,
            as_json=as_json,
            title=f"Found in {place.path}",
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
            empty="Nothing found. A search takes at least one word that is to be there.",
            shape=_shape,
        )
        if next(found, None) is not None:
            say(f"There is more: --limit {2 * limit} shows more of it.")


def _shape(row: Row) -> Row:
    title = row["title"] if row["match"] == "word" else f"{row['title']} (a name in other letters)"
    return {**row, "title": title}
