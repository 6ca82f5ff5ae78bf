"""Neighbours: what a text must have, and must not have, to be in a language rather than in an unknown relative of it.

A model knows some hundred languages, and gives a text in any other the name of the nearest one. The letters and small
words of the languages themselves contradict such an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = 0.03
"""The largest share of letters beyond ASCII and beyond the alphabet. Names and quotations have some."""
_FOREIGN_CYRILLIC = 0.012
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىآأؤإئءةـ"


def _alphabets(written: str) -> dict[str, frozenset[str]]:
    rows = (row.partition(":") for row in written.split())
    return {tag: frozenset(letters) for tags, _, letters in rows for tag in tags.split(",")}


_LATIN = _alphabets("""
    se:áčđŋšŧž fi:äöåšž et:õäöüšž no,nb,nn:æøåéèêóòâôüäö sv:åäöéèüáàæø da:æøåéüäö is:áðéíóúýþæö fo:áðíóúýæø
    de:äöüßé nl:éëïóüèáöêàç af:êëéèîïôöûüáíóúý lb:äëéèöüêâßîôû fy:âêëéïôöúûäü en:éèêëïöüáíóñç
    fr:àâæçéèêëîïôœùûüÿ es:áéíñóúüç pt:áâãàçéêíóôõúü it:àèéìîòóùú ca:àçéèíïóòúüñ gl:áéíïñóúü eu:ñçüéáíóú ro:ăâîșțşţ
    pl:ąćęłńóśźżéü cs:áčďéěíňóřšťúůýžöü sk:áäčďéíĺľňóôŕšťúýžöü sl:čšžćđöü hr,bs,sr:čćđšž hu:áéíóöőúüű
    lt:ąčęėįšųūž lv:āčēģīķļņšūžōŗ sq:ëç tr:çğıöşüâîûi̇ az:əçğıöşüi̇ tk:äçňöşüýž mt:ċġħżàèìòù eo:ĉĝĥĵŝŭ
    ga:áéíóú gd:àèìòùáéó cy:âêîôûŵŷïöäëáéíóú br:êñùâéüèàîôû
    id,ms,jv,tl,sw,xh,zu,sn,rw,lg,mg,so,ha,om,st,nso:éèáíóúñôâêàï
    """)
"""For languages in Latin letters: the letters beyond ASCII that their own words and frequent foreign names have."""
_CYRILLIC = _alphabets("""
    ru,bg: uk:іїєґ be:іў mk:ѓќѕјљњџѐѝ sr:ђјљњћџ mn:өү kk:әғқңөұүһі ky:өүң tg:ғӣқӯҳҷ tt:әөүҗңһ ba:ғҙҡңҫәөүһ
    """)
"""For languages in Cyrillic letters: those beside the Russian ones."""
_NOT_IN = {"uk": frozenset("ыэёъ"), "be": frozenset("ищъ"), "mk": frozenset("йыэёъщьюя"), "sr": frozenset("йыэёъщьюя")}
"""Letters of the Russian alphabet that a language does not have."""
_NEEDED = _alphabets("kk:әғқңөұүі ky:өүң tg:ғӣқӯҳҷ tt:әөүҗң ba:ҙҡҫә mn:өү uk:іїє be:іў se:čđŋšŧž")
"""Letters of which every text in the language has some."""
_NEEDED_SHARE = 0.002
_ARABIC_SETS = _alphabets(f"""
    ar,ary,arz:{_ARABIC}ڤچپگی fa:{_ARABIC}پچژگکی ur:{_ARABIC}پچژگکیٹڈڑںےہھۂۓۃ
    ps:{_ARABIC}پچژگکیټډړږښګڼۍېڅځۀے
    """)


def _small(written: str) -> frozenset[str]:
    return frozenset(written.split())


_RIVALS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "se": (
        _small("ja lea leat ahte go ii dat leai mii lei dahje ovdal"),
        _small("já lii láá ko te ij láin taan lijjii da lij jïh dïhte gïele men ietjá lev aj vaj javllá galggá ulmme"),
    ),
    "fi": (
        _small("on että ovat myös kanssa hän sekä kuin kun olivat"),
        _small(
            "oon ette oova oovat kans heän met tet net het ko tehhä häätyy niinku oom oomma olethaan saapi"
            " hiän pitäy piäy kera tulou mie šie hyö ollou šitä"
        ),
    ),
    "et": (_small("on et see ning oli kui mis"), _small("om olõ tuu ku mäntsegi ommaq olliq sis'ki et'")),
    "de": (
        _small("und der die das ist nicht mit für auf ein eine den wird"),
        _small("un de dat is nich för op ook oder'n wat sünd isch nöd vo het dr uff ond ned san des"),
    ),
    "nl": (_small("het een van en niet zijn dat voor op met"), _small("dat un is nich för sünd mit up hett oawer ok")),
    "it": (
        _small("il di che della per con una sono non del gli dei nel alla"),
        _small("lu sa su sos sas est chi pro nta pi cu hè chì u ed ils las cun tar sun dal inte des al"),
    ),
    "es": (_small("el en con una es los del por también"), _small("ye nel pola foi cola col tamién dende los sos na")),
    "en": (_small("the of and to from with have was"), _small("tae frae wi hae wis oan fae ane whit o an")),
    "id": (_small("yang dan di untuk dengan dari"), _small("anu sareng nu jeung ti pikeun nan jo untuak kalawan")),
    "tl": (_small("ng na at sa ay"), _small("ug nga ti iti ken sang kag si")),
    "ur": (_small("کے ہے میں کی سے اور"), _small("دے اے وچ دا نوں دی نے")),
    "hi": (_small("है के में की और हैं"), _small("बा अछि छल बाटे हवे रहल केँ आ")),
    "ru": (_small("и в на не с что по для"), _small("да ды лу вылӧ дын но ва дё чи'")),
    "sl": (_small("je in se na da za so ki pa ni bo"), _small("le thaj te si len e o amen kaj and ande pala vi sas")),
    "sw": (_small("ya na wa kwa ni katika"), _small("ya na ne ku mu bya ba")),
}
"""Small words of a language, and those of relatives that the model does not know. The more frequent ones decide."""
_SELDOM = _small("an bcl ext gcf gcr gom grc guw hbo kab la lij oc pcm sa vec vo wa eo ace arz ary")
"""Languages that the model names for texts in others, and in which no ministry writes without saying so."""
_RUSSIAN_WORDS = _RIVALS["ru"][0]
_RUSSIAN_SHARE = 0.03
_YIDDISH = re.compile("[\u05f0-\u05f2\ufb1d-\ufb4f]|אַ|אָ|\\b(?:און|איז|דער|פֿון|פון|דאס)\\b")


def is_yiddish(text: str) -> bool:
    """Whether a text in Hebrew letters is Yiddish: its ligatures, pointed vowels or small words recur."""
    return len(_YIDDISH.findall(text)) >= 3


def may_be(text: str, language: str) -> bool:
    """Whether letters and small words allow that a text is in this language (a primary subtag).

    ``text`` has at least 200 characters. For a language without rules the answer is yes.
    """
    text = text.lower()
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return True
    if language in _SELDOM or not (_letters_allow(letters, language) and _needed_are_there(letters, language)):
        return False
    words = _WORD.findall(text)
    if language == "ru" and sum(word in _RUSSIAN_WORDS for word in words) < _RUSSIAN_SHARE * len(words):
        return False
    return not _is_rival(words, language)


def is_relative(text: str, language: str) -> bool:
    """Whether a text that claims a language, and is most like it, has letters or small words of a relative instead.

    ``text`` has at least 200 characters. For a language without rules the answer is no.
    """
    text = text.lower()
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return False
    return not _letters_allow(letters, language) or _is_rival(_WORD.findall(text), language)


def _is_rival(words: list[str], language: str) -> bool:
    own, rival = _RIVALS.get(language, (frozenset(), frozenset()))
    ours, theirs = sum(word in own for word in words), sum(word in rival for word in words)
    return theirs >= 2 and ours < theirs


def _letters_allow(letters: list[str], language: str) -> bool:
    """Whether few letters are beyond the alphabet of the language."""
    if language in _LATIN:
        allowed = _LATIN[language]
        foreign = sum(letter > "\x7f" and letter not in allowed for letter in letters)
        return foreign <= _FOREIGN * len(letters)
    if language in _CYRILLIC:
        allowed, never = _CYRILLIC[language], _NOT_IN.get(language, frozenset())
        foreign = sum(letter > "\x7f" and letter not in _RUSSIAN and letter not in allowed for letter in letters)
        foreign += sum(letter in never for letter in letters)
        return foreign <= _FOREIGN_CYRILLIC * len(letters)
    if language in _ARABIC_SETS:
        allowed = _ARABIC_SETS[language]
        foreign = sum("\u0600" <= letter <= "\u06ff" and letter not in allowed for letter in letters)
        return foreign <= _FOREIGN * len(letters)
    return True


def _needed_are_there(letters: list[str], language: str) -> bool:
    needed = _NEEDED.get(language)
    return needed is None or sum(letter in needed for letter in letters) >= _NEEDED_SHARE * len(letters)
