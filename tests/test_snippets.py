"""Snippets and marks: what matched is marked exactly, and the passages that show it are whole words."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine.analysis import Analyzer
from newsearch.model import Block, Snippet, Span
from newsearch.snippets import GAP, Matcher, Pattern, make

ANALYZER = Analyzer()


def pattern(
    text: str, *, slop: int = 0, field: str | None = None, language: str = "en", weight: float = 1.0
) -> Pattern:
    positions = ANALYZER.query_terms(text, (language,))
    return Pattern(tuple(map(frozenset, positions)), slop, field, weight)


def matcher(*patterns: Pattern) -> Matcher:
    return Matcher(patterns, ANALYZER.tokens)


def marked(text: str, *patterns: Pattern, language: str = "en") -> list[str]:
    return [text[span.start : span.end] for span in matcher(*patterns).spans(text, language)]


def snippet_of(body: str, *patterns: Pattern, size: int = 120, language: str = "en") -> Snippet:
    return make(Block("article", title="T", body=body), matcher(*patterns), language, size)


def shown(snippet: Snippet) -> list[str]:
    return [snippet.text[span.start : span.end] for span in snippet.spans]


def test_a_word_is_marked_in_every_form_of_its_stem_and_nowhere_else() -> None:
    text = "Troops moved; the troop’s commander saw trooping colours, but no troupe. TROOPS!"
    assert marked(text, pattern("troops")) == ["Troops", "troop", "trooping", "TROOPS"]


def test_accents_and_dots_are_no_obstacle() -> None:
    assert marked(
        "Erdoğan met the U.S. envoy (us) in São Paulo.", pattern("erdogan"), pattern("US"), pattern("sao")
    ) == [
        "Erdoğan",
        "U.S",
        "us",
        "São",
    ]


def test_a_text_that_fits_is_shown_whole_whatever_matches() -> None:
    body = "The council met on Monday. " * 3 + "Late in the evening it closed the harbour. Nobody objected."
    found = snippet_of(body, pattern("harbour"), pattern("evening"), size=len(body))
    assert found.text == body
    assert shown(found) == ["evening", "harbour"]
    assert snippet_of(body, pattern("harbour"), size=len(body) - 1).text.startswith("Late in the evening")


def test_only_the_words_of_the_phrase_itself_are_marked() -> None:
    text = "Treaty talks. The security treaty and collective work; the Collective Security Treaty is old."
    assert marked(text, pattern("collective security treaty")) == ["Collective Security Treaty"]


def test_a_phrase_is_found_across_a_line_and_around_punctuation() -> None:
    assert marked("of the collective —\n“security” treaty", pattern("collective security")) == [
        "collective —\n“security"
    ]


def test_near_words_are_marked_singly_in_any_order_and_only_when_near() -> None:
    text = "Gas flows in the new pipeline. " + "Nothing happened here today at all. " * 3 + "Gas."
    assert marked(text, pattern("pipeline gas", slop=5)) == ["Gas", "pipeline"]
    assert marked(text, pattern("pipeline gas", slop=1)) == []


def test_a_repeated_word_of_a_near_phrase_needs_two_places() -> None:
    assert marked("no more news", pattern("no no", slop=3)) == []
    assert marked("no more no news", pattern("no no", slop=3)) == ["no", "no"]


def test_chinese_is_marked_by_characters() -> None:
    assert marked("今天北京大学开学，北京下雨。", pattern("北京大学", language="zh"), language="zh") == ["北京大学"]


def test_arabic_words_are_marked_with_their_article() -> None:
    assert marked("قال الرئيس إن", pattern("رئيس", language="ar"), language="ar") == ["الرئيس"]


def test_a_pattern_of_the_title_marks_nothing_in_the_body() -> None:
    found = matcher(pattern("gas", field="title"))
    assert found.spans("gas", "en", "body") == ()
    assert found.spans("gas", "en", "title") == (Span(0, 3),)


def test_the_snippet_starts_at_a_sentence_and_shows_the_match() -> None:
    body = (
        "Rain fell all day in the north. " * 20
        + "The summit opened in Almaty today. "
        + "Nobody came to see it at all. " * 20
    )
    snippet = snippet_of(body, pattern("Almaty"))
    assert snippet.text.startswith(("Rain fell", "The summit"))
    assert shown(snippet) == ["Almaty"]


def test_two_passages_cover_two_words_that_stand_far_apart() -> None:
    body = (
        "The summit opened in Almaty. "
        + "Rain fell all day in the north. " * 30
        + "Gas prices doubled. "
        + "More rain came. " * 20
    )
    snippet = snippet_of(body, pattern("summit"), pattern("gas"))
    assert GAP in snippet.text
    assert shown(snippet) == ["summit", "Gas"]


def test_one_passage_is_enough_where_the_words_stand_together() -> None:
    body = (
        "Gas alone. "
        + "Rain fell all day in the north. " * 30
        + "The summit discussed gas prices. "
        + "More rain came. " * 20
    )
    snippet = snippet_of(body, pattern("summit"), pattern("gas"))
    assert GAP not in snippet.text
    assert shown(snippet) == ["summit", "gas"]


RAIN = "Rain fell all day in the north. "


def test_a_passage_cut_out_of_a_sentence_says_so_and_begins_and_ends_with_whole_words() -> None:
    snippet = snippet_of("alpha bravo charlie " * 60 + "Almaty " + "alpha bravo charlie " * 60, pattern("almaty"))
    assert snippet.text.startswith("… ") and snippet.text.endswith(" …")
    assert set(snippet.text.split()) == {"…", "alpha", "bravo", "charlie", "Almaty"}
    assert shown(snippet) == ["Almaty"]


def test_a_passage_of_whole_paragraphs_or_sentences_is_not_marked_as_cut() -> None:
    for end in ("\n\n", ". "):
        body = f"rain fell all day{end}" * 40 + f"the summit opened in Almaty{end}" + f"rain fell all day{end}" * 40
        text = snippet_of(body, pattern("almaty")).text
        assert "…" not in text
        assert text.startswith("rain fell") and text.endswith(("day", "day."))


@pytest.mark.parametrize(
    ("language", "filler", "sentence", "word"),
    [
        ("hi", "तीन दिन तक नदी में बाढ़ रही। ", "बंदरगाह पर नौका सेवा फिर शुरू हुई। ", "नौका"),
        ("ar", "متى تنتهي الأمطار في الشمال؟ ", "هل فتح الميناء اليوم؟ ", "الميناء"),
        ("ur", "شمال میں سارا دن بارش رہی۔ ", "بندرگاہ پر کشتی پھر چل پڑی۔ ", "کشتی"),
        ("hy", "Հյուսիսում ամբողջ օրը անձրևեց։ ", "Նավահանգիստը կրկին բացվեց։ ", "Նավահանգիստը"),
    ],
)
def test_a_passage_of_whole_sentences_is_not_marked_as_cut_in_any_script(
    language: str, filler: str, sentence: str, word: str
) -> None:
    text = snippet_of(filler * 40 + sentence + filler * 40, pattern(word, language=language), language=language).text
    assert sentence.strip() in text
    assert "…" not in text and text.startswith(filler.strip()) and text.endswith(filler.strip())


def test_the_words_together_are_found_behind_many_places_where_they_stand_alone() -> None:
    alone = "The summit. " + RAIN * 10 + "A pipeline. " + RAIN * 10 + "Gas. " + RAIN * 10
    body = alone * 3 + "The summit discussed gas and a pipeline. " + RAIN * 10
    snippet = snippet_of(body, pattern("summit"), pattern("gas"), pattern("pipeline"))
    assert "The summit discussed gas and a pipeline." in snippet.text
    assert GAP not in snippet.text


def test_the_second_passage_shows_what_the_first_does_not() -> None:
    body = ("The summit opened. " + RAIN * 20) * 4 + "Gas prices doubled. " + RAIN * 20
    snippet = snippet_of(body, pattern("summit", weight=1.0), pattern("gas", weight=0.5))
    assert shown(snippet) == ["summit", "Gas"]


def test_of_like_passages_the_first_is_shown_and_one_from_a_sentence_start_before_others() -> None:
    years = "".join(f"In the {year} year Almaty waited. " + RAIN * 40 for year in ("first", "second", "third"))
    assert snippet_of(RAIN * 10 + years, pattern("almaty")).text.startswith("In the first year")
    running = "rain and snow " * 30 + "Almaty " + "rain and snow " * 30
    assert (
        "opened in Almaty."
        in snippet_of(running + ". The summit opened in Almaty. " + RAIN * 9, pattern("almaty")).text
    )


def test_the_rarer_word_wins_where_only_one_passage_fits() -> None:
    body = (
        "News news news news. " + "Rain fell all day in the north. " * 30 + "The arbitrator resigned. " + "Rain. " * 20
    )
    assert "arbitrator" in snippet_of(body, pattern("news", weight=0.2), pattern("arbitrator", weight=1.0)).text


def test_without_a_match_the_snippet_is_the_beginning() -> None:
    snippet = snippet_of("First sentence here. " * 40, pattern("absent"))
    assert snippet.text.startswith("First sentence here.")
    assert snippet.spans == ()


def test_a_match_in_the_standfirst_or_a_caption_is_shown() -> None:
    block = Block("article", body="Nothing here.", standfirst="The summit opened.", captions=("A pipeline burns.",))
    assert shown(make(block, matcher(pattern("summit")), "en")) == ["summit"]
    assert make(block, matcher(pattern("pipeline")), "en").text == "A pipeline burns."
    assert make(Block("teaser", title="Only a title"), matcher(pattern("pipeline")), "en") == Snippet("")


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    body = "It rained for days and days in the north of the country. Yesterday Gen. Orlova spoke about the harvest."
    assert snippet_of(body * 3, pattern("orlova"), size=80).text.startswith("Yesterday Gen.")


def test_a_snippet_is_one_line() -> None:
    snippet = snippet_of("One paragraph.\n\nThe summit\topened.\n\nAnother.", pattern("summit"))
    assert snippet.text == "One paragraph. The summit opened. Another."
    assert shown(snippet) == ["summit"]


def test_the_match_far_into_a_long_block_is_found() -> None:
    assert shown(snippet_of("rain fell " * 20_000 + "on Almaty", pattern("almaty"))) == ["Almaty"]


WORDS = st.sampled_from(
    [
        "gas",
        "Gas,",
        "pipelines",
        "pipeline.",
        "troops",
        "U.S.",
        "rain",
        "—",
        "the",
        "北京大学",
        "ex-troops",
        "\n\n",
        "Mr.",
    ]
)
BODIES = st.lists(WORDS | st.text(max_size=12), max_size=60).map(" ".join)
PATTERNS = st.lists(
    st.sampled_from(
        [
            pattern("gas"),
            pattern("gas pipeline"),
            pattern("troops gas", slop=4),
            pattern("US"),
            pattern("北京大", language="zh"),
            pattern("the the", slop=2),
            Pattern((frozenset({"rain"}), frozenset(), frozenset({"gas"}))),
        ]
    ),
    max_size=4,
)


@given(BODIES, PATTERNS, st.integers(20, 300), st.sampled_from(["en", "ar", "zh", None]))
def test_spans_are_ordered_apart_and_inside_and_mark_whole_words(
    body: str, patterns: list[Pattern], size: int, language: str | None
) -> None:
    snippet = make(Block("article", body=body), matcher(*patterns), language, size)
    for text, spans in ((snippet.text, snippet.spans), (body, matcher(*patterns).spans(body, language))):
        at = -1
        for span in spans:
            assert at < span.start < span.end <= len(text)
            assert text[span.start : span.end].strip() == text[span.start : span.end] != ""
            at = span.end
    assert len(snippet.text) < 3 * size + 60


@given(BODIES, st.sampled_from(["gas", "pipelines", "US", "troops"]), st.sampled_from(["en", "de", None]))
def test_marks_are_the_terms_of_the_analysis(body: str, word: str, language: str | None) -> None:
    wanted = pattern(word, language=language or "en")
    terms = {term for position in wanted.positions for term in position}
    expected = [(start, end) for start, end, term in ANALYZER.tokens(body, language) if term in terms]
    assert [(each.start, each.end) for each in matcher(wanted).matches(body, language)] == expected


@given(st.lists(st.sampled_from(["gas", "pipeline", "–", "ex-gas", "rain", "the"]), max_size=40))
def test_phrases_are_where_the_analysis_has_them_in_a_row(words: list[str]) -> None:
    body = " ".join(words)
    tokens = list(ANALYZER.tokens(body, "en"))
    expected = [
        (first[0], second[1])
        for first, second in itertools.pairwise(tokens)
        if first[2] == "gas" and second[2] == ANALYZER.query_terms("pipeline", ("en",))[0][0]
    ]
    assert [(each.start, each.end) for each in matcher(pattern("gas pipeline")).matches(body, "en")] == expected
