"""Texts in languages that no model here knows have no language, and not that of the nearest relative."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.language.neighbours import may_be
from crawler.rules.language.tags import detect

UNKNOWN = {
    "smn": """Sämitiggeest lii uđđâ saavâjođetteijee. Sämitigge väljej čuákkimistis Anarist sämikielâ tuáimán uđđâ
        jesânijd já ráđádâlâi ohtsâšpargoost. Saavâjođetteijee mield sämikielâ pargo lii tehálâš puoh sämmiláid, já
        tot kalga jotkuđ meiddei puátteevuođâst. Čuákkim tuálloi Saijoosist já toos uásálistii kyehtlov olmožid.""",
    "fit": """Meänkieli oon yks Ruottin viiestä minuriteettikielestä. Laki sannoo ette ihmisillä oon oikeus käyttää
        meänkieltä viranomhaisitten kans. Hallitus oon päättäny ette kunnat saava lissää rahhaa. Met halvama ette
        kaikin ihmiset saava tietoa ommala kielelä ja ette kulttuuri ellää, sannoo maaherra.""",
    "sms": """Sääʹmteʹǧǧ lij saaʹmi jiõččvaaldšem ååʹblkåndd, koon vaalšmest vaʹlljeet juõʹǩǩ neelljad eeʹjj.
        Sääʹmteeʹǧǧ tuâjjan lij huõlltummuš saaʹmi jiijjâsǩiõl da kulttuur di šeellmõʹsse sij leeʹd alggmeerõs.
        Sääʹmteʹǧǧ lij vuâđđumõs da tõn kontor lij Aanrest, da tõn jååʹđteei lij uʹvddem tuâj.""",
    "sma": """Saemiedigkie lea saemiej åålmege veeljesovveme jïh Saemiedigkien åssjalommes lea saemiej politihken
        sijjiem nænnoestidh jïh saemiej iedtjh eevtjedh. Saemiedigkie edtja aaj barkedh juktie saemieh maehtieh
        sijjen gïelem, kultuvrem jïh siebriedahkejieledem gorredidh jïh evtiedidh guktie hijven lea.""",
    "kv": """Талун Сыктывкарын Коми Республикаса национальнӧй политика министр паныдасис сёрнитны отсӧг йылысь. Сійӧ
        висьталіс, мый коми кыв сӧвмӧдӧм могысь лоас вӧчӧма уна выль удж. Сёрнитӧмын вӧліны сикт-каръяслӧн
        юралысьяс, велӧдысьяс да гижысьяс, кодъяс висьталісны ассьыныс мӧвпъяс.""",
    "csb": """Kaszëbskô mòwa je zrzeszonô z pòlską, le mô swòje słowa i swój pisënk. Minyster gôdôł dzysô ò ùczbie
        kaszëbsczégò jãzëka w szkòłach i ò tim, jak ji ùczniów je corôz wicy. Ùrząd dôł dëtczi na nowé ksążczi, a
        szkólny dostelë pòmòc. Zeńdzenié bëło w Kartuzach i przëszło na nie wiele lëdzy.""",
}
KNOWN = {
    "se": """Sámedikki presideanta deaivvadii odne ministariin Oslos ja soai ságasteigga sámegielaid birra. Presideanta
        dadjá ahte lea dehálaš ahte ráđđehus doarju skuvllaid. Soai leigga ovttaoaivilis das ahte bargu galgá joatkit
        čakčat, ja ahte áššit mat gusket boazodollui ja guolásteapmái leat dehálaččat.""",
    "fi": """Ulkoministeri tapasi tänään Helsingissä ystävällismielisen maan suurlähettilään. He keskustelivat maiden
        välisestä yhteistyöstä sekä siitä, että kauppaa on lisättävä. Ministeri kertoi, että sopimus on tarkoitus
        allekirjoittaa ensi vuonna ja että molemmat maat ovat siihen valmiita.""",
    "ru": """Министр иностранных дел провёл сегодня встречу с послом дружественной страны. Стороны обсудили вопросы
        двустороннего сотрудничества, торговли и транспорта, а также договорились о новых встречах на высшем уровне
        в будущем году. В переговорах приняли участие представители посольства.""",
    "yi": """דער מיניסטער האָט זיך הײַנט געטראָפֿן מיטן אַמבאַסאַדאָר פֿון אַ פֿרײַנדלעך לאַנד און זיי האָבן
        גערעדט וועגן האַנדל און קולטור. עס איז געווען אַ וויכטיקער טרעפֿונג, האָט ער געזאָגט, און מע וועט זיך
        ווידער טרעפֿן דאָס קומעדיקע יאָר אין דער הויפּטשטאָט.""",
}


def flat(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


@pytest.mark.parametrize("language", UNKNOWN)
def test_an_unknown_language_is_none(language: str) -> None:
    """Unless the page claims it."""
    assert detect(flat(UNKNOWN[language])) == ""
    assert detect(flat(UNKNOWN[language]), language) == language


@pytest.mark.parametrize("language", KNOWN)
def test_its_relatives_are_known(language: str) -> None:
    """Northern Sámi beside Inari Sámi, Finnish beside Meänkieli, Russian beside Komi, Yiddish beside Hebrew."""
    assert detect(flat(KNOWN[language])) == language


@given(st.text(max_size=300), st.sampled_from(["se", "fi", "ru", "ky", "de", "ar", "xx", ""]))
def test_the_rules_hold_for_any_text(text: str, language: str) -> None:
    """Never an error; a language without rules is never excluded."""
    assert may_be(text, language) in (True, False)
    assert may_be(text, "xx")


RELATIVES = {
    "smj": """Sámedigge la sámij álmukválljidum parlamænnta, ja dat galggá barggat giela ja kultuvra åvddåj. Ådå
        presidænnta javlaj sáme máná galggi oahppat ietjasa gielav skåvlån, ja dat la ájnas boahtte jagijda aj.
        Barggo vuolgget uddni ja gárvvi moatten jagen, javlaj sån, ja gijttá gájkka gudi le viehkedam barggon.""",
    "vro": """Vahtsõnõ raamat om är trükit ja tuu om häämiil kõigilõ, kiä umma kiilt hoitva. Õpõtaja ütel', õt latsõq
        tahtvaq kuulin võro kiilt oppiq ja nä ommaq tuu üle väega hää meelega. Mi inemiseq olliq kokko tulnuq ja
        kõnõliq, midä tulõval aastal tetä. Tuu om suur tüü, a mi saami hakkama.""",
    "krl": """Piämies vastavutti ministrija tänäpiänä ta hyö paistih kouluista. Hiän sano, jotta kielen pitäy elyä ta
        lapšien pitäy opaštuo šitä. Šie ta mie tiijämmä, jotta ruatuo on äijä, ka rahvaš on mieleššä. Juhla tulou
        syksyllä, ta šinne kučutah kaikkie kyläläisie ympäri Karjalua.""",
}
CLAIMS = {"smj": ("",), "vro": ("", "et"), "krl": ("", "fi")}


@pytest.mark.parametrize("language", RELATIVES)
def test_a_relative_that_claims_its_neighbour_is_none(language: str) -> None:
    """A template has only the language of the state; the text has letters and words of another one."""
    for claimed in CLAIMS[language]:
        assert detect(flat(RELATIVES[language]), claimed) in ("", language)
    assert detect(flat(RELATIVES[language]), language) == language


@pytest.mark.parametrize("language", ["fi", "ru", "se"])
def test_a_text_in_the_claimed_language_stays(language: str) -> None:
    assert detect(flat(KNOWN[language]), language) == language


@pytest.mark.parametrize("claimed", ["rue", "lez", "kbd", "ady"])
def test_languages_in_cyrillic_letters_keep_their_claim_in_short_texts(claimed: str) -> None:
    assert detect("Нова книжка і новинкы", claimed) == claimed
