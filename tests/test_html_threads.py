"""Comments that neither a name nor a heading tells, and posts of a thread: rows that begin with who and when."""

from __future__ import annotations

import pytest

from newsearch.model import Block
from newsearch.pages import read_page

STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The slate quarry will be flooded in the spring, and its owners want to rent out boats on the water.",
        "Nobody has worked there for eleven years, but the last of the trucks still stands beside the weigh house.",
        "A plan for the paths around it hangs in the village hall, where it may be marked with a pencil until May.",
        "The council has promised that the old powder store stays dry, whatever the pumps may cost the village.",
    )
)
WHO = ["Orla Rasmussen", "hillman7", "Ida Holm", "Mira Okafor"]
SAID = [
    "I walked there as a child, and it rained then as well.",
    "Who pays for the pumps, if I may ask so late?",
    "A boat on that water will need a very short rope.",
    "There was a bell once, which nobody has rung since.",
]
WHEN = ["7 January 2022 10:15", "7 January 2022 11:02", "8 January 2022 09:40", "9 January 2022 20:12"]
ROWS = list(zip(WHO, WHEN, SAID, strict=True))


def blocks(body: str) -> list[Block]:
    page = f"<html lang='en'><head><title>Quarry to be flooded</title></head><body><div><a href='/'>Home</a></div><div>{body}</div></body></html>"
    return list(read_page(page.encode(), "https://slate.example/quarry", "page.html").blocks)


def rows(shape: str) -> str:
    return "".join(shape.format(who=who, when=when, said=said) for who, when, said in ROWS)


def comments(body: str) -> list[tuple[tuple[str, ...], str | None, str]]:
    return [(block.authors, block.date, block.body) for block in blocks(body) if block.kind == "comment"]


EXPECTED = [((who,), f"2022-01-0{when[0]}", said) for who, when, said in ROWS]
HEAD = "<h1>Quarry to be flooded</h1><p>By Jon Ruud, 6 January 2022</p>"


@pytest.mark.parametrize(
    "shape",
    [
        "<li><cite>{who}</cite> says: <small>{when}</small><p>{said}</p></li>",
        "<div><div>{who}</div><div>{when}</div><div><p>{said}</p></div></div>",
        "<article><header>{who} · {when}</header><p>{said}</p></article>",
        "<div><p>by <b>{who}</b> » {when}</p><div>{said}</div></div>",
        "<div><span>{when}</span><div><a href='/u'>{who}</a></div><blockquote>{said}</blockquote></div>",
    ],
)
def test_rows_signed_with_a_moment_are_comments(shape: str) -> None:
    assert comments(f"{HEAD}{STORY}<div>{rows(shape)}</div>") == EXPECTED


def test_the_story_above_them_ends_where_they_begin() -> None:
    found = blocks(f"{HEAD}{STORY}<h2>Responses (4)</h2>{rows('<article><header>{who} · {when}</header><p>{said}</p></article>')}")  # fmt: skip
    assert [block.kind for block in found] == ["article", "comment", "comment", "comment", "comment", "other"]
    assert found[0].body.endswith("whatever the pumps may cost the village.")


def test_of_a_thread_the_first_post_is_the_story() -> None:
    found = blocks(
        "<h1>Quarry to be flooded</h1>"
        + rows("<div><div class='creator'>{who}</div><time>{when}</time><div><p>{said} Nobody has told us anything.</p></div></div>")
    )  # fmt: skip
    assert [(block.kind, block.authors) for block in found[:4]] == [
        ("article", ("Orla Rasmussen",)),
        ("comment", ("hillman7",)),
        ("comment", ("Ida Holm",)),
        ("comment", ("Mira Okafor",)),
    ]


@pytest.mark.parametrize(
    "shape",
    [
        "<div><h3><a href='/s'>{who} walks around the quarry</a></h3><p>{who} · {when}</p><p>{said}</p></div>",  # teasers
        "<div><h3>{said}</h3><p>{who} · {when}</p><p>{said} {said}</p></div>",  # stories
        "<div><p>Concert in the hall · {when}</p><p>{said}</p></div>",  # what takes place, and when
        "<div><p>Orla Rasmussen · {when}</p><p>{said}</p></div>",  # entries of one author
    ],
)
def test_other_rows_with_a_moment_are_no_comments(shape: str) -> None:
    assert comments(f"{HEAD}{STORY}<div>{rows(shape)}</div>") == []


def test_rows_that_tell_a_day_alone_are_no_comments() -> None:
    shape = "<div><p>{who} · {when}</p><p>{said}</p></div>"
    body = f"{HEAD}{STORY}<div>{rows(shape)}</div>"
    assert len(comments(body)) == 4
    for when in WHEN:
        body = body.replace(when, when[:-6])
    assert comments(body) == []
