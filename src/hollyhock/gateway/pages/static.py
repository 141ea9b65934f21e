"""The built front end: the desk (one page for all its paths), the visitors' snippet, the demo company's page."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from hollyhock.gateway.pages.words import NOT_BUILT

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "no-cache"


class Pages(StaticFiles):
    """A folder of built files. Names with a hash in ``assets/`` never change; the rest is asked for each time."""

    def __init__(self, folder: Path, *, single_page: bool = False, foreign: bool = False) -> None:
        """Serve ``folder``; a ``single_page`` answers its index for paths of its own, ``foreign`` sites may load it."""
        super().__init__(directory=folder, html=True, check_dir=False)
        self._folder = folder
        self._single, self._foreign = single_page, foreign

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; say so while the folder has not been built."""
        if not self._folder.is_dir():
            await HTMLResponse(NOT_BUILT, 503)(scope, receive, send)
            return
        await super().__call__(scope, receive, send)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, or the index for a path of the single page."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            # The page's paths hold ids with dots in them, so only the folder says what is a file.
            if error.status_code != 404 or not self._single or path.startswith("assets/"):
                raise
            response = await super().get_response("index.html", scope)
        response.headers["cache-control"] = _FOR_EVER if path.startswith("assets/") else _ASK_EACH_TIME
        if self._foreign:
            response.headers["access-control-allow-origin"] = "*"
            response.headers["cross-origin-resource-policy"] = "cross-origin"
        return response
