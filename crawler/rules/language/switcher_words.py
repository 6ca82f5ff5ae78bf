"""The words of language switchers and the languages that they mean.

The table here has the forms that switchers use ("in English", "suomeksi"). Plain names of other languages are looked up
in ``language_names``.
"""

from __future__ import annotations

import re

from crawler.rules.language.codes import PRIMARY
from crawler.rules.language.language_names import names

_NAMES: dict[str, str] = {
    "be": """беларуская | беларуску | беларускай | беларускую | беларуски | беларуская мова | бел | белорусский
        | белорусском
        | белорусская | белорусски | белорусскую | belarusian | byelorussian | belarussian | belaruskaja
        | belaruskaya | belarusan
        | bielorusso | biélorusse | belarussisch | беларус | блр""",
    "ru": """русский | русском | русская | русски | русскую | по-русски | рус | руск | рускі | руская | рускай | руску
        | расейская | расейскай | российская | russian | russkij | russkiy | russian language | russisch | russe
        | ruso | russo
        | ryska | russisk | venäjä | venäjäksi | російська | російською""",
    "uk": """українська | українською | українську | укр | украинский | украинском | украинская | украінская | ukrainian
        | ukrainska | ukrainisch | ukrainien""",
    "en": """english | eng | engl | английский | английском | английская | английски | англ | англійская | англійскай
        | ангельская | ангельскай | англійська | engelsk | engelska | englisch | anglais | inglés | inglese
        | inglês | inglise
        | eŋgelasgiella | eaŋgalsgiella | eaŋgalasgiella | eŋgelasgillii | angielski | englanti | englanniksi
        | in english
        | anglų | angļu | angličtina | anglicky | język angielski | angol | îngiliză | engleză | ingilizce""",
    "de": """deutsch | german | немецкий | немецком | нямецкая | нямецкай | allemand | alemán | tedesco | tysk
        | tyska | німецька""",
    "fr": """français | francais | french | французский | французском | французская | французскай | französisch
        | francés
        | francese | fransk | franska""",
    "es": """español | espanol | castellano | spanish | испанский | испанском | іспанская | іспанскай | espagnol
        | spansk | spanska""",
    "it": "italiano | italian | итальянский | італьянская | italienisch | italien | italiensk | italienska",
    "pt": "português | portugues | portuguese | португальский",
    "pl": """polski | po polsku | polska wersja | polish | польский | польском | польская | польскай | polnisch
        | polska | польська""",
    "lt": "lietuvių | lietuviškai | lietuviu | lithuanian | литовский | літоўская | литовском",
    "lv": "latviešu | latviski | latviesu | latvian | латышский | латышская | latviešu valoda",
    "et": "eesti | eesti keel | eesti keeles | estonian | эстонский",
    "fi": "suomi | suomeksi | suomen | suomenkielinen | finnish | finska | finsk | финский",
    "sv": """svenska | på svenska | till svenska | swedish | svensk | шведский | ruotsi | ruotsiksi | ruoŧagiella
        | schwedisch""",
    "nb": "bokmål | norsk bokmål | norsk (bokmål) | norwegian bokmål | girjedárogiella | bokmal",
    "nn": "nynorsk | norsk nynorsk | norsk (nynorsk) | norwegian nynorsk | ođđadárogiella",
    "no": "norsk | norwegian | норвежский | norska | norwegisch | dárogiella | dárogillii",
    "da": "dansk | danish | danska | датский | dänisch",
    "is": "íslenska | icelandic | islandsk | islensk",
    "se": """davvisámegiella | davvisámegillii | davvisámigiella | davvisámigillii | sámegiella | sámegillii
        | sámigiella | sámigillii | samigiella | samegiella | sápmi | på samiska | nordsamisk | nordsamiska
        | northern sami | northern sámi | north sami | samisk | samiska | sámi | davvisámi | pohjoissaame
        | pohjoissaameksi | saameksi""",
    "smn": """anarâškielâ | anarâškielân | anáraškiella | inarinsaame | inarinsaameksi | enaresamiska | enaresamisk
        | inari sami | inari sámi | inari saami""",
    "sms": """nuõrttsääʹmǩiõll | sääʹmǩiõll | sääʹmkiõll | nuortalašgiella | koltansaame | koltansaameksi
        | skoltsamiska | skoltsamisk | skolt sami | skolt sámi | skolt saami""",
    "sje": "bidumsámegiella | pitesamiska | pitesamisk | pite sami",
    "sju": "ubmejesámiengiälla | umesamiska | umesamisk | ume sami",
    "fit": "meänkieli | meänkielelä | meänkielellä | meänkielen | meän kieli | tornedalsfinska | tornedalian finnish",
    "fkv": "kvääni | kväänin kieli | kvensk | kvensk språk | kven | kveeni | kainun kieli",
    "rom": """romani | romani chib | romanes | romani čhib | romani ćhib | rromani | řomani | romska | romsk | romany
        | romanikieli | romanikielellä | romaniksi""",
    "rmu": "resanderomani | tavringer romani | resande romani",
    "rmn": "romani arli | arli | arli romani",
    "rmy": """romani kelderaš | kelderaš | kelderash | kalderash | kaldaraš | romani kalderaš | lovari | romani lovari
        | lovara""",
    "rmf": "kalé | kaale | kaló | kàlo | romani kalé | finsk romani | suomen romanikieli",
    "yi": "jiddisch | jiddish | yiddish | ייִדיש | יידיש | idiš | идиш",
    "swl": "svenskt teckenspråk",
    "hsb": "hornjoserbsce | obersorbisch | upper sorbian",
    "dsb": "dolnoserbski | niedersorbisch | lower sorbian",
    "kl": "kalaallisut | grønlandsk | greenlandic",
    "fo": "føroyskt | færøysk | færøsk | faroese",
    "fy": "frysk | fries | frisian",
    "nds": "plattdeutsch | plattdüütsch | platt | low german",
    "lld": "ladin | ladino dolomitano",
    "fur": "furlan | friulano",
    "sc": "sardu | sardo",
    "br": "brezhoneg | breton",
    "co": "corsu | corse",
    "oc": "occitan",
    "crh": "qırımtatarca | къырымтатарджа | crimean tatar | кримськотатарська | крымскотатарский",
    "tt": "татарча | tatarça | tatar | татарский",
    "ba": "башҡортса | bashkir | башкирский",
    "cv": "чӑвашла | chuvash | чувашский",
    "sah": "сахалыы | якутский | yakut",
    "ug": "ئۇيغۇرچە | uyghur",
    "ps": "پښتو | pashto",
    "ku": "kurdî | kurmancî | kurdish",
    "ckb": "کوردی | سۆرانی | sorani",
    "prs": "دری | dari",
    "bs": "bosanski | bosnian",
    "cnr": "crnogorski | црногорски | montenegrin",
    "bn": "বাংলা | bangla | bengali",
    "km": "ភាសាខ្មែរ | khmer",
    "lo": "ພາສາລາວ | lao",
    "my": "မြန်မာဘာသာ | burmese",
    "mi": "te reo māori | te reo | māori",
    "smj": """julevsámegiella | julevsábmáj | julevsámegiela | lulesamisk | lulesamiska | lule sami | lule sámi
        | julevsámegiellaj""",
    "sma": """åarjelsaemien | åarjelsaemien gïele | saemien | sørsamisk | sydsamiska | southern sami | southern sámi
        | south sami""",
    "nl": "nederlands | dutch | нидерландский | голландский | niederländisch | néerlandais",
    "cs": "čeština | česky | cesky | czech | чешский | tschechisch",
    "sk": "slovenčina | slovensky | slovak | словацкий",
    "sl": "slovenščina | slovensko | slovenian | словенский",
    "hu": "magyar | magyarul | hungarian | венгерский | ungarisch",
    "ro": "română | romana | romanian | румынский | în română",
    "bg": "български | bulgarian | болгарский",
    "sr": "српски | srpski | serbian | сербский | ћирилица",
    "hr": "hrvatski | croatian",
    "mk": "македонски | macedonian",
    "sq": "shqip | albanian",
    "el": "ελληνικά | greek | греческий",
    "tr": "türkçe | turkce | turkish | турецкий | türkisch",
    "az": "azərbaycan | azərbaycan dili | azərbaycanca | azerbaijani | азербайджанский",
    "ka": "ქართული | georgian | грузинский",
    "hy": "հայերեն | armenian | армянский",
    "kk": "қазақша | қазақ | қазақ тілі | kazakh | казахский | қаз",
    "ky": "кыргызча | kyrgyz | киргизский | кыргызский",
    "tg": "тоҷикӣ | tajik | таджикский",
    "uz": "oʻzbekcha | o'zbekcha | ўзбекча | o‘zbek | uzbek | узбекский",
    "tk": "türkmençe | turkmen | туркменский",
    "mn": "монгол | mongolian",
    "ar": "العربية | عربي | عربى | arabic | арабский | арабском | arabe | arabisch | арабская",
    "fa": "فارسی | persian | farsi | персидский",
    "he": "עברית | hebrew | иврит",
    "ur": "اردو | urdu",
    "hi": "हिन्दी | हिंदी | hindi",
    "zh": "中文 | 汉语 | 简体中文 | 中国语 | chinese | китайский | китайском | кітайская | кітайскай | 中文版",
    "ja": "日本語 | japanese | японский",
    "ko": "한국어 | korean | корейский",
    "vi": "tiếng việt | vietnamese | вьетнамский",
    "id": "bahasa indonesia | indonesian",
    "ms": "bahasa melayu | bahasa malaysia | malay",
    "th": "ไทย | thai",
    "eu": "euskara | euskera | basque",
    "ca": "català | catalan",
    "gl": "galego | galician",
    "ga": "gaeilge | irish",
    "cy": "cymraeg | welsh",
    "gd": "gàidhlig",
    "mt": "malti | maltese",
    "lb": "lëtzebuergesch | luxembourgish",
    "la": "latina | latine",
    "rm": "rumantsch | romansh",
}
_ENDS = " \t\u00a0.,:;!/|()[]{}<>«»\"'“”„‹›→←↗»*•·-–—"
_MEANING = {
    " ".join(word.split()).strip(_ENDS): language for language, words in _NAMES.items() for word in words.split("|")
}

