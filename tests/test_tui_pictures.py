"""How the terminal UI looks: a dozen pictures at three sizes and in both themes, compared as SVG.

    pytest tests/test_tui_pictures.py --snapshot-update

writes them anew after a change that was meant; look at them before committing.
"""

from __future__ import annotations

import re

import pytest
from fake_archive import FakeArchive
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from tui_pilot import Desk, tell

from newsearch.errors import IndexMissing
from newsearch.tui.archive import Archive
from newsearch.tui.settings import TuiSettings


class Svg(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "svg"


def picture(desk: Desk) -> str:
    """The screen as SVG, with the identifier that changes from run to run taken out."""
    desk.line.cursor_blink = False
    svg = desk.app.export_screenshot()
    return re.sub(r"terminal-\d+-", "terminal-", svg)


CASES = {
    "start-80x24": ((80, 24), "newsearch-dark", "", ()),
    "hits-80x24": ((80, 24), "newsearch-dark", "csto peacekeepers", ("down",)),
    "hits-80x24-light": ((80, 24), "newsearch-light", "csto peacekeepers", ("down",)),
    "hits-120x36": ((120, 36), "newsearch-dark", "csto peacekeepers", ("down", "down")),
    "hits-120x36-light": ((120, 36), "newsearch-light", "csto peacekeepers", ("down", "down")),
    "hits-200x60": ((200, 60), "newsearch-dark", "csto", ("escape", "m", "l")),
    "facets-120x36": ((120, 36), "newsearch-dark", "csto", ("escape", "f", "j", "enter")),
    "facets-200x60-light": ((200, 60), "newsearch-light", "csto", ("escape", "f", "j", "enter")),
    "timeline-120x36": ((120, 36), "newsearch-dark", "csto", ("escape", "t", "right", "shift+right")),
    "error-80x24": ((80, 24), "newsearch-dark", "csto", ("space", "quotation_mark")),
    "help-120x36": ((120, 36), "newsearch-dark", "csto", ("escape", "question_mark")),
}


@pytest.mark.parametrize("name", CASES)
def test_a_picture_is_as_it_was(name: str, snapshot: SnapshotAssertion) -> None:
    size, theme, query, keys = CASES[name]

    async def story(desk: Desk) -> None:
        await desk.press(*keys)
        await desk.until(lambda: desk.preview.document == desk.results.document)
        await desk.pilot.pause(0.1)
        assert picture(desk) == snapshot(extension_class=Svg)

    tell(story, FakeArchive(300, group_every=5), size=size, query=query, settings=TuiSettings(theme))


@pytest.mark.parametrize("theme", ["newsearch-dark", "newsearch-light"])
def test_the_reader_is_as_it_was(theme: str, snapshot: SnapshotAssertion) -> None:
    async def story(desk: Desk) -> None:
        await desk.press("down", "enter")
        await desk.until(lambda: "Similar" in desk.screen())
        await desk.pilot.pause(0.1)
        assert picture(desk) == snapshot(extension_class=Svg)

    tell(story, FakeArchive(300), query="csto", settings=TuiSettings(theme))


def test_a_missing_index_is_as_it_was(snapshot: SnapshotAssertion) -> None:
    def missing() -> Archive:
        raise IndexMissing("No index at index/.\nBuild one: newsearch index FOLDER")

    async def story(desk: Desk) -> None:
        await desk.until(lambda: "newsearch index FOLDER" in desk.screen())
        await desk.pilot.pause(0.1)
        assert picture(desk) == snapshot(extension_class=Svg)

    tell(story, size=(80, 24), open_archive=missing)
