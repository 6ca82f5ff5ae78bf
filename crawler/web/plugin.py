"""The Datasette plugin: this package's pages as routes, and its error pages."""

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
from crawler.web.pages.changes import changes
from crawler.web.pages.coverage import coverage
from crawler.web.pages.diff import compare
from crawler.web.pages.front import front
from crawler.web.pages.images import image
from crawler.web.pages.runs import run, runs
from crawler.web.pages.search import search
from crawler.web.pages.stored_pages import download, memento, original, rendered, timegate, timemap
from crawler.web.pages.story import story
from crawler.web.responses import HEADERS, HtmlPage, RawResponse, WebRequest, as_atom, as_json
from crawler.web.templating import as_html
from crawler.web.urls import TABLES

PageFunction = Callable[[Archive, WebRequest], HtmlPage | RawResponse]
"""Makes the page of a request from the archive."""

_FORM = r"(?P<form>\.json|\.atom)?"
_REF = r"(?P<ref>[a-z2-7]{12})(?:@|%40)(?P<at>[^/]+?)"
_URL = r"(?P<url>(?i:https?(?::/|%3a)).+)"
_ID = r"(?P<id>[a-z2-7]{12})"
ROUTES: tuple[tuple[str, PageFunction], ...] = (
    (rf"^/(?:index{_FORM})?$", front),
    (rf"^/story/{_ID}(?:/(?P<view>[^/]+?))?{_FORM}$", story),
    (rf"^/original/{_REF}/bytes$", download),
    (rf"^/original/{_REF}/page$", rendered),
    (rf"^/original/{_REF}/picture$", image),
    (rf"^/original/{_REF}{_FORM}$", original),
    (rf"^/memento/(?P<seconds>\d{{14}})/{_URL}$", memento),
    (rf"^/timegate/{_URL}$", timegate),
    (rf"^/timemap/link/{_URL}$", timemap),
    (r"^/compare$", compare),
    (rf"^/search{_FORM}$", search),
    (rf"^/changes{_FORM}$", changes),
    (rf"^/coverage{_FORM}$", coverage),
    (rf"^/runs{_FORM}$", runs),
    (rf"^/runs/(?P<number>\d{{1,9}}){_FORM}$", run),
    (rf"^/(?!{TABLES}(?:[/.]|$)|-/static(?:-plugins)?/).*$", lambda archive, request: no_such_page()),
)
"""The last route hides every other page of Datasette: its pages about the machine and about itself are not public."""
SLOW, SLOW_AT_ONCE = {coverage, rendered, memento}, 2
"""Page functions that may take seconds, like the comparison of two texts; and how many of them run at once, in a pool
of their own, so that other pages do not wait for them."""
STYLES = Path(__file__).with_name("static") / "communique.css"
_STATUS = {NotInArchive: 404, BadAddress: 400, ArchiveError: 503}
_TITLES = {404: "Not in the archive", 400: "Invalid request", 403: "Not public"}
_FAILED = "The archive cannot be read"


class Plugin:
    """The hooks that Datasette calls, for one archive."""

    __name__ = "communique"

    def __init__(self, pool: ArchivePool, base: str | None = None) -> None:
        """``base`` is the public URL of the server (``https://archive.example``); None takes it from each request."""
        self._pool = pool
        self._slow_pool = ArchivePool(pool.path, SLOW_AT_ONCE)
        self._base = base

    @hookimpl  # type: ignore[untyped-decorator]
    def register_routes(self) -> list[tuple[str, Any]]:
        """The routes of this package, which Datasette puts before its own."""
        return [(r"^/-/communique\.css$", _styles), *((regex, self._view(view)) for regex, view in ROUTES)]

    @hookimpl  # type: ignore[untyped-decorator]
    def handle_exception(self, request: Any, exception: Exception) -> Any:
        """Show an error of Datasette's pages as a page of this package."""
        status, text = explain_error(exception)
        form = ".json" if request.scope["path"].endswith(".json") else ""
        page = HtmlPage("problem.html", _TITLES.get(status, _FAILED), {"error": self._without_path(text)}, status)
        return _response(self._in_form(page, self._parse(request), form))

    def close(self) -> None:
        """End the workers and close the archive; every later request fails."""
        rendition_worker.end_all()
        self._pool.close()
        self._slow_pool.close()

    @hookimpl  # type: ignore[untyped-decorator]
    def menu_links(self) -> list[dict[str, str]]:
        """A link from Datasette's pages to the front page."""
        return [{"href": "/", "label": "Communiqué: the archive as web pages"}]

    def _view(self, view: PageFunction) -> Callable[..., Awaitable[Any]]:
        async def answer(request: Any, receive: Receive) -> Any:
            parsed = self._parse(request)
            form = parsed.parts.get("form") or ""
            try:
                pool = self._slow_pool if view in SLOW or ".." in parsed.parts.get("view", "") else self._pool
                work = pool.run(lambda archive: self._render(view, archive, parsed, form))
                made = await while_connected(receive, work)
                return None if made is None else _response(made)
            except CommuniqueError as error:
                return _response(self._in_form(self._problem(error), parsed, form))

        return answer

    def _render(self, view: PageFunction, archive: Archive, request: WebRequest, form: str) -> RawResponse:
        made = view(archive, request)
        return made if isinstance(made, RawResponse) else self._in_form(made, request, form)

    def _in_form(self, page: HtmlPage, request: WebRequest, form: str) -> RawResponse:
        if form == ".json":
            return as_json(page)
        if form == ".atom" and page.status == 200:
            if page.feed is None:
                return self._in_form(self._problem(NotInArchive("this page has no feed")), request, "")
            query = f"?{request.query_string}" if request.query_string else ""
            return as_atom(page.feed, f"{request.base}{request.path.rstrip('/') or '/index'}.atom{query}")
        return as_html(page, request, self._pool.path.name)

    def _problem(self, error: CommuniqueError) -> HtmlPage:
        status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
        return HtmlPage("problem.html", _TITLES.get(status, _FAILED), {"error": self._without_path(str(error))}, status)

    def _without_path(self, text: str) -> str:
        """The text with the path of the archive replaced by its file name."""
        for path in (self._pool.path.absolute(), self._pool.path.resolve(), self._pool.path):
            text = text.replace(str(path), path.name)
        return text

    def _parse(self, request: Any) -> WebRequest:
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
