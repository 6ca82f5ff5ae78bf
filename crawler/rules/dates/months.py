"""Names of months in dates, by language: genitives, nominatives and abbreviations."""

from __future__ import annotations

from collections.abc import Mapping

_WRITTEN: dict[str, str] = {
    "be": """
        студзеня студзень студз сту | лютага люты лют | сакавіка сакавік сак | красавіка красавік красав крас кра
        | мая май траўня травень трав тра | чэрвеня чэрвень чэрв чэр | ліпеня ліпень ліп | жніўня жнівень жнів жн жні
        | верасня верасень вер | кастрычніка кастрычнік кастр кас | лістапада лістапад ліст ліс
        | снежня снежань снеж сне
        """,
    "ru": """
        января январь янв | февраля февраль февр фев | марта март мар | апреля апрель апр | мая май | июня июнь июн
        | июля июль июл | августа август авг | сентября сентябрь сент сен | октября октябрь окт | ноября ноябрь нояб ноя
        | декабря декабрь дек
        """,
    "uk": """
        січня січень січ | лютого лютий лют | березня березень бер | квітня квітень квіт кві | травня травень трав
        | червня червень черв чер | липня липень лип | серпня серпень серп сер | вересня вересень вер
        | жовтня жовтень жовт жов
        | листопада листопад лист лис | грудня грудень груд гру
        """,
    "en": """
        january jan | february feb febr | march mar | april apr | may | june jun | july jul | august aug
        | september sept sep | october oct | november nov | december dec
        """,
    "nb": """
        januar jan | februar febr feb | mars mar | april apr | mai | juni jun | juli jul | august aug
        | september sept sep | oktober okt | november nov | desember des
        """,
    "sv": """
        januari jan | februari febr feb | mars mar | april apr | maj | juni jun | juli jul | augusti aug
        | september sept sep | oktober okt | november nov | december dec
        """,
    "da": """
        januar jan | februar feb | marts mar | april apr | maj | juni jun | juli jul | august aug
        | september sept sep | oktober okt | november nov | december dec
        """,
    "se": """
        ođđajagemánnu ođđajagemánu ođđajagimánnu ođđajagimánu | guovvamánnu guovvamánu
        | njukčamánnu njukčamánu | cuoŋománnu cuoŋománu | miessemánnu miessemánu | geassemánnu geassemánu
        | suoidnemánnu suoidnemánu | borgemánnu borgemánu | čakčamánnu čakčamánu | golggotmánnu golggotmánu
        | skábmamánnu skábmamánu | juovlamánnu juovlamánu
        """,
    "de": """
        januar jänner jan jän | februar feber feb | märz mär mrz maerz | april apr | mai | juni jun juno
        | juli jul julei
        | august aug | september sept sep | oktober okt | november nov | dezember dez
        """,
    "fr": """
        janvier janv jan | février févr fév fevrier fevr | mars mar | avril avr | mai | juin | juillet juil
        | août aout | septembre sept sep | octobre oct | novembre nov | décembre déc decembre dec
        """,
    "es": """
        enero ene | febrero feb | marzo mar | abril abr | mayo may | junio jun | julio jul | agosto ago
        | septiembre setiembre sept sep set | octubre oct | noviembre nov | diciembre dic
        """,
    "it": """
        gennaio gen genn | febbraio feb febbr | marzo mar | aprile apr | maggio mag magg | giugno giu | luglio lug
        | agosto ago | settembre set sett | ottobre ott | novembre nov | dicembre dic
        """,
    "pt": """
        janeiro jan | fevereiro fev | março mar marco | abril abr | maio mai | junho jun | julho jul | agosto ago
        | setembro set | outubro out | novembro nov | dezembro dez
        """,
    "nl": """
        januari jan | februari feb | maart mrt | april apr | mei | juni jun | juli jul | augustus aug
        | september sept sep | oktober okt | november nov | december dec
        """,
    "pl": """
        stycznia styczeń sty | lutego luty lut | marca marzec mar | kwietnia kwiecień kwi | maja maj
        | czerwca czerwiec cze | lipca lipiec lip | sierpnia sierpień sie | września wrzesień wrz
        | października październik paź | listopada listopad lis | grudnia grudzień gru
        """,
    "sr": """
        januara januar jan јануара јануар јан | februara februar feb фебруара фебруар феб | marta mart mar марта март
        мар | aprila april apr априла април апр | maja maj маја мај | juna juni jun јуна јуни јун
        | jula juli jul јула јули јул | avgusta avgust avg августа август авг
        | septembra septembar sept sep септембра септембар септ сеп | oktobra oktobar okt октобра октобар окт
        | novembra novembar nov новембра новембар нов | decembra decembar dec децембра децембар дец
        """,
    "fi": """
        tammikuuta tammikuu | helmikuuta helmikuu | maaliskuuta maaliskuu | huhtikuuta huhtikuu | toukokuuta toukokuu
        | kesäkuuta kesäkuu | heinäkuuta heinäkuu | elokuuta elokuu | syyskuuta syyskuu | lokakuuta lokakuu
        | marraskuuta marraskuu | joulukuuta joulukuu
        """,
}


def _read(written: str) -> dict[str, int]:
    return {word: number for number, words in enumerate(written.split("|"), 1) for word in words.split()}


MONTHS: Mapping[str, Mapping[str, int]] = {language: _read(written) for language, written in _WRITTEN.items()}
"""Language → the words for its months in lower case without a dot at the end → the number of the month."""


def _merged() -> dict[str, int]:
    """Every word that means the same month in all languages of the table."""
    meant: dict[str, set[int]] = {}
    for words in MONTHS.values():
        for word, number in words.items():
            meant.setdefault(word, set()).add(number)
    return {word: numbers.pop() for word, numbers in meant.items() if len(numbers) == 1}


_ANY = _merged()
_SAME = {"no": "nb", "nn": "nb", "sh": "sr", "cnr": "sr"}


def month_number(word: str, language: str = "") -> int:
    """The number of the month that a word names; 0 if it names none.

    The words of the language come first, then those of any other language, because a page may have a date in another
    language. If the table does not have the language, only English words count: "listopad" is October in Croatian and
    November in Polish.
    """
    word = word.lower()
    primary = language.partition("-")[0].lower()
    own = _own(primary)
    if own is None:
        return (MONTHS["en"] if primary else _ANY).get(word, 0)
    return own.get(word, 0) or _ANY.get(word, 0)


def months_of(language: str) -> Mapping[str, int]:
    """The words for months of one language (a BCP 47 tag). English ones if the table does not have the language."""
    own = _own(language.partition("-")[0].lower())
    return MONTHS["en"] if own is None else own


def own_months(language: str) -> Mapping[str, int]:
    """The words of the table for one language (a BCP 47 tag). Empty if the table does not have the language."""
    return _own(language.partition("-")[0].lower()) or {}


def _own(primary: str) -> Mapping[str, int] | None:
    return MONTHS.get(_SAME.get(primary, primary))
