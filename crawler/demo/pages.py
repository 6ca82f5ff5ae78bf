"""The article pages of both skins and their print twins, as bytes in windows-1251."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from crawler.demo.furniture import HEAD, LABELS, VIDEOS, after_title, crumbs, mission_options, tail
from crawler.demo.grammar import write_date
from crawler.demo.ministry import State
from crawler.demo.names import COUNTRIES, FRONT, PREFIX
from crawler.demo.stories import DOMAIN, Story, StoryText, kind_of, story_text
from crawler.demo.words import WORDS

ENCODING = "windows-1251"
_NEW_HEAD = HEAD.encode(ENCODING)
FLAGS = {"ru": "Русский", "be": "Беларуская", "en": "English"}


def article_page(state: State, number: int, language: str) -> bytes:
    """The current page of an article, as bytes in windows-1251."""
    story = state.story(number, language)
    if story.skin == "old":
        return _old_page(state, story, language)
    return _new_page(state, story, language)


def print_page(state: State, number: int, language: str) -> bytes:
    """The print twin of an article: the same text without furniture, and a link to the article."""
    story = state.story(number, language)
    text = story_text(story, language, link_slots(state, story, language))
    words, path = WORDS[language], state.path(number, language)
    dated = story.kind == "news" and story.skin == "new"
    date_line = f"<p>{write_date(story.published, language)}</p>\n" if dated else ""
    page = (
        f'<html>\n<head>\n<meta http-equiv="content-type" content="text/html; charset=windows-1251">\n'
        f'<title>{text.title} - {words.site}</title>\n</head>\n<body onload="window.print()">\n'
        f"<h1>{text.title}</h1>\n{date_line}{_paragraphs(text, '<p>', '</p>')}"
        f'<hr>\n<small>{words.source}: <a href="{path}">{path}</a> © {words.reuse}.</small>\n</body>\n</html>\n'
    )
    return page.encode(ENCODING)


def image_path(story: Story) -> str:
    """The path of the picture of a story, the same in every language. The file name starts with the date."""
    return f"/upload/{story.published.isoformat()}-photo-{story.number}.jpg"


def attachment_path(story: Story, language: str) -> str:
    """The path of the attached file of a story in one language."""
    edition = "" if story.attachment == 1 else f"_v{story.attachment}"
    return f"/kcfinder/upload/files/{story.published.year}/document_{story.number}_{language}{edition}.pdf"


def linked_path(state: State, story: Story, language: str) -> str:
    """The target of the link in the main block: an earlier story, in Russian if it is not translated."""
    other = language if state.exists(story.linked, language) else "ru"
    return state.first_path(story.linked, other)


def link_slots(state: State, story: Story, language: str) -> dict[str, str]:
    """The link slots of a text as markup. Stories with odd numbers link relative to their folder, if possible."""
    slots = {
        "a_news": "",
        "a_pdf": f'<a href="{attachment_path(story, language)}" target="_blank">',
        "a_js": '<a href="javascript:void(0)" onclick="showMap()">',
        "a_mail": f'<a href="mailto:press@{DOMAIN}">',
        "z": "</a>",
        "z_news": "",
        "nb": "&nbsp;",
    }
    if story.linked and not story.unlinked:
        path = linked_path(state, story, language)
        folder = state.path(story.number, language).rpartition("/")[0] + "/"
        if story.number % 2 and path.startswith(folder):
            path = path.removeprefix(folder)
        slots |= {"a_news": f'<a href="{path}">', "z_news": "</a>"}
    return slots


def _paragraphs(text: StoryText, opening: str, closing: str) -> str:
    rows = "".join(f"{opening}{paragraph}{closing}\n" for paragraph in text.body)
    if text.dateline:
        rows += f'<p style="text-align: right;">{text.dateline}</p>\n'
    return rows


def _new_page(state: State, story: Story, language: str) -> bytes:
    text = story_text(story, language, link_slots(state, story, language))
    opening, closing = '<p style="text-align: justify;">', "</p>"
    if state.restyled(story.number, language):
        opening, closing = '<p class="text-justify"><span>', "</span></p>"
    dated = f'<span class="date _big">{write_date(story.published, language)}</span>\n' if story.kind == "news" else ""
    picture = f'<p><img src="{image_path(story)}" alt=""></p>\n' if story.image else ""
    middle = f"<h1>{text.title}</h1>\n{dated}{picture}{_paragraphs(text, opening, closing)}"
    path = state.path(story.number, language)
    return b"".join(
        (
            _NEW_HEAD,
            text.title.encode(ENCODING),
            _new_top(language, story.kind),
            middle.encode(ENCODING),
            _new_foot(language, path).encode(ENCODING),
            _new_tail(language, state.furniture("new", language)),
        )
    )


@cache
def _new_top(language: str, kind: str) -> bytes:
    page = f'{after_title(language)}<main class="main">\n<section class="content-page">\n{crumbs(language, kind)}'
    return page.encode(ENCODING)


def _new_foot(language: str, path: str) -> str:
    words = WORDS[language]
    return (
        f'<p>&nbsp;</p>\n<p><a href="/print{path}" target="_blank">{words.print_view}</a></p>\n'
        f'<div class="content-page__social"><span>{words.share}</span> '
        f'<a href="https://facebook.example/share?u={path}">Facebook</a></div>\n</section>\n'
    )


@cache
def _new_tail(language: str, version: int) -> bytes:
    return tail(language, version).encode(ENCODING)


def _old_page(state: State, story: Story, language: str) -> bytes:
    text = story_text(story, language, link_slots(state, story, language))
    picture = f'<p align="center"><img src="{image_path(story)}" border="0" alt=""></p>\n' if story.image else ""
    switch = switcher(state.announced(story.number, language), language)
    path = state.path(story.number, language)
    middle = (
        f'<h1>{text.title}</h1>\n<div class="h-ugc">\n{picture}{_paragraphs(text, "<p>", "</p>")}{switch}</div>\n'
        f'<div class="print"><a href="/print{path}">{WORDS[language].print_view}</a></div>\n'
    )
    return b"".join(
        (
            _old_head(),
            text.title.encode(ENCODING),
            _old_top(language, story.kind, state.furniture("old", language)),
            middle.encode(ENCODING),
            _old_tail(language),
        )
    )


def switcher(announced: Mapping[str, str], language: str) -> str:
    """The switcher in words at the end of an old page's body; empty if the page announces nothing.

    ``announced`` is language → path.
    """
    if not announced:
        return ""
    words = WORDS[language].switch
    links = "&nbsp;&nbsp; ".join(f'<a href="{path}">{words[other]}</a>' for other, path in announced.items())
    return f"<p>{links}</p>\n"


@cache
def _old_head() -> bytes:
    return b'<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">\n<title>'


@cache
def _old_top(language: str, kind: str, version: int) -> bytes:
    words, prefix = WORDS[language], PREFIX[language]
    flags = "\n".join(
        f'<a href="{FRONT[other]}" title="{LABELS[other]}"><img src="/img/{other}.gif" alt="{name}" border="0"></a>'
        for other, name in FLAGS.items()
    )
    folder = "news_mfa" if kind == "news" else "statements"
    page = f""" - {words.site}</title>
