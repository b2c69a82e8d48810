"""Properties of the query language: any text is understood or explained, and a printed query reads back as itself."""

from __future__ import annotations

import datetime as dt

import pytest
from ending import ending
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.errors import QueryError
from newsearch.model import KINDS
from newsearch.query import (
    CAN_BE_MISSING,
    MAX_LENGTH,
    VALUE_FIELDS,
    And,
    Boost,
    Dates,
    Everything,
    Fuzzy,
    Missing,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Value,
    Wildcard,
    leaves,
    parse,
    unparse,
)

TODAY = dt.date(2022, 1, 19)
LETTERS = "abzOR é語ж0129'.,-+!&|/@#$%_[]{}<>=;:()\"\\*?~^“”«»：（）＂＊～＾－？"
any_text = st.text(alphabet=LETTERS, max_size=40)
hostile_text = st.text(max_size=60)
words = st.text(alphabet=LETTERS.replace(" ", ""), min_size=1, max_size=8) | st.sampled_from(
    ["OR", "AND", "NOT", "missing", "-x", "10:30", "title:x", "2022..2023", "..", "&&", "C:\\x\\"]
)
plain_words = st.text(alphabet=LETTERS.replace(" ", "").replace("*", "").replace("?", ""), min_size=1, max_size=8)
values = st.one_of(words, st.text(alphabet=LETTERS, min_size=1, max_size=9).filter(str.strip))
phrases = st.lists(words, min_size=2, max_size=4).map(" ".join)
text_fields = st.sampled_from([None, None, "title", "body", "author", "outlet", "agency", "file"])
days = st.dates(min_value=dt.date(1, 1, 1))


@st.composite
def date_ranges(draw: st.DrawFn) -> Dates:
    first, last = sorted((draw(days), draw(days)))
    return draw(
        st.sampled_from([Dates(first, last), Dates(first, None), Dates(None, last), Dates(first, first), Dates()])
    )


@st.composite
def wildcards(draw: st.DrawFn) -> Wildcard:
    left, middle, right = draw(plain_words), draw(st.sampled_from("?*")), draw(plain_words)
    return Wildcard(left + middle + right, draw(text_fields))


leaf_trees: st.SearchStrategy[Query] = st.one_of(
    st.builds(Term, words, text_fields),
    st.builds(Term, st.sampled_from(KINDS), st.just("kind")),
    st.builds(Term, st.sampled_from(["en", "ru"]), st.just("lang")),
    st.builds(Phrase, phrases, text_fields, st.integers(0, 9)),
    st.builds(Phrase, words, text_fields, st.integers(1, 9)),
    st.builds(Prefix, plain_words, text_fields),
    wildcards(),
    st.builds(Fuzzy, plain_words, st.sampled_from([1, 2]), text_fields),
    date_ranges(),
    st.builds(Value, values, st.sampled_from(VALUE_FIELDS)),
    st.builds(Missing, st.sampled_from(CAN_BE_MISSING)),
    st.just(Everything()),
)
weights = st.floats(min_value=0, max_value=1000).map(lambda weight: round(weight, 6))


def grown(children: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(children, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(And),
        several.map(Or),
        children.map(Not),
        st.builds(Boost, children, weights),
    )


trees = st.recursive(leaf_trees, grown, max_leaves=12)


@settings(max_examples=150)
@given(trees)
def test_a_printed_query_reads_back_as_the_same_tree(tree: Query) -> None:
    assert parse(unparse(tree), today=TODAY) == tree


@settings(max_examples=150)
@given(any_text | hostile_text, st.booleans(), st.booleans(), st.booleans())
def test_any_text_is_read_or_explained_and_reads_back(text: str, lenient: bool, any_of: bool, typing: bool) -> None:
    try:
        tree = parse(text, lenient=lenient, any_of=any_of, typing=typing, today=TODAY)
    except QueryError as error:
        assert error.message and error.hint
        assert 0 <= error.start < max(1, len(text)) and error.start < error.end <= max(1, len(text))
        assert "^" in str(error)
    else:
        if not typing:
            assert parse(unparse(tree), today=TODAY) == tree


@given(trees)
def test_spans_of_leaves_stay_inside_the_text_and_in_order(tree: Query) -> None:
    text = unparse(tree)
    spans = [leaf.span for leaf in leaves(parse(text, today=TODAY)) if leaf.span is not None]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert [span.start for span in spans] == sorted(span.start for span in spans)


@given(trees, st.integers(0, 60))
def test_every_beginning_of_a_query_has_a_lenient_reading(tree: Query, length: int) -> None:
    text = unparse(tree)[:length]
    parse(text, lenient=True, today=TODAY)


@pytest.mark.parametrize("text", ["a" * 100_000, "(" * 100_000, '"' * 100_000, "a OR " * 20_000, "-a " * 33_333])
def test_a_hundred_thousand_characters_end_in_a_message(text: str) -> None:
    with pytest.raises(QueryError, match=r"(100,000|99,999) characters"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * (MAX_LENGTH // 2) + ")" * (MAX_LENGTH // 2),
        "NOT " * (MAX_LENGTH // 4),
        "a " * (MAX_LENGTH // 2),
        '"' + "\\" * (MAX_LENGTH - 1),
        "title:(" * 1000,
        "a:" * (MAX_LENGTH // 2),
        '"' * MAX_LENGTH,
    ],
)
def test_deep_and_wide_queries_end_in_a_message(text: str) -> None:
    with ending(), pytest.raises(QueryError):
        parse(text)
