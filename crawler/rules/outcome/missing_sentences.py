"""Missing sentences: a heading that says, in a sentence of its own, that a page does not exist or was removed."""

from __future__ import annotations

import re

_WEB = """
    элемент раздел įrašas
    page pages url webpage страниц веб-страниц старонк сторінк seite webseite página pàgina páxina
    orrialde sida webbsida side siden nettside sivu lapa lapas lapu puslap leht lehte lehe lehekülg
    lehekülge strona stronę strony stronie stránk stran oldal oldalt pagin stranic
    σελίδα sayfa səhifə sahypa бет беті бетті парақ парақша барак баракча sahifa саҳифа გვერდ էջ էջը صفحة
    الصفحة صفحه صفحات דף הדף עמוד העמוד पृष्ठ पेज صفحہ پیج পৃষ্ঠা পাতা síða síðan síðu faqj faqe хуудас
    саҳифаи leathanach paġna tudalen trang halaman laman siidu siidde siijđo
"""
"""Words, or their beginnings, for a page of the web: hardly a headline says that one is gone."""
_CONTENT = """
    content document article item publication file news address resource post posts story material record
    entry материал документ новост стать публикац файл адрес запис ресурс объект матэрыял
    навін артыкул дакумент матеріал новин статт inhalt dokument artikel beitrag contenu contenido noticia
    artículo conteúdo notícia artigo contenuto articolo inhoud innehåll innhold indhold sisältö artykuł
    съдържание садржај içerik haber haberi xəbər жаңалық жаңылык მასალ محتوى المحتوى محتوا مطلب خبر
"""
"""Words for what a page has: statements deny the existence of documents too."""
_GONE = r"""
    not\s(?:be\s|been\s)?found | n[’'`]t\s(?:be\s)?f(?:ou|i)nd | no\slonger\s(?:available|exists?|online|here)
    | do(?:es)?\s?n(?:ot|[’'`]t)\sexist | not\s(?:available|exist|published) | unavailable
    | (?:been|was|were|is)\s(?:removed|deleted|moved|unpublished|withdrawn)
    | не\s(?:был[аои]?\s)?(?:найден|обнаружен)\w* | не\sсуществует | удал[её]н\w* | перемещ[её]н\w*
    | (?:больше\s)?(?:не\s?)доступ\w* | отсутствует | снят\w*\sс\sпубликации
    | не\s(?:был[аоі]?\s|быў\s)?знойдз\w* | не\sіснуе | выдален\w* | перамешчан\w* | недаступн\w* | адсутнічае
    | не\s(?:бул[ао]\s)?знайден\w* | не\sіснує | видален\w* | переміщен\w* | відсутн\w*
    | nicht\s(?:mehr\s)?(?:gefunden|verfügbar|vorhanden) | existiert\snicht | gelöscht | entfernt
    | introuvable | n[’']existe\s(?:pas|plus) | non\strouvée? | (?:pas|plus)\s(?:été\s)?(?:trouvée?|disponible)
    | supprimée? | no\s(?:se\s)?(?:ha\ssido\s)?(?:encontr\w+|existe) | no\sestá\sdisponible | eliminad[ao]
    | não\s(?:foi\s)?(?:encontrad[ao]|existe) | não\sestá\sdisponível
    | non\s(?:è\sstat[ao]\s)?(?:trovat[ao]|esiste)
    | non\s(?:è\s)?(?:più\s)?disponibile | niet\s(?:meer\s)?(?:gevonden|beschikbaar) | bestaat\sniet
    | (?:hittades|finns|hittas)\sinte | kunde\sinte\shittas | har\stagits\sbort | saknas
    | finnes\sikke | finst\sikkje | (?:blev?\s)?ikke\sfunnet | er\s(?:slettet|fjernet) | findes\sikke
    | ei\s(?:enää\s)?(?:löydy|löytynyt|ole\solemassa) | on\spoistettu | ei\sleitud | nav\satrast\w* | nerast\w*
    | nie\s(?:została?\s)?znalezion\w* | nie\sistnieje | usunięt\w* | nenalezen\w* | neexistuje
    | nebola?\snájden\w*
    | nem\stalálható | nem\slétezik | nu\s(?:a\sfost\sgăsit\w*|există) | не\sе\sнамерен\w* | не\sсъществува
    | није\sпронађен\w* | nije\spronađen\w* | ne\spostoji | δεν\s(?:βρέθηκε|υπάρχει) | bulunam\w+
    | mevcut\sdeğil
    | kaldırıl\w+ | tapılmadı | mövcud\sdeyil | табылмады | табылган\sжок | жоқ | topilmadi
    | (?:ვერ|არ)\sმოიძებნა | არ\sარსებობს | წაშლილია | չի\sգտնվել | գոյություն\sչունի
    | غير\s(?:موجود|متوفر|متاح)\w* | لم\sيتم\sالعثور | لا\sيمكن\sالعثور | (?:یافت|پیدا)\sنشد
    | وجود\sندارد | موجود\sنیست
    | לא\sנמצא\w* | (?:אינו|לא)\sקיים | नहीं\sमिल\w* | उपलब्ध\sनहीं | không\s(?:tìm\sthấy|tồn\stại)
    | tidak\sditemukan
    | ii\s(?:šat\s)?gávdno\w*
    | no\sse\sencuentra | neby(?:la|l|lo)\snalezen\w* | není\s(?:k\sdispozici|dostupn\w*)
    | ni\s(?:bil[ao]?\s)?najden\w* | ne\sobstaja | nuk\s(?:u\sgjet|ekziston) | не\sе\sпронајден\w* | не\sпостои
    | fannst\sekki | er\sekki\stil | олдсонгүй | ёфт\sнашуд | نہیں\sملا | موجود\sنہیں | পাওয়া\sযায়নি
    | ní\sbhfuarthas | ma\s(?:nstab\w+|teżistix)
    | c(?:ould|an)(?:n[’'`]t|\s?not)\s(?:be\s)?f(?:ind|ound) | isn[’'`]t\s(?:available|here|there)
    | не\s(?:на|зна)[шй]шл\w+ | несуществующ\w+ | нет\sна | няма(?=\s|$) | немає
    | gibt\ses\s(?:leider\s)?nicht(?:\smehr)? | existiert\s(?:leider\s)?nicht(?:\smehr)?
    | n[’']existe\spas\sou\splus | n[’']a\spas\s(?:pu\sêtre|été)\strouvée?
    | no\sse\sha(?:n)?\s(?:encontrado|podido\sencontrar) | no\ss[’']ha\s(?:pogut\s)?trob\w+ | no\sexisteix
    | non\sse\satopou
    | не\s(?:беше|бе|е)\s(?:намерен|открит)\w* | neegzistuoja | neeksistē | nav\spieejam\w* | nu\smai\sexistă
    | nu\sa\sputut\sfi\sgăsit\w* | δεν\sείναι\sδιαθέσιμη | топилмади | tapylmady | (?:kunne|kan)\sikke\s(?:findes|finde)
    | (?:kan|kunde)\sinte\shittas? | hittar\sinte | fann\sikkje | fant\sikke | tidak\s(?:dijumpai|ditemui|wujud)
    | ez\sda\s(?:aurkitu|existitzen) | ulaşılam\w+ | не\sзнайшл\w+
"""
_UNSPACED_GONE = (
    r"(?:不存在|未找到|找不到|已被?删除|已被?刪除|已下线|見つかりません|存在しません|찾을 수 없|존재하지 않|ไม่พบ)"
)
_UNSPACED = re.compile(
    rf"(?:页面?|网页|頁面?|網頁|ページ|페이지|หน้า).{{0,16}}{_UNSPACED_GONE}"
    r"|(?:找不到|ไม่พบ).{0,8}(?:页面?|网页|頁面?|หน้า)"
    r"|(?:찾을 수 없는|존재하지 않는|삭제된).{0,4}페이지"
)
_UNSPACED_CONTENT = re.compile(
    rf"\A(?:对不起|抱歉|很抱歉|申し訳.{{0,10}}?|[\s,.!。，！、])*(?:该|此|这篇)?(?:.{{0,4}}(?:访问|請求|请求|查看|您|お探し|指定|요청).{{0,6}})?"
    rf"(?:内容|文章|記事|게시물).{{0,4}}{_UNSPACED_GONE}"
    r"|\A找不到.{0,6}(?:内容|文章)|\A(?:삭제된|찾을 수 없는|존재하지 않는) 게시물"
)
"""Sentences that begin with what is missing: a denial begins with who denies, or with what is denied."""
_REQUESTED = re.compile(
    r"(?<!\w)(?:requested|look(?:ing)? for|запраш|запрошен|запрош|ищете|шука|искали|gesucht|angefordert|demandé|cherch"
    r"|recherch|solicitad|busca|richiest|cercat|cercando|gezocht|zoekt|söker|sökt|leter|hakem|etsim|otsit|meklē|ieškot|szuka"
    r"|hledan|hľadan|keresett|aradığ|istediğ|mövcud olduğ|сұралған|сурал|so[ʻ'‘’]ral|მოთხოვნ|որոն"
    r"|المطلوب|تبحث|مورد نظر|המבוקש|yêu cầu|anda cari|căut|търс|тражен|tražen|iskan)"
)
"""Words of a visitor's request: with them the sentence speaks of the address, and not of the world."""
_FILLING = """
    find we ou plus pas che stai cercando essere stata stato seu sua se ne пожалуйста мы вы попали ки такой
    такая нашем наш нашому нашым es leider mehr nicht jūsų kurio ieškote atvainojiet meklētā din vår vi som
    dere sorry oops unfortunately the this that a an you your we requested are were looking for is
    was may might it has have been or and at on in of to by from please longer any could can would be does
    our site website under link error 404 http code к сожалению увы извините ой запрашиваем запрошенн
    указанн вами вы ищете эта этот данн так возможно она он была был или и по этому на сайте сайта с у нас
    нет код ошибка больше на жаль выбачайце запытан гэта дадзен была або перепрошуємо запитан ця цей дан яку
    який яке ви шукаєте якую вы шукаеце которую ищете leider die der das diese dieser von ihnen gesuchte
    gesucht angeforderte wurde ist désolé désolée la le cette que vous cherchez demandée a été est lo
    sentimos esta que busca solicitada ha sido a desculpe ops procura solicitada foi spiacenti questa
    cercata richiesta è helaas deze die u zoekt is tyvärr den du söker beklager du leter etter ser
    valitettavasti hakemaasi hakemasi etsimääsi pahoittelemme vabandust diemžēl deja niestety której szukasz
    omlouváme se hľadaná bohužel sajnos keresett üzgünüz aradığınız istediğiniz təəssüf кешіріңіз сұралған
    кечиресиз kechirasiz სამწუხაროდ მოთხოვნილი ცავოք عذرا عذراً المطلوبة التي تبحث عنها على متاسفانه مورد
    نظر شما سایت در סליחה המבוקש xin lỗi bạn maaf yang anda cari šállošat
"""
_ALONE = """
    page pages url post posts entry item side siden lapa lapas lapu strona leht lehte бет
"""
_WEB_STEMS, _CONTENT_STEMS = tuple(_WEB.split()), tuple(_CONTENT.split())
_EXACT = frozenset(_ALONE.split())
"""Words that others begin with: a postal service, a concrete wall."""
_ENDING = 4
"""The letters that case and number add to a stem at most."""
_MISSING = re.compile(rf"(?<!\w)(?:{_GONE})(?!\w)", re.VERBOSE)
_FILLS = tuple(_FILLING.split())
_WORD = re.compile(r"[^\s.,:;!?…\"'«»„“”‘’()\[\]|/–—·।؟،-]+")
_FOR_NOW = re.compile(
    r"(?<!\w)(?:temporar|temporair|temporalm|temporán|tymczas|vorübergehend|zeitweise|dočasn|tijdelijk|midlertidig"
    r"|tillfällig|väliaikai|laikinai|īslaic|ajutis|geçici|müvəqqəti|provisor|privremen|začasn|przejściow"
    r"|временн?|тимчасов|часов|привремен|уақытша|убактылуу|დროებით|ժամանակավոր|مؤقت|موقت|זמנית|अस्थायी"
    r"|tạm thời|sementara)|暂时|暫時|一時的?に?存在|일시적|ชั่วคราว"
)
"""Words for "temporarily": such a page comes back."""
_LONGEST = 140
_UNKNOWN = 2
"""Other words that such a sentence may have. A headline has more."""
_LEAST_STEM = 4
ALL_THAT_IS_SAID = ("surely", "likely")
"""What a sentence must come to that is the whole text of an error page."""
_AROUND = 16
"""The signs beside such a sentence in a script without spaces."""


