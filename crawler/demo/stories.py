"""The stories: each is drawn from the seed and its number alone, and is then written in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from types import ModuleType
from typing import Any

from crawler.demo import names, phrases_be, phrases_en, phrases_ru
from crawler.demo.grammar import YEAR_OF, count, write_date

PHRASES: Mapping[str, ModuleType] = {"ru": phrases_ru, "be": phrases_be, "en": phrases_en}
SECTIONS = {"news": "news_mfa", "statement": "statements"}
"""The folder under ``/press/`` of each kind of article."""
DOMAIN = "mfa.zarechye.example"


@dataclass(frozen=True, slots=True)
class Story:
    """A story: the facts of its texts, independent of language."""

    number: int
    kind: str
    """``news`` or ``statement``."""
    skin: str
    """``old`` or ``new``."""
    published: date
    languages: tuple[str, ...]
    """The languages that it has from the beginning."""
    pattern: int
    country: int
    other: int
    abroad: bool
    """Whether it happened in the other country's capital."""
    p: int
    q: int
    topic: int
    topic2: int
    expo: int
    n: int
    m: int
    k: int
    line: int
    tenths: int
    ahead: int
    """The number of days from the publication to the date that the text announces."""
    shared: tuple[int, ...]
    linked: int
    """The number of the earlier story that the text links; 0 if there is no link."""
    attachment: int
    """The edition of the attached file; 0 if there is no file."""
    image: bool
    mapped: bool
    mailed: bool
    dateline: bool
    added: bool = False
    shortened: bool = False
    retitled: bool = False
    unlinked: bool = False

    @property
    def event_day(self) -> date:
        return self.published + timedelta(days=self.ahead)


@dataclass(frozen=True, slots=True)
class StoryText:
    """The text of an article: the expected result of its extraction."""

    title: str
    body: tuple[str, ...]
    """The paragraphs: the HTML inside ``<p>``, or plain text, by the ``links`` of ``story_text``."""
    dateline: str = ""
    """The last paragraph of some statements, aligned to the right; empty if there is none."""


def bits(seed: int, *words: object) -> int:
    """256 bits that depend on the arguments alone."""
    return int.from_bytes(blake2b("/".join(map(str, (seed, *words))).encode(), digest_size=32).digest(), "big")


class Draw:
    """A source of small numbers that are taken one after another from a large number."""

    def __init__(self, number: int) -> None:
        self._left = number

    def below(self, limit: int) -> int:
        self._left, taken = divmod(self._left, limit)
        return taken

    def some(self, size: int, of: int) -> tuple[int, ...]:
        """``size`` different numbers that are less than ``of``."""
        pool = list(range(of))
        return tuple(pool.pop(self.below(len(pool))) for _ in range(size))


def kind_of(number: int) -> str:
    """Two of five stories are statements, the others news."""
    return "statement" if number % 5 in (1, 3) else "news"


def languages_of(number: int) -> tuple[str, ...]:
    """The languages of a story. 15 of 100 stories lack Belarusian, and 6 of 100 lack English. All are in Russian."""
    lacking = {"be"} if number % 20 in (3, 9, 16) else set()
    if number % 16 == 5:
        lacking.add("en")
    return tuple(language for language in names.LANGUAGES if language not in lacking)


def draw_story(seed: int, number: int, *, published: date, skin: str, languages: tuple[str, ...]) -> Story:
    """The story of a number. It depends on the arguments alone."""
    draw = Draw(bits(seed, "story", number))
    kind = kind_of(number)
    patterns = phrases_ru.STATEMENTS if kind == "statement" else phrases_ru.NEWS
    country = draw.below(len(names.COUNTRIES))
    return Story(
        number=number,
        kind=kind,
        skin=skin,
        published=published,
        languages=languages,
        pattern=draw.below(len(patterns)),
        country=country,
        other=(country + 1 + draw.below(len(names.COUNTRIES) - 1)) % len(names.COUNTRIES),
        abroad=draw.below(3) == 0,
        p=draw.below(len(names.OURS)),
        q=draw.below(len(names.THEIRS)),
        topic=(topic := draw.below(len(names.TOPICS))),
        topic2=(topic + 1 + draw.below(len(names.TOPICS) - 1)) % len(names.TOPICS),
        expo=draw.below(len(names.EXPOSITIONS)),
        n=5 + draw.below(90),
        m=12 + draw.below(70),
        k=4 + draw.below(16),
        line=40_000 + draw.below(50_000),
        tenths=101 + draw.below(880),
        ahead=7 + draw.below(160),
        shared=draw.some(2 + draw.below(3), len(phrases_ru.SHARED)),
        linked=number - 1 - draw.below(number - 1) if number > 1 and draw.below(3) == 0 else 0,
        attachment=1 if number % 4 == 1 else 0,
        image=draw.below(2) == 0,
        mapped=draw.below(12) == 0,
        mailed=draw.below(9) == 0,
        dateline=kind == "statement" and skin == "new" and draw.below(2) == 0,
    )


