"""Names of institutions: whether a text is the name of a ministry, an embassy or a parliament, and nothing more."""

from __future__ import annotations

import re

_WORDS = r"""
    ministry|ministries|embassy|consulate|parliament|government|department
    |minist[eè]re|ambassade|consulat|gouvernement|ministerio|embajada|consulado|gobierno|minist[eé]rio|embaixada
    |ministero|ambasciata|ministerul|ambasada|guvernul|ministria|ambasade|ministeru|aireacht
    |(?:[^\W\d_]*minist(?:erium|eriums|eriet|eriö|eerium|ærium|ærið))|[^\W\d_]*kanzleramt|botschaft|bundesregierung
    |regjeringen|regeringskansliet|regeringen|valtioneuvosto|eduskunta|riksdagen|stortinget|folketinget
    |ministerie|ministeries|regering|ministerstwo|ambasada|ministerstvo|velvyslanectví|veľvyslanectvo|ministrstvo
    |ministarstvo|ministerija|ministrija|vēstniecība|vyriausybė|vlada|[^\W\d_]*minisztérium|nagykövetség|kormány
    |bakanl[ıi][ğg][ıi]|nazirliyi|vazirligi|ministrligi|kementerian|kedutaan|kagawaran|bộ(?!\s(?:trưởng|đội|phận|máy|luật))
    |министерство|министерства|міністэрства|міністерство|министарство|министрлігі|министрлиги|вазорати|вазирлиги|яам
    |посольство|пасольства|правительство|правителство|урад|уряд|мид|мзс|мвнр
    |υπουργε[ιί]ο|πρεσβε[ιί]α|κυβέρνηση|وزارة|وزارت|سفارة|سفارت|משרד|שגרירות|სამინისტრო|საელჩო|նախարարություն|դեսպանություն
    """
_SIGNS = r"""
    外交部|外務省|[\u4e00-\u9fff]{2,14}(?:部|省|厅|廳|委员会|委員會|大使馆|大使館|政府|官邸)|외교부|대사관|[\uac00-\ud7af]{2,8}부
    |กระทรวง|สถานทูต|मंत्रालय|মন্ত্রণালয়|মন্ত্রণালয়|அமைச்சகம்|මන්ත්‍රාලය|අමාත්‍යාංශය|ក្រសួង|ဝန်ကြီးဌာန
    """


def _one(words: str) -> str:
    return "".join(line.strip() for line in words.splitlines())


_INSTITUTION = re.compile(rf"(?<![^\W_])(?:{_one(_WORDS)})(?![^\W_])", re.IGNORECASE)
_IN_SIGNS = re.compile(_one(_SIGNS))
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,14}\Z")
_PARTICLES = frozenset("the and & och og und y e et i и и і och és ve va и/or de".split())  # noqa: SIM905
_ENGLISH = frozenset(("ministry", "ministries", "embassy", "consulate", "parliament", "government", "department"))
_JOINING = frozenset("of for and the to in & on at".split())  # noqa: SIM905
_MOST_WORDS = 12


def is_institution(text: str) -> bool:
    """Whether a text is the name of an institution: a word for one, after names alone, or at the end.

    "Royal Ministry of Trade" is one, and so is "Xarici İşlər Nazirliyi". "Statement of the Ministry of Trade" and
    "Ministry denies reports" are none: other words come before it, or a verb after it.
    """
    words = text.split()
    if not words or len(words) > _MOST_WORDS or text.endswith((".", "?", "!")):
        return False
    if signs := _IN_SIGNS.search(text):
        return not _HAN_NAME.match(text) or signs.end() == len(text)
    found = _INSTITUTION.search(text)
    if not found:
        return False
    before, after = text[: found.start()].split(), text[found.end() :].split()
    if not after:
        return len(before) < _MOST_WORDS // 2
    if not all(word.casefold() in _PARTICLES or not word[0].islower() for word in before):
        return False
    return found[0].casefold() not in _ENGLISH or not any(
        word[0].islower() and word.strip(",").casefold() not in _JOINING for word in after
    )