_AROUND = (
    r"(?:\(?(?:read|view|see|switch to|available"
    r"|читать|читайте|смотреть|открыть|перейти|чытаць|les|läs|lire|leer|lesen)"
    r"(?:\s+(?:this|the|it|page|эту|страницу|also))*\s+)?"
)
_BEFORE = (
    r"(?:in|in het|the|version in|version en|version auf|på|auf|en|á|em|în|w|w języku|po"
    r"|на|версия на|по|па|у|ў|версія на)[\s-]+"
)
_AFTER = (
    r"\s+(?:version|language|site|page|text|translation|edition|versjon|versjonen|versionen|fassung|wersja|versio|verze"
    r"|versión|versione|versão|versija|giella|gillii|keeles|kielellä|språk|dili|sprache|kalba"
    r"|версия|версию|языке|язык|яз|текст|вариант|перевод|сайт|страница"
    r"|версія|версію|вэрсія|мове|мова|мові|варыянт|пераклад|старонка)"
)
_PHRASE = re.compile(rf"{_AROUND}(?:{_BEFORE})?(?P<name>.+?)(?:{_AFTER})?")
_VERSION_FIRST = re.compile(
    r"(?:version|versión|versione|versão|wersja|versjon|language|lang|sprog|språk|sprache|langue|idioma"
    r"|версия|версія|язык|мова)[\s:–-]+(?:in\s+|en\s+|на\s+|по-|па-|auf\s+|på\s+)?(?P<name>.+?)(?:\s+(?:языке|мове))?"
)
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{2})?")
_NOT_TAGS = frozenset(["al", "am", "an", "as", "at", "by", "id", "in", "is", "it", "my", "or", "so", "to", "us"])
"""English words. As the text of a link they do not mean a language, unless they are in capitals ("IT")."""
_MOST = 60
_TWO_NAMES = re.compile(r"([^()\[\]/]+?)\s*([(\[/])\s*([^()\[\]/]+?)[)\]]?")
_WORDS_OF_A_NAME = 3
"""The most words of a name that is looked up in CLDR's."""


