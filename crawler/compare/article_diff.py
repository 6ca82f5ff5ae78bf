"""Two texts of one article held against each other, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from crawler.compare.text_diff import Span, compare_texts
from crawler.items import Article, Attachment, Link
from crawler.rules.history.edits import Edit, measure
from crawler.rules.text.alignment import Budget
from crawler.rules.text.compared_links import compared_address

T = TypeVar("T", Link, Attachment)


class Comparison(NamedTuple):
    """What an edit did, field by field; where nothing changed, all spans are ``same`` and all lists empty."""

    edit: Edit
    title: list[Span]
    body: list[Span]
    links_added: list[Link]
    links_removed: list[Link]
    attachments_added: list[Attachment]
    attachments_removed: list[Attachment]

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: ``fields added removed changed title body links attachments``.

        ``title`` and ``body`` are lists of ``{"kind", "text"}``; ``links`` and ``attachments`` have what was ``added``
        and ``removed``, with ``url`` and ``text`` (``title``). Links in another order are in ``fields`` alone.
        """
        return self.edit.to_dict() | {
            "title": [span._asdict() for span in self.title],
            "body": [span._asdict() for span in self.body],
            "links": {
                "added": [_link(link) for link in self.links_added],
                "removed": [_link(link) for link in self.links_removed],
            },
            "attachments": {
                "added": [_attachment(held) for held in self.attachments_added],
                "removed": [_attachment(held) for held in self.attachments_removed],
            },
        }


def compare_articles(old: Article, new: Article) -> Comparison:
    """What lies between two texts of one article; links and files are held where the edit is one of them."""
    budget, edit = Budget(), measure(old, new)
    links = (old.links, new.links) if "links" in edit.fields else ((), ())
    files = (_told(old), _told(new)) if "attachments" in edit.fields else ([], [])
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
    """A text as its extractor read it, as far as an edit is concerned; ``row`` is one of ``Archive.revision``."""
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
    """What stands in ours and not, or not as often, in theirs; in its order. Addresses are the same as an edit says."""
    left = Counter(map(_compared, theirs))
    found = []
    for item in ours:
        if left[_compared(item)] > 0:
            left[_compared(item)] -= 1
        else:
            found.append(item)
    return found


def _compared(item: Link | Attachment) -> tuple[str, str]:
    """A link or file by what an edit is: with ``https`` for ``http`` it is the same."""
    return compared_address(item.url), item.text if isinstance(item, Link) else item.title


def _told(article: Article) -> list[Attachment]:
    """Attachments by what an edit is: their media type is not of it."""
    return [Attachment(url=held.url, title=held.title) for held in article.attachments]


def _link(link: Link) -> dict[str, str]:
    return {"url": link.url, "text": link.text}


def _attachment(held: Attachment) -> dict[str, str]:
    return {"url": held.url, "title": held.title}
