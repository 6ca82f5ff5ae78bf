"""The news that the small sites publish: titles and paragraphs in six languages, made from a story's number."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple


class News(NamedTuple):
    """What one version of a story says."""

    title: str
    body: tuple[str, ...]


class Phrases(NamedTuple):
    """The building blocks of one language."""

    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    added: str
    """The sentence that an edit adds."""
    topics: tuple[str, ...]
    places: tuple[str, ...]


PHRASES: Mapping[str, Phrases] = {
    "en": Phrases(
        ("The programme “{topic}” begins in {place}", "{place}: the programme “{topic}” grows"),
        (
            "The ministry has opened the programme “{topic}” for schools, museums and libraries in the region of "
            "{place}.",
            "The first stage of the work costs {n} million and lasts until the autumn of next year.",
            "The minister thanked the local council, which has prepared the buildings and hired the staff.",
            "People who live in {place} may apply at the office of the council on any working day.",
            "A report on “{topic}” will be laid before parliament when the first stage is over.",
        ),
        "The ministry adds that the second stage has been postponed until the money is found.",
        ("Clean Rivers", "Open Doors", "New Roads", "Old Songs", "Green Roofs", "Safe Streets", "Warm Homes"),
        ("Northport", "Hillside", "Lakeview", "Stonebridge", "Westfield"),
    ),
    "ru": Phrases(
        ("Программа «{topic}» начинается: {place}", "{place}: программа «{topic}» растёт"),
        (
            "Министерство открыло программу «{topic}» для школ, музеев и библиотек; первый город в списке — {place}.",
            "Первый этап работ обойдётся в {n} миллионов и продлится до осени следующего года.",
            "Министр поблагодарил местный совет, который подготовил здания и нанял сотрудников.",
            "Жители города {place} могут подать заявление в приёмной совета в любой рабочий день.",
            "Отчёт о программе «{topic}» будет представлен парламенту по окончании первого этапа.",
        ),
        "Министерство добавляет, что второй этап отложен до тех пор, пока не найдутся деньги.",
        ("Чистые реки", "Открытые двери", "Новые дороги", "Старые песни", "Зелёные крыши", "Улицы", "Тёплые дома"),
        ("Северный", "Холмогорск", "Озёрный", "Каменный Мост", "Западный"),
    ),
    "ka": Phrases(
        ("პროგრამა „{topic}“ იწყება: {place}", "{place}: პროგრამა „{topic}“ იზრდება"),
        (
            "სამინისტრომ გახსნა პროგრამა „{topic}“ სკოლებისთვის, მუზეუმებისთვის და ბიბლიოთეკებისთვის; პირველი ქალაქია "
            "{place}.",
            "სამუშაოების პირველი ეტაპი {n} მილიონი დაჯდება და მომავალი წლის შემოდგომამდე გაგრძელდება.",
            "მინისტრმა მადლობა გადაუხადა ადგილობრივ საბჭოს, რომელმაც შენობები მოამზადა და თანამშრომლები აიყვანა.",
            "ქალაქ {place} მცხოვრებლებს განაცხადის შეტანა საბჭოს ოფისში ნებისმიერ სამუშაო დღეს შეუძლიათ.",
            "ანგარიში პროგრამის „{topic}“ შესახებ პარლამენტს პირველი ეტაპის დასრულების შემდეგ წარედგინება.",
        ),
        "სამინისტრო დასძენს, რომ მეორე ეტაპი გადაიდო, სანამ თანხა მოიძებნება.",
        (
            "სუფთა მდინარეები",
            "ღია კარი",
            "ახალი გზები",
            "ძველი სიმღერები",
            "მწვანე სახურავები",
            "ქუჩები",
            "თბილი სახლი",
        ),
        ("ჩრდილო ნავსადგური", "გორაკი", "ტბისპირი", "ქვის ხიდი", "დასავლეთ ველი"),
    ),
    "fi": Phrases(
        ("Ohjelma ”{topic}” alkaa: {place}", "{place}: ohjelma ”{topic}” laajenee"),
        (
            "Ministeriö on avannut ohjelman ”{topic}” kouluille, museoille ja kirjastoille; ensimmäinen paikkakunta on "
            "{place}.",
            "Työn ensimmäinen vaihe maksaa {n} miljoonaa ja kestää ensi vuoden syksyyn asti.",
            "Ministeri kiitti paikallista valtuustoa, joka on valmistellut rakennukset ja palkannut henkilöstön.",
            "Asukkaat voivat jättää hakemuksen valtuuston toimistoon jokaisena arkipäivänä; paikkakunta on {place}.",
            "Selvitys ohjelmasta ”{topic}” annetaan eduskunnalle, kun ensimmäinen vaihe on päättynyt.",
        ),
        "Ministeriö lisää, että toista vaihetta on lykätty, kunnes rahoitus löytyy.",
        ("Puhtaat joet", "Avoimet ovet", "Uudet tiet", "Vanhat laulut", "Vihreät katot", "Kadut", "Lämpimät kodit"),
        ("Pohjoissatama", "Mäkikylä", "Järvenranta", "Kivisilta", "Länsipelto"),
    ),
    "sv": Phrases(
        ("Programmet ”{topic}” börjar i {place}", "{place}: programmet ”{topic}” växer"),
        (
            "Ministeriet har öppnat programmet ”{topic}” för skolor, museer och bibliotek i området kring {place}.",
            "Arbetets första etapp kostar {n} miljoner och varar till hösten nästa år.",
            "Ministern tackade det lokala fullmäktige, som har förberett byggnaderna och anställt personalen.",
            "De som bor i {place} kan lämna sin ansökan på fullmäktiges kontor varje vardag.",
            "En redogörelse för ”{topic}” lämnas till riksdagen när den första etappen är över.",
        ),
        "Ministeriet tillägger att den andra etappen har skjutits upp tills pengarna har hittats.",
        ("Rena älvar", "Öppna dörrar", "Nya vägar", "Gamla sånger", "Gröna tak", "Trygga gator", "Varma hem"),
        ("Norrhamn", "Backby", "Sjöstrand", "Stenbro", "Västerfält"),
    ),
    "lt": Phrases(
        ("Programa „{topic}“ prasideda: {place}", "{place}: programa „{topic}“ plečiasi"),
        (
            "Ministerija atvėrė programą „{topic}“ mokykloms, muziejams ir bibliotekoms; pirmasis miestas sąraše yra "
            "{place}.",
            "Pirmasis darbų etapas kainuos {n} milijonų ir truks iki kitų metų rudens.",
            "Ministras padėkojo vietos tarybai, kuri paruošė pastatus ir priėmė darbuotojus.",
            "Gyventojai gali pateikti prašymą tarybos biure bet kurią darbo dieną; miestas yra {place}.",
            "Ataskaita apie programą „{topic}“ bus pateikta parlamentui, kai baigsis pirmasis etapas.",
        ),
        "Ministerija priduria, kad antrasis etapas atidėtas, kol bus rasta pinigų.",
        ("Švarios upės", "Atviros durys", "Nauji keliai", "Senos dainos", "Žali stogai", "Gatvės", "Šilti namai"),
        ("Šiaurės Uostas", "Kalniškis", "Paežerė", "Akmentiltis", "Vakarų Laukas"),
    ),
}


def news(number: int, language: str, edits: Collection[str] = ()) -> News:
    """A story in a language; ``edits`` are what was done to it since: ``number``, ``title``, ``sentence``."""
    phrases = PHRASES[language]
    topic, place = phrases.topics[number % 7], phrases.places[number % 5]
    millions = 10 + 3 * number + (5 if "number" in edits else 0)
    title = phrases.titles[(number + ("title" in edits)) % 2]
    sentences = [*phrases.sentences, *([phrases.added] if "sentence" in edits else [])]
    body = tuple(sentence.format(topic=topic, place=place, n=millions) for sentence in sentences)
    return News(title.format(topic=topic, place=place), body)