def meaning(words: str) -> str | None:
    """The BCP 47 tag of the language that the words of a link, an option or a picture's ``alt`` mean; None if they mean
    none. A name may have another one or a remark in parentheses: "Julevsámegiella (lulesamiska)"."""
    written = " ".join(words.split()).strip(_ENDS)
    if not 1 < len(written) <= _MOST:
        return None
    lowered = written.lower().replace("’", "'")
    if known := _MEANING.get(lowered):
        return known
    if _TAG.fullmatch(lowered) and not (lowered in _NOT_TAGS and not written.isupper()):
        primary = re.split("[-_]", lowered)[0]
        return PRIMARY.get(primary) or None
    for pattern in (_PHRASE, _VERSION_FIRST):
        if (found := pattern.fullmatch(lowered)) and (known := _MEANING.get(found["name"].strip(_ENDS))):
            return known
    if (found := _TWO_NAMES.fullmatch(lowered)) and (first := _named(found[1])):
        return first if found[2] != "/" or _named(found[3]) in (None, first) else None
    return _named(lowered)


def _named(lowered: str) -> str | None:
    """The language of a name in lower case that stands by itself."""
    name = lowered.strip(_ENDS)
    if known := _MEANING.get(name):
        return known
    return names().get(name) if len(name.split()) <= _WORDS_OF_A_NAME else None
