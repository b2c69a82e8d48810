"""Pages made to be slow, or that name nonsense, are read in time that grows with their size and never raise."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from newsearch.pages import read_page

STORY = "<p>" + "The ferry from Varn was late again on Sunday, and the mayor is cross about it, she said. " * 5 + "</p>"
NOT_UTF8 = b"<html><p>" + "fährt über die Brücke ".encode("cp1252") * 30

SLOW: dict[str, Callable[[], bytes]] = {
    "open tags in a page that is not UTF-8": lambda: NOT_UTF8 + b"<" * 200_000,
    "open scripts in a page that is not UTF-8": lambda: NOT_UTF8 + b"<script " * 40_000,
    "remarks before a page without a root": lambda: b"<!-- x -->" * 400 + b"<div>The ferry was late.</div>",
    "asides in asides": lambda: f"<article><h1>Ferry late</h1>{STORY}{'<aside>x' * 8_000}</article>".encode(),
}


@pytest.mark.parametrize("case", SLOW)
def test_a_page_made_to_be_slow_takes_bounded_time(case: str) -> None:
    """Half a second on an idle core; before, ten seconds to for ever."""
    data = SLOW[case]()
    start = time.process_time()
    page = read_page(data, name="page.html")
    assert time.process_time() - start < 8
    assert page.blocks
