"""A text with its changes marked: in colour on a terminal, elsewhere as ``[-removed-]`` and ``{+added+}``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from rich.console import Console
from rich.text import Text

from crawler.compare.text_diff import ADDED, REMOVED, SAME, Span
from crawler.rules.text.word_diff import BREAK

STYLES = {SAME: "", ADDED: "bold green", REMOVED: "red strike"}
_MARKS = {SAME: ("", ""), ADDED: ("{+", "+}"), REMOVED: ("[-", "-]")}

Line = list[Span]


class Paper:
    """Stdout, with colours where it is a terminal that shows them and ``NO_COLOR`` does not forbid it."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._coloured = self._console.is_terminal and not self._console.no_color and bool(self._console.color_system)

    def write(self, line: Sequence[Span] = (), *, style: str = "") -> None:
        """One line, its changes marked; ``style`` is that of the whole."""
        if not self._coloured:
            marked = [f"{_MARKS[span.kind][0]}{span.text}{_MARKS[span.kind][1]}" for span in line]
            self._console.print(Text("".join(marked)))
            return
        told = Text(style=style)
        for span in line:
            told.append(span.text, STYLES[span.kind] + (" reverse" if _is_blank(span) else ""))
        self._console.print(told)

    def changes(self, spans: Sequence[Span], *, whole: bool, style: str = "") -> None:
        """Paragraphs, each with an empty line after it. Those that stayed the same are counted, but for the neighbours
        of changes; with ``whole`` all are written."""
        told = lines(spans)
        same = [all(span.kind == SAME for span in line) for line in told]
        away = [not whole and all(same[max(0, at - 1) : at + 2]) for at in range(len(told))]
        for is_away, run in groupby(zip(told, away, strict=True), key=itemgetter(1)):
            kept = [line for line, _ in run]
            if is_away and len(kept) > 1:
                self.write([Span(SAME, f"… {len(kept)} paragraphs the same …")], style="dim")
                self.write()
                continue
            for line in kept:
                self.write(line, style=style)
                self.write()


def lines(spans: Sequence[Span]) -> list[Line]:
    """Spans as the lines of a text, a paragraph each. Where only the end of a paragraph was added or removed, a ``¶``
    stands for it."""
    told: list[Line] = [[]]
    for span in spans:
        if span.kind != SAME and span.text == BREAK:
            told[-1].append(Span(span.kind, "¶"))
            if span.kind == ADDED:
                told.append([])
            continue
        for number, text in enumerate(span.text.split(BREAK)):
            if number and told[-1]:
                told.append([])
            if text:
                told[-1].append(Span(span.kind, text))
    return [line for line in told if line]


def _is_blank(span: Span) -> bool:
    return span.kind != SAME and span.text.isspace()
