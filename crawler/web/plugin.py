"""Our pages as routes of Datasette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from datasette import hookimpl
from datasette.utils.asgi import Response
from starlette.types import Receive

from crawler.archive import Archive
from crawler.errors import ArchiveError, BadAddress, CommuniqueError, NotInArchive
from crawler.web import rendition_worker
from crawler.web.archive_pool import ArchivePool, while_connected
from crawler.web.datasette_errors import explain_error, no_such_page
from crawler.web.pages.changes import ledger
from crawler.web.pages.coverage import covering
from crawler.web.pages.diff import compare
from crawler.web.pages.front import front
from crawler.web.pages.images import picture
from crawler.web.pages.runs import run, runs
from crawler.web.pages.search import finding
from crawler.web.pages.stored_pages import download, memento, original, shown, timegate, timemap
from crawler.web.pages.story import story
from crawler.web.responses import HEADERS, HtmlPage, RawResponse, WebRequest, as_atom, as_json
from crawler.web.templating import as_html
from crawler.web.urls import TABLES

PageFunction = Callable[[Archive, WebRequest], HtmlPage | RawResponse]

_FORM = r"(?P<form>\.json|\.atom)?"
_REF = r"(?P<ref>[a-z2-7]{12})(?:@|%40)(?P<at>[^/]+?)"
_URL = r"(?P<url>(?i:https?(?::/|%3a)).+)"
_ID = r"(?P<id>[a-z2-7]{12})"
ROUTES: tuple[tuple[str, PageFunction], ...] = (
    (rf"^/(?:index{_FORM})?$", front),
    (rf"^/story/{_ID}(?:/(?P<view>[^/]+?))?{_FORM}$", story),
    (rf"^/original/{_REF}/bytes$", download),
    (rf"^/original/{_REF}/page$", shown),
    (rf"^/original/{_REF}/picture$", picture),
    (rf"^/original/{_REF}{_FORM}$", original),
    (rf"^/memento/(?P<seconds>\d{{14}})/{_URL}$", memento),
    (rf"^/timegate/{_URL}$", timegate),
    (rf"^/timemap/link/{_URL}$", timemap),
    (r"^/compare$", compare),
    (rf"^/search{_FORM}$", finding),
    (rf"^/changes{_FORM}$", ledger),
    (rf"^/coverage{_FORM}$", covering),
    (rf"^/runs{_FORM}$", runs),
    (rf"^/runs/(?P<number>\d{{1,9}}){_FORM}$", run),
    (rf"^/(?!{TABLES}(?:[/.]|$)|-/static(?:-plugins)?/).*$", lambda archive, asked: no_such_page()),
)
"""The last one is for all that is neither ours nor one of Datasette's pages of the archive: what Datasette tells of the
machine and of itself is not for visitors, and it spells some addresses in ways of its own."""
SLOW, SLOW_AT_ONCE = {covering, shown, memento}, 2
"""Pages that may take seconds, as comparing two texts does: they wait for each other, and nothing waits for them."""
STYLES = Path(__file__).with_name("static") / "communique.css"
_STATUS = {NotInArchive: 404, BadAddress: 400, ArchiveError: 503}
_TITLES = {404: "Not in the archive", 400: "That cannot be meant", 403: "That is not for visitors"}
_CANNOT = "The archive cannot answer"


class Plugin:
    """What Datasette asks of a plugin, for one archive."""

    __name__ = "communique"

    def __init__(self, reader: ArchivePool, base: str | None = None) -> None:
        """``base`` is where the pages are known to the world (``https://archive.example``); None: as they are asked."""
        self._reader = reader
        self._slow = ArchivePool(reader.path, SLOW_AT_ONCE)
        self._base = base

    @hookimpl  # type: ignore[untyped-decorator]
    def register_routes(self) -> list[tuple[str, Any]]:
        """Ours come before Datasette's own."""
        return [(r"^/-/communique\.css$", _styles), *((regex, self._view(view)) for regex, view in ROUTES)]

    @hookimpl  # type: ignore[untyped-decorator]
    def handle_exception(self, request: Any, exception: Exception) -> Any:
        """What Datasette's own pages cannot answer is told as ours are."""
        status, text = explain_error(exception)
        request = self._asked(request)
        form = ".json" if request.scope["path"].endswith(".json") else ""
        page = HtmlPage("problem.html", _TITLES.get(status, _CANNOT), {"error": self._discreet(text)}, status)
        return _response(self._told(page, request, form))

    def close(self) -> None:
        """Close the archive; nothing is answered any more."""
        rendition_worker.end_all()
        self._reader.close()
        self._slow.close()

    @hookimpl  # type: ignore[untyped-decorator]
    def menu_links(self) -> list[dict[str, str]]:
        """The way back from Datasette's pages."""
        return [{"href": "/", "label": "Communiqué: the archive as pages"}]

    def _view(self, view: PageFunction) -> Callable[..., Awaitable[Any]]:
        async def answer(request: Any, receive: Receive) -> Any:
            request = self._asked(request)
            form = request.parts.get("form") or ""
            try:
                reader = self._slow if view in SLOW or ".." in request.parts.get("view", "") else self._reader
                made = await while_connected(
                    receive, reader.ask(lambda archive: self._made(view, archive, request, form))
                )
                return None if made is None else _response(made)
            except CommuniqueError as error:
                return _response(self._told(self._problem(error), request, form))

        return answer

    def _made(self, view: PageFunction, archive: Archive, request: WebRequest, form: str) -> RawResponse:
        made = view(archive, request)
        return made if isinstance(made, RawResponse) else self._told(made, request, form)

    def _told(self, page: HtmlPage, request: WebRequest, form: str) -> RawResponse:
        if form == ".json":
            return as_json(page)
        if form == ".atom" and page.status == 200:
            if page.feed is None:
                return self._told(self._problem(NotInArchive("this page has no feed")), request, "")
            return as_atom(
                page.feed,
                request.base
                + (request.path.rstrip("/") or "/index")
                + ".atom"
                + ("?" if request.query_string else "")
                + request.query_string,
            )
        return as_html(page, request, self._reader.path.name)

    def _problem(self, error: CommuniqueError) -> HtmlPage:
        status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
        return HtmlPage("problem.html", _TITLES.get(status, _CANNOT), {"error": self._discreet(str(error))}, status)

    def _discreet(self, text: str) -> str:
        """Without where on this machine the file is."""
        for path in (self._reader.path.absolute(), self._reader.path.resolve(), self._reader.path):
            text = text.replace(str(path), path.name)
        return text

    def _asked(self, request: Any) -> WebRequest:
        query_string = request.query_string or ""
        return WebRequest(
            path=request.scope["path"].removesuffix(".json").removesuffix(".atom"),
            parts={
                name: (value or "") if name == "url" else unquote(value or "")
                for name, value in request.url_vars.items()
            },
            query=dict(parse_qsl(query_string, keep_blank_values=True)),
            query_string=query_string,
            headers={name.lower(): value for name, value in request.headers.items()},
            base=self._base or f"{request.scheme}://{request.host}",
        )


async def _styles() -> Any:
    headers = {**HEADERS, "Cache-Control": "max-age=3600"}
    return _response(RawResponse(STYLES.read_bytes(), "text/css; charset=utf-8", headers=headers))


def _response(raw: RawResponse) -> Any:
    return Response(body=raw.body, status=raw.status, headers=dict(raw.headers), content_type=raw.content_type)
