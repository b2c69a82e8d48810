"""Comments of a dump that nothing but who and at which moment tells; questions and answers."""

from __future__ import annotations

import pytest

from newsearch.model import Block
from newsearch.pages import read_page

STORY = """The slate quarry will be flooded in the spring, and its owners want to rent out boats on the water.

Nobody has worked there for eleven years, but the last of the trucks still stands beside the weigh house.

A plan for the paths around it hangs in the village hall, where it may be marked with a pencil until May.
"""
HEAD = "Quarry to be flooded in the spring\n\nBy Jon Ruud\n\n6 January 2022\n\n"
WHO = ["Orla Rasmussen", "hillman7", "Ida Holm", "Mira Okafor"]
SAID = [
    "I walked there as a child, and it rained then as well, as I remember.",
    "Who pays for the pumps, if I may ask so late in the day, and for how long?",
    "A boat on that water will need a very short rope, and a very long plank.",
    "There was a bell once, which nobody has rung since the last shift went home.",
]
WHEN = ["7 January 2022 10:15", "7 January 2022 11:02", "8 January 2022 09:40", "9 January 2022 20:12"]


def blocks(text: str) -> list[Block]:
    return list(read_page(text.encode(), "https://slate.example/quarry", "page.txt").blocks)


def rows(shape: str) -> str:
    return "".join(
        shape.format(n=n, who=who, when=when, said=said)
        for n, (who, when, said) in enumerate(zip(WHO, WHEN, SAID, strict=True), 1)
    )


def comments(text: str) -> list[tuple[tuple[str, ...], str | None, str]]:
    return [(block.authors, block.date, block.body) for block in blocks(text) if block.kind == "comment"]


EXPECTED = [((who,), f"2022-01-0{when[0]}", said) for who, when, said in zip(WHO, WHEN, SAID, strict=True)]
SHAPES = [
    "{n}. {who} says: {when}\n\n{said}\n\n",
    "{who}\n{when}\n\n{said}\n\n",
    "{who} · {when}\n\n{said}\n\n",
    "by {who} » {when}\n\n{said}\n\n",
]


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_signed_with_a_moment_is_a_comment(shape: str) -> None:
    text = f"{HEAD}{STORY}\n{rows(shape)}"
    assert comments(text) == EXPECTED
    story = blocks(text)[0]
    assert (story.kind, story.authors, story.date) == ("article", ("Jon Ruud",), "2022-01-06")
    assert story.body.endswith("with a pencil until May.")


def test_the_first_post_of_a_dumped_thread_is_its_story() -> None:
    text = f"Quarry to be flooded in the spring\n\n{rows(SHAPES[1])}"
    assert comments(text) == EXPECTED[1:]
    assert [(block.kind, block.authors, block.body) for block in blocks(text)[:1]] == [("article", ("Orla Rasmussen",), SAID[0])]  # fmt: skip


@pytest.mark.parametrize(
    "shape",
    [
        "The quarry as {who} remembers it\n{who}\n{when}\n\n{said}\n\n",  # who and when below a headline
        "Village\nThe quarry as {who} remembers it\n{said}\n{who}\n{when}\n\n",  # and below its summary
        "Orla Rasmussen\n{when}\n\n{said}\n\n",  # all by one
        "{who}\n{when}\n\nUntitled {n}\n\n",  # what was left here last
    ],
)
def test_lists_of_stories_are_no_comments(shape: str) -> None:
    assert comments(f"{HEAD}{STORY}\n{rows(shape)}") == []


def test_what_is_signed_with_a_day_alone_is_no_comment() -> None:
    text = f"{HEAD}{STORY}\n{rows(SHAPES[2])}"
    for when in WHEN:
        text = text.replace(when, when[:-6])
    assert comments(text) == []


def test_questions_with_an_answer_each_are_one_story() -> None:
    answers = [said for said in SAID if said[-1] == "."] * 2
    asked = "".join(f"Why was the quarry shut so soon, part {n}?\n\n{said}\n\n" for n, said in enumerate(answers))
    (found,) = blocks(f"{HEAD}{asked}")
    assert (found.kind, found.title) == ("article", "Quarry to be flooded in the spring")
    assert all(said in found.body for said in answers)


def test_the_number_of_comments_above_a_story_is_a_button() -> None:
    story = "\n\n".join(f"{paragraph} It was said twice, in {word}." for paragraph in STORY.strip().split("\n\n") for word in ("March", "May", "June"))  # fmt: skip
    said = f"2 comments\n\n{WHO[0]}\n{WHEN[0]}\n\n{SAID[0]}\n\n{WHO[2]}\n{WHEN[2]}\n\n{SAID[2]}\n"
    text = f"Quarry to be flooded in the spring\n\n2 comments\n\nJon Ruud\n6 January 2022\n\n{story}\n\n{said}"
    assert comments(text) == [EXPECTED[0], EXPECTED[2]]
    assert (blocks(text)[0].kind, blocks(text)[0].authors) == ("article", ("Jon Ruud",))
