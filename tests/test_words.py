"""Expressions for the opening of a text, asked only where the first letters allow it."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsearch.pages import crediting
from newsearch.pages.text import patterns
from newsearch.pages.words import Opening

OPENINGS = {
    name: value
    for module in (crediting, patterns)
    for name, value in vars(module).items()
    if isinstance(value, Opening)
}


@pytest.mark.parametrize("name", sorted(OPENINGS))
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_first_letters_hide_no_opening(name: str, data: st.DataObject) -> None:
    opening = OPENINGS[name]
    text = data.draw(st.from_regex(opening.expression))
    if not opening.expression.match(""):
        assert (opening.match(text) is None) == (opening.expression.match(text) is None)
    assert (opening.fullmatch(text) is None) == (opening.expression.fullmatch(text) is None)


def test_an_opening_ignores_case_and_what_is_not_latin() -> None:
    opening = Opening(r"\W*(?:by|von|written by|автор)\b", re.IGNORECASE)
    assert opening.match("By Ann Lee")
    assert opening.match("WRITTEN BY Ann Lee")
    assert opening.match("· von Ann Lee")
    assert opening.match("Автор Ann Lee")
    assert opening.match("Bystanders said") is None
    assert opening.match("Ann Lee, by request") is None
