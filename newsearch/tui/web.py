"""newsearch in a browser, for this machine alone: textual-serve behind a check of who is asking."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server

from newsearch.errors import NewsearchError

HOST = "localhost"


class LocalServer(Server):
    """Answers this machine's own pages only: any web page may try a WebSocket to localhost, or rebind its name to it."""

    def __init__(self, command: str, port: int) -> None:
        templates = Path(__file__).parent / "templates"  # textual-serve's own page loads a font from the network
        super().__init__(command, host=HOST, port=port, title="newsearch", templates_path=templates)
        self.hosts = {f"{HOST}:{port}", f"127.0.0.1:{port}"}

    def initialize_logging(self) -> None:
        """Without textual-serve's line for each request; what goes wrong is still said."""

    async def on_startup(self, app: web.Application) -> None:
        print(f"newsearch: {self.public_url} (Ctrl-C ends it)", file=sys.stderr)

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        self._check(request)
        page: web.StreamResponse = await super().handle_index(request)
        return page

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        self._check(request)
        return await super().handle_download(request)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        self._check(request)
        if request.headers.get("Origin") not in {f"http://{host}" for host in self.hosts}:
            raise web.HTTPForbidden(text="newsearch answers its own page only.")
        return await super().handle_websocket(request)

    def _check(self, request: web.Request) -> None:
        if request.headers.get("Host") not in self.hosts:
            raise web.HTTPForbidden(text=f"newsearch answers at http://{HOST} only.")


def serve(words: Sequence[str], port: int) -> int:
    """Serve `newsearch WORDS` until Ctrl-C. Raises NewsearchError if the port is taken."""
    asyncio.set_event_loop(asyncio.new_event_loop())
    command = shlex.join([sys.executable, "-m", "newsearch", *words])
    try:
        LocalServer(command, port).serve()
    except OSError as error:
        raise NewsearchError(f"Port {port} cannot be used ({error.strerror or error}). Try another: --port") from error
    return 0
