"""Wall sentences: a heading that says, in words of its own, that a reader is checked, waits, or finds the site closed.

The words are those of some fifty languages. They count on a bare page only: one without a menu, a text and a date.
"""

from __future__ import annotations

import re

_BROWSER = r"""
    browser\w* | navigat[eo]\w*r\w* | navegador\w* | przegląda\w* | prohlížeč\w* | prehliadač\w* | böngésző\w*
    | sela(?:in|im)\w* | webbläsar\w* | nettleser\w* | nettlesar\w* | tarayıcı\w* | бра[уў]зер\w* | браузър\w*
    | прегледач\w* | прелистувач\w* | naršykl\w* | pārlūk\w* | pregle?d(?:nik|ač)\w* | brskalnik\w* | brauser\w*
    | brauzer\w* | περιήγησης | ბრაუზერ\w* | բրաուզեր\w* | դիտարկիչ\w* | \w*متصفح\w* | مرورگر\w* | דפדפן | 浏览器
    | 瀏覽器 | ブラウザー? | 브라우저\w* | เบราว์เซอร์ | trình\sduyệt | peramban | penyemak | ब्राउ[ज\u095b]\u093c?र
    | ব্রাউজার | vafra\w* | хөтч\w* | مرورګر | براؤزر
"""
_CHECK = r"""
    check\w* | verif\w* | vérif\w* | weryf\w* | sprawdz\w* | inspect\w* | prüf\w* | überprüf\w* | comprob\w*
    | controll\w* | kontrol\w* | провер\w* | перев[іи]р\w* | правер\w* | ov[ěe]ř\w* | overuj\w* | ellenőr\w*
    | tarkist\w* | doğrula\w* | tikrin\w* | pārbaud\w* | provjer\w* | prover\w* | preverj\w* | έλεγχ\w* | ελέγχ\w*
    | επαλήθ\w* | შემოწმ\w* | ამოწმ\w* | ստուգ\w* | \w*تحقق\w* | \w*فحص\w* | بررسی | בוד\w* | בדיק\w* | 检查 | 檢查
    | 验证 | 驗證 | 检测 | 確認 | チェック | 확인\w* | 검사\w* | ตรวจสอบ | kiểm\stra | memeriksa | pemeriksaan | जाँच
    | जांच | যাচাই | тексер\w* | текшер\w* | tekshir\w* | yoxlan?\w* | санҷ\w* | шалг\w* | controleren | controle
    | kontroll\w* | skoðum
"""
_PERSON = r"""
    (?:you(?:\sare|'re)|if|that)\s(?:a\s)?human(?:\sbeing)? | (?:not|n't)\sa\s(?:ro)?bot | kein\w*\s(?:ro)?bot
    | sie\s(?:ein\s)?mensch | du\sein\smensch | vous\sêtes\s(?:bien\s)?(?:un\s(?:être\s)?)?humain
    | (?:pas|n'êtes)\s(?:pas\s)?un\srobot | (?:eres|es|usted\ses)\s(?:un\s)?(?:ser\s)?humano
    | no\s(?:eres|es|soy)\sun\s(?:ro)?bot | você\sé\s(?:um\s)?(?:ser\s)?humano | não\sé\sum\s(?:ro)?b[oô]t?\w*
    | (?:tu\s)?sia\sun\sessere\sumano | non\s(?:sei|sia)\sun\s(?:ro)?bot | mens\sbent | geen\srobot
    | jesteś\sczłowiekiem | nie\sjesteś\s(?:ro)?botem | jste\sčlověk | nejste\srobot | ste\sčlovek | nie\sste\srobot
    | ön\sember | nem\srobot | sunteți\s(?:om|uman) | nu\ssunteți\s(?:un\s)?robot | är\s(?:en\s)?människa
    | er\s(?:et\s)?menneske | (?:inte|ikke)\sen\srobot | olet\sihminen | et\sole\srobotti | insan\solduğ\w*
    | robot\solmad\w* | (?:вы|ты|он[аи]?)\sчеловек | (?:вы|ты|я)\sне\s(?:ро)?бот | (?:ви|ти|я)\sне\s(?:ро)?бот
    | ви\sлюдина | вы\sчалавек | сте\sчовек | не\sсте\sробот | (?:niste|nisi|нисте|ниси)\s(?:robot|робот) | robotas
    | neesat\srobots | jūs\sesat\scilvēks | olete\sinimene | pole\srobot | сіз\sадам\w* | робот\sемес\w*
    | robot\s(?:emas|deyil)\w* | είστε\s(?:άνθρωπος|ρομπότ) | თქვენ\sადამიანი | რობოტი\sარ | մարդ\sեք | ռոբոտ\sչ\w*
    | أنك\s(?:إنسان|لست) | لست\sروبوت\w* | ربات\sنیستید | (?:שאתה|אינך)\s(?:אדם|רובוט|אנושי) | (?:真人|机器人|機器人)
    | 人間であること | ロボットではない | 사람인지 | 로봇이\s아닙?\w* | เป็นมนุษย์ | ไม่ใช่หุ่นยนต์
    | bạn\slà\s(?:con\s)?người | không\sphải\slà\srobot | anda\s(?:adalah\s)?manusia | bukan\srobot | रोबोट\sनहीं
    | রোবট\sন\w*
"""
_QUEUE = r"""
    you(?:\sare|'re)\s(?:now\s|currently\s)?in\s(?:the\s|a\s)?(?:virtual\s)?(?:queue|line)
    | your\s(?:place|number|position|turn)\sin | virtual\s(?:queue|waiting\sroom) | too\smany\svisitors
    | (?:ваш\w*|ваше)\s(?:номер|место|нумар|месца|місце)\s[вўу]\s(?:очеред|чарз|черз)\w*
    | (?:вы|ви)\s(?:\w+\s)?[вўу]\s(?:очеред|чарз|черз)\w* | слишком\sмного\sпосетител\w* | зашмат\sнаведвальнік\w*
    | забагато\sвідвідувач\w* | сте\sу\sреду | ste\su\sredu | ve\sfrontě | ste\sv\s(?:rade|poradí)
    | jesteś\sw\skolejce | în\scoadă | várakozólist\w* | sorban\sáll\w* | in\sder\swarteschlange | file\sd'attente
    | (?:en\sla|en)\s(?:cola|fila)\sde\sespera | in\scoda | in\sde\swachtrij | i\skö\w* | i\skø\w* | στην\sουρά
    | eilėje | rindā | järjekorras | кезекте\w* | növbədəsiniz | sıradasınız | რიგში\sხართ | հերթում\sեք
    | قائمة\sالانتظار | در\sصف | בתור | 排队(?:中|等) | 排隊(?:中|等) | 順番待ち | 待ち時間 | 대기열 | 접속\s?대기
    | hàng\s(?:đợi|chờ) | dalam\santrean | อยู่ในคิว
"""
_WAIT = r"""
    please\swait | bitte\s(?:haben\ssie\s)?(?:etwas\s)?geduld | einen\s(?:kleinen\s)?(?:moment|augenblick)(?:\sbitte)?
    | veuillez\spatienter | espere\s(?:un\smomento\s)?por\sfavor | por\sfavor,?\sespere | aguarde(?:\sum\smomento)?
    | um\smomento | attendere(?:\sprego)? | ci\ssiamo\squasi | even\sgeduld(?:\sa\.?u\.?b\.?)?
    | een\s(?:ogenblik|moment)(?:\sgeduld)? | vent\s(?:litt|et\søyeblikk) | et\søjeblik | vänta\s(?:ett\sögonblick)?
    | hetk(?:i|inen)(?:\w*) | odota\shetki\w* | chwileczkę | proszę\sczekać
    | (?:čekejte|počkejte|moment),?\s?(?:prosím)? | čakajte,?\sprosím | počkajte,?\s?prosím | kérjük,?\svárjon
    | egy\spillanat(?:ot)? | (?:vă\srugăm\ss[ăa]\s)?așteptați | vă\srugăm\s(?:să\s)?așteptați | un\smoment
    | моля,?\s(?:из)?чакайте | сачекајте | sačekajte | molimo,?\s(?:pri|sa)čekajte | trenutak | počakajte | почекајте
    | ju\slutem\sprisni | palaukite | prašome\spalaukti | lūdzu,?\suzgaidiet | uzgaidiet | palun\soodake | oodake
    | παρακαλώ\sπεριμένετε | lütfen\sbekleyin(?:iz)? | bir\sdakika(?:\slütfen)? | bekleyin(?:iz)? | күте\sтұрыңыз
    | күтө\sтуруңуз | kutib\sturing | zəhmət\solmasa\sgözləyin | gözləyin | интизор\sшавед | түр\sхүлээнэ\sүү
    | გთხოვთ,?\s(?:დაელოდოთ|მოითმინოთ) | დაელოდეთ | խնդրում\sենք\sսպասել | սպասեք | لحظة(?:\sمن\sفضلك)?
    | يرجى\sالانتظار | الرجاء\sالانتظار | لطفاً?\s(?:کمی\s|چند\sلحظه\s)?(?:صبر|منتظر)\w*(?:\s\w+)?
    | (?:אנא|נא)\s(?:המתן|להמתין|המתינו) | רק\sרגע | 请(?:稍候|稍等|等待) | 請(?:稍候|稍等|等待)
    | (?:しばらく|少々)お待ちください | 잠시만?\s(?:기다려|기다리)\s?\w* | กรุณารอ(?:สักครู่)? | โปรดรอ(?:สักครู่)?
    | vui\slòng\s(?:chờ|đợi)(?:\smột\slát)? | xin\s(?:chờ|đợi) | mohon\stunggu | harap\stunggu | sila\stunggu
    | कृपया\sप्रतीक्षा\sकरें | (?:অনুগ্রহ\sকরে\s)?অপেক্ষা\sকরুন | براہ\sکرم\sانتظار\sکریں | bíddu | fan\s?nóiméad
    | arhoswch
"""
_SITE = r"""
    (?:our\s|this\s|the\s)?(?:web\s?)?sites?\w* | web\s?page\w* | website\w* | webseite\w* | internetseite\w* | seite
    | portal\w* | сайт\w* | портал\w* | вэб-?сайт\w* | site\w* | sítio | sitio | página | sito | pagina | strona\w*
    | serwis\w* | stránk\w* | web\w* | oldal\w* | honlap\w* | sivusto\w* | webbplats\w* | nettsted\w* | hjemmesid\w*
    | sid[ae]n?\w* | svetain\w* | puslap\w* | vietn\w* | lap\w* | veebileh\w* | leh\w* | sayt\w* | sahif\w*
    | саҳифа\w* | страница\w* | stranic\w* | ιστ[οό]\w* | საიტ\w* | ვებ\w* | კայք\w* | կայք\w* | الموقع | موقع\w*
    | البوابة | (?:وب\s?)?سایت | האתר | 网站 | 網站 | 本站 | 系统 | 系統 | サイト | システム | 사이트\w* | 홈페이지\w*
    | 시스템 | เว็บไซต์ | trang(?:\sweb)? | hệ\sthống | situs | laman | वेबसाइट | ওয়েবসাইট | ویب\sسائٹ | faqja
    | vefsíð\w*
"""
_CLOSED = r"""
    (?:under(?:going)?|in|down\sfor|for)\s(?:scheduled\s|planned\s)?maintenance | (?:scheduled|planned)\smaintenance
    | being\s(?:updated|upgraded) | (?:upgrading|updating) | (?:be|are)\s(?:right\s|soon\s)?back(?:\ssoon|\sshortly)?
    | temporarily\s(?:down|closed|offline|unavailable)
    | (?:техническ|тэхнічн|технічн|профилактическ|рэгламентн|сервисн)\w*\s(?:работ|роб[ао]т)\w*
    | (?:техникалық|техникалык)\s(?:жұмыс|иш|жумуш)\w* | техник\w*\s(?:ажил|корҳо)\w*
    | (?:на|в)\s(?:обслуживании|реконструкции|разработке) | обновляется | абнаўляецца | оновлюється | жаңартыл\w*
    | жаңыр\w* | texnik\w*\s(?:ishlar|işlər)\w* | временно\s(?:не\s?доступ|не\sработ|закрыт|отключ)\w*
    | тимчасово\s(?:не\s?доступ|не\sпрац)\w* | часова\s(?:не\s?даступ|не\sпрац)\w* | wartung\w* | gewartet
    | (?:bald|gleich)\s(?:wieder\s)?zurück | vorübergehend\snicht\s(?:erreichbar|verfügbar) | maintenance
    | de\sretour\s(?:bientôt|rapidement) | mantenimiento | manutenção | manutenzione | mentenan[țt]ă | întreținere
    | onderhoud | konserwac\w* | (?:przerwa|prace)\s(?:techniczn|serwisow|konserwac)\w* | údržb\w* | odstáv\w*
    | karbantart\w* | huolto\w* | huollossa | underhåll\w* | vedlikehold\w* | vedligehold\w* | bakım\w* | atnaujin\w*
    | techniniai\sdarbai | profilaktik\w* | apkop\w* | tehnisk\w*\s(?:darb|apkop)\w* | hooldus\w* | tehnilised\stööd
    | održavanj\w* | одржувањ\w* | одржавањ\w* | vzdrževanj\w* | поддръжка | профилактика | mirëmbajtj\w* | συντήρηση
    | ტექნიკური\sსამუშაო\w* | (?:პროფილაქტიკ|განახლ)\w* | տեխնիկական\sաշխատանքներ\w* | (?:الصيانة|صيانة)
    | (?:در\sدست\s)?(?:تعمیر\w*|به‌?\s?روز\s?رسانی) | תחזוקה | (?:正在)?(?:维护|維護|升级|升級)中?
    | (?:ただいま)?メンテナンス中?(?:です)? | 保守(?:作業)?中? | (?:시스템\s|서비스\s)?점검(?:\s?중)?\w* | ปรับปรุง
    | บำรุงรักษา | bảo\strì | nâng\scấp | pemeliharaan | perbaikan | penyelenggaraan | रखरखाव | রক্ষণাবেক্ষণ
    | دیکھ\sبھال | viðhald\w*
"""
_REFUSED = r"""
    access\sto\sth(?:is|e)\s(?:web)?(?:site|service|page|resource)\s(?:has\sbeen|is|was)\s(?:limited|restricted|denied|blocked)
    | (?:this|your|the)\srequest\s(?:was|has\sbeen|is)\s(?:blocked|rejected|denied)
    | (?:solicitud|petición|url\ssolicitada)\s(?:\w+\s)?(?:rechazad|bloquead)\w*
    | (?:requisição|solicitação|url\ssolicitad\w)\s(?:\w+\s)?(?:rejeitad|bloquead)\w*
    | (?:requête|demande)\s(?:\w+\s)?(?:rejetée|bloquée|refusée)
    | richiesta\s(?:\w+\s)?(?:rifiutata|bloccata|respinta)
    | (?:ihre\s)?anfrage\s(?:wurde\s)?(?:abgelehnt|blockiert|zurückgewiesen)
    | (?:żądanie|zapytanie)\s(?:\w+\s)?(?:odrzucone|zablokowane)
    | (?:požadavek|přístup)\s(?:\w+\s)?(?:zamítnut|zablokován|odepřen)\w*
    | (?:kérés|hozzáférés)\w*\s(?:\w+\s)?(?:elutasít|blokkol|letilt|megtagad)\w*
    | (?:isteğiniz|erişiminiz)\s(?:reddedildi|engellendi|engellenmiştir)
    | (?:сұраныс|қолжетімділік|кіру)\w*\s(?:бұғатталды|шектелген|тыйым\sсалынған)
    | (?:від|вы|от|ад)ключ[иыі]?т?[еьі]*\s(?:ваш\s)?vpn | (?:you\sare|you're)\susing\s(?:a\s)?vpn
    | (?:disable|turn\soff)\s(?:your\s)?vpn
    | (?:недоступ|няда?ступ|не\sдаступ)\w*\s(?:из|в|у|з)\s(?:ва[шс]|твое|дан)\w+\s(?:стран|регион|краін|країн|рэгіён)\w*
    | (?:访问|請求|请求|您的访问)(?:已?被|受到)(?:拒绝|拒絕|拦截|阻止|限制|禁止) | アクセスが(?:拒否|制限|ブロック)\w*
    | (?:접근|접속|요청)이?\s?(?:차단|거부|제한)\w* | (?:تم\s)?(?:رفض|حظر)\s(?:الطلب|الوصول|طلبك) | الوصول\sمرفوض
    | دسترسی\s(?:شما\s)?(?:محدود|مسدود|غیرمجاز)\w*
    | (?:წვდომა|მოთხოვნა)\s(?:შეზღუდულია|უარყოფილია|დაბლოკილია|აკრძალულია)
    | (?:մուտքը|հարցումը|հասանելիությունը)\s(?:արգելված|մերժված|սահմանափակված)\sէ | הגישה\s(?:נדחתה|נחסמה|חסומה)
    | (?:truy\scập|yêu\scầu)\s(?:\w+\s){0,2}(?:bị\s)?(?:từ\schối|chặn) | การเข้าถึงถูก(?:ปฏิเสธ|ระงับ|จำกัด)
    | akses\s(?:ditolak|diblokir|dibatasi) | prieiga\s(?:uždrausta|apribota)
    | piekļuve\s(?:liegta|ierobežota|aizliegta) | juurdepääs\s(?:keelatud|piiratud)
    | pristup\s(?:odbijen|zabranjen|ograničen)\w* | приступ\s(?:одбијен|забрањен|ограничен)\w*
    | достъпът?\s(?:е\s)?(?:отказан|забранен|ограничен) | acces\s(?:interzis|refuzat|blocat|restricționat)
    | η\sπρόσβαση\sαπαγορεύεται | δεν\sεπιτρέπεται\sη\sπρόσβαση
"""


