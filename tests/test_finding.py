"""Finding terms by the beginnings of words finds what analysing every word finds."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsearch.engine.analysis import Analyzer
from newsearch.engine.stemming import LIGHT, SNOWBALL
from newsearch.finding import Finder, beginnings

ANALYZER = Analyzer()
LETTERS = "aeiouybdstnRDL éèüößñçøæœłıİşğăîßẞ ЁёжйїґІвид ЭΆάσς 'ʼ’‘.,-&/_ ـאבערוال ่ก京都。カﾅ 한국 ½ﬁ１٣²\u00ad\u200d\u0301\u2060\ufeff０ 1234"
WORDS = [
    "U.S.",
    "R&D",
    "AT&T",
    "O'Brien",
    "l’homme",
    "d'été",
    "qu'il",
    "1,000",
    "3.5",
    "1.000",
    "COVID-19",
    "Österreich",
    "Oesterreich",
    "Straße",
    "dying",
    "die",
    "flies",
    "fly",
    "ex-president",
    "Москва",
    "ёлка",
    "елка",
    "президента",
    "Київ",
    "їжак",
    "İstanbul",
    "ısı",
    "naïve",
    "Ångström",
    "ﬁne",
    "１２３",
    "العربية",
    "والكتاب",
    "كتاب",
    "東京タワー",
    "한국어",
    "nói",
    "Việt",
    "άνθρωπος",
    "gehen",
    "gegangen",
    "onderzoek",
    "menyanyi",
    "nyanyi",
    "U.S.A's",
    "'tis",
    "rock'n'roll",
    "e-mail",
    "_underlined_",
    "½",
    "5½",
    "60㎞/h",
    "ⓝⓔⓦⓢ",
    "⽇本",
    "col·legi",
    "coŀlegi",
    "collegi",
    "ŉ",
    "don't",
]
LANGUAGES = [None, *sorted(SNOWBALL), *sorted(LIGHT), "zh", "ja", "ko", "th"]
texts = st.lists(st.sampled_from(WORDS) | st.text(LETTERS, max_size=9), max_size=25).map(" ".join)
hostile = st.text(max_size=40)


def analysed(text: str, language: str | None) -> list[tuple[int, int, str]]:
    return list(ANALYZER.tokens(text, language))


@settings(max_examples=300)
@given(texts | hostile, texts, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
@example("Oesterreich Österreich", "österreich", "de", "de")
@example("İstanbul ve istanbul", "istanbul", "tr", "en")
@example("He is dying", "die", "en", "en")
@example("A¼ of m³", "A¼ m³", None, None)
@example("Ha'aretz’s ha’aretz ha'ar", "haaretz", "en", "en")
@example("más máquina Mácula", "macula mas", "es", "en")
@example("U.S. U.S. U.S. U.S. a½", "", None, None)
@example("nnie NNI", "nni", "fi", "en")
def test_finding_is_analysing(text: str, query: str, language: str | None, other: str | None) -> None:
    """The wanted terms are some of the text's own, and some that another language makes of a query."""
    own = analysed(text, language)
    wanted = frozenset(
        [term for _, _, term in own[::3] if term] + [term for _, _, term in analysed(query, other) if term][:5]
    )
    hits = Finder(wanted, None, ANALYZER.tokens, language).hits(text)
    assert [(start, end, term) for _, start, end, term in hits] == [each for each in own if each[2] in wanted]


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["gas", "ex-gas", "–", "pipe", "to", "U.S.", "\n\n", "京都"]), max_size=30).map(" ".join)
)
def test_near_positions_count_the_words_between(text: str) -> None:
    own = analysed(text, "en")
    wanted = frozenset({"gas", "京都"})
    places = [number for number, (_, _, term) in enumerate(own) if term in wanted]
    hits = Finder(wanted, 8, ANALYZER.tokens, "en").hits(text)
    for (one, two), (left, right) in zip(itertools.pairwise(places), itertools.pairwise(hits), strict=True):
        assert min(two - one, 9) == min(right[0] - left[0], 9)


@pytest.mark.parametrize("language", ["ar", "nl", "id"])
def test_languages_that_stem_the_front_are_analysed_whole(language: str) -> None:
    assert beginnings({"term"}, language) is None


def test_a_wide_pattern_is_analysed_whole() -> None:
    assert beginnings({f"{a}{b}tion" for a in "abcdefgh" for b in "abcdefgh"}, "en") is None
