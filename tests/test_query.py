"""How queries are read, and what is said when they cannot be."""

from __future__ import annotations

import datetime as dt

import pytest

from newsearch.errors import QueryError
from newsearch.query import (
    Alternatives,
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

TODAY = dt.date(2022, 1, 19)  # a Wednesday


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def days(first: str | None, last: str | None) -> Dates:
    return Dates(day(first) if first else None, day(last) if last else None)


a, b, c, d = map(Term, "abcd")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Everything()),
        ("   ", Everything()),
        ("*", Everything()),
        ("a", a),
        ("a b", And((a, b))),
        ("a AND b", And((a, b))),
        ("a OR b", Or((a, b))),
        ("a b OR c d", Or((And((a, b)), And((c, d))))),
        ("a (b OR c)", And((a, Or((b, c))))),
        ("((a))", a),
        ("-a", Not(a)),
        ("a -b", And((a, Not(b)))),
        ("a NOT b", And((a, Not(b)))),
        ("a AND NOT (b c)", And((a, Not(And((b, c)))))),
        ("NOT NOT a", Not(Not(a))),
        ("a OR NOT b", Or((a, Not(b)))),
        ("or and not", And((Term("or"), Term("and"), Term("not")))),
        ("ORDER NOTE ANDES", And((Term("ORDER"), Term("NOTE"), Term("ANDES")))),
        ('"a b"', Phrase("a b")),
        ('"a   b"', Phrase("a b")),
        ('"a b"~3', Phrase("a b", slop=3)),
        ('"OR"', Term("OR")),
        ('"a"', a),
        ('"say \\"no\\" now"', Phrase('say "no" now')),
        ("“a b” «c d» „a b“", And((Phrase("a b"), Phrase("c d"), Phrase("a b")))),
        ('"a b”', Phrase("a b")),
        ("gov*", Prefix("gov")),
        ("OR*", Prefix("OR")),
        ("OR~", Fuzzy("OR")),
        ("w?ldcard", Wildcard("w?ldcard")),
        ("*burg", Wildcard("*burg")),
        ("a*b*", Wildcard("a*b*")),
        ("a\\*", Term("a*")),
        ("fuzzy~", Fuzzy("fuzzy")),
        ("fuzzy~2", Fuzzy("fuzzy", 2)),
        ("a^2", Boost(a, 2.0)),
        ('"a b"~2^0.5', Boost(Phrase("a b", slop=2), 0.5)),
        ("(a OR b)^3", Boost(Or((a, b)), 3.0)),
        ("fuzzy~2^3", Boost(Fuzzy("fuzzy", 2), 3.0)),
        ("a^0.00001", Boost(a, 0.00001)),
        ("title:a", Term("a", "title")),
        ("Title:a", Term("a", "title")),
        ("title: a", Term("a", "title")),
        ("title:(a OR b)", Or((Term("a", "title"), Term("b", "title")))),
        ('author:"a b"', Phrase("a b", "author")),
        ("outlet:(a b) c", And((And((Term("a", "outlet"), Term("b", "outlet"))), c))),
        ("-title:a", Not(Term("a", "title"))),
        ("title:gov*", Prefix("gov", "title")),
        ("kind:Teaser", Term("teaser", "kind")),
        ("lang:RU", Term("ru", "lang")),
        ("file:C:\\news\\a.html", Term("C:\\news\\a.html", "file")),
        ('outlet:="a b"', Value("a b", "outlet")),
        ("outlet:=a b", And((Value("a", "outlet"), b))),
        ('author:=("A B" OR c)', Or((Value("A B", "author"), Value("c", "author")))),
        ('-agency:= " a  b"', Not(Value(" a  b", "agency"))),
        ('outlet:="a* (b) \\"c\\""', Value('a* (b) "c"', "outlet")),
        ("outlet:=missing", Value("missing", "outlet")),
        ("outlet:==a", Value("=a", "outlet")),
        ("outlet:\\=a", Term("=a", "outlet")),
        ("ｏｕｔｌｅｔ：＝ａ", Value("ａ", "outlet")),
        ("(outlet:=a) outlet:b", And((Value("a", "outlet"), Term("b", "outlet")))),
        ("-outlet:=(a OR b)^2 c", And((Not(Boost(Or((Value("a", "outlet"), Value("b", "outlet"))), 2.0)), c))),
        ("kind:=teaser lang:=en", And((Term("teaser", "kind"), Term("en", "lang")))),
        ("author:missing", Missing("author")),
        ('author:"missing"', Term("missing", "author")),
        ("missing", Term("missing")),
        ("author:*", Not(Missing("author"))),
        ("ｔｉｔｌｅ：ａ （b OR c）", And((Term("ａ", "title"), Or((b, c))))),
        ("10:30 3:2", And((Term("10:30"), Term("3:2")))),
        ("U.S. R&D 24/7 COVID-19 $5 AT&T", And(tuple(map(Term, ["U.S.", "R&D", "24/7", "COVID-19", "$5", "AT&T"])))),
        ("a & ! b", And((a, Term("&"), Term("!"), b))),
        ("( a )", a),
        ("\\-a*b?", Wildcard("-a*b?")),
        ('"a b"~1000', Phrase("a b", slop=1000)),
        (" ".join(["(a)"] * 60), And((a,) * 60)),
        ("谁是总统？", Term("谁是总统？")),
    ],
)
def test_queries_are_read_as_written(text: str, tree: Query) -> None:
    assert parse(text, today=TODAY) == tree
    assert parse(unparse(tree), today=TODAY) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("date:2022", days("2022-01-01", "2022-12-31")),
        ("date:2022-02", days("2022-02-01", "2022-02-28")),
        ("date:2022-1-5", days("2022-01-05", "2022-01-05")),
        ("date:2022/01/05", days("2022-01-05", "2022-01-05")),
        ("date:20220105", days("2022-01-05", "2022-01-05")),
        ("date:2022-01-05..2022-02", days("2022-01-05", "2022-02-28")),
        ("date:2022..", days("2022-01-01", None)),
        ("date:..2021", days(None, "2021-12-31")),
        ("after:2022-01", days("2022-02-01", None)),
        ("before:2022-01", days(None, "2021-12-31")),
        ("date:２０２２", days("2022-01-01", "2022-12-31")),
        ("date:today", days("2022-01-19", "2022-01-19")),
        ("date:yesterday", days("2022-01-18", "2022-01-18")),
        ('date:"last week"', days("2022-01-10", "2022-01-16")),
        ('date:"this week"', days("2022-01-17", "2022-01-23")),
        ('date:"past week"', days("2022-01-13", "2022-01-19")),
        ('date:"last month"', days("2021-12-01", "2021-12-31")),
        ('date:"last year"', days("2021-01-01", "2021-12-31")),
        ('date:"last 3 days"', days("2022-01-17", "2022-01-19")),
        ('date:"past 2 months"', days("2021-11-20", "2022-01-19")),
        ('after:"last year"', days("2022-01-01", None)),
        ('date:"5 January 2021"', days("2021-01-05", "2021-01-05")),
        ('date:"March 2021"', days("2021-03-01", "2021-03-31")),
        ('date:"Q2 2021"', days("2021-04-01", "2021-06-30")),
        ("date:昨天", days("2022-01-18", "2022-01-18")),
        ('date:"letzte Woche"', days("2022-01-10", "2022-01-16")),
        ("date:вчера", days("2022-01-18", "2022-01-18")),
        ('date:"2020-12..yesterday"', days("2020-12-01", "2022-01-18")),
        ("date:missing", Missing("date")),
        ("date:*", days(None, None)),
        ("date:(2020 OR 2022)", Or((days("2020-01-01", "2020-12-31"), days("2022-01-01", "2022-12-31")))),
        ("-date:2022", Not(days("2022-01-01", "2022-12-31"))),
    ],
)
def test_dates_are_days_months_years_ranges_and_words(text: str, tree: Query) -> None:
    assert parse(text, today=TODAY) == tree


