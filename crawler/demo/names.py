"""The invented world of the demo: countries, cities, people, offices and topics, in the cases that the texts need."""

from __future__ import annotations

from typing import NamedTuple

LANGUAGES = ("ru", "be", "en")
"""The languages of the demo. Russian is the main one and has no prefix in addresses."""
PREFIX = {"ru": "", "be": "/be", "en": "/en"}
FRONT = {language: f"{prefix}/" for language, prefix in PREFIX.items()}
"""The front page of each language."""


class Name(NamedTuple):
    """A person's name in the cases that the phrases use. English has only the first."""

    nom: str
    gen: str
    ins: str
    woman: bool = False


class Country(NamedTuple):
    """A country's name in the cases that the phrases use. Genitive, dative and prepositional are equal here."""

    nom: str
    gen: str
    ins: str


class City(NamedTuple):
    """A city: its name, and the name with "in" at the start of a sentence, after a consonant, and after a vowel."""

    nom: str
    at_start: str
    within: str
    after_vowel: str


class Office(NamedTuple):
    """An office in the cases that the phrases use."""

    nom: str
    gen: str
    ins: str


def _man(given: str, family: str, ins: str) -> Name:
    return Name(f"{given} {family}", f"{given}а {family}а", f"{given}{ins} {family}{ins}")


def _woman(given: str, ins: str, family: str) -> Name:
    return Name(f"{given}а {family}", f"{given}ы {family}", f"{given}{ins} {family}", woman=True)


def _men(*rows: tuple[str, str, str, str, str, str]) -> list[dict[str, Name]]:
    """Men, from rows of given and family name in Russian, Belarusian and English."""
    return [
        {"ru": _man(rg, rf, "ом"), "be": _man(bg, bf, "ам"), "en": Name(f"{eg} {ef}", "", "")}
        for rg, rf, bg, bf, eg, ef in rows
    ]


def _women(*rows: tuple[str, str, str, str, str, str]) -> list[dict[str, Name]]:
    """Women, from rows as for ``_men``. The given names are stems that take -а; the family names are not declined."""
    return [
        {"ru": _woman(rg, "ой", rf), "be": _woman(bg, "ай", bf), "en": Name(f"{eg}a {ef}", "", "", woman=True)}
        for rg, rf, bg, bf, eg, ef in rows
    ]


OURS = [
    *_men(
        ("Ладомир", "Речебор", "Ладамір", "Рэчабор", "Ladomir", "Rechebor"),
        ("Вежан", "Ветровит", "Вежан", "Ветравіт", "Vezhan", "Vetrovit"),
        ("Горимир", "Дубодар", "Гарымір", "Дубадар", "Gorimir", "Dubodar"),
        ("Чистомир", "Лесовит", "Чыстамір", "Лесавіт", "Chistomir", "Lesovit"),
    ),
    *_women(
        ("Млав", "Озеродар", "Млав", "Азёрадар", "Mlav", "Ozerodar"),
        ("Ясн", "Речевит", "Ясн", "Рэчавіт", "Yasn", "Rechevit"),
    ),
]
"""The officials of Zarechye. Each has one office."""

THEIRS = [
    *_men(
        ("Лугомил", "Яснобор", "Лугаміл", "Яснабор", "Lugomil", "Yasnobor"),
        ("Велезар", "Полебор", "Велязар", "Палябор", "Velezar", "Polebor"),
        ("Миролад", "Холмовит", "Міралад", "Халмавіт", "Mirolad", "Kholmovit"),
        ("Ревелар", "Звонодар", "Рэвелар", "Званадар", "Revelar", "Zvonodar"),
        ("Тальмар", "Одеранд", "Тальмар", "Адэранд", "Talmar", "Oderand"),
        ("Ульверон", "Кастрен", "Ульверон", "Кастрэн", "Ulveron", "Kastren"),
        ("Брандор", "Мелькорн", "Брандор", "Мелькорн", "Brandor", "Melkorn"),
    ),
    *_women(
        ("Ливен", "Ирванд", "Лівен", "Ірванд", "Liven", "Irvand"),
        ("Зоран", "Тормельт", "Заран", "Тармельт", "Zoran", "Tormelt"),
        ("Арвен", "Клейтор", "Арвен", "Клейтар", "Arven", "Kleitor"),
    ),
]
"""The officials of other countries."""

OFFICES = [
    {
        "ru": Office("министр иностранных дел", "министра иностранных дел", "министром иностранных дел"),
        "be": Office("міністр замежных спраў", "міністра замежных спраў", "міністрам замежных спраў"),
        "en": Office("Minister of Foreign Affairs", "", ""),
    },
    {
        "ru": Office(
            "заместитель министра иностранных дел",
            "заместителя министра иностранных дел",
            "заместителем министра иностранных дел",
        ),
        "be": Office(
            "намеснік міністра замежных спраў",
            "намесніка міністра замежных спраў",
            "намеснікам міністра замежных спраў",
        ),
        "en": Office("Deputy Minister of Foreign Affairs", "", ""),
    },
    {
        "ru": Office(
            "директор Департамента соседства", "директора Департамента соседства", "директором Департамента соседства"
        ),
        "be": Office(
            "дырэктар Дэпартамента суседства", "дырэктара Дэпартамента суседства", "дырэктарам Дэпартамента суседства"
        ),
        "en": Office("Director of the Neighbourhood Department", "", ""),
    },
    {
        "ru": Office("посол по особым поручениям", "посла по особым поручениям", "послом по особым поручениям"),
        "be": Office(
            "пасол па асаблівых даручэннях", "пасла па асаблівых даручэннях", "паслом па асаблівых даручэннях"
        ),
        "en": Office("Ambassador-at-Large", "", ""),
    },
]

