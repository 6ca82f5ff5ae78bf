"""Visit counters: lines that count views or say how old a page is. They change with every visit."""

from __future__ import annotations

import re

_COUNTED = """
    views? page.?views? (?:number.of|total).views (?:number.of.)?comments? shares? likes?
    просмотр(?:ов|а|ы)? (?:количество|число|кол-во).просмотров комментари(?:й|я|ев|и)
    (?:количество|число).комментариев
    прагляд(?:аў|у|ы)? (?:колькасць|лік).праглядаў каментары(?:й|я|яў|і) (?:колькасць|лік).каментарыяў
    перегляд(?:ів|у|и)? (?:кількість|число).переглядів коментар(?:ів|я|і)?
    (?:antal.)?visningar (?:antall.)?visninger kommentarer kommentare aufrufe vues commentaires comentarios
    wyświetleń wyświetlenia odsłon komentarzy
    facebook twitter vk vkontakte вконтакте одноклассники linkedin whatsapp telegram viber pinterest reddit
    hits reads downloads prints reactions reposts tweets retweets (?:total.)?shared total.shares times.shared
    visualizaciones visualizações visualizzazioni vizualizări accesări megtekintés zobrazení
    přečteno прегледи прегледа
    pregleda peržiūros peržiūrų skatījumi skatījumu vaatamisi katselukertoja(?:a)? katselut
    görüntülenme okunma baxış
    προβολές қаралды қаралым көрілді koʻrildi ko'rildi ko‘rildi ko'rishlar դիտումներ դիտում נצפה צפיות
    ნახვა ნახვები ნანახია ნახვების.რაოდენობა გაზიარება წაკითხვა
    (?:عدد.)?(?:ال)?مشاهدات (?:عدد.)?مشاهدة (?:عدد.)?(?:ال)?زيارات زيارة (?:عدد.)?(?:ال)?قراءات
    قراءة تعليقات مشاركات
    (?:تعداد.)?بازدید بازدیدها (?:تعداد.)?نظرات dilihat dibaca lượt.xem
    поделились поделиться репостов лайков скачиваний загрузок падзяліліся спампаванняў поширень завантажень
    (?:बार.)?देखा.गया व्यूज दृश्य (?:users|visitors|guests|readers).(?:online|today) (?:сейчас.)?на.сайте
    посетителей.(?:онлайн|сегодня) пользователей.онлайн наведвальнікаў
    delningar delinger jakoa udostępnień sdílení megosztás paylaşım
"""
_WORD = "(?:" + "|".join(_COUNTED.replace(".", r"\s").split()) + ")"
_NUMBER = r"\d[\d\s.,]*(?:\s?(?:k|m|тыс\.?|тыс|млн|tys\.?))?"
_ONE = rf"(?:{_WORD}\s*[:：՝\-–—]?\s*(?:\(\s*{_NUMBER}\s*\)|{_NUMBER})|{_NUMBER}\s*{_WORD})"
_COUNTER = re.compile(rf"\W*{_ONE}(?:[\s/|·•,;]+{_ONE})*\W*", re.IGNORECASE)
_SIGN = r"[👁👀❤♥♡💬🗨👍👎⭐★☆🔁🔥]\ufe0f?"
_EYE = rf"{_SIGN}\s*{_NUMBER}(?:[\s|·]+{_SIGN}\s*{_NUMBER})*"
_TIMES = rf"""(?:(?:this\s\w+\s(?:was|has\sbeen)\s)?(?:read|viewed|seen|downloaded)\s*:?\s*{_NUMBER}\s*(?:times?)?
    |(?:this\s\w+\s(?:was|has\sbeen)\s)?(?:shared|visited|opened|liked)\s{_NUMBER}\s*times?
    |(?:(?:эту|этот|гэту|гэты|цю|цей)\s\w+\s)?
     (?:прочитано|прочитали|просмотрено|просмотрели|прачытана|прачыталі|прагледжана|переглянуто)\s*:?\s*
     {_NUMBER}\s*(?:раз(?:а|ы|оў|ів)?|человека?|чалавека?|пользовател(?:ь|я|ей))?)"""
_UNITS = """seconds? secs? minutes? mins? hours? hrs? days? weeks? months? years?
    секунд[уы]? минут[уы]? час(?:а|ов)? дн(?:я|ей) день недел[юьи] месяц(?:а|ев)? год(?:а)? лет
    секунд[уы]? хвілін[уы]? гадзін[уы]? дзень дн(?:і|я|ёў) тыд(?:зень|ні|няў) месяц(?:ы|аў)? год(?:ы)? гадоў
    хвилин[уи]? годин[уи]? дн(?:і|ів)"""