def _any_of(alternatives: str) -> re.Pattern[str]:
    """A pattern for whole words, or, in scripts without spaces between words, for any place."""
    found = [each.strip() for each in re.split(r"\s\|\s", alternatives.strip())]
    apart = "|".join(each for each in found if not _NO_SPACES.search(each))
    joined = "|".join(each for each in found if _NO_SPACES.search(each))
    return re.compile(rf"(?<!\w)(?:{apart})(?!\w)|(?:{joined or apart})")


_NO_SPACES = re.compile("[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BROWSERS, _CHECKS, _PERSONS, _QUEUES = map(_any_of, (_BROWSER, _CHECK, _PERSON, _QUEUE))
_WAITS, _SITES, _CLOSINGS, _REFUSALS = map(_any_of, (_WAIT, _SITE, _CLOSED, _REFUSED))
_LONGEST = 120
_NEAR = 40
"""Characters within which what is checked stands beside the checking."""
_OTHERS = 2
"""Other words that a heading about a closed site may have. A headline has more."""
_WORD = re.compile(r"\w{3,}")
_SENTENCE = 20
"""The least length of words that refuse a reader by themselves. Shorter ones must be the whole heading."""
_ENDS = " .,:;!?…\"'«»„“”‘’()[]。！？、۔।"


def says_wall(heading: str) -> str | None:
    """The reason word of a heading that stands for a wall: ``challenge``, ``firewall`` or ``maintenance``; else None.

    The caller makes sure that the page is bare.
    """
    if not heading or len(heading) > _LONGEST:
        return None
    words = " ".join(heading.casefold().replace("’", "'").replace("\u0307", "").split()).strip(_ENDS)
    if _PERSONS.search(words) or _QUEUES.search(words) or _WAITS.fullmatch(words) or _checks_browser(words):
        return "challenge"
    refusal = _REFUSALS.search(words)
    if refusal and (len(refusal[0]) >= _SENTENCE or not _count(_REFUSALS.sub(" ", words))):
        return "firewall"
    if _CLOSINGS.search(words):
        others = _count(_SITES.sub(" ", _CLOSINGS.sub(" ", words)))
        if others <= (_OTHERS if _SITES.search(words) else 0):
            return "maintenance"
    return None


def _count(words: str) -> int:
    """The number of words of three letters and more; two letters are one in scripts without spaces between words."""
    joined = len(_NO_SPACES.findall(words)) // 2
    return joined + len(_WORD.findall(_NO_SPACES.sub(" ", words)))


def _checks_browser(words: str) -> bool:
    checks = [found.start() for found in _CHECKS.finditer(words)]
    return any(abs(found.start() - at) <= _NEAR for found in _BROWSERS.finditer(words) for at in checks)