@pytest.mark.parametrize(
    ("words", "today", "first", "last"),
    [
        ("last week", "2022-01-17", "2022-01-10", "2022-01-16"),  # a Monday
        ("last week", "2022-01-23", "2022-01-10", "2022-01-16"),  # a Sunday
        ("this week", "2022-01-23", "2022-01-17", "2022-01-23"),
        ("last month", "2022-03-31", "2022-02-01", "2022-02-28"),
        ("past month", "2022-03-31", "2022-03-01", "2022-03-31"),
        ("this month", "2022-02-10", "2022-02-01", "2022-02-28"),
        ("last year", "2022-01-01", "2021-01-01", "2021-12-31"),
        ("this year", "2022-12-31", "2022-01-01", "2022-12-31"),
        ("past year", "2024-02-29", "2023-03-01", "2024-02-29"),
        ("past 12 months", "2022-01-19", "2021-01-20", "2022-01-19"),
        ("last 2 weeks", "2022-01-19", "2022-01-06", "2022-01-19"),
        ("yesterday", "2022-01-01", "2021-12-31", "2021-12-31"),
    ],
)
def test_spoken_dates_are_right_on_any_day(words: str, today: str, first: str, last: str) -> None:
    assert parse(f'date:"{words}"', today=day(today)) == days(first, last)


