"""The Ministry of Foreign Affairs of Belarus: news, statements and interviews in Russian, Belarusian and English.

It was written on 2026-11-24 from public material, without the live site (``communique check by_mfa`` checks it).
Pages saved in 2018 and 2022 show addresses, encoding, skins, cards and pager. Others’ scrapers show JSON, token, dates
on news and print links; an old list shows the feed. JSON and feed in languages other than Russian are guesses.
"""

from datetime import date

from crawler.crawl.spider import MinistrySpider
from crawler.pages.feed import FeedPage
from crawler.pages.generic import GenericPage
from crawler.pages.listing import JsonListingPage, ListingPage
from crawler.pages.paging import LoadMore, PageNumber
from crawler.pages.plain_article import PlainArticlePage, PrintPage
from crawler.pages.site import PageRule, Seed, Site


class NewSkin(PlainArticlePage):
    """Pages since 2020: of six ``h1`` the title has no class; breadcrumbs are in the block; only news shows a date."""

    block, title = "section.content-page", ("section.content-page h1:not([class])", "section.content-page h1")
    published, drop, dated_in = "section.content-page span.date", "nav", ("dateline", "title")
    stop = ".//p[.//a[contains(@href, '/print/') and contains(@href, '/press/')]] | .//*[@class='content-page__social']"
    switcher = "select.header_menu-lang"  # leads to front pages, from every page


class OldSkin(PlainArticlePage):
    """Pages to 2019: a promotion is above the title, the date in the prose, and a switcher in words ends the body."""

    block, title, dated_in = "div.h-ugc", "h1", ("prose",)


class Cards(ListingPage):
    """Each card is a link, and its date is empty for statements. The pager groups its numbers ("6-10")."""

    container, item, title = "section.content-page-without_style, div.tabs", "a.tabs-content__item", "h2"
    date, pager, token = "span.date", "ul.paging-list", "#ggtoken"


class MoreNews(JsonListingPage):
    """The answer of "load more": addresses are relative to the site, dates are words; past the end it repeats."""

    items = "news"


FRONTS = {"ru": "/", "be": "/be/", "en": "/en/"}
MORE = LoadMore("{url}json/?get_more_news&lang={language}&tid={language}_news_mfa&page={n}&ggtoken={token}")
LISTS = (("press/news_mfa/", MORE), ("press/statements/", PageNumber()), ("press/smi/", PageNumber()))
SEEDS = [Seed(front + path, "listing", tag, paging) for tag, front in FRONTS.items() for path, paging in LISTS]
SEEDS += [Seed(f"/rss/get/{tag}_news_mfa.rss", "feed", tag) for tag in FRONTS]
KINDS = (("news_mfa", "news"), ("statements", "statement"), ("smi", "interview"))
VERSIONS = ((NewSkin, date(2020, 1, 1)), (OldSkin, None), (GenericPage, None))
ARTICLE = r"^/(?:be/|en/)?press/%s/[0-9a-f]{16}\.html$"
RULES = [PageRule(ARTICLE % name, page, "article", day, kind) for name, kind in KINDS for page, day in VERSIONS]
RULES += [
    PageRule(r"^/(?:be/|en/)?press/news_mfa/json/", MoreNews, "listing"),
    PageRule(r"^/(?:be/|en/)?press/(?:news_mfa|statements|smi)/\d*$", Cards, "listing"),
    PageRule(r"^/(?:be/|en/)?print/", PrintPage),
    PageRule(r"^/rss/", FeedPage, "feed"),
]


class ByMfaSpider(MinistrySpider):
    """Crawls the live site slowly, because it has been a target of attacks since 2022."""

    name = "by_mfa"
    site = Site(
        name="by_mfa",
        title="Ministry of Foreign Affairs of the Republic of Belarus",
        hosts=("mfa.gov.by",),
        zone="Europe/Minsk",
        languages=FRONTS,
        encoding="windows-1251",
        seeds=tuple(SEEDS),
        rules=tuple(RULES),
        aliases=((r"^/(be/|en/)?print/(be/|en/)?press/", r"/\1\2press/"),),
        drop=frozenset({"ggtoken"}),  # changes with every session
        delay=2.0,
    )
