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
        ("ﾓﾝｺﾞﾙ～ﾄﾙｺ", "モンゴル〜トルコ"),
        ("于 2026 年 3 月签署《宣言》", "于2026年3月签署〈宣言〉"),
        ("Հայ\u058aռուսական", "Հայ-ռուսական"),
        ("תל\u05beאביב", "תל-אביב"),
        (
            "\u0643\u0634\u0648\u0631 \u0627\u064a\u0631\u0627\u0646",
            "\u06a9\u0634\u0648\u0631 \u0627\u06cc\u0631\u0627\u0646",
        ),
        ("\u0e19\u0e4d\u0e32", "\u0e19\u0e33"),
        ("la main-d\u2019œuvre", "la main-d'oeuvre"),
        ("указ №\u00a07, Ⅳ квартал", "указ №7, IV квартал"),
        ("● Hi . . .", "• Hi …"),
    ],
)
def test_typography_changes_no_word(one: str, other: str) -> None:
    """Letters of older fonts and keyboards, quotation marks, dashes, spaces."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5", "-5"),
        ("кадын", "кадин"),
        ("kadın", "kadin"),
        ("дом", "дой"),
        ("10²", "102"),
        ("$5", "€5"),
        ("5%", "5‰"),
        ("③", "3"),
        ("½", "1/2"),
        ("\u0649", "\u064a"),
        ("か", "が"),
        ("ｶ", "ｶﾞ"),
        ("国", "國"),
        ("a b", "ab"),
        ("서울 시", "서울시"),
        ("№5", "№6"),
    ],
)
def test_other_signs_and_letters_are_no_typography(one: str, other: str) -> None:
    """They change what is said."""
    assert fold(one) != fold(other)


def test_each_sign_has_one_folded_form() -> None:
    """Folding a folded text changes nothing, whatever signs it has."""
    signs = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    assert [hex(ord(sign)) for sign in signs if fold(fold(f"a {sign} b")) != fold(f"a {sign} b")] == []
