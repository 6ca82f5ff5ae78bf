"""The furniture around the text of a page in the newer skin: head, menu, missions, video, social, resources, footer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from crawler.demo.names import CITIES, COUNTRIES, FRONT, PREFIX
from crawler.demo.words import WORDS

LABELS = {"ru": "Рус", "be": "Бел", "en": "En"}
"""The names of the languages in the header switcher, the same on pages of every language."""
VIDEOS = (
    (
        "c3aa7f21d09be641",
        "Выступление министра на встрече стран бассейна / Address by the Minister at the Basin Meeting",
    ),
    ("d81f60c2a7735be9", "Флешмоб «Моя река» / Flashmob “My River”"),
    ("e6420b9d1c58fa73", "Бассейн помнит! / The Basin Remembers!"),
    ("f09e51ab63d7c824", "Visa-free travel to Zarechye"),
    ("a75d3e08f14c92b6", "Заречье и книга / Zarechye and the Book"),
)
"""The name and title of each video. The titles are the same in every language. The last video is added later."""
SOCIAL = (("twitter.example", "Twitter"), ("facebook.example", "Facebook"), ("youtube.example", "Youtube"))
RESOURCES = (
    ("president.zarechye.example", "Президент Республики Заречье"),
    ("government.zarechye.example", "Council of Ministers of the Republic of Zarechye"),
    ("parliament.zarechye.example", "Палата рек"),
)

_SIGHT = """
    <script>
        $(document).ready(function(){
            function dress() {
                var blind = $.cookie('blind_btn');
                $('body').toggleClass('blind', !!blind);
                $('html').toggleClass('invert', !!(blind && $.cookie('invert_version')));
                $('.blind_btn_icon').text(blind ? '%s' : '%s');
            }
            $('.header_menu-access').on('click', function(){
                $.cookie('blind_btn', $.cookie('blind_btn') ? null : '1', { expires: 365, path: '/' });
                dress();
            });
            dress();
        });
    </script>
    <script type="text/javascript">
        document.oncopy = function () {
            var mark = document.createElement('div');
            mark.innerHTML = window.getSelection() + '  %s: ' + document.location.href + '      © %s';
            document.body.appendChild(mark);
            window.getSelection().selectAllChildren(mark);
        };
    </script>"""

_SUBMENU = '<li class="navigation-submenu__item">'

_SELECTOR = """<script>
    $(document).ready(function() {
        $('#lower-styler').hide();
        $('#select_region').change(function(){ $('.country').hide(); $('#' + $(this).val()).show(); });
        $('.country').change(function(){ $('#go_to_country').attr('href', $(this).val()); });
    });
</script>"""


HEAD = """<!DOCTYPE html>
<html>
<head>
    <meta http-equiv="content-type" content="text/html; charset=windows-1251">
    <meta charset="windows-1251">
    <meta name="viewport" content="width=device-width; initial-scale=1.0; maximum-scale=1.0; user-scalable=0;">
    <title>"""
"""The page from the doctype to the start of the title."""


@cache
def after_title(language: str) -> str:
    """The page from the end of the title to the start of ``<main>``."""
    words = WORDS[language]
    sight = _SIGHT % (words.sight[1], words.sight[0], words.source, words.reuse)
    return f""" - {words.site}</title>
    <link rel="stylesheet" href="/css_new/slick.css">
    <link rel="stylesheet" href="/css_new/style.css">
    <script type="text/javascript" src="/js_new/jquery.js"></script>
    <script src="/js_new/slick.js"></script>
    <script type="text/javascript">var lang='{language}';</script>{sight}
