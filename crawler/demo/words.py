"""The words of the demo's furniture, which surrounds the text on every page, in each language."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """The words of the furniture in one language."""

    site: str
    site_broken: str
    home: str
    press: str
    sections: dict[str, str]
    menu: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    """For each entry: the label, the path without the prefix of the language, and the submenu of labels and paths."""
    font: str
    sight: tuple[str, str]
    missions: str
    all_missions: str
    regions: tuple[str, str]
    go: str
    video: str
    archive: str
    social: str
    contacts: str
    contact_lines: tuple[str, ...]
    resources: str
    share: str
    print_view: str
    source: str
    reuse: str
    promo: tuple[str, str]
    """The promotional line, and the one that replaces it later."""
    missing: tuple[str, str]
    switch: dict[str, str]
    """The words for each other language in the switcher in words."""
    embassy: str


WORDS = {
    "ru": Words(
        site="Министерство иностранных дел Республики Заречье",
        site_broken="Министерство иностранных дел <br>Республики Заречье",
        home="Главная",
        press="Пресс-служба",
        sections={"news": "Новости", "statement": "Заявления и выступления"},
        menu=(
            (
                "Министерство",
                "/ministry/",
                (
                    ("Общие сведения", "/ministry/info/"),
                    ("Руководство", "/ministry/staff/"),
                    ("История", "/ministry/history/"),
                ),
            ),
            (
                "Внешняя политика",
                "/foreign_policy/",
                (("Двусторонние отношения", "/foreign_policy/dual/"), ("Бассейн рек", "/mulateral/basin/")),
            ),
            ("Поездки", "/visa/", (("Визы", "/visa/info/"), ("Консульские вопросы", "/visa/consul/"))),
            (
                "Пресс-служба",
                "/press/",
                (
                    ("Новости", "/press/news_mfa/"),
                    ("Заявления и выступления", "/press/statements/"),
                    ("Видео", "/press/video/"),
                    ("Аккредитация", "/press/accreditation/"),
                ),
            ),
        ),
        font="Размер шрифта:",
        sight=("Версия для слабовидящих", "Обычная версия"),
        missions="Дипломатические представительства Заречья",
        all_missions="Все представительства",
        regions=("Верховья", "Низовья"),
        go="Перейти",
        video="Видео",
        archive="Архив",
        social="МИД в социальных сетях",
        contacts="Контакты",
        contact_lines=("Зареченск, Набережная улица, 1", "Справочная служба: 10-20-30", "Пресс-служба: 10-20-31"),
        resources="Официальные ресурсы",
        share="Поделиться",
        print_view="Версия для печати",
        source="Источник",
        reuse="При использовании материалов сайта ссылка на МИД Заречья обязательна",
        promo=("Безвизовые поездки в Заречье", "Год рек в Заречье: программа событий"),
        missing=("Страница не найдена", "Запрошенная страница не существует или была удалена."),
        switch={"be": "беларуская версія", "en": "english version"},
        embassy="посольство",
    ),
    "be": Words(
        site="Міністэрства замежных спраў Рэспублікі Зарэчча",
        site_broken="Міністэрства замежных спраў <br>Рэспублікі Зарэчча",
        home="Галоўная",
        press="Прэс-служба",
        sections={"news": "Навіны", "statement": "Заявы і выступленні"},
        menu=(
            (
                "Міністэрства",
                "/ministry/",
                (
                    ("Агульныя звесткі", "/ministry/info/"),
                    ("Кіраўніцтва", "/ministry/staff/"),
                    ("Гісторыя", "/ministry/history/"),
                ),
            ),
            (
                "Знешняя палітыка",
                "/foreign_policy/",
                (("Двухбаковыя адносіны", "/foreign_policy/dual/"), ("Басейн рэк", "/mulateral/basin/")),
            ),
            ("Паездкі", "/visa/", (("Візы", "/visa/info/"), ("Консульскія пытанні", "/visa/consul/"))),
            (
                "Прэс-служба",
                "/press/",
                (
                    ("Навіны", "/press/news_mfa/"),
                    ("Заявы і выступленні", "/press/statements/"),
                    ("Відэа", "/press/video/"),
                ),
            ),
        ),
        font="Памер шрыфту:",
        sight=("Версія для людзей са слабым зрокам", "Звычайная версія"),
        missions="Дыпламатычныя прадстаўніцтвы Зарэчча",
        all_missions="Усе прадстаўніцтвы",
        regions=("Вярхоўі", "Нізоўі"),
        go="Перайсці",
        video="Відэа",
        archive="Архіў",
        social="МЗС у сацыяльных сетках",
        contacts="Кантакты",
        contact_lines=("Зарэчанск, Набярэжная вуліца, 1", "Даведачная служба: 10-20-30", "Прэс-служба: 10-20-31"),
        resources="Афіцыйныя рэсурсы",
        share="Падзяліцца",
        print_view="Версія для друку",
        source="Крыніца",
        reuse="Пры выкарыстанні матэрыялаў сайта спасылка на МЗС Зарэчча абавязковая",
        promo=("Бязвізавыя паездкі ў Зарэчча", "Год рэк у Зарэччы: праграма падзей"),
        missing=("Старонка не знойдзена", "Запытаная старонка не існуе або была выдалена."),
        switch={"ru": "русская версия", "en": "english version"},
        embassy="пасольства",
    ),
    "en": Words(
        site="Ministry of Foreign Affairs of the Republic of Zarechye",
        site_broken="Ministry of Foreign Affairs <br>of the Republic of Zarechye",
        home="Home",
        press="Press Service",
        sections={"news": "News", "statement": "Statements &amp; Speeches"},
        menu=(
            (
                "Ministry",
                "/ministry/",
                (
                    ("General Information", "/ministry/info/"),
                    ("Senior Staff", "/ministry/staff/"),
                    ("History", "/ministry/history/"),
                ),
            ),
            (
                "Foreign Policy",
                "/foreign_policy/",
                (("Bilateral Relations", "/foreign_policy/dual/"), ("River Basin", "/mulateral/basin/")),
            ),
            ("Travel", "/visa/", (("Visas", "/visa/info/"), ("Consular Issues", "/visa/consul/"))),
            (
                "Press Service",
                "/press/",
                (
                    ("News", "/press/news_mfa/"),
                    ("Statements &amp; Speeches", "/press/statements/"),
                    ("Video", "/press/video/"),
                ),
            ),
        ),
        font="Font size:",
        sight=("The version for the visually impaired", "Regular version"),
        missions="Diplomatic Missions of Zarechye abroad",
        all_missions="All Missions",
        regions=("Upper Reaches", "Lower Reaches"),
        go="Go to",
        video="Video",
        archive="Archive",
        social="Foreign Ministry on Social Media",
        contacts="Contacts",
        contact_lines=("1 Embankment Street, Zarechensk", "Information desk: 10-20-30", "Press Service: 10-20-31"),
        resources="Official Internet Resources",
        share="Share",
        print_view="Print version",
        source="Source",
        reuse="When using the site materials reference to the source is required",
        promo=("Visiting Zarechye visa-free", "Year of Rivers in Zarechye: what is on"),
        missing=("Page not found", "The page that you asked for does not exist or has been removed."),
        switch={"ru": "русская версия", "be": "беларуская версія"},
        embassy="Embassy",
    ),
}
