"""Templates of hosts: what recurs over many articles is furniture, and what only some share stays their text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.items import Article, Capture
from crawler.pages.generic import GenericPage
from crawler.pages.host_sample import sampled
from crawler.pages.site import GENERIC
from crawler.pages.text.host_template import NO_TEMPLATE, HostTemplate
from crawler.pages.text.template_learning import ARTICLES, SampledLine, SampledPage, learned

SITE = replace(GENERIC, name="ministry.example", hosts=("ministry.example",))
AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
TOPICS = ("harbours", "forests", "schools", "railways", "hospitals", "museums", "fisheries", "bridges", "archives")
BOX = "Subscribe to the letter of the ministry and read every week what was decided for you."
Markup = Callable[[str], str]


def own(topic: str) -> list[str]:
    """The paragraphs of an article that no other article has."""
    return [
        f"The minister spoke about the {topic} of the country on Tuesday, and thanked all who work for them.",
        f"A plan for the {topic} will be shown to the parliament in the autumn, her office said in the evening.",
        f"Nobody knows yet what the new {topic} will cost, but the committee will meet again before the summer.",
        f"The opposition wants to hear more about the {topic} before it votes for the plan of the government.",
    ]


def captures(markup: Markup, topics: Sequence[str] = TOPICS) -> list[Capture]:
    """One page for each topic."""
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return [
        Capture(
            url=f"https://ministry.example/news/{topic}",
            captured_at=AT,
            status=200,
            headers=headers,
            body=markup(topic).encode(),
        )
        for topic in topics
    ]


def template_of(pages: Sequence[Capture]) -> HostTemplate:
    """What is learned from captures."""
    return learned(page for each in pages if (page := sampled(SITE, each)) is not None)


def read(page: Capture, template: HostTemplate = NO_TEMPLATE) -> Article:
    """The article of a page."""
    return GenericPage(page, SITE, template=template).to_item()


def paragraphs(lines: Sequence[str]) -> str:
    """As an editor writes them."""
    return "".join(f"<p>{line}</p>" for line in lines)


def newsletter(topic: str) -> str:
    """A box amid the text, in the markup of the text."""
    lines = own(topic)
    return (
        f"<html lang=en><head><title>On {topic}</title></head><body><main><article><h1>On {topic}</h1>"
        f"<div class='entry post-{len(topic)}'>{paragraphs(lines[:2])}<p>{BOX}</p>{paragraphs(lines[2:])}</div>"
        "</article></main></body></html>"
    )


def related(topic: str) -> str:
    """A block of other ministries after the text, in the element of the text."""
    words = "Міністэрства фінансаў адказвае за бюджэт краіны, падаткі і дзяржаўны доўг."
    other = "Міністэрства культуры падтрымлівае музеі, тэатры і бібліятэкі па ўсёй краіне."
    return (
        f"<html lang=be><head><title>{topic}: навіны</title></head><body><div id=c><h1>{topic}: навіны</h1>"
        f"{paragraphs(own(topic))}<h3>Звязаныя міністэрствы</h3><div><p>{words}</p>"
        f"<p>{other}</p></div></div></body></html>"
    )


def lone_cell(topic: str) -> str:
    """A page of tables: a notice on the use of the texts stands below each."""
    rows = "".join(f"<tr><td>{line}</td></tr>" for line in own(topic))
    notice = "Die Texte dieser Seiten dürfen mit Angabe der Quelle frei verwendet werden."
    return (
        f"<html><head><title>{topic}</title></head><body><table><tr><td><h2>{topic}</h2></td></tr>{rows}"
        f"<tr><td><font size=1>{notice}</font></td></tr></table></body></html>"
    )


@pytest.mark.parametrize("markup", [newsletter, related, lone_cell])
def test_what_recurs_is_no_text_of_any_article(markup: Markup) -> None:
    """Whatever the page calls it, and in any language. All that is an article's own stays."""
    pages = captures(markup)
    template = template_of(pages)
    for page, topic in zip(pages, TOPICS, strict=True):
        article = read(page, template)
        assert [line for line in article.body if line not in (topic, f"On {topic}")] == own(topic)
        assert set(own(topic)) <= set(read(page).body)


