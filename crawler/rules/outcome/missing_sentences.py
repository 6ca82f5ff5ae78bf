"""Missing sentences: a heading that says, in a sentence of its own, that a page does not exist or was removed."""

from __future__ import annotations

import re

_PAGES = """
    page content document article item publication file news url address resource post story
    material record entry
    страниц материал документ новост стать публикац элемент раздел файл адрес запис ресурс объект
    старонк матэрыял навін
    артыкул дакумент сторін матеріал новин статт seite inhalt dokument artikel beitrag contenu
    contenido noticia artículo
    página conteúdo notícia artigo pagina contenuto articolo inhoud sida innehåll side innhold
    indhold sivu sisältö leh
    lap puslap stron artykuł stránk oldal pagin страниц съдържание садржај stranic σελίδα sayfa
    içerik haber səhifə xəbər
    бет парақ жаңалық жаңылык sahifa გვერდ მასალ էջ صفحة الصفحة صفحه محتوى المحتوى محتوا مطلب خبر דף
    הדף עמוד העמוד पृष्ठ
    पेज पृष्ठ صفحہ پیج পৃষ্ঠা পাতা strona įraš síða síðan síðu faqj хуудас саҳифа leathanach paġna
    trang halaman siidu síđ siijđo
"""
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
"""
_UNSPACED = re.compile(
    r"(?:页面?|网页|内容|文章|頁面?|網頁|ページ|記事|페이지|게시물|หน้า).{0,16}"
    r"(?:不存在|未找到|找不到|已被?删除|已被?刪除|已下线|見つかりません|存在しません|찾을 수 없|존재하지 않|ไม่พบ)"
    r"|(?:找不到|ไม่พบ).{0,8}(?:页面?|网页|内容|文章|頁面?|หน้า)"
    r"|(?:찾을 수 없는|존재하지 않는|삭제된).{0,4}(?:페이지|게시물)"
)
_FILLING = """
    sorry oops unfortunately the this that a an you your we requested request are were looking for
    is was may might it
    has have been or and at on in of to by from please longer any could can would be does our site
    website under link
    error 404 http code к сожалению увы извините ой запрашиваем запрошенн указанн вами вы ищете эта
    этот данн так возможно
    она он была был или и по этому на сайте сайта с у нас нет код ошибка больше на жаль выбачайце
    запытан гэта дадзен была
    або перепрошуємо запитан ця цей дан яку який яке ви шукаєте якую вы шукаеце которую ищете leider
    die der das diese dieser von ihnen gesuchte gesucht angeforderte wurde ist
    désolé désolée la le cette que vous cherchez demandée a été est lo sentimos esta que busca
    solicitada ha sido a
    desculpe ops procura solicitada foi spiacenti questa cercata richiesta è helaas deze die u zoekt
    is tyvärr den du
    söker beklager du leter etter ser valitettavasti hakemaasi hakemasi etsimääsi pahoittelemme
    vabandust diemžēl deja
    niestety której szukasz omlouváme se hľadaná bohužel sajnos keresett üzgünüz
    aradığınız istediğiniz
    təəssüf кешіріңіз сұралған кечиресиз kechirasiz სამწუხაროდ მოთხოვნილი ცავოք عذرا عذراً المطلوبة
    التي تبحث عنها على متاسفانه
    مورد نظر شما سایت در סליחה המבוקש xin lỗi bạn maaf yang anda cari šállošat
"""
_STEMS = tuple(_PAGES.split())
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


def says_missing(heading: str) -> bool:
    """Whether a heading says that its page does not exist: it names a page and says that it is gone, and little else.

    The words are those of some forty languages. The caller makes sure that the page has no text of its own.
    """
    if len(heading) > _LONGEST:
        return False
    words = " ".join(heading.casefold().split())
    if _FOR_NOW.search(words):
        return False
    if _UNSPACED.search(words):
        return True
    gone = _MISSING.search(words)
    if gone is None:
        return False
    others = [word for word in _WORD.findall(_MISSING.sub(" ", words)) if not _is_filling(word)]
    pages = [word for word in others if word.startswith(_STEMS)]
    return bool(pages) and len(others) - len(pages) <= _UNKNOWN


def _is_filling(word: str) -> bool:
    return word in _FILLS or any(len(each) >= _LEAST_STEM and word.startswith(each) for each in _FILLS)
