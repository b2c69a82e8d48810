"""Entries of a live page or a ticker in a dump: each begins with its time of day, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from newsearch.model import Block
from newsearch.pages import read_page

TITLES = ["Keepers count the sheep", "Gate is mended", "Second ewe found", "Storm crosses the ridge"]
TEXTS = [
    "All but two of the flock were found behind the wall when the keepers went up with lamps, they said.",
    "The gate that the wind had torn out hangs again, and the road over the pass is open to carts only.",
    "A second ewe was dug out of the drift near the spring, alive, and with her the dog that had stayed.",
    "Gusts of a hundred and ten were measured at the hut before the mast came down with its instruments.",
]
TIMES = ["18:05", "17:40", "12:20", "9:15"]
OPENING = "The pass has been shut since the night to Monday. This page tells what is known, the newest first."
HEAD = f"""Storm on the pass: what is known

By Orla Rasmussen

28 March 2022

{OPENING}

"""


def blocks(entries: str) -> list[Block]:
    text = f"{HEAD}{entries}\n© 2022 Slate Observer\n"
    return list(read_page(text.encode(), "https://slate.example/news/storm-on-the-pass", "page.txt").blocks)


def live(shape: str, times: Sequence[str] = TIMES) -> list[tuple[str | None, str]]:
    entries = "".join(
        shape.format(time=time, title=title, text=text) for time, title, text in zip(times, TITLES, TEXTS, strict=True)
    )
    return [(block.title, block.body) for block in blocks(entries) if block.kind == "live"]


@pytest.mark.parametrize(
    "shape",
    [
        "{time}\n\n{title}\n\n{text}\n\n",
        "{time} – {title}\n\n{text}\n\n",
        "{time} Uhr: {title}\n{text}\n\n",
        "{time} {title}\n\n{text}\n\n",
    ],
)
def test_entries_of_a_dump_begin_with_their_time_of_day(shape: str) -> None:
    assert live(shape) == list(zip(TITLES, TEXTS, strict=True))


def test_entries_of_a_dump_need_no_title() -> None:
    assert live("{time}\n\n{text}\n\n") == [(None, text) for text in TEXTS]
    assert live("{time} {text}\n\n") == [(None, f"{time} {text}") for time, text in zip(TIMES, TEXTS, strict=True)]


@pytest.mark.parametrize(
    "times",
    [
        ["6.05pm GMT", "5.40pm GMT", "12.20pm GMT", "9.15am GMT"],
        ["18:05 (CET), Mar 28", "17:40 (CET), Mar 28", "12:20 (CET), Mar 28", "9:15 (CET), Mar 28"],
    ],
)
def test_times_of_a_dump_are_read_as_they_are_written(times: list[str]) -> None:
    assert live("{time}\n\n{title}\n\n{text}\n\n", times) == list(zip(TITLES, TEXTS, strict=True))


def test_how_long_ago_begins_entries_of_a_page_that_says_it_is_live() -> None:
    times = ["2 minutes ago", "5 minutes ago", "1 hour ago", "3 hours ago"]
    entries = "".join(map("{}\n\n{}\n\n{}\n\n".format, times, TITLES, TEXTS))
    assert "live" not in {block.kind for block in blocks(entries)}
    text = f"{HEAD}{entries}".replace("what is known\n", "live updates\n")
    found = read_page(text.encode(), "https://slate.example/news/storm-on-the-pass", "page.txt").blocks
    assert [(block.title, block.body) for block in found if block.kind == "live"] == list(
        zip(TITLES, TEXTS, strict=True)
    )


@pytest.mark.parametrize("times", [TIMES[::-1], ["18:05", "9:15", "17:40", "12:20"]])
def test_times_that_do_not_run_backwards_make_no_entries_of_a_dump(times: list[str]) -> None:
    assert live("{time} {text}\n\n", times) == []


def test_who_wrote_an_entry_of_a_dump_stands_before_its_time() -> None:
    entries = "".join(map("Mira Okafor {}\n\n{}\n\n{}\n\n".format, TIMES, TITLES, TEXTS))
    found = [block for block in blocks(entries) if block.kind == "live"]
    assert [(block.title, block.authors) for block in found] == [(title, ("Mira Okafor",)) for title in TITLES]


def test_the_opening_of_a_live_page_is_its_story_and_dates_its_entries() -> None:
    found = blocks("".join(map("{}\n\n{}\n\n{}\n\n".format, TIMES, TITLES, TEXTS)))
    assert (found[0].kind, found[0].title, found[0].authors, found[0].body) == (
        "article",
        "Storm on the pass: what is known",
        ("Orla Rasmussen",),
        OPENING,
    )
    assert {(block.date, block.provenance["date"]) for block in found[1:]} == {("2022-03-28", "live page")}


def test_the_last_entry_ends_with_the_page() -> None:
    below = (
        "Most read\n\nThe old mill is for sale again, and nobody knows who would buy a mill without a river.\n\n" * 2
    )
    entries = "".join(map("{}\n\n{}\n\n".format, TIMES, TEXTS))
    assert [block.body for block in blocks(entries + below) if block.kind == "live"] == TEXTS


def test_headlines_behind_times_without_texts_are_no_entries() -> None:
    rows = "".join(f"{time} {title} on the pass\n" for time, title in zip(TIMES, TITLES, strict=True))
    assert "live" not in {block.kind for block in blocks(rows)}