def test_whole_values_of_which_any_will_do_are_printed_as_one_group() -> None:
    assert unparse(parse('outlet:=("A B" OR c) d')) == 'outlet:=("A B" OR c) d'
    assert unparse(parse("outlet:=a OR author:=b")) == "outlet:=a OR author:=b"
    assert unparse(parse("-(outlet:=a OR outlet:=b)^2")) == "-outlet:=(a OR b)^2"


def test_days_are_printed_as_short_as_they_can_be() -> None:
    assert unparse(parse("date:2022-02")) == "date:2022-02"
    assert unparse(parse("date:2022-01-01..2022-12-31")) == "date:2022"
    assert unparse(parse("after:2022-01-05")) == "date:2022-01-06.."


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b", Or((a, b))),
        ("a b -c", And((Or((a, b)), Not(c)))),
        ("a AND b c", Or((And((a, b)), c))),
        ("a b OR c", Or((a, b, c))),
        ("a", a),
        ("-a -b", And((Not(a), Not(b)))),
        ("a b date:2022", And((Or((a, b)), days("2022-01-01", "2022-12-31")))),
        ("lang:en a -c b", And((Term("en", "lang"), Or((a, b)), Not(c)))),
        ("a kind:live kind:teaser", And((a, Or((Term("live", "kind"), Term("teaser", "kind")))))),
        ("a title:b body:c", Or((a, Term("b", "title"), Term("c", "body")))),
        ("a title:missing", And((a, Missing("title")))),
        ("author:(a b) outlet:=c", And((Or((Term("a", "author"), Term("b", "author"))), Value("c", "outlet")))),
        ("(a outlet:b) c", Or((And((a, Term("b", "outlet"))), c))),
        ("a OR kind:live", Or((a, Term("live", "kind")))),
        ("(a b) c", Or((Or((a, b)), c))),
    ],
)
def test_any_of_reads_words_as_alternatives(text: str, tree: Query) -> None:
    assert parse(text, any_of=True) == tree


def caret(text: str) -> tuple[str, str, str]:
    """(message, what the caret points at, hint) for a query that cannot be read."""
    with pytest.raises(QueryError) as raised:
        parse(text, today=TODAY)
    error = raised.value
    return error.message, error.text[error.start : error.end], error.hint


