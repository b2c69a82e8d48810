"""Letters that papers send, saved as pages: lists of stories in tables, with a footer on how to have no more of them."""

from __future__ import annotations

import pytest

from newsearch.model import Page
from newsearch.pages import read_page
from newsearch.pages.html.weights import is_mailing

TITLES = (
    "Ferry terminal to close",
    "Bridge shut for a third day",
    "Petition handed to government",
    "Old terminal finds a buyer",
)
TEXTS = (
    "The council of Varn voted on Tuesday night to close the old ferry terminal at the end of the winter.",
    "Opponents said that the island would lose its last link whenever the bridge is shut for storms.",
    "A petition against the closure was signed by 2,300 people and will be handed to the government.",
    "The building is expected to be sold, and a developer from the capital has shown an interest in it.",
)
FOOT = """<table><tr><td>You are receiving this email because you opted in via our website.<br><br>Want to change how you receive these emails?<br>
You can <a href="p">update your preferences</a> or <a href="u">unsubscribe from this list</a>.</td></tr></table>"""
ROWS = {
    "headings": "<table><tr><td><h2>{title}</h2><p>{text}</p><p><a href='https://brief.example/{n}'>Read more</a></p></td></tr></table>",
    "styled cells": "<table><tr><td style='font-size:20px'><a href='https://brief.example/{n}'>{title}</a></td></tr><tr><td>{text}</td></tr>"
    "<tr><td><a href='https://brief.example/{n}'>Read the story →</a></td></tr></table>",
    "how long it takes": "<div><span><a href='https://brief.example/{n}'><strong>{title} ({n} minute read)</strong></a><br><br><span>{text}</span></span></div>",
}


def read(rows: str) -> Page:
    body = f"<table><tr><td>Harbour Brief, May 8, 2023 <a href=v>View this email in your browser</a></td></tr></table>{rows}{FOOT}"
    return read_page(
        f"<html><head><title>Harbour Brief</title></head><body><span style='display:none'>What the council decided last night</span>{body}</body></html>".encode(),
        name="letter.html",
    )


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_stories_of_a_letter_are_teasers_and_its_footer_is_none(row: str) -> None:
    stories = enumerate(zip(TITLES, TEXTS, strict=True), 2)
    page = read("".join(row.format(n=n, title=title, text=text) for n, (title, text) in stories))
    assert [(b.kind, b.title, b.body) for b in page.blocks if b.kind != "other"] == [
        ("teaser", title, text) for title, text in zip(TITLES, TEXTS, strict=True)
    ]
    (rest,) = [block for block in page.blocks if block.kind == "other"]
    assert rest.title == "Harbour Brief"  # not what is hidden
    assert "unsubscribe from this list" in rest.body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You received this email because you signed up for Harbour Daily. Unsubscribe | Manage preferences", True),
        ("Sie können den Newsletter jederzeit abbestellen.", True),
        ("Pour vous désabonner de cette newsletter, cliquez ici", True),
        ("Thousands of readers tried to unsubscribe when the paper raised its price, the publisher said.", False),
        ("The mayor answered every email herself.", False),
    ],
)
def test_how_to_have_no_more_letters_is_told_from_a_story_about_them(text: str, expected: bool) -> None:
    assert is_mailing(text) is expected


def test_articles_of_a_link_and_a_moment_are_teasers() -> None:
    rows = "".join(
        f"<article><a href='./read/{n}'>{title}</a><div>Harbour Post</div><time datetime='2023-05-0{n + 1}T09:12:00Z'>{n} hours ago</time></article>"
        for n, title in enumerate(TITLES[:3], 1)
    )
    page = read_page(
        f"<html><head><title>News</title></head><body><main>{rows}</main></body></html>".encode(), name="news.html"
    )
    assert [(b.title, b.date) for b in page.blocks if b.kind == "teaser"] == [
        (title, f"2023-05-0{n + 1}T09:12:00+00:00") for n, title in enumerate(TITLES[:3], 1)
    ]
