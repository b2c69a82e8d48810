"""What holds of every page and dump that can be read: no text is lost, positions are true, nothing depends on what was read before."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsearch.model import Block, Page
from newsearch.pages import read_page

MANY = settings(max_examples=150, suppress_health_check=list(HealthCheck))

WORDS = [
    "ferry", "harbour", "mayor", "council", "winter", "island", "bridge", "lighthouse", "passenger", "company", "Monday", "subsidy",
    "midnight", "owner", "the", "a", "of", "in", "and", "will", "was", "said", "on", "because",
]  # fmt: skip
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(lambda words: " ".join(words).capitalize())
TAGS = [
    "p", "p", "p", "div", "span", "h1", "h2", "h3", "li", "a", "b", "figcaption", "blockquote", "time", "button", "td", "pre", "label",
    "em", "dt", "dd", "address", "cite",
]  # fmt: skip
HOLDERS = [
    "div", "section", "article", "aside", "nav", "footer", "header", "main", "ul", "ol", "table", "form", "figure", "details",
    "blockquote", "p",
]  # fmt: skip
CLASSES = [
    "", "", "article-body", "comment", "comments", "related", "teaser", "byline author", "date", "nav", "sidebar", "newsletter",
    "caption", "card", "promo", "hidden", "share", "tags",
]  # fmt: skip
LEAVES = st.builds("<{0}>{1} @{2}</{0}>".format, st.sampled_from(TAGS), SENTENCES, st.sampled_from(["", ".", "?", ":"]))


def held(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=5).map("".join)
    return st.builds('<{0} class="{1}">{2}</{0}>'.format, st.sampled_from(HOLDERS), st.sampled_from(CLASSES), several)


BODIES = st.lists(st.recursive(LEAVES, held, max_leaves=25), min_size=1, max_size=8).map("".join)
LINES = [
    "", "", "By Ann Lee", "9 January 2022", "2 hours ago", "Photo: Bo Ray/AP", "Read more", "More from the Pier", "Comments (2)",
    "1. Cy, 9 hours ago", "Cy says:", "* Home", "Home | Sport", "© 2022 The Harbour Post", "10:42", "Ferry late again | The Harbour Post",
    "## Ferry late again", "Advertisement", "---", "[1] https://a.example/x", "  indented words go here and on.", "> quoted words",
    "Ann Lee", "\f",
]  # fmt: skip
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=5).map(lambda sentences: ". ".join(sentences) + ".")
DUMPS = st.lists(SENTENCES | PARAGRAPHS | st.sampled_from(LINES), min_size=1, max_size=40).map("\n".join)


def of_html(body: str) -> Page:
    return read_page(f"<!doctype html><html><head></head><body>{body}</body></html>".encode(), name="page.html")


def of_text(dump: str) -> Page:
    return read_page(dump.encode(), name="page.txt")


def said(block: Block) -> list[str]:
    """The texts of a block that stand on its page as they are."""
    return [block.title or "", *block.body.split("\n\n"), *block.captions, block.standfirst or ""]


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


@MANY
@given(BODIES)
@example("<h1>The council of the island @</h1><div><p>Ferry @</p></div><figcaption>Ferry @</figcaption>")
def test_every_line_that_a_page_shows_is_in_some_block(body: str) -> None:
    marks = iter(range(10_000))
    body = re.sub("@", lambda _: f"q{next(marks)}z", body)
    page = of_html(body)
    found = " ".join(text for block in page.blocks for text in [*said(block), *block.authors, block.outlet or ""])
    assert set(re.findall(r"q\d+z", found)) == set(re.findall(r"q\d+z", body))


@MANY
@given(DUMPS)
def test_the_lines_of_a_dump_hold_what_their_block_says(dump: str) -> None:
    lines = dump.replace("\f", "\n").split("\n")
    for block in of_text(dump).blocks:
        assert block.position is not None
        within = words(" ".join(lines[block.position.first_line - 1 : block.position.last_line]))
        for text in said(block):
            assert words(text) in within


@MANY
@given(DUMPS)
def test_line_ends_make_no_difference(dump: str) -> None:
    page = of_text(dump)
    for line_end in ("\r\n", "\r"):
        assert of_text(dump.replace("\n", line_end)) == page


@MANY
@given(DUMPS)
def test_a_dump_with_words_has_blocks(dump: str) -> None:
    assert bool(of_text(dump).blocks) == bool(re.search(r"\w", dump))


@settings(max_examples=30)
@given(st.lists(BODIES, min_size=2, max_size=4), st.lists(DUMPS, min_size=1, max_size=3))
def test_a_page_is_read_alike_whatever_was_read_before(bodies: list[str], dumps: list[str]) -> None:
    first = [*map(of_html, bodies), *map(of_text, dumps)]
    again = [*map(of_text, reversed(dumps)), *map(of_html, reversed(bodies))]
    assert again[::-1] == first