<link rel="stylesheet" type="text/css" href="/css/main.css">
<script type="text/javascript">var lang='{language}';</script>
<script type="text/javascript" src="/js/jquery-1.4.2.min.js"></script>
<link rel="alternate" type="application/rss+xml" title="RSS" href="/rss/get/{language}_news_mfa.rss">
</head>
<body>
<table id="layout" width="980" align="center" cellspacing="0"><tr><td colspan="2" id="header">
<a href="{FRONT[language]}"><img src="/img/logo_{language}.gif" alt="{words.site}" border="0"></a>
<div class="lang">
{flags}
</div>
<div class="blind-font">{words.font} <a href="#" class="small">A</a> <a href="#" class="large">A</a></div>
</td></tr><tr><td id="left" width="220" valign="top">
<ul class="menu">
{_old_menu(language)}
</ul>
<div class="banner"><p>{words.contacts}</p><p>{"</p><p>".join(words.contact_lines)}</p></div>
<div class="missions"><b>{words.missions}</b>
<select onchange="if (this.value) location.href = this.value">
{mission_options(language, range(len(COUNTRIES) // 2))}
</select></div>
</td><td id="content" valign="top">
<div class="promo"><a href="{prefix}/visa/">{words.promo[min(version, 1)]}</a></div>
<div class="path"><a href="{FRONT[language]}">{words.home}</a> / <a href="{prefix}/press/">{words.press}</a> / \
<a href="{prefix}/press/{folder}/">{words.sections[kind]}</a></div>
"""
    return page.encode(ENCODING)


def _old_menu(language: str) -> str:
    words, prefix = WORDS[language], PREFIX[language]
    return "\n".join(
        f'<li><a href="{prefix}{path}">{label}</a><ul>'
        + "".join(f'<li><a href="{prefix}{below}">{name}</a></li>' for name, below in inner)
        + "</ul></li>"
        for label, path, inner in words.menu
    )


@cache
def _old_tail(language: str) -> bytes:
    words = WORDS[language]
    shown = VIDEOS[:3]
    # An endless carousel starts with a copy of its last slide and ends with a copy of its first.
    videos = "\n".join(
        f'<li><a href="{PREFIX[language]}/press/video/{name}.html"><img src="/upload/video/{name}.jpg" alt=""></a>'
        f"<p>{title}</p></li>"
        for name, title in (shown[-1], *shown, shown[0])
    )
    page = f"""</td></tr><tr><td colspan="2" id="footer">
<div class="video-line"><b>{words.video}</b>
<ul class="jcarousel">
{videos}
</ul></div>
<p class="copyright">© 2007-2016, {words.site}. {words.reuse}.</p>
</td></tr></table>
</body>
</html>
"""
    return page.encode(ENCODING)


def title_of(state: State, number: int, language: str) -> str:
    """The current title of an article."""
    return story_text(state.story(number, language), language).title


def raw_date(state: State, number: int, language: str, *, american: bool = False) -> str:
    """The date that listings show for a news item; empty for statements."""
    if kind_of(number) == "statement":
        return ""
    return write_date(state.story(number, language).published, language, american=american)
