"""Drives the terminal UI in a test: a story is an async function of a `Desk`, run on a fake archive."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from fake_archive import FakeArchive
from textual.pilot import Pilot

from newsearch.tui.app import NewsearchApp
from newsearch.tui.archive import Archive
from newsearch.tui.main import MainScreen
from newsearch.tui.pane import TextPane
from newsearch.tui.query_line import QueryInput
from newsearch.tui.reader import Reader
from newsearch.tui.results import ResultsList
from newsearch.tui.settings import TuiSettings


@dataclass
class Desk:
    """The app under test, with the words that stories are told in."""

    app: NewsearchApp
    pilot: Pilot[None]
    archive: FakeArchive

    @property
    def main(self) -> MainScreen:
        return self.app.main

    @property
    def results(self) -> ResultsList:
        return self.main.query_one(ResultsList)

    @property
    def preview(self) -> TextPane:
        return self.main.query_one("#preview", TextPane)

    @property
    def line(self) -> QueryInput:
        return self.main.query_one(QueryInput)

    @property
    def reader(self) -> Reader:
        assert isinstance(self.app.screen, Reader)
        return self.app.screen

    async def until(self, condition: Callable[[], object], seconds: float = 30.0) -> None:
        """Wait until something is so; patiently, since other work may have the machine."""
        for _ in range(int(seconds / 0.01)):
            if condition():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it never became so")

    async def type(self, text: str) -> None:
        await self.pilot.press(*text)
        await self.settled()

    async def settled(self) -> None:
        """Wait until the hits, the filters and the preview are those of what was asked."""
        for _ in range(2):  # what was asked for may ask for something itself
            await self.until(lambda: self.main.idle)
            await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settled()

    def screen(self) -> str:
        """What stands on the screen, as text."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in line) for line in lines)


Story = Callable[[Desk], Awaitable[None]]


def tell(
    story: Story,
    archive: FakeArchive | None = None,
    *,
    size: tuple[int, int] = (120, 36),
    query: str = "",
    settings: TuiSettings | None = None,
    open_archive: Callable[[], Archive] | None = None,
    history_file: Path | None = None,
) -> None:
    """Run a story from the moment that the index is open."""

    async def run() -> None:
        fake = archive or FakeArchive()
        app = NewsearchApp(
            None, query, settings, open_archive=open_archive or (lambda: fake), history_file=history_file
        )
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = Desk(app, pilot, fake)
            if open_archive is None:
                await desk.until(lambda: app.main.results is not None)
                await desk.settled()
            await story(desk)
            app.workers.cancel_all()  # as quitting does

    asyncio.run(run())
