"""Dumps of blogs: days above the stories, who posted them below, the way to the stories before and after."""

from __future__ import annotations

import pytest

from newsearch.pages import read_page
from newsearch.pages.text import roles

TOLD = (
    "The council of Varn voted on Tuesday night to close the old ferry terminal at the end of the winter, after a debate of five hours.",
    '"We cannot keep paying for a building that nobody uses," said the mayor, Mira Okafor, and called for a new pier.',
    "The terminal was built in 1931 and served some 400,000 passengers a year until the bridge to the island was opened.",
    "Opponents said that the island would lose its last link whenever the bridge is shut for storms.",
)
POSTS = (
    ("Ferry terminal to close", "May 08, 2003", "05:40 PM", "kelda"),
    ("A bridge too shut for ferries", "May 07, 2003", "09:12 AM", "Ann Lee"),
    ("Names on a long list", "May 05, 2003", "11:02 PM", "kelda"),
)


@pytest.mark.parametrize(
    "row",
    [
        "{day}\n\n{title}\n\n{a}\n\n{b}\n\nPosted by {who} at {time} | Comments ({n}) | TrackBack (0)\n\n",
        "Thursday, {day}\n\n{title}\n\n{a}\n\n{b}\n\nposted by {who} @ {time} {n} comments\n\n",
        "{title}\n\n{a}\n\n{b}\n\nPosted by {who} at {day} {time}\n\n",
    ],
    ids=["days above", "weekdays above", "days below"],
)
def test_the_stories_of_a_blog_have_the_day_above_them_and_who_posted_them(row: str) -> None:
    rows = "".join(
        row.format(title=title, day=day, time=time, who=who, n=n, a=TOLD[n], b=TOLD[n + 1])
        for n, (title, day, time, who) in enumerate(POSTS)
    )
    page = read_page(f"Harbour Notes\n\n{rows}".encode(), name="notes.txt")
    found = [block for block in page.blocks if block.body and block.kind != "other"]
    assert [(b.title, b.authors, b.date, b.body) for b in found] == [
        (title, (who,), f"2003-05-{day[4:6]}", f"{TOLD[n]}\n\n{TOLD[n + 1]}")
        for n, (title, day, _, who) in enumerate(POSTS)
    ]


def test_the_story_before_is_no_headline() -> None:
    text = "\n\n".join(["Harbour Notes", "« A bridge too shut for ferries", "Ferry terminal to close", *TOLD])
    (found, *_) = read_page(text.encode(), name="notes.txt").blocks
    assert found.title == "Ferry terminal to close"


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("« A bridge too shut for ferries", roles.NAV),
        ("Names on a long list »", roles.NAV),
        ("« A bridge too shut | Main | Names on a list »", roles.NAV),
        ("« Nous ne payons plus », dit la maire de Varn", roles.HEAD),
        ("Home | Sections | Contents | Search | Forums", roles.NAV),
        ("January 9, 2022 | 7 Comments »", roles.DATE),
        ("Published in Harbour Notes · 4 min read · May 8, 2023", roles.DATE),
        ("http://www.varn.example 2002年05月08日 15:23:11 来源：瓦恩日报", roles.DATE),
        ("Posted by harbourmaster at 05:40 PM", roles.BYLINE),
        ("反对者说，每当大桥因风暴关闭时，该岛将失去最后的联系。（完）", roles.PROSE),
        ("Ferry closes at last! (with pictures)", roles.HEAD),
    ],
)
def test_a_line_of_a_blog_is_known_by_its_words(line: str, role: str) -> None:
    assert roles.role_of(line) == role
