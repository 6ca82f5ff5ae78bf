"""Block texts: the titles of firewall pages, challenges, log-in walls and the like, and of soft 404s.

They are compared with a whole title or first heading, or with a part of one between "|" or "-". The comparison is in
lower case, without punctuation at the ends, and without a status number before or after.
"""

from __future__ import annotations

BLOCKED: dict[str, str] = {
    "firewall": """
        web page blocked | page blocked | website blocked | web site blocked | site blocked | blocked
        request blocked | request rejected | request denied | the requested url was rejected | the request is blocked
        url blocked | access denied | access to this page has been denied | access to this page is denied
        access forbidden | access restricted | access blocked | access is denied | you have been blocked
        sorry, you have been blocked | your access has been blocked | you are unable to access this website
        access to this site has been blocked | forbidden | 403 forbidden | unauthorized | unauthorised
        not authorized | not acceptable | web filter violation | content blocked | attack detected
        web application firewall | blocked by administrator | internet access blocked
        you don't have permission to access this page | unavailable for legal reasons | the web site is blocked
        application blocked | this site is blocked | this website is blocked | your ip has been blocked | ip blocked
        geo blocked | country blocked | not available in your country | service is not available in your region
        доступ ограничен | доступ запрещен | доступ заблокирован | доступ к сайту ограничен | доступ к сайту запрещен
        доступ к сайту заблокирован | доступ к ресурсу ограничен | доступ к ресурсу заблокирован | сайт заблокирован
        доступ к информационному ресурсу ограничен | доступ к странице ограничен | доступ к странице запрещен
        доступ к запрашиваемому ресурсу ограничен | доступ к запрашиваемой странице запрещен | страница заблокирована
        ресурс заблокирован | ваш ip заблокирован | ваш ip-адрес заблокирован | запрос заблокирован | вы заблокированы
        доступ временно ограничен | ошибка доступа | нет доступа | запрещено | доступ воспрещен | запрос отклонен
        доступ абмежаваны | доступ забаронены | доступ заблакаваны | доступ да сайта абмежаваны | сайт заблакаваны
        доступ да рэсурсу абмежаваны | доступ да сайта заблакаваны | старонка заблакавана | запыт заблакаваны
        доступ обмежено | доступ заборонено | доступ заблоковано | сайт заблоковано | zugriff verweigert
        zugriff gesperrt | zugriff blockiert | zugang verweigert | seite gesperrt | accès refusé | accès interdit
        accès bloqué | page bloquée | site bloqué | acceso denegado | acceso bloqueado | acceso prohibido
        acceso restringido | acesso negado | accesso negato | accesso bloccato | toegang geweigerd | åtkomst nekad
        tilgang nektet | ingen tilgang | adgang nægtet | pääsy estetty | dostęp zabroniony | brak dostępu
        dostęp zablokowany | erişim engellendi | přístup odepřen | hozzáférés megtagadva | accés denegat
        request refused | request could not be processed for security reasons | blocked by the firewall
        blocked request | access temporarily restricted | доступ к данному ресурсу ограничен
        доступ к данному сайту ограничен | ваш запрос отклонен | ваш запрос заблокирован | вам закрыт доступ
        доступ закрыт | доступ к порталу ограничен | запрос отклонен по соображениям безопасности | вы заблакаваныя
        запыт адхілены | ваш запыт адхілены | няма доступу | памылка доступу | доступ часова абмежаваны
        ваш ip заблакаваны | доступ да старонкі абмежаваны | доступ да старонкі забаронены | рэсурс заблакаваны
        доступ да інфармацыйнага рэсурсу абмежаваны | доступ закрыты | доступ до сайту обмежено
        доступ до сайту заблоковано | доступ до сайту заборонено | вас заблоковано | запит відхилено
        запит заблоковано | сторінку заблоковано | немає доступу | помилка доступу | доступ тимчасово обмежено
        вашу ip-адресу заблоковано | доступ до ресурсу обмежено | åtkomsten nekad | åtkomst nekas | åtkomst förbjuden
        du har blivit blockerad | din ip-adress är blockerad | sidan är blockerad | din begäran blockerades
        du har inte behörighet | du saknar behörighet | du har blitt blokkert | forespørselen ble avvist
        forespørselen ble blokkert | siden er blokkert | adgang forbudt | ikke tilgang | du har ikke tilgang
        tilgang nekta | du har ikkje tilgang | din ip-adresse er blokkert | beassan gildojuvvon
        """,
    "challenge": """
        just a moment | attention required | one moment, please | one moment please | please wait
        checking your browser | checking your browser before accessing | ddos-guard | ddos protection
        ddos protection by cloudflare | captcha | security check | security verification | human verification
        verify you are human | are you a robot | are you human | are you a human | bot verification | bot detection
        robot check | robot challenge screen | site verification | pardon our interruption
        please verify you are a human | please verify you are human
        verifying you are human | client challenge | browser check | recaptcha | validation request
        waiting room | virtual waiting room | you are now in line | you are in line | you are in the queue | queue-it
        you are in a queue | you are in the waiting room | please wait in line | your place in the queue
        вы в очереди | зал ожидания | виртуальная очередь | вы ў чарзе | зала чакання | ви в черзі | зал очікування
        warteraum | virtueller warteraum | sie sind in der warteschlange | warteschlange | salle d'attente
        file d'attente | vous êtes dans la file d'attente | sala de espera | estás en la cola | sala d'attesa
        wachtruimte | u staat in de wachtrij | väntrum | du står i kö | venterom | du står i kø | odotushuone
        olet jonossa | poczekalnia | jesteś w kolejce | čekárna | bekleme odası | sıradasınız | მოსაცდელი
        غرفة الانتظار | أنت في قائمة الانتظار | 排队中 | 等候室 | 待機室 | 대기실
        please complete the security check | your browser is being checked | checking if the site connection is secure
        performing security verification | making sure you're not a bot | please enable javascript
        javascript required | javascript is required | enable javascript and cookies to continue
        verification required | unusual traffic | incapsula | access verification | bot protection | проверка браузера
        проверка вашего браузера | проверка безопасности | проверка на робота | проверка соединения
        проверка, что вы не робот | вы не робот | вы робот | подтвердите, что вы не робот
        подтвердите, что вы человек | проверка подключения | защита от ботов | защита от ddos | защита от роботов
        я не робот | подождите | пожалуйста, подождите | один момент | одну секунду | минуточку | ой
        необходимо включить javascript | праверка браўзера | праверка вашага браўзера | пацвердзіце, што вы не робат
        калі ласка, пачакайце | перевірка браузера | зачекайте | einen moment | einen moment, bitte | nur einen moment
        bitte warten | sicherheitsüberprüfung | un instant | un momento | vérification de sécurité | et øyeblikk
        ett ögonblick | verify that you are human | confirm you are human | confirm that you are not a robot
        prove you are human | security challenge | подтвердите, что запросы отправляли вы, а не робот | идет проверка
        идет проверка браузера | выполняется проверка безопасности | праверка бяспекі | праверка злучэння
        вы не робат | пачакайце | адзін момант | калі ласка, пачакайце хвіліну | перевірка безпеки
        перевірка, що ви не робот | ви не робот | підтвердіть, що ви людина | підтвердіть, що ви не робот
        будь ласка, зачекайте | перевірка вашого браузера | vänligen vänta | var god vänta | säkerhetskontroll
        verifiera att du är människa | bekräfta att du är en människa | bekräfta att du inte är en robot
        vennligst vent | sikkerhetskontroll | bekreft at du er et menneske | bekreft at du ikke er en robot
        sikkerhetsverifisering
        """,
    "log-in": """
        log in | login | log on | logon | sign in | signin | sign on | please log in | please sign in | login required
        authentication required | authorization required | authorization | authentication | user login | member login
        single sign-on | sso | вход | вход в систему | вход на сайт | войти | авторизация | требуется авторизация
        необходима авторизация | личный кабинет | вход в личный кабинет | уваход | уваход у сістэму | увайсці
        аўтарызацыя | патрабуецца аўтарызацыя | авторизація | увійти | вхід | anmelden | anmeldung | einloggen
        connexion | se connecter | identification | iniciar sesión | acceso | entrar | accedi | inloggen | aanmelden
        logg inn | innlogging | logga in | inloggning | log ind | kirjaudu sisään | zaloguj się | logowanie
        přihlášení | bejelentkezés | giriş yap | giriş | вхід на сайт | вхід до системи | потрібна авторизація
        увайсці ў сістэму | уваход на сайт | du måste logga in | inloggning krävs | du må logge inn
        innlogging kreves | logge sisa | čálit sisa | შესვლა | ავტორიზაცია | სისტემაში შესვლა | მომხმარებლის ავტორიზაცია
        تسجيل الدخول | دخول | الدخول | تسجيل دخول المستخدم | ورود | ورود به سیستم | ورود کاربران | ورود به سایت
        כניסה | התחברות | כניסה למערכת | 登录 | 用户登录 | 会员登录 | 登入 | 會員登入 | 使用者登入 | 系统登录 | 请登录
        ログイン
        会員ログイン | ログイン画面 | 로그인 | 회원 로그인 | 로그인이 필요합니다 | เข้าสู่ระบบ | ลงชื่อเข้าใช้
        đăng nhập | masuk | log masuk
        кіру | жүйеге кіру | кирүү | системага кирүү | kirish | tizimga kirish | daxil ol | giriş et | вуруд
        нэвтрэх | մուտք | մուտք գործել | लॉग इन | लॉगिन | লগইন | لاگ ان | σύνδεση | είσοδος | вход в системата
        најава | пријава | пријављивање | prijava | prijavite se | prijavljivanje | hyrje | identifikohu | autentificare
        conectare | intră în cont | přihlásit se | přihlášení uživatele | prihlásenie | prihlásiť sa | vpis
        prisijungti
        prisijungimas | pieslēgties | ielogoties | pieteikšanās | autorizācija | logi sisse | sisselogimine | sisene
        iniciar sessão | autenticação | autenticazione | autenticación | inicio de sesión | identificarse
        authentifizierung
        authentification | accès réservé | kirjautuminen | kirjaudu | innskráning | belépés | oturum aç
        kullanıcı girişi
        üye girişi | identificació | inicia sessió | saioa hasi | mewngofnodi | logáil isteach
        """,
    "rate-limit": """
        too many requests | rate limit exceeded | rate limit reached | rate limited | you are being rate limited
        request limit exceeded | request limit reached | please slow down | too many connections | server too busy
        the server is too busy | bandwidth limit exceeded | you have made too many requests | слишком много запросов
        превышен лимит запросов | превышено количество запросов | превышено число запросов | слишком много обращений
        сервер перегружен | вы отправили слишком много запросов | превышен лимит обращений | зашмат запытаў
        занадта шмат запытаў | перавышаны ліміт запытаў | перавышана колькасць запытаў | сервер перагружаны
        забагато запитів | занадто багато запитів | перевищено ліміт запитів | перевищено кількість запитів
        сервер перевантажено | för många förfrågningar | för många begäranden | för många anrop
        for mange forespørsler | for mange førespurnader | for mange anmodninger | liian monta pyyntöä
        zu viele anfragen | trop de requêtes | demasiadas solicitudes | demasiadas peticiones | muitas solicitações
        troppe richieste | te veel verzoeken | te veel aanvragen | zbyt wiele żądań | zbyt wiele zapytań
        příliš mnoho požadavků | túl sok kérés | çok fazla istek | per daug užklausų | pārāk daudz pieprasījumu
        liiga palju päringuid
        """,
    "captive-portal": """
        captive portal | network login | hotspot login | wi-fi login | wifi login | guest access | guest wi-fi access
        wireless guest access | network authentication | network authentication required | web authentication
        web authentication redirect | log in to network | log in to the network | sign in to network
        sign in to the network | connect to wi-fi | hotspot authentication | internet access login
        firewall authentication | user authentication portal | авторизация в сети | авторизация в сети wi-fi
        авторизация в wi-fi | вход в сеть | вход в сеть wi-fi | подключение к wi-fi | подключение к сети wi-fi
        гостевой доступ | гостевой доступ в интернет | авторизация для доступа в интернет
        для доступа в интернет необходима авторизация | аўтарызацыя ў сетцы | уваход у сетку | падключэнне да wi-fi
        гасцявы доступ | авторизація в мережі | вхід до мережі | підключення до wi-fi | гостьовий доступ
        wlan-anmeldung | gäste-wlan | gästezugang | logga in på nätverket | logga in på wi-fi | gästnätverk
        anslut till wi-fi | logg på nettverket | logg på trådløst nett | gjestenett | koble til wi-fi
        connexion au réseau | accès wi-fi | acceso a la red | acceso wi-fi
        """,
    "maintenance": """
        maintenance | site maintenance | under maintenance | site under maintenance | website under maintenance
        scheduled maintenance | down for maintenance | maintenance mode | we'll be back soon | we will be back soon
        be right back | temporarily unavailable | service unavailable | service temporarily unavailable
        site temporarily unavailable | website temporarily unavailable | site is temporarily unavailable | offline
        site offline | site off-line | under construction | website is currently unavailable
        site currently unavailable | bad gateway | gateway time-out | gateway timeout | internal server error
        error establishing a database connection | database error | web server is down | connection timed out
        origin is unreachable | server error | технические работы | ведутся технические работы
        на сайте ведутся технические работы | проводятся технические работы | на сайте проводятся технические работы
        сайт временно недоступен | сайт на обслуживании | профилактические работы | сервис временно недоступен
        ведутся работы | сайт закрыт на обслуживание | сайт находится на реконструкции | сайт недоступен
        ресурс временно недоступен | сайт в разработке | внутренняя ошибка сервера | страница временно недоступна
        тэхнічныя работы | вядуцца тэхнічныя работы | на сайце вядуцца тэхнічныя работы | праводзяцца тэхнічныя работы
        сайт часова недаступны | сэрвіс часова недаступны | технічні роботи | сайт тимчасово недоступний
        wartungsarbeiten | wartung | wartungsmodus | en maintenance | site en maintenance | maintenance en cours
        en mantenimiento | sitio en mantenimiento | in manutenzione | em manutenção | onderhoud | vedlikehold
        underhåll | underhållsarbete | vedligeholdelse | huoltokatko | przerwa techniczna | prace techniczne
        bakım çalışması | planned maintenance | planned outage | scheduled downtime | we are down for maintenance
        we're down for maintenance | website maintenance | system maintenance | the site is under maintenance
        this site is under maintenance | this site is undergoing maintenance | we are currently undergoing maintenance
        we'll be right back | we will be right back | site temporarily closed | site under reconstruction
        the service is unavailable | service is temporarily unavailable | плановые работы
        плановые технические работы | проводятся плановые работы | регламентные работы
        проводятся регламентные работы | проводятся профилактические работы | сайт временно не работает
        сайт на техническом обслуживании | техническое обслуживание | на сайте ведутся работы
        сайт закрыт на техническое обслуживание | извините, сайт временно недоступен | идет обновление сайта
        сервер временно недоступен | портал временно недоступен | сайт на реконструкции | ошибка сервера
        сервис недоступен | планавыя работы | рэгламентныя работы | праводзяцца рэгламентныя работы
        тэхнічнае абслугоўванне | сайт на тэхнічным абслугоўванні | сайт часова не працуе | сайт на рэканструкцыі
        ідзе абнаўленне сайта | сервер часова недаступны | старонка часова недаступная | партал часова недаступны
        унутраная памылка сервера | памылка сервера | сайт на обслуговуванні | ведуться технічні роботи
        на сайті ведуться технічні роботи | технічне обслуговування | планові роботи | сервіс тимчасово недоступний
        сторінка тимчасово недоступна | внутрішня помилка сервера | помилка сервера | vedlikeholdsarbeid
        siden er under vedlikehold | nettstedet er under vedlikehold | planlagt vedlikehold
        midlertidig utilgjengelig | siden er midlertidig utilgjengelig | tjenesten er utilgjengelig
        tjenesten er midlertidig utilgjengelig | intern serverfeil | vedlikehald | mellombels utilgjengeleg
        planerat underhåll | sidan är under underhåll | webbplatsen är under underhåll | tillfälligt otillgänglig
        sidan är tillfälligt otillgänglig | webbplatsen är tillfälligt nere | tjänsten är inte tillgänglig
        tjänsten är tillfälligt otillgänglig | internt serverfel | driftstopp | siidu ii leat dál olámuttus
        siden er under vedligeholdelse | sivusto on huollossa | palvelu ei ole käytettävissä
        """,
}