OFFICE_OF = (0, 1, 2, 3, 1, 2)
"""The index in ``OFFICES`` of the office of each of ``OURS``."""

THEIR_OFFICES = {
    "ru": ("министр иностранных дел", "заместитель министра иностранных дел", "посол"),
    "be": ("міністр замежных спраў", "намеснік міністра замежных спраў", "пасол"),
    "en": ("Minister of Foreign Affairs of", "Deputy Minister of Foreign Affairs of", "Ambassador of"),
}
"""The offices of ``THEIRS``. The country follows, in the genitive."""


def _countries(*rows: tuple[str, str, str]) -> list[dict[str, Country]]:
    """Countries from rows of the Russian stem (takes -ия), the Belarusian name (in -ія or -ыя) and the English name."""
    return [
        {
            "ru": Country(f"{ru}ия", f"{ru}ии", f"{ru}ией"),
            "be": Country(be, f"{be[:-1]}і", f"{be[:-1]}яй"),
            "en": Country(en, en, en),
        }
        for ru, be, en in rows
    ]


COUNTRIES = _countries(
    ("Велид", "Велідыя", "Velidia"),
    ("Орлав", "Арлавія", "Orlavia"),
    ("Тарман", "Тарманія", "Tarmania"),
    ("Лугов", "Лугавія", "Lugovia"),
    ("Каспор", "Каспорыя", "Casporia"),
    ("Норланд", "Нарландыя", "Norlandia"),
    ("Серебр", "Серабрыя", "Serebria"),
    ("Альв", "Альвія", "Alvia"),
    ("Мерид", "Мерыдыя", "Meridia"),
    ("Драв", "Дравія", "Dravia"),
    ("Эстор", "Эсторыя", "Estoria"),
    ("Кедров", "Кедравія", "Kedrovia"),
)


def _cities(*rows: tuple[str, str, str, str, str]) -> list[dict[str, City]]:
    """Cities, from rows of name and prepositional in Russian, name and locative in Belarusian, and name in English."""
    return [
        {
            "ru": City(ru, f"В {ru_in}", f"в {ru_in}", f"в {ru_in}"),
            "be": City(be, f"У {be_in}", f"у {be_in}", f"ў {be_in}"),
            "en": City(en, f"In {en}", f"in {en}", f"in {en}"),
        }
        for ru, ru_in, be, be_in, en in rows
    ]


CAPITAL, *CITIES = _cities(
    ("Зареченск", "Зареченске", "Зарэчанск", "Зарэчанску", "Zarechensk"),
    ("Велигород", "Велигороде", "Велігорад", "Велігорадзе", "Veligorod"),
    ("Орлавск", "Орлавске", "Арлаўск", "Арлаўску", "Orlavsk"),
    ("Тарманск", "Тарманске", "Тарманск", "Тарманску", "Tarmansk"),
    ("Луговецк", "Луговецке", "Лугавецк", "Лугавецку", "Lugovetsk"),
    ("Каспорск", "Каспорске", "Каспорск", "Каспорску", "Casporsk"),
    ("Норбург", "Норбурге", "Норбург", "Норбургу", "Norburg"),
    ("Серебровск", "Серебровске", "Сераброўск", "Сераброўску", "Serebrovsk"),
    ("Альвск", "Альвске", "Альвск", "Альвску", "Alvsk"),
    ("Меридск", "Меридске", "Мерыдск", "Мерыдску", "Meridsk"),
    ("Дравополь", "Дравополе", "Дравопаль", "Дравопалі", "Dravopol"),
    ("Эсторск", "Эсторске", "Эсторск", "Эсторску", "Estorsk"),
    ("Кедровск", "Кедровске", "Кедроўск", "Кедроўску", "Kedrovsk"),
)
"""The capital of Zarechye, then the capital of each of ``COUNTRIES``."""

TOPICS = [
    {"ru": ru, "be": be, "en": en}
    for ru, be, en in (
        ("речного судоходства", "рачнога суднаходства", "river navigation"),
        ("транзитных перевозок", "транзітных перавозак", "transit traffic"),
        ("энергосбережения", "энергазберажэння", "energy saving"),
        ("охраны лесов", "аховы лясоў", "forest protection"),
        ("высшего образования", "вышэйшай адукацыі", "higher education"),
        ("цифровых архивов", "лічбавых архіваў", "digital archives"),
        ("водоснабжения", "водазабеспячэння", "water supply"),
        ("сельского хозяйства", "сельскай гаспадаркі", "agriculture"),
        ("культурного обмена", "культурнага абмену", "cultural exchange"),
        ("консульской защиты", "консульскай абароны", "consular protection"),
        ("железнодорожного сообщения", "чыгуначных зносін", "railway links"),
        ("охраны памятников", "аховы помнікаў", "heritage protection"),
        ("медицинской помощи", "медыцынскай дапамогі", "medical care"),
        ("малого предпринимательства", "малога прадпрымальніцтва", "small business"),
        ("приграничного туризма", "прыгранічнага турызму", "cross-border tourism"),
    )
]
"""The topics of talks; in Russian and Belarusian in the genitive."""

EXPOSITIONS = [
    {"ru": ru, "be": be, "en": en}
    for ru, be, en in (
        ("Мосты через реку", "Масты праз раку", "Bridges over the River"),
        ("Лес и слово", "Лес і слова", "Forest and Word"),
        ("Дороги соседей", "Дарогі суседзяў", "Roads of Neighbours"),
        ("Карты памяти", "Карты памяці", "Maps of Memory"),
        ("Свет маяка", "Святло маяка", "Light of the Beacon"),
        ("Тихая вода", "Ціхая вада", "Quiet Water"),
    )
]
