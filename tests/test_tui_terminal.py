"""The terminal UI on a real pseudo-terminal, over a real index; and in a browser, if there is one."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import pty
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from fcntl import ioctl
from pathlib import Path
from typing import Any

import pytest

from newsearch import indexing
from newsearch.tui.keys import shown

PAGES = {
    "bridge.html": "<html><head><title>Bridge reopens</title></head><body><article><h1>Bridge reopens at Marrow Bay</h1>"
    "<p>By Ada Lindqvist</p><p>The CSTO mission at Marrow Bay handed the bridge back on Friday. Traffic resumed at noon, "
    "officials of the town said, after eleven weeks of patrols.</p></article></body></html>",
    "ferry.html": "<html><head><title>Ferry inquiry</title></head><body><article><h1>The ferry inquiry opens</h1>"
    "<p>An inquiry into the ferry fleet opened on Monday in Port Alder. It will hear forty witnesses before the end of "
    "the year, its chair told reporters.</p></article></body></html>",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    place = tmp_path_factory.mktemp("archive") / "index"
    for _ in indexing.update(place, [folder], workers=1):
        pass
    return place


class Terminal:
    """A program on a pseudo-terminal, its output and what can be typed into it."""

    def __init__(self, words: list[str], size: tuple[int, int] = (100, 30), **environ: str) -> None:
        self._parent, child = pty.openpty()
        ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.process = subprocess.Popen(
            words,
            stdin=child,
            stdout=child,
            stderr=child,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environ},
        )
        os.close(child)
        self.output = ""

    def wait_for(self, text: str, seconds: float = 20.0) -> None:
        self.wait_until(lambda: text in self.output, seconds)

    def wait_until(self, condition: Callable[[], bool], seconds: float = 20.0) -> None:
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, f"not seen on the terminal; its end: {self.output[-800:]!r}"
            self._read(0.1)

    def type(self, text: str) -> None:
        self.output = ""
        os.write(self._parent, text.encode())

    def ends_with(self) -> int:
        until = time.monotonic() + 10
        while self.process.poll() is None and time.monotonic() < until:
            self._read(0.05)
        return self.process.wait(1)

    def _read(self, seconds: float) -> None:
        if select.select([self._parent], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                self.output += os.read(self._parent, 65536).decode(errors="replace")

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._parent)


@pytest.fixture
def terminal(index: Path) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(**environ: str) -> Terminal:
        words = [sys.executable, "-m", "newsearch", "--index", str(index), "tui"]
        opened.append(Terminal(words, **environ))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


def test_searching_reading_and_leaving_on_a_real_terminal(terminal: Callable[..., Terminal]) -> None:
    newsearch = terminal()
    newsearch.wait_for("2 blocks")
    newsearch.type("csto")
    newsearch.wait_for("1 hit")
    newsearch.type("\r")
    newsearch.wait_for("hit 1 of 1")
    newsearch.type("q")
    newsearch.wait_for("csto")
    newsearch.type("\x1bs")  # alt+s, as terminals send it
    newsearch.wait_for("newest")
    newsearch.type("\x1bOR")  # f3
    newsearch.wait_for("Kind")
    newsearch.type("q")
    assert newsearch.ends_with() == 0
    assert "\x1b[?1049l" in newsearch.output  # the terminal is as it was


def test_no_color_leaves_weight_and_underline_alone(terminal: Callable[..., Terminal]) -> None:
    newsearch = terminal(NO_COLOR="1")
    newsearch.wait_for("2 blocks")
    newsearch.type("csto")
    newsearch.wait_for("1 hit")
    newsearch.wait_until(lambda: bool(re.search(r"\x1b\[[\d;]*\b[47]\b[\d;]*mCSTO", newsearch.output)))
    colours = re.findall(r"\x1b\[[\d;]*?(?:38|48);2;(\d+);(\d+);(\d+)", newsearch.output)
    assert colours
    assert all(red == green == blue for red, green, blue in colours)


CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")
def test_a_browser_of_this_machine_shows_the_same(index: Path) -> None:
    pytest.importorskip("textual_serve", reason="the extra serve is not installed")
    assert CHROMIUM is not None
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    code = f"from newsearch.tui import serve; serve(['--index', {str(index)!r}, 'tui'], {port})"
    server = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        asyncio.run(drive_browser(CHROMIUM, port))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


async def drive_browser(chromium: str, port: int) -> None:
    import aiohttp

    async with aiohttp.ClientSession() as session:
        address = f"http://localhost:{port}/"
        await reachable(session, address)
        await strangers_are_refused(session, port)
        async with browser(session, chromium) as page:
            await page.call("Network.enable")
            await page.call("Page.navigate", url=address)
            await page.until("document.body.classList.contains('-first-byte')")
            await page.call("Emulation.setFocusEmulationEnabled", enabled=True)
            await page.until_it_shows("2 blocks")
            await page.until("(document.querySelector('textarea').focus(), document.hasFocus())")
            await page.type("csto")
            await page.until_it_shows("1 hit")
            await page.type("\r")
            await page.until_it_shows("hit 1 of 1")


async def reachable(session: Any, address: str) -> None:
    import aiohttp

    for _ in range(100):
        with contextlib.suppress(aiohttp.ClientError):
            async with session.get(address) as answer:
                assert answer.status == 200
                text = await answer.text()
                assert "googleapis" not in text and text.count("http://") >= 2
                return
        await asyncio.sleep(0.1)
    raise AssertionError("the server did not start")


async def strangers_are_refused(session: Any, port: int) -> None:
    """Neither a page of another origin nor a name rebound to this machine gets in."""
    import aiohttp

    async with session.get(f"http://localhost:{port}/", headers={"Host": f"evil.example:{port}"}) as answer:
        assert answer.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(f"ws://localhost:{port}/ws", headers={"Origin": "http://evil.example"})


class BrowserPage:
    """A page of a headless Chromium, driven by its DevTools protocol."""

    def __init__(self, socket_: Any) -> None:
        self._socket = socket_
        self._number = 0
        self._received = ""
        """What the page's terminal was sent since it was last typed into."""
        self._picture = ""

    async def call(self, method: str, **params: Any) -> Any:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": params})
        while True:
            answer = await self._socket.receive_json(timeout=20)
            if answer.get("method") == "Network.webSocketFrameReceived":
                self._receive(answer["params"]["response"])
            if answer.get("id") == self._number:
                return answer["result"]

    def _receive(self, frame: Any) -> None:
        data = frame["payloadData"]
        is_binary = frame["opcode"] == 2
        self._received += base64.b64decode(data).decode(errors="replace") if is_binary else data

    async def until(self, expression: str) -> None:
        for _ in range(200):
            answer = await self.call("Runtime.evaluate", expression=expression)
            if answer["result"].get("value"):
                return
            await asyncio.sleep(0.1)
        raise AssertionError(expression)

    async def type(self, text: str) -> None:
        self._received = ""
        for letter in text:
            for kind in ("keyDown", "keyUp"):
                await self.call(
                    "Input.dispatchKeyEvent", type=kind, text=letter if kind == "keyDown" else "", key=letter
                )

    async def until_it_shows(self, text: str) -> None:
        """Wait until the text has come and the page looks otherwise than it did the last time."""
        before = self._picture
        drawn = "[...document.querySelectorAll('canvas')].map(each => each.toDataURL()).join()"
        for _ in range(200):
            self._picture = (await self.call("Runtime.evaluate", expression=drawn))["result"]["value"]
            if text in self._received and self._picture != before:
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"not seen in the browser: {text!r}")


@contextlib.asynccontextmanager
async def browser(session: Any, chromium: str) -> Any:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"]
        words += [f"--user-data-dir={profile}", "--window-size=1000,700", "about:blank"]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            port_file = Path(profile) / "DevToolsActivePort"
            for _ in range(200):
                if port_file.exists() and "\n" in port_file.read_text():
                    break
                await asyncio.sleep(0.1)
            port = port_file.read_text().splitlines()[0]
            async with session.get(f"http://localhost:{port}/json") as answer:
                pages = [page for page in await answer.json() if page["type"] == "page"]
            async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket_:
                yield BrowserPage(socket_)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_keys_are_shown_as_readers_know_them() -> None:
    assert shown(["ctrl+r", "slash", "alt+o", "shift+left"]) == "^r / alt+o shift+←"