MISSING = """
    404 | 410 | error 404 | 404 error | 404 not found | not found | page not found | file not found | document not found
    the page cannot be found | the page could not be found | page cannot be found
        the requested page could not be found
    the requested page was not found | this page could not be found | page does not exist | this page does not exist
    the page you requested was not found | the page you are looking for was not found | we can't find that page
    the page you are looking for could not be found | page can't be found | oops! that page can't be found | gone
    sorry, page not found | oops! page not found | sorry, this page isn't available | page missing | http 404
        http error 404
    article not found | news not found | content not found | resource not found | object not found | nothing found
    the requested url was not found on this server | 404 page not found | 404: page not found
        we couldn't find that page
    страница не найдена | страница не существует | такой страницы нет | такой страницы не существует | ошибка 404
    страница не найдена или удалена | запрашиваемая страница не найдена | запрашиваемая страница не существует
    страница удалена | страница была удалена | страницы не существует | страница отсутствует | файл не найден
    документ не найден | новость не найдена | статья не найдена | материал не найден | ничего не найдено | не найдено
    к сожалению, страница не найдена | извините, страница не найдена | данная страница не найдена | объект не найден
    такая страница не найдена | такой страницы не найдено | элемент не найден | раздел не найден | публикация не найдена
    старонка не знойдзена | старонка не знойдзеная | старонка не існуе | такой старонкі няма | такой старонкі не існуе
    памылка 404 | запытаная старонка не знойдзена | старонка выдалена | старонка адсутнічае | навіна не знойдзена
    сторінка не знайдена | сторінку не знайдено | сторінка не існує | сторінки не існує | помилка 404
    seite nicht gefunden | die seite wurde nicht gefunden | fehler 404 | seite existiert nicht | page introuvable
    page non trouvée | erreur 404 | cette page n'existe pas | la page n'existe pas | página no encontrada
    la página no existe | no se encontró la página | página não encontrada | erro 404 | pagina non trovata | errore 404
    pagina niet gevonden | siden finnes ikke | siden ble ikke funnet | fant ikke siden | siden ikke funnet
    finner ikke siden | beklager, siden finnes ikke | beklager, vi finner ikke siden | sida ikkje funnen
        fann ikkje sida
    sidan hittades inte | sidan kunde inte hittas | sidan finns inte | sidan saknas | siden blev ikke fundet
    siden findes ikke | sivua ei löydy | sivua ei löytynyt | strona nie została znaleziona | nie znaleziono strony
    strona nie istnieje | błąd 404 | stránka nenalezena | stránka nebyla nalezena | az oldal nem található
    pagina nu a fost găsită | puslapis nerastas | lapa nav atrasta | lehte ei leitud | lehekülge ei leitud
    sayfa bulunamadı | страницата не е намерена | страница није пронађена | stranica nije pronađena | siidu ii gávdnon
    siidu ii gávdno | الصفحة غير موجودة | 页面不存在 | 找不到页面 | 页面未找到 | ページが見つかりません
    """

REASONS: dict[str, str] = {
    " ".join(phrase.split()): reason
    for reason, phrases in (*BLOCKED.items(), ("soft-404", MISSING))
    for line in phrases.strip().splitlines()
    for phrase in line.split("|")
}
"""The words of a title or heading → the reason word of the outcome."""
