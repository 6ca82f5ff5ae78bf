"""Visit counters: lines that count views or say how old a page is. They change with every visit."""

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
_EYE = rf"[👁👀]\ufe0f?\s*{_NUMBER}"
_TIMES = rf"""(?:(?:this\s\w+\s(?:was|has\sbeen)\s)?(?:read|viewed|seen|downloaded)\s*:?\s*{_NUMBER}\s*(?:times?)?
    |(?:прочитано|прочитали|просмотрено|просмотрели|прачытана|прачыталі|прагледжана|переглянуто)\s*:?\s*
     {_NUMBER}\s*(?:раз(?:а|ы|оў|ів)?|человека?|чалавека?)?)"""
_UNITS = """seconds? secs? minutes? mins? hours? hrs? days? weeks? months? years?
    секунд[уы]? минут[уы]? час(?:а|ов)? дн(?:я|ей) день недел[юьи] месяц(?:а|ев)? год(?:а)? лет
    секунд[уы]? хвілін[уы]? гадзін[уы]? дзень дн(?:і|я|ёў) тыд(?:зень|ні|няў) месяц(?:ы|аў)? год(?:ы)? гадоў
    хвилин[уи]? годин[уи]? дн(?:і|ів)"""
_AGO = rf"""(?:(?:posted|published|updated|added|опубликовано|обновлено|добавлено|апублікавана|абноўлена|дададзена)
    \s*:?\s*)?
    (?:\d{{1,3}}|an?|one|about\san)\s(?:{"|".join(_UNITS.split())})\s(?:ago|назад|таму(?:\sназад)?|тому)"""
_PASSING = re.compile(rf"\W*(?:{_EYE}|{_TIMES}|{_AGO})\W*", re.IGNORECASE | re.VERBOSE)
_LONGEST = 120


def is_counter(line: str) -> bool:
    """Whether a cleaned paragraph only counts ("Views: 1 204", "Просмотров: 17", "4 views / 0 comments").

    A paragraph that says how old the page is ("Posted 3 hours ago") counts too, because it is another one an hour
    later. The words are those of the crawled languages and some neighbours. A sentence that counts something else is
    not a counter.
    """
    if len(line) > _LONGEST:
        return False
    return _COUNTER.fullmatch(line) is not None or _PASSING.fullmatch(line) is not None
