"""Words for months and for halves of the day that sites write beside those of the Unicode locale data, or instead."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.rules.dates.folding import fold

_MONTHS = {
    "ckb": "| | ئادار",
    "ku": "çile | sibat | adar | nîsan | gulan | hezîran | tîrmeh | tebax | îlon | cotmeh | mijdar",
    "si": "ජනවාරි | පෙබරවාරි | මාර්තු | අප්‍රේල් අප්රේල් | මැයි | ජූනි | ජූලි | අගෝස්තු | සැප්තැම්බර් | ඔක්තෝබර් | නොවැම්බර් | දෙසැම්බර්",
}
_HALVES = {
    "ar": "صباح الصباح | عصرا عصر العصر ظهر الظهر المساء",
    "bg": "пр.об | сл.об",
    "bn": "এএম | পিএম",
    "fa": "قبل_از_ظهر پیش_از_ظهر | بعد_از_ظهر",
    "hi": "पूर्वाह्न एएम | अपराह्न पीएम",
    "km": "ព្រឹក | ល្ងាច រសៀល",
    "mr": "पूर्वाह्न एएम | अपराह्न पीएम",
    "ne": "पूर्वाह्न एएम | अपराह्न पीएम",
    "ur": "قبل_دوپہر | بعد_دوپہر سہ_پہر",
}
"""Before noon | after it."""


def _read(written: str) -> dict[str, int]:
    rows = enumerate(written.split("|"), 1)
    return {fold(word.replace("_", " ")): number for number, words in rows for word in words.split()}


MORE_MONTHS: Mapping[str, Mapping[str, int]] = {language: _read(written) for language, written in _MONTHS.items()}
"""Primary subtag → words for months, folded → the number of the month."""
MORE_HALVES: Mapping[str, Mapping[str, int]] = {language: _read(written) for language, written in _HALVES.items()}
"""Primary subtag → words for halves of the day, folded → 1 for the one before noon, 2 for the one after it."""
BORROWED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys("ab av ba ce cv inh kbd kv lez mhr mrj myv os sah tt tyv udm xal".split(), ("ru",)),  # noqa: SIM905
    "crh": ("uz", "ru"),
    "gag": ("uz",),
    "rue": ("uk", "ru"),
}
"""Languages that the locale data lack, or whose sites write the months of another language instead of their own."""
STEMS: Mapping[str, re.Pattern[str]] = {"lv": re.compile(r"i?s\Z")}
"""Endings of the nominative that other cases of a month do not have: "marts", "martā"."""
