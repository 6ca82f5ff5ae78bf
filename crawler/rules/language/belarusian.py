"""A light stemmer of Belarusian: it gives the forms of a word one key, by rules about endings and sounds."""

from __future__ import annotations

import re
from collections.abc import Mapping

VERSION = 2
"""The version of the keys. Raise it whenever a word may get another key: an index with the old keys is then rebuilt."""

_LONGEST = 64
"""The most letters of a word that is stemmed."""
_SHORTEST = 3
"""The least number of letters that a stem keeps."""
_WORD = re.compile(r"[а-зй-шыьэюяёіў][а-зй-шыьэюяёіў'ʼ’]*").fullmatch
_VOWEL = re.compile("[аеіыую]").search
_OPEN = "аеіыуюй"

_FOLDED = str.maketrans("аоэеёяў", "аааееев", "'ʼ’")
"""Folded letters. An unstressed о or э becomes а, ё becomes е, and е becomes я: мова and маўленне, рэкі and рака, снег
and снягі."""
_SOFT = re.compile("ц(?=[ьеіюв])")
"""Soft ц is a т that was softened (дэпутат, дэпутаце; Літва); hard ц is another sound (рэспубліцы, канца)."""
_REFLEXIVE_FROM = 5
"""A word in -ся is a verb only if it is longer than this. Shorter ones are nouns and pronouns: Руся, уся."""

_Table = Mapping[str, tuple[tuple[int, frozenset[str]], ...]]


def _table(*rows: str) -> _Table:
    """A table of endings by their last letter. Each entry holds sets of endings of equal length, the longest first."""
    endings = {ending for row in rows for ending in row.split()}
    table = {}
    for last in {ending[-1] for ending in endings}:
        group = [ending for ending in endings if ending[-1] == last]
        lengths = sorted({len(ending) for ending in group}, reverse=True)
        table[last] = tuple((n, frozenset(ending for ending in group if len(ending) == n)) for n in lengths)
    return table


# All tables below are in folded letters: "ега" stands for -яга, "ем" for -ем, -ём and -ям. The vowels and й at the
# end of a stem are dropped in any case, so endings of vowels and й alone need no table.
_ENDINGS = _table(
    "ам ем амі емі мі ах ех ав ев",  # nouns: краінам, днём, людзьмі, гадах, гарадоў, падзеяў
    "ага ега аму ему ым ім ымі імі ых іх",  # adjectives, pronouns, ordinals: новага, трэцяму, замежных
    "ать еть іть ыть уть ють",  # infinitives, and the present of "they": стаць, робіць, стануць, працуюць
    "іш ыш аеш уеш юеш ееш аете уете юете еете йте ьте йть",  # "you": робіш, працуеце; imperatives: чытайце, будзьце
    "ів ыв ув",  # the past of "he": рабіў, пакрыў, дасягнуў
    "ала ела іла ыла ула алі елі ілі ылі улі",  # the past of "she", "it" and "they": казала, рабілі, дасягнула
    "авать авав авала авалі евать евав евала евалі",  # infinitive and past of verbs in -аваць: працаваць, працаваў
    "аввать аввав аввала аввалі",  # infinitive and past of verbs in -оўваць
    "учы ючы ечы авшы евшы івшы ывшы увшы ававшы евавшы",  # adverbial participles: працуючы, робячы, зрабіўшы
)
_SUFFIXES = _table(
    "ав ев",  # suffixes of verbs and nouns: кірав-аць, устанав-а
    "аван еван авван ан ен анін енін",  # passive participles, verbal nouns, people: падпісан-ы, пытан-не; грамадзянін
    "ам ем ым ім ах ех ал ел іл ыл ул",  # stems whose end looks like an ending: праблем-а, праблем
    "айш ейш",  # comparatives: важнейш-ы
)
_WITH_AGA = """
    дапамага перамага змага увага неувага павага зневага перавага адвага дарага трывага калега
    """
_KEPT = frozenset(_WITH_AGA.split())
"""Nouns whose -ага belongs to the stem, in folded letters: дапамога, увага."""


_WITH_AV = """
    архіў масіў уплыў наплыў разрыў прарыў перарыў абрыў заліў праліў прызыў
    """
_WITH_V = frozenset(_WITH_AV.split())
"""Nouns in -іў or -ыў, which is not the ending of a verb here. All words in -тыў (калектыў, матыў) are such nouns too.
Their other forms have в."""


def _pairs(written: str) -> Mapping[str, str]:
    rows = (row.split(":") for row in written.split("|"))
    return {variant: stem.strip() for stem, variants in rows for variant in variants.split()}


_ROOTS = _pairs("""
    вед: весті вев вела велі вевшы | йд: йсті йшав йшла йшлі йшавшы | нес: несті несла неслі
    | вез: везті везла везлі | раст: расті расла раслі | маг: магчы магла маглі
    | б: буду будеш буде будем будете будуть будеть | д: дасть дадуть дадім
    | ед: ехать ехав ехала ехалі | пач: пачне пачнем пачнуть пачнеть | прын: прыме прымем прымуть
    """)
"""Verbs with two stems, with any prefix: правесці and правёў, прайсці and прайшла, прыбыць and прыбудзе."""
_ROOT_ENDINGS = _table(*_ROOTS)