@pytest.mark.parametrize(
    ("text", "message", "spot", "hint"),
    [
        ("(a", "never closed", "(", "Close it"),
        ("a)", "no opening", ")", "Remove it"),
        ("()", "nothing between", "()", "Put words"),
        ('""', "nothing between", '""', "Put words"),
        ('"a b', "never closed", '"', "Close it"),
        ("a OR", "to its right", "OR", "in quotes"),
        ("OR a", "to its left", "OR", "in quotes"),
        ("a OR OR b", "to its right", "OR", "in quotes"),
        ("a AND", "to its right", "AND", "in quotes"),
        ("AND a", "to its left", "AND", "in quotes"),
        ("a NOT", "to its right", "NOT", "in quotes"),
        ("a NOT OR b", "to its right", "NOT", "in quotes"),
        ("(a OR) b", "to its right", "OR", "in quotes"),
        ("a - b", "excludes nothing", "-", "-word"),
        ("--a", "excludes nothing", "-", "-word"),
        ("titel:a", "no field 'titel'", "titel:", "title:"),
        ("source:bbc", "no field 'source'", "source:", "outlet:"),
        ("Orlova: we will", "no field 'Orlova'", "Orlova:", "double quotes"),
        (":a", "needs a field", ":", "double quotes"),
        ("10:a", "no field '10'", "10:", "double quotes"),
        ("https://a.example/b", "address", "https://a.example/b", "double quotes"),
        ("title:", "needs a value", "title:", "title:word"),
        ("title:)", "needs a value", "title:", "title:word"),
        ("title:-a", "minus cannot stand", "-", "-title:word"),
        ("title:(a author:b)", "inside title:", "author:", "Close the parenthesis"),
        ("kind:artikle", "no kind 'artikle'", "artikle", "kind:article"),
        ("kind:tea*", "whole word", "tea*", "teaser"),
        ("lang:english", "two-letter", "english", "lang:en"),
        ("body:missing", "Every block", "missing", "date, author"),
        ("title:=a", "no whole value", "title:=", "outlet"),
        ("outlet:=a*", "no pattern", "a*", 'outlet:="a*"'),
        ('outlet:="a b"~3', "cannot stand", "~", "near words"),
        ("outlet:=", "needs a value", "outlet:", "outlet:word"),
        ("a^", "needs a number", "^", "word^2"),
        ("a^x", "needs a number", "^", "word^2"),
        ("a^5000", "at most 1000", "5000", "word^2"),
        ("a~3", "1 or 2 edits", "~3", "word~2"),
        ("ab*~", "pattern cannot be fuzzy", "ab*~", "word~"),
        ('"a b"~', "needs a number", "~", "others"),
        ('"a b"~1001', "up to 1,000", "~1001", "others"),
        ('"a b"*', "cannot stand", "*", "plain words"),
        ('"a b"c', "cannot stand", "c", "space"),
        ("^2", "needs a word", "^", "word^2"),
        ('a"b"', "quote cannot stand inside", '"', "space"),
        ("+a", "no +", "+", "required"),
        ("!a", "no !", "!", "-word"),
        ("a && b", "not an operator", "&&", "AND"),
        ("a || b", "not an operator", "|", "OR"),
        ("[a", "brackets", "[", "date:"),
        ("/a.b/", "regular", "/a.b/", "w?ldcards"),
        ("2022-01..2022-03", "needs a field", "2022-01..2022-03", "date:2022-01..2022-03"),
        ("date:2022-13", "no month 13", "2022-13", "date:2022"),
        ("date:2022-02-30", "28 days", "2022-02-30", "date:2022"),
        ("date:0000", "no year", "0000", "date:2022"),
        ("date:2022-03..2022-01", "ends before", "2022-03..2022-01", "2022-01..2022-03"),
        ("date:2022..2022-13", "no month 13", "2022-13", "date:2022"),
        ("date:..", "at least one side", "..", "date:2022"),
        ("date:5.1.2022", "not a date", "5.1.2022", "date:2022"),
        ("date:soonish", "not a date", "soonish", "date:2022"),
        ("date:2022*", "not a date", "2022*", "date:2022"),
        ("after:2022..2023", "takes one date", "2022..2023", "date:2022..2023"),
        ("after:9999", "no days", "9999", "year"),
    ],
)
def test_what_cannot_be_read_is_explained_at_the_spot(text: str, message: str, spot: str, hint: str) -> None:
    said, pointed, helped = caret(text)
    assert message in said
    assert pointed == spot
    assert hint in helped


def test_the_message_shows_a_caret_under_the_spot_of_a_long_query() -> None:
    with pytest.raises(QueryError) as raised:
        parse("word " * 100 + "titel:x " + "word " * 100)
    _, shown, carets, _ = str(raised.value).split("\n")
    assert len(shown) < 120
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "titel:"


