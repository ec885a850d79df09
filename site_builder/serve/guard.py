"""What is turned away at the door: requests that no page or person at this machine would make."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD")

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""On every response: no other site in the same browser can embed what we serve, or have it taken for a script."""


class Guard:
    """Lets requests through that read, and that call this server by one of *names* or the address they came to.

    A hostile page in the same browser can send requests here, and have a name of its own resolve to this machine;
    neither gets it anything.
    """

    def __init__(self, app: ASGIApp, names: set[str]) -> None:
        """Stand before *app*; *names* are in lower case."""
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        app = self._refusal(scope) or self._app
        await app(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        if scope["method"] not in METHODS:
            return PlainTextResponse("The preview can only be read.", 405, {"Allow": ", ".join(METHODS)})
        host = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
        if host is None or host["name"].lower() not in self._names | _address_names(scope):
            return PlainTextResponse("The preview does not answer to this name; start it with --host NAME.", 421)
        return None


_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[^\s:@/\\,\[\]]+)(:[0-9]{1,5})?")


def _address_names(scope: Scope) -> set[str]:
    """Return how the address the request came to is written as a host; no other site's name can look like it."""
    address = (scope.get("server") or ("", 0))[0].removeprefix("::ffff:")
    return {f"[{address}]" if ":" in address else address}


def is_own_page(headers: Headers) -> bool:
    """Return whether a request comes from a page of the preview, or from no page at all."""
    return headers.get("origin") in (None, f"http://{headers.get('host')}") and headers.get("sec-fetch-site") in (
        None,
        "same-origin",
        "none",
    )
