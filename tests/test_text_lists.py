"""Lists of headlines in a dump: days at their edges, buttons behind their summaries; and what dates a story."""

from __future__ import annotations

import pytest

from newsearch.model import Block
from newsearch.pages import read_page

TITLES = [
    "Keepers count the sheep after the storm",
    "Gate on the ridge is mended at last",
    "Second ewe found alive in the drift",
    "Carts may cross the pass again on Friday",
]
DAYS = ["28 March 2022", "27 March 2022", "26 March 2022", "26 March 2022"]
DATES = ["2022-03-28", "2022-03-27", "2022-03-26", "2022-03-26"]
TEXTS = [
    "All but two of the flock were found behind the wall above the mill.",
    "The wind had torn it out in the night to Tuesday, with both of its posts.",
    "With her was the dog that had stayed in the snow for nine days and nights.",
    "Only those with chains and a lamp on either side, the road office said.",
]


def blocks(text: str) -> list[Block]:
    return list(read_page(text.encode(), "https://slate.example/", "page.txt").blocks)


@pytest.mark.parametrize(
    "shape", ["{day} {title}\n", "{day} - {title}\n", "{title} ({day})\n", "{title} | {day}\n", "* {day}: {title}\n"]
)
def test_the_days_of_listed_headlines_stand_before_or_behind_them(shape: str) -> None:
    rows = "".join(shape.format(day=day, title=title) for day, title in zip(DAYS, TITLES, strict=True))
    found = [(block.title, block.date) for block in blocks(rows) if block.kind == "teaser"]
    assert found == list(zip(TITLES, DATES, strict=True))


def test_a_day_in_one_headline_is_part_of_it() -> None:
    rows = "\n".join([*TITLES, "What was lost in the storm of 26 March 2022"])
    assert blocks(rows)[-1].title == "What was lost in the storm of 26 March 2022"


def test_a_button_behind_a_summary_is_no_part_of_it() -> None:
    rows = "".join(f"{title}\n{text} Read more\n\n" for title, text in zip(TITLES, TEXTS, strict=True))
    assert [(block.title, block.body) for block in blocks(rows)] == list(zip(TITLES, TEXTS, strict=True))


def test_a_story_whose_headline_begins_with_its_day_is_of_that_day() -> None:
    text = "\n\n".join(["28.03.2022 - Keepers count the sheep after the storm", *TEXTS, *(f"{text} Twice." for text in TEXTS)])  # fmt: skip
    found = blocks(text)[0]
    assert (found.kind, found.title, found.date) == ("article", "Keepers count the sheep after the storm", "2022-03-28")


def test_a_day_above_a_story_dates_it_rather_than_one_inside() -> None:
    text = "\n\n".join([TITLES[0], "By Orla Rasmussen", "28 March 2022", TEXTS[0], "— Ida Holm (@holm) January 5, 2022", *TEXTS[1:]])  # fmt: skip
    assert blocks(text)[0].date == "2022-03-28"


def test_what_a_dump_tells_of_the_author_below_the_story_is_no_part_of_it() -> None:
    about = "Orla Rasmussen writes about sheep. She lives below the pass, and keeps two dogs and a lamp."
    text = "\n\n".join([TITLES[0], "By Orla Rasmussen", "28 March 2022", *TEXTS, "About the author", about])
    assert blocks(text)[0].body == "\n\n".join(TEXTS)