def says_missing(heading: str) -> str:
    """How a heading or a sentence says that its page does not exist; empty if it does not.

    ``surely`` for one that names a page, or what was requested, and says that it is gone, and nothing else: so only
    error pages speak. ``likely`` for one with a few other words, which may be a headline too, but hardly all that a
    statement says. ``perhaps`` for one that says it of a document: a statement may. The words are those of some forty
    languages. The caller makes sure that the page has no text of its own.
    """
    if len(heading) > _LONGEST:
        return ""
    words = " ".join(heading.casefold().split())
    if _FOR_NOW.search(words):
        return ""
    if found := _UNSPACED.search(words):
        return "surely" if len(words) - len(found[0]) <= _AROUND else "likely"
    if _UNSPACED_CONTENT.search(words):
        return "perhaps"
    if _MISSING.search(words) is None:
        return ""
    others = [word for word in _WORD.findall(_MISSING.sub(" ", words)) if not _is_filling(word)]
    pages = [word for word in others if _is_of(word, _WEB_STEMS)]
    things = [word for word in others if word not in pages and _is_of(word, _CONTENT_STEMS)]
    unknown = len(others) - len(pages) - len(things)
    if pages or (things and _REQUESTED.search(words)):
        return "surely" if not unknown else "likely" if unknown <= _UNKNOWN else ""
    return "perhaps" if things and not unknown else ""


def _is_of(word: str, stems: tuple[str, ...]) -> bool:
    """Whether a word is one of these, or begins with one and has an ending."""
    return any(
        word == stem or (stem not in _EXACT and word.startswith(stem) and len(word) - len(stem) <= _ENDING)
        for stem in stems
    )


def _is_filling(word: str) -> bool:
    if word in _FILLS or _REQUESTED.search(word):
        return True
    return any(len(each) >= _LEAST_STEM and word.startswith(each) for each in _FILLS)