_WORDS = _pairs("""
    год: год года году годам годзе гады гадоў гадам гадамі гадах
    | дзень: дзень дня дню днём дні дзён дням днямі днях | тыдзень: тыдзень тыдня тыдню тыднем тыдні тыдняў тыднях
    | пасл: пасол | арл: арол | верасн: верасень | снежн: снежань | жнівн: жнівень | агн: агонь | тысет: тысячы
    | быць: быць быў была было былі буду будзеш будзе будзем будзеце будуць будучы будзь
    | стаць: стаць стаў стала сталі стане станем стануць | даць: даць даў дала далі дасць дадуць
    | мець: мець меў мела мелі мае маем маеце маюць маючы | ісці: ісці ішоў ішла ішло ішлі іду ідзе ідзём ідуць
    | увесь: увесь усяго усяму усім уся усёй усю усё усе усіх усімі
    | мой: мой майго майму маім мая маёй маю маё маіх маімі
    | твой: твой твайго твайму тваім твая тваёй тваю тваё твае тваіх тваімі
    | свой: свой свайго свайму сваім свая сваёй сваю сваё свае сваіх сваімі
    | які: які якога якому якім якая якой якую якое якія якіх якімі
    | гэты: гэты гэтага гэтаму гэтым гэта гэтай гэтую гэтае гэтыя гэтых гэтымі
    | пасля: пасля
    | той: той таго таму тым тая тую тое тыя тых тымі | імя: імя імені імем імёны імён імёнам імёнамі імёнах
    """)
"""Frequent irregular words, and words with a fleeting last vowel that looks like a suffix."""
_LAST = {"ц": "к", "ч": "т", "ж": "г", "з": "г", "ш": "с", "х": "с"}
"""Softened consonants at the end of a stem, with the hard one: рука and руцэ, плаціць and плачу, нага and назе, кажа,
муха and мусе, пішуць."""
_FLEETING = frozenset("кнр")
"""Consonants after a fleeting vowel: рынак and рынку, вокан and акно, вецер and ветру."""
_LABIALS = frozenset("бпвмф")


def stem(word: str) -> str:
    """The key of a word. The forms of one word share it, and few other words do. A key need not be a word itself.

    The input is a word of Belarusian letters in composed form (NFC), in upper or lower case, with any of three
    apostrophes. The official spelling is expected; the soft signs of the older spelling change nothing (снег, сьнег).
    Any other input (digits, Latin or Russian letters, hyphens, more than 64 letters) is returned in lower case. The key
    of a word is never empty. No error is raised.

    The rules are those of school grammar: declension and conjugation, аканне and яканне, the softening of т and д and
    of г, к and х, fleeting vowels, в before о. Verbs may share a key with nouns of the same root.
    """
    low = word.lower()
    if len(low) > _LONGEST or not _WORD(low):
        return low
    if low[0] == "ў":
        low = "у" + low[1:]
    if low in _WORDS:
        return _WORDS[low]
    if low.endswith("тыў") or low in _WITH_V:
        low = low[:-1] + "ва"
    return _sounds(_bare(low)) or low[0]


def _bare(low: str) -> str:
    """A word without its endings, in folded letters."""
    if low[-1] in "аяё":
        if low.endswith("ыё"):  # радыё does not change
            return low.translate(_FOLDED)
        low = _active(low)
    folded = low.translate(_FOLDED)
    if "д" in folded:
        folded = folded.replace("дз", "д")
    if "ц" in folded:
        folded = _SOFT.sub("т", folded.replace("цц", "ц"))
    for length, roots in _ROOT_ENDINGS.get(folded[-1:], ()):
        if folded[-length:] in roots and len(folded) > length:
            return folded[:-length] + _ROOTS[folded[-length:]]
    if folded in _KEPT:
        return folded[:-1]
    cut = _without_vowels(_without(folded, _ENDINGS).replace("ь", ""))
    if cut[-1:] == cut[-2:-1]:  # рашэнн-е, моладдз-ю
        cut = cut[:-1]
    return _without_vowels(_without(cut, _SUFFIXES, 3 if cut[-1:] == "в" else 4))


def _active(low: str) -> str:
    """A reflexive verb with an ending of a verb that is not reflexive; other words as they are."""
    if len(low) > _REFLEXIVE_FROM:
        if low.endswith(("цца", "шся")):  # сустракаецца, сустракацца, сустракаешся
            return low[:-3] + "ць"
        if low.endswith("цеся"):
            return low[:-4] + "ць"
        if low.endswith("ся"):
            return low[:-2]
    return low


def _without(word: str, table: _Table, shortest: int = _SHORTEST) -> str:
    """A word without its longest ending that leaves a stem of ``shortest`` letters or more, with a vowel among them."""
    for length, endings in table.get(word[-1:], ()):
        if word[-length:] in endings:
            left = len(word) - length
            if left >= shortest and _VOWEL(word, 0, left):
                return word[:left]
    return word


def _without_vowels(cut: str) -> str:
    """A stem without the vowels and й at its end."""
    if cut[-1:] not in _OPEN:
        return cut
    return cut[: max(_SHORTEST, len(cut.rstrip(_OPEN)))]


def _sounds(cut: str) -> str:
    """A stem in which each pair of alternating sounds is written as one sound."""
    last = cut[-1:]
    if last in _LAST:
        if last == "ч" and cut[-2:-1] == "ш":  # пушчу, пусціць
            cut = cut[:-2] + "ст"
        elif last == "ж" and cut[-2:-1] == "д":  # хаджу, хадзіць
            cut = cut[:-1]
        else:
            cut = cut[:-1] + _LAST[last]
        last = cut[-1]
    if len(cut) <= _SHORTEST:
        return cut
    if last in _FLEETING:
        head = cut[:-1].rstrip("аей")
        if _VOWEL(head):
            cut = head + last
    elif last == "л" and cut[-2] in _LABIALS:
        cut = cut[:-1]
    if cut.startswith("ва") and len(cut) > _SHORTEST:  # вокны, but акно
        cut = cut[1:]
    return cut
