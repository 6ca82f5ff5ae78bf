"""Earlier method names of ``Archive``, from before it had parts. Each gives a method of a part, for one more release.

New code calls the part: ``archive.articles.show(ref)``, not ``archive.show(ref)``. Each name is defined below beside
its new spelling. All of them are removed in the release after this one. Names that are parts themselves
(``archive.articles(...)``, ``archive.search(...)``, ...) stay, since parts can be called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, cast, overload

from crawler.archive.parts.articles import ArticlesPart
from crawler.archive.parts.captures import CapturesPart
from crawler.archive.parts.changes import ChangesPart
from crawler.archive.parts.coverage import CoveragePart
from crawler.archive.parts.frontier import FrontierPart
from crawler.archive.parts.readings import ReadingsPart
from crawler.archive.parts.runs import RunsPart
from crawler.archive.parts.search import SearchPart
from crawler.archive.parts.sites import SitesPart
from crawler.archive.parts.stories import StoriesPart

F = TypeVar("F", bound=Callable[..., Any])


class Delegate(Generic[F]):
    """An earlier name of a part's method. As an attribute of an archive it is that method.

    Its docstring is "Same as ``archive.…``.". ``__wrapped__`` has the same docstring, since tools that document code
    read it there.
    """

    def __init__(self, method_of: Callable[[Delegates], F]) -> None:
        self._method_of = method_of
        spelling = method_of(cast("Delegates", _Spelling("archive")))
        self.__doc__ = method_of.__doc__ = f"Same as ``{spelling}``."
        self.__wrapped__ = method_of

    @overload
    def __get__(self, archive: None, owner: type[Delegates]) -> Self: ...

    @overload
    def __get__(self, archive: Delegates, owner: type[Delegates]) -> F: ...

    def __get__(self, archive: Delegates | None, owner: type[Delegates]) -> F | Self:
        return self if archive is None else self._method_of(archive)


class _Spelling:
    """Records the names of the attributes that are read from it, as in ``archive.articles.show``."""

    def __init__(self, spelling: str) -> None:
        self._spelling = spelling

    def __getattr__(self, name: str) -> _Spelling:
        return _Spelling(f"{self._spelling}.{name}")

    def __str__(self) -> str:
        return self._spelling


class Delegates:
    """The parts of an archive, and the earlier names of their methods."""

    sites: SitesPart
    runs: RunsPart
    articles: ArticlesPart
    stories: StoriesPart
    changes: ChangesPart
    coverage: CoveragePart
    search: SearchPart
    captures: CapturesPart
    frontier: FrontierPart
    readings: ReadingsPart

    names = Delegate(lambda archive: archive.sites.names)
    has_site = Delegate(lambda archive: archive.sites.has)
    watched = Delegate(lambda archive: archive.sites.watched)
    summary = Delegate(lambda archive: archive.sites.summary)
    add_site = Delegate(lambda archive: archive.sites.add)
    hold = Delegate(lambda archive: archive.sites.hold)
    rest = Delegate(lambda archive: archive.sites.set_cooldown)

    run = Delegate(lambda archive: archive.runs.one)
    start_run = Delegate(lambda archive: archive.runs.start)
    end_run = Delegate(lambda archive: archive.runs.end_by_counts)
    end_reread = Delegate(lambda archive: archive.runs.end_reparse)
    settle = Delegate(lambda archive: archive.runs.derive_pending)

    count = Delegate(lambda archive: archive.articles.count)
    export = Delegate(lambda archive: archive.articles.export)
    show = Delegate(lambda archive: archive.articles.show)
    revisions = Delegate(lambda archive: archive.articles.revisions)
    revision = Delegate(lambda archive: archive.articles.revision)
    as_captured = Delegate(lambda archive: archive.articles.as_captured)
    has_capture = Delegate(lambda archive: archive.articles.has_capture)
    history = Delegate(lambda archive: archive.articles.history)
    variants = Delegate(lambda archive: archive.articles.variants)
    duplicates = Delegate(lambda archive: archive.articles.duplicates)
    cited = Delegate(lambda archive: archive.articles.cite)

    story = Delegate(lambda archive: archive.stories.one)

    index = Delegate(lambda archive: archive.search.index)
    is_searchable = Delegate(lambda archive: archive.search.is_current)
    belarusian_by = Delegate(lambda archive: archive.search.belarusian_analyzer)

    capture = Delegate(lambda archive: archive.captures.one)
    timemap = Delegate(lambda archive: archive.captures.timemap)
    files = Delegate(lambda archive: archive.captures.files)
    payload = Delegate(lambda archive: archive.captures.payload)
    recent = Delegate(lambda archive: archive.captures.recent_robots)
    store = Delegate(lambda archive: archive.captures.store)

    known = Delegate(lambda archive: archive.frontier.known)
    worth_retrying = Delegate(lambda archive: archive.frontier.worth_retrying)
    anchored = Delegate(lambda archive: archive.frontier.anchored)
    validators = Delegate(lambda archive: archive.frontier.validators)
    agenda = Delegate(lambda archive: archive.frontier.agenda)
    next_due = Delegate(lambda archive: archive.frontier.next_due)
    standing = Delegate(lambda archive: archive.frontier.standing)
    schedule = Delegate(lambda archive: archive.frontier.schedule)
    workload = Delegate(lambda archive: archive.frontier.workload)

    count_answers = Delegate(lambda archive: archive.readings.count)
    answers = Delegate(lambda archive: archive.readings.answers)
    doubtful = Delegate(lambda archive: archive.readings.doubtful)
    is_same = Delegate(lambda archive: archive.readings.is_same)
    reread = Delegate(lambda archive: archive.readings.reparse)
    confirm = Delegate(lambda archive: archive.readings.confirm)