</head>
<body>
<div class="wrapper">
    <header class="header">
        <a href="{FRONT[language]}" class="header_logo">
            <img class="header_logo-img desktop" src="/img_new/logo-primary.png" alt="Логотип">
            <span class="header_text">{words.site_broken}</span>
        </a>
        <div class="header_menu">
            <div class="blind-font">
                <span class="blind-font__text">{words.font}</span>
                <button class="small">A</button>
                <button class="large">A</button>
            </div>
            <form action="{PREFIX[language]}/press/" method="get" onchange="location.href = this.lang.value;">
                <select name="lang" class="header_menu-lang">
{_options(language)}
                </select>
            </form>
            <button class="header_menu-access"><span class="access-big">A</span></button>
            <a href="/search/" class="header_menu-button"></a>
        </div>
{_menu(language)}
    </header>
"""


def _options(language: str) -> str:
    return "\n".join(
        f'                    <option value="{FRONT[other]}"{" selected" if other == language else ""}>{label}</option>'
        for other, label in LABELS.items()
    )


def _menu(language: str) -> str:
    others = "".join(
        f'{_SUBMENU}<a href="{FRONT[other]}" class="navigation-submenu__link">{label}</a></li>'
        for other, label in LABELS.items()
        if other != language
    )
    items = [
        f'<li class="header_navigation-item lang_menu_mobile">'
        f'<a href="{FRONT[language]}" class="header_navigation-link">{LABELS[language]}</a>'
        f'<ul class="navigation-submenu">{others}</ul></li>'
    ]
    prefix = PREFIX[language]
    for label, path, inner in WORDS[language].menu:
        links = "".join(
            f'{_SUBMENU}<a href="{prefix}{below}" class="navigation-submenu__link">{name}</a></li>'
            for name, below in inner
        )
        items.append(
            f'<li class="header_navigation-item"><a href="{prefix}{path}" class="header_navigation-link">{label}</a>'
            f'<ul class="navigation-submenu">{links}</ul></li>'
        )
    rows = "\n    ".join(items)
    return f'<nav class="header_navigation">\n<ul class="header_navigation-list">\n    {rows}\n</ul>\n</nav>'


@cache
def crumbs(language: str, kind: str, *, last_is_link: bool = True) -> str:
    """The breadcrumbs inside the container of the article, and the empty submenu after them."""
    words, prefix = WORDS[language], PREFIX[language]
    folder = "news_mfa" if kind == "news" else "statements"
    slash = " /" if last_is_link else ""
    steps = ((f"{prefix}/", f"{words.home} /"), (f"{prefix}/press/", f"{words.press} /"))
    rows = "".join(
        f'<li class="bread-crumbs__item"><a href="{path}" class="bread-crumbs__link">{label}</a></li>\n'
        for path, label in (*steps, (f"{prefix}/press/{folder}/", f"{words.sections[kind]}{slash}"))
    )
    return (
        f'<nav class="bread-crumbs">\n<ul class="bread-crumbs__list">\n{rows}</ul>\n</nav>\n'
        '<nav class="content-submenu__nav">\n</nav>\n'
    )


@cache
def tail(language: str, version: int) -> str:
    """The page from the end of the content section. ``version`` is the number of changes of the furniture so far."""
    return (
        f"{_missions(language, version)}{_video(language, version)}{_social(language)}{_resources(language)}</main>\n"
        f"{footer(language, version if language == 'be' else 0)}</div>\n</body>\n</html>\n"
    )


def footer(language: str, version: int) -> str:
    """The footer. Its years are out of date, as on the real site."""
    years = "2007-2020" if not version else "2007-2021"
    return (
        f'<footer class="footer">\n<small class="copyright">© {years}, {WORDS[language].site}</small>\n'
        f'<span class="counter"><img src="/img_new/counter.gif" alt=""></span>\n</footer>\n'
    )


def mission_options(language: str, numbers: Iterable[int]) -> str:
    """The options of a selector of missions. Each leads to another host."""
    word = WORDS[language].embassy
    return "\n".join(
        f'<option value="http://{COUNTRIES[i]["en"].nom.lower()}.mfa.zarechye.example{PREFIX[language]}/">'
        f"{COUNTRIES[i][language].nom} - {CITIES[i][language].nom} ({word})</option>"
        for i in numbers
    )


def _missions(language: str, version: int) -> str:
    words = WORDS[language]
    shown = len(COUNTRIES) if version and language == "ru" else len(COUNTRIES) - 1
    half = len(COUNTRIES) // 2
    boxes = []
    for name, row in (("upper", range(half)), ("lower", range(half, shown))):
        options = mission_options(language, row)
        boxes.append(f'<select name="" id="{name}" class="select-box__item country">\n{options}\n</select>')
    regions = (
        f'<select name="" id="select_region" class="select-box__item">'
        f'<option value="upper-styler" selected="selected">{words.regions[0]}</option>'
        f'<option value="lower-styler">{words.regions[1]}</option></select>'
    )
    joined = "\n".join(boxes)
    return f"""<section class="dipmiss">
