"""Keys of the reader, the facets, the timeline and the filters: each does what the help says of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from fake_archive import FakeArchive, made_up
from tui_pilot import Desk, tell

from newsearch.model import Block, Document
from newsearch.tui.chips import Chip
from newsearch.tui.facets import FacetPanel
from newsearch.tui.pane import TextPane
from newsearch.tui.timeline import Timeline

LONG = Document("long", Block("article", "A long story", body="\n\n".join(f"Line {n}." for n in range(200))), "/a.html")


def test_the_reader_scrolls_by_lines_pages_and_to_both_ends() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen is not desk.main and desk.reader.document)
        pane = desk.reader.query_one(TextPane)

        async def after(*keys: str) -> int:
            await desk.pilot.press(*keys)
            await desk.pilot.pause()
            return pane.scroll_offset.y

        assert await after("j", "down", "j") == 3
        assert await after("k", "up") == 1
        page = await after("space") - 1
        assert pane.size.height - 3 <= page < pane.size.height
        assert await after("pagedown") == 1 + 2 * page
        assert await after("b", "pageup") == 1
        assert await after("G") == pane.max_scroll_y > 300
        assert await after("g") == 0

    tell(story, FakeArchive(documents=[LONG]))


def test_a_block_is_copied_cited_and_marked_in_the_reader() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen is not desk.main and desk.reader.document)
        document = desk.reader.document
        assert document is not None
        await desk.pilot.press("c")
        await desk.until(lambda: document.block.body in desk.app.clipboard)
        await desk.pilot.press("y")
        await desk.until(lambda: desk.app.clipboard.startswith("> "))
        await desk.pilot.press("m")
        await desk.until(lambda: "· marked" in desk.screen())
        await desk.pilot.press("right", "left")
        await desk.until(lambda: desk.reader.document == document and "· marked" in desk.screen())
        await desk.pilot.press("m")
        await desk.until(lambda: "· marked" not in desk.screen())
        assert not desk.app.marked

    tell(story)


def stands(desk: Desk, words: str) -> bool:
    """Whether the words stand on the screen, on however many lines."""
    return words in " ".join(desk.screen().split())


@pytest.mark.parametrize("key", ["escape", "q", "backspace"])
def test_the_reader_is_left_with_any_of_its_keys(key: str) -> None:
    async def story(desk: Desk) -> None:
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen is not desk.main and desk.reader.document)
        await desk.pilot.press(key)
        await desk.until(lambda: desk.app.screen is desk.main)
        assert desk.app.is_running

    tell(story)


def test_a_saved_file_that_is_gone_and_an_address_that_is_none_are_said_in_the_reader(tmp_path: Path) -> None:
    block = made_up(1).block
    gone = Document("gone", Block("article", block.title, body=block.body), str(tmp_path / "gone.html"))

    async def story(desk: Desk) -> None:
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen is not desk.main and desk.reader.document)
        for key, said in (("o", "The saved file is gone"), ("w", "no web address"), ("e", "The saved file is gone")):
            await desk.pilot.press(key)
            await desk.until(partial(stands, desk, said))

    tell(story, FakeArchive(documents=[gone]))


@pytest.mark.parametrize("key", ["enter", "delete", "backspace"])
def test_a_filter_goes_with_a_key_on_its_chip(key: str) -> None:
    async def story(desk: Desk) -> None:
        everything = desk.results.hit_count
        await desk.press("escape", "f", "enter", "j", "enter")
        assert len(desk.main.query(Chip)) == 2
        desk.main.query(Chip).first().focus()
        await desk.press(key)
        assert len(desk.main.query(Chip)) == 1
        assert desk.results.hit_count < everything

    tell(story)


def test_keys_of_the_facets_go_to_values_and_both_ends() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape", "f")
        panel = desk.main.query_one(FacetPanel)
        first = panel.cursor
        await desk.press("j", "j", "k")
        second = panel.cursor
        assert panel._rows[second].kind == "value" and second > first
        await desk.press("G")
        assert panel.cursor == len(panel._rows) - 1
        await desk.press("g")
        assert panel.cursor == first
        await desk.press("space")
        assert [item.value for item in desk.main.narrowing.filters] == [panel._rows[first].value]

    tell(story)


def test_a_span_of_the_timeline_grows_to_either_side() -> None:
    async def spans(desk: Desk, *keys: str) -> str:
        desk.main.query_one(Timeline).focus()
        await desk.press(*keys)
        (item,) = desk.main.narrowing.filters
        return item.value

    async def story(desk: Desk) -> None:
        assert await spans(desk, "l", "l", "enter") == "2021-03"
        assert await spans(desk, "H", "enter") == "2021-02..2021-03"
        assert await spans(desk, "h", "enter") == "2021-01"
        assert await spans(desk, "L", "L", "enter") == "2021-01..2021-03"

    tell(story)
