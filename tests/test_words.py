"""Expressions that are asked only where a cheap look allows it: the look hides no match."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsearch.model import Span
from newsearch.pages import crediting
from newsearch.pages.metadata import headline, local_time, publisher
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


def holds(stems: tuple[str, ...]) -> Callable[[str], bool]:
    return lambda text: any(stem in text.casefold() for stem in stems)


LOOKS: dict[str, tuple[re.Pattern[str], Callable[[str], object]]] = {
    "relative days": (patterns.RELATIVE, holds(patterns.RELATIVE_STEMS)),
    "words of offers": (patterns.PROMO_WORDS, holds(patterns.PROMO_STEMS)),
    "credits in a line": (patterns.CREDIT_INLINE, holds(patterns.CREDIT_STEMS)),
    "separators of titles": (headline._SEPARATOR, headline._PERHAPS_SEPARATOR.search),
    "copyright": (publisher._COPYRIGHT, publisher._PERHAPS_COPYRIGHT.search),
    "times of day": (local_time._CLOCK, local_time._PERHAPS_CLOCK.search),
}


@pytest.mark.parametrize("name", LOOKS)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_look_before_an_expression_hides_no_match(name: str, data: st.DataObject) -> None:
    expression, look = LOOKS[name]
    line = " ".join(data.draw(st.from_regex(expression)).split())
    assert look(line) or not expression.search(line)


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.from_regex(re.compile(patterns.MONTH), fullmatch=True))
def test_a_day_is_found_in_any_month_that_is_known(month: str) -> None:
    assert patterns.find_date(f"5 {month} 2022") == Span(0, len(month) + 7)


def test_an_opening_ignores_case_and_what_is_not_latin() -> None:
    opening = Opening(r"\W*(?:by|von|written by|автор)\b", re.IGNORECASE)
    assert opening.match("By Ann Lee")
    assert opening.match("WRITTEN BY Ann Lee")
    assert opening.match("· von Ann Lee")
    assert opening.match("Автор Ann Lee")
    assert opening.match("Bystanders said") is None
    assert opening.match("Ann Lee, by request") is None


def test_a_button_in_one_word_or_two_is_no_text_of_a_comment() -> None:
    assert all(
        patterns.COMMENT_TOOLS.fullmatch(text) for text in ("upvote", "up vote", "Downvote", "down vote", "Reply 3")
    )
