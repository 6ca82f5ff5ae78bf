"""The words of language switchers and the languages that they mean."""

from __future__ import annotations

import re

from crawler.rules.language.codes import PRIMARY

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
    "fi": "suomi | suomeksi | suomen | finnish | finska | finsk | финский",
    "sv": "svenska | på svenska | swedish | svensk | шведский | ruotsi | ruotsiksi | ruoŧagiella | schwedisch",
    "nb": "bokmål | norsk bokmål | norsk (bokmål) | norwegian bokmål | girjedárogiella | bokmal",
    "nn": "nynorsk | norsk nynorsk | norsk (nynorsk) | norwegian nynorsk | ođđadárogiella",
    "no": "norsk | norwegian | норвежский | norska | norwegisch | dárogiella | dárogillii",
    "da": "dansk | danish | danska | датский | dänisch",
    "is": "íslenska | icelandic | islandsk | islensk",
    "se": """davvisámegiella | davvisámegillii | sámegiella | sámegillii | nordsamisk | nordsamiska | northern sami
        | northern sámi | north sami | samisk | samiska | sámi | davvisámi | samegiella""",
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
    "la": "latina | latin",
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
_NOT_TAGS = frozenset(["am", "an", "as", "at", "by", "id", "in", "is", "it", "my", "or", "so", "to"])
"""English words. As the text of a link they do not mean a language, unless they are in capitals ("IT")."""
_MOST = 60


def meaning(words: str) -> str | None:
    """The BCP 47 tag of the language that the words of a link, an option or a picture's ``alt`` mean; None if they mean
    none."""
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
    return None
