"""The terminal UI as it is used: typing, moving, reading, narrowing. On a fake archive, without a terminal."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import pytest
from fake_archive import FakeArchive, made_up, renamed
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual.widgets import Static
from tui_pilot import Desk, tell

from newsearch.errors import ConfigError, IndexDamaged, IndexMissing
from newsearch.model import Block, Document
from newsearch.query import Or, Value, parse
from newsearch.tui.archive import Archive
from newsearch.tui.chips import Chip, Hint
from newsearch.tui.facets import FacetPanel
from newsearch.tui.narrowing import Filter, Narrowing
from newsearch.tui.reader import Reader
from newsearch.tui.reading import Marks
from newsearch.tui.settings import read_settings
from newsearch.tui.timeline import Bucket, Timeline, buckets, without_strays


def hint(desk: Desk) -> str:
    return str(desk.main.query_one(Hint).render())


def count(desk: Desk) -> str:
    return str(desk.main.query_one("#tally", Static).render()).split("▾")[1]


def test_typing_shows_hits_with_their_matches_marked() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("peacekeep")
        assert desk.results.hit is not None
        block = desk.results.hit.document.block
        assert "peacekeep" in f"{block.title} {block.body}".casefold()
        assert "hits, 3 ms" in count(desk)
        assert desk.preview.match_count > 0

    tell(story)


def test_only_the_newest_text_is_searched_when_keys_come_quickly() -> None:
    async def story(desk: Desk) -> None:
        desk.archive.asked.clear()
        desk.archive.answering.clear()
        for letter in "observers":
            desk.line.insert_text_at_cursor(letter)
            await desk.until(lambda: desk.archive.asked)  # the first letter's search has begun, and takes its time
        desk.archive.answering.set()
        await desk.settled()
        assert desk.archive.asked == [("o", 0), ("observers", 0)]
        assert desk.main.results is not None and desk.main.results.query == "observers"

    tell(story)


def test_an_index_is_prepared_while_the_query_is_typed() -> None:
    async def story(desk: Desk) -> None:
        await desk.until(lambda: desk.archive.prepared)

    tell(story)


def test_half_a_query_keeps_the_last_good_hits_and_says_why() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("csto")
        before = desk.results.hit_count
        await desk.type(' "')
        assert "never closed" in hint(desk)
        assert "▲" in hint(desk)
        assert desk.results.hit_count == before > 0
        await desk.press("backspace", "backspace")
        assert hint(desk) == ""

    tell(story)


def test_the_mark_of_a_mistake_stands_under_its_spot_or_nowhere() -> None:
    async def story(desk: Desk) -> None:
        await desk.type('北京 "')
        spot = 3 + len("北京 ") + 2  # behind the prompt; both letters are two cells wide
        assert f"\n{' ' * spot}▲ This quotation mark is never closed. Close it" in "\n" + desk.screen()
        desk.line.value = "peacekeepers " * 12 + desk.line.value
        await desk.press("end")
        assert hint(desk).startswith("This quotation mark")

    tell(story)


def test_a_long_message_is_there_whole_in_a_narrow_terminal() -> None:
    trouble = IndexDamaged(
        "The index at /archives/of/many/years/index is damaged. Build it anew: newsearch rebuild FOLDER"
    )

    async def after_hits(desk: Desk) -> None:
        desk.archive.trouble = trouble
        await desk.type("csto")
        assert str(trouble) in " ".join(desk.screen().split())

    async def before_hits(desk: Desk) -> None:
        await desk.until(lambda: "tries again" in desk.screen())
        assert str(trouble) in " ".join(desk.screen().split())

    tell(after_hits, size=(60, 20))
    broken = FakeArchive()
    broken.trouble = trouble
    tell(before_hits, size=(60, 20), open_archive=lambda: broken)


def test_the_last_word_may_be_unfinished_until_a_space_follows() -> None:
    async def story(desk: Desk) -> None:
        assert desk.archive.typing[-1] is False
        await desk.type("cs")
        assert desk.archive.typing[-1] is True
        await desk.press("escape", "s")
        assert desk.archive.typing[-1] is True
        await desk.press("slash", "space")
        assert desk.archive.typing[-1] is False
        await desk.press("escape", "u", "u")
        assert desk.archive.typing[-1] is False

    tell(story, query="harbour")


def test_arrows_choose_hits_while_typing_and_the_preview_follows() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("csto")
        await desk.press("down", "down", "up", "down")
        assert desk.line.has_focus
        assert desk.results.cursor == 2
        assert desk.preview.document == desk.results.document
        await desk.press("pagedown")
        assert desk.results.cursor > 2

    tell(story)


def test_vi_keys_work_in_the_list_and_escape_goes_there_and_back() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape", "j", "j", "j", "k")
        assert desk.results.cursor == 2
        await desk.press("G")
        assert desk.results.cursor == desk.results.row_count - 1
        await desk.press("g")
        assert desk.results.cursor == 0
        await desk.press("space")
        assert desk.results.cursor == desk.results.rows_in_sight
        await desk.press("escape")
        assert desk.line.has_focus
        await desk.press("escape", "slash")
        assert desk.line.has_focus

    tell(story)


def test_letters_are_typed_in_the_query_line_and_alt_makes_them_keys() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("os")
        assert desk.line.value == "os"
        desk.app.post_message(events.Key("alt+s", "s"))  # as terminals send it: with the letter
        await desk.until(lambda: desk.main.narrowing.sort == "date")
        assert desk.line.value == "os"
        await desk.press("f3")
        assert desk.main.query_one(FacetPanel).has_focus

    tell(story)


def test_keys_that_come_together_are_done_in_their_order() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("wall")
        for key in ("ctrl+u", "c", "s", "x", "backspace", "t", "o"):
            event = events.Key(key, key if len(key) == 1 else None)
            event.set_sender(desk.app)
            desk.app.post_message(event)
        await desk.until(lambda: desk.archive.asked[-1] == ("csto", 0))
        assert desk.line.value == "csto"

    tell(story)


def test_ten_thousand_hits_are_fetched_a_page_at_a_time() -> None:
    async def story(desk: Desk) -> None:
        assert desk.results.row_count == 10_000
        desk.archive.asked.clear()
        await desk.press("escape", "G")
        await desk.until(lambda: desk.results.document is not None)
        assert desk.results.cursor == 9_999
        assert desk.results.document.block.date is None  # those without a date stand behind the oldest
        assert len(desk.archive.asked) < 4

    tell(story, FakeArchive(10_000))


def test_pages_that_were_only_passed_by_are_not_fetched() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape")
        desk.archive.asked.clear()
        desk.archive.answering.clear()
        for row in range(100, 9_000, 100):
            desk.results.move_to(row)
            await asyncio.sleep(0)
        await desk.until(lambda: desk.archive.asked)
        desk.archive.answering.set()
        await desk.settled()
        await desk.until(lambda: desk.results.document is not None)
        assert len(desk.archive.asked) < 5

    tell(story, FakeArchive(10_000))


def test_enter_reads_the_chosen_block_and_escape_comes_back() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("csto")
        await desk.press("down", "enter")
        await desk.until(lambda: desk.reader.document is not None)
        assert desk.reader.document == desk.results.document
        assert "hit 2 of" in desk.screen()
        await desk.pilot.press("escape")
        await desk.until(lambda: desk.app.screen is desk.main)
        assert desk.line.value == "csto"

    tell(story)


def test_a_reader_that_is_closed_before_its_lists_are_there_is_closed() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("csto")
        desk.archive.answering.clear()
        await desk.pilot.press("enter")
        await desk.until(lambda: desk.app.screen is not desk.main and desk.reader.document)
        await desk.pilot.press("escape")
        await desk.until(lambda: desk.app.screen is desk.main)
        desk.archive.answering.set()
        await desk.until(lambda: not desk.app.workers)
        assert desk.app.is_running

    tell(story)


def test_the_reader_walks_through_matches_hits_and_neighbours() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("csto")
        await desk.press("enter")
        await desk.until(lambda: desk.reader.document is not None and "On this page" in desk.screen())
        first = desk.reader.document
        await desk.pilot.press("right")
        await desk.until(lambda: desk.reader.document != first)
        assert desk.reader.document == desk.results.document
        await desk.until(lambda: "On this page" in desk.screen())
        await desk.pilot.press("tab", "down", "enter")
        await desk.until(lambda: "1 step from the hit" in desk.screen())
        assert desk.reader.document != desk.results.document
        await desk.pilot.press("escape")
        await desk.until(lambda: desk.reader.document == desk.results.document)

    tell(story)


def test_n_goes_round_the_matches_of_a_text() -> None:
    body = "\n\n".join(["The CSTO met."] * 3 + ["Nothing here."] * 80 + ["The CSTO left."])
    block = Block("article", "A long story", body=body)

    async def story(desk: Desk) -> None:
        await desk.type("csto")
        await desk.press("enter")
        await desk.until(lambda: "match 1 of 4" in desk.screen())
        await desk.pilot.press("n", "n", "n")
        await desk.until(lambda: "match 4 of 4" in desk.screen())
        assert "The CSTO left." in desk.screen()
        await desk.pilot.press("n")
        await desk.until(lambda: "match 1 of 4" in desk.screen())
        await desk.pilot.press("N")
        await desk.until(lambda: "match 4 of 4" in desk.screen())

    tell(story, FakeArchive(documents=[Document("a", block, "/archive/a.html")]))


def test_provenance_is_a_key_away() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("enter")
        await desk.until(lambda: desk.reader.document is not None)
        assert "date: time element" not in desk.screen()
        await desk.pilot.press("p")
        await desk.until(lambda: "date: time element" in desk.screen())

    tell(story)


def test_a_facet_narrows_the_hits_and_its_chip_takes_it_back() -> None:
    async def story(desk: Desk) -> None:
        everything = desk.results.hit_count
        await desk.press("escape", "f", "enter")
        (chip,) = desk.main.query(Chip)
        assert chip.item.facet == "outlet"
        assert 0 < desk.results.hit_count < everything
        assert desk.results.document is not None and desk.results.document.block.outlet == chip.item.value
        await desk.pilot.click(Chip)
        await desk.settled()
        assert desk.results.hit_count == everything
        assert not desk.main.query(Chip)

    tell(story)


@given(
    st.sampled_from(["outlet", "author"]),
    st.text(st.sampled_from('aZ0 "\\＂“”«»:=*?~()-^.：（ＯR'), min_size=1).filter(str.strip),
)
@example("outlet", "OR")
@example("author", "missing")
def test_a_filter_asks_for_just_its_value(facet: str, value: str) -> None:
    assert parse(Filter(facet, value).query()) == Value(value, facet)
    others = Narrowing(filters=(Filter(facet, value), Filter(facet, "B b"))).within()
    assert value == "B b" or parse(others) == Or((Value(value, facet), Value("B b", facet)))


def test_filters_can_be_written_into_the_query_and_edited_there() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape", "F")
        assert "no filter" in desk.screen()
        await desk.press("f", "enter")
        found, (item,) = desk.results.hit_count, desk.main.narrowing.filters
        await desk.press("F")
        assert desk.line.value == f'outlet:="{item.value}"' and desk.line.has_focus
        assert desk.results.hit_count == found
        assert not desk.main.query(Chip)
        await desk.press("escape", "u")
        assert len(desk.main.query(Chip)) == 1 and not desk.line.value

    tell(story)


def test_a_second_value_of_a_facet_widens_what_the_first_narrowed() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape", "f", "enter")
        one = desk.results.hit_count
        panel = desk.main.query_one(FacetPanel)
        outlets = [row for row in panel._rows if row.facet == "outlet" and row.kind == "value"]
        assert len(outlets) == 6 and outlets[0].count == one  # those that were not chosen are still there
        await desk.press("j", "enter")
        assert desk.results.hit_count == one + outlets[1].count
        assert len(desk.main.query(Chip)) == 2
        assert desk.main.narrowing.query() == (f'outlet:=("{outlets[0].value}" OR "{outlets[1].value}")')
        kinds = sum(row.count for row in panel._rows if row.facet == "kind")
        assert kinds == desk.results.hit_count

    tell(story)


def test_blocks_without_a_value_stand_last_in_their_facet_and_can_be_chosen() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape", "f")
        panel = desk.main.query_one(FacetPanel)
        panel.show({"outlet": [*((f"Outlet {n}", 9) for n in range(12)), ("", 30)]}, [])
        assert [row.value for row in panel._rows][1:10] == [*(f"Outlet {n}" for n in range(8)), ""]
        assert panel._rows[10].kind == "more"

    tell(story)
    assert Narrowing().toggle(Filter("month", "")).within() == "date:missing"


def test_a_terminal_that_has_the_focus_late_types_into_the_query_line() -> None:
    async def story(desk: Desk) -> None:
        desk.main.set_focus(None)
        desk.app.post_message(events.AppBlur())
        await desk.until(lambda: not desk.app.app_focus)
        desk.app.post_message(events.AppFocus())
        await desk.until(lambda: desk.line.has_focus)
        await desk.type("csto")
        assert desk.line.value == "csto"

    tell(story)


def test_a_month_of_the_panel_takes_the_place_of_a_span_of_the_timeline() -> None:
    months = Narrowing().only(Filter("month", "2022-01..2022-03")).toggle(Filter("month", "2022-05"))
    assert months.within() == "date:2022-05"
    assert months.toggle(Filter("month", "2022-06")).within() == "date:(2022-05 OR 2022-06)"
    assert months.only(Filter("month", "2022-05")).within() == ""
    assert Narrowing().toggle(Filter("outlet", "missing")).toggle(Filter("outlet", "")).within() == (
        "(outlet:=missing OR outlet:missing)"
    )


def test_the_timeline_keeps_the_whole_span_beside_what_is_chosen() -> None:
    async def story(desk: Desk) -> None:
        timeline = desk.main.query_one(Timeline)
        before = timeline._bars()
        await desk.press("escape", "t", "right", "enter")
        assert desk.results.hit_count == before[1].count
        assert timeline._bars() == before
        await desk.press("enter")
        assert not desk.main.narrowing.filters

    tell(story)


def test_few_weeks_are_drawn_by_day() -> None:
    assert [bucket.value for bucket in buckets([("2022-01-30", 2), ("2022-02-01", 1)], 40)] == [
        "2022-01-30",
        "2022-01-31",
        "2022-02-01",
    ]
    assert buckets([("2022-01-30", 2), ("2022-04-01", 1)], 40)[0].value == "2022-01"
    assert buckets([("2012-01-30", 2), ("2022-02-01", 1)], 40)[0].value == "2012-01..2012-04"
    assert Bucket("2022-01", "2022-03", 0).overlaps("2022-03-05..2022-04-01")
    assert not Bucket("2022-01-05", "2022-01-05", 0).overlaps("2022-01-06")


def test_a_stray_date_does_not_take_the_bars_from_the_others() -> None:
    days = [(f"2022-{month:02}-{day:02}", 3) for month in range(1, 5) for day in range(1, 20)]
    assert without_strays([("1970-01-01", 1), *days]) == days
    assert without_strays([*days, ("2050-09-30", 1)]) == days
    assert len(without_strays([("1970-01-01", 2), *days])) == len(days) + 1  # more than one block in 200
    assert without_strays([("2021-12-30", 1), *days])[0][0] == "2021-12-30"  # not far
    assert without_strays(days[:1]) == days[:1] and not without_strays([])


def test_months_of_the_timeline_are_selected_with_keys() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape", "t", "right", "shift+right", "enter")
        (item,) = desk.main.narrowing.filters
        assert item.value == "2021-02..2021-03"
        assert desk.results.document is not None
        assert (desk.results.document.block.date or "")[:7] in ("2021-02", "2021-03")

    tell(story)


def test_months_of_the_timeline_are_selected_by_dragging() -> None:
    async def story(desk: Desk) -> None:
        timeline = desk.main.query_one(Timeline)
        await desk.pilot.mouse_down(timeline, offset=(3, 0))
        await desk.pilot.hover(timeline, offset=(8, 0))
        await desk.pilot.mouse_up(timeline, offset=(8, 0))
        await desk.settled()
        (item,) = desk.main.narrowing.filters
        assert item.facet == "month" and ".." in item.value

    tell(story)


def test_undo_takes_back_filters_order_and_words() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("csto")
        await desk.press("escape", "s")
        assert desk.main.narrowing.sort == "date"
        await desk.press("f", "enter")
        assert desk.main.narrowing.filters
        await desk.press("u")
        assert not desk.main.narrowing.filters
        await desk.press("u")
        assert desk.main.narrowing.sort == "relevance"
        await desk.press("u")
        assert desk.line.value == ""

    tell(story)


def test_a_group_opens_in_place() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape", "l")
        await desk.until(lambda: desk.results.row_count == 302)
        await desk.press("j")
        assert desk.results.document == desk.archive.documents[1]
        await desk.press("j", "j")
        assert desk.results.document == desk.archive.documents[1]
        assert desk.results.row_at(desk.results.cursor).hit == 1
        await desk.press("k", "left")
        assert desk.results.row_count == 300
        assert desk.results.cursor == 0

    undated = [renamed(made_up(number), date="2022-01-01") for number in range(300)]
    tell(story, FakeArchive(documents=undated, group_every=7))


def test_a_group_is_not_opened_below_a_hit_of_another_answer() -> None:
    async def story(desk: Desk) -> None:
        desk.archive.answering.clear()
        desk.line.value = "csto"
        await desk.until(lambda: desk.archive.asked[-1] == ("csto", 0))
        await desk.pilot.press("escape", "l")
        desk.archive.answering.set()
        await desk.settled()
        assert desk.main.results is not None and desk.main.results.query == "csto"
        assert desk.results.row_count == desk.results.hit_count

    tell(story, FakeArchive(group_every=1))


def test_a_double_click_reads_and_a_click_chooses() -> None:
    async def story(desk: Desk) -> None:
        await desk.pilot.click(desk.results, offset=(20, 9))
        assert desk.results.cursor == 2
        await desk.pilot.click(desk.results, offset=(20, 5), times=2)
        await desk.until(lambda: desk.app.screen is not desk.main)
        assert desk.results.cursor == 1

    tell(story)


def test_order_keys_and_facets_are_clickable() -> None:
    async def story(desk: Desk) -> None:
        await desk.pilot.click("#tally", offset=(2, 0))
        await desk.until(lambda: desk.main.narrowing.sort == "date")
        labels = desk.screen().splitlines()[-1]
        await desk.pilot.click("KeyBar", offset=(labels.index("Facets"), 0))
        await desk.until(lambda: desk.main.query(FacetPanel))
        await desk.settled()
        await desk.pilot.click(FacetPanel, offset=(6, 2))
        await desk.until(lambda: desk.main.narrowing.filters)
        await desk.settled()
        assert desk.main.narrowing.filters[0].facet == "outlet"

    tell(story)


def test_the_first_paint_does_not_wait_for_the_index() -> None:
    opened = threading.Event()
    fake = FakeArchive(10)

    def slowly() -> Archive:
        opened.wait(5)
        return fake

    async def story(desk: Desk) -> None:
        await desk.until(lambda: "opening" in desk.screen())
        await desk.pilot.press(*"csto")
        opened.set()
        await desk.until(lambda: desk.main.results is not None)
        await desk.settled()
        assert fake.asked[-1] == ("csto", 0)

    tell(story, open_archive=slowly)


def test_a_missing_index_says_how_to_fill_it() -> None:
    def missing() -> Archive:
        raise IndexMissing("No index at index/. Build one: newsearch index FOLDER")

    async def story(desk: Desk) -> None:
        await desk.until(lambda: "newsearch index FOLDER" in desk.screen())
        await desk.pilot.press(*"csto", "enter", "down", "escape", "j", "enter", "n", "f", "t", "y")
        assert "newsearch index FOLDER" in desk.screen()

    tell(story, open_archive=missing)


def test_an_empty_index_says_how_to_fill_it() -> None:
    empty = FakeArchive(1)
    empty.documents.clear()
    empty._texts.clear()

    async def story(desk: Desk) -> None:
        await desk.until(lambda: "The index is empty" in desk.screen())

    tell(story, empty)


def test_an_index_damaged_while_open_is_a_message() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("csto")
        desk.archive.trouble = IndexDamaged("index/ can no longer be read. Build it anew: newsearch rebuild FOLDER")
        await desk.type("x")
        assert "Build it anew" in hint(desk)
        assert desk.results.hit_count > 0
        desk.archive.trouble = None
        await desk.press("backspace")
        assert hint(desk) == ""

    tell(story)


def test_nothing_found_says_what_to_do() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("zyzzyva")
        assert "Nothing found" in desk.screen()
        assert count(desk).strip().startswith("0 hits")
        await desk.until(lambda: "zyzzyva matches no block" in desk.screen())
        assert desk.preview.document is None

    tell(story)


@pytest.mark.parametrize("how", ["while typing", "in the list", "by a click"])
def test_what_is_offered_where_nothing_is_found_is_asked_by_a_key_or_a_click(how: str) -> None:
    async def story(desk: Desk) -> None:
        desk.archive.instead = "csto"
        await desk.type("zyzzyva")
        await desk.until(lambda: "alt+a asks instead: csto" in desk.screen())
        if how == "while typing":
            desk.app.post_message(events.Key("alt+a", "a"))
        elif how == "in the list":
            await desk.press("escape", "a")
        else:
            line = next(y for y, text in enumerate(desk.screen().splitlines()) if "asks instead" in text)
            await desk.pilot.click(offset=(10, line))
        await desk.until(lambda: desk.results.hit_count > 0)
        await desk.settled()
        assert desk.line.value == "csto"

    tell(story)


@pytest.mark.parametrize("size", [(40, 12), (79, 24), (80, 24), (109, 30), (120, 36), (200, 60)])
def test_every_size_shows_the_query_and_the_hits(size: tuple[int, int]) -> None:
    async def story(desk: Desk) -> None:
        assert "csto" in desk.screen()
        assert desk.results.document is not None and (desk.results.document.block.title or "")[:20] in desk.screen()
        assert desk.preview.display == (size[0] >= 80)
        await desk.pilot.resize_terminal(120, 36)
        await desk.until(lambda: desk.preview.display)

    tell(story, size=size, query="csto")


def test_quitting_works_from_the_list_and_from_the_query_line() -> None:
    for keys in (["escape", "q"], ["ctrl+q"], ["ctrl+c"]):

        async def story(desk: Desk, keys: list[str] = keys) -> None:
            await desk.pilot.press(*keys)
            await desk.until(lambda: not desk.app.is_running)

        tell(story)


def test_the_help_lists_every_key() -> None:
    from newsearch.tui.dialogs import help_text
    from newsearch.tui.keys import ACTIONS

    async def story(desk: Desk) -> None:
        await desk.pilot.press("escape", "question_mark")
        await desk.until(lambda: "While you type, hold alt" in desk.screen())
        await desk.pilot.press("escape")
        await desk.until(lambda: desk.app.screen is desk.main)

    tell(story)
    text = str(help_text({"read": "ctrl+y"}))
    assert all(action.help in text for action in ACTIONS)
    assert "^y" in text


def test_keys_and_theme_come_from_the_settings() -> None:
    async def story(desk: Desk) -> None:
        assert desk.app.theme == "nord"
        await desk.press("escape", "z")
        assert desk.main.narrowing.sort == "date"

    tell(story, settings=read_settings({"theme": "nord", "keys": {"sort": "z"}}))


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ({"theme": "no-such"}, "newsearch-light"),
        ({"colour": "red"}, "keys, theme"),
        ({"citation": "apa"}, "bibtex"),
        ({"keys": {"fly": "f"}}, "focus_query"),
        ({"keys": {"sort": 3}}, "sort"),
        ({"keys": 3}, "table"),
    ],
)
def test_settings_that_cannot_be_used_say_what_could(table: dict[str, object], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        read_settings(table)


def test_enter_before_the_hits_are_there_reads_the_first_of_them() -> None:
    async def story(desk: Desk) -> None:
        before = desk.results.document
        desk.archive.answering.clear()
        await desk.pilot.press(*"observers", "enter")
        await desk.pilot.pause()
        assert not isinstance(desk.app.screen, Reader)
        desk.archive.answering.set()
        await desk.until(lambda: isinstance(desk.app.screen, Reader))
        await desk.settled()
        assert desk.results.document != before
        assert desk.reader.document == desk.results.document

    tell(story)


def test_enter_in_one_go_with_the_words_reads_a_hit_of_theirs() -> None:
    async def story(desk: Desk) -> None:
        desk.line.insert_text_at_cursor("observers")
        desk.main.action_read()
        await desk.until(lambda: isinstance(desk.app.screen, Reader))
        await desk.settled()
        assert desk.main.results is not None and desk.main.results.query == "observers"
        assert desk.reader.document == desk.results.document

    tell(story)


def test_enter_is_forgotten_when_the_words_change_before_the_hits_are_there() -> None:
    async def story(desk: Desk) -> None:
        desk.archive.answering.clear()
        await desk.pilot.press(*"ferr", "enter", "y")
        desk.archive.answering.set()
        await desk.settled()
        assert desk.results.document is not None
        assert not isinstance(desk.app.screen, Reader)

    tell(story)


def test_where_nothing_is_found_no_block_is_previewed() -> None:
    async def story(desk: Desk) -> None:
        assert desk.preview.document is not None
        desk.results.move(1)  # whose preview waits until the cursor rests
        desk.line.insert_text_at_cursor("zzzz")
        await desk.settled()
        assert "Nothing found" in desk.screen()
        assert desk.preview.document is None

    tell(story)


def test_letters_that_come_with_the_key_of_the_query_line_are_typed_into_it() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape")
        for key, character in (("slash", "/"), ("q", "q"), ("u", "u"), ("slash", "/"), ("y", "y")):
            desk.app.post_message(events.Key(key, character))
        await desk.until(lambda: desk.line.value == "qu/y")
        assert desk.app.is_running and desk.app.screen is desk.main

    tell(story)


def send(desk: Desk, *keys: str) -> None:
    """Keys in one go, as a terminal over a slow line hands them on."""
    for key in keys:
        desk.app.post_message(events.Key(key, key if len(key) == 1 else None))


def test_keys_that_come_with_the_key_of_a_dialog_are_for_the_dialog() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("csto")
        await desk.press("escape")
        send(desk, *"Squotajj", "enter")
        await desk.until(lambda: desk.archive.book.searches())
        assert desk.archive.book.searches() == [("quotajj", "csto")]
        await desk.until(lambda: desk.app.screen is desk.main)
        send(desk, "v", "k", "d")
        await desk.until(lambda: not desk.archive.book.searches())
        assert desk.results.cursor == 0

    tell(story)


def test_keys_behind_that_of_a_dialog_that_does_not_open_are_for_the_list() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("escape")
        send(desk, *"Sjj")
        await desk.until(lambda: desk.results.cursor == 2)
        await desk.until(lambda: "no search to save" in desk.screen())

    tell(story)


def test_several_lines_that_are_pasted_are_one_query() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("the ")
        desk.line.post_message(events.Paste("ferry inquiry\r\n   face \x1b a vote\n"))
        await desk.until(lambda: desk.line.value == "the ferry inquiry face   a vote")
        desk.line.post_message(events.Paste("\n"))
        desk.line.post_message(events.Paste(" now"))
        await desk.until(lambda: desk.line.value == "the ferry inquiry face   a vote now")

    tell(story)


def test_a_text_whose_words_cannot_be_looked_up_does_not_say_that_none_matches() -> None:
    async def story(desk: Desk) -> None:
        await desk.type("ferry")
        await desk.press("enter")
        await desk.until(lambda: "hit 1 of " in desk.screen())
        assert "match 1 of " in desk.screen()

        def gone(*_: object, **__: object) -> Marks:
            raise IndexMissing("No index at index/.")

        desk.archive.marks = gone  # type: ignore[method-assign]
        await desk.press("right")
        await desk.until(lambda: "hit 2 of " in desk.screen())
        assert "matches unknown" in desk.screen() and "no match" not in desk.screen()

    tell(story)


def test_a_text_that_no_words_were_asked_for_says_nothing_of_matches() -> None:
    async def story(desk: Desk) -> None:
        await desk.press("enter")
        await desk.until(lambda: "hit 1 of " in desk.screen())
        assert "match" not in desk.screen().splitlines()[0]

    tell(story)


@pytest.mark.parametrize(
    ("width", "said"),
    [(120, "300 hits (200 distinct), "), (90, "300 hits (200 distinct)"), (60, "▾   300 hits  ")],
)
def test_the_line_counts_what_the_reader_counts(width: int, said: str) -> None:
    archive = FakeArchive()
    search = archive.search
    archive.search = lambda *a, **k: replace(search(*a, **k), rows=200)  # type: ignore[method-assign]

    async def story(desk: Desk) -> None:
        await desk.type("e ")
        total = desk.archive.search("e").total
        assert said.replace("300", str(total)) in desk.screen()
        await desk.press("enter")
        await desk.until(lambda: "hit 1 of 200 distinct" in desk.screen())

    tell(story, archive, size=(width, 24))
