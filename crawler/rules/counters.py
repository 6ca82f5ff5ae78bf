"""Lines that only count how often a page was seen, discussed or passed on: they change with every visit."""

from __future__ import annotations

import re

_COUNTED = """
    views? page.?views? (?:number.of|total).views (?:number.of.)?comments? shares? likes?
    просмотр(?:ов|а|ы)? (?:количество|число|кол-во).просмотров комментари(?:й|я|ев|и) (?:количество|число).комментариев
    прагляд(?:аў|у|ы)? (?:колькасць|лік).праглядаў каментары(?:й|я|яў|і) (?:колькасць|лік).каментарыяў
    перегляд(?:ів|у|и)? (?:кількість|число).переглядів коментар(?:ів|я|і)?
    (?:antal.)?visningar (?:antall.)?visninger kommentarer kommentare aufrufe vues commentaires comentarios
    wyświetleń wyświetlenia odsłon komentarzy
"""
_WORD = "(?:" + "|".join(_COUNTED.replace(".", r"\s").split()) + ")"
_NUMBER = r"\d[\d\s.,]*(?:\s?(?:k|m|тыс\.?|тыс|млн|tys\.?))?"
_ONE = rf"(?:{_WORD}\s*[:\-–—]?\s*(?:\(\s*{_NUMBER}\s*\)|{_NUMBER})|{_NUMBER}\s*{_WORD})"
_COUNTER = re.compile(rf"\W*{_ONE}(?:[\s/|·•,;]+{_ONE})*\W*", re.IGNORECASE)
_LONGEST = 120


def is_counter(line: str) -> bool:
    """Whether a cleaned paragraph does nothing but count ("Views: 1 204", "Просмотров: 17", "4 views / 0 comments").

    In the languages that are crawled and some neighbours; a sentence that counts something else is none.
    """
    return len(line) <= _LONGEST and _COUNTER.fullmatch(line) is not None