<noindex>
<!--googleoff: all-->
{_SELECTOR}
<div class="title-menu">
    <h1 class="h1">{words.missions}</h1>
    <a href="{PREFIX[language]}/bilateral/" class="title-menu__link">{words.all_missions}</a>
</div>
<div class="select-box">
{regions}
{joined}
<a href="http://velidia.mfa.zarechye.example/" class="button" id="go_to_country">{words.go}</a>
</div>
<!--/googleoff: all-->
</noindex>
</section>
"""


def _video(language: str, version: int) -> str:
    words, prefix = WORDS[language], PREFIX[language]
    shown = VIDEOS[1:] if version and language == "en" else VIDEOS[:-1]
    slides = []
    # A slick carousel repeats its slides before and behind the real ones.
    for place in range(-1, len(shown) + 1):
        name, title = shown[place % len(shown)]
        cloned = "" if 0 <= place < len(shown) else " slick-cloned"
        slides.append(
            f'<a href="{prefix}/press/video/{name}.html" class="slider-main__item slick-slide{cloned}"'
            f' data-slick-index="{place}">\n<div class="slider-main__wrapper-image">'
            f'<img src="/upload/video/{name}.jpg" class="slider-main__img"></div>\n'
            f'<p class="description _color_white">{title}</p>\n</a>'
        )
    return (
        f'<section class="bottom-video"><div class="title-menu">\n<h1 class="h1 _color_white">{words.video}</h1>\n'
        f'<a href="{prefix}/press/video/" class="title-menu__link _color_white">{words.archive}</a>\n</div>\n'
        '<div class="video-wrapper slider-main slick-initialized slick-slider"><div class="slick-list draggable">'
        f'<div class="slick-track" role="listbox">{"".join(slides)}</div></div></div>\n</section>\n'
    )


def _social(language: str) -> str:
    words, prefix = WORDS[language], PREFIX[language]
    items = "".join(
        f'<a href="https://{host}/mfa" class="social-box__item"><img src="/img_new/{name.lower()}.svg" alt="">'
        f'<span class="social-box__text">{name}</span></a>\n'
        for host, name in SOCIAL
    )
    lines = "\n".join(f'<p class="contact__line">{line}</p>' for line in words.contact_lines)
    return (
        f'<section class="social">\n<div class="title-menu">\n<h1 class="h1 _color_white">{words.social}</h1>\n'
        f'<a href="{prefix}/press/socialmedia/" class="title-menu__link">{words.all_missions}</a>\n</div>\n'
        f'<div class="social-box">\n{items}</div>\n</section>\n'
        f'<section class="social">\n<h1 class="h1 _color_white">{words.contacts}</h1>\n{lines}\n</section>\n'
    )


def _resources(language: str) -> str:
    items = "".join(
        f'<a href="http://{host}/" class="resources-box__item slick-slide">'
        f'<p class="description _color_white _minheight_60">{name}</p>'
        f'<span class="resources-box__link">{host}</span></a>\n'
        for host, name in RESOURCES
    )
    return (
        f'<section class="resources">\n<h1 class="h1 _color_white">{WORDS[language].resources}</h1>\n'
        f'<div class="resources-box">\n{items}</div>\n</section>\n'
    )
