"""A diff on stdout: in colour on a terminal, elsewhere with the marks ``[-removed-]`` and ``{+added+}``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from rich.console import Console
from rich.text import Text

from crawler.compare.text_diff import ADDED, REMOVED, SAME, Span
from crawler.rules.text.words import BREAK

STYLES = {SAME: "", ADDED: "bold green", REMOVED: "red strike"}
_MARKS = {SAME: ("", ""), ADDED: ("{+", "+}"), REMOVED: ("[-", "-]")}

DiffLine = list[Span]


class DiffPrinter:
    """Prints diffs on stdout; in colour if it is a terminal with colours and ``NO_COLOR`` is not set."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._coloured = self._console.is_terminal and not self._console.no_color and bool(self._console.color_system)

    def write(self, line: Sequence[Span] = (), *, style: str = "") -> None:
        """Print one line with its changes marked; ``style`` is the rich style of the whole line."""
        if not self._coloured:
            marked = [f"{_MARKS[span.kind][0]}{span.text}{_MARKS[span.kind][1]}" for span in line]
            self._console.print(Text("".join(marked)))
            return
        text = Text(style=style)
        for span in line:
            text.append(span.text, STYLES[span.kind] + (" reverse" if _is_blank(span) else ""))
        self._console.print(text)

    def changes(self, spans: Sequence[Span], *, whole: bool, style: str = "") -> None:
        """Print paragraphs, each with an empty line after it.

        Unchanged paragraphs that are not next to a change are only counted; with ``whole`` all are printed.
        """
        paragraphs = lines(spans)
        same = [all(span.kind == SAME for span in line) for line in paragraphs]
        hidden = [not whole and all(same[max(0, at - 1) : at + 2]) for at in range(len(paragraphs))]
        for is_hidden, run in groupby(zip(paragraphs, hidden, strict=True), key=itemgetter(1)):
            kept = [line for line, _ in run]
            if is_hidden and len(kept) > 1:
                self.write([Span(SAME, f"… {len(kept)} paragraphs unchanged …")], style="dim")
                self.write()
                continue
            for line in kept:
                self.write(line, style=style)
                self.write()


def lines(spans: Sequence[Span]) -> list[DiffLine]:
    """Spans as lines, one for each paragraph; ``¶`` stands for a paragraph end that was added or removed."""
    made: list[DiffLine] = [[]]
    for span in spans:
        if span.kind != SAME and span.text == BREAK:
            made[-1].append(Span(span.kind, "¶"))
            if span.kind == ADDED:
                made.append([])
            continue
        for number, text in enumerate(span.text.split(BREAK)):
            if number and made[-1]:
                made.append([])
            if text:
                made[-1].append(Span(span.kind, text))
    return [line for line in made if line]


def _is_blank(span: Span) -> bool:
    return span.kind != SAME and span.text.isspace()