_AGO = rf"""(?:(?:posted|published|updated|added|опубликовано|обновлено|добавлено|апублікавана|абноўлена|дададзена)
    \s*:?\s*)?
    (?:\d{{1,3}}|an?|one|about\san)\s(?:{"|".join(_UNITS.split())})\s(?:ago|назад|таму(?:\sназад)?|тому)"""
_MINUTES = r"""(?:mins?|minutes?|minuten|minuti|minutos|minuter|minutter|minuuttia|minut[ay]?|мин(?:ут[аы]?)?
    |хв(?:ілін[аы]?|илин[аи]?)?|min[uú]t[ay]?|perc|dakika|dk|წუთი|րոպե|دقائق|دقيقة|دقیقه|דקות)\.?"""
_READING = r"""(?:read(?:ing)?(?:\stime)?|to\sread|de\slecture|de\slectura|di\slettura|de\sleitura|lesezeit
    |lesetid|läsning|lästid|lukuaika|leestijd|czytania|чтения|на\sчтение|читання|чытання|na\sprečítanie|čtení|olvasás|okuma(?:\ssüresi)?
    |კითხვა|قراءة|مطالعه|קריאה)"""
_TO_READ = rf"""(?:(?:about|ca\.?|около|прибл\.|~)\s*)?{_NUMBER}\s?-?\s?{_MINUTES}\s?-?\s?{_READING}
    |(?:{_READING}|reading\stime|время\sчтения|час\sчытання|час\sчитання|temps\sde\slecture|tiempo\sde\slectura
      |tempo\sdi\slettura|tempo\sde\sleitura|czas\sczytania|doba\sčtení|okuma\ssüresi|زمان\sمطالعه|مدة\sالقراءة)
     \s*:?\s*(?:about\s|ca\.?\s|около\s|~\s?)?{_NUMBER}\s?{_MINUTES}"""
_EAST = rf"""(?:浏览(?:次数|量)?|瀏覽(?:次數|人次)?|阅读(?:次数|量)?|閱讀|点击(?:次数|数|率|量)?
      |點閱(?:數|率)?|访问(?:次数|量)?|閲覧数|조회(?:수)?|댓글)\s*[:：]?\s*{_NUMBER}\s*[次回]?
    |{_NUMBER}\s*(?:次浏览|次阅读|次閱讀|回閲覧|ครั้ง)
    |(?:จำนวน)?(?:ผู้|การ)?เข้าชม\s*:?\s*{_NUMBER}\s*(?:ครั้ง|คน)?"""
_VOTES = (
    r"(?:votes?|ratings?|голос(?:а|ов)?|галас(?:ы|оў)?|оцен(?:ка|ки|ок)|stimmen?|bewertungen|votos?|voti|głos(?:y|ów)?)"
)
_RATING = rf"""(?:(?:rating|рейтинг|рэйтынг|оценка|ацэнка|bewertung|note|valoración|avaliação|ocena)\s*:?\s*)
    {_NUMBER}(?:\s*(?:/|of|из|з|von|sur|de|su)\s*{_NUMBER})?\s*\(?\s*{_NUMBER}\s*{_VOTES}\s*\)?"""
_NONE = r"""(?:no|нет|няма|немає|keine|aucun|ningún|nessun|inga|ingen|brak)\s
    (?:comments?|views|комментариев|каментароў|каментарыяў|коментарів|kommentare|commentaire|comentarios?|commento
      |kommentarer|komentarzy)(?:\s(?:yet|пока|пакуль|поки))?
    |(?:комментариев|каментарыяў|коментарів)\s(?:пока\s|пакуль\s|поки\s)?(?:нет|няма|немає)"""
"""A count of none, which becomes a number with the first comment."""
_TIMES_SUFFIXED = rf"""(?:ნანახია|ნახულია|okundu|okunma|přečteno|czytano|читано|прочетено|بازدید|dilihat|dibaca)
    \s*:?\s*{_NUMBER}\s?-?\s?(?:ჯერ|kez|krát|x|razy|пута|пъти|بار|kali|раз)"""
_PASSING = re.compile(
    rf"\W*(?:{_EYE}|{_TIMES}|{_AGO}|{_TO_READ}|{_EAST}|{_TIMES_SUFFIXED}|{_RATING}|{_NONE})\W*",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 120


def is_counter(line: str) -> bool:
    """Whether a cleaned paragraph only counts ("Views: 1 204", "Просмотров: 17", "4 views / 0 comments").

    A paragraph that says how old the page is ("Posted 3 hours ago") counts too, because it is
    another one an hour
    later, and so does the time that it takes to read the page. The words are those of many
    languages; a counter in
    others is recognized by its changes (``crawler.rules.history.furniture``). A sentence that
    counts something else is
    not a counter.
    """
    if len(line) > _LONGEST:
        return False
    return _COUNTER.fullmatch(line) is not None or _PASSING.fullmatch(line) is not None