def test_a_page_that_was_not_in_the_sample_is_read_with_the_template() -> None:
    """A template is learned from some pages of a host for all of them."""
    template = template_of(captures(newsletter, TOPICS[1:]))
    (page,) = captures(newsletter, TOPICS[:1])
    assert BOX in read(page).body
    assert list(read(page, template).body) == own(TOPICS[0])


@pytest.mark.parametrize("dash", ["-", "–", "—", "|", "·", "::", "»"])
@pytest.mark.parametrize("before", [True, False])
def test_what_titles_share_at_either_end_is_the_name_of_the_site(dash: str, before: bool) -> None:
    """The article's own dashes stay; no list of words for institutions is needed."""
    name = "Kansliet för havet"

    def markup(topic: str) -> str:
        own_title = f"Of {topic} – boats for {topic}"
        title = f"{name} {dash} {own_title}" if before else f"{own_title} {dash} {name}"
        return f"<html><head><title>{title}</title></head><body><div>{paragraphs(own(topic))}</div></body></html>"

    pages = captures(markup)
    template = template_of(pages)
    assert name in template.site_names
    assert [read(page, template).title for page in pages] == [f"Of {topic} – boats for {topic}" for topic in TOPICS]


@pytest.mark.parametrize("level", ["h2", "h3"])
def test_a_lone_first_heading_that_all_pages_have_is_no_title(level: str) -> None:
    """It names the ministry; the next level names the article."""

    def markup(topic: str) -> str:
        return (
            "<html><head><title>Seimo kanceliarija</title></head><body><div><h1>Seimo kanceliarija</h1></div>"
            f"<div><{level}>Apie {topic}</{level}>{paragraphs(own(topic))}</div></body></html>"
        )

    pages = captures(markup)
    template = template_of(pages)
    assert [read(page, template).title for page in pages] == [f"Apie {topic}" for topic in TOPICS]


def test_a_lead_that_others_show_as_a_teaser_stays_in_its_own_article() -> None:
    """It is furniture at the place of teasers only."""
    lead = own(TOPICS[0])[0]

    def markup(topic: str) -> str:
        return (
            f"<html><head><title>{topic}</title></head><body><div class=text><h1>{topic}</h1>{paragraphs(own(topic))}"
            f"</div><div class=latest><div class=card><p>{lead}</p></div></div></body></html>"
        )

    pages = captures(markup)
    template = template_of(pages)
    assert lead in {line.text for line in template.lines}
    assert list(read(pages[0], template).body) == own(TOPICS[0])


def test_what_the_description_quotes_stays() -> None:
    """A page that says what it is about is believed, also where others show that in the same kind of place."""
    lead = own(TOPICS[0])[0]

    def markup(topic: str) -> str:
        told = f"<meta name=description content='{lead}'>" if topic == TOPICS[0] else ""
        return (
            f"<html><head><title>{topic}</title>{told}</head><body><div><h1>{topic}</h1>"
            f"{paragraphs(list(dict.fromkeys([*own(topic), lead])))}</div></body></html>"
        )

    pages = captures(markup)
    assert lead in read(pages[0], template_of(pages)).body


def test_versions_of_one_statement_are_no_evidence() -> None:
    """Each has its own title and a sentence of its own; what they share is their text."""
    shared = own("harbours") + own("forests")

    def markup(topic: str) -> str:
        lines = [*shared, f"This is the version of the statement for the press of the {topic}, as of today."]
        return f"<html><head><title>{topic}</title></head><body><h1>{topic}</h1>{paragraphs(lines)}</body></html>"

    assert not template_of(captures(markup)).lines


def test_one_article_at_many_addresses_is_one_article() -> None:
    """Print views and addresses with a session say nothing of a host."""
    pages = captures(lambda topic: newsletter(TOPICS[0]))
    assert template_of(pages).is_empty


