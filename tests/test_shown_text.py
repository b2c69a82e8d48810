"""Texts as browsers save what they showed of them: HTML that is one `<pre>`."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.pages import read_page
from newsearch.pages.shown import text_shown

TOLD = (
    "The council of Varn voted on Tuesday night to close the old ferry terminal at the end of the winter, after a debate of five hours.",
    '"We cannot keep paying for a building that nobody uses," said the mayor, Mira Okafor, and called for a new pier & a boat.',
)
TEXT = "\n\n".join(("Ferry terminal to close", "By Jonas Lindqvist", "8 May 2023", *TOLD))
SAVED = {
    "one": '<html><head><meta name="color-scheme" content="light dark"></head><body><pre style="word-wrap: break-word; white-space: pre-wrap;">{}</pre></body></html>',
    "another": '<!DOCTYPE html>\n<html><head><meta http-equiv="content-type" content="text/html; charset=UTF-8"><link rel="stylesheet" href="plaintext.css">'
    "<title>ferry.txt</title></head><body><pre>{}</pre></body></html>\n",
    "with a comment": "<!-- saved from url=(0021)https://post.example/a -->\n<html><head></head><body><pre>{}</pre></body></html>",
}


@pytest.mark.parametrize("saved", SAVED.values(), ids=SAVED)
def test_a_text_that_a_browser_showed_is_read_as_a_text(saved: str) -> None:
    (story,) = read_page(saved.format(html.escape(TEXT)).encode(), name="ferry.html").blocks
    assert (story.title, story.authors, story.date) == ("Ferry terminal to close", ("Jonas Lindqvist",), "2023-05-08")
    assert story.body == "\n\n".join(TOLD)
    assert story.position and story.position.first_line == saved[: saved.index("{}")].count("\n") + 1


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>Ferry</h1><pre>a</pre></body></html>",
        "<html><body><pre>a <b>b</b></pre></body></html>",
        "<html><body><pre>a</pre><p>b</p></body></html>",
        "<html><body>Ferry<pre>a</pre></body></html>",
        "<html><body><pre>a",
    ],
)
def test_a_page_that_shows_more_is_no_text(page: str) -> None:
    assert text_shown(page) is None


def test_an_empty_text_has_no_blocks() -> None:
    assert read_page(b"<html><head></head><body><pre></pre></body></html>", name="a.html").blocks == ()


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_every_text_comes_back(text: str) -> None:
    assert text_shown(SAVED["one"].format(html.escape(text))) == text
