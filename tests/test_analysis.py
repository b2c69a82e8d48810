"""Text becomes the same terms for indexing, for queries and for highlighting."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.engine.analysis import Analyzer, is_gram_start, plain_terms
from newsearch.engine.stemming import fold

LANGUAGES = (None, "en", "de", "fr", "es", "ru", "uk", "tr", "ar", "zh", "ja", "th", "ko", "xx")

TEXTS = st.one_of(
    st.text(max_size=60),
    st.text("½ŀl·ŉ㎏㋿ⓐ⽇ｱﾡ0a 日", max_size=20),
    st.text("aAbé'’.,-&1230 US\u0301\u00adйїßİıøł中国の\n", max_size=40),
    st.lists(
        st.sampled_from(
            ["U.S.", "R&D", "AT&T's", "l'homme", "1,000", "3.5", "1.000.000.", "don’t", "中国GDP", "ประเทศ", "Путін"]
        ),
        max_size=8,
    ).map(" ".join),
)


def terms(text: str, language: str | None = "en") -> list[str]:
    return [term for _, _, term in Analyzer().tokens(text, language)]


@pytest.mark.parametrize("stemming", [True, False])
def test_every_character_is_analysed(stemming: bool) -> None:
    analyzer = Analyzer(stemming)
    for first in range(0, 0x110000, 16):
        block = "".join(map(chr, range(first, first + 16)))
        assert all(0 <= start < end <= 18 for start, end, _ in analyzer.tokens(f"l{block}5", "ca"))


@pytest.mark.parametrize("sign", "㉿㉈㈟")
def test_a_sign_that_stands_for_nothing_else_is_analysed_as_it_is(sign: str) -> None:
    assert terms(f"the {sign} mark") == [*terms(f"the {sign}"), "mark"]
    assert terms(f"{sign}½") == [*terms(sign), "1", "2"]


@given(TEXTS, st.sampled_from(LANGUAGES), st.booleans())
@settings(max_examples=300)
def test_indexing_and_highlighting_see_the_same_terms(text: str, language: str | None, stemming: bool) -> None:
    analyzer = Analyzer(stemming)
    tokens = list(analyzer.tokens(text, language))
    ids = [number for chunk in text.split() for number in analyzer.chunk_ids(chunk, language)]
    assert [analyzer.terms[number] for number in ids] == [term for _, _, term in tokens]


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=300)
def test_tokens_stand_in_order_inside_the_text(text: str, language: str | None) -> None:
    places = [(start, end) for start, end, _ in Analyzer().tokens(text, language)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=200)
def test_a_text_as_a_query_asks_for_its_own_terms(text: str, language: str | None) -> None:
    analyzer = Analyzer()
    indexed = [term for _, _, term in analyzer.tokens(text, language)]
    asked = analyzer.query_terms(text, [language])
    assert len(asked) <= len(indexed)
    assert all(not wanted or wanted == (term,) for wanted, term in zip(asked, indexed, strict=False))


@given(TEXTS)
@settings(max_examples=200)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("U.S.", "US"),
        ("U.S.A.", "USA"),
        ("the U.S.'s", "the US"),
        ("Reporter’s", "reporter"),
        ("O'Brien", "OBRIEN"),
        ("1,000", "1000"),
        ("café", "CAFE"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Søren", "soren"),
        ("Ｆｕｌｌ", "full"),
        ("co\u00adoperate", "cooperate"),
        ("re\u0301sume\u0301", "résumé"),
        ("ёлка", "елка"),
        ("за\u0301мок", "замок"),
        ("١٢٣", "123"),
        ("½", "1/2"),
        ("5½", "5 1/2"),
        ("coŀlegi", "collegi"),
        ("col·legi", "COLLEGI"),
        ("ŉ", "'n"),
        ("㈱東芝", "(株)東芝"),
        ("60㎞/h", "60 km/h"),
        ("ⓝⓔⓦⓢ", "news"),
        ("⽇本", "日本"),
        ("Acme™", "acme"),
        ("№5", "5"),
    ],
)
def test_spellings_of_one_word_are_one_term(text: str, same: str) -> None:
    assert terms(text) == terms(same)


@pytest.mark.parametrize("stemming", [True, False])
def test_a_letter_or_number_is_what_its_compatibility_form_is(stemming: bool) -> None:
    analyzer = Analyzer(stemming)
    for char in map(chr, range(0x80, 0x110000)):
        full = unicodedata.normalize("NFKC", char)
        if full != char and char.isalnum() and full[0] not in " \u0640":
            assert found(analyzer, char) == found(analyzer, full), ascii(char)


def found(analyzer: Analyzer, text: str) -> list[str]:
    return [term for _, _, term in analyzer.tokens(text, "en")]


def test_what_one_character_stands_for_is_marked_where_it_stands() -> None:
    assert list(Analyzer().tokens("5½ ㎞", "en")) == [(0, 1, "5"), (1, 2, "1"), (1, 2, "2"), (3, 4, "km")]
    assert list(Analyzer().tokens("el Col·legi", "en")) == [(0, 2, "el"), (3, 11, "collegi")]


@pytest.mark.parametrize("word", ["US", "May", "Will", "IT", "The", "who", "R&D", "AT&T", "S&P", "und", "не"])
def test_no_word_is_too_common_to_be_found(word: str) -> None:
    assert len(terms(word)) == 1


def test_letters_of_their_own_stay_apart() -> None:
    assert terms("мій", None) != terms("міи", None)
    assert terms("їжак", "uk") != terms("іжак", "uk")


def test_a_hyphen_parts_words_at_consecutive_positions() -> None:
    assert terms("well-known") == [*terms("well"), *terms("known")]


def test_initials_before_a_name_are_one_term() -> None:
    assert terms("J.K.Rowling") == ["jk", *terms("Rowling")]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("l'homme", "fr", ["homm"]),
        ("dell'arte", "it", ["arte"]),
        ("Ankara'da", "tr", ["ankar"]),
        ("1.000", "de", ["1000"]),
        ("1.000", "en", ["1.000"]),
        ("3,5", "de", ["3.5"]),
        ("informacion", "es", ["inform"]),
        ("12.05.2022", "de", ["12", "05", "2022"]),
    ],
)
def test_each_language_has_its_habits(text: str, language: str, expected: list[str]) -> None:
    assert terms(text, language) == expected


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "election elections"),
        ("de", "Regierung Regierungen"),
        ("ru", "новость новости новостей"),
        ("uk", "президент президента президентом президентів"),
        ("es", "votación votaciones"),
        ("pt", "eleição eleições eleicao"),
    ],
)
def test_forms_of_a_word_share_their_stem(language: str, forms: str) -> None:
    assert len(set(terms(forms, language))) == 1


def test_a_foreign_word_is_stemmed_by_its_script() -> None:
    assert terms("sanctions", "ru") == terms("sanctions", "en")


def test_a_query_asks_for_the_stems_of_every_language_of_the_index() -> None:
    (alternatives,) = Analyzer().query_terms("nations", ["en", "fr", "de"])
    assert set(alternatives) == {terms("nations", language)[0] for language in ("en", "fr", "de")}


@pytest.mark.parametrize(("name", "form"), [("Киев", "Киеве"), ("Ростов", "Ростова"), ("Зайцев", "Зайцевым")])
def test_a_russian_name_that_looks_like_a_genitive_finds_its_forms(name: str, form: str) -> None:
    (alternatives,) = Analyzer().query_terms(name, ["ru"])
    assert set(alternatives) == {*terms(name, "ru"), *terms(form, "ru")}
    assert len(Analyzer().query_terms(f"{name}-на-Дону", ["ru"])) == 3


def test_scripts_without_spaces_become_pairs_and_a_last_character() -> None:
    assert terms("中国人", "zh") == ["中国", "国人", "人"]
    assert terms("東京タワー", "ja")[:2] == ["東京", "京タ"]


@pytest.mark.parametrize("stemming", [True, False])
def test_korean_written_apart_is_the_korean_that_is_composed(stemming: bool) -> None:
    composed = "한국의 대통령이 서울에서, 값GDP"
    apart = unicodedata.normalize("NFD", composed)
    found, same = (list(Analyzer(stemming).tokens(text, "ko")) for text in (apart, composed))
    assert [term for _, _, term in found] == [term for _, _, term in same]
    pairs = zip(found, same, strict=True)
    assert all(unicodedata.normalize("NFC", apart[a:b]) == composed[c:d] for (a, b, _), (c, d, _) in pairs)
    assert Analyzer(stemming).query_terms(apart, ["ko"]) == Analyzer(stemming).query_terms(composed, ["ko"])


def test_a_query_leaves_the_last_character_of_a_run_open() -> None:
    analyzer = Analyzer()
    assert analyzer.query_terms("中国人", ["zh"]) == (("中国",), ("国人",))
    assert analyzer.query_terms("中国GDP", ["zh"]) == (("中国",), (), ("gdp",))
    assert analyzer.query_terms("人", ["zh"]) == (("人",),)
    assert is_gram_start("人")
    assert not is_gram_start("中国")
    assert not is_gram_start("a")


def test_without_stemming_words_are_runs_of_letters_and_digits() -> None:
    analyzer = Analyzer(stemming=False)
    text = "The U.S. elections' R&D"
    assert [term for _, _, term in analyzer.tokens(text, "en")] == ["the", "u", "s", "elections", "r", "d"]


def test_the_words_behind_stems_are_remembered() -> None:
    analyzer = Analyzer()
    for chunk in ("recycling", "Recycling", "recycled", "lamp"):
        analyzer.chunk_ids(chunk, "en")
    recycl = analyzer.terms.index("recycl")
    assert analyzer.forms == ["recycling recycl", "recycled recycl"]
    assert analyzer.form_terms.tolist() == [recycl, recycl]


def test_names_are_folded_and_not_stemmed() -> None:
    assert plain_terms("José O'Neill-Jones") == ["jose", "o", "neill", "jones"]


@pytest.mark.parametrize("composed", ["น้ำท่วม", "กำลังทำ", "น้ำ", "ຄຳເຫັນ"])
@pytest.mark.parametrize("stemming", [True, False])
def test_the_vowel_am_is_the_same_written_apart_and_ends_a_query_like_any_letter(composed: str, stemming: bool) -> None:
    apart = unicodedata.normalize("NFKC", composed)
    assert apart != composed
    analyzer = Analyzer(stemming)
    assert terms_of(analyzer, apart) == terms_of(analyzer, composed)
    asked = [term for (term,) in analyzer.query_terms("น้ำ", ["th"])]
    assert asked == terms_of(analyzer, "น้ำท่วม")[: len(asked)]


def terms_of(analyzer: Analyzer, text: str) -> list[str]:
    return [term for _, _, term in analyzer.tokens(text, "th")]