def test_a_subheading_of_many_texts_stays() -> None:
    """Also where half of all texts have it."""

    def markup(topic: str) -> str:
        lines = own(topic)
        heading = "<h2>Background</h2>" if topic in TOPICS[:6] else ""
        return (
            f"<html><head><title>{topic}</title></head><body><div><h1>{topic}</h1>{paragraphs(lines[:2])}{heading}"
            f"{paragraphs(lines[2:])}</div></body></html>"
        )

    pages = captures(markup)
    assert "Background" in read(pages[0], template_of(pages)).body


def test_pages_in_another_language_do_not_thin_out_what_recurs() -> None:
    """Each language has its own furniture."""
    foreign = [replace(page, url=f"{page.url}/be") for page in captures(related)]
    template = template_of([*captures(newsletter, TOPICS[:5]), *foreign])
    assert BOX in {line.text for line in template.lines}


def test_what_recurs_is_looked_for_within_a_month() -> None:
    """A box that stood on the pages of one month of five years is furniture; what comes once a month is not."""
    old = [
        replace(page, url=f"{page.url}/{year}", captured_at=AT.replace(year=year), body=page.body)
        for year in range(2010, 2014)
        for page in captures(lambda topic: newsletter(topic).replace(BOX, f"A word on {topic}."))
    ]
    assert BOX in {line.text for line in template_of([*old, *captures(newsletter)]).lines}
    monthly = [
        replace(page, captured_at=AT.replace(month=n + 1)) for n, page in enumerate(captures(newsletter)) if n < 12
    ]
    assert not template_of(monthly).lines


def test_block_and_error_pages_are_no_sample() -> None:
    """They recur on every address."""
    (page, *_) = captures(newsletter)
    assert sampled(SITE, replace(page, status=404)) is None
    assert sampled(SITE, replace(page, url="https://ministry.example/robots.txt")) is None
    assert sampled(SITE, replace(page, url="https://ministry.example/")) is None


def test_the_mark_is_that_of_the_content() -> None:
    """Readings by equal templates are by one reader."""
    template = template_of(captures(newsletter))
    assert NO_TEMPLATE.mark == ""
    assert template.mark == template_of(captures(newsletter)[::-1]).mark
    assert template.mark != replace(template, site_names=("Another",)).mark


SPOTS = ("body>div>p", "div>div.box>p", "div>ul>li")
TEXTS = tuple(f"Line {word}: the office is open on all working days of the week." for word in TOPICS)
LINES = st.builds(SampledLine, st.sampled_from(SPOTS), st.sampled_from(TEXTS), st.booleans())


@st.composite
def sampled_pages(draw: st.DrawFn) -> list[SampledPage]:
    """Pages of a small host, some of them versions of each other."""
    pages = []
    for number in range(draw(st.integers(1, 14))):
        mine = SampledLine(draw(st.sampled_from(SPOTS)), f"Page {draw(st.integers(0, 20))} is about a law. " * 9, True)
        lines = (mine, *draw(st.lists(LINES, max_size=5)))
        title = f"On {draw(st.integers(0, 20))} - Office"
        pages.append(
            SampledPage(
                url=f"https://ministry.example/{number}",
                month=draw(st.sampled_from(("2026-03", "2026-04"))),
                language=draw(st.sampled_from(("", "en"))),
                claims=(title,),
                headings=(title,),
                first_headings=("Office",),
                lines=lines,
                body=tuple(line.text for line in lines if line.spot != SPOTS[1]),
            )
        )
    return pages


@settings(deadline=None)
@given(sampled_pages(), st.randoms(use_true_random=False))
def test_a_template_is_a_function_of_the_set(pages: list[SampledPage], chance: object) -> None:
    """Whatever the order and the number of copies."""
    mixed = [*pages, *pages[: len(pages) // 2]]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert learned(mixed) == learned(pages)


@settings(deadline=None)
@given(sampled_pages())
def test_what_few_articles_share_is_never_furniture(pages: list[SampledPage]) -> None:
    """Fewer than five addresses are fewer than five articles."""
    for line in learned(pages).lines:
        having = {page.url for page in pages if line in {(each.spot, each.text) for each in page.lines}}
        assert len(having) >= ARTICLES