def test_no_control_character_of_a_query_comes_back_in_a_message() -> None:
    with pytest.raises(QueryError) as raised:
        parse("\x1b]8;;x\x07titel:\u202ex")
    assert all(char.isprintable() or char == "\n" for char in str(raised.value))


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ('"a b', '"a b"'),
        ("(a b", "(a b)"),
        ("(a (b OR", "a b"),
        ("a OR", "a"),
        ("a OR ", "a"),
        ("a AND", "a"),
        ("a NOT", "a"),
        ("a -", "a"),
        ("a title:", "a"),
        ("a title:OR", "a"),
        ("-(-(-title:OR", "*"),
        ("a outlet:=NOT", "a"),
        ("a title:(", "a"),
        ('a title:"', "a"),
        ('a "', "a"),
        ("a (", "a"),
        ("a kind:tea", "a"),
        ("a lang:e", "a"),
        ("a date:20", "a"),
        ("a date:2022-0", "a"),
        ("a date:2022-01", "a date:2022-01"),
        ("a date:2022-01..", "a"),
        ("a after:", "a"),
        ("a date:yester", "a"),
        ('a date:"last we', "a"),
        ("a^", "a"),
        ('"a b"~', '"a b"'),
        ("", "*"),
        ("OR", "*"),
        ("-", "*"),
        ("(", "*"),
        ('"', "*"),
    ],
)
def test_half_typed_input_is_read_as_what_it_begins(text: str, same_as: str) -> None:
    try:
        assert parse(text, lenient=True, today=TODAY) == parse(same_as, today=TODAY)
    except QueryError as error:
        pytest.fail(f"{text!r}: {error}")


def test_a_mistake_that_no_further_letter_mends_is_one_while_typing() -> None:
    for text in (
        "titel:a b",
        "a OR OR b",
        "title:OR b",
        "kind:artikle b",
        "date:2022-13 a",
        "a date:2022-13",
        "after:2022-02-31",
    ):
        with pytest.raises(QueryError):
            parse(text, lenient=True)


def test_while_typing_the_last_word_stands_for_all_that_begin_with_it() -> None:
    def last(text: str) -> Query:
        return list(leaves(parse(text, lenient=True, typing=True)))[-1]

    york = Alternatives((Term("yor"), Prefix("yor")))
    assert parse("new yor", lenient=True, typing=True) == And((Term("new"), york))
    assert last("new -yor") == Term("yor")
    assert last("new yor ") == Term("yor")
    assert last("title:yor") == Prefix("yor", "title")
    assert last("(new yor") == Prefix("yor")
    assert last("kind:live") == Term("live", "kind")
    assert last("yo") == Term("yo")
    assert last("outlet:yo") == Prefix("yo", "outlet")
    assert last("北") == Prefix("北")
    assert last('outlet:="new yo') == Prefix("yo", "outlet")
    assert last('outlet:="new york"') == Value("new york", "outlet")
    assert last("outlet:=yo ") == Value("yo", "outlet")
    assert unparse(parse("new yor", typing=True)) == "new yor"


def test_while_typing_a_letter_or_two_take_nothing_from_what_was_asked_before() -> None:
    def read(text: str) -> Query:
        return parse(text, lenient=True, typing=True)

    assert read("new yo") == Alternatives((And((Term("new"), Term("yo"))), Term("new")))
    assert read("big new y") == Alternatives(
        (And((Term("big"), Term("new"), Term("y"))), And((Term("big"), Term("new"))))
    )
    assert unparse(read("new yo")) == "new yo"
    assert unparse(read("big (new yo")) == "big (new yo)"
    assert read("new yo ") == And((Term("new"), Term("yo")))
    assert read("(new yo)") == And((Term("new"), Term("yo")))


def test_while_typing_the_last_word_of_an_open_quote_may_be_unfinished() -> None:
    typed = parse('"new yor', lenient=True, typing=True)
    york = Alternatives((Term("yor"), Prefix("yor")))
    assert typed == Alternatives((Phrase("new yor"), And((Term("new"), york))))
    assert unparse(typed) == '"new yor"'
    assert parse('"new yor"', lenient=True, typing=True) == Phrase("new yor")


def test_the_query_parser_costs_no_heavy_import() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from newsearch import search; from newsearch.query import parse;"
        "parse('a OR title:\"b c\" date:2022-01..2022-03 -d*');"
        "print([m for m in ('dateparser', 'numpy', 'whoosh', 'textual', 'rich', 'selectolax', 'difflib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
