"""Texts that differ in typography alone have one folded form, and others do not."""

from __future__ import annotations

import pytest

from crawler.rules.text.typography import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("relaţiile şi ţara", "relațiile și țara"),
        ("ǈubav i ǌegova ǆamija", "Ljubav i njegova džamija"),
        ("\ufefb \ufeed\ufe8e", "لا وا"),
        ("d\u2019abord \u00ab\u202fla paix\u202f\u00bb", 'd\'abord "la paix"'),
        ("всё — ещё", "все - еще"),
        ("２０２６（ＡＰ）", "2026(AP)"),
    ],
)
def test_typography_changes_no_word(one: str, other: str) -> None:
    """Letters of older fonts and keyboards, quotation marks, dashes, spaces."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("5", "-5"), ("кадын", "кадин"), ("kadın", "kadin"), ("дом", "дой"), ("10²", "102"), ("$5", "€5"), ("5%", "5‰")],
)
def test_other_signs_and_letters_are_no_typography(one: str, other: str) -> None:
    """They change what is said."""
    assert fold(one) != fold(other)