def edit(story: Story, changes: Mapping[str, Any]) -> Story:
    """The story after an edit. ``changes`` gives new values of fields by name."""
    return replace(story, **changes)


@cache
def _world(language: str, country: int, other: int) -> dict[str, str]:
    """The slots of phrases that depend on the two countries alone."""
    one, two = names.COUNTRIES[country][language], names.COUNTRIES[other][language]
    city = names.CITIES[country][language]
    return {
        **{"c": one.nom, "c_gen": one.gen, "c_ins": one.ins, "d": two.nom, "d_gen": two.gen},
        **{"their_city_At": city.at_start, "their_city_in": city.within, "their_city_iw": city.after_vowel},
    }


def _slots(story: Story, language: str) -> dict[str, Any]:
    """All slots that a phrase may have, except the link slots."""
    place = names.CITIES[story.country] if story.abroad else names.CAPITAL
    city = place[language]
    p, q = names.OURS[story.p][language], names.THEIRS[story.q][language]
    office = names.OFFICES[names.OFFICE_OF[story.p]][language]
    world = _world(language, story.country, story.other)
    phrases = PHRASES[language]
    decimal = f"{story.tenths // 10}.{story.tenths % 10}"
    slots: dict[str, Any] = {
        **world,
        **{"city": city.nom, "city_in": city.within, "city_iw": city.after_vowel},
        **{"p": p.nom, "p_gen": p.gen, "p_a": "а" if p.woman else "", "p_w": "ла" if p.woman else "ў"},
        **{"q": q.nom, "q_gen": q.gen, "q_ins": q.ins, "q_a": "а" if q.woman else "", "q_w": "ла" if q.woman else "ў"},
        **{"off": office.nom, "off_gen": office.gen},
        "q_off": f"{names.THEIR_OFFICES[language][story.q % 3]} {world['c_gen']}",
        **{"topic": names.TOPICS[story.topic][language], "topic2": names.TOPICS[story.topic2][language]},
        "expo": names.EXPOSITIONS[story.expo][language],
        **{"n": story.n, "m": story.m, "k": story.k, "line": story.line},
        "sum": decimal if language == "en" else decimal.replace(".", ","),
        "day2": write_date(story.event_day, language) + YEAR_OF[language],
        **{"Where": city.at_start + ("," if language == "en" else ""), "When": ""},
    }
    for slot, forms in phrases.FORMS.items():
        number = slots[slot[0]]
        slots[slot] = f"{number} {forms[1]}" if language == "en" else count(number, *forms)
    if story.skin == "old":
        written = write_date(story.published, language, american=True)
        slots["Where"] = phrases.WHERE_DATED.format(date=written, **slots)
        slots["When"] = phrases.WHEN_DATED.format(date=written)
    return slots


PLAIN = {"a_news": "", "a_pdf": "", "a_js": "", "a_mail": "", "z": "", "z_news": "", "nb": " "}
"""The link slots of a text without markup."""


def story_text(story: Story, language: str, links: Mapping[str, str] = PLAIN) -> StoryText:
    """The story in one language. ``links`` fills the slots around linked words (``a_news`` … ``z``) and ``nb``."""
    phrases = PHRASES[language]
    slots = _slots(story, language)
    slots.update(links)
    patterns = phrases.STATEMENTS if story.kind == "statement" else phrases.NEWS
    title, own = patterns[story.pattern]
    shared = [phrases.SHARED[index] for index in story.shared]
    if story.shortened:
        shared[0] = shared[0][:1]
    extra = (
        (story.linked, phrases.LINKED),
        (story.attachment, phrases.ATTACHED),
        (story.mapped, phrases.MAPPED),
        (story.mailed, phrases.MAILED),
        (story.added, phrases.ADDED),
    )
    paragraphs = [*own, *shared, *(phrase for used, phrase in extra if used)]
    gap = "\n" if links is not PLAIN else " "
    written = _capital(title.format_map(slots))
    return StoryText(
        title=phrases.TITLE_AFTER_EDIT.format(title=written) if story.retitled else written,
        body=tuple(
            gap.join(_capital(sentence.format_map(slots)) for sentence in paragraph) for paragraph in paragraphs
        ),
        dateline=_dateline(story, language, slots["city"]),
    )


def _dateline(story: Story, language: str, city: str) -> str:
    if not story.dateline:
        return ""
    return str(PHRASES[language].DATELINE.format(date=write_date(story.published, language, american=True), city=city))


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
