"""What holds of every page and dump that can be read: no text is lost, positions are true, nothing depends on what was read before."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsearch.model import Block, Page
from newsearch.pages import read_page

MANY = settings(max_examples=100, suppress_health_check=list(HealthCheck))

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
@example(
    "<div class='byline author'><p>Ferry @</p><p>Ferry and @</p></div><div><p>Ferry ferry ferry ferry ferry ferry @.</p><h1>Ferry @</h1></div>"
)
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


TOLD = "The ferry between the two islands will stop at midnight, the company said on Monday, because too few use it."
CONTAINERS = {
    "a.md": f"---\ntitle: Night ferry\ntags:\n  - ferry\n---\n\n# Night ferry\n\n{TOLD}\n\n- one\n- two\n",
    "b.md": f'+++\ntitle = "Night ferry"\ndate = 2022-01-05\n+++\n{TOLD}\n',
    "a.jsonl": f'{{"title": "Night ferry", "text": "{TOLD}"}}\n{{"title": "Day ferry", "text": "{TOLD}"}}\n',
    "a.xml": f"<?xml version='1.0'?>\n<rss version='2.0'><channel>\n<item>\n<title>Night\nferry</title>\n<description>{TOLD}\n\nMore.</description>\n</item></channel></rss>",
    "a.html": f"<!doctype html>\n<h1>Night\nferry</h1>\n<pre>one\ntwo</pre>\n<p>{TOLD}\n{TOLD}</p>",
    "a.mhtml": "Snapshot-Content-Location: https://post.example/1\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=b\n\n--b\n"
    f"Content-Type: text/html; charset=utf-8\n\n<h1>Night ferry</h1><p>{TOLD}</p>\n\n--b--\n",
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_line_ends_make_no_difference_in_containers(name: str) -> None:
    text = CONTAINERS[name]
    page = read_page(text.encode(), name=name)
    assert TOLD in page.blocks[0].body
    for line_end in ("\r\n", "\r") if name.endswith(".md") else ("\r\n",):
        assert read_page(text.replace("\n", line_end).encode(), name=name) == page


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
