"""The language of a page's texts: each its own, and a short one that leaves doubt that of the texts beside it. Many pages at
once have the languages that they have one by one."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import fasttext
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine import create_index, open_index
from newsearch.engine.columns.language_model import LanguageModel, model_file
from newsearch.engine.columns.language_rules import COMMON_WORDS
from newsearch.engine.columns.languages import languages, words_of
from newsearch.errors import NewsearchError
from newsearch.model import UNDETERMINED, Block, Document

GERMAN = "Der Rat der Stadt hat am Montag beschlossen, dass die Brücke für zwei Wochen gesperrt wird und nicht früher öffnet."
ENGLISH = (
    "The council of the town said on Monday that the bridge will be closed for two weeks and that it was not safe."
)


def of_a_page(texts: list[str], declared: str | None = None) -> list[str | None]:
    return languages(texts, [0] * len(texts), [declared] * len(texts))


@pytest.mark.parametrize(
    ("headline", "beside", "language"),
    [
        ("Fähre in Moorhafen: Wer zahlt den Schaden?", GERMAN, "de"),
        ("Kestrels react to the Lockwood Array", ENGLISH, "en"),
        ("The mayor of the harbour has resigned, and nobody said why", GERMAN, "en"),
        ("Мэр города ушёл в отставку после спора о мосте", ENGLISH, "ru"),
    ],
)
def test_a_headline_is_in_the_language_of_its_page_unless_its_words_are_of_another(
    headline: str, beside: str, language: str
) -> None:
    assert of_a_page([headline, beside])[0] == language


def test_a_headline_that_leaves_doubt_has_no_language_by_itself() -> None:
    assert of_a_page(["Kestrels react to the Lockwood Array"]) == [None]


def test_a_page_of_two_languages_has_both() -> None:
    assert of_a_page([ENGLISH, GERMAN], "de") == ["en", "de"]


def test_a_page_without_words_has_the_language_that_it_declares() -> None:
    assert of_a_page(["", "12:30"], "sv") == ["sv", "sv"]
    assert of_a_page([]) == []


OTHERS = (
    "Мэр города ушёл в отставку после спора о мосте",
    "Рада міста вирішила, що міст буде закрито на два тижні",
    "Kaupunginvaltuusto päätti maanantaina, että silta suljetaan kahdeksi viikoksi ja avataan vasta keväällä",
    "Belediye meclisi köprünün iki hafta boyunca kapatılacağını açıkladı",
    "L’équipe du port a dit\u00a0: «\u00a0nous ne savons pas quand le pont sera ouvert, et pour qui\u00a0»",
    "港の橋は二週間閉鎖されると市議会が月曜日に発表した",
    "市议会周一宣布大桥将关闭两周",
    "Ο δήμος ανακοίνωσε ότι η γέφυρα θα μείνει κλειστή",
    "저녁 배가 다시 떠난다",
    "Kestrels react to the Lockwood Array",
    "Moronba linsafovufo derikokopra gerlinvumi",
    "12:30",
    "",
)
ANY = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=5)
# two words mean something to fastText's reader of texts
PLAIN = ANY.filter(lambda word: word != "</s>" and not word.startswith("__label__"))
WORDS = st.sampled_from(sorted({word for text in (ENGLISH, GERMAN, *OTHERS) for word in text.split()})) | PLAIN
TEXTS = st.lists(WORDS, max_size=30).map(" ".join) | st.sampled_from([GERMAN, ENGLISH, *OTHERS])


@given(texts=st.lists(TEXTS, max_size=6))
def test_texts_have_the_languages_beside_others_that_they_have_alone(texts: list[str]) -> None:
    assert languages(texts) == [language for text in texts for language in languages([text])]


@given(
    pages=st.lists(
        st.tuples(st.lists(TEXTS, max_size=4), st.sampled_from([None, "de", "en-GB", "UK", "pt_BR", "xx"])), max_size=4
    )
)
def test_texts_of_pages_have_at_once_the_languages_that_they_have_page_by_page(
    pages: list[tuple[list[str], str | None]],
) -> None:
    texts = [text for page, _ in pages for text in page]
    numbers = [number for number, (page, _) in enumerate(pages) for _ in page]
    found = languages(texts, numbers, [pages[number][1] for number in numbers])
    assert found == [language for page, declared in pages for language in of_a_page(page, declared)]


def test_an_index_finds_the_languages_of_blocks_beside_each_other(tmp_path: Path) -> None:
    doubt = "Kestrels react to the Lockwood Array"
    told = [
        ("a.html", ENGLISH, None),
        ("a.html", doubt, None),
        ("b.html", doubt, None),
        ("c.html", doubt, "en-GB"),
        ("d.html", "12", "sv"),
    ]
    with create_index(tmp_path / "index").writer() as writer:
        for number, (path, text, declared) in enumerate(told):
            block = Block("teaser", title=text)
            writer.add(Document(f"b{number}", block, path, language=UNDETERMINED, declared=declared))
        writer.commit()
    reader = open_index(tmp_path / "index").reader()
    assert [reader.document(number).language for number in range(len(told))] == ["en", "en", None, "en", "sv"]


FINNISH = "Kaupunginvaltuusto päätti maanantaina, että silta suljetaan kahdeksi viikoksi"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("", "fi"),
        ("the of was", "fi"),
        ("the of was the of was", "fi"),
        ("the of was for", "en"),
        ("the of was for der die", "en"),
        ("the of was for der die das", "fi"),
        ("the of was for with are der die das", "en"),
        ("the of was for der die das und", "fi"),
    ],
)
def test_four_common_words_settle_a_language_that_has_twice_as_many_as_any_other(words: str, language: str) -> None:
    assert languages([f"{FINNISH} {words}"]) == [language]


def test_every_common_word_counts_for_each_of_its_languages() -> None:
    texts, expected = [], []
    for language, common in COMMON_WORDS.items():
        others = frozenset().union(*(words for name, words in COMMON_WORDS.items() if name != language))
        own = sorted(common - others)
        for word in sorted(common):
            texts.append(" ".join([FINNISH, word, *[other for other in own if other != word][:3]]))
            expected.append(language)
    assert languages(texts) == expected


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        # the model is nearly sure
        ("Neue Brücke", None, "de"),
        ("Neue Brücke", "en", "de"),
        # it takes it for Spanish, and for German if it has to be
        ("Puente cerrado", None, "es"),
        ("Puente cerrado", "de-AT", "de"),
        ("Puente cerrado", "ru", "es"),
        ("Ponte fechada", "pt_BR", "pt"),
        # it does not know
        ("Kestrels react", None, None),
        ("Kestrels react", "ru", "ru"),
        # nor whose name this is, in letters of one alphabet
        ("Паааіа", None, "uk"),
        ("Менеўа", "en", "be"),
        ("Амлсна", None, "ru"),
        ("Амлсна Lockwood Array", None, None),
        # nothing to read, whatever the model thinks of it
        ("€ 20", None, None),
        ("€ 20", "en", "en"),
    ],
)
def test_what_a_page_declares_counts_where_its_words_leave_doubt(
    text: str, declared: str | None, language: str | None
) -> None:
    assert of_a_page([text], declared) == [language]


@pytest.mark.parametrize("between", ["\n", "\t", " \r\n ", "\u00a0", "\u2003"])
def test_words_are_told_whatever_white_space_parts_them(between: str) -> None:
    assert languages([between.join(["Brücke", "der", "Stadt", "die", "das", "und"])]) == ["de"]


def test_texts_of_many_languages_are_told_apart_at_once() -> None:
    found = ["ru", "uk", "fi", "tr", "fr", "ja", "zh", "el", "ko", None, None, None, None]
    assert languages([GERMAN, *OTHERS, ENGLISH]) == ["de", *found, "en"]


@cache
def models() -> tuple[LanguageModel, fasttext.FastText]:
    return LanguageModel(model_file().read_bytes()), fasttext.load_model(str(model_file()))


@given(texts=st.lists(st.lists(WORDS, max_size=20).map(" ".join), min_size=1, max_size=4))
def test_the_model_of_languages_says_what_fasttext_says(texts: list[str]) -> None:
    ours, theirs = models()
    texts = [" ".join(text.split()) for text in texts]
    for text, label, chance in zip(texts, *ours.likeliest_of(ours.means(words_of(texts), len(texts))), strict=True):
        (best, *_), (most, *_) = theirs.predict(text)
        if max(chance, most) > 0.51:
            assert label == best
            assert chance == pytest.approx(most, abs=1e-3)


def test_the_model_says_the_same_when_it_has_forgotten_its_words() -> None:
    model = LanguageModel(model_file().read_bytes())
    words = words_of([GERMAN, ENGLISH])
    before = model.likeliest_of(model.means(words, 2))
    model._known.count = 1 << 20
    after = model.likeliest_of(model.means(words, 2))
    assert (before[0], before[1].tolist()) == (after[0], after[1].tolist())


def test_threads_that_index_at_once_learn_their_words_in_turn() -> None:
    def invented(thread: int) -> list[str]:
        return [
            " ".join(f"{chr(97 + thread)}{number * 7919 + word:x}ölg" for word in range(20)) for number in range(400)
        ]

    def told(thread: int) -> list[str | None]:
        texts = invented(thread)
        return [language for at in range(0, len(texts), 20) for language in languages(texts[at : at + 20])]

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(3) as pool:
            found = list(pool.map(told, range(3)))
    finally:
        sys.setswitchinterval(before)
    assert found == list(map(told, range(3)))


def test_a_file_that_is_no_model_is_refused() -> None:
    with pytest.raises(ValueError, match="no model"):
        LanguageModel(bytes(1000))


def test_a_model_that_its_package_has_not_brought_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(NewsearchError, match="pip install"):
        model_file()


def test_a_document_whose_language_nobody_has_looked_for_has_the_one_of_its_text(tmp_path: Path) -> None:
    texts = {"a": ENGLISH, "b": GERMAN, "c": "12:30"}
    with create_index(tmp_path / "index").writer() as writer:
        for ident, text in texts.items():
            writer.add(Document(ident, Block("article", title=text[:20], body=text[20:]), "/x", language=UNDETERMINED))
        writer.add(Document("d", Block("article", body=ENGLISH), "/x", language=None))
        writer.add(Document("e", Block("comment", body="12"), "/y", language=UNDETERMINED, declared="sv"))
        writer.commit()
    reader = open_index(tmp_path / "index").reader()
    found = {document.id: document.language for document in map(reader.document, range(5))}
    assert found == {"a": "en", "b": "de", "c": None, "d": None, "e": "sv"}
