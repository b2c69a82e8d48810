"""Citations can be checked, and no headline breaks out of the format it is written in."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from fake_engine import document
from hypothesis import given
from hypothesis import strategies as st

from newsearch.citations import bibtex, cite, content_hash, csl_json, markdown, plain
from newsearch.errors import NewsearchError
from newsearch.frozen import replace
from newsearch.model import Position, Span
from newsearch.timeline import Bin, bins, lines, svg

STORY = document(
    block_id="k3tq7m2fpa",
    title="Gas & fire at 50% of _Lake_ {Orsha}",
    body="Prices doubled on Friday.\n\nNobody knew why,\nsaid the minister.",
    authors=["Per Aalto", "Lee, Ann and Sons"],
    outlet="Harbour Standard",
    date="2022-01-06T10:00:00+01:00",
    path="/pages/a b.html",
    url="https://harbour.example/a?b=1&c=(2)",
    agency="AP",
    position=Position(12, 40),
    provenance={"date": "json-ld", "authors": "byline"},
)


def test_a_date_that_is_none_is_not_cited() -> None:
    citation = cite(replace(STORY, block=replace(STORY.block, date="last week")))
    assert citation.date is None
    assert "month" not in bibtex(citation) and "issued" not in csl_json(citation)
    assert "undated" in plain(citation)


def test_a_citation_says_what_where_when_and_how_each_was_found() -> None:
    citation = cite(STORY)
    assert citation.quote == "Prices doubled on Friday."
    assert citation.quote_at == Span(0, 25)
    assert (citation.headline, citation.outlet, citation.date) == (
        STORY.block.title,
        "Harbour Standard",
        STORY.block.date,
    )
    assert (citation.file, citation.lines) == ("/pages/a b.html", (12, 40))
    assert citation.sources == {"date": "json-ld", "authors": "byline"}
    assert citation.content_hash == content_hash(STORY.block.title, STORY.block.body)
    assert json.loads(json.dumps(citation.record()))["id"] == "k3tq7m2fpa"


def test_a_quote_is_found_whatever_its_white_space_and_nothing_else_is_quoted() -> None:
    citation = cite(STORY, "knew why, said  the")
    assert citation.quote == "knew why, said the"
    assert citation.quote_at is not None
    assert STORY.block.body[citation.quote_at.start : citation.quote_at.end] == "knew why,\nsaid the"
    with pytest.raises(NewsearchError, match="word for word"):
        cite(STORY, "nobody said that")
    with pytest.raises(NewsearchError, match="empty"):
        cite(STORY, " ")


def test_a_long_beginning_is_quoted_by_whole_sentences_or_words() -> None:
    assert cite(document(body="One two three. " * 60)).quote == ("One two three. " * 20).strip()
    assert cite(document(body="word " * 200)).quote.endswith("word")
    assert cite(document(body="One.\n\nTwo.")).quote == "One."
    assert cite(document(body="x" * 900)).quote == "x" * len("One two three. " * 20)
    assert (cite(document(body="")).quote, cite(document(body=" \n")).quote_at) == ("", None)


@pytest.mark.parametrize(
    "sentence",
    ["港口渡轮因洪水停运三天后，于星期六恢复营运。", "市長は、船はまた出ると述べた。", "तीन दिन की बाढ़ के बाद नौका सेवा फिर शुरू हुई। ", "متى يدخل القرار حيز التنفيذ؟ "],
)  # fmt: skip
def test_a_long_beginning_ends_with_a_sentence_in_any_script(sentence: str) -> None:
    whole = cite(document(body=sentence * 40)).quote
    assert 150 < len(whole) <= 300
    assert whole[-1] == sentence.strip()[-1]


def test_the_hash_tells_texts_apart() -> None:
    assert content_hash("a", "b") != content_hash("ab", "") != content_hash(None, "ab")


def test_a_story_of_one_line_stands_in_a_line() -> None:
    citation = replace(cite(STORY), lines=(12, 12))
    assert "`/pages/a b.html`, line 12; block" in markdown(citation)
    assert "/pages/a b.html, line 12; block" in plain(citation)


def test_markdown_shows_the_headline_as_it_is() -> None:
    text = markdown(cite(STORY))
    assert text.startswith("> Prices doubled on Friday.\n\nPer Aalto, Lee, Ann and Sons: ")
    assert r"[Gas \& fire at 50% of \_Lake\_ \{Orsha\}](<https://harbour.example/a?b=1&c=(2)>)" in text
    assert "*Harbour Standard* \\(AP\\)" not in text and "*Harbour Standard* (AP), 2022-01-06T10:00:00+01:00." in text
    assert "`/pages/a b.html`, lines 12 to 40; block k3tq7m2fpa; sha256:" in text
    assert r"Found by: date: json\-ld; authors: byline." in text


def test_plain_words_are_the_quote_the_story_and_where_to_check_it() -> None:
    citation = cite(STORY)
    assert plain(citation).splitlines() == [
        "“Prices doubled on Friday.”",
        "Per Aalto, Lee, Ann and Sons: “Gas & fire at 50% of _Lake_ {Orsha}”, Harbour Standard (AP), 2022-01-06T10:00:00+01:00.",
        "https://harbour.example/a?b=1&c=(2)",
        f"/pages/a b.html, lines 12 to 40; block k3tq7m2fpa; {citation.content_hash}",
    ]
    bare = cite(replace(document(title=None, path="/pages/a.warc", block_id="b"), member="record 3"))
    assert plain(bare).splitlines() == [
        "no author: “(no title)”, outlet unknown, undated.",
        f"/pages/a.warc (record 3); block b; {bare.content_hash}",
    ]
    assert "`/pages/a.warc`, `record 3`; block b;" in markdown(bare)


def test_bibtex_escapes_what_tex_would_act_on() -> None:
    text = bibtex(cite(STORY))
    assert text.startswith("@article{aalto-2022-fire-k3tq7m2fpa,\n")
    assert r"title = {{Gas \& fire at 50\% of \_Lake\_ \{Orsha\}}}" in text
    assert "author = {Per Aalto and {Lee, Ann and Sons}}" in text
    assert "month = jan" in text and "year = {2022}" in text and "day = {6}" in text


def test_csl_json_is_an_array_that_citation_managers_read() -> None:
    (item,) = json.loads(csl_json(cite(STORY)))
    assert item["type"] == "article-newspaper"
    assert item["issued"] == {"date-parts": [[2022, 1, 6]]}
    assert item["author"] == [{"given": "Per", "family": "Aalto"}, {"literal": "Lee, Ann and Sons"}]
    assert item["container-title"] == "Harbour Standard"


def test_what_is_not_known_is_left_out_or_said() -> None:
    citation = cite(document(title=None, url="javascript:alert(1)"))
    assert "no author: “\\(no title\\)”, outlet unknown, undated." in markdown(citation)
    assert "javascript" not in markdown(citation) + bibtex(citation) + csl_json(citation)
    assert "year" not in bibtex(citation)


HOSTILE = st.text(alphabet="ab \\{}$&#_%~^[]<>()`*|!\n\"'@,=é語", max_size=30)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_breaks_out_of_its_format(title: str, author: str, path: str) -> None:
    citation = cite(document(title=title or None, authors=[author], path=path, body=title))
    (item,) = json.loads(csl_json(citation))
    assert item["title"] == (title or "(no title)")
    entry = re.sub(r"\\textbackslash\{\}|\\textasciitilde\{\}|\\textasciicircum\{\}|\\[{}$&#_%]", "", bibtex(citation))
    assert entry.count("{") == entry.count("}")
    depths = [entry[:at].count("{") - entry[:at].count("}") for at in range(1, len(entry) + 1)]
    assert min(depths[: entry.rindex("}")]) >= 0 and depths[-1] == 0
    assert not re.search(r"(?<!\\)[$&#_%~^]", entry)
    shown = re.sub(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)", "", markdown(citation))
    assert "\n#" not in shown and "](" not in shown


def test_a_timeline_has_no_holes() -> None:
    counts = [("2022-03-01", 1), ("2021-11-30", 1), ("2022-03-31", 1)]
    assert bins(counts, "month") == (
        Bin("2021-11", 1), Bin("2021-12", 0), Bin("2022-01", 0), Bin("2022-02", 0), Bin("2022-03", 2),
    )  # fmt: skip
    assert bins([*counts, ("2020-01-01", 1)], "year") == (Bin("2020", 1), Bin("2021", 1), Bin("2022", 2))
    assert [each.count for each in bins([("2022-02-28", 1), ("2022-03-02", 5)], "day")] == [1, 0, 5]
    assert [each.label for each in bins([("9999-12-31", 1)], "year")] == ["9999"]
    assert bins([]) == ()


def test_weeks_are_drawn_by_day_years_by_month_and_centuries_by_year() -> None:
    assert bins([("1900-01-01", 1), ("1999-01-01", 1)])[0].label == "1900"
    assert bins([("1999-01-01", 1), ("1999-05-01", 1)])[0].label == "1999-01"
    assert bins([("1999-01-01", 1), ("1999-02-01", 1)])[0].label == "1999-01-01"


def test_days_over_decades_are_refused_with_what_to_do() -> None:
    assert len(bins([("1999-01-01", 1), ("2003-01-01", 1)], "day")) == 1462
    with pytest.raises(NewsearchError, match="Add date:"):
        bins([("1899-01-01", 1), ("2003-01-01", 1)], "day")


def test_bars_fill_the_width_and_one_block_still_shows() -> None:
    drawn = list(lines([Bin("2022-01", 1000), Bin("2022-02", 1), Bin("2022-03", 0)], width=40))
    assert len(drawn[0]) <= 40 and drawn[0].endswith("█" * 10)
    assert drawn[1].endswith("▏")
    assert drawn[2] == "2022-03     0"


def test_bars_of_a_picture_stand_side_by_side_on_one_line_as_high_as_their_counts() -> None:
    root = ElementTree.fromstring(svg([Bin("2022-01", 50), Bin("2022-02", 100), Bin("2022-03", 0)], "gas"))
    bars = [
        {key: float(each.get(key, "")) for key in ("x", "y", "width", "height")}
        for each in root.iter()
        if "rect" in each.tag
    ]
    assert [bar["height"] / bars[1]["height"] for bar in bars] == [0.5, 1, 0]
    assert len({bar["y"] + bar["height"] for bar in bars}) == 1
    assert all(left["x"] + left["width"] < right["x"] for left, right in pairwise(bars))
    assert bars[2]["x"] + bars[2]["width"] < float(root.get("width", ""))
    assert [each[0].text for each in root.iter() if "rect" in each.tag][1] == "2022-02: 100"


@given(st.text(max_size=30), st.lists(st.integers(0, 999), max_size=9))
def test_svg_is_well_formed_whatever_the_title(title: str, counts: list[int]) -> None:
    root = ElementTree.fromstring(svg([Bin(f"20{n:02}", count) for n, count in enumerate(counts)], title))
    assert root[0].tag.endswith("title")
    assert sum(1 for each in root if each.tag.endswith("rect")) == len(counts)
