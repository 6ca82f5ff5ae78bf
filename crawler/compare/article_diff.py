"""The difference between two texts of one article, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from crawler.compare.text_diff import Span, compare_texts
from crawler.items import Article, Attachment, Link
from crawler.rules.history.edits import Edit, measure
from crawler.rules.text.alignment import Budget

T = TypeVar("T", bound=Hashable)


class Comparison(NamedTuple):
    """What an edit changed, field by field. If nothing changed, all spans are ``same`` and all lists are empty."""

    edit: Edit
    title: list[Span]
    body: list[Span]
    links_added: list[Link]
    links_removed: list[Link]
    attachments_added: list[Attachment]
    attachments_removed: list[Attachment]

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON shows it: ``fields added removed changed title body links attachments``.

        ``title`` and ``body`` are lists of ``{"kind", "text"}``. ``links`` and ``attachments`` have the lists ``added``
        and ``removed``. Each link has ``url`` and ``text``, each attachment ``url`` and ``title``. If only the order of
        links changed, both lists are empty, but ``fields`` names ``links``.
        """
        return self.edit.to_dict() | {
            "title": [span._asdict() for span in self.title],
            "body": [span._asdict() for span in self.body],
            "links": {
                "added": [_link(link) for link in self.links_added],
                "removed": [_link(link) for link in self.links_removed],
            },
            "attachments": {
                "added": [_attachment(each) for each in self.attachments_added],
                "removed": [_attachment(each) for each in self.attachments_removed],
            },
        }


def compare_articles(old: Article, new: Article) -> Comparison:
    """Compare two texts of one article. Links and attachments are compared only if the edit changed them."""
    budget, edit = Budget(), measure(old, new)
    links = (old.links, new.links) if "links" in edit.fields else ((), ())
    files = (_compared(old), _compared(new)) if "attachments" in edit.fields else ([], [])
    return Comparison(
        edit,
        compare_texts((old.title,), (new.title,), budget),
        compare_texts(old.body, new.body, budget),
        _more(*reversed(links)),
        _more(*links),
        _more(*reversed(files)),
        _more(*files),
    )


def article_of_row(row: Mapping[str, Any]) -> Article:
    """The article of a row of ``Archive.revision``, with the fields that an edit can change."""
    return Article(
        url=row["url"],
        title=row["title"],
        body=tuple(row["body"]),
        language=row["language"],
        language_claimed=row["language_claimed"],
        links=tuple(Link(url=each["url"], text=each["text"]) for each in row["links"]),
        attachments=tuple(Attachment(url=each["url"], title=each["title"]) for each in row["attachments"]),
    )


def _more(ours: Iterable[T], theirs: Iterable[T]) -> list[T]:
    """The items of ``ours`` that ``theirs`` does not have, or has less often, in the order of ``ours``."""
    left = Counter(theirs)
    found = []
    for item in ours:
        if left[item] > 0:
            left[item] -= 1
        else:
            found.append(item)
    return found


def _compared(article: Article) -> list[Attachment]:
    """The attachments without their media type, because it is not part of an edit."""
    return [Attachment(url=each.url, title=each.title) for each in article.attachments]


def _link(link: Link) -> dict[str, str]:
    return {"url": link.url, "text": link.text}


def _attachment(attachment: Attachment) -> dict[str, str]:
    return {"url": attachment.url, "title": attachment.title}
